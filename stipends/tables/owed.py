"""Lists of what was paid too much, and of what leaders say is wrong."""

from common.clock import day_in_words, local_date
from common.money import amount, dollars
from common.ui.lists import Column, state, to
from stipends.models import Overpayment
from stipends.states import OverpaymentState


def _agreed(row: Overpayment) -> str:
    if row.agreed:
        return "comes off the next payment"
    if row.agreed_at is not None:
        return f"on {day_in_words(local_date(row.agreed_at))}"
    return "not yet" if row.state == OverpaymentState.OPEN else "no"


OVERPAYMENTS = (
    Column("Name", lambda row: row.placement.person.name, leads=to("stipends:overpayment")),
    Column("Role", lambda row: row.placement.role.name, below=lambda row: row.placement.school.name),
    Column("School", lambda row: row.placement.school.name, on_page=False),
    Column("Year", lambda row: row.placement.year.label),
    state("State", lambda row: row.state),
    Column("Found", lambda row: local_date(row.found_at), sort=("found_at",)),
    Column(
        "Paid too much",
        lambda row: amount(row.found_cents),
        drawn=lambda row: dollars(row.found_cents),
        look="number",
        sort=("found_cents",),
    ),
    Column(
        "Open",
        lambda row: amount(row.open_cents),
        drawn=lambda row: dollars(row.open_cents),
        look="number",
        sort=("open_cents",),
    ),
    Column("Agreed", _agreed),
)
DISPUTES = (
    Column("Name", lambda row: row.placement.person.name, leads=to("stipends:dispute")),
    Column("Role", lambda row: row.placement.role.name, below=lambda row: row.placement.school.name),
    Column("School", lambda row: row.placement.school.name, on_page=False),
    Column("Year", lambda row: row.placement.year.label),
    Column("About", lambda row: row.what),
    Column("Said", lambda row: local_date(row.opened_at), sort=("opened_at",)),
    state("State", lambda row: row.state),
    Column("Found", lambda row: row.get_outcome_display() or None, none="–"),
)
