"""What stood beside the amount of a line as text ("whole:300000", "overpaid:200", "no_deliverables") gets columns; what
was done with a run is one word. The hash of a line is taken over the same letters as before, so all stay as they are."""

from django.db import migrations, models

GUARD_OF_LINES = "pgtrigger_lines_are_never_edited_47903"
GUARD_OF_EVENTS = "pgtrigger_history_is_append_only_95d86"
TO_COLUMNS = """
UPDATE stipends_stipendline SET
    nothing_to_deliver = 'no_deliverables' = ANY (flags),
    whole_cents = (SELECT substring(flag FROM 7)::bigint FROM unnest(flags) flag WHERE flag LIKE 'whole:%'),
    overpaid_cents = coalesce(
        (SELECT substring(flag FROM 10)::bigint FROM unnest(flags) flag WHERE flag LIKE 'overpaid:%'), 0
    )
WHERE flags <> '{}'
"""
TO_FLAGS = """
UPDATE stipends_stipendline SET flags = array_remove(
    ARRAY[
        CASE WHEN nothing_to_deliver THEN 'no_deliverables' END,
        'whole:' || whole_cents,
        CASE WHEN overpaid_cents > 0 THEN 'overpaid:' || overpaid_cents END
    ],
    NULL
)
WHERE nothing_to_deliver OR whole_cents IS NOT NULL OR overpaid_cents > 0
"""
WORDS = {"send back": "send_back", "confirm a part": "confirm_part"}


def past_the_guard(table, guard, *statements):
    """What stays as it was said, said in other words this one time."""
    return [
        f"ALTER TABLE {table} DISABLE TRIGGER {guard}",
        *statements,
        f"ALTER TABLE {table} ENABLE TRIGGER {guard}",
    ]


def said(words):
    return [
        f"UPDATE stipends_stipendrunevent SET action = '{after}' WHERE action = '{before}'"
        for before, after in words.items()
    ]


class Migration(migrations.Migration):

    dependencies = [("stipends", "0025_installment_as_it_is_spelled")]

    operations = [
        migrations.AddField(
            model_name="stipendline",
            name="nothing_to_deliver",
            field=models.BooleanField(default=False, help_text="Paid in full, and to be reviewed"),
        ),
        migrations.AddField(
            model_name="stipendline",
            name="overpaid_cents",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="stipendline",
            name="whole_cents",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.RunSQL(
            past_the_guard("stipends_stipendline", GUARD_OF_LINES, TO_COLUMNS),
            past_the_guard("stipends_stipendline", GUARD_OF_LINES, TO_FLAGS),
        ),
        migrations.RunSQL(
            past_the_guard("stipends_stipendrunevent", GUARD_OF_EVENTS, *said(WORDS)),
            past_the_guard(
                "stipends_stipendrunevent",
                GUARD_OF_EVENTS,
                *said({after: before for before, after in WORDS.items()}),
            ),
        ),
        migrations.RemoveField(model_name="stipendline", name="flags"),
        migrations.AddConstraint(
            model_name="stipendline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overpaid_cents__gte", 0),
                    models.Q(("whole_cents", None), ("whole_cents__gte", 0), _connector="OR"),
                ),
                name="amounts_beside_are_not_negative",
            ),
        ),
    ]
