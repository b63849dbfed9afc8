"""Lists of claims for substitutes, of what a day of one pays, and of what schools may claim."""

from common.clock import local_date
from common.money import amount, dollars
from common.ui.lists import Column, state, to

TERMS_ROWS = (
    Column("Days", str, leads=to("stipends:term"), in_file=False, sort=("starts",)),
    Column("First day", lambda row: row.starts, on_page=False),
    Column("Last day", lambda row: row.last_day, on_page=False),
    Column("A day", lambda row: f"{row.rate.normalize():f}", drawn=lambda row: row.a_day, look="number"),
    Column("Comes back", lambda row: row.share, look="number"),
    Column(
        "At most a day",
        lambda row: None if row.day_cap_cents is None else amount(row.day_cap_cents),
        drawn=lambda row: "–" if row.day_cap_cents is None else dollars(row.day_cap_cents),
        look="number",
    ),
    state("State", lambda row: row.state),
    Column("Drafted by", lambda row: row.drafted_by.name),
    Column(
        "Published by",
        lambda row: row.published_by.name if row.published_by else None,
        none="–",
    ),
)
ALLOWANCES = (
    Column("School", lambda row: row.school.name, leads=to("stipends:allowance")),
    Column("Year", lambda row: row.year.label),
    Column(
        "Days",
        lambda row: "no limit" if row.units is None else f"{row.units.normalize():f}",
        look="number",
    ),
    Column(
        "Dollars",
        lambda row: "no limit" if row.budget_cents is None else amount(row.budget_cents),
        drawn=lambda row: "no limit" if row.budget_cents is None else dollars(row.budget_cents),
        look="number",
    ),
    state("State", lambda row: row.state),
    Column("Drafted by", lambda row: row.drafted_by.name),
    Column(
        "Published by",
        lambda row: row.published_by.name if row.published_by else None,
        none="–",
    ),
)
CLAIMS = (
    Column("School", lambda row: row.school.name, leads=to("stipends:claim")),
    Column("Claim", lambda row: row.pk, look="number"),
    Column("Year", lambda row: row.year.label),
    Column("Lines", lambda row: row.lines_count, look="number"),
    Column(
        "Comes back",
        lambda row: amount(row.total_cents),
        drawn=lambda row: dollars(row.total_cents),
        look="number",
        sort=("total_cents",),
    ),
    state("State", lambda row: row.state),
    Column(
        "Sent",
        lambda row: local_date(row.submitted_at) if row.submitted_at else None,
        below=lambda row: row.submitted_by.name if row.submitted_by else "",
        none="–",
        sort=("submitted_at",),
    ),
    Column("Approved by", lambda row: row.approved_by.name if row.approved_by else None, none="–"),
    Column("File", lambda row: row.batch.number if row.batch else None, none="–", look="number"),
    Column("Paid", lambda row: row.confirmation.paid_on if hasattr(row, "confirmation") else None, none="–"),
)
BATCHES = (
    Column("File", str, leads=to("stipends:claim_file")),
    Column("Year", lambda row: row.year.label, on_page=False),
    Column("Claims", lambda row: row.claims_count, look="number"),
    Column(
        "Amount",
        lambda row: amount(row.total_cents),
        drawn=lambda row: dollars(row.total_cents),
        look="number",
    ),
    Column(
        "Paid", lambda row: amount(row.paid_cents), drawn=lambda row: dollars(row.paid_cents), look="number"
    ),
    Column("Claims not paid yet", lambda row: row.open_claims, look="number"),
    Column("Made", lambda row: local_date(row.made_at), below=lambda row: row.made_by.name),
    Column("Made by", lambda row: row.made_by.name, on_page=False),
)
