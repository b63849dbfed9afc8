"""An offering is written on its page, beside how a teacher will read it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError, LookFirst, NotAllowed
from pathways.models import SchoolPlaces
from pathways.queries import DAYS, WORDS, preview
from pathways.services import Asked, mark_of_offering, publish, write
from tests.factories.pathways import DeliverableFactory, OfferingFactory, PlacementFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
PLAN = Asked(None, "Plan", "With dates.", ("file",), date(2027, 3, 1), 2, "staff", True)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 2, 1, 20, tzinfo=UTC))


@pytest.fixture
def offering():
    return OfferingFactory(published=False)


@pytest.fixture
def by():
    return manager()


def written(offering, by, *, asked=(), places=None, reason="", seen=None, **changed):
    """What `write` answers when everything else stays as it is."""
    words = {name: changed.get(name, getattr(offering, name)) for name in (*WORDS, "rubric")}
    days = {name: changed.get(name, getattr(offering, name)) for name in DAYS}
    return write(
        pk=offering.pk,
        by=by,
        words=words,
        days=days,
        places=places or {},
        asked=asked,
        seen=seen or mark_of_offering(offering),
        reason=reason,
    )


def test_words_days_places_and_deliverables_are_kept(offering, by):
    school = SchoolFactory()
    saved = written(
        offering,
        by,
        eligibility="Two years here.",
        opens=date(2026, 3, 1),
        places={school.pk: 4},
        asked=[PLAN],
    )
    saved.refresh_from_db()
    assert (saved.eligibility, saved.opens) == ("Two years here.", date(2026, 3, 1))
    assert list(saved.school_places.values_list("school", "places")) == [(school.pk, 4)]
    [item] = saved.deliverables.all()
    assert (item.title, item.asks, item.evidence, item.due, item.weight) == (
        "Plan",
        "With dates.",
        ["file"],
        date(2027, 3, 1),
        2,
    )


def test_the_usual_number_and_none_leave_no_row_of_a_school(offering, by):
    first, second = SchoolFactory(), SchoolFactory()
    written(offering, by, places={first.pk: 4, second.pk: 4})
    written(offering, by, places={first.pk: None, second.pk: offering.places_per_school})
    assert SchoolPlaces.objects.count() == 0


def test_a_deliverable_is_changed_by_its_number_and_one_left_out_goes(offering, by):
    kept, gone = DeliverableFactory(offering=offering), DeliverableFactory(offering=offering)
    written(offering, by, asked=[replace(PLAN, pk=kept.pk)])
    assert list(offering.deliverables.values_list("pk", "title")) == [(kept.pk, "Plan")]
    assert gone.pk != kept.pk


def test_deliverables_of_leaders_stay_as_they_were_signed(offering, by):
    PlacementFactory(role=offering.role, year=offering.year)
    with pytest.raises(DomainError) as refused:
        written(offering, by, asked=[PLAN])
    assert str(refused.value).startswith("Leaders hold this role in this year")
    assert written(offering, by, asked=[], eligibility="All.").eligibility == "All."


@pytest.mark.parametrize("pk", [None, 10**9])
def test_a_deliverable_of_another_offering_is_not_taken(offering, by, pk):
    other = DeliverableFactory()
    with pytest.raises(DomainError, match="is not there any more"):
        written(offering, by, asked=[replace(PLAN, pk=pk or other.pk)])


def test_a_deliverable_outside_the_year_is_refused_in_words(offering, by):
    with pytest.raises(DomainError) as refused:
        written(offering, by, asked=[replace(PLAN, due=date(2029, 1, 1))])
    assert str(refused.value) == "Choose a day in the program year 2026-27, or at most 31 days after it."
    assert offering.deliverables.count() == 0


def test_days_out_of_order_are_refused_in_words(offering, by):
    with pytest.raises(DomainError, match="People apply until December 31, 2026, so nobody can sign before"):
        written(offering, by, cosign_by=date(2026, 3, 1))


def test_what_another_window_changed_is_looked_at_first(offering, by):
    opened = mark_of_offering(offering)
    written(offering, by, eligibility="Two years here.")
    with pytest.raises(LookFirst) as look:
        written(offering, by, seen=opened, eligibility="Three years here.")
    assert look.value.lines == ("Eligibility reads there: “Two years here.”.",)
    again = written(offering, by, seen=look.value.seen, eligibility="Three years here.")
    assert again.eligibility == "Three years here."


def test_places_of_schools_that_another_window_changed_are_named(offering, by):
    first, second, third = (SchoolFactory(name=name) for name in ("Ash High", "Birch High", "Cedar High"))
    opened = mark_of_offering(offering)
    written(offering, by, places={first.pk: 4, second.pk: 0, third.pk: None})
    with pytest.raises(LookFirst) as look:
        written(offering, by, seen=opened, places={first.pk: 4, second.pk: None, third.pk: 3})
    assert look.value.lines == ("Birch High has 0 places there.", "Cedar High has 1 place there.")


def test_days_of_a_published_offering_change_with_a_reason_and_stay_in_its_history(by):
    offering = OfferingFactory()
    with pytest.raises(DomainError, match="Say why the days change"):
        written(offering, by, answer_by=date(2027, 2, 15))
    saved = written(offering, by, answer_by=date(2027, 2, 15), reason="Later decisions.")
    assert saved.answer_by == date(2027, 2, 15)
    [event] = saved.events.all()
    assert (event.action, event.note) == ("change_days", "Later decisions.")


def test_nobody_but_managers_of_the_pathway_writes(offering):
    with pytest.raises(NotAllowed):
        written(offering, UserFactory())


# --- what a teacher will read --------------------------------------------------------------------
def test_of_a_draft_nothing_is_new(offering):
    assert preview(offering).changed == 0


def test_what_applicants_do_not_read_yet_is_marked(offering, by):
    publish(pk=offering.pk, by=by)
    offering.refresh_from_db()
    assert preview(offering).changed == 0
    written(
        offering,
        by,
        teacher_commitment="I engage fully and gladly in the role.",
        places_per_school=2,
        asked=[PLAN],
    )
    offering.refresh_from_db()
    shown = preview(offering)
    assert [(piece.text, piece.new) for piece in shown.texts["teacher_commitment"]] == [
        ("I engage fully ", False),
        ("and gladly ", True),
        ("in the role.", False),
    ]
    assert [item.new for item in shown.deliverables] == [True]
    assert (shown.places_changed, shown.changed) == (True, 3)


def test_a_deliverable_that_goes_is_named(offering, by):
    DeliverableFactory(offering=offering, title="Plan")
    publish(pk=offering.pk, by=by)
    offering.refresh_from_db()
    written(offering, by, asked=[])
    assert (preview(offering).gone, preview(offering).changed) == (["Plan"], 1)
