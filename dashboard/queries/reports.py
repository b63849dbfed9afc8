"""The year in numbers, each within what the asker may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, FilteredRelation, IntegerField, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast

from applications.models import Application
from coaching.queries import STANDINGS, WINDOWS, owing, standings
from common.models import life_of
from common.money import dollars, half_up
from fellows.models import Fellow
from fellows.policies import sees_all as sees_fellows
from pathways.models import DeliverableRecord, Placement, ProgramYear
from pathways.policies import sees_all
from people.models import Hat, User
from people.queries import directed_by, hats
from seminars.models import Attendance, Session, came
from stipends.models import published
from stipends.policies import sees_money
from stipends.queries import approved_lines, paid_at

MOST_SESSIONS = 20
LATEST = ("-starts_at", "-pk")
# Every section there may be; each person sees some of them.
NAMES = frozenset(
    {"funnel", "coaching", "deliverables", "fellows", "attendance", "budget", "paid", "schools"}
)
CAME_WORD = "came"


@dataclass(frozen=True)
class Row:
    """A bar: what, how many, how the number reads, where its rows are and how many; and of how many, with the address
    of those, when the rows of a section are not the parts of one whole."""

    label: str
    value: int
    text: str
    url: str = ""
    rows: int | None = None
    whole: int | None = None
    whole_url: str = ""

    @property
    def bar(self) -> dict[str, Any]:
        drawn = {"label": self.label, "value": self.value, "url": self.url, "rows": self.rows}
        if self.whole is None:
            return {**drawn, "text": self.text}
        return {
            **drawn,
            "whole": self.whole,
            "of": {"text": self.whole, "url": self.whole_url, "rows": self.whole},
        }


@dataclass(frozen=True)
class Section:
    """A chart with its table. `name` is its file's name too."""

    name: str
    title: str
    lead: str
    what: str
    how_many: str
    rows: list[Row]

    @property
    def caption(self) -> str:
        return f"{self.how_many} by {self.what.lower()}"

    @property
    def bars(self) -> list[dict[str, Any]]:
        return [row.bar for row in self.rows]


def year_of(label: str, day: date) -> tuple[ProgramYear | None, list[ProgramYear]]:
    """The year asked for, else that of `day`, else the latest; and all of them (one query)."""
    years = list(ProgramYear.objects.all())
    named = [year for year in years if year.label == label]
    running = [year for year in years if year.starts <= day < year.ends]
    return next(iter([*named, *running, *years]), None), years


def overview(user: User, year: ProgramYear, day: date) -> list[Section]:
    """All sections `user` may see, in at most five queries."""
    counts = _counts(user, year)
    found = [
        _coaching(user, year, day),
        _deliverables(counts["deliverables"], year),
        _attendance(user, year),
    ]
    directs = hats(user).has(Hat.Kind.DIRECTOR)
    if hats(user).manager or directs:
        found.insert(0, _funnel(counts["funnel"], year))
    if sees_money(user):
        found += _money(user, year)
    elif directs:
        found.append(_of_schools(user, year, day))
    if counts["fellows"] and sees_fellows(user):
        found.append(_fellows(counts["fellows"]))
    return found


def _counted(rows: "QuerySet[Any]", section: str, label: Any) -> "QuerySet[Any, Any]":
    labelled = rows.order_by().annotate(
        c_section=Value(section, TextField()), c_label=Cast(label, TextField())
    )
    return (
        labelled.values("c_section", "c_label")
        .annotate(c_count=Count("pk"))
        .values_list("c_section", "c_label", "c_count")
    )


def _counts(user: User, year: ProgramYear) -> dict[str, dict[str, int]]:
    """Everything that is counted by its state, in one query."""
    records = DeliverableRecord.objects.visible_to(user).held().filter(placement__year=year)
    applications = Application.objects.counted_for(user).filter(offering__year=year)
    parts = [
        _counted(applications, "funnel", F("state")),
        _counted(records, "deliverables", F("state")),
        _counted(Fellow.objects.visible_to(user), "fellows", F("state")),
    ]
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for section, label, count in parts[0].union(*parts[1:], all=True):
        counts[section][label] += count
    return counts


def _in_order(counts: dict[str, int], order: Iterable[str], url: str) -> list[Row]:
    """A row for each word that occurs, in the order of a life."""
    return [
        Row(
            word.replace("_", " ").capitalize(),
            counts[word],
            str(counts[word]),
            url.format(word),
            counts[word],
        )
        for word in order
        if counts.get(word)
    ]


def _funnel(counts: dict[str, int], year: ProgramYear) -> Section:
    order = life_of(Application)
    rows = _in_order(counts, order, f"/reports/applications/?year={year.label}&state={{}}")
    lead = "Where the applications for this year's roles stand today."
    return Section("funnel", "Applications", lead, "State", "Applications", rows)


def _coaching(user: User, year: ProgramYear, day: date) -> Section:
    """Window by window, for a leader is a row of the list once, however many of the two cycles are late."""
    rows = [
        Row(
            f"{WINDOWS[window]}: {STANDINGS[stands].lower()}",
            number,
            str(number),
            f"/coaching/?year={year.label}&window={window}&standing={stands}",
            number,
        )
        for (window, stands), number in standings(
            owing(year, day, Placement.objects.visible_to(user)), day
        ).items()
        if number
    ]
    lead = "Two cycles are owed to each leader, one by mid-year and one by the year's end."
    return Section("coaching", "Coaching cadence", lead, "Standing", "Cycles", rows)


def _deliverables(counts: dict[str, int], year: ProgramYear) -> Section:
    order = life_of(DeliverableRecord)
    rows = _in_order(counts, order, f"/reports/deliverables/?year={year.label}&state={{}}")
    lead = "What leaders of this year owe, have handed in, and had accepted."
    return Section("deliverables", "Deliverables", lead, "State", "Deliverables", rows)


def _fellows(counts: dict[str, int]) -> Section:
    order = life_of(Fellow)
    rows = _in_order(counts, order, "/fellows/?state={}")
    lead = "All fellows of all cohorts. Outcomes by cohort have a page of their own, under Fellows."
    return Section("fellows", "Fellows", lead, "State", "Fellows", rows)


def _marks(user: User, prefix: str = "") -> Q:
    """Of the marks of sessions, those of people whose placements `user` may see; of rows that lead to marks by
    `prefix`."""
    if sees_all(user):
        return Q()
    return Q(**{f"{prefix}person__in": Placement.objects.visible_to(user).order_by().values("person")})


def marks(user: User, year: ProgramYear) -> "QuerySet[Attendance]":
    """The marks behind all numbers of the attendance of a year, session by session, the latest first."""
    latest = Session.objects.closed().filter(event__year=year).order_by(*LATEST)[:MOST_SESSIONS]
    found = Attendance.objects.filter(_marks(user), session__in=list(latest))
    return found.select_related("person", "session").order_by(
        "-session__starts_at", "-session", "person__sort_name", "pk"
    )


def _attendance(user: User, year: ProgramYear) -> Section:
    """Of the latest closed sessions: how many of those marked came or made it up."""
    seen = _marks(user, "attendance__")
    sessions = Session.objects.closed().filter(event__year=year)
    sessions = sessions.annotate(
        marked=Count("attendance", filter=seen or None),
        came=Count("attendance", filter=seen & came("attendance__")),
    )
    found = list(sessions.order_by(*LATEST)[: MOST_SESSIONS + 1])
    rows = [
        Row(
            s.title,
            s.came,
            f"{s.came} of {s.marked}",
            f"/reports/attendance/{s.pk}/?mark={CAME_WORD}",
            s.came,
            s.marked,
            f"/reports/attendance/{s.pk}/",
        )
        for s in found[:MOST_SESSIONS]
    ]
    lead = "Sessions whose roster is closed, the latest first."
    if len(found) > MOST_SESSIONS:
        lead = f"The latest {MOST_SESSIONS} sessions whose roster is closed; Seminars lists all of them."
    return Section("attendance", "Attendance", lead, "Session", "Came or made up", rows)


def _budget(year: ProgramYear) -> list[Row]:
    """By pathway: the published amounts of its placements, which are the rows behind it."""
    policies = "role__stipend_policies"
    in_force = published(f"{policies}__") & Q(**{f"{policies}__year": year})
    policy = FilteredRelation(policies, condition=in_force)
    held = Placement.objects.held().filter(year=year).order_by().annotate(policy=policy)
    said = ("role__pathway", "role__pathway__name", "policy__annual_cents")
    shares = held.values_list(*said, "share_numerator", "share_denominator").annotate(people=Count("pk"))
    # Two pathways may bear one name.
    exact: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    people_in: dict[tuple[str, int], int] = defaultdict(int)
    for pk, name, cents, top, bottom, people in shares:
        exact[name, pk] += Fraction(top, bottom) * (cents or 0) * people
        people_in[name, pk] += people
    return [
        Row(
            name,
            half_up(cents),
            dollars(half_up(cents)),
            f"/placements/?year={year.pk}&pathway={pk}",
            people_in[name, pk],
        )
        for (name, pk), cents in sorted(exact.items())
    ]


def _money(user: User, year: ProgramYear) -> list[Section]:
    """What the year costs if everyone earns everything, and what approved runs pay, by pathway."""
    budget = _budget(year)
    return [
        Section(
            "budget",
            "Stipends: budget",
            f"Published amounts for the placements of this year, if everyone earns everything: {_sum(budget)}.",
            "Pathway",
            "At most",
            budget,
        ),
        _paid(user, year),
    ]


def _paid(user: User, year: ProgramYear) -> Section:
    """Also of pathways nobody is placed in any more."""
    sums = approved_lines(user, year).order_by().values_list("role__pathway", "role__pathway__name")
    summed = sums.annotate(cents=Sum("amount_cents", output_field=IntegerField()), lines=Count("pk"))
    rows = [
        Row(name, cents, dollars(cents), f"/stipends/lines/?year={year.label}&pathway={pk}", rows=lines)
        for pk, name, cents, lines in sorted(summed, key=lambda one: one[1])
    ]
    lead = f"What approved runs of this year pay: {_sum(rows)}."
    return Section("paid", "Stipends: approved so far", lead, "Pathway", "Approved", rows)


def _of_schools(user: User, year: ProgramYear, day: date) -> Section:
    """For a director: of each of their schools one sum, and nobody's name."""
    rows = [
        Row(paid["school__name"], paid["cents"], dollars(paid["cents"]))
        for paid in paid_at(directed_by(user, day), year)
    ]
    lead = f"What approved runs of this year pay at the schools you direct: {_sum(rows)}."
    return Section("schools", "Stipends: approved so far", lead, "School", "Approved", rows)


def _sum(rows: list[Row]) -> str:
    return f"{dollars(sum(row.value for row in rows))} together"


def applications(user: User, label: str, state: str) -> "QuerySet[Application]":
    """The rows behind the numbers of the funnel, by name."""
    found = Application.objects.counted_for(user)
    if label:
        found = found.filter(offering__year__label=label)
    if state:
        found = found.filter(state=state)
    shown = ("person", "school", "offering__role")
    return found.select_related(*shown).order_by("person__sort_name", "pk")


def attendance(user: User, session: Session, mark: str) -> "QuerySet[Attendance]":
    """The marks behind the numbers of a session, by name; `came` is asked for like a mark."""
    marks = Attendance.objects.filter(_marks(user), session=session)
    if mark == CAME_WORD:
        marks = marks.came()
    elif mark:
        marks = marks.filter(mark=mark)
    return marks.select_related("person").order_by("person__sort_name", "pk")


OVERDUE = "overdue"


def deliverables(
    user: User, label: str, state: str, *, day: date, school_pk: int | None = None
) -> "QuerySet[DeliverableRecord]":
    """The rows behind the numbers of deliverables, by due date; `overdue` is asked for like a state."""
    records = DeliverableRecord.objects.visible_to(user).held()
    if label:
        records = records.filter(placement__year__label=label)
    if state == OVERDUE:
        records = records.overdue(day)
    elif state:
        records = records.filter(state=state)
    if school_pk is not None:
        records = records.filter(placement__school=school_pk)
    shown = ("deliverable", "placement__person", "placement__role", "placement__school")
    return records.select_related(*shown).order_by("deliverable__due", "pk")
