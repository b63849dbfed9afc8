"""A school with teachers who were at a seminar, its clerk, and a claim brought into a state by the verbs people use."""

from decimal import Decimal

from pathways.models import ProgramYear
from people.queries import today
from stipends.models import ClaimBatch, SubstituteClaim
from stipends.queries.batches import mark_of_claims
from stipends.queries.claims import look_at
from stipends.services import (
    Typed,
    approve_claim,
    discard_allowance,
    discard_claim,
    discard_terms,
    export_claims,
    fill,
    fill_in,
    pay_batch,
    publish_allowance,
    publish_terms,
    retire_allowance,
    retire_terms,
    send_claim_back,
    submit_claim,
)
from stipends.states import ClaimState, RateState
from tests.factories.people import SchoolFactory
from tests.factories.stipends import (
    SchoolAllowanceFactory,
    SubstituteTermsFactory,
    approver,
    clerk_at,
    preparer,
    seminar,
)

S = ClaimState
HALF = Decimal("0.5")


def typed(at: int = 0, *, units: Decimal = HALF, **fields) -> Typed:
    """A substitute of a name of their own."""
    names = ["R. Dunn", "S. Patel", "M. Ortega", "J. Whitley", "K. Amari", "P. Nunez", "L. Grant", "D. Cho"]
    return Typed(fields.pop("substitute", names[at]), units, **fields)


class School:
    """A published rate, a school, its clerk, and a closed seminar on which some of its teachers were."""

    def __init__(self, teachers: int = 1, *, terms: bool = True, **session) -> None:
        if terms:
            self.terms = SubstituteTermsFactory()
        self.school = SchoolFactory()
        self.clerk = clerk_at(self.school)
        self.session = seminar(self.school, teachers=teachers, **session)
        self.year = self.session.event.year

    def open(self) -> SubstituteClaim:
        return fill_in(school=self.school, session=self.session, by=self.clerk)

    def filled(self, **fields) -> SubstituteClaim:
        """Each teacher with a substitute of another name."""
        claim = self.open()
        self.fill(claim, **fields)
        return claim

    def fill(self, claim: SubstituteClaim, **fields) -> None:
        lines = {line.pk: typed(at, **fields) for at, line in enumerate(claim.lines.all())}
        fill(pk=claim.pk, by=self.clerk, lines=lines)

    def sent(self, **fields) -> SubstituteClaim:
        claim = self.filled(**fields)
        return submit_claim(pk=claim.pk, by=self.clerk, seen=look_at(claim).mark)

    def approved(self, **fields) -> SubstituteClaim:
        claim = self.sent(**fields)
        return approve_claim(pk=claim.pk, by=approver(), total_cents=claim.total_cents)


def claim_in(state: ClaimState) -> SubstituteClaim:
    """A claim of one teacher in this state."""
    at = School()
    if state is S.DRAFT:
        return at.filled()
    if state is S.DISCARDED:
        return discard_claim(pk=at.filled().pk, by=at.clerk)
    if state is S.SUBMITTED:
        return at.sent()
    if state is S.RETURNED:
        return send_claim_back(pk=at.sent().pk, by=approver(), words="Add the receipt.")
    claim = at.approved()
    if state is not S.APPROVED:
        batch = exported(claim.year)
        if state is S.PAID:
            pay_batch(pk=batch.pk, by=preparer(), paid_on=today())
        claim.refresh_from_db()
    return claim


def exported(year: ProgramYear, layout: str = "generic", **told) -> ClaimBatch:
    """The file of all approved claims of a year."""
    seen = mark_of_claims(SubstituteClaim.objects.to_export().filter(year=year))
    return export_claims(year=year, layout=layout, by=preparer(), seen=seen, **told).batch


def batch_in(stands: str) -> ClaimBatch:
    """A file of one claim that is "open", or "paid"."""
    claim = claim_in(S.EXPORTED if stands == "open" else S.PAID)
    assert claim.batch is not None
    return claim.batch


def _by_two(row, state, publish, retire, discard):
    """Drafted, then brought into this state by others."""
    if state in (RateState.PUBLISHED, RateState.RETIRED):
        publish(pk=row.pk, by=approver())
    if state is RateState.RETIRED:
        retire(pk=row.pk, by=approver(), reason="A new contract.")
    if state is RateState.DISCARDED:
        discard(pk=row.pk, by=approver(), reason="A slip.")
    row.refresh_from_db()
    return row


def terms_in(state: RateState):
    return _by_two(SubstituteTermsFactory(draft=True), state, publish_terms, retire_terms, discard_terms)


def allowance_in(state: RateState):
    row = SchoolAllowanceFactory(draft=True)
    return _by_two(row, state, publish_allowance, retire_allowance, discard_allowance)
