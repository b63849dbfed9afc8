"""Who is who today: the signer of a school, the school of a teacher. Hats come from policies."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.db.models.functions import JSONObject

from common.addresses import same_address
from common.written import DAY, PERSON, Values, Written, written
from people.models import (
    ActingSigner,
    Delegation,
    Hat,
    Invitation,
    Merge,
    PersonEvent,
    Post,
    School,
    SchoolMembership,
    User,
    accounts_of,
    name_holds,
)
from people.policies import (
    Hats,
    hats,
    may_agree,
    may_appoint,
    may_keep_people,
    signs_for,
    today,
)
from people.states import AccountAction

__all__ = [
    "WITHOUT",
    "Hats",
    "PersonPage",
    "SchoolKeeping",
    "account_at",
    "accounts_at",
    "acts_for",
    "addresses_of",
    "colleagues",
    "desks_now",
    "directed_by",
    "hats",
    "hats_kept",
    "hats_to_agree",
    "invitations_to",
    "is_added",
    "members",
    "own_schools",
    "people_kept",
    "people_list",
    "person_at",
    "person_page",
    "school_keeping",
    "schools_of",
    "signer_for",
    "signs_for",
    "spoken_for",
    "stands_alone",
    "today",
    "unconfirmed_account_at",
    "voices",
    "voices_now",
    "without_signer",
]


def person_at(address: str) -> User | None:
    """Whoever confirmed the very address that was typed and has an open account; nobody for any other text. An address
    nobody confirmed finds nobody: whoever typed it at the sign-up need not be its owner."""
    found = User.objects.filter(
        is_active=True, emailaddress__email=same_address(address), emailaddress__verified=True
    )
    return found.first()


def account_at(address: str) -> User | None:
    """The account a mail to this address is about: whoever confirmed it, else the one that signed up with it."""
    return person_at(address) or User.objects.at_address(address).filter(is_active=True).first()


def accounts_at(typed: Collection[str]) -> dict[str, User]:
    """By each address that was typed, the account `account_at` finds for it; two queries, however many there are."""
    known = {text: same_address(text) for text in typed}
    wanted = [address for address in known.values() if address]
    signed_up = User.objects.at_addresses(wanted).filter(is_active=True)
    confirmed = EmailAddress.objects.filter(email__in=wanted, verified=True, user__is_active=True)
    found = {person.address: person for person in signed_up}
    found |= {row.email: row.user for row in confirmed.select_related("user")}
    return {text: found[address] for text, address in known.items() if address in found}


def who_confirmed(addresses: Collection[str]) -> list[int]:
    """The accounts, closed ones too, that confirmed one of these addresses, each written as `same_address` does."""
    confirmed = EmailAddress.objects.filter(email__in=addresses, verified=True)
    return list(confirmed.order_by().values_list("user_id", flat=True))


def invitations_to(person: User, day: date) -> list[Invitation]:
    """Who asks `person`, by an address they confirmed, to act for them on `day` or later."""
    own = EmailAddress.objects.filter(user=person, verified=True).values("email")
    return list(Invitation.objects.filter(address__in=own, ends__gt=day).select_related("principal"))


def unconfirmed_account_at(address: str) -> User | None:
    """An open account that signed up with this address and that nobody has confirmed or may sign in to yet."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    waiting = User.objects.at_address(address).filter(~Exists(confirmed), is_active=True)
    found = waiting.first()
    return found if found is not None and not found.has_usable_password() else None


def is_added(address: EmailAddress) -> bool:
    """Whether an address was added to an account that has a confirmed one: its owner can sign in."""
    others = EmailAddress.objects.filter(user=address.user_id, verified=True)
    return others.exclude(pk=address.pk).exists()


def addresses_of(person: User) -> set[str]:
    """Every address an account has, confirmed or not."""
    added = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {person.email, *added}


def signer_for(school: School, day: date) -> User | None:
    """Who signs for this school on that day: the principal, else the acting signer, else nobody."""
    post = Post.objects.led(day).filter(school=school).select_related("person").first()
    if post is not None:
        return post.person
    acting = ActingSigner.objects.on(day).filter(school=school).select_related("person").first()
    return acting.person if acting else None


def without_signer(day: date) -> "QuerySet[School]":
    """Schools of the network for which nobody signs on that day: no principal, and nobody appointed."""
    led = Post.objects.led(day).filter(school=OuterRef("pk"))
    acting = ActingSigner.objects.on(day).filter(school=OuterRef("pk"))
    return members(day).filter(~Exists(led), ~Exists(acting))


def members(day: date) -> "QuerySet[School]":
    """The schools that are part of the network on that day."""
    return School.objects.filter(pk__in=SchoolMembership.objects.on(day).values("school"))


def acts_for(user: User, day: date) -> frozenset[int]:
    """Ids of the principals who named `user` to act for them on that day. Asked once per request."""
    kept: dict[date, frozenset[int]] = user.__dict__.setdefault("_acts_for", {})
    if day not in kept:
        given = Delegation.objects.on(day).filter(delegate=user).order_by()
        kept[day] = frozenset(given.values_list("principal", flat=True))
    return kept[day]


def schools_of(user: User, day: date) -> list[School]:
    """The schools where `user` has a post on that day."""
    return list(School.objects.filter(posts__in=Post.objects.on(day).filter(person=user)).distinct())


def voices(user: User, day: date) -> dict[int, bool]:
    """Ids of the schools for which `user` decides on that day: as their signer (the principal; where there is none, the
    acting signer), or named by their signer; and of each whether they are its principal. One query."""
    return {school: principal for school, principal, speaks in _part_of(user, day) if speaks}


def voices_now(user: User) -> dict[int, bool]:
    """`voices` of today, asked once per request, together with `desks_now`."""
    return {school: principal for school, principal, speaks in _part_now(user) if speaks}


def desks_now(user: User) -> frozenset[int]:
    """Ids of the schools in whose office `user` works today as its clerk. Asked together with `voices_now`."""
    return frozenset(school for school, _, speaks in _part_now(user) if not speaks) - voices_now(user).keys()


def _part_of(user: User, day: date) -> list[tuple[int, bool, bool]]:
    """Of each school for which `user` decides or keeps the office: whether as its principal, whether they decide."""
    return _parts().rows(Values({PERSON: user.pk}, day))


def _part_now(user: User) -> list[tuple[int, bool, bool]]:
    kept: list[tuple[int, bool, bool]] | None = getattr(user, "_speaks_for", None)
    if kept is None:
        kept = _part_of(user, today())
        user._speaks_for = kept  # type: ignore[attr-defined]
    return kept


@cache
def _parts() -> Written:
    return written(_schools_and_part(User(pk=PERSON), DAY))


def _schools_and_part(user: User, day: date) -> "QuerySet[Any, Any]":
    clerk = Post.objects.on(day).filter(person=user, position=Post.Position.CLERK).order_by()
    kept = clerk.values_list("school", Value(False), Value(False))
    return _schools_and_whether_principal(user, day).annotate(speaks=Value(True)).union(kept, all=True)


def _schools_and_whether_principal(user: User, day: date) -> "QuerySet[School, Any]":
    who = Q(person=user) | Q(person__in=Delegation.objects.on(day).filter(delegate=user).values("principal"))
    led = Post.objects.led(day)
    acting = ActingSigner.objects.on(day).filter(who).exclude(school__in=led.values("school"))
    schools = Q(pk__in=led.filter(who).values("school")) | Q(pk__in=acting.values("school"))
    own = Exists(led.filter(person=user, school=OuterRef("pk")))
    return School.objects.filter(schools).order_by().values_list("pk", own)


def spoken_for(user: User, day: date) -> list[int]:
    """Ids of the schools for which `user` decides on that day."""
    return list(voices(user, day))


def stands_alone(school: School) -> bool:
    """Whether no other row refers to this school, so that deleting it takes nothing along."""
    found = Collector(using="default")
    try:
        found.collect([school])
    except (ProtectedError, RestrictedError):
        return False
    taken = [model for model in found.data if model is not School]
    return not taken and not any(rows.exists() for rows in found.fast_deletes)


def known_schools() -> dict[int, School]:
    """All schools by key, by name: read once and put on rows. One query."""
    return {school.pk: school for school in School.objects.only("name")}


def directed_by(user: User, day: date) -> "QuerySet[Hat, Any]":
    """The ids of the schools that `user` looks after on that day as a network director."""
    worn = Hat.objects.on(day).filter(person=user, kind=Hat.Kind.DIRECTOR, schools__isnull=False)
    return worn.values("schools")


def own_schools(user: User) -> "QuerySet[School]":
    """Schools the user leads today: as principal or assistant, for someone else, or as director."""
    day = today()
    led = [Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL]
    named = Delegation.objects.on(day).filter(delegate=user).values("principal")
    posts = Post.objects.on(day)
    leads = posts.filter(person=user, position__in=led) | posts.filter(
        person__in=named, position=Post.Position.PRINCIPAL
    )
    return School.objects.filter(
        Q(pk__in=leads.values("school"))
        | Q(pk__in=directed_by(user, day))
        | Q(acting_signers__person=user, acting_signers__starts__lte=day, acting_signers__ends__gt=day)
    )


# Of a filter: those who have none.
WITHOUT = "none"


def people_kept(user: User) -> "QuerySet[User]":
    """Whose page is theirs to open: everybody's for registrars and program managers; one's own for others."""
    return User.objects.all() if may_appoint(user) else User.objects.filter(pk=user.pk)


def hats_to_agree(user: User, day: date) -> "QuerySet[Hat]":
    """The hats that wait for a second person, for those who may be it: neither given by them nor for them, nor given
    by whom they have their own hat from."""
    if not may_agree(user):
        return Hat.objects.none()
    waiting = Hat.objects.waiting(day).exclude(Q(given_by=user) | Q(person=user))
    own = Hat.objects.on(day).filter(person=user, given_by__isnull=False, agreed_by__isnull=True)
    return waiting if user.is_superuser else waiting.exclude(given_by__in=own.values("given_by"))


def hats_kept(user: User) -> "QuerySet[Hat]":
    """All hats for registrars; for others who may agree, those that wait for a second person."""
    if may_keep_people(user):
        return Hat.objects.all()
    return Hat.objects.waiting(today()) if may_agree(user) else Hat.objects.none()


def people_list(
    people: "QuerySet[User]",
    day: date,
    *,
    q: str = "",
    school: School | None = None,
    position: str = "",
    hat: str = "",
    account: str = "",
) -> "QuerySet[User]":
    """The people asked for, by name, each with `posts_now` and `hats_now`: what they hold and wear on that day."""
    posts, worn = Post.objects.on(day), Hat.objects.on(day)
    if q:
        people = people.filter(name_holds(q))
    if school is not None:
        people = people.filter(pk__in=posts.filter(school=school).values("person"))
    if position:
        held = posts if position == WITHOUT else posts.filter(position=position)
        has = Q(pk__in=held.values("person"))
        people = people.filter(~has if position == WITHOUT else has)
    if hat:
        people = people.filter(pk__in=worn.filter(kind=hat).values("person"))
    own = posts.filter(person=OuterRef("pk")).order_by("-fte", "pk")
    said = own.values(said=JSONObject(position="position", school="school__name"))
    kinds = worn.filter(person=OuterRef("pk")).order_by("kind", "pk").values("kind")
    # A merged account is found on the page of the one that stays.
    stay = people.filter(merged_into=None)
    found = stay.filter(ACCOUNTS[account]) if account in ACCOUNTS else stay
    found = found.annotate(posts_now=ArraySubquery(said), hats_now=ArraySubquery(kinds))
    return found.order_by("sort_name", "pk")


# How accounts stand, as the list of people tells and filters it.
ACCOUNTS = {
    "open": Q(is_active=True, last_login__isnull=False),
    "never_signed_in": Q(is_active=True, last_login__isnull=True),
    "closed": Q(is_active=False),
}


@dataclass(frozen=True)
class PersonPage:
    """What staff keep of a person: posts and hats with their days, whom they act for, and what was done."""

    posts: tuple[Post, ...]
    hats: tuple[Hat, ...]
    signs_for: tuple[ActingSigner, ...]
    acts_for: tuple[Delegation, ...]
    named: tuple[Delegation, ...]
    addresses: tuple[EmailAddress, ...]
    merges: tuple[Merge, ...]
    events: tuple[PersonEvent, ...]


def person_page(person: User) -> PersonPage:
    """The newest first: nine queries. What was done with an account that was merged into this one is told here too."""
    own = accounts_of(person).values("pk")
    # Of another account of theirs: here it would read as if this one were closed.
    elsewhere = ~Q(person=person.pk) & Q(action__in=[AccountAction.DEACTIVATE, AccountAction.REACTIVATE])
    return PersonPage(
        posts=tuple(person.posts.select_related("school").order_by("-starts", "pk")),
        hats=tuple(_hats_of(person)),
        signs_for=tuple(person.acts_for.select_related("school").order_by("-starts", "pk")),
        acts_for=tuple(person.delegations_held.select_related("principal").order_by("-starts", "pk")),
        named=tuple(person.delegations_given.select_related("delegate").order_by("-starts", "pk")),
        addresses=tuple(EmailAddress.objects.filter(user=person).order_by("-primary", "email")),
        merges=tuple(
            Merge.objects.filter(Q(gone__in=own) | Q(kept=person.pk)).select_related("kept", "gone", "by")
        ),
        events=tuple(PersonEvent.objects.filter(person__in=own).exclude(elsewhere).told()),
    )


def _hats_of(person: User) -> "QuerySet[Hat]":
    found = person.hats.select_related("person", "given_by", "agreed_by").prefetch_related("schools")
    return found.order_by("-starts", "pk")


def colleagues(school: School, day: date) -> "QuerySet[User]":
    """Who works at a school on that day, by name: whom one may appoint there."""
    posts = Post.objects.on(day).filter(school=school)
    return User.objects.filter(pk__in=posts.values("person"), is_active=True)


@dataclass(frozen=True)
class SchoolKeeping:
    """What staff keep of a school: who signs for it, its principal whose account is closed, so that nobody signs by the
    position that stands, who was or will be appointed, when it was a member."""

    signer: User | None
    principal: bool
    closed: User | None
    appointed: tuple[ActingSigner, ...]
    memberships: tuple[SchoolMembership, ...]


def school_keeping(school: School, day: date, principal: Post | None) -> SchoolKeeping:
    """Appointments of today and later, memberships the newest first, beside who is principal on that day:
    two queries."""
    person = principal.person if principal is not None else None
    ahead = school.acting_signers.filter(ends__gt=day).select_related("person")
    appointed = tuple(ahead.order_by("starts", "pk"))
    acting = next((row.person for row in appointed if row.starts <= day), None)
    leads = person is not None and person.is_active
    return SchoolKeeping(
        signer=person if leads else acting,
        principal=leads,
        closed=None if leads else person,
        appointed=appointed,
        memberships=tuple(school.memberships.order_by("-starts", "pk")),
    )
