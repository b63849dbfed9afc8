"""States are said as people say them where choices are drawn: "In review"."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0013_moved_sessions_say_it_once'),
    ]

    operations = [
        migrations.AlterField(
            model_name='session',
            name='state',
            field=models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('closed', 'Closed'), ('cancelled', 'Cancelled'), ('moved', 'Moved')], default='planned', max_length=10),
        ),
    ]
