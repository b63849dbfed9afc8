"""The whole table of an application's life: each verb tried in each state is made, changes nothing, or is refused."""

from datetime import timedelta
from itertools import product

import pytest

from applications import services
from applications.models import Application
from applications.services.moves import locked, move
from applications.states import MOVES, Action, State
from common.errors import DomainError
from notifications.models import Message
from pathways.models import Placement
from tests.factories.applications import NOW, ApplicationFactory
from tests.factories.people import HatFactory, UserFactory

pytestmark = pytest.mark.django_db
S, A = State, Action

# Written out, not read from the product: a move added or lost by mistake is seen here.
MADE = {
    (S.DRAFT, A.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, A.COSIGN): S.COSIGNED,
    (S.SUBMITTED, A.SEND_BACK): S.RETURNED,
    (S.SUBMITTED, A.DECLINE_SUPPORT): S.NOT_SUPPORTED,
    (S.RETURNED, A.REVISE): S.DRAFT,
    (S.COSIGNED, A.START_REVIEW): S.IN_REVIEW,
    (S.COSIGNED, A.CONFIRM): S.ACCEPTED,
    (S.IN_REVIEW, A.OFFER): S.OFFERED,
    (S.IN_REVIEW, A.WAITLIST): S.WAITLISTED,
    (S.IN_REVIEW, A.DECLINE): S.DECLINED,
    (S.WAITLISTED, A.OFFER): S.OFFERED,
    (S.WAITLISTED, A.DECLINE): S.DECLINED,
    (S.OFFERED, A.ACCEPT): S.ACCEPTED,
    (S.OFFERED, A.TURN_DOWN): S.TURNED_DOWN,
    (S.OFFERED, A.LAPSE): S.LAPSED,
    (S.DRAFT, A.WITHDRAW): S.WITHDRAWN,
    (S.SUBMITTED, A.WITHDRAW): S.WITHDRAWN,
    (S.RETURNED, A.WITHDRAW): S.WITHDRAWN,
    (S.COSIGNED, A.WITHDRAW): S.WITHDRAWN,
    (S.IN_REVIEW, A.WITHDRAW): S.WITHDRAWN,
    (S.WAITLISTED, A.WITHDRAW): S.WITHDRAWN,
    (S.OFFERED, A.WITHDRAW): S.WITHDRAWN,
    (S.WITHDRAWN, A.APPLY_AGAIN): S.DRAFT,
    (S.DECLINED, A.REOPEN): S.IN_REVIEW,
    (S.TURNED_DOWN, A.REOPEN): S.IN_REVIEW,
    (S.LAPSED, A.REOPEN): S.IN_REVIEW,
    (S.NOT_SUPPORTED, A.REOPEN): S.DRAFT,
}
# Pressed a second time, the same answer and no second effect; nothing is overdue but an offer.
ALREADY_SO = {
    (S.SUBMITTED, A.SUBMIT),
    (S.COSIGNED, A.COSIGN),
    (S.IN_REVIEW, A.COSIGN),
    (S.WAITLISTED, A.COSIGN),
    (S.OFFERED, A.COSIGN),
    (S.ACCEPTED, A.COSIGN),
    (S.DECLINED, A.COSIGN),
    (S.TURNED_DOWN, A.COSIGN),
    (S.LAPSED, A.COSIGN),
    (S.ACCEPTED, A.ACCEPT),
    (S.TURNED_DOWN, A.TURN_DOWN),
    (S.WITHDRAWN, A.WITHDRAW),
    (S.DRAFT, A.APPLY_AGAIN),
    *((state, A.LAPSE) for state in S if state is not S.OFFERED),
}
LONG_AFTER = NOW + timedelta(days=60)


@pytest.fixture
def manager():
    return HatFactory(person=UserFactory()).person


@pytest.fixture
def decide(manager):
    """`decide(application, outcome)`: staged and released, as a manager does it."""

    def do(application, outcome):
        reason = {"offer": "strongest", "waitlist": "places", "decline": "other"}[outcome]
        words = "A plan for the year is missing."
        services.stage(
            pk=application.pk, by=manager, outcome=outcome, reason=reason, words=words, unread="In person."
        )
        services.release(offering_pk=application.offering_id, by=manager)

    return do


@pytest.fixture
def application_in(decide):
    """`application_in(state)`: one that came there by the verbs people use."""

    def after(verb, **words):
        def come_there(**trait):
            application = ApplicationFactory(**trait)
            by = (
                application.signer
                if verb in (services.send_back, services.decline_support)
                else application.person
            )
            verb(pk=application.pk, by=by, **words)
            return application

        return come_there

    def lapsed():
        application = ApplicationFactory(offered=True)
        services.lapse(pk=application.pk, now=LONG_AFTER)
        return application

    def declined():
        application = ApplicationFactory(in_review=True)
        decide(application, "decline")
        return application

    by_verbs = {
        S.DRAFT: ApplicationFactory,
        S.RETURNED: lambda: after(services.send_back, words="Add your plan.")(submitted=True),
        S.NOT_SUPPORTED: lambda: after(services.decline_support, words="Not this year.")(submitted=True),
        S.DECLINED: declined,
        S.WITHDRAWN: after(services.withdraw),
        S.TURNED_DOWN: lambda: after(services.turn_down)(offered=True),
        S.LAPSED: lapsed,
    }

    def build(state):
        application = by_verbs.get(state, lambda: ApplicationFactory(**{state: True}))()
        application.refresh_from_db()
        assert application.state == state
        return application

    return build


@pytest.fixture
def do(ceremony, decide, manager):
    """`do(action, application)`: the verb, by the person whose it is."""

    def run(action, application):
        pk, own, signer = application.pk, application.person, application.signer or manager
        verbs = {
            A.SUBMIT: lambda: services.submit(pk=pk, by=own, ceremony=ceremony(application, own)),
            A.COSIGN: lambda: services.cosign(pk=pk, by=signer, ceremony=ceremony(application, signer)),
            A.SEND_BACK: lambda: services.send_back(pk=pk, by=signer, words="Add your plan."),
            A.REVISE: lambda: services.revise(pk=pk, by=own),
            A.DECLINE_SUPPORT: lambda: services.decline_support(pk=pk, by=signer, words="Not this year."),
            A.START_REVIEW: lambda: services.start_review(pk=pk, by=manager),
            # Comes with the second signature of who holds the role already: test_in_office.py.
            A.CONFIRM: lambda: move(locked(pk), A.CONFIRM, by=None, now=NOW, starts=NOW.date()),
            A.OFFER: lambda: decide(application, "offer"),
            A.WAITLIST: lambda: decide(application, "waitlist"),
            A.DECLINE: lambda: decide(application, "decline"),
            A.ACCEPT: lambda: services.accept(pk=pk, by=own),
            A.TURN_DOWN: lambda: services.turn_down(pk=pk, by=own),
            A.LAPSE: lambda: services.lapse(pk=pk, now=LONG_AFTER),
            A.WITHDRAW: lambda: services.withdraw(pk=pk, by=own),
            A.REOPEN: lambda: services.reopen(pk=pk, by=manager, words="New facts."),
            A.APPLY_AGAIN: lambda: services.apply_again(pk=pk, by=own),
        }
        return verbs[action]()

    return run


def traces(application):
    """Everything a verb could leave behind."""
    return (
        Application.objects.values_list("state", "submitted_at", "signer", "answer_by").get(
            pk=application.pk
        ),
        application.events.count(),
        application.records.count(),
        sum(record.signatures.filter(void=None).count() for record in application.records.all()),
        application.decisions.count(),
        Placement.objects.count(),
        Message.objects.count(),
    )


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert MOVES == MADE


@pytest.mark.parametrize(("state", "action"), MADE, ids=lambda word: word)
def test_a_move_of_the_table_is_made_and_leaves_one_line_that_says_so(application_in, do, state, action):
    application = application_in(state)
    lines = application.events.count()
    do(action, application)
    application.refresh_from_db()
    after = MADE[state, action]
    assert application.state == after
    last = application.events.order_by("pk").last()
    assert (last.action, last.from_state, last.to_state) == (action, state, after)
    # An undecided application that nobody read leaves a second line: why it was decided all the same.
    unread = state in (S.IN_REVIEW, S.WAITLISTED) and action in (A.OFFER, A.WAITLIST)
    assert application.events.count() == lines + 1 + unread


@pytest.mark.parametrize(
    ("state", "action"),
    sorted(ALREADY_SO, key=lambda pair: [w.value for w in pair]),
    ids=lambda word: word,
)
def test_a_verb_that_was_done_already_changes_nothing(application_in, do, state, action):
    application = application_in(state)
    before = traces(application)
    do(action, application)
    assert traces(application) == before


@pytest.mark.parametrize(
    ("state", "action"),
    [pair for pair in product(S, A) if pair not in MADE and pair not in ALREADY_SO],
    ids=lambda word: word,
)
def test_a_verb_at_the_wrong_time_is_refused_in_words_and_changes_nothing(application_in, do, state, action):
    application = application_in(state)
    before = traces(application)
    with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
        do(action, application)
    assert traces(application) == before
