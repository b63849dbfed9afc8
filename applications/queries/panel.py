"""The panel of an offering: scores beside places, school by school. A fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import F as Column

from applications.models import Application, Decision, Review
from applications.queries.left import left_at
from applications.queries.managed import to_decide, to_release
from applications.queries.places import pool_of_network
from applications.queries.posts import with_post
from applications.states import ReviewState, State
from common.canonical import canonical, fingerprint
from pathways.models import Offering, Placement, SchoolAssignment
from pathways.queries import places_of
from people.models import User
from people.queries import today

ON_PANEL = (State.IN_REVIEW, State.WAITLISTED, State.OFFERED, State.ACCEPTED, State.DECLINED)
SUBMITTED = Q(reviews__state=ReviewState.SUBMITTED, reviews__interview=None)
TOTAL = (
    Column("reviews__time")
    + Column("reviews__mindset")
    + Column("reviews__skillset")
    + Column("reviews__experience")
)


@dataclass
class SchoolOnPanel:
    """A school's applications on one page of the panel, beside its places."""

    name: str
    slug: str
    places: int
    taken: int
    rows: list[Application] = field(default_factory=list)

    @property
    def free(self) -> int:
        return max(self.places - self.taken, 0)


# What the panel may be narrowed to, by its name in the address: of others' applications.
ONLY = {"read": to_decide, "staged": to_release}


def panel(user: User, offering: Offering, show: str = "") -> "QuerySet[Application]":
    """The applications on the panel by school (of the fellowship over the network), the strongest first, with what
    readers said in numbers; `show`: one of `ONLY`."""
    undecided = Case(
        When(state__in=[State.IN_REVIEW, State.WAITLISTED], then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    shown = Application.objects.visible_to(user).filter(offering=offering, state__in=list(ON_PANEL))
    shown = shown.filter(_only(user, show))
    staged = Decision.objects.filter(application=OuterRef("pk"), released_at=None)
    by_schools = () if offering.role.pathway.makes_fellows else ("school__sort_name",)
    return (
        with_post(shown)
        .select_related("person", "school", "cohort")
        .annotate(
            staged=Subquery(staged.values("outcome")[:1]),
            readers=Count(
                "reviews", filter=~Q(reviews__state=ReviewState.RECUSED) & Q(reviews__interview=None)
            ),
            scored=Count("reviews", filter=SUBMITTED),
            highest=Max(TOTAL, filter=SUBMITTED),
            lowest=Min(TOTAL, filter=SUBMITTED),
            undecided=undecided,
            **left_at(),
        )
        .order_by(*by_schools, "undecided", Column("score_hundredths").desc(nulls_last=True), "pk")
    )


def by_school(offering: Offering, rows: list[Application]) -> list[SchoolOnPanel]:
    """One page of the panel grouped by school; of the fellowship all together, beside the places of the cohort. One
    query, however many schools; three of the fellowship."""
    if offering.role.pathway.makes_fellows:
        pool = pool_of_network(offering)
        return [SchoolOnPanel(pool.name, "", pool.places, pool.taken, rows)] if rows else []
    taken, places = _taken(offering, {row.school_id for row in rows}), places_of(offering)
    schools: dict[int, SchoolOnPanel] = {}
    for row in rows:
        here = places.at(row.school_id)
        fresh = SchoolOnPanel(row.school.name, row.school.slug, here, taken[row.school_id])
        schools.setdefault(row.school_id, fresh).rows.append(row)
    return list(schools.values())


def _taken(offering: Offering, pks: set[int]) -> Counter[int]:
    """How many places are taken at each of these schools. One query."""
    offered = Application.objects.filter(offering=offering, school__in=pks, state=State.OFFERED)
    placed = Placement.objects.standing().filter(role=offering.role_id, year=offering.year_id, school__in=pks)
    coming = SchoolAssignment.objects.taking_places(year=offering.year_id, day=today()).filter(
        placement__role=offering.role_id, school__in=pks
    )
    moved = [found.order_by().values_list("school_id") for found in (placed, coming)]
    all_of_them = offered.order_by().values_list("school_id").union(*moved, all=True)
    return Counter(pk for (pk,) in all_of_them)


def _only(user: User, show: str) -> Q:
    return Q(pk__in=ONLY[show](user).order_by().values("pk")) if show else Q()


def totals(user: User, offering: Offering, show: str = "") -> dict[str, int]:
    """How many rows `panel` answers, and how many of each outcome are staged in all of it. One query."""
    rows = Application.objects.visible_to(user).filter(offering=offering, state__in=list(ON_PANEL))
    staged = {
        outcome: Count("decisions", filter=Q(decisions__released_at=None, decisions__outcome=outcome))
        for outcome in Decision.Outcome
    }
    # Without a filter there is none to count by.
    return rows.aggregate(rows=Count("pk", distinct=True, filter=_only(user, show) or None), **staged)


def renewals_to_stage(user: User, offering: Offering) -> int:
    """How many renewals of others wait that nobody has decided about. One query."""
    return to_decide(user).filter(offering=offering, renews__isnull=False).count()


OUTCOMES = {
    "offer": ("offer", "offers"),
    "waitlist": ("place on the waitlist", "places on the waitlist"),
    "decline": ("decline", "declines"),
}


def in_words(staged: dict[str, int]) -> list[str]:
    """How many of each outcome: "2 offers", "1 decline"."""
    return [f"{count} {OUTCOMES[outcome][count != 1]}" for outcome, count in staged.items() if count]


def staged_for(offering: Offering) -> list[Decision]:
    """What is staged, with whom it concerns and whether anyone has `read` it. One query."""
    submitted = Review.objects.filter(application=OuterRef("application"), state=ReviewState.SUBMITTED)
    staged = Decision.objects.filter(application__offering=offering, released_at=None)
    staged = staged.select_related("application__person", "application__school")
    return list(staged.annotate(read=Exists(submitted)).order_by("application_id"))


def said_to_be_full(offering: Offering, decisions: Iterable[Decision]) -> set[int]:
    """Of staged decisions that give full places as their reason, the ids of those at whose school places stay free,
    counting the offers staged there. Two queries."""
    if offering.role.pathway.makes_fellows:
        return _said_to_be_full_of_network(offering, decisions)
    rows = [row for row in decisions if row.reason == Decision.Reason.PLACES]
    pks = {row.application.school_id for row in rows}
    offers = Decision.objects.filter(
        application__offering=offering, released_at=None, outcome=Decision.Outcome.OFFER
    ).filter(application__school__in=pks)
    taken = _taken(offering, pks) + Counter(offers.values_list("application__school", flat=True))
    places = places_of(offering)
    return {row.pk for row in rows if taken[row.application.school_id] < places.at(row.application.school_id)}


def _said_to_be_full_of_network(offering: Offering, decisions: Iterable[Decision]) -> set[int]:
    rows = {row.pk for row in decisions if row.reason == Decision.Reason.COHORT}
    offers = Decision.objects.filter(
        application__offering=offering, released_at=None, outcome=Decision.Outcome.OFFER
    )
    return rows if rows and pool_of_network(offering).free > offers.count() else set()


def fingerprint_of(staged: Iterable[Decision], *, default: date) -> str:
    """What was on the screen before a release; any other decision, word or day gives another one. `default` is the
    first day of an offer for which nobody chose one."""
    rows = {}
    for row in staged:
        first = str(row.starts or default) if row.outcome == Decision.Outcome.OFFER else ""
        rows[str(row.pk)] = [row.outcome, row.reason, row.words, row.rank, first]
    return fingerprint(canonical(rows))


def offerings_to_decide() -> "QuerySet[Offering]":
    """Offerings with applications beyond draft, and how many wait for review or a decision. One query."""
    counts = {
        "to_read": Count("applications", filter=Q(applications__state__in=[State.COSIGNED, State.IN_REVIEW])),
        State.WAITLISTED: Count("applications", filter=Q(applications__state=State.WAITLISTED)),
        State.OFFERED: Count("applications", filter=Q(applications__state=State.OFFERED)),
    }
    offerings = Offering.objects.select_related("role", "year").annotate(**counts)
    return offerings.filter(Q(to_read__gt=0) | Q(waitlisted__gt=0) | Q(offered__gt=0))
