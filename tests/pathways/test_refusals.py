"""What the verbs on placements, deliverables, offerings and calendars refuse, each in its words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError, NotAllowed
from pathways.models import Attestation, Leave, ServiceDay
from pathways.services import (
    attest,
    correct_attestation,
    extend,
    leader_coming,
    move_school,
    record_leave,
    set_service_days,
    take_back_end,
    take_back_leave,
    take_back_move,
    waive,
)
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
MONDAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


def leave_of(placement, **days):
    given = {"starts": MONDAY, "ends": MONDAY + timedelta(days=5)} | days
    return record_leave(pk=placement.pk, category="family", protected=True, by=manager(), now=NOW, **given)


def test_a_word_that_was_never_given_is_not_corrected():
    placement = PlacementFactory()
    with pytest.raises(DomainError, match=r"^Nothing was attested yet, so there is nothing to correct[.]$"):
        correct_attestation(pk=placement.pk, by=manager(), met=True, reason="A slip.", now=NOW)
    assert not Attestation.objects.exists()


def test_an_attestation_is_corrected_with_a_reason_only():
    placement = PlacementFactory()
    principal = principal_of(placement.school)
    attest(pk=placement.pk, by=principal, met=True, early=True, now=NOW)
    with pytest.raises(
        DomainError, match=r"^Say why the attestation is corrected[.] The reason stays on record[.]$"
    ):
        correct_attestation(pk=placement.pk, by=manager(), met=False, words="Nothing.", reason=" ", now=NOW)
    assert Attestation.objects.get().met is True


def test_a_deliverable_is_waived_with_a_reason_only():
    record = DeliverableRecordFactory()
    with pytest.raises(
        DomainError, match=r"^Say why this deliverable is waived[.] The reason stays on record[.]$"
    ):
        waive(pk=record.pk, by=manager(), reason="  ")
    record.refresh_from_db()
    assert record.state == "open"


def test_a_leader_is_received_only_by_who_signs_for_the_school():
    placement, to = PlacementFactory(), SchoolFactory()
    with pytest.raises(NotAllowed, match=r"^Only who signs for the receiving school starts such a move[.]$"):
        leader_coming(
            email=placement.person.email,
            role=placement.role,
            to=to,
            on=MONDAY,
            by=principal_of(SchoolFactory()),
        )
    assert placement.assignments.count() == 1


def test_a_move_is_taken_back_with_a_reason_only():
    placement = PlacementFactory()
    move_school(pk=placement.pk, to=SchoolFactory(), starts=MONDAY, by=manager(), now=NOW)
    with pytest.raises(
        DomainError, match=r"^Say why the move is taken back[.] The reason stays on record[.]$"
    ):
        take_back_move(pk=placement.pk, by=manager(), reason="", now=NOW)
    assert placement.assignments.count() == 2


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 6, 30), date(2027, 7, 1)])
def test_a_move_lies_inside_the_placement_and_after_its_first_day(day):
    placement = PlacementFactory()
    with pytest.raises(
        DomainError, match=r"^Choose a day within the placement, after it began at its present school"
    ):
        move_school(pk=placement.pk, to=SchoolFactory(), starts=day, by=manager(), now=NOW)
    assert placement.assignments.count() == 1


def test_a_longer_window_needs_a_reason():
    offering = OfferingFactory(closes=date(2026, 11, 30))
    with pytest.raises(
        DomainError, match=r"^Say why the window is extended[.] The reason stays on record[.]$"
    ):
        extend(pk=offering.pk, by=manager(), until=date(2026, 12, 7), reason=" ", now=NOW)
    offering.refresh_from_db()
    assert offering.extended_to is None


def test_a_leave_has_at_least_one_day():
    with pytest.raises(DomainError, match=r"^The last day of a leave cannot be before its first[.]$"):
        leave_of(PlacementFactory(), ends=MONDAY)
    assert not Leave.objects.exists()


def test_a_leave_is_taken_back_by_the_managers_of_the_pathway_alone():
    placement = PlacementFactory()
    leave = leave_of(placement)
    with pytest.raises(
        NotAllowed, match=r"^Only a program manager of this pathway may take back a leave[.]$"
    ):
        take_back_leave(pk=placement.pk, leave=leave.pk, by=UserFactory(), reason="A slip.", now=NOW)
    assert Leave.objects.count() == 1


def test_a_leave_is_taken_back_with_a_reason_only():
    placement = PlacementFactory()
    leave = leave_of(placement)
    with pytest.raises(
        DomainError, match=r"^Say why the leave is taken back[.] The reason stays on record[.]$"
    ):
        take_back_leave(pk=placement.pk, leave=leave.pk, by=manager(), reason=" ", now=NOW)
    assert Leave.objects.count() == 1


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2027, 7, 1)])
def test_a_service_day_lies_inside_its_year(day):
    year = ProgramYearFactory()
    with pytest.raises(
        DomainError, match=rf"^{day:%B} {day.day}, {day.year} is not in the program year 2026-27"
    ):
        set_service_days(year=year, days=[date(2026, 9, 1), day])
    assert not ServiceDay.objects.exists()


def test_the_first_and_the_last_day_of_a_year_can_be_service_days():
    year = ProgramYearFactory()
    assert set_service_days(year=year, days=[date(2026, 7, 1), date(2027, 6, 30)]) == 2


@pytest.mark.parametrize(
    ("by", "ended", "why", "sentence"),
    [
        (
            UserFactory,
            True,
            "A mistake.",
            "Only a program manager of this pathway takes back the end of a placement.",
        ),
        (manager, False, "A mistake.", "This placement was not ended, so there is no end to take back."),
        (manager, True, " ", "Say why the end is taken back. The reason stays on record."),
    ],
    ids=["somebody else", "not ended", "no reason"],
)
def test_an_end_is_taken_back_by_staff_when_there_is_one_with_a_reason(by, ended, why, sentence):
    placement = PlacementFactory(end_reason="resigned" if ended else "")
    with pytest.raises(DomainError) as refused:
        take_back_end(pk=placement.pk, by=by(), why=why, now=NOW)
    assert str(refused.value) == sentence
    assert not placement.events.exists()
