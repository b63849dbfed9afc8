"""Two at once, in real transactions: one wins, the other is told in words."""

from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError
from people.models import ActingSigner, Delegation, Hat, Invitation
from people.services import (
    accept_invitation,
    appoint_acting_signer,
    delegate,
    end_post,
    invite_delegate,
    lose_hat,
    wear_hat,
)
from tests.factories.people import (
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
AUGUST = datetime(2026, 8, 20, 18, tzinfo=UTC)
DAYS = {"starts": date(2026, 9, 1), "ends": date(2026, 9, 8)}


def told(answers):
    return [str(answer) for answer in answers if isinstance(answer, DomainError)]


def test_two_people_named_at_once_for_one_principal_are_one(at_once):
    principal, people = principal_of(SchoolFactory()), UserFactory.create_batch(2)
    answers = at_once(
        *[lambda to=to: delegate(principal=principal, to=to, by=principal, **DAYS) for to in people]
    )
    assert told(answers) == ["Someone acts for you in that time already. End that first."]
    assert Delegation.objects.count() == 1


def test_two_people_appointed_at_once_for_one_school_are_one(at_once):
    school, people, by = SchoolFactory(), UserFactory.create_batch(2), manager()
    answers = at_once(
        *[lambda one=one: appoint_acting_signer(school=school, person=one, by=by, **DAYS) for one in people]
    )
    assert told(answers) == [f"Someone signs for {school} in that time already. Change the days."]
    assert ActingSigner.objects.count() == 1


def test_a_hat_given_twice_at_once_is_given_once(at_once):
    person, by = UserFactory(), administrator()
    give = [lambda: wear_hat(person=person, kind=Hat.Kind.COACH, starts=date(2026, 9, 1), by=by)] * 2
    assert told(at_once(*give)) == [f"{person} is {Hat.Kind.COACH.label} in that time already."]
    assert Hat.objects.filter(person=person).count() == 1


def test_an_invitation_answered_twice_at_once_is_answered_once(at_once, clock):
    clock(AUGUST)
    principal, asked = principal_of(SchoolFactory()), UserFactory()
    invitation = invite_delegate(principal=principal, address=asked.email, by=principal, **DAYS)
    answers = at_once(*[lambda: accept_invitation(pk=invitation.pk, by=asked)] * 2)
    assert told(answers) == ["This was taken back or answered already."]
    assert (Delegation.objects.count(), Invitation.objects.count()) == (1, 0)


def test_of_two_ends_of_a_hat_written_at_once_the_earlier_stands(at_once):
    hat, by = HatFactory(kind=Hat.Kind.COACH), administrator()
    days = [date(2027, 1, 4), date(2026, 9, 1)] * 2
    at_once(*[lambda day=day: lose_hat(pk=hat.pk, day=day, by=by) for day in days])
    hat.refresh_from_db()
    assert hat.ends == date(2026, 9, 1)


def test_of_two_ends_of_a_post_written_at_once_the_earlier_stands(at_once):
    post, by = PostFactory(), administrator()
    days = [date(2027, 1, 4), date(2026, 9, 1)] * 2
    at_once(*[lambda day=day: end_post(pk=post.pk, ends=day, by=by) for day in days])
    post.refresh_from_db()
    assert post.ends == date(2026, 9, 1)
