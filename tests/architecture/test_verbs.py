"""Every declared verb × every state of its row × every hat: offered on the pages, or refused in words."""

from collections.abc import Callable
from html import unescape
from importlib import import_module
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.admin import ServiceAdmin
from common.errors import NotAllowed
from common.verbs import Life
from notifications.states import State as MessageState
from people.models import Hat, User
from stipends.states import PolicyState, RunState
from tests.architecture.rooms import ROOT
from tests.factories.notifications import MessageFactory
from tests.factories.people import HatFactory, UserFactory, administrator, manager
from tests.factories.stipends import approver, preparer
from tests.stipends.test_states import policy_in, run_in

pytestmark = pytest.mark.django_db

APPS = [path.parent.name for path in sorted(ROOT.glob("*/verbs.py")) if path.parent.name != "common"]
LIVES = [
    found for app in APPS for found in vars(import_module(f"{app}.verbs")).values() if isinstance(found, Life)
]
LEFT = {MessageState.SENT: {"sent_at": timezone.now()}}
# How a row comes into each of its states.
ROWS: dict[str, tuple[Any, Callable[[Any], Model]]] = {
    "notifications:detail": (MessageState, lambda state: MessageFactory(state=state, **LEFT.get(state, {}))),
    "stipends:policy": (PolicyState, policy_in),
    "stipends:run": (RunState, run_in),
}
# While it is going on, the page of a run shows its progress and nothing to press.
NOTHING_TO_PRESS = {("stipends:run", RunState.CALCULATING)}


def began_it(row: Any) -> User:
    """Whoever did the first part, and wears every hat of finance; of a mail whom it is for."""
    person = next(
        (getattr(row, name) for name in ("prepared_by", "drafted_by") if hasattr(row, name)), UserFactory()
    )
    for kind in {Hat.Kind.PREPARER, Hat.Kind.APPROVER} - set(person.hats.values_list("kind", flat=True)):
        HatFactory(person=person, kind=kind)
    return User.objects.get(pk=person.pk)


PEOPLE: dict[str, Callable[[Any], User]] = {
    "a teacher": lambda row: UserFactory(),
    "a manager": lambda row: manager(),
    "a preparer": lambda row: preparer(),
    "an approver": lambda row: approver(),
    "who began it": began_it,
    "an administrator": lambda row: administrator(),
}
EVERY = [
    pytest.param(life, state, who, id=f"{life.page} {state} {who}")
    for life in LIVES
    for state in ROWS[life.page][0]
    for who in PEOPLE
]


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    # Staff of the demo need no second factor.
    settings.DEMO = True


def test_every_life_is_tried() -> None:
    assert {life.page for life in LIVES} == set(ROWS)


@pytest.fixture
def browser() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.mark.parametrize(("life", "state", "who"), EVERY)
def test_a_verb_is_offered_or_refused_in_words(
    life: Life, state: str, who: str, browser: Callable[[User], Client]
) -> None:
    row = ROWS[life.page][1](state)
    user = PEOPLE[who](row)
    client = browser(user)
    page = client.get(life.page_of(row))
    seen = life.rows(user).filter(pk=row.pk).exists()
    assert page.status_code == (200 if seen else 404)
    shown = unescape(page.content.decode())
    events = row.events.count()  # type: ignore[attr-defined]
    for verb in life.verbs:
        address = life.address(verb, row)
        refusal = life.why_not(user, verb.action, row)
        offered = f'href="{address}"' in shown or f'action="{address}"' in shown
        assert offered == (seen and refusal is None and (life.page, state) not in NOTHING_TO_PRESS), verb.name
        if not seen:
            assert client.post(address).status_code == 404
        elif isinstance(refusal, NotAllowed):
            answer = client.post(address)
            assert (answer.status_code, str(refusal) in unescape(answer.content.decode())) == (403, True)
        elif refusal is not None:
            answer = client.get(address, follow=True) if verb.asks else client.post(address, follow=True)
            assert (answer.status_code, str(refusal) in unescape(answer.content.decode())) == (200, True)
        elif verb.asks:
            assert client.get(address).status_code == 200
    assert row.events.count() == events  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("life", "state"),
    [pytest.param(life, state, id=f"{life.page} {state}") for life in LIVES for state in ROWS[life.page][0]],
)
def test_the_administration_draws_the_same_buttons(
    life: Life, state: str, browser: Callable[[User], Client]
) -> None:
    row, user = ROWS[life.page][1](state), administrator()
    place = admin.site._registry[type(row)]
    assert isinstance(place, ServiceAdmin)
    assert place.life is life
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    shown = [name for name, _ in browser(user).get(address).context["buttons"]]
    assert shown == [verb.name for verb in life.verbs if life.why_not(user, verb.action, row) is None]
