"""Each verb looks at exactly what it is about: not at another person's, role's, year's or school's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError
from notifications.models import Message
from pathways.models import Attestation, DeliverableRecord, IltExpectation, ServiceDay
from pathways.policies import records_waiting_for
from pathways.services import (
    attest,
    correct_attestation,
    correct_end,
    correct_start,
    end_placement,
    extend,
    leader_coming,
    move_school,
    record_leave,
    set_service_days,
    write_expectation,
)
from pathways.states import Ending
from people.queries import own_schools
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import (
    DelegationFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
    teacher_at,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


# --- attestations ---------------------------------------------------------------------------------
def test_correcting_one_attestation_leaves_the_others():
    school = SchoolFactory()
    principal = principal_of(school)
    first, second = PlacementFactory.create_batch(2, school=school)
    for placement in (first, second):
        attest(pk=placement.pk, by=principal, met=True, early=True, now=NOW)
    correct_attestation(pk=second.pk, by=manager(), met=False, words="Nothing.", reason="A slip.", now=NOW)
    assert dict(Attestation.objects.values_list("placement", "met")) == {first.pk: True, second.pk: False}


def test_attesting_the_same_words_with_a_blank_behind_changes_nothing():
    placement = PlacementFactory()
    by = principal_of(placement.school)
    said = [
        attest(pk=placement.pk, by=by, met=False, words=words, early=True, now=NOW)
        for words in ("Never came.", "Never came. ")
    ]
    assert said[0] == said[1]
    assert placement.events.filter(action="attest").count() == 1


# --- what waits -----------------------------------------------------------------------------------
def test_a_principal_has_to_decide_only_what_was_handed_in_at_the_own_school():
    here = SchoolFactory()
    placement = PlacementFactory(school=here)
    mine = DeliverableRecordFactory(
        placement=placement, deliverable__accepted_by="principal", state="submitted"
    )
    DeliverableRecordFactory(placement=placement, deliverable__accepted_by="principal", state="open")
    DeliverableRecordFactory(placement=placement, deliverable__accepted_by="staff", state="submitted")
    DeliverableRecordFactory(deliverable__accepted_by="principal", state="submitted")
    waiting = records_waiting_for(DeliverableRecord.objects.all(), principal_of(here))
    assert list(waiting) == [mine]


def test_a_teacher_leads_no_school():
    assert list(own_schools(teacher_at(SchoolFactory()))) == []


def test_who_acts_for_a_principal_leads_the_school_of_that_principal_alone():
    school, named = SchoolFactory(), UserFactory()
    principal = principal_of(school)
    DelegationFactory(principal=principal, delegate=named)
    # Neither where the principal has another post, nor what others named others for.
    PostFactory(person=principal, school=SchoolFactory())
    DelegationFactory(principal=principal_of(SchoolFactory()))
    assert list(own_schools(named)) == [school]


# --- placements -----------------------------------------------------------------------------------
def test_another_person_begins_in_the_same_role(begin):
    assert begin(PlacementFactory(), person=UserFactory()).starts == TODAY


def test_one_person_begins_in_another_role(begin):
    assert begin(PlacementFactory(), role=RoleFactory()).starts == TODAY


def test_who_left_a_role_can_begin_in_it_again(begin):
    left = PlacementFactory(ends=date(2026, 10, 1), end_reason="resigned")
    assert begin(left).starts == TODAY


def test_a_role_held_from_a_later_day_on_stands_in_the_way(begin):
    later = PlacementFactory(starts=date(2027, 1, 4))
    with pytest.raises(DomainError, match="in that time already"):
        begin(later)


def test_the_first_day_of_an_earlier_leave_is_named_when_a_start_is_put_later():
    placement = PlacementFactory()
    for month in (10, 9):
        days = {"starts": date(2026, month, 5), "ends": date(2026, month, 9)}
        record_leave(pk=placement.pk, category="family", protected=True, by=manager(), now=NOW, **days)
    with pytest.raises(DomainError, match="A leave began on September 5, 2026"):
        correct_start(pk=placement.pk, by=manager(), starts=date(2026, 11, 2), why="It began later.", now=NOW)


# --- ends -----------------------------------------------------------------------------------------
def ended(on=date(2026, 10, 31)):
    placement = PlacementFactory()
    end_placement(pk=placement.pk, by=manager(), ends=on, reason=Ending.RESIGNED, now=NOW)
    return placement


def test_a_placement_is_corrected_to_completed_on_its_last_day_and_not_before():
    placement = ended()
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(DomainError, match=r"^This placement lasts until November 11, 2026"):
        correct_end(
            pk=placement.pk,
            by=manager(),
            ends=tomorrow + timedelta(days=1),
            reason=Ending.COMPLETED,
            why="A slip.",
            now=NOW,
        )
    done = correct_end(
        pk=placement.pk, by=manager(), ends=tomorrow, reason=Ending.COMPLETED, why="A slip.", now=NOW
    )
    assert (done.ends, done.end_reason) == (tomorrow, "completed")


def test_a_later_end_is_served_at_the_last_school():
    placement = ended()
    placement.assignments.update(ends=date(2026, 10, 31))
    correct_end(
        pk=placement.pk, by=manager(), ends=date(2026, 12, 1), reason=Ending.RESIGNED, why="A slip.", now=NOW
    )
    assert placement.assignments.get().ends == date(2026, 12, 1)


# --- moves ----------------------------------------------------------------------------------------
def test_the_places_of_another_role_and_year_do_not_open_a_school():
    placement, to = PlacementFactory(), SchoolFactory()
    offered = {"role": placement.role, "year": placement.year}
    OfferingFactory(places_per_school=9)
    OfferingFactory(role=placement.role, year=ProgramYearFactory(first=2025), places_per_school=9)
    OfferingFactory(**offered, places_per_school=1)
    PlacementFactory(**offered, school=to)
    with pytest.raises(DomainError, match=r"is free at .*: 1 of 1 taken"):
        move_school(pk=placement.pk, to=to, starts=TODAY, by=principal_of(to), now=NOW)


def test_a_leader_of_last_year_is_not_received():
    to = SchoolFactory()
    placement = PlacementFactory(year=ProgramYearFactory(first=2025))
    with pytest.raises(DomainError, match=r"^Nobody with this address holds this role on that day"):
        leader_coming(email=placement.person.email, role=placement.role, to=to, on=TODAY, by=principal_of(to))


@pytest.mark.parametrize(
    ("starts", "words"),
    [(TODAY, "is November 10"), (TODAY - timedelta(days=1), "was November 9")],
    ids=["today", "yesterday"],
)
def test_the_mail_of_a_move_says_whether_it_lies_ahead(starts, words):
    placement = PlacementFactory()
    move_school(pk=placement.pk, to=SchoolFactory(), starts=starts, by=manager(), now=NOW)
    mail = Message.objects.filter(to_person=placement.person).latest("pk")
    assert words in mail.body


# --- calendar, window, expectations ---------------------------------------------------------------
def test_the_calendar_of_one_year_leaves_the_days_of_another():
    this, last = ProgramYearFactory(), ProgramYearFactory(first=2025)
    set_service_days(year=last, days=[date(2026, 3, 2)])
    set_service_days(year=this, days=[TODAY])
    assert list(ServiceDay.objects.order_by("day").values_list("year", "day")) == [
        (last.pk, date(2026, 3, 2)),
        (this.pk, TODAY),
    ]


def test_a_window_is_not_extended_to_its_present_last_day():
    offering = OfferingFactory(closes=date(2026, 11, 30))
    by = manager()
    extend(pk=offering.pk, by=by, until=date(2026, 12, 7), reason="Snow.", now=NOW)
    with pytest.raises(DomainError, match=r"^Choose a day after December 7, 2026"):
        extend(pk=offering.pk, by=by, until=date(2026, 12, 7), reason="Snow.", now=NOW)
    assert offering.events.filter(action="extend").count() == 1


def test_expectations_are_kept_without_blanks_around_them():
    school, offering = SchoolFactory(), OfferingFactory()
    written = write_expectation(school=school, offering=offering, text="  Comes on Tuesdays. ", by=manager())
    assert written.text == "Comes on Tuesdays."
    write_expectation(school=school, offering=offering, text=" ", by=manager())
    # The row stays, so that nobody is asked again for what was taken out on purpose.
    assert IltExpectation.objects.get().text == ""
