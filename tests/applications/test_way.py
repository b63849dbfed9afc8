"""The page of an application says where it stands, to each of its readers in their words."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from applications.models import Application, Review
from applications.queries.standings import STANDINGS
from applications.states import MOVES, State
from tests.factories.applications import NOW, ApplicationFactory
from tests.factories.pathways import OfferingFactory
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db
STEP = re.compile(
    r'<li class="is-(\w+)"[^>]*><b>([^<]+)</b>(?:<span[^>]*>[^<]*</span>)?(?: <span class="way__words">([^<]*)</span>)?'
)
LATER = date(2027, 2, 1)


@pytest.fixture(autouse=True)
def _now(clock: Any, settings: Any) -> None:
    clock(NOW)
    settings.DEMO = True


def line(client: Any, application: Application) -> list[tuple[str, str, str]]:
    """The steps of its page: name, state and words."""
    html = client.get(f"/applications/{application.pk}/").content.decode()
    assert html.count('<ol class="way" aria-label="Where it stands">') == 1
    return [(name, state, words) for state, name, words in STEP.findall(html)]


def happened(application: Application, action: str, to_state: str, days: int, from_state: str = "") -> None:
    at = NOW - timedelta(days=days)
    application.events.create(action=action, from_state=from_state, to_state=to_state, at=at)


def test_its_writer_its_signer_and_staff_read_in_their_words_who_has_it_and_since_when(
    signed_in: Any,
) -> None:
    offering = OfferingFactory(cosign_by=date(2027, 1, 10), year__starts=LATER)
    application = ApplicationFactory(submitted=True, offering=offering)
    person, signer = application.person.name, application.signer.name
    ahead = ("Decision", "ahead", "")
    assert line(signed_in(application.person), application) == [
        ("Sent", "done", "Sep 13, 2026, signed by you"),
        ("Principal signs", "here", f"Waiting for {signer} since yesterday. By Jan 10, 2027"),
        ("Partnership reads", "ahead", ""),
        ("Decision", "ahead", "You get a mail"),
        ("Your answer", "ahead", ""),
        ("You begin", "ahead", "from Feb 1, 2027"),
    ]
    rest = [("Answer", "ahead", ""), ("Role begins", "ahead", "from Feb 1, 2027")]
    assert line(signed_in(application.signer), application) == [
        ("Sent", "done", f"Sep 13, 2026, signed by {person}"),
        ("You sign", "here", "Waiting for you since yesterday. By Jan 10, 2027"),
        *(("Partnership reads", "ahead", ""), ahead, *rest),
    ]
    assert line(signed_in(manager()), application) == [
        ("Sent", "done", f"Sep 13, 2026, signed by {person}"),
        ("Principal signs", "here", f"Waiting for {signer} since yesterday. By Jan 10, 2027"),
        *(("Partnership reads", "ahead", ""), ahead, *rest),
    ]


def test_each_step_that_was_taken_says_its_day(signed_in: Any) -> None:
    application = ApplicationFactory(accepted=True, offering__year__starts=LATER)
    Application.objects.filter(pk=application.pk).update(starts=LATER)
    for action, state, days in (
        ("cosign", "cosigned", 9),
        ("start_review", "in_review", 7),
        ("offer", "offered", 5),
        ("accept", "accepted", 3),
    ):
        happened(application, action, state, days)
    assert line(signed_in(manager()), application) == [
        ("Sent", "done", f"Sep 13, 2026, signed by {application.person.name}"),
        ("Principal signs", "done", "Sep 5, 2026"),
        ("Partnership reads", "done", "from Sep 7, 2026"),
        ("Decision", "done", "offered Sep 9, 2026"),
        ("Answer", "done", "accepted Sep 11, 2026"),
        ("Role begins", "here", "From Feb 1, 2027"),
    ]


def test_once_the_role_has_begun_no_step_is_ahead(signed_in: Any) -> None:
    application = ApplicationFactory(accepted=True)
    Application.objects.filter(pk=application.pk).update(starts=NOW.date())
    steps = line(signed_in(application.person), application)
    assert {state for _, state, _ in steps} == {"done"}
    assert steps[-1] == ("You begin", "done", "since Sep 14, 2026")


def test_every_state_is_told() -> None:
    assert set(STANDINGS) == set(State)


ENDED = [State.NOT_SUPPORTED, State.DECLINED, State.TURNED_DOWN, State.LAPSED]


@pytest.mark.parametrize("state", ENDED)
def test_what_ended_says_where_and_when(signed_in: Any, state: State) -> None:
    application = ApplicationFactory(cosigned=True)
    Application.objects.filter(pk=application.pk).update(state=state)
    happened(application, next(did for (_, did), after in MOVES.items() if after == state), state, 2)
    at, words = STANDINGS[state].step, STANDINGS[state].ended
    for reader in (application.person, application.signer, manager()):
        steps = line(signed_in(reader), application)
        assert [step for _, step, _ in steps] == ["done"] * at + ["ended"]
        assert steps[-1][2] == f"{words} Sep 12, 2026"


@pytest.mark.parametrize(
    ("left", "taken"), [("draft", 0), ("submitted", 1), ("waitlisted", 3), ("offered", 4)]
)
def test_what_was_withdrawn_ended_where_it_stood(signed_in: Any, left: str, taken: int) -> None:
    application = ApplicationFactory(cosigned=True)
    Application.objects.filter(pk=application.pk).update(state="withdrawn")
    happened(application, "withdraw", "withdrawn", 1, from_state=left)
    steps = line(signed_in(application.person), application)
    assert [step for _, step, _ in steps] == ["done"] * taken + ["ended"]
    assert steps[-1][2] == "Withdrawn Sep 13, 2026"


def test_a_decision_that_was_opened_again_is_not_behind(signed_in: Any) -> None:
    application = ApplicationFactory(in_review=True)
    happened(application, "decline", "declined", 2)
    happened(application, "reopen", "in_review", 1)
    steps = line(signed_in(application.person), application)
    assert steps[2] == ("Partnership reads", "here", "Being read, since Sep 13, 2026")
    assert steps[3] == ("Decision", "ahead", "You get a mail")


def test_who_reads_it_is_told_neither_to_its_writer_nor_to_the_signer(signed_in: Any) -> None:
    application = ApplicationFactory(in_review=True)
    reader = UserFactory(given_name="Quentin", family_name="Readman")
    Review.objects.create(application=application, reviewer=reader, assigned_at=NOW)
    happened(application, "start_review", "in_review", 1)
    application.events.create(action="assign", note="Quentin Readman", to_state="in_review", at=NOW)
    for person in (application.person, application.signer):
        assert "Readman" not in str(line(signed_in(person), application))
    html = signed_in(application.person).get(f"/applications/{application.pk}/").content.decode()
    assert "Readman" not in html
