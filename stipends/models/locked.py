"""What a run that is approved keeps as it is: its states in SQL, and the guard of its lines."""

import pgtrigger

from common.guards import Guard
from stipends.states import LOCKED, RunState

LOCKED_STATES = [str(state) for state in LOCKED]
AFTER_APPROVAL = [*LOCKED_STATES[:2], str(RunState.VOID)]
SQL_LOCKED = f"({', '.join(repr(state) for state in LOCKED_STATES)})"


def line_guard(name: str, operation: pgtrigger.Operation, **tables: str) -> Guard:
    """Refuses a statement that touches a line of a locked run. Asked once a statement, not once a row: a run
    writes its lines by the thousand."""
    of_locked = " OR ".join(
        "EXISTS (SELECT 1 FROM stipends_stipendrun r WHERE r.state IN"
        f" {SQL_LOCKED} AND r.id IN (SELECT run_id FROM {table}))"
        for table in tables.values()
    )
    return Guard(
        name=name,
        level=pgtrigger.Statement,
        operation=operation,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(**tables),
        func=f"IF {of_locked} THEN RAISE EXCEPTION 'a line of a locked run does not change'; END IF; RETURN NULL;",
    )
