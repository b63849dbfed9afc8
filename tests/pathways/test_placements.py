from datetime import UTC, date, datetime

import pytest
from django.db import InternalError, connection, transaction

from common.errors import DomainError, NotAllowed
from notifications.models import Message
from pathways.models import PathwayManager, Placement, PlacementEvent
from pathways.services import begin_placement, end_placement, move_school, record_leave
from pathways.states import Ending
from tests.factories.pathways import (
    CohortFactory,
    DeliverableFactory,
    OfferingFactory,
    PlacementFactory,
)
from tests.factories.people import (
    DelegationFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)

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
        assert list(placement.events.values_list("action", "by")) == [("begin", person.pk)]

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
    assert list(placement.assignments.values_list("ends", flat=True)) == [date(2027, 2, 1)]
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


def test_the_receiving_principal_may_start_a_move():
    placement, to = PlacementFactory(), SchoolFactory()
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=date(2027, 1, 11), by=principal_of(to))
    placement.refresh_from_db()
    assert placement.school == to
    assert list(placement.assignments.values_list("school", "starts", "ends")) == [
        (left.pk, date(2026, 7, 1), date(2027, 1, 11)),
        (to.pk, date(2027, 1, 11), date(2027, 7, 1)),
    ]


def test_whom_the_receiving_principal_named_may_start_a_move_too():
    placement, to = PlacementFactory(), SchoolFactory()
    named = DelegationFactory(principal=principal_of(to)).delegate
    move_school(pk=placement.pk, to=to, starts=date(2027, 1, 11), by=named)
    placement.refresh_from_db()
    assert placement.school == to


def test_the_principal_of_the_school_that_is_left_may_not_move_a_placement():
    placement, to = PlacementFactory(), SchoolFactory()
    with pytest.raises(NotAllowed):
        move_school(pk=placement.pk, to=to, starts=date(2027, 1, 11), by=principal_of(placement.school))


def test_a_move_to_the_same_school_is_refused():
    placement = PlacementFactory()
    with pytest.raises(DomainError, match="already"):
        move_school(pk=placement.pk, to=placement.school, starts=date(2027, 1, 11), by=manager())


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
