from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stipends', '0019_rosters_that_lack_a_mark'),
    ]

    operations = [
        migrations.AlterField(
            model_name='statementchange',
            name='kind',
            field=models.CharField(choices=[('added', 'a session was added'), ('changed', 'a session was changed'), ('moved', 'a session has a new time'), ('cancelled', 'a session was cancelled'), ('event', 'an event of sessions was changed'), ('calendar', 'the service days of the year were changed'), ('start', 'the first day was corrected'), ('end', 'the end was corrected'), ('leave', 'a leave was recorded'), ('leave_back', 'a leave was taken back')], max_length=10),
        ),
        migrations.AlterField(
            model_name='statementchange',
            name='title',
            field=models.CharField(help_text='What changed, as it was called then, or what is so now', max_length=200),
        ),
    ]
