"""After how many days a reminder was sent stood in a sentence of the history ("After 3 days."); it gets a column."""

from django.db import migrations, models

GUARD = "pgtrigger_history_is_append_only_96f64"
TO_COLUMN = r"""
UPDATE applications_applicationevent
SET days = substring(note FROM '^After ([0-9]{1,4}) days?\.$')::smallint, note = ''
WHERE action = 'remind' AND note ~ '^After [0-9]{1,4} days?\.$'
"""
TO_SENTENCE = """
UPDATE applications_applicationevent
SET note = 'After ' || days || CASE WHEN days = 1 THEN ' day.' ELSE ' days.' END
WHERE days IS NOT NULL
"""


def past_the_guard(statement):
    """What stays as it was said, said in another way this one time."""
    return [
        f"ALTER TABLE applications_applicationevent DISABLE TRIGGER {GUARD}",
        statement,
        f"ALTER TABLE applications_applicationevent ENABLE TRIGGER {GUARD}",
    ]


class Migration(migrations.Migration):

    dependencies = [("applications", "0007_said_once")]

    operations = [
        migrations.AddField(
            model_name="applicationevent",
            name="days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunSQL(past_the_guard(TO_COLUMN), past_the_guard(TO_SENTENCE)),
    ]
