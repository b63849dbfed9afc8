"""Who sees fellows and who decides on their service: every hat with every verb."""

import pytest
from django.contrib.auth.models import AnonymousUser

from common.errors import NotAllowed
from fellows.models import Fellow
from fellows.policies import sees_all, why_not, why_not_similar
from fellows.states import MOVES, Action, ServiceAction
from people.models import Hat
from tests.factories.fellows import FellowFactory, ServiceRecordFactory
from tests.factories.people import HatFactory, UserFactory, administrator, manager

pytestmark = pytest.mark.django_db
OWN = {
    *(ServiceAction.REPORT, ServiceAction.CONTINUE, ServiceAction.LEAVE),
    *(Action.SIGN_AGREEMENT, Action.STILL_SAME, Action.SAY_ROLE),
}
STAFF = {
    *(action for _, action in MOVES),
    *(Action.MILESTONE, Action.PLAN_MILESTONE, Action.REACH_MILESTONE, Action.SUSPEND),
    *(Action.MOVE_MILESTONE, Action.NOT_PASSED, Action.UCLA),
    *(Action.TAKE_OVER, Action.PAPER_YEARS, Action.ACCEPT_PAPER, Action.UNDO_NOT_PASSED),
    *(Action.ADD_SCAN, Action.TAKE_BACK_SCAN, Action.TAKE_BACK_AGREEMENT),
    Action.TAKE_BACK_SUSPENSION,
    *(ServiceAction.ACCEPT, ServiceAction.TAKE_BACK),
}
# A site is asked again by either; whether it was so is answered by its link alone.
EITHER = {ServiceAction.ASK, ServiceAction.CORRECT, Action.ADD_PROOF, Action.TAKE_BACK_PROOF}
VERBS = {*Action, *ServiceAction} - {Action.NOMINATE}


def theirs(user, fellow):
    """What a person may do with a fellow or with their reported service, in some state of it."""
    record = ServiceRecordFactory(fellow=fellow)
    rows = {verb: record if isinstance(verb, ServiceAction) else fellow for verb in VERBS}
    rows[ServiceAction.REPORT] = fellow
    return {verb for verb, row in rows.items() if not isinstance(why_not(user, verb, row), NotAllowed)}


def wearing(kind):
    return lambda: HatFactory(kind=kind).person


def left():
    person = manager()
    person.is_active = False
    person.save()
    return person


HATS = {
    "manager": (manager, STAFF | EITHER, True, True),
    "administrator": (administrator, STAFF | EITHER, True, True),
    "director": (wearing(Hat.Kind.DIRECTOR), set(), False, True),
    "coach": (wearing(Hat.Kind.COACH), set(), False, False),
    "preparer": (wearing(Hat.Kind.PREPARER), set(), False, False),
    "teacher": (UserFactory, set(), False, False),
    "visitor": (AnonymousUser, set(), False, False),
    "a manager who left": (left, set(), False, False),
}


@pytest.mark.parametrize(("make", "verbs", "decides", "sees"), HATS.values(), ids=HATS)
def test_each_hat_does_and_sees_its_part(make, verbs, decides, sees):
    fellow, user = FellowFactory(), make()
    assert theirs(user, fellow) == verbs
    assert (why_not(user, Action.NOMINATE) is None, why_not_similar(user) is None) == (decides, decides)
    assert sees_all(user) is sees
    assert list(Fellow.objects.visible_to(user)) == ([fellow] if sees else [])


def test_a_fellow_signs_and_reports_and_sees_the_own_fellowship_alone():
    fellow, other = FellowFactory(), FellowFactory()
    assert theirs(fellow.person, fellow) == OWN | EITHER
    assert theirs(fellow.person, other) == set()
    assert list(Fellow.objects.visible_to(fellow.person)) == [fellow]


def test_a_manager_who_is_a_fellow_decides_about_others_alone():
    person = manager()
    own = FellowFactory(person=person)
    assert theirs(person, own) == OWN | EITHER
    assert theirs(person, FellowFactory()) == STAFF | EITHER
