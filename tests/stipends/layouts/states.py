"""How a layout of payroll comes into each of its states."""

from stipends.models import PayrollLayout
from stipends.services import discard_layout, publish_layout, retire_layout
from stipends.states import RateState
from tests.factories.stipends import approver, layout_draft


def layout_in(state: RateState) -> PayrollLayout:
    """Drafted, then brought into this state by others."""
    row = layout_draft()
    if state in (RateState.PUBLISHED, RateState.RETIRED):
        publish_layout(pk=row.pk, by=approver())
    if state is RateState.RETIRED:
        retire_layout(pk=row.pk, by=approver(), reason="Another office pays.")
    if state is RateState.DISCARDED:
        discard_layout(pk=row.pk, by=approver(), reason="A slip.")
    row.refresh_from_db()
    return row
