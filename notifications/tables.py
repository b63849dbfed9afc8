"""The outbox as a list: its columns, each once, for its page and its files."""

from common.ui.lists import Column, state, to

MESSAGES = (
    Column("Subject", lambda row: row.subject, leads=to("notifications:detail")),
    Column("To", lambda row: row.to_email, sort=("to_email",)),
    state("State", lambda row: row.state),
    Column("Owed since", lambda row: row.created_at, sort=("created_at",)),
    Column("Tries", lambda row: row.attempts),
)
