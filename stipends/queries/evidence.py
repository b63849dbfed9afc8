"""The evidence a stipend is calculated from: rows of the apps below, read a thousand placements at a time."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, assert_never

from common.clock import local_date
from common.models import Ids
from pathways.queries import (
    DeliverableFact,
    Owed,
    PlacementFacts,
    Stay,
    YearDays,
    placement_facts,
    service_days,
)
from people.models import School
from seminars.queries import SessionFact, YearSessions, session_facts
from stipends.models import Dispute, StipendPolicy, StipendRun
from stipends.queries.against import with_takings
from stipends.queries.channels import channel_at, channels_of
from stipends.queries.hashes import canonical, digest
from stipends.queries.inputs import segment_inputs
from stipends.queries.paid import NOTHING, Paid, agreed, paid
from stipends.rules import (
    BALANCE,
    Case,
    Deliverable,
    Policy,
    Segment,
    Session,
    Sessions,
    Step,
    parse_policy,
)

# Raised when the same facts pay otherwise than before. It is among the inputs, so that a run calculated by the
# older code is calculated again before anybody approves it; tests/stipends/test_rules_code.py notices when it is due.
# 2: a share is cut to what was not paid yet.
# 3: a required session whose closed roster holds no mark is owed, and nothing is paid before it is marked.
# 4: where days reduce nothing, whoever moved to another school is paid the year once.
CODE = 4
KIND = StipendRun.Kind
One = TypeVar("One")
# Whether a run of this kind pays what was earned in the whole year. A kind that is not here makes no run.
SETTLES = {KIND.PROJECTION: False, KIND.INSTALMENT: False, KIND.FINAL: True, KIND.SUPPLEMENTARY: True}


@dataclass(frozen=True, slots=True)
class Rule:
    """A published policy, read once for all placements of a role."""

    pk: int
    annual_cents: int
    policy: Policy
    version: str
    role: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The sessions that a placement had to attend and what became of them: as facts, as the rules take them, as the
    inputs name them. `unmarked` are those whose roster is closed and holds no mark of them; `waiting` counts the
    rosters that this kind of run has to wait for."""

    held: tuple[SessionFact, ...]
    sessions: tuple[Session, ...]
    unmarked: tuple[SessionFact, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Context:
    """What all placements of a run share. `day` is the day by which past and future are told apart."""

    year_id: int
    calendar: YearDays
    year_sessions: YearSessions
    rules: dict[int, Rule]
    schools: dict[int, str]
    day: date
    kind: str
    step: Step
    settles: bool
    # What the inputs of all its lines have in common.
    inputs: dict[str, Any]
    # Rule values of sessions, shared by everyone with the same mark.
    sessions: dict[tuple[int, str | None, int | None], Session] = field(default_factory=dict)
    # What is asked of whom did the same, by role and cohort; worked out once.
    asked: dict[tuple[int, int, int | None], "Asked"] = field(default_factory=dict)


class Evidence(NamedTuple):
    """One placement of a run: its facts, the sessions it had to attend, the case its rule decides, and the inputs with
    their hash."""

    fact: PlacementFacts
    asked: Asked
    channel: str
    policy_id: int | None
    case: Case
    inputs: str
    inputs_sha256: str
    # The line that paid this placement last: a supplementary run that pays a difference names it.
    corrects: int | None

    @property
    def placement_id(self) -> int:
        return self.fact.placement_id

    @property
    def person_id(self) -> int:
        return self.fact.person_id

    @property
    def held(self) -> tuple[SessionFact, ...]:
        """The sessions that are required for this placement, whatever pays for them."""
        return self.asked.held

    @property
    def unmarked(self) -> tuple[SessionFact, ...]:
        """Those of their time in the role whose roster is closed and holds no mark of them: somebody put right the
        first day, a leave or the role after it was closed. They are owed, may still be earned, and wait for a mark."""
        return self.asked.unmarked

    @property
    def work(self) -> tuple[DeliverableFact, ...]:
        return self.fact.deliverables


class Money(NamedTuple):
    """What was paid for a placement, whether it is disputed now, and how it is paid."""

    paid: Paid
    disputed: bool
    channel: str


# Weights are few, and making a fraction is slow.
weight_of = lru_cache(maxsize=1000)(Fraction)


def context_of(run: StipendRun) -> Context:
    """What all chunks of a run share: five queries. `run.calculating_at` must be set."""
    assert run.calculating_at is not None
    return year_context(run.year_id, local_date(run.calculating_at), run.kind, run.pays)


def year_context(
    year_id: int, day: date, kind: str, step: Step = BALANCE, calendar: YearDays | None = None
) -> Context:
    """The same for any day and kind, without a run; two queries less with the `calendar` of the year."""
    policies = StipendPolicy.objects.published().filter(year=year_id).select_related("role", "year")
    return Context(
        year_id=year_id,
        calendar=calendar or service_days(year_id),
        year_sessions=YearSessions(year_id),
        rules={
            row.role_id: Rule(
                row.pk, row.annual_cents, _the_same(parse_policy(row.rule)), str(row), row.role.name
            )
            for row in policies
        },
        schools=dict(School.objects.values_list("pk", "name")),
        day=day,
        kind=kind,
        step=step,
        settles=SETTLES[KIND(kind)],
        inputs={"code": CODE, "kind": kind, "step": [step.kind, str(step.share)]},
    )


def evidence(context: Context, placement_ids: Collection[int]) -> Iterable[Evidence]:
    """The evidence of these placements, by id, each made when it is asked for: a run that writes it down at once holds
    no thousands of them. Ten queries, however many, and where the run pays, one for who agreed to have an overpayment
    taken off and a few more if somebody did. A few thousand at once at most."""
    facts = placement_facts(context.year_id, placement_ids, calendar=context.calendar)
    found = (_evidence(context, *one) for one in _read(context, facts))
    owed = [] if context.kind == KIND.PROJECTION else agreed({fact.person_id for fact in facts})
    if not owed:
        return found
    return with_takings(list(found), owed, context.year_id, lambda ids: evidence_under([context], ids)[0])


def evidence_under(contexts: Sequence[Context], placement_ids: Collection[int]) -> list[list[Evidence]]:
    """The same for several contexts of one year that differ in their rules, with nothing taken off: the facts are read
    once."""
    context = contexts[0]
    facts = placement_facts(context.year_id, placement_ids, calendar=context.calendar)
    read = list(_read(context, facts))
    return [[_evidence(under, *one) for one in read] for under in contexts]


def _read(context: Context, facts: Sequence[PlacementFacts]) -> Iterator[tuple[PlacementFacts, Asked, Money]]:
    """Each of these placements with the sessions it had to attend, and its money: five queries."""
    people, ids = {fact.person_id for fact in facts}, Ids(fact.placement_id for fact in facts)
    sessions, channels = session_facts(context.year_sessions, people), channels_of(people, context.calendar)
    sums, waiting = paid(ids), Dispute.objects.waiting().filter(placement__any_of=ids)
    disputed = set(waiting.order_by().values_list("placement", flat=True))
    return (
        (
            fact,
            _asked(context, fact, sessions[fact.person_id]),
            Money(
                sums.get(fact.placement_id, NOTHING),
                fact.placement_id in disputed,
                channel_at(channels[fact.person_id], fact.school_id),
            ),
        )
        for fact in facts
    )


def _evidence(context: Context, fact: PlacementFacts, asked: Asked, money: Money) -> Evidence:
    rule = context.rules.get(fact.role_id)
    case = Case(
        policy=rule.policy if rule else None,
        version=rule.version if rule else "",
        signed=fact.commitment_in_force,
        completed_year=fact.completed_year,
        segments=_segments(context, fact, rule, asked.sessions),
        paid_cents=money.paid.cents,
        step=context.step,
        settles=context.settles,
        hopes=context.kind == KIND.PROJECTION,
        open_rosters=asked.waiting,
        disputed=money.disputed,
        waived_cents=money.paid.waived_cents,
    )
    corrects = money.paid.last_line if context.kind == KIND.SUPPLEMENTARY else None
    inputs = canonical(_inputs(context, fact, rule, case, money.channel, corrects))
    policy_id = rule.pk if rule else None
    return Evidence(fact, asked, money.channel, policy_id, case, inputs, digest(inputs), corrects)


def _asked(context: Context, fact: PlacementFacts, sessions: tuple[SessionFact, ...]) -> Asked:
    """Of the sessions with this person's marks, those that counted for this placement."""
    # By the number of the tuple: who did the same share it, and the year's sessions keep it as long as the context.
    key = (id(sessions), fact.role_id, fact.cohort_id)
    if key not in context.asked:
        invited = (one for one in sessions if one.required and one.invites(fact.role_id, fact.cohort_id))
        context.asked[key] = _as_asked(context, invited)
    whole, year = context.asked[key], context.calendar
    # Most people are there all year: no day needs a look.
    if not fact.leaves and fact.starts <= year.starts and fact.ends >= year.ends:
        return whole
    return _as_asked(context, (one for one in whole.held if not _away(fact, one.date)))


def _as_asked(context: Context, sessions: Iterable[SessionFact]) -> Asked:
    held = tuple(sessions)
    # Most are closed and marked: nobody waits for those.
    unsettled = [one for one in held if one.mark is None or not one.closed]
    return Asked(
        held=held,
        sessions=Sessions([_session(context, one) for one in held]),
        unmarked=tuple(one for one in unsettled if _lacks_a_mark(one)),
        waiting=sum(1 for one in unsettled if _keeps_waiting(context, one)),
    )


def _away(fact: PlacementFacts, day: date) -> bool:
    """What happens before, after or during a leave is not required."""
    return not fact.starts <= day < fact.ends or any(since <= day < to for since, to in fact.leaves)


def _lacks_a_mark(session: SessionFact) -> bool:
    """Closing marks all of whom it is required then: it is required of them only since. Opened and closed again, the
    roster holds their mark."""
    return session.closed and session.mark is None


def _keeps_waiting(context: Context, session: SessionFact) -> bool:
    """A run that settles the year waits for every roster; others for those of days that are past. All wait for a mark
    that a closed one lacks."""
    if _lacks_a_mark(session):
        return True
    return not session.closed and (context.settles or session.date < context.day)


def _segments(
    context: Context, fact: PlacementFacts, rule: Rule | None, sessions: tuple[Session, ...]
) -> tuple[Segment, ...]:
    """One for each school; where days reduce nothing, one in all, for each would be paid the whole year (rules.md §1,
    Segments). Deliverables and attestation are of the placement, so each segment has them."""
    if rule is None:
        return ()
    deliverables = _deliverables(fact.owed)
    records = tuple([str(pk) for pk, one in zip(fact.records, fact.owed, strict=True) if one.required])
    return tuple(
        [
            Segment(
                annual_cents=rule.annual_cents,
                share=fact.share,
                service_days=stay.service_days,
                year_service_days=fact.year_service_days,
                leave_days=_leave_days(rule.policy, stay),
                sessions=_within(fact, stay, sessions),
                deliverables=deliverables,
                attested=fact.attested,
                title=f"{rule.role} at {context.schools[stay.school_id]}",
                records=records,
            )
            for stay in _stays(context, fact, rule.policy)
        ]
    )


@lru_cache(maxsize=4096)
def _deliverables(owed: tuple[Owed, ...]) -> tuple[Deliverable, ...]:
    """Those that are required; shared by everyone who got as far with the same."""
    required = [one for one in owed if one.required]
    return tuple(Deliverable(weight_of(one.weight), one.state, one.title) for one in required)


def _within(fact: PlacementFacts, stay: Stay, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    if stay.starts <= fact.starts and stay.ends >= fact.ends:
        return sessions
    return tuple(one for one in sessions if stay.starts <= one.date < stay.ends)


def _stays(context: Context, fact: PlacementFacts, policy: Policy) -> tuple[Stay, ...]:
    if fact.stays and (policy.proration != "none" or len(fact.stays) == 1):
        return fact.stays
    days = context.calendar.count(fact.starts, fact.ends)
    return (Stay(fact.school_id, fact.starts, fact.ends, days, 0, 0),)


def _leave_days(policy: Policy, stay: Stay) -> int:
    """Protected leave is never held against anyone, whatever the policy does with other leave."""
    match policy.leave:
        case "protected":
            return stay.leave_days
        case "exclude_days":
            return stay.leave_days - stay.protected_leave_days
        case _:
            assert_never(policy.leave)


def _session(context: Context, fact: SessionFact) -> Session:
    key = (fact.session_id, fact.mark, fact.attended_minutes)
    if key not in context.sessions:
        session = Session(
            date=fact.date,
            kind=fact.kind,
            minutes=fact.minutes,
            # An open roster may still change: until it closes nothing of it counts.
            mark=fact.mark if fact.closed else None,
            attended_minutes=fact.attended_minutes if fact.closed else None,
            title=fact.title,
            ref=str(fact.session_id),
            lacks_a_mark=_lacks_a_mark(fact),
        )
        context.sessions[key] = _the_same(session)
    return context.sessions[key]


@lru_cache(maxsize=4096)
def _the_same(one: One) -> One:
    """The equal one of an earlier run: what the rules remember is found at a glance by the very same."""
    return one


def _inputs(
    context: Context,
    fact: PlacementFacts,
    rule: Rule | None,
    case: Case,
    channel: str,
    corrects: int | None,
) -> dict[str, Any]:
    """All that decides the amount, as plain values; their hash says whether anything changed since."""
    inputs = {
        **context.inputs,
        "policy": rule.pk if rule else None,
        "channel": channel,
        "school": fact.school_id,
        "signed": case.signed,
        "completed_year": case.completed_year,
        "paid_cents": case.paid_cents,
        "open_rosters": case.open_rosters,
        "segments": [segment_inputs(segment) for segment in case.segments],
    }
    # What most lines do not have: left out, it leaves the hashes of those as they are.
    if case.disputed:
        inputs["disputed"] = True
    if case.waived_cents:
        inputs["waived_cents"] = case.waived_cents
    if corrects is not None:
        inputs["corrects"] = corrects
    return inputs
