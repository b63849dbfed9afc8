from datetime import UTC, date, datetime

import pytest

from coaching import services
from coaching.models import CycleStep
from common.errors import DomainError, NotAllowed
from tests.factories.coaching import CycleFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
PLANNED, OBSERVED = date(2026, 11, 3), date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


@pytest.fixture
def cycle():
    return CycleFactory(state="observation", planned_on=PLANNED, observed_on=OBSERVED)


def correct(cycle, by=None, **days):
    return services.correct_days(pk=cycle.pk, by=by or cycle.coach, now=NOW, **days)


def test_the_coach_puts_a_day_right_and_the_history_keeps_what_it_was(cycle):
    correct(cycle, planned_on=PLANNED, observed_on=date(2026, 11, 12))
    cycle.refresh_from_db()
    event = cycle.events.get(action="correct")
    assert (cycle.planned_on, cycle.observed_on) == (PLANNED, date(2026, 11, 12))
    assert (event.by, event.step, event.about) == (
        cycle.coach,
        "observed_on",
        "Observation on Nov 12, 2026, before Nov 10, 2026.",
    )


def test_of_a_closed_cycle_too(cycle):
    closed = CycleFactory(state="closed", closed_at=NOW, planned_on=PLANNED, conversation_on=OBSERVED)
    assert correct(closed, conversation_on=date(2026, 11, 9)).conversation_on == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"observed_on": OBSERVED}, "These are the days it has"),
        ({"feedback_on": OBSERVED}, "was not recorded yet"),
        ({"observed_on": date(2026, 11, 21)}, "still to come"),
        ({"observed_on": date(2026, 11, 2)}, "The step before it was on Nov 3, 2026"),
        ({"planned_on": date(2026, 11, 11)}, "The step before it was on Nov 11, 2026"),
        ({"planned_on": date(2026, 6, 1), "observed_on": date(2026, 6, 2)}, "Choose a day within 2026-27"),
    ],
)
def test_days_that_cannot_be_meant_are_refused_and_nothing_changes(cycle, days, words):
    with pytest.raises(DomainError, match=words):
        correct(cycle, **days)
    cycle.refresh_from_db()
    assert (cycle.planned_on, cycle.observed_on, cycle.events.count()) == (PLANNED, OBSERVED, 0)


def test_nobody_but_the_coach_puts_days_right(cycle):
    for other in (manager(), cycle.placement.person):
        with pytest.raises(NotAllowed):
            correct(cycle, by=other, observed_on=PLANNED)


def test_the_page_asks_for_the_days_that_were_recorded(client, cycle):
    client.force_login(cycle.coach)
    page = client.get(f"/coaching/{cycle.pk}/correct/").content.decode()
    assert [step in page for step in CycleStep] == [True, True, False, False]
    client.post(f"/coaching/{cycle.pk}/correct/", {"planned_on": "2026-11-02", "observed_on": OBSERVED})
    assert (
        "Planning on Nov 2, 2026, before Nov 3, 2026."
        in client.get(f"/coaching/{cycle.pk}/").content.decode()
    )
