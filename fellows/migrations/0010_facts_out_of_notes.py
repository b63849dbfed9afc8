"""Milestones, days, agreements and links that the history of fellows told in sentences stand in columns."""

from django.db import migrations

FELLOWS, SERVICE = "fellows_fellowevent", "fellows_servicerecordevent"
GUARDS = {FELLOWS: "pgtrigger_history_is_append_only_d4453", SERVICE: "pgtrigger_history_is_append_only_00830"}
DAY = "[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}"
AS_DAY = f"to_date(substring(note FROM '{DAY}$'), 'FMMonth FMDD, YYYY')"
TOLD_DAY = "to_char(day, 'FMMonth FMDD, YYYY')"
KINDS = {
    "admitted": "Admitted",
    "enrolled": "Enrolled",
    "term": "term completed",
    "fieldwork": "fieldwork hours",
    "calapa_1": "CalAPA cycle 1",
    "calapa_2": "CalAPA cycle 2",
    "calapa_3": "CalAPA cycle 3",
    "program": "program complete",
    "degree": "M.Ed. conferred",
    "recommended": "recommended for the credential",
    "certificate": "Certificate of Eligibility",
    "preliminary": "Preliminary (Tier 1) credential",
    "clear": "Clear credential",
}
NAMED = "(VALUES {}) AS kinds (kind, label)".format(", ".join(f"('{kind}', '{label}')" for kind, label in KINDS.items()))
INTO_COLUMNS = [
    f"""
    UPDATE {FELLOWS} SET milestone = kinds.kind, day = {AS_DAY}, note = '' FROM {NAMED}
    WHERE action IN ('plan_milestone', 'reach_milestone') AND note ~ ': (due )?{DAY}$'
        AND starts_with(note, kinds.label || ': ')
    """,
    f"""
    UPDATE {FELLOWS} SET months = substring(note FROM '^[0-9]+')::smallint, day = {AS_DAY}, note = ''
    WHERE action = 'suspend' AND note ~ '^[0-9]{{1,2}} months from {DAY}$'
    """,
    f"""
    UPDATE {FELLOWS} e SET agreement_id = a.id, note = '' FROM fellows_serviceagreement a
    WHERE e.action = 'sign_agreement' AND a.fellow_id = e.fellow_id
        AND e.note = 'Version ' || a.version || ', ' || left(a.sha256, 12)
    """,
    f"""
    UPDATE {SERVICE} e SET link_id = l.id, note = '',
        typed_name = left(e.note, length(e.note) - length(', with the link sent to ' || l.sent_to))
    FROM fellows_servicelink l
    WHERE e.action IN ('verify', 'dispute') AND l.record_id = e.record_id AND l.used_at = e.at
        AND right(e.note, length(', with the link sent to ' || l.sent_to)) = ', with the link sent to ' || l.sent_to
    """,
]
INTO_NOTES = [
    f"""
    UPDATE {FELLOWS} SET note = kinds.label || CASE action WHEN 'plan_milestone' THEN ': due ' ELSE ': ' END || {TOLD_DAY}
    FROM {NAMED} WHERE kinds.kind = milestone
    """,
    f"UPDATE {FELLOWS} SET note = months || ' months from ' || {TOLD_DAY} WHERE months IS NOT NULL",
    f"""
    UPDATE {FELLOWS} e SET note = 'Version ' || a.version || ', ' || left(a.sha256, 12)
    FROM fellows_serviceagreement a WHERE e.agreement_id = a.id
    """,
    f"""
    UPDATE {SERVICE} e SET note = e.typed_name || ', with the link sent to ' || l.sent_to
    FROM fellows_servicelink l WHERE e.link_id = l.id
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

    dependencies = [("fellows", "0009_facts_of_histories")]

    operations = [migrations.RunSQL(past_the_guards(INTO_COLUMNS), past_the_guards(INTO_NOTES))]
