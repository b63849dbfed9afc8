"""Lists of applications, and in words what one is waiting for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Max, Q, QuerySet, When

from applications.models import Application, Decision, Review
from applications.models.review import NOT_GIVEN, not_given
from applications.queries.managed import to_assign, without_signer
from applications.queries.standings import STANDINGS
from applications.states import Beside, Care, ReviewState, State
from common.clock import LOS_ANGELES, local_date
from common.counting import counted
from pathways.models import Offering
from people.models import School, User, name_holds
from people.queries import today

PARTS = ("person", "school", "signer", "offering__role", "offering__year")


# What a row of a list shows, and nothing else: neither long texts nor what people sign in with.
OWN = ("person", "offering", "school", "signer", "renews", "state", "submitted_at", "changed_at", "answer_by")
NAME = ("email", "given_name", "family_name", "preferred_name")
LISTED = (
    *OWN,
    *(f"{who}__{part}" for who in ("person", "signer") for part in NAME),
    "school__name",
    "offering__role__name",
    "offering__year__label",
)


def seen_by(user: User) -> "QuerySet[Application]":
    """What this person may see, with all a row of a list shows. One query for all rows."""
    return Application.objects.visible_to(user).select_related(*PARTS).only(*LISTED)


def listed_for(user: User) -> "QuerySet[Application]":
    """As `seen_by`, without what `put_on` gives the rows of a page."""
    beside = ("school__name", "offering__role__name", "offering__year__label")
    fields = [name for name in LISTED if name not in beside]
    return Application.objects.visible_to(user).select_related("person", "signer").only(*fields)


def put_on(
    rows: Iterable[Application], offerings: Mapping[int, Offering], schools: Mapping[int, School]
) -> None:
    """Gives applications their offering and school out of those that were read."""
    for row in rows:
        row.offering, row.school = offerings[row.offering_id], schools[row.school_id]


def by_state(applications: "QuerySet[Application]") -> dict[str, int]:
    """How many of them are in each state. One query, in place of a count of all."""
    return dict(applications.order_by().values_list("state").annotate(number=Count("*")))


def with_reminders(applications: "QuerySet[Application]") -> "QuerySet[Application]":
    """Adds `reminded_at`: when the signer was last reminded, by the applicant or by us."""
    reminded = Q(events__action__in=REMINDERS)
    return applications.annotate(reminded_at=Max("events__at", filter=reminded))


def reminded(application: Application) -> datetime | None:
    """Of a row `with_reminders`."""
    at: datetime | None = application.reminded_at  # type: ignore[attr-defined]  # annotated
    return at


def narrowed(
    applications: "QuerySet[Application]",
    *,
    state: str,
    offering: Offering | int | None,
    school_pk: int | None,
    q: str,
    signer_of: User | None = None,
) -> "QuerySet[Application]":
    """The filters of the list. Names are found through the people's trigram index. `signer_of`: only those for which
    this person has to find a signer."""
    if signer_of is not None:
        applications = applications.filter(pk__in=without_signer(signer_of).order_by().values("pk"))
    if state:
        applications = applications.filter(state=state)
    if offering:
        applications = applications.filter(offering=offering)
    if school_pk:
        applications = applications.filter(school=school_pk)
    if q.strip():
        # Through the join that every row has anyway: a subquery would double the time to plan it.
        applications = applications.filter(name_holds(q, "person__"))
    return applications


def waiting_on_me(user: User) -> "QuerySet[Application]":
    """What waits for this person's signature, the longest wait first; also as delegate of a principal."""
    waiting = Application.objects.waiting_for_cosign().addressed_to(user, today())
    return waiting.select_related(*PARTS).order_by("submitted_at", "pk")


# What one was asked to read, by its name in the address: what still waits, unless another is asked for.
READINGS = {
    "": NOT_GIVEN,
    "handed-in": Q(state=ReviewState.SUBMITTED),
    "not-needed": ~NOT_GIVEN & ~Q(state=ReviewState.SUBMITTED),
    "all": Q(),
}


def my_reviews(user: User, *, earlier: bool = False) -> "QuerySet[Review]":
    """What this person was asked to read, what still waits first; `earlier`: of years that are over, too."""
    mine = Review.objects.filter(reviewer=user).exclude(state=ReviewState.RECUSED)
    if not earlier:
        mine = mine.filter(application__offering__year__ends__gt=today())
    parts = ("application__person", "application__school", "application__offering__role")
    return mine.select_related(*parts, "application__offering__year", "interview").order_by(
        Case(When(NOT_GIVEN, then=0), default=1), "state", "assigned_at", "pk"
    )


def by_reading(reviews: "QuerySet[Review]") -> dict[str, int]:
    """How many of them each of `READINGS` leaves. One query."""
    numbers = {name or "to-read": Count("pk", filter=wanted or None) for name, wanted in READINGS.items()}
    found = reviews.order_by().aggregate(**numbers)
    return {name: found[name or "to-read"] for name in READINGS}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader has to read, the longest asked first and no more than fit beside a page; how many they have `read`
    `of` all they were asked for."""

    waiting: "list[Review]"
    read: int
    of: int


BESIDE = 50


def reading(user: User) -> Reading:
    """For the reader's queue, of years that are not over: two queries."""
    mine = Review.objects.filter(reviewer=user, application__offering__year__ends__gt=today()).order_by()
    counts = mine.aggregate(
        read=Count("pk", filter=Q(state=ReviewState.SUBMITTED)),
        left=Count("pk", filter=not_given(today())),
    )
    parts = ("application__person", "application__school", "application__offering__role")
    waiting = mine.filter(not_given(today())).select_related(*parts).order_by("assigned_at", "pk")
    return Reading(list(waiting[:BESIDE]), counts["read"], counts["read"] + counts["left"])


def without_readers(user: User, offering_pk: int | None = None) -> "QuerySet[Application]":
    """For managers: what nobody is there to read, of one offering or of all, the longest wait first."""
    found = to_assign(user)
    if offering_pk is not None:
        found = found.filter(offering=offering_pk)
    return found.select_related(*PARTS).only(*LISTED).order_by("submitted_at", "pk")


def _renews(application: Application) -> bool:
    """Signed by both to go on in the role: it is decided about, and read by nobody."""
    signed = application.state in {State.COSIGNED, State.IN_REVIEW}
    return signed and application.renews_id is not None


def waiting_words(
    application: Application,
    now: datetime,
    *,
    to_signer: bool = False,
    reminded_at: datetime | None = None,
) -> str:
    """What happens next, in words; "" when nothing is awaited. `to_signer`: said to whoever is asked to sign, who was
    last `reminded_at` that moment."""
    state = State(application.state)
    if state is State.SUBMITTED:
        return _for_signature(application, now, to_signer, reminded_at)
    if state is State.OFFERED and application.answer_by is not None:
        return f"an answer is asked for by {application.answer_by:%B %-d, %Y}"
    if _renews(application):
        return "signed by both, waiting for the decision"
    return STANDINGS[state].waits


def _for_signature(
    application: Application, now: datetime, to_signer: bool, reminded: datetime | None
) -> str:
    if application.signer is None:
        return "the Partnership is finding out who signs for the school"
    since = application.submitted_at or now
    days = (local_date(now) - local_date(since)).days
    ago = {0: "since today", 1: "since yesterday"}.get(days, f"for {counted(days, 'day')}")
    words = f"waiting for {'you' if to_signer else application.signer} {ago}"
    if reminded is None or reminded < since:
        return words
    if now - reminded < timedelta(days=6):
        return f"{words}; reminded on {reminded.astimezone(LOS_ANGELES):%A}"
    return f"{words}; reminded on {reminded.astimezone(LOS_ANGELES):%B %-d}"


# Who reminded the signer: we, or the applicant.
REMINDERS = (Beside.REMIND, Care.NUDGE)
AND_THEN = "and you get a mail with the decision. You need do nothing now."


def next_step(application: Application) -> str:
    """What comes after what is awaited now, in a sentence for the applicant; "" when that is up to them."""
    if _renews(application):
        return f"The Partnership decides, {AND_THEN}"
    if application.state in {State.COSIGNED, State.IN_REVIEW}:
        return f"The Partnership reads it, {AND_THEN}"
    if application.state != State.SUBMITTED or application.signer is None:
        return ""
    if application.in_office_id:
        return f"Next: {application.signer} reads and signs it. You need do nothing now."
    by = f"{application.offering.cosign_by:%B %-d, %Y}"
    # Nobody reads again what goes on.
    then = "decides" if application.renews_id else "reads it"
    return f"Next: {application.signer} reads and signs it, by {by}. Then the Partnership {then}, {AND_THEN}"


def decisions_of(application: Application) -> list[Decision]:
    """What was decided and released, the oldest first: the history tells each release. No query, where it is read."""
    told = {line.decision for line in application.events.all() if line.decision is not None}
    return sorted((one for one in told if one.released_at), key=lambda one: one.staged_at)
