"""How the payroll offices of the demo want their files: one layout that two people put in force, and a draft."""

from datetime import datetime

from people.models import User
from stipends.rules.layouts import Drawn, Fact, Layout
from stipends.services import draft_layout, publish_layout

DISTRICT = Layout(
    (
        Drawn(Fact.CONSTANT, "Company", "0417"),
        Drawn(Fact.EXTERNAL_ID, "Employee No"),
        Drawn(Fact.FULL_NAME, "Employee"),
        Drawn(Fact.AMOUNT, "Earnings"),
        Drawn(Fact.FIRST_DAY, "From"),
        Drawn(Fact.LAST_DAY, "Through"),
        Drawn(Fact.ACCOUNT, "Account"),
        Drawn(Fact.PAID_ON, "Check Date"),
        Drawn(Fact.REFERENCE, "Check No"),
    ),
    Fact.EXTERNAL_ID,
    dates="us",
)
VENDORS = Layout(
    (
        Drawn(Fact.LINE, "Invoice"),
        Drawn(Fact.FULL_NAME, "Payee"),
        Drawn(Fact.EMAIL, "Remit To"),
        Drawn(Fact.AMOUNT, "Amount"),
        Drawn(Fact.FUND, "Fund"),
    ),
    Fact.LINE,
    ending="xlsx",
)


def make_layouts(named: dict[str, User], *, now: datetime) -> None:
    """The preparer drafts both; the approver published the one of the district."""
    by = named["preparer"]
    district = draft_layout(name="District payroll", layout=DISTRICT, by=by, now=now)
    publish_layout(pk=district.pk, by=named["approver"], now=now)
    draft_layout(name="Vendor payments", layout=VENDORS, by=by, now=now)
