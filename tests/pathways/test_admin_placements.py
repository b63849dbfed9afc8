"""Placements in the administration: ended, moved, paused, put right."""

import html
from datetime import UTC, date, datetime

import pytest

from pathways.models import (
    DeliverableEvent,
    Leave,
    Placement,
    PlacementEvent,
    SchoolAssignment,
)
from tests.factories.pathways import (
    CohortFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import SchoolFactory, UserFactory, clerk, principal_of
from tests.pathways.administering import (
    address,
    buttons,
    handed_in,
    last_line,
    press,
)

pytestmark = pytest.mark.django_db


def test_placements_are_completed_by_an_action(client, by, clock):
    placement = PlacementFactory()
    clock(datetime(2027, 6, 30, 18, tzinfo=UTC))
    client.force_login(by)
    assert "Completed: 1." in press(client, "Placement", "complete", placement)
    placement.refresh_from_db()
    assert (placement.end_reason, placement.ends) == ("completed", placement.year.ends)
    assert last_line(placement) == ("end", by.pk, "Completed, last day June 30, 2027.", "")


def test_a_placement_is_ended_with_day_and_reason(inside, by):
    placement = PlacementFactory()
    typed = {"last_day": "2027-02-12", "reason": "resigned", "note": "Moves away.", "sure": "on"}
    assert "Ended: 1." in press(inside, "Placement", "end", placement, **typed)
    placement.refresh_from_db()
    assert (placement.ends, placement.end_reason) == (date(2027, 2, 13), "resigned")
    assert last_line(placement) == ("end", by.pk, "Resigned, last day February 12, 2027.", "Moves away.")


def test_a_day_outside_a_placement_is_refused_and_what_was_typed_stays(inside):
    placement = PlacementFactory()
    typed = {"last_day": "2030-01-01", "reason": "resigned", "note": "Moves away.", "sure": "on"}
    text = press(inside, "Placement", "end", placement, **typed)
    assert "Choose a last day within the placement and its program year: from " in text
    assert 'value="2030-01-01"' in text
    assert '<option value="resigned" selected>' in text
    placement.refresh_from_db()
    assert placement.end_reason == ""


def test_a_placement_moves_to_another_school(inside, by):
    placement, school = PlacementFactory(), SchoolFactory()
    typed = {"school": school.pk, "first_day": "2026-07-02"}
    assert "Moved: 1." in press(inside, "Placement", "move", placement, **typed)
    placement.refresh_from_db()
    assert placement.school == school
    assert list(SchoolAssignment.objects.values_list("school", flat=True)) == [
        SchoolAssignment.objects.first().school_id,
        school.pk,
    ]
    assert last_line(placement)[:2] == ("move", by.pk)


def test_a_move_to_a_school_without_a_free_place_is_done_with_a_warning(inside):
    offering, school = OfferingFactory(), SchoolFactory(name="Aragon")
    PlacementFactory(role=offering.role, year=offering.year, school=school)
    placement = PlacementFactory(role=offering.role, year=offering.year)
    said = press(inside, "Placement", "move", placement, school=school.pk, first_day="2026-07-02")
    assert "Moved: 1." in said
    assert "Aragon now has more leaders than places for" in said


def test_a_leave_is_recorded_with_its_last_day_included(inside, by):
    placement = PlacementFactory()
    typed = {"category": "family", "protected": "on", "first_day": "2027-01-11", "last_day": "2027-02-12"}
    assert "Leave recorded: 1." in press(inside, "Placement", "leave", placement, **typed)
    assert list(Leave.objects.values_list("category", "protected", "starts", "ends")) == [
        ("family", True, date(2027, 1, 11), date(2027, 2, 13))
    ]
    assert last_line(placement)[:2] == ("leave", by.pk)


@pytest.mark.parametrize(
    ("action", "typed", "said"),
    [
        ("complete", {}, "Only a program manager of this pathway may end a placement."),
        (
            "end",
            {"last_day": "2027-02-12", "reason": "resigned", "sure": "on"},
            "Only a program manager of this pathway may end a placement.",
        ),
        (
            "leave",
            {"category": "jury", "first_day": "2027-01-11", "last_day": "2027-01-12"},
            "Only a program manager of this pathway may record a leave.",
        ),
        (
            "move",
            {"first_day": "2027-01-11"},
            "Only the principal of the receiving school or a program manager may move a placement.",
        ),
    ],
)
def test_who_wears_no_hat_moves_no_placement_there_either(client, action, typed, said):
    client.force_login(clerk())
    placement = PlacementFactory()
    typed = typed | ({"school": SchoolFactory().pk} if action == "move" else {})
    assert said in press(client, "Placement", action, placement, **typed)
    assert PlacementEvent.objects.count() == 0


def test_a_placement_says_who_attests_or_that_nobody_can(inside):
    placement = PlacementFactory()
    page = address("Placement", "change", placement.pk)
    assert "Appoint an acting signer first." in inside.get(page).content.decode()
    principal = principal_of(placement.school)
    assert f"is said by {principal}, nobody else." in html.unescape(inside.get(page).content.decode())


def test_a_placement_that_was_ended_is_put_right_and_not_ended_again(inside):
    ahead = {"year": ProgramYearFactory(first=2040)}
    over = {"year": ProgramYearFactory(first=2024)}
    standing = ["end", "move", "correct_the_start", "leave"]
    assert buttons(inside, "Placement", PlacementFactory(**ahead)) == standing
    assert buttons(inside, "Placement", PlacementFactory(**over)) == ["complete", *standing]
    # When and where it was served until then may still be put right.
    assert buttons(inside, "Placement", PlacementFactory(end_reason="resigned", **ahead)) == [
        "correct_the_end",
        "take_back_the_end",
        *standing[1:],
    ]


def test_how_a_placement_ended_is_put_right_by_an_action(inside, by):
    placement = PlacementFactory(end_reason="resigned")
    typed = {"last_day": "2027-02-12", "reason": "moved", "why": "A wrong day."}
    assert "End corrected: 1." in press(inside, "Placement", "correct_the_end", placement, **typed)
    was = "Was: resigned, last day June 30, 2027."
    assert last_line(placement) == ("correct_the_end", by.pk, was, "A wrong day.")


def test_a_leave_and_a_move_ahead_are_taken_back_by_actions(inside, by):
    placement, to = PlacementFactory(year=ProgramYearFactory(first=2040)), SchoolFactory()
    leave = placement.leaves.create(category="jury", starts=date(2041, 1, 4), ends=date(2041, 1, 9))
    press(inside, "Placement", "move", placement, school=to.pk, first_day="2041-01-11")
    assert buttons(inside, "Placement", placement) == [
        "end",
        "take_back_move",
        "correct_the_start",
        "leave",
        "take_back_leave",
    ]
    assert "Move taken back: 1." in press(inside, "Placement", "take_back_move", placement, why="Wrong.")
    typed = {"leave": leave.pk, "why": "Wrong."}
    assert "Leave taken back: 1." in press(inside, "Placement", "take_back_leave", placement, **typed)
    assert (placement.assignments.count(), placement.leaves.count()) == (1, 0)


def test_a_placement_is_found_by_name_school_and_number(inside):
    # Words and digits that stand in no counted name and no year.
    placement = PlacementFactory(
        pk=98_765_431, person=UserFactory(family_name="Okafor"), school__name="Mulberry Street"
    )
    PlacementFactory()
    for words in ("kafo", placement.school.name, str(placement.pk)):
        found = inside.get(address("Placement", "changelist"), {"q": words}).context["cl"].result_list
        assert list(found) == [placement]


def test_completing_a_placement_asks_first(inside):
    placement = PlacementFactory(year=ProgramYearFactory(first=2024))
    chosen = {"action": "complete", "_selected_action": placement.pk}
    asked = inside.post(address("Placement", "changelist"), chosen)
    assert (asked.status_code, asked.context["lead"]) == (
        200,
        "The whole year was served: once its last day has come, this ends the placement. The leader gets a mail.",
    )
    assert Placement.objects.get().end_reason == ""


def test_a_deliverable_that_was_accepted_says_so_when_it_is_accepted_again(inside):
    record = handed_in()
    press(inside, "DeliverableRecord", "accept", record)
    text = press(inside, "DeliverableRecord", "accept", record)
    record.refresh_from_db()
    assert f"{record}: This was done already." in text
    assert DeliverableEvent.objects.filter(action="accept").count() == 1


def test_history_of_a_placement_leads_to_its_own_lines(inside):
    page = address("Placement", "change", PlacementFactory().pk)
    assert f'href="{page}#events-group"' in inside.get(page).content.decode()
    assert inside.get(page.replace("change/", "history/")).url == f"{page}#events-group"


def test_history_of_what_is_edited_by_hand_stays_djangos(inside):
    page = address("Cohort", "change", CohortFactory().pk)
    assert inside.get(page.replace("change/", "history/")).status_code == 200


def test_a_page_with_buttons_brings_what_keeps_unsaved_typing(inside):
    script = "/js/admin."
    pages = [
        address("Offering", "change", OfferingFactory().pk),
        address("Cohort", "change", CohortFactory().pk),
    ]
    assert [script in inside.get(page).content.decode() for page in pages] == [True, False]
