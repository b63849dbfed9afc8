"""An applicant's home says where each application stands: who has it, since when, what is next."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from applications.models import Application
from applications.queries.standings import STANDINGS
from applications.queries.way import ways
from applications.states import State
from pathways.models import Placement
from tests.factories.applications import NOW, ApplicationFactory
from tests.factories.pathways import OfferingFactory, ProgramYearFactory
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock: Any) -> None:
    clock(NOW)


def shown(application: Application) -> tuple[str, list[tuple[str, str, str]], str]:
    (way,) = ways(application.person, NOW)
    return way.head, [(step.name, step.state, step.words) for step in way.steps], way.next


def test_an_application_that_waits_for_the_principal_says_who_has_it_since_when_and_what_is_next() -> None:
    offering = OfferingFactory(cosign_by=date(2027, 1, 10))
    application = ApplicationFactory(submitted=True, offering=offering)
    signer = application.signer
    assert shown(application) == (
        f"Your application is with {signer}.",
        [
            ("Sent", "done", "Sep 13, 2026, signed by you"),
            ("Principal signs", "here", f"Waiting for {signer} since yesterday. By Jan 10, 2027"),
            ("Partnership reads", "ahead", ""),
            ("Decision", "ahead", "You get a mail"),
            ("Your answer", "ahead", ""),
            ("You begin", "ahead", "from the day offers go out, or later"),
        ],
        f"Next: {signer} reads and signs it, by January 10, 2027. Then the Partnership reads it, "
        "and you get a mail with the decision. You need do nothing now.",
    )


def test_a_renewal_that_waits_for_the_principal_is_read_by_nobody_after() -> None:
    held = ApplicationFactory(accepted=True)
    application = ApplicationFactory(submitted=True, offering=OfferingFactory(cosign_by=date(2027, 1, 10)))
    Application.objects.filter(pk=application.pk).update(renews=Placement.objects.get(person=held.person))
    assert shown(application)[2] == (
        f"Next: {application.signer} reads and signs it, by January 10, 2027. Then the Partnership decides, "
        "and you get a mail with the decision. You need do nothing now."
    )


@pytest.mark.parametrize(
    ("first", "chosen", "words"),
    [
        # The year runs: its first day is past, and nobody begins in the past.
        (2026, None, "from the day offers go out, or later"),
        (2027, None, "from Jul 1, 2027"),
        (2026, date(2026, 11, 2), "from Nov 2, 2026"),
    ],
)
def test_the_day_one_begins_is_none_that_is_past_already(first: int, chosen: date | None, words: str) -> None:
    application = ApplicationFactory(submitted=True, offering__year=ProgramYearFactory(first=first))
    Application.objects.filter(pk=application.pk).update(starts=chosen)
    assert shown(application)[1][-1] == ("You begin", "ahead", words)


@pytest.mark.parametrize(
    "state", [state for state in STANDINGS if STANDINGS[state].step and not STANDINGS[state].ended]
)
def test_one_step_is_today_those_before_are_done_and_those_after_ahead(state: State) -> None:
    application = ApplicationFactory(submitted=True)
    ahead = NOW.date() + timedelta(days=90)
    Application.objects.filter(pk=application.pk).update(state=state, starts=ahead, answer_by=ahead)
    application.refresh_from_db()
    here = STANDINGS[state].step
    states = [step for _, step, _ in shown(application)[1]]
    assert states == ["done"] * here + ["here"] + ["ahead"] * (5 - here)


def test_a_draft_is_with_its_writer() -> None:
    head, steps, after = shown(ApplicationFactory(offering__closes=date(2026, 12, 31)))
    assert (head, steps[0], after) == (
        "Your application is with you: it is not sent yet.",
        ("Sent", "here", "Not sent yet; apply by Dec 31, 2026"),
        "Next: finish it, sign it and send it.",
    )


def test_the_home_of_an_applicant_shows_the_way_and_that_of_somebody_else_none(signed_in: Any) -> None:
    application = ApplicationFactory(submitted=True)
    home = signed_in(application.person).get("/").content.decode()
    assert re.findall(r'<li class="is-(\w+)"', home) == ["done", "here", "ahead", "ahead", "ahead", "ahead"]
    assert f'href="/applications/{application.pk}/"' in home
    for other in (UserFactory(), application.signer, manager()):
        assert 'class="way"' not in signed_in(other).get("/").content.decode()


def test_what_ended_is_told_for_thirty_days() -> None:
    application = ApplicationFactory(submitted=True)
    Application.objects.filter(pk=application.pk).update(state="declined")
    application.events.create(action="decline", to_state="declined", at=NOW - timedelta(days=29))
    head, steps, after = shown(application)
    assert (head, after) == ("Your application was declined.", "")
    assert [step for _, step, _ in steps] == ["done", "done", "done", "ended"]
    assert steps[-1] == ("Decision", "ended", "Declined Aug 16, 2026")
    assert ways(application.person, NOW + timedelta(days=1)) == []
