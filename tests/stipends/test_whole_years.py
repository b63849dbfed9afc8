"""Whole years of several leaders, whatever they did and whenever they were paid: all numbers agree in the end."""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.models import Placement
from people.models import Post
from seminars.models import Attendance
from stipends.models import Overpayment, StipendLine, StipendRun
from stipends.queries.verify import differences
from stipends.services import export, settle_part
from tests.factories.people import PostFactory
from tests.factories.stipends import NOW, Year, coded, preparer
from tests.owner import past_the_guards
from tests.stipends.overpaid import approving, run_of

pytestmark = pytest.mark.django_db
# The same examples in every run: a red build is never luck.
always = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SESSIONS = 11
# Nothing can be made up, so that no number speaks of what may still come.
RULES = tuple(
    {"make_up_limit": 0} | rule
    for rule in (
        {"attendance": {"kind": "proportional"}},
        {"attendance": {"kind": "all_or_nothing"}},
        {"attendance": {"kind": "threshold", "at": "4/5"}},
        {"attendance": {"kind": "deduction", "free_absences": 1, "cents": {"seminar": 15_000}}},
        {"whole": "all_or_nothing", "minimum_attendance": "1/2"},
    )
)
KINDS = st.sampled_from(["present", "absent", "excused"])
numbers = st.sets(st.integers(0, SESSIONS - 1), max_size=SESSIONS)


@dataclass(frozen=True)
class Plan:
    """What befalls a leader: sessions missed, work accepted and the rest waived, who pays; and what marks are corrected
    to after the final run."""

    missed: frozenset[int]
    delivered: int
    attested: bool
    channel: str
    corrected: tuple[tuple[int, str], ...]


plans = st.builds(
    Plan,
    missed=numbers.map(frozenset),
    delivered=st.integers(0, 2),
    attested=st.booleans(),
    channel=st.sampled_from(["district", "own", "vendor"]),
    corrected=st.lists(st.tuples(st.integers(0, SESSIONS - 1), KINDS), max_size=4).map(tuple),
)
shares = st.lists(st.sampled_from(["1/4", "1/3", "1/2"]), max_size=2)


class Played:
    """A year: installments in the middle of it, the final run at its end, corrected marks, a supplementary run."""

    def __init__(self, rule, people, shares):
        self.told = Year(**rule)
        self.leaders = [self._leader(plan) for plan in people]
        self.told.leader()
        coded(self.told.year, self.told.role)
        for number, share in enumerate(shares, 1):
            self.pay("instalment", number, {"kind": "share_of_maximum", "share": share})
        self.told.close()
        self.pay("final", 1, None)

    def _leader(self, plan: Plan) -> Placement:
        placement = self.told.leader(missed=plan.missed, delivered=plan.delivered, attested=plan.attested)
        PostFactory(person=placement.person, school=placement.school, channel=plan.channel)
        open_work = placement.deliverable_records.filter(state="open")
        open_work.update(state="waived", decided_by=self.told.staff, words="A long illness.")
        return placement

    def pay(self, kind: str, number: int, step: dict[str, str] | None) -> None:
        """Calculated, and approved where it says anything."""
        run = run_of(self.told.year, kind, number, step)
        if run.total_cents or run.lines.of_overpayments().exists():
            approving(run)

    def correct(self, placement: Placement, changes: tuple[tuple[int, str], ...]) -> None:
        for number, mark in changes:
            found = Attendance.objects.filter(session=self.told.sessions[number], person=placement.person)
            with transaction.atomic(), past_the_guards():
                found.update(mark=mark, reason="A doctor's letter.", approved_by=self.told.staff)

    def half_comes_back(self, placement: Placement) -> int:
        """Half of what is open of a placement, in cents; the rest stays open."""
        row = Overpayment.objects.waiting().filter(placement=placement).first()
        half = row.open_cents // 2 if row else 0
        if row and half:
            given = {"cents": row.open_cents, "part_cents": half, "came_on": NOW.date(), "how": "check"}
            settle_part(pk=row.pk, by=preparer(), now=NOW, reference="No. 1", **given)
        return half


def cents_of(text: str) -> int:
    return int(Fraction(text) * 100) if text else 0


def journal_of(run: StipendRun) -> tuple[int, dict[str, int]]:
    """Debits of its journal, and its credits by account, in cents."""
    file = export(pk=run.pk, layout="journal", by=run.prepared_by, now=NOW)
    rows = list(csv.DictReader(io.StringIO(bytes(file.content).decode("utf-8-sig"))))
    credits = {row["account"]: cents_of(row["credit"]) for row in rows if row["credit"]}
    return sum(cents_of(row["debit"]) for row in rows), credits


# As `coded` numbers the accounts of channels.
ACCOUNTS = {channel: f"9500-{number:02d}" for number, channel in enumerate(Post.Channel.values, 1)}


def approved_lines() -> "list[StipendLine]":
    return list(StipendLine.objects.locked().select_related("run"))


@always
@given(st.sampled_from(RULES), st.lists(plans, min_size=1, max_size=3), shares)
def test_projection_final_and_payments_agree_and_every_sum_adds_up(clock, rule, people, shares):
    clock(NOW)
    with transaction.atomic():
        played = Played(rule, people, shares)
        for placement, plan in zip(played.leaders, people, strict=True):
            played.correct(placement, plan.corrected)
        played.pay("supplementary", 1, None)
        back = {placement.pk: played.half_comes_back(placement) for placement in played.leaders}
        played.pay("supplementary", 2, None)
        projected = {line.placement_id: line for line in run_of(played.told.year, "projection").lines.all()}
        lines = approved_lines()
        for placement in played.leaders:
            paid = sum(line.amount_cents for line in lines if line.placement_id == placement.pk)
            over = sum(Overpayment.objects.filter(placement=placement).values_list("open_cents", flat=True))
            assert paid - back[placement.pk] - over == projected[placement.pk].earned_cents
        for run in StipendRun.objects.filter(state="approved"):
            own = [line for line in lines if line.run_id == run.pk]
            by_account: dict[str, int] = defaultdict(int)
            for line in own:
                if line.amount_cents:
                    by_account[ACCOUNTS[line.channel]] += line.amount_cents
            assert sum(by_account.values()) == run.total_cents
            if run.total_cents:
                assert journal_of(run) == (run.total_cents, by_account)
        assert list(differences()) == []
        transaction.set_rollback(True)


@always
@given(st.lists(plans, min_size=1, max_size=3), shares, st.data())
def test_one_planted_cent_in_any_line_that_pays_is_found(clock, people, shares, data):
    clock(NOW)
    with transaction.atomic():
        Played({}, people, shares)
        paying = [line for line in approved_lines() if line.amount_cents]
        line = data.draw(st.sampled_from(paying), label="line")
        with past_the_guards():
            StipendLine.objects.filter(pk=line.pk).update(amount_cents=line.amount_cents + 1)
        named = [said for said in differences() if f"line {line.pk}:" in said]
        assert len(named) == 1, list(differences())
        transaction.set_rollback(True)
