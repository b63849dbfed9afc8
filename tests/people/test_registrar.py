"""What a registrar may, and what even a registrar may not."""

from datetime import timedelta

import pytest

from common.errors import DomainError, NotAllowed
from people.models import Hat, User
from people.policies import hats, may_appoint, may_keep_people, why_not
from people.queries import today
from people.services import deactivate, lose_hat, wear_hat, write_address
from people.states import AccountAction, HatAction, PostAction, SchoolAction, SignerAction
from tests.factories.people import (
    HatFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
    registrar,
    teacher_at,
)
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
KEPT = [*AccountAction, *PostAction, *HatAction, *SchoolAction]
OTHERS = {
    "a teacher": lambda: teacher_at(SchoolFactory()),
    "a principal": lambda: principal_of(SchoolFactory()),
    "a manager": manager,
    **{
        kind.label: lambda kind=kind: HatFactory(kind=kind).person
        for kind in Hat.Kind
        if kind not in (Hat.Kind.REGISTRAR, Hat.Kind.PROGRAM_MANAGER)
    },
}


@pytest.mark.parametrize("action", KEPT)
def test_a_registrar_keeps_people_posts_hats_and_schools(action):
    assert why_not(registrar(), action) is None


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_keeps_them(who):
    person = OTHERS[who]()
    # Program managers take in fellows of before, who have no account.
    theirs = [AccountAction.TAKE_IN] if who == "a manager" else []
    assert [action for action in KEPT if not isinstance(why_not(person, action), NotAllowed)] == theirs
    assert not may_keep_people(person)


@pytest.mark.parametrize("who", ["a manager", "a registrar"])
def test_managers_and_registrars_say_who_signs(who):
    by = {"a manager": manager, "a registrar": registrar}[who]()
    assert [why_not(by, action) for action in SignerAction] == [None, None]
    assert may_appoint(by)


@pytest.mark.parametrize("who", [one for one in OTHERS if "manager" not in one])
def test_nobody_else_says_who_signs(who):
    assert not may_appoint(OTHERS[who]())


def test_nobody_gives_themselves_a_hat_but_a_superuser():
    by, root = registrar(), administrator()
    said = refusal(wear_hat, person=by, kind=Hat.Kind.APPROVER, starts=today(), by=by, refused_as=NotAllowed)
    assert said == "Nobody gives themselves a hat. Ask another registrar, or an administrator."
    wear_hat(person=root, kind=Hat.Kind.APPROVER, starts=today(), by=root)
    assert list(Hat.objects.filter(kind=Hat.Kind.APPROVER).values_list("person", flat=True)) == [root.pk]


def test_nobody_widens_a_hat_of_their_own():
    by = registrar()
    own = HatFactory(person=by, kind=Hat.Kind.DIRECTOR)
    assert isinstance(why_not(by, HatAction.NARROW, own), NotAllowed)
    assert why_not(by, HatAction.NARROW, HatFactory(kind=Hat.Kind.DIRECTOR)) is None


def test_a_registrar_takes_off_their_own_hat_and_keeps_nothing_from_the_next_request_on():
    by = registrar()
    lose_hat(pk=by.hats.get().pk, by=by, day=today())
    assert not hats(User.objects.get(pk=by.pk)).registrar
    said = refusal(deactivate, pk=UserFactory().pk, by=User.objects.get(pk=by.pk), refused_as=NotAllowed)
    assert said == "Only a registrar closes an account."


@pytest.mark.parametrize("action", [AccountAction.RENAME, AccountAction.READDRESS, AccountAction.DEACTIVATE])
def test_the_account_of_an_administrator_is_changed_by_administrators_alone(action):
    root = administrator()
    words = "This is the account of an administrator. Only an administrator changes it."
    assert str(why_not(registrar(), action, root)) == words
    assert why_not(administrator(), action, root) is None


def wearing(**days):
    return HatFactory(kind=Hat.Kind.PREPARER, **days).person


@pytest.mark.parametrize("begins", [-1, 3], ids=["today", "later"])
def test_the_address_of_who_wears_a_hat_is_written_by_administrators_alone(begins):
    person = wearing(starts=today() + timedelta(days=begins))
    before = person.email
    said = refusal(
        write_address, pk=person.pk, by=registrar(), email="mine@example.org", refused_as=NotAllowed
    )
    assert said == f"{person.name} wears a hat, so only an administrator writes their address. Ask one."
    assert User.objects.get(pk=person.pk).email == before
    write_address(pk=person.pk, by=administrator(), email="theirs@example.org")
    assert User.objects.get(pk=person.pk).email == "theirs@example.org"


def test_the_address_of_who_wore_a_hat_once_is_written_by_a_registrar():
    person = wearing(ends=today())
    write_address(pk=person.pk, by=registrar(), email="new@example.org")
    assert list(person.emailaddress_set.values_list("email", "verified")) == [("new@example.org", False)]


def test_an_address_of_somebody_else_is_refused_by_name():
    other = UserFactory()
    with pytest.raises(DomainError, match=f"^{other.name} has this address already"):
        write_address(pk=UserFactory().pk, by=registrar(), email=other.email)


def test_a_registrar_closes_no_account_of_their_own():
    by = registrar()
    assert refusal(deactivate, pk=by.pk, by=by) == (
        "You cannot close your own account. Ask somebody else who keeps accounts."
    )
