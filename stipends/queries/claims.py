"""What a school may claim, what its claims amount to, and what stands in the way of sending one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractIsoWeekDay, TruncDate

from common.clock import LOS_ANGELES, day_in_words
from common.counting import counted
from common.edits import mark_of
from common.money import dollars
from pathways.models import Placement, ProgramYear, ServiceDay
from people.models import Post, School
from seminars.models import Attendance, Session
from seminars.states import State
from stipends.models import ClaimLine, NamedSubstitute, SubstituteClaim, SubstituteTerms
from stipends.queries.accounts import STEPS, Account, account
from stipends.rules import Claim, Reimbursement, day_units_left, days_in_words, reimbursements
from stipends.states import SETTLED, ClaimState

# Who leads a school or keeps its office teaches no class that somebody covers.
NO_CLASS = [Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL, Post.Position.CLERK]
HALF, DAY = Decimal("0.5"), Decimal(1)
# How far claims came, as an address asks for it: whatever came after counts too.
STAGES = {
    "approved": SETTLED,
    "exported": (ClaimState.EXPORTED, ClaimState.PAID),
    "confirmed": (ClaimState.PAID,),
}
# A session up to so long takes half a day.
HALF_DAY_MINUTES = 210


@dataclass(frozen=True, slots=True)
class Ready:
    """A closed roster with teachers of a school whom nobody claimed yet."""

    session: Session
    day: date
    teachers: int


def units_of(session: Session) -> Decimal:
    """How much of a day it takes, until somebody types otherwise."""
    return HALF if _minutes(session) <= HALF_DAY_MINUTES else DAY


def _minutes(session: Session) -> int:
    return int((session.ends_at - session.starts_at).total_seconds()) // 60


def _local_day(field: str) -> TruncDate:
    return TruncDate(field, tzinfo=LOS_ANGELES)


def claimable(school: School, year: ProgramYear) -> "QuerySet[Any, Any]":
    """Marks of the teachers of this school who were at a session on a school day, and for whom nobody was claimed yet;
    `day` on each. Counselors and others with a class of their own are teachers here."""
    at_school = Post.objects.filter(person=OuterRef("person"), school=school).exclude(position__in=NO_CLASS)
    serves = Placement.objects.filter(person=OuterRef("person"), school=school, year=year)
    lasts = Q(starts__lte=OuterRef("day")) & (Q(ends__isnull=True) | Q(ends__gt=OuterRef("day")))
    taken = ClaimLine.objects.live().filter(session=OuterRef("session"), teacher=OuterRef("person"))
    marks = Attendance.objects.filter(
        session__in=Session.objects.closed().filter(event__year=year, substitute_eligible=True),
        mark=Attendance.Mark.PRESENT,
    ).annotate(day=_local_day("session__starts_at"))
    days = ServiceDay.objects.filter(year=year)
    if days.exists():
        marks = marks.filter(Exists(days.filter(day=OuterRef("day"))))
    else:
        marks = marks.annotate(weekday=ExtractIsoWeekDay("day")).filter(weekday__lte=5)
    found: QuerySet[Any, Any] = marks.filter(
        Exists(at_school.filter(lasts)) | Exists(serves.filter(lasts)), ~Exists(taken)
    )
    return found.order_by()


def ready(school: School, year: ProgramYear) -> list[Ready]:
    """Sessions that this school can claim for, the oldest first, with how many teachers."""
    counts = dict(claimable(school, year).values_list("session").annotate(n=Count("person", distinct=True)))
    sessions = Session.objects.filter(pk__in=counts).annotate(day=_local_day("starts_at"))
    return [Ready(one, one.day, counts[one.pk]) for one in sessions.order_by("starts_at", "pk")]


def with_claim(account: Account, claim: SubstituteClaim, look: "Look") -> Account:
    """The same account with this claim, where it counts."""
    step = next((name for name, states in STEPS.items() if claim.state in states), None)
    if step is None:
        return account
    units = sum((one.line.paid_units or Decimal(0) for one in look.lines), Decimal(0))
    cents = getattr(account, step) + claim.total_cents
    return replace(account, units=account.units + units, **{step: cents})


@dataclass(frozen=True, slots=True)
class Worked:
    """A line of a claim as it stands now: what comes back for it and why, the terms of its day, and why it cannot be
    sent so (empty: it can). `minutes` is what the roster says, None for the whole session."""

    line: ClaimLine
    back: Reimbursement
    terms: SubstituteTerms | None
    refusal: str
    present: bool
    minutes: int | None

    @property
    def reopened(self) -> bool:
        """Whether its roster is open again: then nobody knows yet who was there."""
        return self.line.session.state != State.CLOSED

    @property
    def longer(self) -> str:
        """That more of the day is claimed than the length of its session takes; empty where not."""
        usual = units_of(self.line.session)
        if self.line.units <= usual:
            return ""
        claimed, takes = days_in_words(Fraction(self.line.units)), days_in_words(Fraction(usual))
        minutes = counted(_minutes(self.line.session), "minute")
        return (
            f"{claimed[0].upper()}{claimed[1:]} is claimed for a session of {minutes}, which takes {takes}."
        )


@dataclass(frozen=True, slots=True)
class Look:
    """A claim as it stands now."""

    lines: list[Worked]
    account: Account

    @property
    def cents(self) -> int:
        return sum(one.back.cents for one in self.lines)

    @property
    def spent(self) -> int:
        """What the school says it paid, in cents."""
        return sum(one.line.actual_cents or 0 for one in self.lines)

    @property
    def refusals(self) -> list[str]:
        """Why it cannot be sent, or approved, so: a sentence a line, one for what stands in the way of several, and
        one for limits that are reached."""
        return [*dict.fromkeys(one.refusal for one in self.lines if one.refusal), *self._reached()]

    def _reached(self) -> Iterator[str]:
        if self.account.reached and any(not one.refusal for one in self.lines):
            yield self.account.reached

    @property
    def short(self) -> list[Worked]:
        """Lines for which the limits of the school leave less than they alone would come to."""
        return [one for one in self.lines if one.back.short]

    @property
    def shortfall(self) -> str:
        """How many lines are covered by what is left, and that none can be sent where nothing is; empty when all of
        them are covered whole."""
        if not self.short:
            return ""
        if self.account.reached:
            return f"{self.account.reached} This claim cannot be sent as it stands."
        none = sum(not one.back.cents for one in self.short)
        whole, part = len(self.lines) - len(self.short), len(self.short) - none
        return (
            f"What is left for this school this year, {self.account.left_in_words}, does not cover this claim. Of"
            f" {counted(len(self.lines), 'line')}, {whole} covered whole, {part} in part, {none} not at all:"
            f" {dollars(self.cents)} comes back."
        )

    @property
    def mark(self) -> str:
        """Of what each line comes to: what whoever sends it saw."""
        return mark_of(" ".join(f"{one.line.pk}:{one.back.cents}" for one in self.lines))


def look_at(claim: SubstituteClaim) -> Look:
    """What this claim amounts to now, by the rule, with what other claims leave. A fixed number of queries. Select its
    school and year with the query."""
    lines = list(
        claim.lines.select_related("session", "teacher", "terms").order_by(
            "day", "session", "teacher__sort_name"
        )
    )
    marks = _marks(lines)
    if claim.state in SETTLED:
        return Look(
            [_frozen(line, marks) for line in lines],
            account(claim.school_id, claim.year_id, without=claim.pk),
        )
    terms = _terms({line.day for line in lines})
    left = account(claim.school_id, claim.year_id, without=claim.pk)
    others = _others(lines)
    facts = [
        _facts(line, terms.get(line.day), marks.get((line.session_id, line.teacher_id)), left)
        for line in lines
    ]
    backs = reimbursements(facts)
    worked = [
        _worked(
            line,
            fact,
            back,
            terms.get(line.day),
            [*others, *(one for one in lines if one is not line)],
            marks.get((line.session_id, line.teacher_id)),
        )
        for line, fact, back in zip(lines, facts, backs, strict=True)
    ]
    return Look(worked, left)


Marks = dict[tuple[int, int], tuple[str, int | None]]


def _worked(
    line: ClaimLine,
    fact: Claim,
    back: Reimbursement,
    terms: SubstituteTerms | None,
    others: Collection[ClaimLine],
    mark: tuple[str, int | None] | None,
) -> Worked:
    """As it stands now, beside the `others` of its claim and those of other claims."""
    if not fact.teacher_attended:
        back = replace(back, reasons=("It cannot be claimed as it stands.",))
    return Worked(
        line=line,
        back=back,
        terms=terms,
        refusal=_refusal(line, fact, terms, others),
        present=fact.teacher_attended,
        minutes=mark[1] if mark else None,
    )


def _frozen(line: ClaimLine, marks: Marks) -> Worked:
    """As it was approved."""
    back = Reimbursement(line.reimbursed_cents or 0, Fraction(line.paid_units or 0), tuple(line.reasons))
    mark = marks.get((line.session_id, line.teacher_id))
    return Worked(line, back, line.terms, refusal="", present=True, minutes=mark[1] if mark else None)


def _marks(lines: Collection[ClaimLine]) -> Marks:
    """Of session and teacher, the mark and the minutes on a closed roster."""
    sessions = Session.objects.closed().filter(pk__in={line.session_id for line in lines})
    found = Attendance.objects.filter(
        session__in=sessions,
        person__in={line.teacher_id for line in lines},
    )
    rows = found.values_list("session", "person", "mark", "minutes")
    return {(session, person): (mark, minutes) for session, person, mark, minutes in rows}


def _terms(days: Collection[date]) -> dict[date, SubstituteTerms]:
    if not days:
        return {}
    found = list(SubstituteTerms.objects.published().filter(starts__lte=max(days), ends__gt=min(days)))
    return {day: one for day in days for one in found if one.starts <= day < one.ends}


def _others(lines: Collection[ClaimLine]) -> list[ClaimLine]:
    """Live lines of other claims on the days of these."""
    own = {line.pk for line in lines}
    found = ClaimLine.objects.live().filter(day__in={line.day for line in lines}).exclude(pk__in=own)
    return list(
        found.exclude(substitute_key="").only("day", "substitute", "substitute_key", "number", "units")
    )


def _facts(
    line: ClaimLine, terms: SubstituteTerms | None, mark: tuple[str, int | None] | None, left: Account
) -> Claim:
    return Claim(
        teacher_attended=mark is not None and mark[0] == Attendance.Mark.PRESENT and terms is not None,
        units=Fraction(line.units),
        rate=Fraction(terms.rate) if terms else Fraction(0),
        coverage=Fraction(terms.coverage) if terms else Fraction(0),
        actual_cents=line.actual_cents,
        day_cap_cents=terms.day_cap_cents if terms else None,
        school_units_left=None if left.units_left is None else Fraction(left.units_left),
        budget_left_cents=left.left,
    )


Covering = ClaimLine | NamedSubstitute


def same_substitute(one: Covering, other: Covering) -> bool:
    """Numbers tell where both have one, else names."""
    if one.number and other.number:
        return one.number == other.number
    return bool(one.substitute_key) and one.substitute_key == other.substitute_key


def why_used(line: Covering, others: Collection[Covering]) -> str:
    """That its substitute has no time left that day, beside the `others` of all schools; empty when they have."""
    same = [one for one in others if one.day == line.day and same_substitute(line, one)]
    left = day_units_left(Fraction(one.units) for one in same)
    if Fraction(line.units) <= left:
        return ""
    day = day_in_words(line.day)
    # Units have two decimals, so this division is exact.
    part = (Decimal(left.numerator) / left.denominator).normalize()
    there = "covers a whole day already" if not left else f"has {part:f} of a day left"
    return (
        f"{line.substitute} {there} on {day}. Name somebody else for {line.teacher.name}, or write the number of the"
        " substitute where two have one name."
    )


def _refusal(
    line: ClaimLine, fact: Claim, terms: SubstituteTerms | None, others: Collection[ClaimLine]
) -> str:
    who, day = line.teacher.name, day_in_words(line.day)
    if terms is None:
        return f"No rate for substitutes is published for {day}. Finance publishes it; send this claim then."
    if line.session.state != State.CLOSED:
        return (
            f"The roster of {line.session.title} on {day} is open again. This claim waits until it is closed."
        )
    if not fact.teacher_attended:
        return f"{who} was not at {line.session.title} on {day} by its roster, so this day cannot be claimed."
    if not line.substitute:
        return f"Name the substitute of {who} on {day}, or leave the line out."
    return why_used(line, others)


def year_of(day: date, label: str = "") -> ProgramYear | None:
    """The program year of this label, else that of the day, else the latest."""
    years = ProgramYear.objects.order_by("-starts")
    if label:
        return years.filter(label=label).first()
    return years.on(day).first() or years.first()


def claims_of(school: School, year: ProgramYear) -> "QuerySet[SubstituteClaim]":
    """The claims of a school in a year but the discarded ones, the latest first, with the sessions they are for."""
    titles = Session.objects.filter(claim_lines__claim=OuterRef("pk")).order_by("starts_at").distinct()
    claims = SubstituteClaim.objects.filter(school=school, year=year).exclude(state=ClaimState.DISCARDED)
    return (
        claims.select_related("batch", "confirmation")
        .annotate(lines_count=Count("lines"), sessions=ArraySubquery(titles.values("title")))
        .order_by("-pk")
    )


def sent_claims(claims: "QuerySet[SubstituteClaim]", state: str) -> "QuerySet[SubstituteClaim]":
    """Of these, those that were sent at least once, or those in this state; what waits longest first."""
    found = claims.filter(state=state) if state else claims.filter(submitted_at__isnull=False)
    return found.annotate(lines_count=Count("lines")).order_by("submitted_at", "pk")


def by_state(claims: "QuerySet[SubstituteClaim]") -> dict[str, int]:
    """How many claims that were sent are at which step."""
    sent = claims.filter(submitted_at__isnull=False).order_by()
    return dict(sent.values_list("state").annotate(Count("pk")))


def schools_claiming(schools: Collection[int]) -> list[School]:
    """These schools by name."""
    return list(School.objects.filter(pk__in=schools).order_by("name"))
