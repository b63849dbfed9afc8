"""Hats, and who may say who signs, who acts for whom and who wears which hat."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, NotAllowed
from common.states import no_move
from people.models import ActingSigner, Delegation, Hat, Import, Invitation, Post, School, User
from people.states import (
    IMPORT_MOVES,
    AccountAction,
    DelegationAction,
    HatAction,
    ImportAction,
    ImportState,
    InvitationAction,
    PostAction,
    SignerAction,
)

Action = AccountAction | PostAction | SignerAction | DelegationAction | InvitationAction | HatAction
Row = User | Delegation | Invitation


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
    principal = Q(posts__in=Post.objects.on(day).filter(person=user, position=Post.Position.PRINCIPAL))
    headless = ~Q(pk__in=Post.objects.on(day).filter(position=Post.Position.PRINCIPAL).values("school"))
    acting = Q(acting_signers__in=ActingSigner.objects.on(day).filter(person=user)) & headless
    return list(School.objects.filter(principal | acting).distinct())


def may_appoint(user: User) -> bool:
    """Program managers appoint who signs where there is no principal."""
    return hats(user).manager


def may_delegate(user: User, principal: User) -> bool:
    """A principal for themselves; program managers for any principal."""
    own = user.pk == principal.pk and bool(signs_for(user, today()))
    return own or (hats(user).manager and bool(signs_for(principal, today())))


def may_give_hats(user: User) -> bool:
    """Only administrators: nobody gives themselves more than they have."""
    return hats(user).superuser


def why_not_address(user: User) -> NotAllowed | None:
    """Why this person may not write the address somebody signs in with, in words; None when they may."""
    return _not_theirs(user, may_keep_people, "Only an administrator writes the address of an account.")


def may_keep_people(user: User) -> bool:
    """Only administrators end posts, and close or open accounts."""
    return hats(user).superuser


# Whose part a verb is, and what everybody else is told.
ACCOUNTS = {
    AccountAction.DEACTIVATE: "Only an administrator closes an account.",
    AccountAction.REACTIVATE: "Only an administrator opens an account again.",
}
HATS = {
    HatAction.GIVE: "Only an administrator gives hats.",
    HatAction.TAKE_OFF: "Only an administrator takes hats.",
    HatAction.TAKE_OFF_AFTER: "Only an administrator takes hats.",
}
SIGNERS = {
    SignerAction.APPOINT: "Only a program manager appoints who signs for a school.",
    SignerAction.END: "Only a program manager ends this.",
}


def why_not(user: User, action: Action, row: Row | None = None) -> DomainError | None:
    """Why this person may not do this, in words: their hats, and how the row stands where that counts; None when they
    may. `row` is the account, the principal for whom somebody is to act, the delegation or the invitation; posts, hats
    and who signs ask none. NotAllowed is a refusal however it stands.
    """
    match action:
        case AccountAction():
            return _not_theirs(user, may_keep_people, ACCOUNTS[action]) or _account(user, action, row)
        case PostAction():
            return _not_theirs(user, may_keep_people, "Only an administrator ends a post.")
        case SignerAction():
            return _not_theirs(user, may_appoint, SIGNERS[action])
        case DelegationAction():
            return _delegation(user, row)
        case InvitationAction():
            theirs = isinstance(row, Invitation) and row.principal_id == user.pk
            return None if theirs else NotAllowed("Only who asked takes this back.")
        case HatAction():
            return _not_theirs(user, may_give_hats, HATS[action])


def _not_theirs(user: User, may: Callable[[User], bool], words: str) -> NotAllowed | None:
    return None if may(user) else NotAllowed(words)


def _account(user: User, action: AccountAction, row: Row | None) -> DomainError | None:
    """Nobody closes their own, so that an administrator is always left."""
    if not isinstance(row, User):
        return None
    closing = action is AccountAction.DEACTIVATE
    if closing and row.pk == user.pk:
        return DomainError("You cannot close your own account. Ask another administrator.")
    if row.is_active is not closing:
        stands = "closed" if closing else "open"
        return DomainError(f"The account of {row.name} is {stands} already. Nothing was changed.")
    return None


def _delegation(user: User, row: Row | None) -> DomainError | None:
    if isinstance(row, Delegation):
        theirs = user.pk == row.principal_id or may_appoint(user)
        return None if theirs else NotAllowed("Only the principal or a program manager ends this.")
    theirs = isinstance(row, User) and may_delegate(user, row)
    return None if theirs else NotAllowed("Only who signs for a school names someone to act for them.")


def may_import(user: User) -> bool:
    """A registrar imports schools, people and posts."""
    return hats(user).superuser or "registrar" in hats(user).kinds


def why_not_import(user: User, action: ImportAction, row: Import | None = None) -> DomainError | None:
    """Why this person may not do this with a file, in words: their hat, and how the file stands; None when they may."""
    if not may_import(user):
        return NotAllowed("Only a registrar imports schools, people and posts.")
    return None if row is None else no_move(IMPORT_MOVES, ImportState(row.state), action)
