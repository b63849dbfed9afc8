"""Who was asked to read or to sign, and why it was decided so, stood in a sentence of the history; a row is named now.

A name that more than one person bears, or nobody by now, stays in its note.
"""

from django.db import migrations

GUARD = "pgtrigger_history_is_append_only_96f64"
NAME = "coalesce(nullif(trim(coalesce(nullif(preferred_name, ''), given_name) || ' ' || family_name), ''), email)"
REASONS = {
    "strongest": "among the strongest for this school",
    "places": "all places at this school are taken",
    "time": "the time needed is not there yet",
    "experience": "more experience is needed first",
    "other": "Other",
}
READERS = """
UPDATE applications_applicationevent e SET asked_id = r.reviewer_id, note = ''
FROM applications_review r
WHERE e.action = 'assign' AND e.note ~ '^To .+\\.$' AND r.application_id = e.application_id AND r.assigned_at = e.at
"""
BY_NAME = f"""
UPDATE applications_applicationevent e SET asked_id = u.id, note = ''
FROM (SELECT {NAME} AS name, min(id) AS id FROM people_user GROUP BY 1 HAVING count(*) = 1) u
WHERE e.action IN ('assign', 'reroute') AND e.asked_id IS NULL AND e.note = 'To ' || u.name || '.'
"""
DECIDED = """
UPDATE applications_applicationevent e SET decision_id = d.id
FROM applications_decision d
WHERE e.action = d.outcome AND d.application_id = e.application_id AND d.released_at = e.at
"""
REASON = "CASE d.reason {} END".format(" ".join(f"WHEN '{word}' THEN '{told}'" for word, told in REASONS.items()))
WHY = f"""
UPDATE applications_applicationevent e SET note = ''
FROM applications_decision d WHERE e.decision_id = d.id AND e.action IN ('waitlist', 'decline') AND e.note = {REASON}
"""
NAMES_AGAIN = f"""
UPDATE applications_applicationevent e SET note = 'To ' || u.name || '.'
FROM (SELECT id, {NAME} AS name FROM people_user) u WHERE e.asked_id = u.id AND e.note = ''
"""
WHY_AGAIN = f"""
UPDATE applications_applicationevent e SET note = {REASON}
FROM applications_decision d WHERE e.decision_id = d.id AND e.action IN ('waitlist', 'decline') AND e.note = ''
"""


def past_the_guard(*statements):
    """What stays as it was said, said in another way this one time."""
    return [
        f"ALTER TABLE applications_applicationevent DISABLE TRIGGER {GUARD}",
        *statements,
        # Keys that were written are checked before the table is altered again.
        "SET CONSTRAINTS ALL IMMEDIATE",
        f"ALTER TABLE applications_applicationevent ENABLE TRIGGER {GUARD}",
    ]


class Migration(migrations.Migration):

    dependencies = [("applications", "0010_who_was_asked_and_what_was_decided")]

    operations = [
        migrations.RunSQL(
            past_the_guard(READERS, BY_NAME, DECIDED, WHY), past_the_guard(NAMES_AGAIN, WHY_AGAIN)
        ),
    ]
