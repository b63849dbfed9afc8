"""The first day of a placement is corrected with a reason: on record, told, and within the year."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError, NotAllowed
from notifications.models import Message
from pathways.models import Placement
from pathways.services import correct_start, end_placement, move_school, record_leave
from pathways.states import Ending
from tests.factories.pathways import OfferingFactory, PlacementFactory
from tests.factories.people import SchoolFactory, manager, principal_of
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 27, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _november(clock, settings):
    # The second factor of staff has tests of its own.
    settings.DEMO = True
    clock(NOVEMBER)


@pytest.fixture
def placement():
    return PlacementFactory(starts=date(2026, 11, 27))


def correct(placement, *, starts=date(2026, 7, 1), why="The offer said July 1.", by=None):
    return correct_start(pk=placement.pk, by=by or manager(), starts=starts, why=why)


def test_a_first_day_is_put_right_with_what_it_was_and_why_on_record(placement):
    by = manager()
    correct(placement, by=by)
    placement.refresh_from_db()
    assert placement.starts == date(2026, 7, 1)
    assert list(placement.assignments.values_list("starts", "ends")) == [(date(2026, 7, 1), date(2027, 7, 1))]
    was = "Was: first day November 27, 2026."
    assert lines_told(placement) == [("correct_the_start", was, "The offer said July 1.")]
    assert placement.events.get().by == by


def test_the_leader_is_told_of_the_new_first_day_and_why(placement):
    correct(placement)
    mail = Message.objects.get()
    assert (mail.to_person, mail.subject) == (
        placement.person,
        f"Your placement as {placement.role} began on July 1, 2026: corrected",
    )
    assert "for this reason: The offer said July 1." in mail.body
    assert "Until now the record said November 27, 2026." in mail.body


def test_a_placement_put_right_on_the_day_of_its_move_is_at_its_new_school(placement, clock):
    to = SchoolFactory()
    move_school(pk=placement.pk, to=to, starts=date(2026, 11, 28), by=manager())
    clock(NOVEMBER + timedelta(days=1))
    assert correct(placement).school == to
    assert Placement.objects.get().school == to


def test_a_first_day_ahead_is_told_as_one_that_comes(placement):
    correct(placement, starts=date(2027, 1, 11))
    assert Message.objects.get().subject == (
        f"Your placement as {placement.role} begins on January 11, 2027: corrected"
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts": date(2026, 6, 30)}, "Choose a first day within the program year 2026-27."),
        ({"starts": date(2027, 7, 1)}, "Choose a first day within the program year 2026-27."),
        (
            {"starts": date(2026, 11, 27)},
            "That is the first day on record. Choose another, or leave it as it is.",
        ),
        ({"why": " "}, "Say why this is corrected. The reason stays on record."),
    ],
)
def test_a_correction_is_refused_in_words_and_changes_nothing(placement, given, sentence):
    with pytest.raises(DomainError) as refused:
        correct(placement, **given)
    assert str(refused.value) == sentence
    assert Placement.objects.get().starts == date(2026, 11, 27)
    assert not Message.objects.exists()


def test_a_first_day_comes_before_the_last(placement):
    end_placement(pk=placement.pk, by=manager(), ends=date(2027, 2, 1), reason=Ending.RESIGNED)
    with pytest.raises(DomainError, match=r"It ends on January 31, 2027. Choose a first day before that."):
        correct(placement, starts=date(2027, 2, 1))
    correct(placement, starts=date(2027, 1, 31))


def test_a_first_day_comes_before_the_move_that_follows_it(placement):
    to = SchoolFactory()
    move_school(pk=placement.pk, to=to, starts=date(2027, 1, 11), by=manager())
    with pytest.raises(DomainError) as refused:
        correct(placement, starts=date(2027, 1, 11))
    assert str(refused.value) == f"It moves to {to} on January 11, 2027. Choose a first day before that."


def test_a_leave_that_began_before_the_new_first_day_is_taken_back_first(placement):
    days = {"starts": date(2026, 12, 1), "ends": date(2026, 12, 8)}
    record_leave(pk=placement.pk, category="jury", protected=True, by=manager(), **days)
    with pytest.raises(DomainError, match=r"A leave began on December 1, 2026: take it back first"):
        correct(placement, starts=date(2026, 12, 2))
    correct(placement, starts=date(2026, 12, 1))


def test_nobody_holds_the_same_role_twice_after_a_correction():
    first = PlacementFactory(ends=date(2026, 10, 1), end_reason="resigned")
    second = PlacementFactory(person=first.person, role=first.role, starts=date(2026, 11, 27))
    with pytest.raises(DomainError, match=f"{first.person} held this role until September 30, 2026"):
        correct(second, starts=date(2026, 9, 30))
    correct(second, starts=date(2026, 10, 1))


def test_only_a_program_manager_of_the_pathway_corrects_a_first_day(placement):
    for nobody in (principal_of(placement.school), placement.person):
        with pytest.raises(NotAllowed, match=r"Only a program manager of this pathway"):
            correct(placement, by=nobody)


def test_the_school_of_today_follows_a_first_day_that_is_corrected(placement):
    correct(placement, starts=date(2027, 1, 11))
    placement.refresh_from_db()
    assert placement.assignments.get().starts - placement.starts == timedelta(0)


def test_a_manager_corrects_a_first_day_on_the_page_of_the_placement(placement, signed_in):
    client = signed_in(manager())
    page = client.get(f"/placements/{placement.pk}/").content.decode()
    assert f"/placements/{placement.pk}/start/" in page
    refused = client.post(f"/placements/{placement.pk}/start/", {"first_day": "2026-07-01", "why": ""})
    assert refused.status_code == 422
    typed = {"first_day": "2026-07-01", "why": "The offer said July 1."}
    client.post(f"/placements/{placement.pk}/start/", typed)
    placement.refresh_from_db()
    assert placement.starts == date(2026, 7, 1)


def test_a_leader_does_not_reach_the_page_that_corrects(placement, signed_in):
    assert signed_in(placement.person).get(f"/placements/{placement.pk}/start/").status_code == 403


@pytest.mark.parametrize(("places", "said"), [(1, True), (2, False)])
def test_a_first_day_put_back_into_a_full_time_says_that_a_school_has_more_leaders_than_places(
    placement, signed_in, places, said
):
    """Somebody else held the place until the middle of October."""
    role, year = placement.role, placement.year
    OfferingFactory(role=role, year=year, places_per_school=places)
    PlacementFactory(
        role=role, year=year, school=placement.school, ends=date(2026, 10, 16), end_reason="resigned"
    )
    typed = {"first_day": "2026-10-01", "why": "The offer said so."}
    page = (
        signed_in(manager()).post(f"/placements/{placement.pk}/start/", typed, follow=True).content.decode()
    )
    sentence = f"{placement.school} has more leaders than places for {role} on October 1, 2026: 2, and {places} place."
    assert (sentence in page, Placement.objects.get(pk=placement.pk).starts) == (said, date(2026, 10, 1))


def test_a_first_day_put_back_to_after_the_other_left_crowds_nobody(placement, signed_in):
    role, year = placement.role, placement.year
    OfferingFactory(role=role, year=year, places_per_school=1)
    PlacementFactory(
        role=role, year=year, school=placement.school, ends=date(2026, 10, 16), end_reason="resigned"
    )
    typed = {"first_day": "2026-10-16", "why": "The offer said so."}
    page = (
        signed_in(manager()).post(f"/placements/{placement.pk}/start/", typed, follow=True).content.decode()
    )
    assert "more leaders than places" not in page
