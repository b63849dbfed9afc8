"""What schools of the demo claim for substitutes, by the services they use: a rate, limits, claims at each step."""

from datetime import datetime
from decimal import Decimal
from itertools import cycle

from common.clock import local_date
from demo.cast import Cast
from pathways.models import ProgramYear
from people.models import School, User
from stipends import services
from stipends.models import SubstituteClaim
from stipends.queries.batches import waiting_for_a_file
from stipends.queries.claims import HALF, ready
from stipends.queries.cover import cover_ahead

RATE, COVERAGE, BUDGET, DAYS, HALF_DAY = Decimal("243.12"), Decimal("0.8"), 1_200_000, Decimal(80), 12_156
SUBSTITUTES = ("Rosa Dunn", "Sanjay Patel", "Marta Ortega", "Joan Whitley", "Kamal Amari", "Pia Nunez")
# How far the claims of the first schools are, the demo principal's first.
SENT, RETURNED, APPROVED, BEGUN = "sent", "returned", "approved", "begun"
EXPORTED, PAID = "exported", "paid"
STEPS = ((RETURNED, SENT, PAID), (SENT, EXPORTED, APPROVED), (SENT,), (BEGUN,))


def make_claims(cast: Cast, year: ProgramYear, *, scale: int, now: datetime) -> None:
    """The sessions of the year so far, claimed by four schools and left to be claimed by the others."""
    preparer, approver = cast.named["preparer"], cast.named["approver"]
    days = {"starts": year.starts, "ends": year.ends}
    terms = services.draft_terms(**days, rate=RATE, coverage=COVERAGE, by=preparer, now=now)
    services.publish_terms(pk=terms.pk, by=approver, now=now)
    found: list[tuple[str, SubstituteClaim]] = []
    for number, (school, steps) in enumerate(zip(cast.schools, STEPS, strict=False)):
        limit = services.draft_allowance(
            school=school, year=year, budget_cents=BUDGET * scale, units=DAYS * scale, by=preparer, now=now
        )
        services.publish_allowance(pk=limit.pk, by=approver, now=now)
        by = cast.named["clerk"] if number == 0 else cast.principals[school.pk]
        for step, one in zip(steps, ready(school, year), strict=False):
            claim = services.fill_in(school=school, session=one.session, by=by, now=now)
            found.append((step, _sent(claim, step, school, by, now)))
    _decide(found, year, preparer, approver, now)
    _name_ahead(cast.schools[0], year, cast.named["clerk"], now)


def _name_ahead(school: School, year: ProgramYear, by: User, now: datetime) -> None:
    """All but the last teacher of the next day that takes some out of class are covered."""
    day = next((one for one in cover_ahead(school, now, year) if not one.needless), None)
    teachers = day.teachers[:-1] if day else []
    named = {
        person.pk: services.Named(name, HALF) for person, name in zip(teachers, SUBSTITUTES, strict=False)
    }
    if day and named:
        services.name_substitutes(school=school, session=day.session, by=by, named=named, now=now)


def _decide(
    found: list[tuple[str, SubstituteClaim]], year: ProgramYear, preparer: User, approver: User, now: datetime
) -> None:
    """What is paid goes into the first file, what was sent to be paid into the second."""
    for step in (RETURNED, PAID, EXPORTED, APPROVED):
        for claim in (claim for at, claim in found if at == step):
            if step == RETURNED:
                words = "The costs have no receipts yet. Please add them."
                services.send_claim_back(pk=claim.pk, by=approver, words=words, now=now)
            else:
                cents = claim.total_cents
                services.approve_claim(pk=claim.pk, by=approver, total_cents=cents, now=now)
        if step in (PAID, EXPORTED):
            _export(year, preparer, now, paid=step == PAID)


def _sent(claim: SubstituteClaim, step: str, school: School, by: User, now: datetime) -> SubstituteClaim:
    names = cycle(SUBSTITUTES)
    lines = {
        line.pk: services.Typed(next(names), line.units, number=f"{school.pk}-{line.pk}", cost=HALF_DAY)
        for line in claim.lines.all()
    }
    services.fill(pk=claim.pk, by=by, lines=lines, now=now)
    return claim if step == BEGUN else services.submit_claim(pk=claim.pk, by=by, now=now)


def _export(year: ProgramYear, preparer: User, now: datetime, *, paid: bool) -> None:
    waiting = [one for one in waiting_for_a_file() if one.year == year]
    for one in waiting:
        file = services.export_claims(year=year, layout="generic", by=preparer, seen=one.mark, now=now)
        if paid:
            on = local_date(now)
            services.pay_batch(pk=file.batch_id, by=preparer, paid_on=on, reference="W-20114", now=now)
