"""What schools of the demo claim for substitutes, by the services they use: a rate, limits, claims at each step."""

from datetime import datetime
from decimal import Decimal
from itertools import cycle

from demo.cast import Cast
from pathways.models import ProgramYear
from people.models import School, User
from stipends import services
from stipends.models import SubstituteClaim
from stipends.queries.claims import ready

RATE, COVERAGE, BUDGET, DAYS, HALF_DAY = Decimal("243.12"), Decimal("0.8"), 1_200_000, Decimal(80), 12_156
SUBSTITUTES = ("Rosa Dunn", "Sanjay Patel", "Marta Ortega", "Joan Whitley", "Kamal Amari", "Pia Nunez")
# How far the claims of the first schools are, the demo principal's first.
SENT, RETURNED, APPROVED, BEGUN = "sent", "returned", "approved", "begun"
STEPS = ((RETURNED, SENT, APPROVED), (SENT,), (SENT,), (BEGUN,))


def make_claims(cast: Cast, year: ProgramYear, *, scale: int, now: datetime) -> None:
    """The sessions of the year so far, claimed by four schools and left to be claimed by the others."""
    preparer, approver = cast.named["preparer"], cast.named["approver"]
    days = {"starts": year.starts, "ends": year.ends}
    terms = services.draft_terms(**days, rate=RATE, coverage=COVERAGE, by=preparer, now=now)
    services.publish_terms(pk=terms.pk, by=approver, now=now)
    for number, (school, steps) in enumerate(zip(cast.schools, STEPS, strict=False)):
        limit = services.draft_allowance(
            school=school, year=year, budget_cents=BUDGET * scale, units=DAYS * scale, by=preparer, now=now
        )
        services.publish_allowance(pk=limit.pk, by=approver, now=now)
        by = cast.named["clerk"] if number == 0 else cast.principals[school.pk]
        for step, one in zip(steps, ready(school, year), strict=False):
            claim = services.fill_in(school=school, session=one.session, by=by, now=now)
            _go_on(claim, step, school, by, approver, now)


def _go_on(
    claim: SubstituteClaim, step: str, school: School, by: User, approver: User, now: datetime
) -> None:
    names = cycle(SUBSTITUTES)
    lines = {
        line.pk: services.Typed(next(names), line.units, number=f"{school.pk}-{line.pk}", cost=HALF_DAY)
        for line in claim.lines.all()
    }
    services.fill(pk=claim.pk, by=by, lines=lines, now=now)
    if step == BEGUN:
        return
    sent = services.submit_claim(pk=claim.pk, by=by, now=now)
    if step == APPROVED:
        services.approve_claim(pk=claim.pk, by=approver, total_cents=sent.total_cents, now=now)
    if step == RETURNED:
        words = "Two receipts cannot be read. Please add them again."
        services.send_claim_back(pk=claim.pk, by=approver, words=words, now=now)
