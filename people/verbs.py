"""What is done with accounts, and how what gives somebody a right ends. Each is said here once."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from common.verbs import Life, Place, Verb
from people import services
from people.forms import ImportForm, LastDayForm
from people.models import ActingSigner, Delegation, Hat, Import, Invitation, Post, User
from people.policies import may_import, why_not, why_not_import
from people.queries import today
from people.services.invitations import GONE
from people.states import (
    AccountAction,
    DelegationAction,
    HatAction,
    ImportAction,
    InvitationAction,
    PostAction,
    SignerAction,
)

ONE_DAY = timedelta(days=1)
CANCELLED = "Cancelled before its first day was over."


def _ended(answer: object, typed: Mapping[str, Any]) -> str:
    """A service answers True for what never counted and is gone."""
    return CANCELLED if answer is True else f"Ended after {typed['last_day']}."


def _taken_off(cancelled: object, typed: Mapping[str, Any]) -> str:
    after = f" after {typed['last_day']}" if typed else ""
    return CANCELLED if cancelled else f"Taken off{after}."


def _end_post(*, pk: int, by: User, last_day: date) -> Post:
    return services.end_post(pk=pk, ends=last_day + ONE_DAY, by=by)


def _end_signer(*, pk: int, by: User, last_day: date) -> bool:
    return services.end_acting_signer(pk=pk, day=last_day + ONE_DAY, by=by)


def _end_delegation(*, pk: int, by: User, last_day: date) -> bool:
    return services.end_delegation(pk=pk, day=last_day + ONE_DAY, by=by)


def _take_off(*, pk: int, by: User) -> bool:
    return services.lose_hat(pk=pk, by=by, day=today())


def _take_off_after(*, pk: int, by: User, last_day: date) -> bool:
    return services.lose_hat(pk=pk, by=by, day=last_day + ONE_DAY)


def _all(model: type[Model]) -> Callable[[User], "QuerySet[Any]"]:
    """Rows that stand in the administration alone, which has its own permissions."""
    return lambda user: model._default_manager.all()


class DelegationLife(Life):
    """Whom somebody named or asks stands on one page of theirs."""

    def page_of(self, row: Model) -> str:
        return reverse(self.page)


ACCOUNT = Life(
    rows=_all(User),
    why_not=why_not,
    page="admin:people_user_change",
    above=("People", "admin:people_user_changelist"),
    verbs=(
        Verb(
            action=AccountAction.DEACTIVATE,
            does=services.deactivate,
            label="Close the account",
            said="The account is closed.",
            only=Place.ADMINISTRATION,
            kept=lambda person, typed: "Closed the account.",
        ),
        Verb(
            action=AccountAction.REACTIVATE,
            does=services.reactivate,
            label="Open the account again",
            said="The account is open again.",
            only=Place.ADMINISTRATION,
            kept=lambda person, typed: "Opened the account again.",
        ),
    ),
)
POST = Life(
    rows=_all(Post),
    why_not=why_not,
    page="admin:people_post_change",
    above=("Posts", "admin:people_post_changelist"),
    verbs=(
        Verb(
            action=PostAction.END,
            does=_end_post,
            label="End after a day…",
            said="The post has an end.",
            form=LastDayForm,
            only=Place.ADMINISTRATION,
            kept=_ended,
        ),
    ),
)
SIGNER = Life(
    rows=_all(ActingSigner),
    why_not=why_not,
    page="admin:people_actingsigner_change",
    above=("Acting signers", "admin:people_actingsigner_changelist"),
    verbs=(
        Verb(
            action=SignerAction.END,
            does=_end_signer,
            label="End after a day…",
            said="The appointment has an end.",
            form=LastDayForm,
            only=Place.ADMINISTRATION,
            kept=_ended,
        ),
    ),
)
DELEGATION = DelegationLife(
    rows=lambda user: Delegation.objects.filter(principal=user),
    why_not=why_not,
    page="people:delegations",
    above=("Who acts for you", "people:delegations"),
    verbs=(
        Verb(
            action=DelegationAction.END_TODAY,
            does=services.end_own_delegation,
            label="End it today",
            said="Nobody acts for you under this any more.",
            tone="outline",
            only=Place.PAGES,
            at=lambda delegation: reverse("people:delegations"),
            beside=True,
        ),
        Verb(
            action=DelegationAction.END,
            does=_end_delegation,
            label="End after a day…",
            said="The delegation has an end.",
            form=LastDayForm,
            only=Place.ADMINISTRATION,
            kept=_ended,
        ),
    ),
)
INVITATION = DelegationLife(
    rows=lambda user: Invitation.objects.filter(principal=user),
    why_not=why_not,
    page="people:delegations",
    above=("Who acts for you", "people:delegations"),
    verbs=(
        Verb(
            action=InvitationAction.TAKE_BACK,
            does=services.take_back_invitation,
            label="Ask no longer",
            said=lambda asked: "You ask no longer." if asked else GONE,
            tone="outline",
            only=Place.PAGES,
            at=lambda invitation: reverse("people:delegations"),
            beside=True,
        ),
    ),
)
HAT = Life(
    rows=_all(Hat),
    why_not=why_not,
    page="admin:people_hat_change",
    above=("Hats", "admin:people_hat_changelist"),
    verbs=(
        Verb(
            action=HatAction.TAKE_OFF,
            does=_take_off,
            label="Take off today",
            said="The hat is taken off.",
            only=Place.ADMINISTRATION,
            kept=_taken_off,
        ),
        Verb(
            action=HatAction.TAKE_OFF_AFTER,
            does=_take_off_after,
            label="Take off after a day…",
            said="The hat has an end.",
            form=LastDayForm,
            only=Place.ADMINISTRATION,
            kept=_taken_off,
        ),
    ),
)


def _page_of_import(row: Import) -> str:
    return reverse("people:import", args=[row.pk])


# Of the one page of a file: what was said there is kept first, whatever is pressed.
IMPORT = Life(
    rows=lambda user: Import.objects.in_lists() if may_import(user) else Import.objects.none(),
    why_not=why_not_import,
    page="people:import",
    above=("Imports", "people:imports"),
    verbs=(
        Verb(
            action=ImportAction.START,
            does=services.imports.start_import,
            label="Import all of it",
            said="It is being imported.",
            form=ImportForm,
            only=Place.PAGES,
            at=_page_of_import,
            beside=True,
        ),
        Verb(
            action=ImportAction.GIVE_UP,
            does=services.imports.give_up,
            label="Discard it",
            said="Given up. Nothing was changed.",
            tone="outline",
            only=Place.PAGES,
            at=_page_of_import,
            beside=True,
        ),
    ),
)
