"""What the small world holds of a paid line: what was paid too much, what is said to be wrong, and the layouts in which
payroll gets its files."""

from typing import Any

from pathways.models import Placement
from stipends.models import StipendLine
from tests.factories.stipends import DisputeFactory, OverpaymentFactory, layout_by_two, layout_draft


def owed_about(line: StipendLine) -> dict[str, dict[str, Any]]:
    """What fills the gaps of their addresses: two are about the placement of a paid line."""
    placement = line.placement
    return {
        "stipends:": {"pk": line.run_id, "line": line.pk},
        "stipends:statement": {"pk": line.pk},
        "stipends:overpayment": {"pk": OverpaymentFactory(placement=placement, line=line).pk},
        "stipends:dispute": {"pk": DisputeFactory(placement=placement).pk},
        "stipends:placement_wrong": {"pk": placement.pk},
        "stipends:layout": {"pk": layout_by_two().pk},
        "stipends:layout_publish": {"pk": layout_draft().pk},
        "stipends:layout_discard": {"pk": layout_draft().pk},
    }


def one_more(placement: Placement, line: StipendLine) -> None:
    """One more row of each list, about this placement."""
    OverpaymentFactory(placement=placement, line=line)
    DisputeFactory(placement=placement)
