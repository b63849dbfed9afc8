from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import InternalError, connection, transaction

from common.errors import DomainError, NotAllowed
from notifications.models import Message
from pathways.models import PathwayManager, Placement, PlacementEvent, ServiceDay
from pathways.queries.facts import placement_facts
from pathways.services import begin_placement, correct_end, end_placement, record_leave, take_back_leave
from pathways.states import Ending
from tests.factories.pathways import (
    CohortFactory,
    DeliverableFactory,
    OfferingFactory,
    PlacementFactory,
)
from tests.factories.people import (
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)
from tests.verbs import last_told, lines_told

pytestmark = pytest.mark.django_db
SHA = "a" * 64


def begin(offering, **fields):
    """`begin_placement` for an offering; the transaction of the test is never committed."""
    given = {
        "person": UserFactory(),
        "role": offering.role,
        "year": offering.year,
        "cohort": None,
        "school": SchoolFactory(),
        "starts": date(2026, 8, 10),
        "commitment_sha256": SHA,
        "by": None,
    }
    return begin_placement(**(given | fields))


@pytest.fixture
def offering():
    return OfferingFactory()


class TestBeginning:
    @pytest.fixture(autouse=True)
    def _roll_back(self, db):
        """What begins here has no signatures, so it must not live until the database looks for them."""
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)

    def test_it_lasts_until_the_year_ends_at_one_school(self, offering):
        placement = begin(offering)
        assert (placement.starts, placement.ends) == (date(2026, 8, 10), date(2027, 7, 1))
        assert list(placement.assignments.values_list("school", "starts")) == [
            (placement.school_id, date(2026, 8, 10))
        ]

    def test_it_owes_the_deliverables_of_its_offering(self, offering):
        DeliverableFactory(offering=offering, title="Plan")
        DeliverableFactory(title="Of another role")
        placement = begin(offering)
        assert list(placement.deliverable_records.values_list("deliverable__title", "state")) == [
            ("Plan", "open")
        ]

    def test_its_history_begins_with_who_began_it(self, offering):
        person = UserFactory()
        placement = begin(offering, by=person)
        assert lines_told(placement) == [("begin", f"At {placement.school}.", "")]
        assert placement.events.get().by == person

    def test_the_same_commitment_never_makes_a_second_placement(self, offering):
        assert begin(offering) == begin(offering)
        assert Placement.objects.count() == 1

    def test_nobody_holds_the_same_role_twice_at_once(self, offering):
        first = begin(offering)
        with pytest.raises(DomainError, match="End that placement first"):
            begin(offering, person=first.person, commitment_sha256="b" * 64)

    def test_a_cohort_of_another_role_is_refused(self, offering):
        with pytest.raises(DomainError, match="is not a cohort of"):
            begin(offering, cohort=CohortFactory())

    def test_a_day_outside_the_year_is_refused(self, offering):
        with pytest.raises(DomainError, match="within the program year 2026-27"):
            begin(offering, starts=date(2027, 7, 1))

    def test_without_two_signatures_it_cannot_be_committed(self, offering):
        begin(offering)
        with pytest.raises(InternalError, match="two valid signatures"), transaction.atomic():
            connection.check_constraints()


def test_a_manager_ends_a_placement_with_a_reason_and_the_leader_is_told():
    placement = PlacementFactory()
    end_placement(pk=placement.pk, by=manager(), ends=date(2027, 2, 1), reason=Ending.RESIGNED)
    placement.refresh_from_db()
    assert (placement.ends, placement.end_reason) == (date(2027, 2, 1), "resigned")
    assert Message.objects.get().to_person == placement.person


def test_a_placement_ends_once():
    placement, by = PlacementFactory(), manager()
    end_placement(pk=placement.pk, by=by, ends=date(2027, 2, 1), reason=Ending.RESIGNED)
    with pytest.raises(DomainError, match="ended already"):
        end_placement(pk=placement.pk, by=by, ends=date(2027, 3, 1), reason=Ending.MOVED)
    assert PlacementEvent.objects.count() == 1


def test_a_principal_may_not_end_a_placement():
    placement = PlacementFactory()
    with pytest.raises(NotAllowed):
        end_placement(
            pk=placement.pk, by=principal_of(placement.school), ends=date(2027, 2, 1), reason=Ending.ENDED
        )


def test_leaves_of_a_placement_never_overlap():
    placement, by = PlacementFactory(), manager()
    days = {"starts": date(2027, 1, 4), "ends": date(2027, 2, 1)}
    record_leave(pk=placement.pk, category="family", protected=True, by=by, **days)
    with pytest.raises(DomainError, match="Another leave"):
        record_leave(pk=placement.pk, category="jury", protected=False, by=by, **days)


def test_a_leave_outside_the_placement_is_refused():
    with pytest.raises(DomainError, match="within the placement"):
        record_leave(
            pk=PlacementFactory().pk,
            category="jury",
            protected=False,
            starts=date(2027, 6, 1),
            ends=date(2027, 7, 2),
            by=manager(),
        )


def test_a_manager_of_another_pathway_may_not_end_it():
    by, other = manager(), OfferingFactory().role.pathway
    PathwayManager.objects.create(hat=by.hats.get(), pathway=other)
    with pytest.raises(NotAllowed):
        end_placement(pk=PlacementFactory().pk, by=by, ends=date(2027, 2, 1), reason=Ending.ENDED)


def complete(now):
    placement = PlacementFactory()
    end_placement(pk=placement.pk, by=manager(), ends=placement.ends, reason=Ending.COMPLETED, now=now)
    return placement


def test_a_placement_is_not_completed_before_its_last_day():
    with pytest.raises(DomainError) as refused:
        complete(datetime(2027, 6, 29, 18, tzinfo=UTC))
    assert str(refused.value) == (
        "This placement lasts until June 30, 2027. Complete it on that day or later; to end it before, choose "
        "another reason."
    )
    assert Placement.objects.get().end_reason == ""


def test_a_placement_is_completed_on_its_last_day_in_los_angeles():
    complete(datetime(2027, 6, 30, 8, tzinfo=UTC))
    assert Placement.objects.get().end_reason == "completed"


@pytest.mark.parametrize(
    ("now", "subject", "said"),
    [
        (datetime(2027, 1, 15, 18, tzinfo=UTC), "ends on January 31, 2027", "ends on January 31, 2027."),
        (datetime(2027, 2, 15, 18, tzinfo=UTC), "has ended", "ended on January 31, 2027."),
    ],
    ids=["ahead", "past"],
)
def test_the_mail_of_an_end_speaks_of_its_day_as_it_lies(now, subject, said):
    placement = PlacementFactory()
    end_placement(pk=placement.pk, by=manager(), ends=date(2027, 2, 1), reason=Ending.RESIGNED, now=now)
    mail = Message.objects.get()
    assert mail.subject == f"Your placement as {placement.role} {subject}"
    assert f"your placement as {placement.role} at {placement.school} {said}" in mail.body


# --- put right --------------------------------------------------------------------------------------
NOW = datetime(2027, 2, 15, 18, tzinfo=UTC)


def ended(**fields):
    """A placement that was ended as resigned on January 31, 2027."""
    placement = PlacementFactory(**fields)
    end_placement(pk=placement.pk, by=manager(), ends=date(2027, 2, 1), reason=Ending.RESIGNED, now=NOW)
    return placement


def correct(placement, by=None, ends=date(2027, 2, 13), reason=Ending.LEAVE, why="A wrong day."):
    correct_end(pk=placement.pk, by=by or manager(), ends=ends, reason=reason, why=why, now=NOW)
    placement.refresh_from_db()


def test_how_a_placement_ended_is_put_right_with_a_reason_on_record():
    placement, by = ended(), manager()
    correct(placement, by)
    assert (placement.ends, placement.end_reason) == (date(2027, 2, 13), "leave")
    was = "Was: resigned, last day January 31, 2027."
    assert last_told(placement) == ("correct_the_end", was, "A wrong day.")
    assert placement.events.last().by == by


def test_the_leader_is_told_of_a_corrected_end_and_why():
    placement = ended()
    correct(placement)
    mail = Message.objects.latest("pk")
    assert mail.subject == f"Your placement as {placement.role} has ended: corrected"
    assert "was put right, for this reason: A wrong day." in mail.body
    assert "ended on February 12, 2027.\nReason: leave." in mail.body


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"why": " "}, "Say why this is corrected. The reason stays on record."),
        (
            {"ends": date(2027, 7, 2)},
            "Choose a last day within the placement and its program year: from Jul 1, 2026 to Jun 30, 2027.",
        ),
        (
            {"reason": Ending.COMPLETED, "ends": date(2027, 7, 1)},
            "This placement lasts until June 30, 2027. Complete it on that day or later; to end it before, choose "
            "another reason.",
        ),
    ],
    ids=["no reason", "after the year", "completed early"],
)
def test_a_correction_obeys_what_an_end_obeys(given, sentence):
    with pytest.raises(DomainError) as refused:
        correct(ended(), **given)
    assert str(refused.value) == sentence


def test_a_corrected_end_does_not_reach_into_the_next_placement():
    placement = ended()
    PlacementFactory(person=placement.person, role=placement.role, starts=date(2027, 2, 10))
    with pytest.raises(DomainError) as refused:
        correct(placement)
    assert str(refused.value) == (
        f"{placement.person} holds this role again from February 10, 2027. Choose a last day before it."
    )


def test_what_was_not_ended_has_no_end_to_correct():
    with pytest.raises(DomainError, match="was not ended, so there is nothing to correct"):
        correct(PlacementFactory())


def test_a_principal_corrects_no_end():
    placement = ended()
    with pytest.raises(NotAllowed):
        correct(placement, principal_of(placement.school))


def on_leave(by):
    days = {"starts": date(2027, 1, 4), "ends": date(2027, 2, 1)}
    return record_leave(pk=PlacementFactory().pk, category="family", protected=True, by=by, **days)


def test_a_leave_counts_again_in_full_when_an_end_before_it_is_corrected():
    by = manager()
    placement = on_leave(by).placement
    for day in range(180):
        ServiceDay.objects.create(year=placement.year, day=date(2026, 8, 10) + timedelta(days=day * 2))
    away = [one.leave_days for one in placement_facts(placement.year_id, [placement.pk])[0].stays]
    end_placement(pk=placement.pk, by=by, ends=date(2027, 1, 11), reason=Ending.RESIGNED, now=NOW)
    cut = [one.leave_days for one in placement_facts(placement.year_id, [placement.pk])[0].stays]
    correct(placement, by, ends=date(2027, 6, 1))
    again = [one.leave_days for one in placement_facts(placement.year_id, [placement.pk])[0].stays]
    assert (away, cut, again) == ([14], [3], [14])


def test_correcting_an_end_to_what_it_is_changes_nothing_and_mails_nobody():
    placement, by = ended(), manager()
    count = Message.objects.count()
    with pytest.raises(DomainError, match="That is the day and the reason on record"):
        correct(placement, by, ends=date(2027, 2, 1), reason=Ending.RESIGNED)
    assert Message.objects.count() == count


def test_a_leave_is_taken_back_with_a_reason_and_its_days_on_record():
    by = manager()
    leave = on_leave(by)
    placement = leave.placement
    take_back_leave(pk=placement.pk, leave=leave.pk, by=by, reason="Another person's.")
    assert placement.leaves.count() == 0
    was = "Was: Family, protected leave, from January 4, 2027 to January 31, 2027."
    assert last_told(placement) == ("take_back_leave", was, "Another person's.")
    assert placement.events.last().by == by


def test_a_leave_that_went_is_not_taken_back_again_where_another_is_left():
    by = manager()
    leave = on_leave(by)
    pk = leave.pk
    record_leave(
        pk=leave.placement_id,
        category="jury",
        protected=False,
        starts=date(2027, 3, 1),
        ends=date(2027, 3, 3),
        by=by,
    )
    take_back_leave(pk=leave.placement_id, leave=pk, by=by, reason="x")
    with pytest.raises(DomainError, match="This leave was taken back already"):
        take_back_leave(pk=leave.placement_id, leave=pk, by=by, reason="x")


def test_where_there_is_no_leave_none_is_taken_back():
    by = manager()
    leave = on_leave(by)
    pk = leave.pk
    take_back_leave(pk=leave.placement_id, leave=pk, by=by, reason="x")
    with pytest.raises(DomainError, match="This placement has no leave, so there is none to take back"):
        take_back_leave(pk=leave.placement_id, leave=pk, by=by, reason="x")
