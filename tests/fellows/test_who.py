"""Who sees fellows and who decides on their service: every hat with every verb."""

import pytest
from django.contrib.auth.models import AnonymousUser

from fellows.models import Fellow
from fellows.policies import may, may_decide_similarity, may_nominate, sees_all
from people.models import Hat
from tests.factories.fellows import FellowFactory
from tests.factories.people import HatFactory, UserFactory, administrator, manager

pytestmark = pytest.mark.django_db
OWN = {"report", "sign"}
STAFF = {"move", "accept", "record", "suspend"}
VERBS = [*OWN, *STAFF]


def wearing(kind):
    return lambda: HatFactory(kind=kind).person


def left():
    person = manager()
    person.is_active = False
    person.save()
    return person


HATS = {
    "manager": (manager, STAFF, True, True),
    "administrator": (administrator, STAFF, True, True),
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
    assert {verb for verb in VERBS if may(user, verb, fellow)} == verbs
    assert (may_nominate(user), may_decide_similarity(user)) == (decides, decides)
    assert sees_all(user) is sees
    assert list(Fellow.objects.visible_to(user)) == ([fellow] if sees else [])


def test_a_fellow_signs_and_reports_and_sees_the_own_fellowship_alone():
    fellow, other = FellowFactory(), FellowFactory()
    assert {verb for verb in VERBS if may(fellow.person, verb, fellow)} == OWN
    assert {verb for verb in VERBS if may(fellow.person, verb, other)} == set()
    assert list(Fellow.objects.visible_to(fellow.person)) == [fellow]


def test_a_manager_who_is_a_fellow_decides_about_others_alone():
    person = manager()
    own = FellowFactory(person=person)
    assert {verb for verb in VERBS if may(person, verb, own)} == OWN
    assert {verb for verb in VERBS if may(person, verb, FellowFactory())} == STAFF
