import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# Until now only the first line of the history said which session a new one took the place of.
CARRY_OVER = """
UPDATE seminars_session AS new SET moved_from_id = old.id
FROM seminars_sessionevent AS event
JOIN seminars_session AS old ON old.id = substring(event.note FROM '^Moved from session ([0-9]{1,18})\\.$')::bigint
WHERE event.session_id = new.id AND event.action = 'plan' AND old.state = 'moved' AND old.event_id = new.event_id;
UPDATE seminars_session AS session SET planned_at = event.at
FROM seminars_sessionevent AS event WHERE event.session_id = session.id AND event.action = 'plan'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0009_long_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='moved_from',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_on', to='seminars.session'),
        ),
        migrations.AddField(
            model_name='session',
            name='planned_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
    ]
