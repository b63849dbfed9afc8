"""Two at once, in real transactions: one wins, the other changes nothing or is told in words."""

from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError
from notifications.models import Message
from pathways import services
from pathways.models import Attestation, ServiceDay
from pathways.services.placements import days_of
from pathways.states import Ending, OfferingAction
from pathways.verbs import OFFERING
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import SchoolFactory, manager, principal_of
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


@pytest.fixture
def twice(at_once):
    """`twice(call)`: pressed twice at once; the refusals in words."""

    def run(call):
        return [str(answer) for answer in at_once(call, call) if isinstance(answer, DomainError)]

    return run


def test_a_calendar_saved_twice_at_once_has_each_day_once(at_once):
    year, days = ProgramYearFactory(), [date(2026, 9, day) for day in (1, 2, 3)]
    save = [lambda: services.set_service_days(year=year, days=days)] * 4
    assert at_once(*save) == [3] * 4
    assert list(ServiceDay.objects.order_by("day").values_list("day", flat=True)) == days


def test_a_year_drafted_twice_at_once_has_each_offering_once(at_once):
    role, year, by = RoleFactory(), ProgramYearFactory(), manager()
    made = at_once(*[lambda: services.draft_year(year=year, by=by)] * 4)
    assert sorted(map(len, made)) == [0, 0, 0, 1]
    assert role.offerings.count() == 1


def test_an_offering_published_twice_at_once_has_one_version(twice):
    offering, by = OfferingFactory(published=False), manager()
    assert twice(lambda: services.publish(pk=offering.pk, by=by)) == []
    assert (offering.versions.count(), offering.events.count()) == (1, 1)


def test_who_publishes_what_somebody_published_meanwhile_reads_that_nothing_is_new():
    offering, by = OfferingFactory(published=False), manager()
    verb = OFFERING.of(OfferingAction.PUBLISH)
    answer = second_after(
        lambda: verb.does(pk=offering.pk, by=manager()), lambda: verb.does(pk=offering.pk, by=by)
    )
    assert verb.said_of(answer) == "Version 1 says just this already. Nothing new was published."


def test_a_window_extended_twice_at_once_is_extended_once(twice):
    offering, by = OfferingFactory(), manager()
    told = twice(lambda: services.extend(pk=offering.pk, by=by, until=date(2027, 1, 10), reason="Snow."))
    assert told == ["Choose a day after January 10, 2027, the present last day."]
    assert offering.events.count() == 1


def test_days_changed_twice_at_once_leave_one_line(twice):
    offering, by = OfferingFactory(), manager()
    days = {"answer_by": date(2027, 2, 20)}
    assert twice(lambda: services.change_days(pk=offering.pk, by=by, days=days, reason="Snow.")) == []
    assert offering.events.count() == 1


def test_a_word_given_twice_at_once_is_given_once(twice):
    placement = PlacementFactory()
    by = principal_of(placement.school)
    say = {"pk": placement.pk, "by": by, "met": True, "early": True}
    assert twice(lambda: services.attest(**say)) == []
    assert (Attestation.objects.count(), placement.events.count(), Message.objects.count()) == (1, 1, 1)


def test_a_leave_recorded_twice_at_once_is_recorded_once(twice):
    placement, by = PlacementFactory(), manager()
    leave = {"category": "jury", "protected": False, "starts": TODAY, "ends": date(2026, 11, 20)}
    assert twice(lambda: services.record_leave(pk=placement.pk, by=by, **leave)) == [
        "Another leave covers some of these days. Change the days, so that they do not meet."
    ]
    assert placement.leaves.count() == 1


def test_a_placement_ended_twice_at_once_is_ended_once(twice):
    placement, by = PlacementFactory(), manager()
    end = {"pk": placement.pk, "by": by, "ends": TODAY, "reason": Ending.RESIGNED}
    assert twice(lambda: services.end_placement(**end)) == ["This placement was ended already."]
    assert placement.events.filter(action="end").count() == 1


def test_a_start_corrected_twice_at_once_is_corrected_once(twice):
    placement, by = PlacementFactory(), manager()
    start = {"pk": placement.pk, "by": by, "starts": date(2026, 8, 3), "why": "A slip."}
    assert twice(lambda: services.correct_start(**start)) == [
        "That is the first day on record. Choose another, or leave it as it is."
    ]
    assert placement.events.filter(action="correct_the_start").count() == 1


def test_a_deliverable_handed_in_twice_at_once_is_handed_in_once(twice):
    record = DeliverableRecordFactory(deliverable__evidence=["note"])
    by = record.placement.person
    assert twice(lambda: services.submit(pk=record.pk, by=by, note="Done.")) == []
    assert record.events.count() == 1


def test_of_two_moves_at_once_one_is_made_and_the_other_is_told_where_it_is_served(at_once):
    placement, by, schools = PlacementFactory(), manager(), SchoolFactory.create_batch(2)
    answers = at_once(
        *[lambda to=to: services.move_school(pk=placement.pk, to=to, starts=TODAY, by=by) for to in schools]
    )
    told = [str(answer) for answer in answers if isinstance(answer, DomainError)]
    days = days_of(placement, after=TODAY)
    assert told == [f"Choose a day within the placement, after it began at its present school: {days}."]
    assert placement.assignments.count() == 2


def test_a_word_given_while_the_placement_moves_is_given_or_refused_in_words(at_once):
    placement, staff, to = PlacementFactory(), manager(), SchoolFactory()
    by = principal_of(placement.school)
    at_once(
        lambda: services.move_school(pk=placement.pk, to=to, starts=TODAY, by=staff),
        lambda: services.attest(pk=placement.pk, by=by, met=True, early=True),
    )
    placement.refresh_from_db()
    assert placement.school == to
