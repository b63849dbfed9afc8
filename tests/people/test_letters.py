"""A hat, signing for a school, what a school answered and another address are told by mail to whom they concern; what
one did oneself is not."""

from datetime import UTC, date, datetime

import pytest

from notifications.models import Message
from people.models import Hat
from people.services import (
    agree_to_hat,
    appoint_acting_signer,
    ask_for_post,
    confirm_request,
    decline_request,
    delegate,
    wear_hat,
    write_address,
)
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, administrator, principal_of

pytestmark = pytest.mark.django_db
FIRST, END = date(2026, 8, 10), date(2027, 7, 1)
FIRST_TIME = "/accounts/login/code/"


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 8, 10, 18, tzinfo=UTC))


def mails():
    return list(Message.objects.order_by("pk").values_list("to_email", "subject"))


def body():
    return Message.objects.latest("pk").body


def test_whoever_gets_a_hat_is_told_what_and_from_when_and_how_to_sign_in():
    ana = UserFactory(email="ana@example.org", last_login=None)
    wear_hat(person=ana, kind=Hat.Kind.REGISTRAR, starts=FIRST, by=administrator())
    assert mails() == [("ana@example.org", "You are registrar at Teacher Leader Pathways")]
    assert "from Aug 10, 2026." in body()
    assert FIRST_TIME in body()


def test_whoever_has_signed_in_before_is_not_told_how():
    ana = UserFactory(last_login="2026-08-01T18:00:00Z")
    wear_hat(person=ana, kind=Hat.Kind.REGISTRAR, starts=FIRST, ends=END, by=administrator())
    assert "from Aug 10, 2026 through Jun 30, 2027." in body()
    assert FIRST_TIME not in body()


def test_a_hat_one_gives_oneself_is_told_to_nobody():
    by = administrator()
    wear_hat(person=by, kind=Hat.Kind.REGISTRAR, starts=FIRST, by=by)
    assert mails() == []


def test_a_hat_of_finance_is_told_once_a_second_person_agreed():
    ana, registrar = UserFactory(email="ana@example.org"), HatFactory(kind=Hat.Kind.REGISTRAR).person
    hat = wear_hat(person=ana, kind=Hat.Kind.PREPARER, starts=FIRST, by=registrar)
    assert mails() == []
    agree_to_hat(pk=hat.pk, by=HatFactory(kind=Hat.Kind.PROGRAM_MANAGER).person)
    assert mails() == [("ana@example.org", "You are finance preparer at Teacher Leader Pathways")]
    assert f"{registrar.name} gave you a hat" in body()


def test_whoever_is_appointed_to_sign_is_told_for_which_school_and_until_when():
    ana, school = UserFactory(email="ana@example.org"), SchoolFactory(name="First Street")
    appoint_acting_signer(school=school, person=ana, starts=FIRST, ends=END, by=administrator())
    assert mails() == [("ana@example.org", "You sign for First Street")]
    assert "from Aug 10, 2026 through Jun 30, 2027" in body()


def test_whom_staff_name_to_act_is_told_and_whom_the_principal_asked_knows_it():
    principal, ana = principal_of(SchoolFactory()), UserFactory(email="ana@example.org")
    given = delegate(principal=principal, to=ana, starts=FIRST, ends=date(2026, 9, 1), by=principal)
    assert mails() == []
    given.delete()
    delegate(principal=principal, to=ana, starts=FIRST, ends=date(2026, 9, 1), by=administrator())
    assert mails() == [("ana@example.org", f"You act for {principal.name}")]


def test_another_address_is_told_at_both():
    ana = UserFactory(email="old@example.org")
    write_address(pk=ana.pk, by=administrator(), email="new@example.org")
    assert mails() == [
        ("new@example.org", "You sign in with this address from now on"),
        ("old@example.org", "This address does not sign in any more"),
    ]
    assert not Message.objects.filter(to_email="old@example.org", body__contains="new@example.org").exists()


def test_the_same_address_again_is_told_to_nobody():
    ana = UserFactory(email="old@example.org")
    write_address(pk=ana.pk, by=administrator(), email="old@example.org")
    assert mails() == []


@pytest.mark.parametrize(
    ("answer", "subject", "says"),
    [
        (confirm_request, "confirmed that you work there", "as counselor. You need not ask again."),
        (decline_request, "does not know you as working there", "/profile/school/"),
    ],
)
def test_whoever_said_where_they_work_is_told_what_the_school_answered(answer, subject, says):
    ana, school = UserFactory(email="ana@example.org"), SchoolFactory(name="First Street")
    principal = principal_of(school)
    asked = ask_for_post(by=ana, school=school, position="counselor")
    answer(pk=asked.pk, by=principal)
    assert mails() == [("ana@example.org", f"First Street {subject}")]
    assert says in body()
    assert principal.name in body()
