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

from applications.states import Action, PairState, ReviewState
from applications.states import State as ApplicationState
from coaching.states import State as CycleState
from coaching.states import SupportState
from common.admin import ServiceAdmin
from common.errors import DomainError, NotAllowed, SomeoneElse
from common.verbs import Life, Verb
from fellows.models import AwardEvent
from fellows.states import AwardState, FieldworkState, ServiceState, VersionState
from fellows.states import State as FellowState
from notifications.states import RuleState
from notifications.states import State as MessageState
from pathways.states import DeliverableState, GoalState, ProgramEventState
from people.models import Hat, School, User
from people.queries import signer_for, today
from seminars.states import ResourceState
from seminars.states import State as SessionState
from stipends.models import AssistanceBatch, ClaimBatch, ClaimEvent
from stipends.states import ClaimState, DisputeState, OverpaymentState, PolicyState, RateState, RunState
from tests.architecture.rooms import ROOT
from tests.factories.applications import application_in, decision_in, review_in
from tests.factories.coaching import CycleFactory, support_in
from tests.factories.fellows import (
    FieldworkFactory,
    MilestoneFactory,
    ProofFactory,
    ScanFactory,
    SuspensionFactory,
)
from tests.factories.notifications import MessageFactory, ReminderRuleFactory
from tests.factories.pathways import OfferingFactory, ProgramEventFactory, SchoolGoalFactory
from tests.factories.people import (
    HatFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
)
from tests.factories.pulses import pair_in
from tests.factories.resources import resource_in
from tests.factories.seminars import SessionFactory
from tests.factories.stipends import approver, preparer
from tests.fellows.agreements import version_in
from tests.fellows.assistance import award_in
from tests.fellows.test_states import fellow_in, record_in
from tests.pathways.standing import PLACEMENTS
from tests.pathways.test_states import record_in as record_in_state
from tests.stipends.assistance import file_in
from tests.stipends.claims import allowance_in, batch_in, claim_in, terms_in
from tests.stipends.layouts.states import layout_in
from tests.stipends.test_paydays import payday_in
from tests.stipends.test_states import policy_in, run_in
from tests.stipends.test_states_of_disputes import dispute_in, overpayment_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

DECLARED = [*ROOT.glob("*/verbs.py"), *ROOT.glob("*/verbs/__init__.py")]
# Those of people stand in the administration, nearly all: tests/people/test_verbs.py.
APPS = {path.relative_to(ROOT).parts[0] for path in DECLARED} - {"common", "people"}
# One of each kind of row. Where stipends do what a lower app declares, theirs is the one that is drawn.
LIVES = {
    found.page: found
    for app in sorted(sorted(APPS), key="stipends".__eq__)
    for found in vars(import_module(f"{app}.verbs")).values()
    if isinstance(found, Life)
}
LEFT = {MessageState.SENT: {"sent_at": timezone.now()}}
CLOSED = {state: {"closed_at": timezone.now()} for state in (CycleState.CLOSED, SessionState.CLOSED)}
# How a row comes into each of its states.
ROWS: dict[str, tuple[Any, Callable[[Any], Model]]] = {
    "coaching:detail": (CycleState, lambda state: CycleFactory(state=state, **CLOSED.get(state, {}))),
    "coaching:support_one": (SupportState, support_in),
    "pathways:deliverable": (DeliverableState, record_in_state),
    "pathways:event": (
        ProgramEventState,
        lambda state: ProgramEventFactory(state=state, came=64 if state is ProgramEventState.HELD else None),
    ),
    "pathways:goal": (GoalState, lambda state: SchoolGoalFactory(state=state, person=UserFactory())),
    "pathways:offering": (
        ("draft", "published"),
        lambda state: OfferingFactory(published=state == "published"),
    ),
    "pathways:placement": (PLACEMENTS, lambda stands: PLACEMENTS[stands]()),
    "fellows:detail": (FellowState, fellow_in),
    "fellows:milestone": (
        ("ahead", "reached", "not_passed"),
        lambda state: MilestoneFactory(
            reached_on=today() if state == "reached" else None,
            not_passed_on=today() if state == "not_passed" else None,
        ),
    ),
    "fellows:proof": (
        ("kept", "of what is recorded"),
        lambda state: ProofFactory(milestone__reached_on=None if state == "kept" else today()),
    ),
    "fellows:scan": (("kept",), lambda state: ScanFactory()),
    "fellows:suspension": (("kept",), lambda state: SuspensionFactory()),
    "fellows:entry": (FieldworkState, lambda state: FieldworkFactory(state=state)),
    "fellows:award": (AwardState, award_in),
    "fellows:version": (VersionState, version_in),
    "fellows:service": (ServiceState, lambda state: record_in(state)[0]),
    "admin:applications_decision_change": (("staged", "released"), decision_in),
    "applications:detail": (ApplicationState, application_in),
    "applications:pulse": (PairState, pair_in),
    "applications:review": (ReviewState, review_in),
    "dashboard:reminder": (
        RuleState,
        lambda state: ReminderRuleFactory(days_before=12, active=state is RuleState.ON),
    ),
    "notifications:detail": (MessageState, lambda state: MessageFactory(state=state, **LEFT.get(state, {}))),
    "seminars:detail": (SessionState, lambda state: SessionFactory(state=state, **CLOSED.get(state, {}))),
    "seminars:resource": (ResourceState, resource_in),
    "stipends:allowance": (RateState, allowance_in),
    "stipends:assistance_file": (("open", "paid"), file_in),
    "stipends:claim": (ClaimState, claim_in),
    "stipends:claim_file": (("open", "paid"), batch_in),
    "stipends:dispute": (DisputeState, dispute_in),
    "stipends:layout": (RateState, layout_in),
    "stipends:overpayment": (OverpaymentState, overpayment_in),
    "stipends:payday": (("planned", "made"), payday_in),
    "stipends:policy": (PolicyState, policy_in),
    "stipends:run": (RunState, run_in),
    "stipends:term": (RateState, terms_in),
}
# While it is going on, the page of a run shows its progress and nothing to press.
NOTHING_TO_PRESS = {("stipends:run", RunState.CALCULATING)}
# Of two verbs for one thing a page shows one.
ONE_IS_ENOUGH = {("applications:detail", ApplicationState.OFFERED, Action.WITHDRAW)}
# Pressed once more where it has led already, its row stays as it is and nobody is told of an error.
TWICE_IS_ONCE = {
    ("applications:detail", ApplicationState.ACCEPTED, Action.ACCEPT),
    ("applications:detail", ApplicationState.DRAFT, Action.APPLY_AGAIN),
}


BEGAN = ("prepared_by", "drafted_by", "coach", "person", "reviewer")
FINANCE = {Hat.Kind.PREPARER, Hat.Kind.APPROVER}


def began_it(row: Any) -> User:
    """Whoever did the first part, and wears every hat of finance; of a mail somebody, of a fellow and their service
    the fellow, of a cycle its coach, of a session its facilitator, of a placement and of what it owes the leader; of
    an application its writer, who manages as well."""
    about = getattr(row, "fellow", getattr(row, "placement", row))
    person = next((getattr(about, name) for name in BEGAN if hasattr(about, name)), UserFactory())
    if hasattr(row, "facilitators"):
        row.facilitators.add(person)
    worn = FINANCE | ({Hat.Kind.PROGRAM_MANAGER} if hasattr(row, "offering") else set())
    for kind in worn - set(person.hats.values_list("kind", flat=True)):
        HatFactory(person=person, kind=kind)
    return User.objects.get(pk=person.pk)


def who_signs_at(school: School | None) -> User:
    """The principal of the school, or of one that has nothing to do with it."""
    signer = signer_for(school, today()) if school else None
    return signer or principal_of(school or SchoolFactory())


PEOPLE: dict[str, Callable[[Any], User]] = {
    "a teacher": lambda row: UserFactory(),
    "a manager": lambda row: manager(),
    "a preparer": lambda row: preparer(),
    "an approver": lambda row: approver(),
    "who began it": began_it,
    "who signs": lambda row: getattr(row, "signer", None) or who_signs_at(getattr(row, "school", None)),
    "an administrator": lambda row: administrator(),
}
EVERY = [
    pytest.param(life, state, id=f"{life.page} {state}")
    for life in LIVES.values()
    for state in ROWS[life.page][0]
]


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    # Staff of the demo need no second factor.
    settings.DEMO = True


def test_every_life_is_tried() -> None:
    assert set(LIVES) == set(ROWS)


@pytest.fixture
def browser() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.mark.parametrize(("life", "state"), EVERY)
def test_pages_and_administration_offer_a_verb_or_refuse_it_in_words(
    life: Life, state: str, browser: Callable[[User], Client]
) -> None:
    row: Any = ROWS[life.page][1](state)
    before, highest = lines_of(row), administrator()
    # Somebody else is named only where somebody else may.
    for_others = {verb.name: life.why_not(highest, verb.action, row) is None for verb in life.on_pages}
    for who, person in PEOPLE.items() if life.on_pages else ():
        user = person(row)
        client, seen = browser(user), life.rows(user).filter(pk=row.pk).exists()
        page = client.get(life.page_of(row))
        assert page.status_code == (200 if seen else 404), who
        shown = unescape(page.content.decode())
        for address, verb in one_of_each_button(life, user, row):
            refusal = life.why_not(user, verb.action, row)
            offered = f'href="{address}"' in shown or f'action="{address}"' in shown
            due = seen and refusal is None and (life.page, state) not in NOTHING_TO_PRESS
            shown_else = verb.beside or (life.page, state, verb.action) in ONE_IS_ENOUGH
            assert shown_else or offered == due, (who, verb.name)
            assert for_others[verb.name] or not isinstance(refusal, SomeoneElse), (who, verb.name)
            here = address == life.page_of(row)
            # Where several stand beside each other on the page of one of them, that one answers.
            told_there = (verb.beside and not here) or (life.page, state, verb.action) in TWICE_IS_ONCE
            assert told_there or answered(client, verb, address, seen, refusal, here), (who, verb.name)
    place = admin.site._registry[type(row)]
    assert isinstance(place, ServiceAdmin)
    assert place.life is life
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    # What a draft says is its writer's alone.
    seen = life.rows(highest).filter(pk=row.pk).exists()
    drawn = [name for name, _ in browser(highest).get(address).context["buttons"]] if seen else []
    administered = [
        verb for verb in life.in_administration if seen and life.why_not(highest, verb.action, row) is None
    ]
    assert drawn == [verb.name for verb in administered]
    assert lines_of(row) == before


def lines_of(row: Any) -> int:
    """How many lines of history it has, or what it belongs to."""
    if hasattr(row, "ended_because"):
        # Its columns are its history.
        return 0
    if isinstance(row, ClaimBatch):
        # Its history is that of its claims.
        return ClaimEvent.objects.filter(claim__batch=row).count()
    if isinstance(row, AssistanceBatch):
        return AwardEvent.objects.filter(disbursement__line__batch=row).count()
    about = row if hasattr(row, "events") else getattr(row, "fellow", None) or row.application
    return about.events.count()


def one_of_each_button(life: Life, user: User, row: Any) -> list[tuple[str, Verb]]:
    """Verbs that share an address are one button: the first that may be done now. Forms beside others stand alone."""
    beside = [(life.address(verb, row), verb) for verb in life.on_pages if verb.beside]
    found: dict[str, Verb] = {}
    for verb in (verb for verb in life.on_pages if not verb.beside):
        address = life.address(verb, row)
        if address not in found or life.why_not(user, found[address].action, row) is not None:
            may = life.why_not(user, verb.action, row) is None
            found[address] = verb if may else found.get(address, verb)
    return [*beside, *found.items()]


def answered(
    client: Client, verb: Verb, address: str, seen: bool, refusal: DomainError | None, here: bool
) -> bool:
    """Whether the address of a verb answers as the policy says: 404 for a row that is not theirs, 403 in words for what
    is not theirs to do, the words on the row's page for what cannot be; what can be and asks first opens. What is done
    `here`, on the page of the row, is refused there when its button is pressed."""
    if not seen:
        return client.post(address).status_code == 404
    if refusal is None:
        return verb.beside or not verb.asks or client.get(address).status_code == 200
    if isinstance(refusal, NotAllowed):
        answer, status = client.post(address), 403
    elif here:
        answer, status = client.post(address, {verb.name: "1"}), 422
    elif verb.beside and verb.form:
        answer, status = client.post(address), 422
    else:
        asks = verb.asks and not verb.beside
        answer = client.get(address, follow=True) if asks else client.post(address, follow=True)
        status = 200
    return answer.status_code == status and str(refusal) in unescape(answer.content.decode())
