"""The outbox and the rules of reminders as lists: their columns, each once, for page and files."""

from common.ui.lists import Column, state, to

REMINDERS = (
    Column("Reminder", lambda row: row.about.name, leads=to("dashboard:reminder")),
    Column("When", lambda row: row.when, sort=("days_before",)),
    Column("To", lambda row: row.about.to),
    Column("Until", lambda row: row.about.until),
    state("State", lambda row: row.state),
)
MESSAGES = (
    Column("Subject", lambda row: row.subject, leads=to("notifications:detail")),
    Column("To", lambda row: row.to_email, sort=("to_email",)),
    state("State", lambda row: row.state),
    Column("Owed since", lambda row: row.created_at, sort=("created_at",)),
    Column("Tries", lambda row: row.attempts),
)
