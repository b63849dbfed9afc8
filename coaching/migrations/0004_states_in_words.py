"""States are said as people say them where choices are drawn: "In review"."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0003_said_once'),
    ]

    operations = [
        migrations.AlterField(
            model_name='coachingcycle',
            name='state',
            field=models.CharField(choices=[('planning', 'Planning'), ('observation', 'Observation'), ('feedback', 'Feedback'), ('conversation', 'Conversation'), ('closed', 'Closed')], default='planning', max_length=12),
        ),
    ]
