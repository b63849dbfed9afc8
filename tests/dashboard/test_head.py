"""How much waits, in the head of every page: kept for its person, and always what home says."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from config.cache import SoftRedisCache
from config.welcome import HATS
from dashboard.queries import forget, head_of, keep
from demo import build as demo
from demo.cast import DOMAIN
from people.models import School, User
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import IltExpectationFactory
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def _monday(clock: Clock) -> None:
    clock(NOW)


def said(client: Client, path: str) -> Any:
    """What the head of this page says, None when it asks."""
    html = client.get(path).content.decode()
    if 'hx-get="/waiting/"' in html:
        return None
    found = re.search(r'<a class="waiting" href="/#waiting" data-rows="(\d+)">', html)
    return int(found[1]) if found else 0


def on_home(client: Client) -> int:
    return int(client.get("/").context["waiting_count"])


def change_the_name(client: Client, person: Any) -> None:
    """Something one does that has nothing to do with what waits."""
    names = {"given_name": person.given_name, "family_name": person.family_name, "preferred_name": "Jo"}
    assert client.post(reverse("people:profile"), names).status_code == 302


def test_a_page_draws_what_an_earlier_one_asked(signed_in: Any) -> None:
    me = UserFactory()
    ApplicationFactory(person=me)
    client = signed_in(me)
    assert (said(client, "/pathways/"), said(client, "/waiting/"), said(client, "/pathways/")) == (None, 1, 1)


def test_a_page_draws_what_home_counted_and_nothing_where_nothing_waits(signed_in: Any) -> None:
    client = signed_in(UserFactory())
    client.get("/")
    assert said(client, "/pathways/") == 0


def test_what_is_kept_asks_nothing_of_the_database(signed_in: Any, count_queries: Any) -> None:
    client = signed_in(manager())
    client.get("/")
    with count_queries(4):  # the session, the person, hats, whether they have a second factor
        client.get("/waiting/")


def test_nobody_is_told_what_waits_for_another(signed_in: Any) -> None:
    me = UserFactory()
    ApplicationFactory(person=me)
    assert (said(signed_in(me), "/waiting/"), said(signed_in(UserFactory()), "/waiting/")) == (1, 0)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["here", "in another browser"])
def test_whatever_one_does_is_counted_at_once(signed_in: Any, elsewhere: bool) -> None:
    me = UserFactory()
    client = signed_in(me)
    assert said(client, "/waiting/") == 0
    ApplicationFactory(person=me)
    change_the_name(signed_in(me) if elsewhere else client, me)
    assert (said(client, "/pathways/"), said(client, "/waiting/"), on_home(client)) == (None, 1, 1)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_every_request_that_may_change_something_counts_as_doing_even_when_it_is_refused(
    signed_in: Any, method: str
) -> None:
    me = UserFactory()
    client = signed_in(me)
    client.get("/")
    assert getattr(client, method)("/waiting/").status_code == 405
    assert said(client, "/pathways/") is None


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_is_no_doing(signed_in: Any, method: str) -> None:
    client = signed_in(UserFactory())
    client.get("/")
    getattr(client, method)("/pathways/")
    assert said(client, "/pathways/") == 0


def test_what_another_does_is_owed_within_a_minute(signed_in: Any, clock: Clock) -> None:
    school = SchoolFactory()
    client = signed_in(principal_of(school))
    assert said(client, "/waiting/") == 0
    sent = ApplicationFactory(school=school, submitted=True)
    IltExpectationFactory(school=school, offering=sent.offering)
    clock(NOW + MINUTE - SECOND)
    assert (said(client, "/waiting/"), said(client, "/pathways/")) == (0, 0)
    clock(NOW + MINUTE)
    assert (said(client, "/pathways/"), said(client, "/waiting/")) == (None, 1)


def test_home_never_waits_for_the_minute_and_the_next_page_says_what_home_said(signed_in: Any) -> None:
    me = UserFactory()
    client = signed_in(me)
    assert said(client, "/waiting/") == 0
    ApplicationFactory(person=me)
    assert (on_home(client), said(client, "/pathways/")) == (1, 1)


def test_what_was_being_counted_when_one_acted_is_not_kept() -> None:
    me = UserFactory()
    head = head_of(me, NOW)
    forget(me)
    keep(me, head, 7, NOW)
    assert head_of(me, NOW).count is None
    keep(me, head_of(me, NOW), 8, NOW)
    assert head_of(me, NOW).count == 8


def test_a_count_from_a_clock_ahead_is_not_believed() -> None:
    me = UserFactory()
    keep(me, head_of(me, NOW), 7, NOW + SECOND)
    assert head_of(me, NOW).count is None


def test_without_a_cache_every_page_asks_and_is_told_the_truth(
    signed_in: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = SoftRedisCache("redis://127.0.0.1:1/0", settings.CACHES["default"])
    monkeypatch.setattr(caches._connections, "default", dead, raising=False)  # type: ignore[attr-defined]
    me = UserFactory()
    client = signed_in(me)
    assert (on_home(client), said(client, "/waiting/"), said(client, "/pathways/")) == (0, 0, None)
    ApplicationFactory(person=me)
    change_the_name(client, me)
    assert (on_home(client), said(client, "/waiting/"), said(client, "/pathways/")) == (1, 1, None)


def test_the_head_says_what_home_says_to_everybody_of_the_demo_also_right_after_an_act(
    signed_in: Any, settings: Any
) -> None:
    settings.DEMO = True
    demo.build(seed=7, scale=1, today=date(2026, 11, 23), say=lambda words: None)
    school = School.objects.order_by("pk")[0]
    for hat in HATS:
        person = User.objects.get(email=f"{hat}@{DOMAIN}")
        client = signed_in(person)
        before = said(client, "/waiting/")
        assert (hat, before) == (hat, on_home(client))
        ApplicationFactory(person=person, school=school)
        # It is a draft of theirs now, which they did not write on this page.
        assert (hat, said(client, "/waiting/")) == (hat, before)
        change_the_name(client, person)
        after = said(client, "/waiting/")
        assert (hat, after, on_home(client)) == (hat, before + 1, before + 1)
