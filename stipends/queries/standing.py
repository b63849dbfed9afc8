"""My stipend: what a leader has earned, can still earn and has lost, by the very code of the run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery, Sum

from common.clock import local_date
from pathways.models import DeliverableRecord, Placement, ProgramYear
from pathways.queries import DeliverableFact
from pathways.states import DeliverableState
from people.models import User
from seminars.models import Session as SeminarSession
from seminars.models import to_come
from seminars.queries import SessionFact
from stipends.models import Dispute, Payday, StatementChange, StipendLine, StipendRun
from stipends.queries.evidence import Evidence, evidence, year_context
from stipends.rules import COMPONENTS, Forecast, Segment, forecast, in_words, left_open, payment, statement
from stipends.rules.forecast import EXCUSED, LOST, MET, OPEN, PARTLY, WAIVED, Item
from stipends.rules.lines import Case
from stipends.states import STAGES_SAID, RunState

# States of what a stipend depends on, as its leader says them.
SAID: dict[tuple[str, str], str] = {
    ("attendance", MET): "Counts",
    ("attendance", PARTLY): "Counts in part",
    ("attendance", OPEN): "Still ahead",
    ("attendance", LOST): "Missed",
    ("deliverables", MET): "Accepted",
    ("deliverables", OPEN): "To hand in",
    ("deliverables", DeliverableState.SUBMITTED): "Handed in, waits for an answer",
    ("deliverables", DeliverableState.RETURNED): "Sent back to you",
    ("deliverables", LOST): "Not accepted",
    ("attestation", MET): "Attested",
    ("attestation", OPEN): "Waits for your principal",
    ("attestation", LOST): "Not attested",
}
# What is one of the rows that lead somewhere.
NUMBERED = {"attendance": "session", "deliverables": "record"}
# How many of the things that come next stand below the bar.
NEXT = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a statement: what it earns so far and why, and what it depends on."""

    title: str
    cents: int
    reasons: tuple[str, ...]
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class NextPayment:
    """The next payment of a year. One that is approved stays the next until payroll said that it was paid: then
    `cents` is what its line pays and `stage` how far it is. Else it is planned: `says` what it pays, `cents` what that
    is by what is earned today. `pay_on` is None where no day was planned."""

    name: str
    pay_on: date | None
    cents: int
    says: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One placement. `forecast` is None when no policy is published; `make_up_until` holds, by the number of
    a missed session, the last day on which it can still be made up. While it is not `signed` by both nothing of
    it is earned, and all that both can still sign for is possible. `says` is the policy in words. `paid_cents` is what
    the person keeps of what runs paid; `waived_cents` of it were waived. Runs sent `sent_cents` to payroll in files,
    and of `confirmed_cents` of them payroll said that they were paid; `approved_cents` are approved and in none yet."""

    placement: Placement
    forecast: Forecast | None
    paid_cents: int
    sent_cents: int
    confirmed_cents: int
    approved_cents: int
    waived_cents: int
    signed: bool
    policy: str
    says: tuple[str, ...]
    make_up_until: dict[str, date]
    changes: tuple[StatementChange, ...] = ()
    # Sessions of their time in the role whose closed rosters hold no mark of them.
    unmarked: tuple[SessionFact, ...] = ()
    # What is asked of them, by its days.
    sessions: tuple[SessionFact, ...] = ()
    work: tuple[DeliverableFact, ...] = ()
    # Numbers of the records of it that are not taken any more without a manager's word.
    too_late: frozenset[int] = frozenset()
    next_payment: NextPayment | None = None
    # The day by which past and future are told apart.
    day: date = date.max

    @property
    def paid_or_approved(self) -> str:
        """What happened to `paid_cents`, in words: only what left for payroll was paid."""
        if not self.approved_cents:
            return "paid"
        return "approved or paid" if self.sent_cents else "approved"

    @property
    def unanswered_cents(self) -> int:
        """Sent to payroll, which did not say yet that it was paid."""
        return self.sent_cents - self.confirmed_cents

    @property
    def ahead_cents(self) -> int:
        """Paid ahead of being earned, as installments are; part of what is still possible."""
        earned = self.forecast.earned.earned_cents if self.forecast else 0
        return max(self.paid_cents - earned - self.waived_cents - self.over_cents, 0)

    @property
    def over_cents(self) -> int:
        """Paid above all that can still be earned, and not waived: for a person to settle (rules.md §3)."""
        possible = self.forecast.possible.earned_cents if self.forecast else 0
        return left_open(self.paid_cents, possible, self.waived_cents)

    @property
    def parts(self) -> list[Part]:
        """One for each component, in the order of the statement; of a year cut in two, of each piece."""
        if self.forecast is None:
            return []
        cells = self.forecast.earned.cells
        several = len(cells) > 1
        return [
            Part(
                title=f"{name.capitalize()}, part {number} of the year" if several else name.capitalize(),
                cents=cell.cents,
                reasons=cell.reasons,
                rows=[
                    self._row(item)
                    for item in self.forecast.items
                    if (item.segment, item.component) == (number - 1, name)
                ],
            )
            for number, row in enumerate(cells, 1)
            for name, cell in zip(COMPONENTS, row, strict=True)
        ]

    def _row(self, item: Item) -> dict[str, Any]:
        """Label, state and how that is said, the cents it moves (None: it counts neither for nor against), until when
        it can be made up, whether its closed roster lacks a mark, and which session or record it is."""
        missed = (item.component, item.state) == ("attendance", OPEN)
        lacks = missed and any(str(one.session_id) == item.ref for one in self.unmarked)
        until = self.make_up_until.get(item.ref) if missed and not lacks else None
        cents = None if item.state in (EXCUSED, WAIVED) else item.cents
        told = {"label": item.label, "state": item.state, "said": self._said(item, until), "cents": cents}
        of = {NUMBERED[item.component]: int(item.ref)} if item.component in NUMBERED else {}
        return {**told, "until": until, "lacks_a_mark": lacks, **of}

    def _said(self, item: Item, until: date | None) -> str:
        if until is not None:
            return "Can be made up"
        if item.component == "deliverables" and int(item.ref) in self.too_late:
            return "Too late, unless a program manager allows it"
        days = {str(one.session_id): one.date for one in self.sessions}
        if (item.component, item.state) == ("attendance", OPEN) and days.get(item.ref, self.day) < self.day:
            return "Not counted yet"
        return SAID.get((item.component, item.state), item.state.capitalize())

    @property
    def coming(self) -> list[dict[str, Any]]:
        """The next things that are open, by day, with what each is worth."""
        days = {("session", one.session_id): one.date for one in self.sessions if one.date >= self.day}
        days |= {("record", one.record_id): one.due for one in self.work}
        found = []
        for row in (
            row
            for part in self.parts
            for row in part.rows
            if row["state"] in (OPEN, DeliverableState.RETURNED)
        ):
            key = next(((name, row[name]) for name in NUMBERED.values() if name in row), None)
            if key in days and row["cents"] and row.get("record") not in self.too_late:
                found.append({**row, "day": days[key]})
        return sorted(found, key=lambda row: row["day"])[:NEXT]


def standings(person: User, now: datetime) -> list[Standing]:
    """One for each placement of the person in the year that runs now, or in the latest year they led in."""
    placements = list(
        Placement.objects.filter(person=person)
        .select_related("role", "year", "school", "taken_over")
        .order_by("-year__starts", "pk")
    )
    if not placements:
        return []
    today = local_date(now)
    current = [one for one in placements if one.year.starts <= today < one.year.ends]
    shown = current or [one for one in placements if one.year_id == placements[0].year_id]
    year = shown[0].year
    context = year_context(year.pk, today, StipendRun.Kind.PROJECTION)
    until = make_ups(year, now)
    cases = {one.placement_id: one for one in evidence(context, [one.pk for one in shown])}
    sent, changes, payday = _sent(shown), _changes(shown), next_payday(year, today)
    found = [
        _standing(one, cases[one.pk], sent.get(one.pk, (0, 0, 0)), until, changes.get(one.pk, ()), today)
        for one in shown
    ]
    coming, late = _on_their_way(shown), _too_late(shown, today)
    return [
        replace(one, next_payment=coming.get(one.placement.pk) or _next(one, payday), too_late=late)
        for one in found
    ]


def _too_late(placements: list[Placement], today: date) -> frozenset[int]:
    """Numbers of what these placements owe and nobody takes any more without a manager's word: one query."""
    owed = DeliverableRecord.objects.filter(placement__in=placements)
    return frozenset(owed.too_late(today).values_list("pk", flat=True))


def _on_their_way(placements: list[Placement]) -> dict[int, NextPayment]:
    """By placement, the first payment that is approved and of which payroll did not say yet that it was paid, with the
    day that was planned for it: one query."""
    planned = Payday.objects.filter(
        year=OuterRef("run__year"), kind=OuterRef("run__kind"), number=OuterRef("run__number")
    )
    rows = StipendLine.objects.locked().unconfirmed().filter(placement__in=placements, amount_cents__gt=0)
    lines = rows.select_related("run__year").defer("cells", "inputs")
    told = lines.annotate(pay_on=Subquery(planned.values("pay_on")[:1]))
    found: dict[int, NextPayment] = {}
    for line in told.order_by("run__approved_at", "pk"):
        said = NextPayment(str(line.run), line.pay_on, line.amount_cents, stage=STAGES_SAID[line.run.state])
        found.setdefault(line.placement_id, said)
    return found


def next_payday(year: ProgramYear, today: date) -> Payday | None:
    """The first payment from today on that no approved run has made yet: one query."""
    made = StipendRun.objects.locked().filter(
        year=OuterRef("year"), kind=OuterRef("kind"), number=OuterRef("number")
    )
    ahead = Payday.objects.filter(~Exists(made), year=year, pay_on__gte=today)
    return ahead.order_by("pay_on", "pk").first()


def _next(one: Standing, payday: Payday | None) -> NextPayment | None:
    """What it would pay this placement today (rules.md §3); nothing while nothing can be paid."""
    if payday is None or one.forecast is None or one.placement.taken_back:
        return None
    earned, maximum = one.forecast.earned.earned_cents, one.forecast.maximum_cents
    pays = payment(payday.pays, earned, maximum, one.paid_cents).pay_cents if one.signed else 0
    return NextPayment(payday.name, payday.pay_on, pays, payday.in_words)


def open_disputes(person: User) -> list[Dispute]:
    """What this person said is wrong and nobody answered yet; one a placement at most."""
    rows = Dispute.objects.waiting().filter(placement__person=person)
    return list(rows.select_related("session", "record__deliverable"))


def made_of(placement: Placement, now: datetime) -> tuple[Sequence[SessionFact], Sequence[DeliverableFact]]:
    """The sessions a placement has to attend, and its work, as its stipend counts them."""
    context = year_context(placement.year_id, local_date(now), StipendRun.Kind.PROJECTION)
    (found,) = evidence(context, [placement.pk])
    return found.held, found.work


def _changes(placements: list[Placement]) -> dict[int, tuple[StatementChange, ...]]:
    """What changed after signing, by placement, the newest first."""
    rows = StatementChange.objects.filter(placement__in=placements).select_related("session", "by")
    found: dict[int, tuple[StatementChange, ...]] = {}
    for row in rows.order_by("-at", "-pk"):
        found[row.placement_id] = (*found.get(row.placement_id, ()), row)
    return found


def _sent(placements: list[Placement]) -> dict[int, tuple[int, int, int]]:
    """Cents of each placement that left in the file of a run, those of them that payroll said were paid, and those that
    are approved only."""
    rows = (
        StipendLine.objects.locked().filter(placement__in=placements).order_by().values_list("placement_id")
    )
    only = Q(run__state=RunState.APPROVED)
    sums = rows.annotate(
        sent=Sum("amount_cents", filter=~only, default=0),
        confirmed=Sum("confirmation__amount_cents", default=0),
        approved=Sum("amount_cents", filter=only, default=0),
    )
    return {pk: (sent, confirmed, approved) for pk, sent, confirmed, approved in sums}


def _standing(
    placement: Placement,
    found: Evidence,
    sent: tuple[int, int, int],
    until: dict[str, date],
    changes: tuple[StatementChange, ...],
    today: date,
) -> Standing:
    case = found.case
    return Standing(
        placement=placement,
        forecast=_forecast(case, placement, until, today),
        paid_cents=case.paid_cents,
        sent_cents=sent[0],
        confirmed_cents=sent[1],
        approved_cents=sent[2],
        waived_cents=case.waived_cents,
        signed=case.signed,
        policy=case.version,
        says=in_words(case.policy) if case.policy else (),
        make_up_until=until,
        changes=changes,
        unmarked=tuple(found.unmarked),
        sessions=tuple(found.held),
        work=tuple(found.work),
        day=today,
    )


def _forecast(case: Case, placement: Placement, until: dict[str, date], today: date) -> Forecast | None:
    if case.policy is None:
        return None
    completed, segments = as_it_stands(case, placement, until, today)
    hoped = forecast(case.policy, True, completed, segments, case.version)
    if case.signed:
        return hoped
    # Who may still sign loses nothing by not having signed yet: it is possible, and nothing of it is earned.
    return replace(hoped, earned=statement(case.policy, False, bool(completed), segments, case.version))


def as_it_stands(
    case: Case, placement: Placement, until: dict[str, date], today: date
) -> tuple[bool | None, list[Segment]]:
    """Whether the year was completed (None while it runs), and the segments with what can still be made up."""
    ended = bool(placement.end_reason) or today >= placement.year.ends
    completed = case.completed_year if ended else None
    return completed, [_with_make_ups(segment, until) for segment in case.segments]


def _with_make_ups(segment: Segment, until: dict[str, date]) -> Segment:
    sessions = tuple(
        replace(one, can_make_up=True) if one.mark == "absent" and one.ref in until else one
        for one in segment.sessions
    )
    return replace(segment, sessions=sessions)


def make_ups(year: ProgramYear, now: datetime) -> dict[str, date]:
    """The last later session with the same content, by the number of the session it would make up."""
    sessions = SeminarSession.objects.filter(event__year=year).exclude(content_code="")
    comes = ExpressionWrapper(to_come(now), BooleanField())
    rows = list(sessions.order_by("starts_at").values_list("pk", "content_code", "starts_at", comes))
    ahead = {code: local_date(starts_at) for _, code, starts_at, coming in rows if coming}
    return {str(pk): ahead[code] for pk, code, starts_at, _ in rows if code in ahead and starts_at <= now}
