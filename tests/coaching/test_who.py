"""Who sees cycles, plans and moves them, and reads what was said: every hat."""

import pytest
from django.contrib.auth.models import AnonymousUser

from coaching.models import CoachingCycle
from coaching.policies import reads, why_not
from coaching.states import Action, Beside
from common.errors import NotAllowed
from people.models import Hat
from tests.factories.coaching import CycleFactory, coach
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory, administrator, manager, principal_of

pytestmark = pytest.mark.django_db
STEP = Action.OBSERVE
VERBS = [STEP, Beside.WRITE, Beside.RECORD]


def may(user, cycle):
    """What they may do of it; everything else is refused whatever its state."""
    refusals = {verb: why_not(user, verb, cycle) for verb in VERBS}
    assert all(type(refusal) is NotAllowed for refusal in refusals.values() if refusal)
    return {verb for verb, refusal in refusals.items() if refusal is None}


def plans(user, placement=None):
    return why_not(user, Beside.PLAN, placement) is None


def wearing(kind):
    return lambda: HatFactory(kind=kind).person


def gone(make):
    def person():
        who = make()
        who.is_active = False
        who.save()
        return who

    return person


HATS = {
    "another coach": (coach, set(), True, True),
    "manager": (manager, set(), True, True),
    "administrator": (administrator, {Beside.RECORD}, True, True),
    "preparer": (wearing(Hat.Kind.PREPARER), set(), False, True),
    "director of elsewhere": (wearing(Hat.Kind.DIRECTOR), set(), False, False),
    "teacher": (UserFactory, set(), False, False),
    "visitor": (AnonymousUser, set(), False, False),
    "a coach who left": (gone(coach), set(), False, False),
    "an administrator who left": (gone(administrator), set(), False, False),
}


@pytest.mark.parametrize(("make", "verbs", "planning", "sees"), HATS.values(), ids=HATS)
def test_each_hat_does_and_sees_its_part_and_reads_no_words(make, verbs, planning, sees):
    cycle, user = CycleFactory(), make()
    assert (may(user, cycle), reads(user, cycle)) == (verbs, False)
    assert (plans(user), plans(user, cycle.placement)) == (planning, planning)
    assert list(CoachingCycle.objects.visible_to(user)) == ([cycle] if sees else [])


def test_the_coach_of_a_cycle_moves_writes_and_reads_it():
    cycle = CycleFactory()
    assert (may(cycle.coach, cycle), reads(cycle.coach, cycle)) == ({STEP, Beside.WRITE}, True)
    assert list(CoachingCycle.objects.visible_to(cycle.coach)) == [cycle]


def test_a_coach_whose_hat_ended_still_sees_the_own_cycle():
    cycle = CycleFactory(coach=UserFactory())
    CycleFactory()
    assert list(CoachingCycle.objects.visible_to(cycle.coach)) == [cycle]


def test_the_leader_reads_and_sees_the_own_cycle_and_moves_nothing():
    cycle = CycleFactory()
    CycleFactory()
    leader = cycle.placement.person
    assert (may(leader, cycle), reads(leader, cycle)) == (set(), True)
    assert list(CoachingCycle.objects.visible_to(leader)) == [cycle]


def test_the_principal_sees_that_a_cycle_of_the_school_happened_and_reads_no_word_of_it():
    cycle = CycleFactory()
    CycleFactory()
    principal = principal_of(cycle.placement.school)
    assert (may(principal, cycle), reads(principal, cycle)) == (set(), False)
    assert list(CoachingCycle.objects.visible_to(principal)) == [cycle]


def test_nobody_plans_or_records_a_cycle_of_their_own():
    for make in (coach, manager, administrator):
        placement = PlacementFactory(person=make())
        cycle = CycleFactory(placement=placement)
        assert (plans(placement.person), plans(placement.person, placement)) == (True, False)
        assert Beside.RECORD not in may(placement.person, cycle)
