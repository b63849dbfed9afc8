"""Who sees which placement and may do what with it: the whole table, hat by hat."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from common.errors import NotAllowed
from pathways.models import DeliverableRecord, PathwayManager, Placement, SchoolAssignment
from pathways.policies import (
    is_principal,
    why_not,
    why_not_expectation,
    why_not_moved_to,
)
from pathways.states import DeliverableAction, OfferingAction, PlacementAction
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PathwayFactory,
    PlacementFactory,
)
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
    teacher_at,
)

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 11)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


def narrowed_to(pathway):
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=pathway)
    return hat.person


def directing(school):
    hat = HatFactory(kind="director")
    hat.schools.add(school)
    return hat.person


def acting(school):
    return ActingSignerFactory(school=school).person


WHO = {
    "leader": lambda placement: placement.person,
    "principal": lambda placement: principal_of(placement.school),
    "deputy": lambda placement: DelegationFactory(principal=principal_of(placement.school)).delegate,
    "acting signer": lambda placement: acting(placement.school),
    "assistant": lambda placement: (
        PostFactory(school=placement.school, position="assistant_principal").person
    ),
    "director": lambda placement: directing(placement.school),
    "teacher": lambda placement: teacher_at(placement.school),
    "principal elsewhere": lambda placement: principal_of(SchoolFactory()),
    "manager": lambda placement: manager(),
    "manager of the pathway": lambda placement: narrowed_to(placement.role.pathway),
    "manager of another": lambda placement: narrowed_to(PathwayFactory()),
    "administrator": lambda placement: administrator(),
    "coach": lambda placement: HatFactory(kind="coach").person,
    "preparer": lambda placement: HatFactory(kind="preparer").person,
    "approver": lambda placement: HatFactory(kind="approver").person,
    "stranger": lambda placement: UserFactory(),
}
OF_THE_SCHOOL = {"principal", "deputy", "acting signer"}
MANAGING = {"manager", "manager of the pathway", "administrator"}
BY_STAFF = set(PlacementAction) - {PlacementAction.ATTEST, PlacementAction.BEGIN, PlacementAction.SIGN}


@pytest.fixture
def record(request):
    return DeliverableRecordFactory(deliverable__accepted_by=request.param)


def theirs(person, row, actions=PlacementAction):
    """What is for them to do with it, though it may not stand so now."""
    return {action for action in actions if not isinstance(why_not(person, action, row), NotAllowed)}


def allowed(person, record):
    return theirs(person, record, DeliverableAction)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("record", ["staff", "principal"], indirect=True)
def test_each_hat_may_do_its_own_with_a_placement_and_its_deliverables(record, who):
    person = WHO[who](record.placement)
    on_record = set()
    if who == "leader":
        on_record = {"submit"}
    if who in MANAGING:
        on_record = {"waive", "reopen", "allow_late", "keep"}
    decides = who in MANAGING or (who in OF_THE_SCHOOL and record.deliverable.accepted_by == "principal")
    assert theirs(person, record.placement) == (
        BY_STAFF if who in MANAGING else {PlacementAction.ATTEST} if who in OF_THE_SCHOOL else set()
    )
    assert allowed(person, record) == on_record | ({"accept", "return"} if decides else set())


@pytest.mark.parametrize("hat", ["program_manager", "administrator", "principal"])
@pytest.mark.parametrize("record", ["staff", "principal"], indirect=True)
def test_nobody_decides_about_their_own_placement_whatever_they_wear(record, hat):
    person = record.placement.person
    if hat == "program_manager":
        HatFactory(person=person)
    elif hat == "administrator":
        person.is_superuser = True
    else:
        PostFactory(principal=True, school=record.placement.school, person=person)
    assert (allowed(person, record), theirs(person, record.placement)) == ({"submit"}, set())
    assert isinstance(why_not_moved_to(person, record.placement, record.placement.school), NotAllowed)


SEEING_ALL = {
    "manager",
    "manager of the pathway",
    "manager of another",
    "administrator",
    "coach",
    "preparer",
    "approver",
}


@pytest.mark.parametrize("who", WHO)
def test_a_placement_and_its_deliverables_are_seen_by_those_concerned(who):
    record = DeliverableRecordFactory()
    placement = record.placement
    person = WHO[who](placement)
    seen = who in SEEING_ALL | OF_THE_SCHOOL | {"leader", "assistant", "director"}
    DeliverableRecordFactory()
    everything = who in SEEING_ALL
    shown = [placement] if seen else []
    placements, records = (model.objects.visible_to(person) for model in (Placement, DeliverableRecord))
    assert (set(placements), records.count()) == (
        set(Placement.objects.all()) if everything else set(shown),
        2 if everything else len(shown),
    )


def test_a_visitor_sees_no_placement():
    DeliverableRecordFactory()
    visitor = AnonymousUser()
    assert not Placement.objects.visible_to(visitor).exists()


def test_the_school_somebody_moves_to_sees_them_before_they_come():
    placement, school = PlacementFactory(), SchoolFactory()
    placement.assignments.update(ends=LATER)
    SchoolAssignment.objects.create(placement=placement, school=school, starts=LATER, ends=placement.ends)
    assert list(Placement.objects.visible_to(principal_of(school))) == [placement]


@pytest.mark.parametrize("who", WHO)
def test_a_placement_moves_by_staff_or_by_who_signs_for_the_school_that_receives_it(who):
    placement, school = PlacementFactory(), SchoolFactory()
    person = WHO[who](placement)
    refusal = why_not_moved_to(person, placement, school)
    assert (refusal is None) is (who in MANAGING)
    assert refusal is None or isinstance(refusal, NotAllowed)
    assert why_not_moved_to(WHO["principal"](PlacementFactory(school=school)), placement, school) is None


@pytest.mark.parametrize("who", WHO)
def test_offerings_are_kept_by_managers_of_the_pathway_and_expectations_by_who_signs_too(who):
    placement = PlacementFactory()
    person = WHO[who](placement)
    offering = OfferingFactory(role=placement.role, year=placement.year)
    assert theirs(person, offering, OfferingAction) == (set(OfferingAction) if who in MANAGING else set())
    writes = who in MANAGING | OF_THE_SCHOOL | {"manager of another"}
    assert (why_not_expectation(person, placement.school) is None) is writes
    elsewhere = why_not_expectation(person, SchoolFactory()) is None
    assert elsewhere is (writes and who not in OF_THE_SCHOOL)


@pytest.mark.parametrize("who", WHO)
def test_a_principal_is_who_holds_the_post_and_not_who_acts_for_one(who):
    assert is_principal(WHO[who](PlacementFactory())) is (who in {"principal", "principal elsewhere"})
