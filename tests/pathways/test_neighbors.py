"""Verbs on placements and offerings leave neighbors alone, end on the very day, and keep words without blanks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError
from notifications.models import Message
from pathways.models import ServiceDay
from pathways.policies import managers_of, why_not
from pathways.services import (
    attest,
    correct_attestation,
    correct_end,
    end_placement,
    extend,
    move_school,
    publish,
    record_leave,
    set_service_days,
    submit,
    take_back_leave,
    take_back_move,
)
from pathways.states import DeliverableAction, Ending
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PathwayFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager, principal_of
from tests.verbs import last_told

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
TODAY = date(2026, 11, 10)
BLANKS = "  A slip.\n"


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


def test_a_role_that_another_person_holds_later_does_not_stand_in_the_way(begin):
    assert begin(PlacementFactory(starts=date(2027, 1, 4)), person=UserFactory()).starts == TODAY


def test_the_same_role_in_the_next_year_does_not_stand_in_the_way(begin):
    following = PlacementFactory(year=ProgramYearFactory(first=2027))
    assert begin(following, year=ProgramYearFactory()).ends == date(2027, 7, 1)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(date(2026, 11, 9), date(2026, 11, 12)), (date(2027, 6, 29), date(2027, 7, 2))],
    ids=["before it", "behind it"],
)
def test_a_leave_lies_within_the_placement(starts, ends):
    placement = PlacementFactory(starts=TODAY)
    said = r"^Choose days within the placement: from Nov 10, 2026 to Jun 30, 2027[.]$"
    with pytest.raises(DomainError, match=said):
        record_leave(
            pk=placement.pk, category="jury", protected=False, starts=starts, ends=ends, by=manager(), now=NOW
        )
    assert not placement.leaves.exists()


def test_a_leave_lasts_from_the_first_day_of_a_placement_to_its_last():
    placement = PlacementFactory(starts=TODAY)
    days = {"starts": TODAY, "ends": date(2027, 7, 1)}
    leave = record_leave(pk=placement.pk, category="study", protected=False, **days, by=manager(), now=NOW)
    assert (leave.starts, leave.ends) == (TODAY, date(2027, 7, 1))


def test_two_leaves_may_meet_at_midnight():
    placement, by = PlacementFactory(), manager()
    for starts in (TODAY, TODAY + timedelta(days=2), TODAY - timedelta(days=2)):
        days = {"starts": starts, "ends": starts + timedelta(days=2)}
        record_leave(pk=placement.pk, category="jury", protected=False, **days, by=by, now=NOW)
    assert placement.leaves.count() == 3


def ended():
    placement = PlacementFactory()
    end_placement(pk=placement.pk, by=manager(), ends=date(2026, 10, 31), reason=Ending.RESIGNED, now=NOW)
    return placement


def put_right(placement, **changes):
    given = {"by": manager(), "ends": TODAY, "reason": Ending.RESIGNED, "why": BLANKS, "now": NOW}
    return correct_end(pk=placement.pk, **given | changes)


def test_why_an_end_is_put_right_is_kept_and_mailed_without_blanks_around_it():
    placement = put_right(ended())
    assert last_told(placement)[1:] == ("Was: resigned, last day October 30, 2026.", "A slip.")
    assert "A slip.\n" in Message.objects.latest("pk").body
    assert "  A slip." not in Message.objects.latest("pk").body


def test_an_end_is_put_right_past_the_placements_of_others_and_other_roles():
    placement = ended()
    PlacementFactory(role=placement.role, starts=date(2026, 11, 1))
    PlacementFactory(person=placement.person, starts=date(2026, 11, 1))
    assert put_right(placement).ends == TODAY


def test_an_end_is_put_right_up_to_where_the_next_placement_in_the_role_begins():
    placement = ended()
    PlacementFactory(person=placement.person, role=placement.role, starts=TODAY)
    with pytest.raises(DomainError, match=r"holds this role again from November 10, 2026"):
        put_right(placement, ends=TODAY + timedelta(days=1))
    assert put_right(placement).ends == TODAY


def test_why_a_move_is_taken_back_is_kept_and_mailed_without_blanks_around_it():
    placement, by, to = PlacementFactory(), manager(), SchoolFactory()
    move_school(pk=placement.pk, to=to, starts=date(2027, 1, 11), by=by, now=NOW)
    take_back_move(pk=placement.pk, by=by, reason=BLANKS, now=NOW)
    assert last_told(placement)[1:] == (f"Was: to {to}, first day January 11, 2027.", "A slip.")
    body = Message.objects.get(template="pathways/move_taken_back", to_person=placement.person).body
    assert "A slip." in body
    assert "  A slip." not in body


def test_a_window_is_extended_to_the_last_day_of_the_year_and_no_further():
    offering, by = OfferingFactory(), manager()
    with pytest.raises(DomainError, match=r"^The program year 2026-27 ends on June 30, 2027"):
        extend(pk=offering.pk, by=by, until=date(2027, 7, 1), reason="Snow.", now=NOW)
    assert extend(pk=offering.pk, by=by, until=date(2027, 6, 30), reason="Snow.", now=NOW).last_day == date(
        2027, 6, 30
    )


def test_days_to_sign_and_to_answer_that_are_not_too_early_stay_when_a_window_is_extended():
    until = date(2027, 1, 10)
    offering = OfferingFactory(cosign_by=until, answer_by=until)
    extend(pk=offering.pk, by=manager(), until=until, reason="Snow.", now=NOW)
    offering.refresh_from_db()
    assert (offering.cosign_by, offering.answer_by) == (until, until)


def test_a_calendar_loses_the_days_that_are_taken_out():
    year, days = ProgramYearFactory(), [date(2026, 9, day) for day in (1, 2, 3)]
    set_service_days(year=year, days=days)
    assert set_service_days(year=year, days=days[1:]) == 2
    assert list(ServiceDay.objects.order_by("day").values_list("day", flat=True)) == days[1:]


def test_only_program_managers_are_told_as_managers_and_in_the_order_of_their_names():
    HatFactory(kind="director")
    HatFactory(ends=TODAY)
    zoe, ann = manager(family_name="Zoeller"), manager(family_name="Ash")
    assert list(managers_of(PathwayFactory().pk, TODAY)) == [ann, zoe]


@pytest.mark.parametrize(("accepted_by", "decides"), [("staff", False), ("principal", True)])
def test_a_principal_decides_what_is_theirs_to_accept(accepted_by, decides):
    record = DeliverableRecordFactory(deliverable__accepted_by=accepted_by)
    by = principal_of(record.placement.school)
    submit(pk=record.pk, by=record.placement.person, note="See the plan.")
    record.refresh_from_db()
    decisions = (DeliverableAction.ACCEPT, DeliverableAction.RETURN)
    assert [why_not(by, action, record) is None for action in decisions] == [decides] * 2
    other = principal_of(SchoolFactory())
    assert [why_not(other, action, record) is None for action in decisions] == [False] * 2


def test_each_change_that_is_published_is_the_version_after_the_newest():
    offering, by = OfferingFactory(published=False), manager()
    for words in ("One.", "Two.", "Three."):
        offering.teacher_commitment = words
        offering.save()
        publish(pk=offering.pk, by=by, now=NOW)
    assert list(offering.versions.order_by("pk").values_list("number", flat=True)) == [1, 2, 3]


def test_why_a_word_is_corrected_is_kept_without_blanks_around_it():
    placement = PlacementFactory()
    attest(pk=placement.pk, by=principal_of(placement.school), met=True, early=True)
    said = correct_attestation(pk=placement.pk, by=manager(), met=False, words=" No plan. ", reason=BLANKS)
    assert (said.words, *last_told(placement)[1:]) == ("No plan.", "Was: met.", "A slip.")


def test_why_a_leave_is_taken_back_is_kept_without_blanks_around_it():
    placement, by = PlacementFactory(), manager()
    days = {"starts": TODAY, "ends": TODAY + timedelta(days=2)}
    leave = record_leave(pk=placement.pk, category="jury", protected=True, by=by, **days)
    take_back_leave(pk=placement.pk, leave=leave.pk, by=by, reason=BLANKS)
    assert last_told(placement)[1:] == (
        "Was: Jury duty, protected leave, from November 10, 2026 to November 11, 2026.",
        "A slip.",
    )
