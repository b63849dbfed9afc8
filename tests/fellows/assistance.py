"""A cohort with a budget, a fellow who signed, and an award brought into a state by the verbs people use."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from common.canonical import fingerprint
from fellows import services
from fellows.models import Award, Disbursement, Fellow
from fellows.queries.assistance import mark_of_award, with_parts
from fellows.rules.assistance import Part
from fellows.services import Given
from fellows.services.payments import (
    export_disbursement,
    hold_disbursements,
    pay_disbursement,
    take_back_disbursement,
)
from fellows.states import AwardState, DisbursementState
from people.models import Post, User
from stipends.models import AssistanceBatch, AssistanceConfirmation, AssistanceLine, AssistanceReturn
from tests.factories.fellows import FellowCohortFactory, FellowFactory
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import manager

NOW = datetime(2023, 10, 2, 17, 0, tzinfo=UTC)
FALL, SPRING = date(2023, 10, 15), date(2024, 2, 15)
BUDGET = 1_000_000


def given(*cents: int, **said: Any) -> Given:
    """Tuition, a part a month from the fall on."""
    parts = tuple(Part(FALL + timedelta(days=30 * number), each) for number, each in enumerate(cents))
    return Given(**{"purpose": "tuition", "reason": "The fall term.", "parts": parts, **said})


def approved(award: Award, by: User) -> Award:
    """As it was shown to whoever approves it."""
    row = with_parts(Award.objects.all()).get(pk=award.pk)
    return services.approve_award(pk=award.pk, by=by, seen=mark_of_award(row), now=NOW)


class Assisted:
    """A fellow of a cohort that may spend $10,000, and two managers."""

    def __init__(self, *, budget: int | None = BUDGET, signed: bool = True) -> None:
        self.cohort = FellowCohortFactory()
        self.fellow: Fellow = FellowFactory(cohort=self.cohort, state="enrolled", signed=signed)
        self.by, self.second = manager(), manager()
        if budget is not None:
            services.set_budget(pk=self.cohort.pk, cents=budget, by=self.by, now=NOW)

    def drafted(self, *cents: int, fellow: Fellow | None = None, **said: Any) -> Award:
        whose = fellow or self.fellow
        return services.draft_award(
            pk=whose.pk, given=given(*(cents or (250_000,)), **said), by=self.by, now=NOW
        )

    def proposed(self, *cents: int, **said: Any) -> Award:
        return services.propose_award(pk=self.drafted(*cents, **said).pk, by=self.by, now=NOW)

    def approved(self, *cents: int, **said: Any) -> Award:
        return approved(self.proposed(*cents, **said), self.second)


def award_in(state: AwardState) -> Award:
    """An award that came into this state by its verbs."""
    at, S = Assisted(), AwardState
    if state is S.DRAFT:
        return at.drafted()
    if state is S.CANCELLED:
        return services.cancel_award(pk=at.drafted().pk, note="A slip.", by=at.by, now=NOW)
    if state is S.PROPOSED:
        return at.proposed()
    award = at.approved()
    if state is S.ENDED:
        award = services.end_award(pk=award.pk, note="She found a grant.", by=at.by, now=NOW)
    return award


def sent(award: Award, by: User) -> Disbursement:
    """Its first part in a file of payroll that holds nothing else."""
    (row,) = hold_disbursements(award.disbursements.filter(pk=award.disbursements.earliest("due").pk))
    batch = AssistanceBatch.objects.create(
        year=ProgramYearFactory(),
        number=AssistanceBatch.objects.count() + 1,
        lines_count=1,
        total_cents=row.cents,
        lines_sha256=fingerprint(str(row.pk).encode()),
        made_by=by,
        made_at=NOW,
    )
    AssistanceLine.objects.create(
        batch=batch, disbursement=row, amount_cents=row.cents, channel=Post.Channel.DISTRICT
    )
    export_disbursement(row, by=by, at=NOW)
    return row


def paid(award: Award, by: User, on: date = FALL) -> Disbursement:
    row = sent(award, by)
    AssistanceConfirmation.objects.create(line=row.line, amount_cents=row.cents, by=by, at=NOW)
    pay_disbursement(row, paid_on=on, by=by, at=NOW)
    return row


def back(row: Disbursement, by: User, on: date = SPRING) -> None:
    why = "The account was closed."
    take_back_disbursement(row, on=on, reason=why, by=by, at=NOW)
    AssistanceReturn.objects.create(line=row.line, reason=why, by=by, at=NOW)


def stand(award: Award) -> list[str]:
    """The states of its parts, the earliest first."""
    return [
        DisbursementState(state)
        for state in award.disbursements.order_by("due").values_list("state", flat=True)
    ]


def hold_promises(*names: str) -> None:
    """What the database asks when a transaction ends is asked now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {', '.join(names) or 'ALL'} IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
