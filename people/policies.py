"""Hats, and who may keep people, schools, posts and hats, and say who signs and who acts for whom."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, NotAllowed, SomeoneElse
from common.states import Deed, no_move
from people.models import (
    ActingSigner,
    Delegation,
    Hat,
    Import,
    Invitation,
    Post,
    PostRequest,
    School,
    SchoolMembership,
    User,
)
from people.rules.second import are_two
from people.states import (
    IMPORT_MOVES,
    REQUEST_MOVES,
    AccountAction,
    DelegationAction,
    HatAction,
    HatAnswer,
    ImportAction,
    ImportState,
    InvitationAction,
    PostAction,
    RequestAction,
    RequestState,
    SchoolAction,
    SignerAction,
)

Action = (
    AccountAction
    | PostAction
    | SignerAction
    | DelegationAction
    | InvitationAction
    | HatAction
    | HatAnswer
    | SchoolAction
)
Row = User | Delegation | Invitation | Hat | Post | ActingSigner | School | SchoolMembership


def today() -> date:
    """The calendar day in Los Angeles."""
    return local_date(timezone.now())


@dataclass(frozen=True)
class Hats:
    """What a person may wear today. Asked afresh at each request, so losing a hat works at the next one."""

    kinds: frozenset[str]
    superuser: bool

    def has(self, kind: Hat.Kind) -> bool:
        return kind in self.kinds

    @property
    def staff(self) -> bool:
        """Partnership staff of any kind."""
        return self.superuser or bool(self.kinds)

    @property
    def manager(self) -> bool:
        return self.superuser or self.has(Hat.Kind.PROGRAM_MANAGER)

    @property
    def registrar(self) -> bool:
        return self.superuser or self.has(Hat.Kind.REGISTRAR)

    @property
    def money(self) -> bool:
        """Sees what people are paid."""
        return self.finance or self.manager

    @property
    def leaders(self) -> bool:
        """Sees every leader: managers, finance and academic-team coaches."""
        return self.manager or self.finance or self.has(Hat.Kind.COACH)

    @property
    def finance(self) -> bool:
        return self.superuser or self.has(Hat.Kind.PREPARER) or self.has(Hat.Kind.APPROVER)


def hats(user: User, day: date | None = None) -> Hats:
    """The hats of `user` on `day` (one query; none for a visitor). Kept on the user for one request."""
    if not user.is_authenticated or not user.is_active:
        return Hats(frozenset(), False)
    kept = getattr(user, "_hats", None)
    if kept is None or day is not None:
        kinds = Hat.objects.on(day or today()).filter(person=user).values_list("kind", flat=True)
        kept = Hats(frozenset(kinds), user.is_superuser)
        if day is None:
            user._hats = kept  # type: ignore[attr-defined]
    return kept


def signs_for(user: User, day: date) -> list[School]:
    """The schools `user` signs for on that day: as principal, or as acting signer where there is none."""
    principal = Q(posts__in=Post.objects.led(day).filter(person=user))
    headless = ~Q(pk__in=Post.objects.led(day).values("school"))
    acting = Q(acting_signers__in=ActingSigner.objects.on(day).filter(person=user)) & headless
    return list(School.objects.filter(principal | acting).distinct())


def may_keep_people(user: User) -> bool:
    """Registrars keep people, posts, hats and schools, and close and open accounts."""
    return hats(user).registrar


def may_appoint(user: User) -> bool:
    """Registrars and program managers appoint who signs where there is no principal."""
    return hats(user).registrar or hats(user).manager


def may_agree(user: User) -> bool:
    """Registrars, program managers and finance agree to a hat of finance that somebody else gave."""
    return hats(user).registrar or hats(user).money


def may_delegate(user: User, principal: User) -> bool:
    """A principal for themselves; registrars and program managers for any principal."""
    own = user.pk == principal.pk and bool(signs_for(user, today()))
    return own or (may_appoint(user) and bool(signs_for(principal, today())))


def why_not_people(user: User) -> NotAllowed | None:
    """Why this person may not read the list of people, in words; None when they may."""
    return _not_theirs(user, may_appoint, "Only registrars and program managers open the list of people.")


SCHOOLS = "Only a registrar keeps schools and memberships."
# Whose part a verb is, as everybody else is told. By kind of action: some kinds share a word.
WHOSE: dict[type[Deed], dict[Any, str]] = {
    AccountAction: {
        AccountAction.ADD: "Only a registrar adds people.",
        AccountAction.TAKE_IN: "Only a registrar or a program manager takes in people of before.",
        AccountAction.RENAME: "Only a registrar corrects the names of others.",
        AccountAction.READDRESS: "Only a registrar writes the address of an account.",
        AccountAction.DEACTIVATE: "Only a registrar closes an account.",
        AccountAction.REACTIVATE: "Only a registrar opens an account again.",
        AccountAction.MERGE: "Only a registrar merges two accounts of one person.",
        AccountAction.EXPORT: "Only the person themself and a registrar export everything about a person.",
        AccountAction.FETCH_EXPORT: "Only the person themself and a registrar export everything about a person.",
        AccountAction.TELL_APART: "Only a registrar says of two accounts that they are two people.",
    },
    PostAction: {
        PostAction.ADD: "Only a registrar enters positions.",
        PostAction.CORRECT: "Only a registrar corrects a position.",
        PostAction.END: "Only a registrar ends a position.",
    },
    HatAction: {
        HatAction.GIVE: "Only a registrar gives hats.",
        HatAction.TAKE_OFF: "Only a registrar takes hats.",
        HatAction.TAKE_OFF_AFTER: "Only a registrar takes hats.",
        HatAction.NARROW: "Only a registrar says what a hat is for.",
    },
    SignerAction: {
        SignerAction.APPOINT: "Only a registrar or a program manager appoints who signs for a school.",
        SignerAction.END: "Only a registrar or a program manager ends this.",
    },
    SchoolAction: dict.fromkeys(SchoolAction, SCHOOLS),
}
OWN_HAT = "Nobody gives themselves a hat. Ask another registrar, or an administrator."
ADMINISTRATORS = "This is the account of an administrator. Only an administrator changes it."
# Whoever reads the mails of an address signs in as its owner: two hats that must not meet could meet in one head.
WEARS_A_HAT = "{0} wears a hat, so only an administrator writes their address. Ask one."
# The same: a merged account brings its address along.
WEARS_A_HAT_TOO = "{0} wears a hat, so only an administrator merges their account. Ask one."
HATTED = {AccountAction.READDRESS: WEARS_A_HAT, AccountAction.MERGE: WEARS_A_HAT_TOO}
OWN_ACCOUNT = "This is your own account. Somebody else merges it."
OF_AN_ADMINISTRATOR = (
    "{0} is an administrator. Their account is merged with no other; take that right away first."
)
MERGED = "This account was merged into another one and stays closed. Open the page of that one."


def why_not(user: User, action: Action, row: Row | None = None) -> DomainError | None:
    """Why this person may not do this, in words: their hats, and how the row stands where that counts; None when they
    may. `row` is the account; the principal for whom somebody is to act, the delegation or the invitation; who is to
    wear a hat, or the hat; the school, or its membership. Posts and who signs ask none. NotAllowed is a refusal
    however it stands.
    """
    if isinstance(action, InvitationAction):
        theirs = isinstance(row, Invitation) and row.principal_id == user.pk
        return None if theirs else NotAllowed("Only who asked takes this back.")
    if isinstance(action, DelegationAction):
        return _delegation(user, row)
    if isinstance(action, HatAnswer):
        return _second(user, row)
    if _of_oneself(user, action, row):
        return None
    appoints = isinstance(action, SignerAction) or action is AccountAction.TAKE_IN
    may = may_appoint if appoints else may_keep_people
    return _not_theirs(user, may, WHOSE[type(action)][action]) or _as_the_row_says(user, action, row)


def _of_oneself(user: User, action: Action, row: Row | None) -> bool:
    """What everybody does with their own account."""
    return (
        action in (AccountAction.EXPORT, AccountAction.FETCH_EXPORT) and isinstance(row, User) and row == user
    )


def _as_the_row_says(user: User, action: Action, row: Row | None) -> DomainError | None:
    match action:
        case AccountAction():
            return _account(user, action, row)
        case HatAction():
            return _hat(user, action, row)
        case SchoolAction():
            return _school(action, row)
    return None


def _not_theirs(user: User, may: Callable[[User], bool], words: str) -> NotAllowed | None:
    return None if may(user) else NotAllowed(words)


def _account(user: User, action: AccountAction, row: Row | None) -> DomainError | None:
    if not isinstance(row, User):
        return None
    return _beyond(user, action, row) or _as_it_stands(user, action, row)


def _beyond(user: User, action: AccountAction, person: User) -> NotAllowed | None:
    """What is left to administrators."""
    if user.is_superuser:
        return None
    if person.is_superuser:
        return NotAllowed(ADMINISTRATORS)
    hatted = HATTED.get(action, "")
    return NotAllowed(hatted.format(person.name)) if hatted and will_wear(person).exists() else None


def will_wear(person: User) -> "QuerySet[Hat]":
    """The hats a person wears today or will wear."""
    return Hat.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today()), person=person)


def _as_it_stands(user: User, action: AccountAction, person: User) -> DomainError | None:
    """Nobody closes their own, so that an administrator is always left; a merged account stays as it is."""
    if action in (AccountAction.EXPORT, AccountAction.FETCH_EXPORT):
        return None
    if person.merged_into_id is not None:
        return DomainError(MERGED)
    if action is AccountAction.MERGE:
        return _unmergeable(user, person)
    closing = action is AccountAction.DEACTIVATE
    if closing and person.pk == user.pk:
        return DomainError("You cannot close your own account. Ask somebody else who keeps accounts.")
    if action in (AccountAction.DEACTIVATE, AccountAction.REACTIVATE) and person.is_active is not closing:
        stands = "closed" if closing else "open"
        return DomainError(f"The account of {person.name} is {stands} already. Nothing was changed.")
    return None


def _unmergeable(user: User, person: User) -> DomainError | None:
    if person.pk == user.pk:
        return SomeoneElse(OWN_ACCOUNT)
    return DomainError(OF_AN_ADMINISTRATOR.format(person.name)) if person.is_superuser else None


def _delegation(user: User, row: Row | None) -> DomainError | None:
    if isinstance(row, Delegation):
        theirs = user.pk in (row.principal_id, row.delegate_id) or may_appoint(user)
        words = "Only the two of them, a registrar or a program manager end this."
        return None if theirs else NotAllowed(words)
    theirs = isinstance(row, User) and may_delegate(user, row)
    return None if theirs else NotAllowed("Only who signs for a school names someone to act for them.")


def _hat(user: User, action: HatAction, row: Row | None) -> DomainError | None:
    """Nobody gives themselves more than they have; taking one's own off is no gift."""
    if action in (HatAction.TAKE_OFF, HatAction.TAKE_OFF_AFTER) or user.is_superuser:
        return None
    wearer = row.person_id if isinstance(row, Hat) else row.pk if isinstance(row, User) else None
    return NotAllowed(OWN_HAT) if wearer == user.pk else None


AGREES = "Only registrars, program managers and finance agree to a hat of finance."
NOT_TWO = (
    "Somebody else agrees to this hat or refuses it: neither who gave it nor who is to wear it, and nobody whose own "
    "hat comes from the same person. An administrator always may."
)


def _second(user: User, row: Row | None) -> DomainError | None:
    """Two people put a hat of finance on, and no single one is behind both of them."""
    if not may_agree(user):
        return NotAllowed(AGREES)
    if not isinstance(row, Hat):
        return None
    if not row.waits or (row.ends is not None and row.ends <= today()):
        return DomainError(f"The hat of {row.person.name} does not wait for a second person any more.")
    assert row.given_by_id is not None
    apart = user.is_superuser or are_two(user.pk, row.given_by_id, _gifts())
    return None if apart and user.pk not in (row.person_id, row.given_by_id) else NotAllowed(NOT_TWO)


def _gifts() -> dict[int, set[int]]:
    """Of whoever agrees only by hats that one person gave: who those were. One query."""
    kinds = (Hat.Kind.REGISTRAR, Hat.Kind.PROGRAM_MANAGER, Hat.Kind.PREPARER, Hat.Kind.APPROVER)
    worn = Hat.objects.on(today()).filter(kind__in=kinds)
    alone, given = set[int](), defaultdict[int, set[int]](set)
    for person, giver, second in worn.values_list("person", "given_by", "agreed_by"):
        if giver is None or second is not None:
            alone.add(person)
        else:
            given[person].add(giver)
    return {person: givers for person, givers in given.items() if person not in alone}


def _school(action: SchoolAction, row: Row | None) -> DomainError | None:
    if action is SchoolAction.JOIN and isinstance(row, School):
        ahead = SchoolMembership.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today()), school=row)
        member = ahead.first()
        if member is not None and member.ends is None:
            since = "from" if member.starts > today() else "since"
            return DomainError(f"{row.name} is a member {since} {member.starts:%B %-d, %Y} already.")
    return None


def may_import(user: User) -> bool:
    """A registrar imports schools, people and positions."""
    return hats(user).registrar


def why_not_import(user: User, action: ImportAction, row: Import | None = None) -> DomainError | None:
    """Why this person may not do this with a file, in words: their hat, and how the file stands; None when they may."""
    if not may_import(user):
        return NotAllowed("Only a registrar imports schools, people and positions.")
    return None if row is None else no_move(IMPORT_MOVES, ImportState(row.state), action)


def why_not_welcome(user: User) -> NotAllowed | None:
    """Why this person may not invite people whose account was made for them; None when they may."""
    return _not_theirs(user, may_import, "Only a registrar invites people to their accounts.")


def why_not_request(user: User, action: RequestAction, row: PostRequest) -> DomainError | None:
    """Why this person may not answer, or take back, what somebody says of where they work; None when they may."""
    if action is RequestAction.TAKE_BACK:
        if row.person_id != user.pk:
            return NotAllowed("Only who asked takes this back.")
    elif row.person_id == user.pk:
        return SomeoneElse("Nobody confirms themselves. Somebody else who signs for the school does.")
    elif not _decides_for(user, row.school_id):
        return NotAllowed("Only who signs for the school says who works there.")
    return no_move(REQUEST_MOVES, RequestState(row.state), action)


def _decides_for(user: User, school: int) -> bool:
    """Whether they sign for the school, or somebody who does named them."""
    day = today()
    named = Delegation.objects.on(day).filter(delegate=user)
    who = [user, *User.objects.filter(delegations_given__in=named)]
    return any(school == signed.pk for one in who for signed in signs_for(one, day))


# What is entered anew for a person, by its name on their page.
ENTERED: dict[str, Action] = {
    "post": PostAction.ADD,
    "hat": HatAction.GIVE,
    "delegate": DelegationAction.GIVE,
}


def may_enter(user: User, person: User) -> list[str]:
    """What of `ENTERED` this user may enter for that person."""
    return [name for name, action in ENTERED.items() if why_not(user, action, person) is None]


def may_narrow(user: User, hat: Hat) -> bool:
    """Whether this user says which schools or pathways the hat is for."""
    return why_not(user, HatAction.NARROW, hat) is None
