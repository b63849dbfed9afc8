"""Schools and their Instructional Leadership Teams, a year at a time."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from pathways.models import IltExpectation, Offering, Placement, ProgramYear, SchoolAssignment, serving
from pathways.queries.places import places_of
from people.models import Post, School
from people.queries import members


def schools_in_network(day: date, year: ProgramYear | None) -> "QuerySet[School]":
    """Members of the network on `day`, each with `leaders`: people placed there in the year."""
    return _with_leaders(members(day), day, year)


def schools_outside(day: date, year: ProgramYear | None) -> "QuerySet[School]":
    """Those that are no members on `day`: they left, or are to join; as `schools_in_network` gives them."""
    return _with_leaders(School.objects.exclude(pk__in=members(day).values("pk")), day, year)


def _with_leaders(schools: "QuerySet[School]", day: date, year: ProgramYear | None) -> "QuerySet[School]":
    placed = Count("placements", filter=Q(serving(day, "placements__"), placements__year=year), distinct=True)
    return schools.annotate(leaders=placed).order_by("sort_name", "pk")


@dataclass(frozen=True)
class PathwayPlaces:
    """A role at a school in a year: who holds it, how many places are open, what the ILT expects."""

    offering: Offering
    placements: tuple[Placement, ...]
    open_places: int
    expectation: str


@dataclass(frozen=True)
class Team:
    """The ILT of a school in a year."""

    principal: Post | None
    assistants: tuple[Post, ...]
    places: tuple[PathwayPlaces, ...]


def principal_at(school: School, day: date) -> Post | None:
    """The position of who is principal there on that day, signing or not. One query."""
    held = Post.objects.on(day).filter(school=school, position=Post.Position.PRINCIPAL)
    return held.select_related("person").first()


def team(school: School, year: ProgramYear, day: date) -> Team:
    """Who leads the school on `day` (or the year's nearest day) and who holds which role (three queries)."""
    when = min(max(day, year.starts), year.ends - timedelta(days=1))
    led = [Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL]
    posts = list(
        Post.objects.on(when)
        .filter(school=school, position__in=led)
        .select_related("person")
        .order_by("person__sort_name", "pk")
    )
    principals = [post for post in posts if post.position == Post.Position.PRINCIPAL]
    return Team(
        principal=principals[0] if principals else None,
        assistants=tuple(post for post in posts if post not in principals),
        places=_places(school, year, day),
    )


def _places(school: School, year: ProgramYear, day: date) -> tuple[PathwayPlaces, ...]:
    expected = IltExpectation.objects.filter(school=school, offering=OuterRef("pk")).values("text")
    offerings = (
        Offering.objects.to_leaders()
        .filter(year=year, published_version__isnull=False)
        .annotate(expected=Coalesce(Subquery(expected), Value(""), output_field=TextField()))
        .select_related("role__pathway", "published_version")
        .order_by("role__pathway__position", "role__position")
    )
    # Who moves here later holds a place already.
    coming = SchoolAssignment.objects.taking_places(year=year, day=day).filter(school=school)
    held = list(
        Placement.objects.held()
        .filter(Q(school=school) | Q(pk__in=coming.values("placement")), year=year)
        .select_related("person", "cohort")
        .order_by("person__sort_name", "pk")
    )
    taken = Counter(placement.role_id for placement in held if placement.stands)
    places = {offering.pk: places_of(offering).at(school.pk) for offering in offerings}
    return tuple(
        PathwayPlaces(
            offering=offering,
            placements=tuple(placement for placement in held if placement.role_id == offering.role_id),
            open_places=max(0, places[offering.pk] - taken[offering.role_id]),
            expectation=offering.expected,
        )
        for offering in offerings
        # A role that is not offered here, and that nobody holds here either, is no part of this team.
        if places[offering.pk] or taken[offering.role_id]
    )


@dataclass(frozen=True)
class Asking:
    """The offerings for which a school says what it expects: what it says already, by id, and what it said of the same
    role the year before, by the name of a field."""

    offerings: list[Offering]
    known: dict[int, str]
    before: dict[str, str]


def roles_asking(school: School, day: date) -> Asking:
    """Roles that are open or open soon, and that have a place at this school (three queries)."""
    found = Offering.objects.asking_schools(day).select_related("role", "year", "published_version")
    found = found.order_by("year__starts", "role__pathway__position", "role__position", "pk")
    offerings = [offering for offering in found if places_of(offering).at(school.pk)]
    said = IltExpectation.objects.filter(school=school).select_related("offering__year")
    texts = list(said.order_by("offering__year__starts"))
    latest = {one.offering.role_id: one for one in texts}
    return Asking(
        offerings,
        {one.offering_id: one.text for one in texts},
        {
            str(offering.pk): latest[offering.role_id].text
            for offering in offerings
            if offering.role_id in latest
        },
    )
