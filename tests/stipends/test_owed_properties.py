"""Whatever happens in whatever order, to the cent: what people keep of what was paid is what they earned, what is open,
and what was waived."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seminars.models import Attendance
from stipends.models import Overpayment, StipendLine, TakenOff
from stipends.queries.paid import NOTHING, paid
from stipends.queries.verify import differences
from stipends.services import agree_to_take, ask_waiver, settle, settle_part, take_back_agreement, void, waive
from tests.factories.stipends import NOW, approver, preparer
from tests.owner import past_the_guards
from tests.stipends.overpaid import Overpaid, approving, run_of

pytestmark = pytest.mark.django_db
# The same examples in every run: a red build is never luck.
always = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SHARE = {"kind": "share_of_maximum", "share": "1/3"}
DEEDS = ("here", "away", "again", "later", "agree", "disagree", "part", "settle", "waive", "void")
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 10)), min_size=3, max_size=9)


class Told:
    """Ana's year after its final run, and the one after it, in which she is paid in thirds."""

    def __init__(self) -> None:
        self.told = Overpaid()
        self.told.found()
        self.ana, self.next = self.told.ana, self.told.next_year()
        self.runs, self.thirds = 0, 0
        self.last = self.told.final

    def open(self) -> Overpayment | None:
        return Overpayment.objects.waiting().filter(placement=self.ana).first()

    def mark(self, number: int, mark: str) -> None:
        session = self.told.first.sessions[number]
        with transaction.atomic(), past_the_guards():
            Attendance.objects.filter(session=session, person=self.ana.person).update(mark=mark)

    def here(self, number: int) -> None:
        self.mark(number, "present")

    def away(self, number: int) -> None:
        self.mark(number, "absent")

    def again(self, number: int) -> None:
        """The next supplementary run, where it has anything to say."""
        self.runs += 1
        run = run_of(self.ana.year, "supplementary", self.runs)
        if run.total_cents or run.lines.of_overpayments().exists():
            self.last = approving(run)

    def later(self, number: int) -> None:
        self.thirds += 1
        run = run_of(self.next.year, "instalment", self.thirds, SHARE)
        if run.total_cents or run.lines.of_overpayments().exists():
            approving(run)

    def agree(self, number: int) -> None:
        row = self.open()
        if row and not row.agreed:
            agree_to_take(pk=row.pk, by=self.ana.person, cents=row.open_cents, now=NOW)

    def disagree(self, number: int) -> None:
        row = self.open()
        if row and row.agreed:
            take_back_agreement(pk=row.pk, by=self.ana.person, now=NOW)

    def part(self, number: int) -> None:
        """A tenth of it comes back for each number."""
        row = self.open()
        if row and (cents := row.open_cents * number // 11):
            given = {"cents": row.open_cents, "part_cents": cents, "came_on": NOW.date(), "how": "check"}
            settle_part(pk=row.pk, by=preparer(), now=NOW, reference="No. 1", **given)

    def settle(self, number: int) -> None:
        if row := self.open():
            given = {"cents": row.open_cents, "how": "check", "reference": "No. 1"}
            settle(pk=row.pk, by=preparer(), now=NOW, **given)

    def waive(self, number: int) -> None:
        if row := self.open():
            ask_waiver(pk=row.pk, by=preparer(), cents=row.open_cents, reason="Ours.", now=NOW)
            waive(pk=row.pk, by=approver(), cents=row.open_cents, now=NOW)

    def void(self, number: int) -> None:
        if self.last.state == "approved" and self.last.kind == "supplementary":
            void(pk=self.last.pk, by=preparer(), reason="A slip.", now=NOW)
            self.last = self.told.final


def owes_and_keeps(told: Told) -> None:
    """After the last run that decided on Ana's year, and whatever people did since."""
    keeps = paid([told.ana.pk]).get(told.ana.pk, NOTHING)
    lines = StipendLine.objects.locked().filter(placement=told.ana, run__kind__in=["final", "supplementary"])
    earned = lines.order_by("-run__approved_at", "-pk").first().earned_cents
    row = told.open()
    open_cents = row.open_cents if row else 0
    waived = min(keeps.waived_cents, max(keeps.cents - earned, 0))
    assert keeps.cents - open_cents - waived == earned


def sums_hold() -> None:
    for line in StipendLine.objects.locked():
        assert (line.amount_cents >= 0, sum(one.cents for one in line.takings.all())) == (
            True,
            line.taken_cents,
        )
    for row in Overpayment.objects.all():
        locked = TakenOff.objects.filter(overpayment=row, line__run__state="approved")
        assert row.open_cents >= 0
        taken, parts = (sum(one.values_list("cents", flat=True)) for one in (locked, row.parts))
        assert taken + parts + row.ended_cents <= 150_000


@always
@given(steps)
@example([("agree", 0), ("later", 0), ("later", 0), ("here", 0), ("again", 0), ("later", 0)])
@example(
    [
        ("waive", 0),
        ("here", 1),
        ("again", 0),
        ("away", 1),
        ("again", 0),
        ("settle", 0),
        ("here", 2),
        ("again", 0),
    ]
)
@example([("part", 5), ("agree", 0), ("later", 0), ("part", 3), ("here", 0), ("again", 0), ("void", 0)])
def test_what_is_kept_is_earned_open_or_waived(clock, taken):
    clock(NOW)
    with transaction.atomic():
        told = Told()
        owes_and_keeps(told)
        for deed, number in taken:
            getattr(told, deed)(number)
            owes_and_keeps(told)
        sums_hold()
        assert list(differences()) == []
        transaction.set_rollback(True)
