"""Several sessions that were added at once, and a deliverable that was changed, stand on a statement."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stipends', '0031_pay_of_merged_accounts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='statementchange',
            name='kind',
            field=models.CharField(choices=[('added', 'a session was added'), ('series', 'sessions were added'), ('changed', 'a session was changed'), ('moved', 'a session has a new time'), ('cancelled', 'a session was cancelled'), ('event', 'an event of sessions was changed'), ('calendar', 'the service days of the year were changed'), ('start', 'the first day was corrected'), ('ended', 'the placement was ended'), ('end', 'the end was corrected'), ('school', 'the school was changed'), ('leave', 'a leave was recorded'), ('leave_back', 'a leave was taken back'), ('waived', 'a deliverable was waived'), ('owed', 'a deliverable was changed'), ('policy', 'the stipend policy was changed'), ('mark', 'a mark was corrected')], max_length=10),
        ),
    ]
