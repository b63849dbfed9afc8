"""Rounds, counts, sums and files that the history of runs and policies told in sentences stand in columns."""

from django.db import migrations

RUNS, POLICIES = "stipends_stipendrunevent", "stipends_stipendpolicyevent"
GUARDS = {RUNS: "pgtrigger_history_is_append_only_95d86", POLICIES: "pgtrigger_history_is_append_only_6d41b"}
SUM = r"(-?\$[\d,]+\.\d\d)"
COUNT = r"([\d,]+)"
OTHERS = "Its lines are not those that were calculated."


def part(pattern, kind):
    """What the pattern finds, as a number; signs that people read and machines do not are left out."""
    return f"regexp_replace(substring(note FROM '{pattern}'), '[$,.]', '', 'g')::{kind}"


def facts(actions, pattern, **columns):
    written = ", ".join(f"{name} = {value}" for name, value in columns.items())
    return f"UPDATE {RUNS} SET {written}, note = '' WHERE action IN ({actions}) AND note ~ '{pattern}'"


INTO_COLUMNS = [
    facts("'calculate', 'recalculate'", rf"^Round {COUNT}\.$", round=part(f"Round {COUNT}", "smallint")),
    facts("'finish'", rf"^{COUNT} lines\.$", lines=part(f"^{COUNT}", "int")),
    facts(
        "'approve'",
        rf"^{SUM}, [0-9a-f]{{64}}$",
        cents=part(f"^{SUM}", "bigint"),
        snapshot_sha256="right(note, 64)",
    ),
    facts("'refuse'", rf"^{COUNT} lines? had changed\.$", lines=part(f"^{COUNT}", "int")),
    facts("'refuse'", f"^{OTHERS}$", lines="0"),
    facts(
        "'export'",
        rf"^.+, {SUM}$",
        file_name=rf"substring(note FROM '^(.+), -?\$[\d,]+\.\d\d$')",
        cents=part(f"{SUM}$", "bigint"),
    ),
    facts(
        "'confirm', 'confirm_part'",
        rf"^{COUNT} lines, {SUM}$",
        lines=part(f"^{COUNT}", "int"),
        cents=part(f"{SUM}$", "bigint"),
    ),
    f"""
    UPDATE {POLICIES} e SET replaced_by_id = other.id, note = ''
    FROM stipends_stipendpolicy p JOIN stipends_stipendpolicy other USING (role_id, year_id)
    WHERE e.policy_id = p.id AND e.action = 'retire' AND e.note = 'Replaced by version ' || other.version || '.'
    """,
]
DOLLARS = "CASE WHEN cents < 0 THEN '-' ELSE '' END || to_char(abs(cents) / 100.0, 'FM$999,999,999,990.00')"
LINES = "to_char(lines, 'FM999,999,990')"


def told(actions, words, which):
    return f"UPDATE {RUNS} SET note = {words} WHERE action IN ({actions}) AND note = '' AND {which} IS NOT NULL"


INTO_NOTES = [
    told("'calculate', 'recalculate'", "'Round ' || round || '.'", "round"),
    told("'finish'", f"{LINES} || ' lines.'", "lines"),
    told("'approve'", f"{DOLLARS} || ', ' || snapshot_sha256", "cents"),
    told(
        "'refuse'",
        f"CASE lines WHEN 0 THEN '{OTHERS}' WHEN 1 THEN '1 line had changed.' ELSE {LINES} || ' lines had changed.' END",
        "lines",
    ),
    told("'export'", f"file_name || ', ' || {DOLLARS}", "cents"),
    told("'confirm', 'confirm_part'", f"{LINES} || ' lines, ' || {DOLLARS}", "cents"),
    f"""
    UPDATE {POLICIES} e SET note = 'Replaced by version ' || other.version || '.'
    FROM stipends_stipendpolicy other WHERE e.replaced_by_id = other.id
    """,
]


def past_the_guards(statements):
    """What stays as it was said, said in another way this one time."""
    return [
        *(f"ALTER TABLE {table} DISABLE TRIGGER {guard}" for table, guard in GUARDS.items()),
        *statements,
        # Keys that were written are checked before the table is altered again.
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f"ALTER TABLE {table} ENABLE TRIGGER {guard}" for table, guard in GUARDS.items()),
    ]


class Migration(migrations.Migration):

    dependencies = [("stipends", "0028_facts_of_histories")]

    operations = [migrations.RunSQL(past_the_guards(INTO_COLUMNS), past_the_guards(INTO_NOTES))]
