"""Graduates today: their role and place, whether that is in the network, what they lead, when they were heard of."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import F, Max

from common.clock import local_date
from fellows.models import AlumniAnswer, AlumniLink, Fellow, Role, ServiceRecord, ServiceRecordEvent
from fellows.rules.alumni import SILENT, known_until, months_silent, silent_words
from fellows.rules.yearly import asked_since
from fellows.states import OWING, State
from pathways.models import Placement
from people.models import Post, School, SchoolMembership

POSITIONS = {
    Post.Position.PRINCIPAL: Role.PRINCIPAL,
    Post.Position.ASSISTANT_PRINCIPAL: Role.ASSISTANT,
    Post.Position.TEACHER: Role.TEACHER,
    Post.Position.COUNSELOR: Role.COACH,
    Post.Position.COORDINATOR: Role.COACH,
    Post.Position.COACH: Role.COACH,
    Post.Position.CLERK: Role.OTHER,
}
UNKNOWN = "unknown"
ROLES = {**{str(one): one.label for one in Role}, UNKNOWN: "not known"}
HERE, AWAY = "network", "outside"
WHERE = {HERE: "In the network", AWAY: "Outside the network", UNKNOWN: "Not known"}
# The same words for a link that is used, expired, replaced or never existed: nothing is given away.
DEAD = "This link does not work any more. Sign in to say what you do now, or write to the Partnership."


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody's role and place today."""

    role: str = UNKNOWN
    place: str = ""
    school: School | None = None
    network: str = UNKNOWN

    @property
    def role_words(self) -> str:
        return ROLES[self.role]

    @property
    def may_be_right(self) -> bool:
        """Whether "still right" says something: what nobody knows is not still right."""
        return self.role != UNKNOWN


@dataclass(frozen=True, slots=True)
class Alum:
    """A graduate today. `leads`: the roles of teacher leaders they hold; `heard`: until when they are known."""

    fellow: Fellow
    known: Known
    leads: tuple[str, ...]
    heard: date
    answered: date | None
    asked: date | None
    silent: int

    @property
    def pk(self) -> int:
        return self.fellow.pk


def graduates() -> Any:
    """Everybody who graduated, whatever became of their service."""
    found = Fellow.objects.graduates()
    return found.select_related("person", "cohort").order_by("-cohort__starts", "person__sort_name", "pk")


def alumni(today: date, fellows: Iterable[Fellow] | None = None) -> list[Alum]:
    """All graduates, or these, as they are known on a day. Nine queries, however many they are."""
    rows = list(graduates() if fellows is None else fellows)
    people = {fellow.person_id for fellow in rows}
    numbers = [fellow.pk for fellow in rows]
    answers = _answers(numbers)
    known = _known_of(rows, people, answers, today)
    leads = _leads(people, today)
    heard, asked = _heard(numbers), _asked(numbers)
    worked = _worked(rows, today)
    answered = {one.fellow_id: local_date(one.at) for one in answers}
    found = []
    for fellow in rows:
        assert fellow.graduated_on is not None
        said = answered.get(fellow.pk)
        last = max(filter(None, (fellow.graduated_on, said, heard.get(fellow.pk), worked.get(fellow.pk))))
        silent = months_silent(last, today)
        asked_on = asked.get(fellow.pk)
        found.append(
            Alum(fellow, known[fellow.pk], leads.get(fellow.person_id, ()), last, said, asked_on, silent)
        )
    return found


def _answers(numbers: Sequence[int]) -> "list[AlumniAnswer]":
    """The newest answer of each."""
    rows = AlumniAnswer.objects.filter(fellow__in=numbers).select_related("school")
    return list(rows.order_by("fellow_id", "-at", "-pk").distinct("fellow_id"))


def _known_of(
    rows: Sequence[Fellow], people: Iterable[int], answers: Sequence[AlumniAnswer], today: date
) -> dict[int, Known]:
    """The position of today first, which the network knows; else what they said last, else where they serve."""
    members = set(SchoolMembership.objects.on(today).values_list("school", flat=True))

    def at(school: School | None, place: str, role: str) -> Known:
        if role == Role.NONE:
            return Known(role, "", None, AWAY)
        network = (HERE if school.pk in members else AWAY) if school else AWAY
        return Known(role, school.name if school else place, school, network)

    posts: dict[int, Known] = {}
    held = Post.objects.on(today).filter(person__in=people).select_related("school").order_by("starts", "pk")
    for post in held:
        one = at(post.school, "", POSITIONS[Post.Position(post.position)])
        before = posts.get(post.person_id)
        if before is None or (before.network, _rank(before.role)) > (one.network, _rank(one.role)):
            posts[post.person_id] = one
    said = {one.fellow_id: at(one.school, one.place, one.role) for one in answers}
    of = [row.pk for row in rows]
    lasting = ServiceRecord.objects.confirmed().filter(fellow__in=of, ends=None).select_related("school")
    serves = {one.fellow_id: at(one.school, one.site, UNKNOWN) for one in lasting.order_by("starts", "pk")}
    return {
        row.pk: posts.get(row.person_id) or said.get(row.pk) or serves.get(row.pk) or Known() for row in rows
    }


def _rank(role: str) -> int:
    return list(ROLES).index(role)


def _leads(people: Iterable[int], today: date) -> dict[int, tuple[str, ...]]:
    """The roles of teacher leaders they hold today."""
    found: dict[int, list[str]] = defaultdict(list)
    held = Placement.objects.held().serving(today).filter(person__in=people, starts__lte=today)
    current = held.filter(year__starts__lte=today, year__ends__gt=today)
    for person, role in current.order_by("role__position", "pk").values_list("person", "role__name"):
        found[person].append(role)
    return {person: tuple(dict.fromkeys(roles)) for person, roles in found.items()}


def _heard(numbers: Sequence[int]) -> dict[int, date]:
    """When they last did something about their service themselves."""
    own = ServiceRecordEvent.objects.filter(record__fellow__in=numbers, by=F("record__fellow__person"))
    rows = own.order_by().values_list("record__fellow").annotate(last=Max("at"))
    return {fellow: local_date(last) for fellow, last in rows}


def _worked(rows: Sequence[Fellow], today: date) -> dict[int, date]:
    """Until when their confirmed service and their positions are known. A position that lasts is known today; service
    that lasts, on the day it was confirmed last."""
    of: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        of[row.person_id].append(row.pk)
    found: dict[int, date] = {}
    served = ServiceRecord.objects.confirmed().filter(fellow__in=[row.pk for row in rows], starts__lte=today)
    for pk, starts, ends, said in served.order_by().values_list("fellow", "starts", "ends", "confirmed_on"):
        found[pk] = max(found.get(pk, starts), known_until(ends, max(starts, said or starts), today))
    posts = Post.objects.filter(person__in=of, starts__lte=today).order_by()
    for person, starts, ends in posts.values_list("person", "starts", "ends"):
        for pk in of[person]:
            found[pk] = max(found.get(pk, starts), known_until(ends, today, today))
    return found


def _asked(numbers: Sequence[int]) -> dict[int, date]:
    rows = AlumniLink.objects.filter(fellow__in=numbers).order_by().values_list("fellow")
    return {fellow: local_date(last) for fellow, last in rows.annotate(last=Max("created_at"))}


def known_now(fellow: Fellow, today: date) -> Alum:
    """One graduate as they are known today."""
    return alumni(today, [fellow])[0]


def is_asked(one: Alum, today: date) -> bool:
    """Whether this graduate is to say what they do now, as `Fellow.objects.to_say_what_they_do` finds them."""
    owes = State(one.fellow.state) in OWING
    return not owes and (one.answered is None or one.answered < asked_since(today))


def narrowed_to(
    found: Iterable[Alum],
    *,
    cohort: int | None = None,
    role: str = "",
    where: str = "",
    leads: str = "",
    silent: int | None = None,
) -> list[Alum]:
    """Those of them that were asked for; empty values do not narrow."""
    fits: list[Callable[[Alum], bool]] = [
        lambda one: cohort is None or one.fellow.cohort_id == cohort,
        lambda one: not role or one.known.role == role,
        lambda one: not where or one.known.network == where,
        lambda one: not leads or bool(one.leads) == (leads == "yes"),
        lambda one: silent is None or one.silent >= silent,
    ]
    return [one for one in found if all(fit(one) for fit in fits)]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """The graduates of a cohort by their roles today."""

    pk: int
    name: str
    roles: Counter[str]

    @property
    def total(self) -> int:
        return self.roles.total()


def by_class(found: Iterable[Alum]) -> list[ClassRow]:
    """Each cohort somebody graduated of, the newest first."""
    rows: dict[int, ClassRow] = {}
    for one in found:
        cohort = one.fellow.cohort
        rows.setdefault(cohort.pk, ClassRow(cohort.pk, cohort.name, Counter())).roles[one.known.role] += 1
    return list(rows.values())


def silent_choices() -> list[tuple[str, str]]:
    """What a list is narrowed to by silence."""
    return [(str(months), f"Silent for {silent_words(months)}") for months in SILENT]


def alumni_link(token: str, now: datetime) -> AlumniLink | None:
    """The live link of this token, with its fellow, or None. One query."""
    live = AlumniLink.objects.filter(
        token_sha256=sha256(token.encode()).hexdigest(),
        used_at=None,
        expires_at__gt=now,
        # Whoever was taken back is asked nothing more.
        fellow__in=Fellow.objects.order_by(),
    )
    return live.select_related("fellow__person", "fellow__cohort").first()
