"""A verb that is told when it was is on record at that moment, whatever the clock says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pathways import services
from pathways.models import IltExpectation
from pathways.states import Ending
from tests.factories.pathways import (
    DeliverableRecordFactory,
    IltExpectationFactory,
    OfferingFactory,
    PlacementFactory,
)
from tests.factories.people import SchoolFactory, manager, principal_of
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db
TOLD = datetime(2026, 11, 10, 20, tzinfo=UTC)
TODAY = date(2026, 11, 10)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _later(clock):
    clock(TOLD + timedelta(hours=1))


LEAVE = {"category": "jury", "protected": False, "starts": TODAY, "ends": TODAY + DAY}
PLACEMENT = {
    "leave": lambda pk, by: services.record_leave(pk=pk, by=by, now=TOLD, **LEAVE),
    "move": lambda pk, by: services.move_school(
        pk=pk, by=by, to=SchoolFactory(), starts=TODAY + DAY, now=TOLD
    ),
    "end": lambda pk, by: services.end_placement(pk=pk, by=by, ends=TODAY, reason=Ending.RESIGNED, now=TOLD),
    "correct_the_start": lambda pk, by: services.correct_start(
        pk=pk, by=by, starts=date(2026, 8, 3), why="A slip.", now=TOLD
    ),
}


@pytest.mark.parametrize("verb", PLACEMENT)
def test_a_verb_on_a_placement_is_on_record_at_the_moment_it_was_told(verb):
    placement, by = PlacementFactory(), manager()
    PLACEMENT[verb](placement.pk, by)
    assert list(placement.events.values_list("action", "by", "at")) == [(verb, by.pk, TOLD)]


def test_what_is_taken_back_or_put_right_is_on_record_at_the_moment_it_was_told():
    placement, by, given = PlacementFactory(), manager(), {"by": manager(), "now": TOLD}
    leave = services.record_leave(pk=placement.pk, by=by, **LEAVE)
    services.move_school(pk=placement.pk, by=by, to=SchoolFactory(), starts=TODAY + 9 * DAY)
    services.take_back_leave(pk=placement.pk, leave=leave.pk, reason="A slip.", **given)
    services.take_back_move(pk=placement.pk, reason="A slip.", **given)
    services.end_placement(pk=placement.pk, by=by, ends=TODAY, reason=Ending.RESIGNED)
    services.correct_end(pk=placement.pk, ends=TODAY, reason=Ending.MOVED, why="A slip.", **given)
    told = placement.events.filter(at=TOLD).order_by("pk").values_list("action", flat=True)
    assert list(told) == ["take_back_leave", "take_back_move", "correct_the_end"]
    assert placement.events.count() == 6


def test_a_word_is_on_record_at_the_moment_it_was_given_and_at_the_one_it_was_corrected():
    placement = PlacementFactory()
    by, later = principal_of(placement.school), TOLD + timedelta(minutes=5)
    said = services.attest(pk=placement.pk, by=by, met=True, early=True, now=TOLD)
    assert said.at == TOLD
    said = services.correct_attestation(
        pk=placement.pk, by=manager(), met=False, words="Never came.", reason="A slip.", now=later
    )
    assert said.at == later
    assert list(placement.events.order_by("pk").values_list("at", flat=True)) == [TOLD, later]


def test_what_is_handed_in_and_decided_is_on_record_at_the_moment_it_was():
    record, by = DeliverableRecordFactory(deliverable__accepted_by="staff"), manager()
    moments = [TOLD + timedelta(minutes=minutes) for minutes in range(5)]
    own = record.placement.person
    services.submit(pk=record.pk, by=own, note="Done.", now=moments[0])
    services.send_back(pk=record.pk, by=by, words="Add dates.", now=moments[1])
    record = services.submit(pk=record.pk, by=own, note="With dates.", now=moments[2])
    assert (record.submitted_at, record.decided_at, record.decided_by) == (moments[2], None, None)
    assert services.accept(pk=record.pk, by=by, now=moments[3]).decided_at == moments[3]
    assert list(record.events.order_by("pk").values_list("at", flat=True)) == moments[:4]
    waived = services.waive(pk=DeliverableRecordFactory().pk, by=by, reason="Called off.", now=moments[4])
    assert (waived.decided_at, waived.events.get().at) == (moments[4], moments[4])


def test_what_is_done_with_an_offering_is_on_record_at_the_moment_it_was():
    offering, by = OfferingFactory(published=False), manager()
    version, _ = services.publish(pk=offering.pk, by=by, now=TOLD)
    services.extend(pk=offering.pk, by=by, until=date(2027, 1, 10), reason="Snow.", now=TOLD)
    days = {"answer_by": date(2027, 3, 1)}
    services.change_days(pk=offering.pk, by=by, days=days, reason="Snow.", now=TOLD)
    assert version.published_at == TOLD
    assert list(offering.events.order_by("pk").values_list("action", "by", "at")) == [
        ("publish", by.pk, TOLD),
        ("extend", by.pk, TOLD),
        ("change_days", by.pk, TOLD),
    ]


def test_why_an_offering_changes_is_kept_without_blanks_around_it():
    offering, by = OfferingFactory(), manager()
    services.extend(pk=offering.pk, by=by, until=date(2027, 1, 10), reason="  Snow.\n")
    services.change_days(pk=offering.pk, by=by, days={"answer_by": date(2027, 3, 1)}, reason="  Ice.\n")
    assert lines_told(offering) == [
        ("extend", "The last day to apply: December 31, 2026, now January 10, 2027.", "Snow."),
        ("change_days", "The last day to answer: January 31, 2027, now March 1, 2027.", "Ice."),
    ]


def test_expectations_are_taken_away_from_one_offering_of_one_school():
    written = IltExpectationFactory()
    same_school = IltExpectationFactory(school=written.school)
    same_offering = IltExpectationFactory(offering=written.offering)
    services.write_expectation(school=written.school, offering=written.offering, text=" ", by=manager())
    assert set(IltExpectation.objects.exclude(text="")) == {same_school, same_offering}


def test_the_priority_day_of_what_is_open_may_be_earlier_or_none():
    offering, by = OfferingFactory(priority_by=date(2026, 12, 1)), manager()
    for day in (date(2026, 11, 20), None):
        days = {"priority_by": day}
        assert services.change_days(pk=offering.pk, by=by, days=days, reason="Snow.").priority_by == day
