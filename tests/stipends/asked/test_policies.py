"""Another policy comes in force after people signed: looked at, done with a reason, told, kept on their statement."""

import pytest

from common.money import dollars
from notifications.models import Message
from stipends.models import StatementChange
from tests.factories.stipends import StipendPolicyFactory, Year, approver
from tests.stipends.asked.january import NOW
from tests.stipends.worth import worth

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(year):
    placement = year.leader(missed=[0])
    year.close()
    return placement


def half(year):
    """Version 2 pays half."""
    return StipendPolicyFactory(role=year.role, year=year.year, version=2, annual_cents=150_000, draft=True)


def kept():
    return list(
        StatementChange.objects.order_by("pk").values_list(
            "kind", "title", "reason", "possible_before_cents", "possible_after_cents"
        )
    )


def test_another_version_comes_in_force_after_what_it_moves_was_seen(year, leader, signed_in):
    browser, address = signed_in(approver()), f"/stipends/policies/{half(year).pk}/publish/"
    typed = {"reason": "The district pays half."}
    before = worth(leader, NOW)
    shown = browser.post(address, typed)
    assert shown.status_code == 422
    look = shown.context["form"].first_look
    (row,) = look.rows
    assert row.placement == leader
    assert (row.before.earned, row.before.possible) == before
    assert "What this moves" in shown.content.decode()
    assert worth(leader, NOW) == before
    assert browser.post(address, typed | {"seen": look.seen}).status_code == 302
    assert (row.after.earned, row.after.possible) == worth(leader, NOW)
    title = "version 2 is in force, $1,500.00 for the whole year"
    assert kept() == [("policy", title, "The district pays half.", before[1], row.after.possible)]
    mail = Message.objects.get()
    assert (mail.to_person, mail.subject) == (
        leader.person,
        "The stipend policy was changed: version 2 is in force, $1,500.00 for the whole year",
    )


def test_another_version_that_moves_a_stipend_asks_why(year, leader, signed_in):
    policy = half(year)
    browser, address = signed_in(approver()), f"/stipends/policies/{policy.pk}/publish/"
    seen = browser.post(address, {"reason": ""}).context["form"].first_look.seen
    silent = browser.post(address, {"reason": "", "seen": seen})
    assert "Say why" in silent.content.decode()
    assert [row.placement for row in silent.context["form"].first_look.rows] == [leader]
    policy.refresh_from_db()
    assert policy.state == "draft"


def test_why_another_policy_holds_is_in_its_history(year, leader, signed_in):
    policy = half(year)
    browser, address = signed_in(approver()), f"/stipends/policies/{policy.pk}/publish/"
    typed = {"reason": " The district pays half. "}
    seen = browser.post(address, typed).context["form"].first_look.seen
    browser.post(address, typed | {"seen": seen})
    last = policy.events.order_by("pk").last()
    assert (last.action, last.note) == ("publish", "The district pays half.")


@pytest.mark.parametrize("follows", [True, False])
def test_only_a_policy_that_follows_another_asks_why(year, leader, signed_in, follows):
    policy = half(year) if follows else StipendPolicyFactory(year=year.year, draft=True)
    page = signed_in(approver()).get(f"/stipends/policies/{policy.pk}/publish/").content.decode()
    assert ("Why another policy holds from now on" in page) is follows


def test_the_first_policy_of_a_role_and_year_asks_nothing(signed_in):
    year = Year()
    other = StipendPolicyFactory(year=year.year, draft=True)
    browser = signed_in(approver())
    assert browser.post(f"/stipends/policies/{other.pk}/publish/", {"reason": ""}).status_code == 302
    assert not StatementChange.objects.exists()


def test_a_policy_goes_out_of_force_after_whom_it_touches_was_seen(year, leader, signed_in):
    browser, address = signed_in(approver()), f"/stipends/policies/{year.policy.pk}/retire/"
    typed, before = {"reason": "A wrong weight."}, worth(leader, NOW)
    look = browser.post(address, typed).context["form"].first_look
    assert [row.placement for row in look.rows] == [leader]
    assert look.lines == (
        f"{leader.person} ({leader.role}): earned so far {dollars(before[0])}, then nothing yet; may be earned "
        f"{dollars(before[1])}, then nothing yet.",
    )
    assert browser.post(address, typed | {"seen": look.seen}).status_code == 302
    title = "version 1 is in force no longer"
    assert kept() == [("policy", title, "A wrong weight.", before[1], None)]
    mine = " ".join(signed_in(leader.person).get("/stipends/").content.decode().split())
    assert "No stipend policy is in force for this role, so nothing can be paid." in mine
    earned = f'<span class="quiet">{dollars(before[0])}</span> <span class="usa-sr-only">then</span>'
    assert f'Earned so far: {earned}<span aria-hidden="true">→</span> <b>nothing yet</b>' in mine
    assert "Version 1 is in force no longer. A wrong weight." in mine
    mail = Message.objects.get().body
    assert f"earned so far: {dollars(before[0])} before, nothing yet now." in mail
    assert f"What you may earn in all: {dollars(before[1])} before, nothing yet now." in mail
    assert "Nothing can be paid while no policy is in force for your role." in mail
