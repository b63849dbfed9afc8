"""What is done with accounts, and how what gives somebody a right ends. Each is said here once."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from common.verbs import Life, Place, Verb
from people import services
from people.forms import (
    AddressForm,
    AgreeForm,
    CorrectPostForm,
    LastDayForm,
    NamesForm,
    RefuseHatForm,
    TrueFirstDayForm,
)
from people.models import (
    ActingSigner,
    Delegation,
    Hat,
    Invitation,
    Post,
    SchoolMembership,
    User,
)
from people.policies import may_appoint, may_keep_people, why_not
from people.queries import hats_kept, people_kept, today
from people.services.accounts import NAMES
from people.services.invitations import GONE
from people.services.posts import CORRECTED
from people.services.told import shown
from people.states import (
    AccountAction,
    DelegationAction,
    HatAction,
    HatAnswer,
    InvitationAction,
    PostAction,
    SchoolAction,
    SignerAction,
)

ONE_DAY = timedelta(days=1)
CANCELLED = "Cancelled before its first day was over."
# Their pages show what another window changed meanwhile.
ASKS = "people/asks.html"
PERSON = "dashboard:person"
STAY = (
    "School and position stay as they were entered, for signatures rest on them. Where they were wrong, end it on its "
    "first day and enter another one."
)


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


def _asked(other: str, words: str) -> Callable[[Hat], dict[str, Any]]:
    """What the page of an answer shows besides: what was done with the account, and the way to the other answer."""

    def shown_of(hat: Hat) -> dict[str, Any]:
        return {
            "lead": "Nobody prepares and approves money alone: it counts only when a second person agrees.",
            "events": hat.person.events.told(),
            "other_url": reverse(other, args=[hat.pk]),
            "other": words,
            # The list of people is not everybody's.
            "crumbs": [],
        }

    return shown_of


def _home(row: object) -> str:
    """Not everybody who answers opens the page of the person."""
    return reverse("dashboard:home")


def _post(post: Post) -> dict[str, Any]:
    return {name: getattr(post, name) for name in ("starts", "fte", "channel")}


def _leave(*, pk: int, by: User, last_day: date) -> SchoolMembership:
    return services.leave_network(pk=pk, ends=last_day + ONE_DAY, by=by)


def _kept(
    model: type[Model], may: Callable[[User], bool] = may_keep_people
) -> Callable[[User], "QuerySet[Any]"]:
    """All rows, for those whose part they are."""

    def rows(user: User) -> "QuerySet[Any]":
        found = model._default_manager.all()
        return found if may(user) else found.none()

    return rows


class OfPerson(Life):
    """What stands on the page of a person."""

    def page_of(self, row: Model) -> str:
        person = row.principal_id if isinstance(row, Delegation) else row.person_id  # type: ignore[attr-defined]
        return reverse(self.page, args=[person])


class OfSchool(Life):
    """What stands on the page of a school."""

    def page_of(self, row: Model) -> str:
        return reverse(self.page, args=[row.school.slug])  # type: ignore[attr-defined]


class DelegationLife(Life):
    """Whom somebody named or asks stands on one page of theirs."""

    def page_of(self, row: Model) -> str:
        return reverse(self.page)


ACCOUNT = Life(
    rows=people_kept,
    why_not=why_not,
    page=PERSON,
    mounted="people:person",
    above=("People", "people:list"),
    verbs=(
        Verb(
            action=AccountAction.RENAME,
            does=services.correct_names,
            label="Correct the names…",
            said="The names are saved.",
            context=lambda person: {"lead": "As they stand in lists and on what is signed from now on."},
            form=NamesForm,
            given=lambda person: {
                "initial": {name: getattr(person, name) for name in NAMES},
                "ids": [(str(one.pk), str(one)) for one in person.source_ids.all()],
            },
            seen=lambda person: shown(person, NAMES),
            template=ASKS,
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=AccountAction.READDRESS,
            does=services.write_address,
            label="Change the address…",
            said=lambda address: f"From now on only {address.email} signs in, once its owner confirmed it.",
            lead=lambda person: f"They sign in with {person.email}.",
            form=AddressForm,
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=AccountAction.DEACTIVATE,
            does=services.deactivate,
            label="Close the account…",
            said="The account is closed. Whoever had it is signed out at their next click.",
            # It is opened again by a press. What it ends in all apps is known above people.
            tone="outline",
            at=lambda person: reverse("dashboard:close", args=[person.pk]),
            kept=lambda person, typed: "Closed the account.",
        ),
        Verb(
            action=AccountAction.REACTIVATE,
            does=services.reactivate,
            label="Open the account again",
            said="The account is open again. They sign in by a code from their mail, and may choose a new password.",
            kept=lambda person, typed: "Opened the account again.",
        ),
    ),
)
POST = OfPerson(
    rows=_kept(Post),
    why_not=why_not,
    page=PERSON,
    mounted="people:post",
    above=("People", "people:list"),
    verbs=(
        Verb(
            action=PostAction.CORRECT,
            does=services.correct_post,
            label="Correct…",
            said="The position is corrected.",
            context=lambda post: {"lead": STAY},
            form=CorrectPostForm,
            given=lambda post: {"initial": {**_post(post), "last_day": post.last_day}},
            seen=lambda post: shown(post, CORRECTED),
            template=ASKS,
            tone="unstyled",
            only=Place.PAGES,
            route="correct",
        ),
        Verb(
            action=PostAction.END,
            does=_end_post,
            label="End after a day…",
            said="The position has an end.",
            form=LastDayForm,
            tone="unstyled",
            kept=_ended,
        ),
    ),
)
SIGNER = OfSchool(
    rows=_kept(ActingSigner, may_appoint),
    why_not=why_not,
    page="pathways:school",
    mounted="people:signer",
    above=("Schools", "pathways:schools"),
    verbs=(
        Verb(
            action=SignerAction.END,
            does=_end_signer,
            label="End after a day…",
            said="The appointment has an end.",
            form=LastDayForm,
            tone="unstyled",
            kept=_ended,
        ),
    ),
)
MEMBERSHIP = OfSchool(
    rows=_kept(SchoolMembership),
    why_not=why_not,
    page="pathways:school",
    mounted="people:membership",
    above=("Schools", "pathways:schools"),
    verbs=(
        Verb(
            action=SchoolAction.CORRECT,
            does=services.correct_membership,
            label="Correct the first day…",
            said="The first day is corrected.",
            form=TrueFirstDayForm,
            given=lambda membership: {"initial": {"starts": membership.starts}},
            tone="unstyled",
            only=Place.PAGES,
        ),
        Verb(
            action=SchoolAction.LEAVE,
            does=_leave,
            label="It leaves after a day…",
            said="The membership has an end.",
            form=LastDayForm,
            tone="unstyled",
            only=Place.PAGES,
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
# What staff do for a principal, on that principal's page.
NAMED = OfPerson(
    rows=_kept(Delegation, may_appoint),
    why_not=why_not,
    page=PERSON,
    mounted="people:delegation",
    above=("People", "people:list"),
    verbs=(
        Verb(
            action=DelegationAction.END,
            does=_end_delegation,
            label="End after a day…",
            said="The delegation has an end.",
            form=LastDayForm,
            tone="unstyled",
            only=Place.PAGES,
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
HAT = OfPerson(
    rows=hats_kept,
    why_not=why_not,
    page=PERSON,
    mounted="people:hat",
    above=("People", "people:list"),
    verbs=(
        Verb(
            action=HatAnswer.AGREE,
            does=services.agree_to_hat,
            label="Agree…",
            said=lambda hat: (
                f"Agreed. {hat.person.name} is {hat.get_kind_display()} from {hat.starts:%B %-d, %Y}."
            ),
            form=AgreeForm,
            template="people/hat_asked.html",
            context=_asked("people:hat_refuse", "Refuse it instead"),
            then=_home,
            only=Place.PAGES,
        ),
        Verb(
            action=HatAnswer.REFUSE,
            does=services.refuse_hat,
            label="Refuse…",
            said=lambda name: f"Refused. {name} does not wear it, and whoever gave it is told.",
            form=RefuseHatForm,
            template="people/hat_asked.html",
            context=_asked("people:hat_agree", "Agree to it instead"),
            then=_home,
            tone="unstyled",
            only=Place.PAGES,
        ),
        Verb(
            action=HatAction.TAKE_OFF,
            does=_take_off,
            label="Take off today",
            said="The hat is taken off.",
            tone="unstyled",
            kept=_taken_off,
        ),
        Verb(
            action=HatAction.TAKE_OFF_AFTER,
            does=_take_off_after,
            label="Take off after a day…",
            said="The hat has an end.",
            form=LastDayForm,
            tone="unstyled",
            kept=_taken_off,
        ),
    ),
)
