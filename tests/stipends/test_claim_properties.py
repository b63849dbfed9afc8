"""Whatever schools and finance do in whatever order: nothing is claimed that no roster shows, and a file is the sum of
its claims, and of what was paid of it and what is open."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from common.errors import DomainError
from people.queries import today
from seminars.models import Attendance
from stipends.models import ClaimBatch, ClaimConfirmation, ClaimLine, SubstituteClaim
from stipends.queries.accounts import account
from stipends.queries.batches import claim_differences, open_of
from stipends.queries.claims import look_at
from stipends.services import (
    Confirmed,
    Key,
    Typed,
    approve_claim,
    discard_claim,
    fill,
    fill_in,
    pay_batch,
    pay_claims,
    send_claim_back,
    submit_claim,
)
from stipends.states import CLAIMED
from tests.factories.seminars import NINE
from tests.factories.stipends import SchoolAllowanceFactory, approver, preparer, seminar
from tests.stipends.claims import School, exported

pytestmark = pytest.mark.django_db
always = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DEEDS = ("open", "fill", "send", "back", "approve", "discard", "file", "pay_one", "pay_all")
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5)), min_size=6, max_size=24)
ONE = [("open", 0), ("fill", 0), ("send", 0), ("approve", 0), ("file", 0)]


class Told:
    """Two schools with three sessions each, at which their teachers were."""

    def __init__(self) -> None:
        self.at = School(teachers=0)
        self.schools = [self.at, School(terms=False, teachers=0)]
        SchoolAllowanceFactory(school=self.at.school, year=self.at.year, budget_cents=40_000)
        self.by, self.approver = preparer(), approver()
        self.held = [
            (
                one,
                seminar(
                    one.school, teachers=2, event__year=self.at.year, starts_at=NINE + timedelta(days=day)
                ),
            )
            for day, one in enumerate([*self.schools, *self.schools, *self.schools], 1)
        ]

    def _claim(self, number: int) -> SubstituteClaim | None:
        claims = list(SubstituteClaim.objects.order_by("pk"))
        return claims[number % len(claims)] if claims else None

    def _clerk(self, claim: SubstituteClaim):
        return next(one.clerk for one in self.schools if one.school.pk == claim.school_id)

    def act(self, deed: str, number: int) -> None:
        """Refusals are as good an answer as any."""
        try:
            with transaction.atomic():
                getattr(self, deed)(number)
        except DomainError:
            pass

    def open(self, number: int) -> None:
        one, session = self.held[number % len(self.held)]
        fill_in(school=one.school, session=session, by=one.clerk)

    def fill(self, number: int) -> None:
        if claim := self._claim(number):
            typed = {
                line.pk: Typed(f"Substitute {at % 2}", Decimal("0.5"), cost=(12_156, None)[number % 2])
                for at, line in enumerate(claim.lines.all())
            }
            fill(pk=claim.pk, by=self._clerk(claim), lines=typed)

    def send(self, number: int) -> None:
        if claim := self._claim(number):
            submit_claim(pk=claim.pk, by=self._clerk(claim), seen=look_at(claim).mark)

    def back(self, number: int) -> None:
        if claim := self._claim(number):
            send_claim_back(pk=claim.pk, by=self.approver, words="Look again.")

    def approve(self, number: int) -> None:
        if claim := self._claim(number):
            approve_claim(pk=claim.pk, by=self.approver, total_cents=claim.total_cents)

    def discard(self, number: int) -> None:
        if claim := self._claim(number):
            discard_claim(pk=claim.pk, by=self._clerk(claim))

    def file(self, number: int) -> None:
        exported(self.at.year, ("generic", "workbook")[number % 2])

    def pay_one(self, number: int) -> None:
        if (claim := self._claim(number)) and claim.batch_id:
            rows = [Confirmed(2, claim.pk, claim.total_cents, key=Key.CLAIM)]
            pay_claims(pk=claim.batch_id, rows=rows, by=self.by, paid_on=today())

    def pay_all(self, number: int) -> None:
        if batch := ClaimBatch.objects.order_by("pk").last():
            pay_batch(pk=batch.pk, by=self.by, paid_on=today())

    def holds(self) -> None:
        lines = list(ClaimLine.objects.live())
        there = set(Attendance.objects.filter(mark="present").values_list("session", "person"))
        claimed = Counter((line.session_id, line.teacher_id) for line in lines)
        assert set(claimed) <= there
        assert set(claimed.values()) <= {1}
        for school in (one.school for one in self.schools):
            found = account(school.pk, self.at.year.pk)
            own = SubstituteClaim.objects.filter(school=school, state__in=CLAIMED)
            assert found.used == sum(own.values_list("total_cents", flat=True))
            assert found.left is None or found.left >= 0
        for batch in ClaimBatch.objects.all():
            paid = ClaimConfirmation.objects.filter(claim__batch=batch)
            cents = sum(paid.values_list("amount_cents", flat=True))
            own = sum(batch.claims.values_list("total_cents", flat=True))
            assert batch.total_cents == own == cents + open_of(batch.pk).cents
        assert list(claim_differences()) == []


@always
@given(steps)
@example(
    [*ONE, ("pay_all", 0), ("open", 1), ("fill", 1), ("send", 1), ("approve", 1), ("file", 1), ("pay_one", 1)]
)
@example(
    [*ONE, ("open", 2), ("fill", 1), ("send", 1), ("back", 1), ("discard", 1), ("open", 2), ("pay_one", 0)]
)
def test_claims_show_no_more_than_rosters_and_files_are_the_sum_of_their_claims(deeds) -> None:
    with transaction.atomic():
        told = Told()
        for deed, number in deeds:
            told.act(deed, number)
            told.holds()
        transaction.set_rollback(True)
