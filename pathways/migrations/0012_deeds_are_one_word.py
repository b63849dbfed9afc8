"""What was done with a placement or an offering is one word in its history: "correct the end" is `correct_the_end`."""

from django.db import migrations

GUARDS = {
    "pathways_placementevent": "pgtrigger_history_is_append_only_6724f",
    "pathways_offeringevent": "pgtrigger_history_is_append_only_f4a3e",
}


def written(table, guard, before, after):
    """What stays as it was said, said in other words this one time."""
    return [
        f"ALTER TABLE {table} DISABLE TRIGGER {guard}",
        f"UPDATE {table} SET action = replace(action, '{before}', '{after}') WHERE position('{before}' IN action) > 0",
        f"ALTER TABLE {table} ENABLE TRIGGER {guard}",
    ]


class Migration(migrations.Migration):

    dependencies = [("pathways", "0011_jury_duty")]

    operations = [
        migrations.RunSQL(written(table, guard, " ", "_"), written(table, guard, "_", " "))
        for table, guard in GUARDS.items()
    ]
