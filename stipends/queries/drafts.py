"""What a rule that is not in force would pay: what its role asks for, and what it makes of real facts."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from common.clock import local_date
from common.money import dollars, half_up
from pathways.models import Deliverable, Offering, Placement, ProgramYear, Role
from pathways.queries import YearDays, days_of, places_of
from people.models import School
from seminars.queries import required_of
from stipends.models import StipendPolicy, StipendRun
from stipends.queries.budgets import budgeted_for
from stipends.queries.evidence import Context, Evidence, Rule, evidence_under, year_context
from stipends.queries.standing import as_it_stands, make_ups
from stipends.rules import LITERAL, FactError, Policy, PolicyError, Worked, outlook, parse_policy, three
from stipends.rules import Deliverable as RuleDeliverable
from stipends.rules import Session as RuleSession
from stipends.rules.worked import Asked

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule nobody put in force: what it pays whoever holds a role."""

    role: Role
    annual_cents: int
    policy: Policy

    @property
    def rule(self) -> Rule:
        return Rule(0, self.annual_cents, self.policy, "", self.role.name)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What may be earned in all by one placement, in cents, under each of the rules that were asked for; None where
    nothing is known: no rule, or no calendar. What is not `signed` by both counts with what both may still sign for."""

    placement: Placement
    cents: tuple[int | None, ...]
    signed: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """What a role would cost in a year. Of `people` in the year of the facts, as many as `places` are reckoned;
    `budget_cents` is known where the published budget of the year names the role."""

    likely_cents: int
    guide_cents: int
    most_cents: int
    places: int
    people: int
    facts_of: ProgramYear
    same_year: bool
    budget_cents: int | None = None

    @property
    def whole_cents(self) -> int:
        """What its bar is drawn to."""
        return max(self.likely_cents, self.most_cents, self.budget_cents or 0)

    @property
    def against(self) -> str:
        """How what is likely stands to its budget, in words; empty where it has none."""
        if self.budget_cents is None:
            return ""
        left = self.budget_cents - self.likely_cents
        if not left:
            return "exactly the budget"
        return f"{dollars(abs(left))} {'under' if left > 0 else 'over'} the budget"

    @property
    def over_cents(self) -> int:
        """How far it goes at most beyond its budget; 0 where it has none."""
        return 0 if self.budget_cents is None else max(self.most_cents - self.budget_cents, 0)


def asked_of(role: Role, year: ProgramYear, calendar: YearDays) -> Asked:
    """What the role asks for in the year, of whoever is in no cohort: two queries."""
    sessions = tuple(
        RuleSession(one.date, one.kind, one.minutes, None, title=one.title)
        for one in required_of(year.pk, role.pk)
    )
    work = Deliverable.objects.filter(offering__role=role, offering__year=year, required=True)
    deliverables = tuple(
        RuleDeliverable(Fraction(one.weight), "open", title=one.title)
        for one in work.order_by("due", "title")
    )
    return Asked(sessions, deliverables, calendar.days)


def facts_year(role: Role, year: ProgramYear) -> ProgramYear | None:
    """The year whose facts a draft is tried over: its own, once people hold the role in it; else the latest one before
    it in which somebody did. One query."""
    held = Placement.objects.filter(role=role, year__starts__lte=year.starts).order_by("-year__starts")
    latest = held.select_related("year").first()
    return latest.year if latest else None


def worths(
    year: ProgramYear,
    roles: Collection[int],
    drafts: Sequence[Collection[Draft]],
    now: datetime,
    calendar: YearDays | None = None,
) -> Iterator[Reckoned]:
    """For everybody who holds one of these roles in the year, by id: what may be earned in all by the rules in force,
    and by those with each of these sets of drafts in their place. The facts are read once, a thousand people at a time:
    a fixed number of queries for each thousand."""
    day = local_date(now)
    in_force = year_context(year.pk, day, StipendRun.Kind.PROJECTION, calendar=calendar or days_of(year))
    contexts = [in_force, *(_under(in_force, some) for some in drafts)]
    until = make_ups(year, now)
    rows = Placement.objects.filter(year=year, role__in=list(roles)).order_by("pk")
    placements = list(rows.select_related("role__pathway", "school", "year"))
    for start in range(0, len(placements), AT_ONCE):
        some = placements[start : start + AT_ONCE]
        found = evidence_under(contexts, [one.pk for one in some])
        for placement, *cases in zip(some, *found, strict=True):
            cents = tuple(_possible(case, placement, until, now) for case in cases)
            yield Reckoned(placement, cents, cases[0].case.signed)


def _under(context: Context, drafts: Collection[Draft]) -> Context:
    return replace(context, rules={**context.rules, **{one.role.pk: one.rule for one in drafts}})


def _possible(found: Evidence, placement: Placement, until: dict[str, date], now: datetime) -> int | None:
    """What is open may still go well; whoever has not signed may, until the year has ended."""
    case = found.case
    if case.policy is None:
        return None
    completed, segments = as_it_stands(case, placement, until, local_date(now))
    try:
        return outlook(case.policy, case.signed or completed is None, completed, segments)[1]
    except FactError:
        return None


@dataclass(slots=True)
class AtSchool:
    """What a draft changes for the people of one role at one school, in cents of what may be earned in all. Whoever is
    paid nothing by the rule in force, because there is none, counts with nothing now."""

    role: Role
    school: School
    people: int = 0
    moved: int = 0
    now_cents: int = 0
    draft_cents: int = 0
    # Of them, those whose commitment is not signed by both yet, and what they count with now.
    unsigned: int = 0
    unsigned_cents: int = 0

    @property
    def more_cents(self) -> int:
        return self.draft_cents - self.now_cents


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What drafts would change over the facts of a year, by role and school in the order of the catalog."""

    facts_of: ProgramYear | None
    rows: tuple[AtSchool, ...]

    @property
    def whole(self) -> tuple[int, int, int, int]:
        """People, those whose stipend moves, cents now and by the drafts."""
        rows = self.rows
        people, moved = sum(row.people for row in rows), sum(row.moved for row in rows)
        return people, moved, sum(row.now_cents for row in rows), sum(row.draft_cents for row in rows)

    @property
    def unsigned(self) -> tuple[int, int]:
        """People that may earn something by the rules in force and have not signed yet, and cents of it. A run and so
        the forecast of the budget counts nothing for them until both have signed."""
        return sum(row.unsigned for row in self.rows), sum(row.unsigned_cents for row in self.rows)


def what_if(drafts: Sequence[Draft], year: ProgramYear, now: datetime) -> WhatIf:
    """Drafts of one year over real facts: those of the year, or of the latest before it in which somebody held the role
    of the first. A fixed number of queries for each thousand people, and each of them is looked at once."""
    of = facts_year(drafts[0].role, year) if drafts else None
    if of is None:
        return WhatIf(None, ())
    found: dict[tuple[int, int], AtSchool] = {}
    for one in worths(of, [draft.role.pk for draft in drafts], [drafts], now):
        role, school = one.placement.role, one.placement.school
        row = found.setdefault((role.pk, school.pk), AtSchool(role, school))
        before, after = (cents or 0 for cents in one.cents)
        row.people += 1
        row.moved += before != after
        row.now_cents += before
        row.draft_cents += after
        if before and not one.signed:
            row.unsigned += 1
            row.unsigned_cents += before
    return WhatIf(of, tuple(sorted(found.values(), key=_in_order)))


def _in_order(row: AtSchool) -> tuple[object, ...]:
    role = row.role
    return role.pathway.position, role.position, role.name, row.school.name, row.school.pk


def draft_of(policy: StipendPolicy) -> Draft | None:
    """A stored policy as a draft is reckoned with; None where its rule cannot be read any more."""
    try:
        return Draft(policy.role, policy.annual_cents, parse_policy(policy.rule))
    except PolicyError:
        return None


def three_of(draft: Draft, asked: Asked) -> tuple[tuple[Worked, ...], str]:
    """The three worked people of a draft; nobody, and why, where the rule cannot be worked out yet."""
    try:
        return three(draft.policy, draft.annual_cents, asked), ""
    except FactError as refusal:
        return (), refusal.sentence


def cost_of(draft: Draft, year: ProgramYear, now: datetime, calendar: YearDays | None = None) -> Cost | None:
    """What the draft would cost in the year; None where nobody ever held the role, so that nothing is known. A fixed
    number of queries for each thousand people."""
    of = facts_year(draft.role, year)
    if of is None:
        return None
    guide = replace(draft, policy=LITERAL)
    same = of.pk == year.pk
    found = list(worths(of, [draft.role.pk], [[draft], [guide]], now, calendar if same else None))
    likely, by_guide = (sum(one.cents[at] or 0 for one in found) for at in (1, 2))
    people = len(found)
    places = people if same else _planned(draft.role, year) or people
    return Cost(
        likely_cents=half_up(Fraction(likely * places, people)),
        guide_cents=half_up(Fraction(by_guide * places, people)),
        most_cents=draft.annual_cents * places,
        places=places,
        people=people,
        facts_of=of,
        same_year=same,
        budget_cents=budgeted_for(draft.role, year),
    )


def _planned(role: Role, year: ProgramYear) -> int:
    """Places of the role at all schools, as its offering has them; 0 without an offering."""
    offering = Offering.objects.filter(role=role, year=year).select_related("published_version").first()
    if offering is None:
        return 0
    places = places_of(offering)
    return sum(places.at(pk) for pk in School.objects.values_list("pk", flat=True))
