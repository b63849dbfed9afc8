"""Who is reminded of what, and when: the page of the rules, for those who keep them."""

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from coaching import reminders as coaching
from common.edits import mark_of
from dashboard.reminders import SAMPLES, preview
from notifications.models import Message, ReminderRule
from notifications.rules import REMINDERS
from people.models import User
from tests.factories.coaching import CycleFactory, coach
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.people import HatFactory, UserFactory, manager, registrar

pytestmark = pytest.mark.django_db
LIST = "/reminders/"


@pytest.fixture(autouse=True)
def _today(clock: Any, settings: Any) -> None:
    clock(datetime(2026, 11, 20, 18, tzinfo=UTC))
    settings.DEMO = True


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(answer: Any) -> str:
    return unescape(answer.content.decode())


def told(rule: ReminderRule) -> list[tuple[str, str, Any]]:
    return [(event.action.past, event.about, event.by) for event in rule.events.told()]


@pytest.mark.parametrize("keeper", [registrar, manager])
def test_registrars_and_managers_read_each_rule_in_words_with_its_mail(keeper: Any) -> None:
    rule = ReminderRuleFactory(what="cosign", days_before=-3)
    client = browser(keeper())
    assert f'href="/reminders/{rule.pk}/">Co-signing</a>' in page(client.get(LIST))
    shown = page(client.get(f"/reminders/{rule.pk}/"))
    assert (
        "Co-signing: 3 days after the day it was asked for, to whoever signs for the school, until it is answered."
        in shown
    )
    assert "[Action required] Still waiting for your signature: Rosa Delgado" in shown
    assert "This has been waiting for you since November 17:" in shown
    assert Message.objects.count() == 0


@pytest.mark.parametrize("kind", ["coach", "preparer", "director", None])
def test_others_are_shown_no_rules(kind: str | None) -> None:
    person = HatFactory(kind=kind).person if kind else UserFactory()
    client, rule = browser(person), ReminderRuleFactory()
    addresses = (LIST, "/reminders/new/", f"/reminders/{rule.pk}/", f"/reminders/{rule.pk}/change-days/")
    assert [client.get(address).status_code for address in addresses] == [403, 403, 404, 404]


def test_a_rule_is_added_moved_and_turned_off_and_on_and_says_who_did_it() -> None:
    person = registrar()
    client, sent = browser(person), {"what": "milestone", "days": "12", "side": "before"}
    client.post("/reminders/new/", sent)
    rule = ReminderRule.objects.get(what="milestone", days_before=12)
    row = f"/reminders/{rule.pk}/"
    client.post(f"{row}change-days/", {"days": "5", "side": "after"})
    client.post(f"{row}turn-off/")
    rule.refresh_from_db()
    assert (rule.days_before, rule.active) == (-5, False)
    assert "It reminds again." in page(client.post(f"{row}turn-on/", follow=True))
    twelve, five = "12 days before the day it is due", "5 days after the day it is due"
    assert told(rule) == [
        ("Turned on", five, person),
        ("Turned off", five, person),
        ("Moved", f"{twelve} → {five}", person),
        ("Added", twelve, person),
    ]


@pytest.mark.parametrize(
    ("what", "days", "side", "refusal"),
    [
        ("cosign", "0", "before", "Nobody is reminded before they were asked. Choose days after it."),
        ("session", "1", "after", "Nobody is reminded of a session that is over. Choose days before it."),
        ("milestone", "91", "before", "This must not be more than 90."),
        ("milestone", "-1", "before", "This must not be less than 0."),
        (
            "milestone",
            "7",
            "before",
            "There is this rule already, and it is turned off: Milestone: 7 days before the day it is due, to the"
            " fellow, until it is recorded.",
        ),
    ],
)
def test_nonsense_is_refused_in_words_and_changes_nothing(
    what: str, days: str, side: str, refusal: str
) -> None:
    ReminderRuleFactory(what="milestone", days_before=7)
    ReminderRule.objects.update(active=False)
    rule = ReminderRuleFactory(what=what, days_before={"cosign": -13}.get(what, 13))
    before, client = list(ReminderRule.objects.values()), browser(manager())
    sent = {"what": what, "days": days, "side": side}
    for address in ("/reminders/new/", f"/reminders/{rule.pk}/change-days/"):
        answer = client.post(address, sent)
        assert (answer.status_code, refusal in page(answer)) == (422, True), address
    assert list(ReminderRule.objects.values()) == before


@pytest.mark.parametrize(
    ("moved", "typed", "kept", "beside"),
    [
        (9, ("5", "before"), 9, "There it reads: “9”."),
        (-7, ("5", "before"), -7, "There it reads: “days after”."),
        (5, ("5", "before"), 5, ""),
    ],
)
def test_a_day_that_another_window_chose_is_not_gone_over(
    moved: int, typed: tuple[str, str], kept: int, beside: str
) -> None:
    rule = ReminderRuleFactory(what="milestone", days_before=17)
    sent = {"days": typed[0], "side": typed[1], "seen_days": mark_of("17"), "seen_side": mark_of("before")}
    ReminderRule.objects.filter(pk=rule.pk).update(days_before=moved)
    client, address = browser(manager()), f"/reminders/{rule.pk}/change-days/"
    answer = client.post(address, sent)
    rule.refresh_from_db()
    assert (rule.days_before, answer.status_code) == (kept, 422 if beside else 302)
    assert beside in page(answer)
    if beside:
        # Sent again as it came back, it is taken as typed.
        form = answer.context["form"]
        client.post(address, sent | {name: form[name].value() for name in ("seen_days", "seen_side")})
        rule.refresh_from_db()
        assert rule.days_before == 5


def test_there_is_a_mail_to_look_at_for_every_reminder() -> None:
    assert set(SAMPLES) == set(REMINDERS)
    for what, about in REMINDERS.items():
        for days in (7, 0, -3):
            if about.allows(days):
                mail = preview(what, days, date(2026, 11, 20))
                assert (mail.subject != "", "None" in mail.body) == (True, False), what


def test_the_mail_that_is_looked_at_is_the_one_that_leaves() -> None:
    rule = ReminderRuleFactory(what="coaching-cycle", days_before=14)
    cycle = CycleFactory(
        window="mid_year",
        due=date(2026, 12, 4),
        coach=coach(given_name="Sam", family_name="Okafor", preferred_name=""),
        placement__person=UserFactory(given_name="Rosa", family_name="Delgado", preferred_name=""),
    )
    coaching.owe(datetime(2026, 11, 20, 18, tzinfo=UTC))
    left, shown = Message.objects.get(), preview(rule.what, 14, date(2026, 11, 20))
    assert (left.subject, left.body.replace(f"/coaching/{cycle.pk}/", "/coaching/0/")) == (
        shown.subject,
        shown.body,
    )
