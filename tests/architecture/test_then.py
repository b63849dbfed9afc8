"""Every declared verb leads whoever does it to a page they may see."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client

from applications.states import State
from applications.verbs import APPLICATION
from common.verbs import Life, Verb
from people.queries import today
from tests.architecture.test_verbs import EVERY, PEOPLE, ROWS
from tests.factories.applications import application_in
from tests.factories.pathways import PlacementFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


# What is typed into an empty field of a kind.
TYPED: dict[type[forms.Field], Any] = {
    forms.DateField: today() + timedelta(days=7),
    forms.IntegerField: 1,
    forms.BooleanField: "on",
    forms.CharField: "So it is.",
}


@pytest.fixture(autouse=True)
def _demo(settings: Any, tmp_path: Any) -> None:
    # Staff of the demo need no second factor.
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path


@pytest.mark.parametrize(("life", "state"), EVERY)
def test_what_is_done_leads_to_a_page_its_doer_may_see(life: Life, state: str) -> None:
    assert list(dead_ends(life, ROWS[life.page][1](state))) == []


@pytest.mark.parametrize("state", [State.RETURNED, State.NOT_SUPPORTED])
def test_so_it_does_of_a_role_that_is_held_already(state: State) -> None:
    row: Any = application_in(state)
    about = {"role": row.offering.role, "year": row.offering.year, "school": row.school}
    row.in_office = PlacementFactory(person=row.person, **about, commitment_in_force=False)
    row.save(update_fields=["in_office"])
    assert list(dead_ends(APPLICATION, row)) == []


def dead_ends(life: Life, row: Any) -> Iterator[str]:
    """What was done, and who was led to which page that they may not see."""
    for who, person in PEOPLE.items():
        user, client = person(row), Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        seen = life.rows(user).filter(pk=row.pk).first()
        # A page of its own leads where its view says.
        for verb in life.on_pages if seen else ():
            if verb.at is None and life.why_not(user, verb.action, seen) is None:
                yield from done(client, life, verb, seen, who)


def done(client: Client, life: Life, verb: Verb, row: Any, who: str) -> Iterator[str]:
    address, before = life.address(verb, row), transaction.savepoint()
    page = client.get(address) if verb.asks else None
    typed = filled(page.context["form"]) if page is not None and page.status_code == 200 else {}
    if verb.choices is not None:
        typed = {verb.choices[0]: verb.choices[1][0][0]}
    answer = client.post(address, typed, follow=True)
    if answer.redirect_chain and answer.status_code != 200:
        yield f"{who}, {verb.name}: {answer.redirect_chain[-1][0]}"
    transaction.savepoint_rollback(before)


def filled(form: forms.Form) -> dict[str, Any]:
    """The form as it comes, and in its empty fields what may stand there."""
    return {form.add_prefix(name): value_of(form, name, field) for name, field in form.fields.items()}


def value_of(form: forms.Form, name: str, field: forms.Field) -> Any:
    stands = form.get_initial_for_field(field, name)
    if stands not in (None, "") or isinstance(field.widget, forms.HiddenInput):
        return stands or ""
    if isinstance(field, forms.ModelChoiceField):
        first = field.queryset.first() if field.queryset is not None else None
        return first.pk if first else ""
    if isinstance(field, forms.ChoiceField):
        return next((key for key, _ in field.choices if key), "")
    return next((value for kind, value in TYPED.items() if isinstance(field, kind)), "")
