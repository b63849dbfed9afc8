"""What the small world holds of a paid line: what was paid too much, and what is said to be wrong."""

from typing import Any

from pathways.models import Placement
from stipends.models import StipendLine
from tests.factories.stipends import DisputeFactory, OverpaymentFactory


def owed_about(line: StipendLine) -> dict[str, dict[str, Any]]:
    """What fills the gaps of their addresses: both are about the placement of a paid line."""
    placement = line.placement
    return {
        "stipends:": {"pk": line.run_id, "line": line.pk},
        "stipends:statement": {"pk": line.pk},
        "stipends:overpayment": {"pk": OverpaymentFactory(placement=placement, line=line).pk},
        "stipends:dispute": {"pk": DisputeFactory(placement=placement).pk},
        "stipends:placement_wrong": {"pk": placement.pk},
    }


def one_more(placement: Placement, line: StipendLine) -> None:
    """One more row of each list, about this placement."""
    OverpaymentFactory(placement=placement, line=line)
    DisputeFactory(placement=placement)
