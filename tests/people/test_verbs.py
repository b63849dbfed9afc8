"""Every declared verb of people × how its row stands × who presses it: drawn in the administration, or refused in
words and nothing done."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from common.errors import NotAllowed
from people import verbs
from people.models import Delegation, Invitation
from people.policies import why_not
from people.queries import today
from people.states import InvitationAction
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    ImportFactory,
    PostFactory,
    PostRequestFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    clerk,
    manager,
    principal_of,
    registrar,
    teacher_at,
)

pytestmark = pytest.mark.django_db


def asked_by(principal):
    """An invitation that waits for its answer."""
    days = {"starts": today(), "ends": today() + timedelta(days=3), "asked_at": timezone.now()}
    return Invitation.objects.create(principal=principal, address="asked@example.org", **days)


def named():
    return DelegationFactory(principal=principal_of(SchoolFactory()))


ROWS = {
    "import": (verbs.IMPORT, ImportFactory),
    "request": (verbs.REQUEST, PostRequestFactory),
    "account": (verbs.ACCOUNT, UserFactory),
    "account of an administrator": (verbs.ACCOUNT, administrator),
    "account with a hat": (verbs.ACCOUNT, lambda: HatFactory().person),
    "closed account": (verbs.ACCOUNT, lambda: UserFactory(is_active=False)),
    "post": (verbs.POST, PostFactory),
    "acting signer": (verbs.SIGNER, ActingSignerFactory),
    "delegation": (verbs.DELEGATION, DelegationFactory),
    "invitation": (verbs.INVITATION, lambda: asked_by(principal_of(SchoolFactory()))),
    "hat": (verbs.HAT, HatFactory),
    "hat that waits": (verbs.HAT, lambda: HatFactory(waiting=True)),
    "delegation of a principal": (verbs.NAMED, named),
    "membership": (verbs.MEMBERSHIP, lambda: SchoolFactory().memberships.get()),
}
ADMINISTERED = [kind for kind, (life, _) in ROWS.items() if life.in_administration]
# What stands on the page of its row, as it does nowhere else.
SHOWN = [kind for kind, (life, _) in ROWS.items() if life.page in ("dashboard:person", "pathways:school")]
WHO = {"an administrator": lambda row: administrator(), "a clerk": lambda row: clerk()}
KEEPERS = {
    "an administrator": administrator,
    "a registrar": registrar,
    "a manager": manager,
    "a teacher": lambda: teacher_at(SchoolFactory()),
}


def test_every_life_is_tried():
    declared = [found for found in vars(verbs).values() if isinstance(found, verbs.Life)]
    assert [life for life in declared if life not in [life for life, _ in ROWS.values()]] == []


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("kind", ADMINISTERED)
def test_the_administration_draws_a_verb_or_refuses_it_in_words(client, kind, who):
    life, make = ROWS[kind]
    row = make()
    user = WHO[who](row)
    client.force_login(user)
    model = type(row)
    place = f"admin:people_{model._meta.model_name}"
    assert admin.site._registry[model].life is life
    refused = {
        verb: life.why_not(user, verb.action, row)
        for verb in life.in_administration
        if life.why_not(user, verb.action, row) is not None
    }
    page = client.get(reverse(f"{place}_change", args=[row.pk]))
    assert page.context["buttons"] == [
        (verb.name, verb.label) for verb in life.in_administration if verb not in refused
    ]
    before = model.objects.filter(pk=row.pk).values().get()
    for verb, refusal in refused.items():
        sent = {"action": verb.name, "_selected_action": row.pk, "_typed": "1", "last_day": today()}
        answer = client.post(reverse(f"{place}_changelist"), sent, follow=True)
        # A form that asks says it of its one row; a button names the row.
        said = str(refusal) if verb.form else f"{row}: {refusal}"
        assert said in unescape(answer.content.decode())
    assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("who", KEEPERS)
@pytest.mark.parametrize("kind", SHOWN)
def test_the_page_of_a_row_draws_a_verb_or_its_address_refuses_it(client, kind, who):
    life, make = ROWS[kind]
    row, user = make(), KEEPERS[who]()
    client.force_login(user)
    seen = life.rows(user).filter(pk=row.pk).exists()
    page = client.get(life.page_of(row))
    shown = unescape(page.content.decode())
    before = type(row).objects.filter(pk=row.pk).values().get()
    for verb in life.on_pages:
        address, refusal = life.address(verb, row), life.why_not(user, verb.action, row)
        offered = f'href="{address}"' in shown or f'action="{address}"' in shown
        assert offered == (seen and refusal is None), verb.name
        if not seen:
            assert client.post(address).status_code == 404
        elif refusal is not None:
            answer = client.post(address, {"words": "No."}, follow=True)
            # What was typed is judged on its form, which comes back.
            judged = 422 if verb.form else 200
            assert answer.status_code == (403 if isinstance(refusal, NotAllowed) else judged)
            assert str(refusal) in unescape(answer.content.decode())
        elif verb.asks:
            assert client.get(address).status_code == 200
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_nobody_is_offered_to_close_their_own_account(client):
    by = administrator()
    client.force_login(by)
    assert client.get(reverse("admin:people_user_change", args=[by.pk])).context["buttons"] == []


def told(client, address, verb):
    """What is said after a button was pressed."""
    answer = client.post(address, {"verb": verb}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_the_button_of_a_page_says_what_is_declared_and_does_it(client):
    given = DelegationFactory(
        principal=principal_of(SchoolFactory()),
        starts=today() - timedelta(days=3),
        ends=today() + timedelta(days=3),
    )
    (verb,) = verbs.DELEGATION.on_pages
    address = verbs.DELEGATION.address(verb, given)
    client.force_login(given.principal)
    page = client.get(verbs.DELEGATION.page_of(given)).content.decode()
    assert f'name="verb" value="end_today:{given.pk}">End it today<' in page
    assert told(client, address, f"{verb.name}:{given.pk}") == [verb.said]
    given.refresh_from_db()
    assert given.ends == today()


def test_a_delegation_of_today_that_is_ended_in_two_windows_says_so_in_the_second(client):
    given = DelegationFactory(principal=principal_of(SchoolFactory()), starts=today())
    (verb,) = verbs.DELEGATION.on_pages
    client.force_login(given.principal)
    address = verbs.DELEGATION.address(verb, given)
    pressed = [told(client, address, f"{verb.name}:{given.pk}") for _ in range(2)]
    assert pressed == [[verb.said], ["This was ended already."]]


def test_of_somebody_else_who_acts_for_a_principal_not_even_that_is_told(client):
    given = DelegationFactory(starts=today())
    (verb,) = verbs.DELEGATION.on_pages
    client.force_login(principal_of(SchoolFactory()))
    address = verbs.DELEGATION.address(verb, given)
    said = [told(client, address, f"{verb.name}:{number}") for number in (given.pk, given.pk + 1)]
    assert said == [["This was ended already."]] * 2
    assert Delegation.objects.get() == given


def test_an_invitation_is_taken_back_by_the_button_that_is_declared_and_once(client):
    invitation = asked_by(principal_of(SchoolFactory()))
    (verb,) = verbs.INVITATION.on_pages
    client.force_login(invitation.principal)
    address = verbs.INVITATION.address(verb, invitation)
    assert f'value="take_back:{invitation.pk}">{verb.label}<' in client.get(address).content.decode()
    pressed = [told(client, address, f"{verb.name}:{invitation.pk}") for _ in range(2)]
    assert pressed == [["You ask no longer."], ["This was taken back, asked anew or answered already."]]


def test_an_invitation_is_taken_back_by_who_asked_alone():
    invitation = asked_by(principal_of(SchoolFactory()))
    assert why_not(invitation.principal, InvitationAction.TAKE_BACK, invitation) is None
    refusal = why_not(administrator(), InvitationAction.TAKE_BACK, invitation)
    assert str(refusal) == "Only who asked takes this back."
