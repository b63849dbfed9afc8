"""Two at once, in real transactions: one wins, the other is told in words."""

from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError
from people.models import (
    ActingSigner,
    Delegation,
    Hat,
    Invitation,
    PersonEvent,
    Post,
    School,
    SchoolMembership,
    User,
)
from people.services import (
    accept_invitation,
    add_person,
    add_post,
    add_school,
    agree_to_hat,
    appoint_acting_signer,
    confirm_request,
    delegate,
    end_post,
    invite_delegate,
    join_network,
    lose_hat,
    wear_hat,
)
from people.states import HatAnswer
from tests.factories.people import (
    HatFactory,
    PostFactory,
    PostRequestFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
    registrar,
)
from tests.waiting import second_after

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
    assert told(answers) == [f"Somebody acts for {principal} in that time already. That has to end first."]
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


def test_a_hat_of_finance_agreed_to_twice_at_once_is_agreed_to_once(at_once):
    giver = registrar()
    hat = wear_hat(person=UserFactory(), kind=Hat.Kind.PREPARER, starts=date(2026, 9, 1), by=giver)
    answers = at_once(
        *[lambda one=one: agree_to_hat(pk=hat.pk, by=one) for one in (registrar(), registrar())]
    )
    assert len(told(answers)) == 1
    assert PersonEvent.objects.filter(action=HatAnswer.AGREE).count() == 1


def test_a_post_entered_twice_at_once_is_entered_once(at_once):
    person, school, by = UserFactory(), SchoolFactory(), registrar()
    post = {"pk": person.pk, "by": by, "school": school, "position": "teacher", "starts": date(2026, 9, 1)}
    assert told(at_once(*[lambda: add_post(**post)] * 2)) == [
        f"{person} is teacher at {school} in that time already. Correct that position, or choose other days."
    ]
    assert Post.objects.filter(person=person).count() == 1


def test_two_principals_entered_at_once_for_one_school_are_one(at_once):
    people, school, by = UserFactory.create_batch(2), SchoolFactory(), registrar()
    days = {"by": by, "school": school, "position": "principal", "starts": date(2026, 9, 1)}
    answers = at_once(*[lambda one=one: add_post(pk=one.pk, **days) for one in people])
    led = Post.objects.get(school=school)
    assert told(answers) == [
        f"{led.person} is principal of {school} without an end. End that position first; a school has one."
    ]


def test_a_request_confirmed_while_the_post_is_entered_makes_one_post(at_once, clock):
    clock(AUGUST)
    school, by = SchoolFactory(), registrar()
    principal, asked = principal_of(school), PostRequestFactory(school=school)
    post = {"pk": asked.person.pk, "by": by, "school": school, "position": asked.position}
    at_once(
        lambda: confirm_request(pk=asked.pk, by=principal),
        lambda: add_post(starts=date(2026, 8, 20), **post),
    )
    asked.refresh_from_db()
    assert (asked.state, Post.objects.filter(person=asked.person).count()) == ("confirmed", 1)


def test_a_request_confirmed_twice_at_once_is_confirmed_once(at_once, clock):
    clock(AUGUST)
    school = SchoolFactory()
    principal, asked = principal_of(school), PostRequestFactory(school=school)
    answers = at_once(*[lambda: confirm_request(pk=asked.pk, by=principal)] * 2)
    assert (len(told(answers)), Post.objects.filter(person=asked.person).count()) == (1, 1)


def school_named(name, code, by):
    grades = {"level": "high", "lowest_grade": 9, "highest_grade": 12, "community": "Watts"}
    return lambda: add_school(by=by, name=name, cds_code=code, starts=date(2026, 7, 1), **grades)


def test_a_school_entered_twice_at_once_is_entered_once(at_once):
    enter = school_named("Markham", "19647336058150", registrar())
    assert told(at_once(enter, enter)) == ["Markham has this CDS code already. Every school has its own."]
    assert (School.objects.count(), SchoolMembership.objects.count()) == (1, 1)


def test_two_schools_of_one_name_entered_at_once_have_two_addresses_or_one_is_told(at_once):
    by = registrar()
    codes = ("19647336058150", "19647336058151")
    answers = at_once(*[school_named("Markham", code, by) for code in codes])
    words = "A school of this name was entered a moment ago. Look at it before you enter another one."
    assert told(answers) in ([], [words])
    assert School.objects.count() == 2 - len(told(answers))


def test_a_school_that_joins_twice_at_once_joins_once(at_once):
    school, by = SchoolFactory(member=False), registrar()
    join = [lambda: join_network(pk=school.pk, by=by, starts=date(2026, 7, 1))] * 2
    assert told(at_once(*join)) == [f"{school} is a member since July 1, 2026 already."]
    assert SchoolMembership.objects.filter(school=school).count() == 1


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"email": "ana@example.org"}, "Ana has this address already. Two people never share one."),
        (
            {"email": "an@example.org", "external_id": "E-1"},
            "Ana has this external id already. Two people never share one.",
        ),
    ],
    ids=["one address", "one external id"],
)
def test_somebody_entered_twice_at_once_is_entered_once(second, words):
    by = registrar()
    first = {"email": "ana@example.org", "external_id": "E-1"}
    answer = second_after(
        lambda: add_person(by=by, given_name="Ana", **first),
        lambda: add_person(by=by, given_name="Ana", **second),
    )
    assert (str(answer), User.objects.filter(given_name="Ana").count()) == (words, 1)


def test_an_address_asked_twice_at_once_is_asked_once(at_once, clock):
    clock(AUGUST)
    principal = principal_of(SchoolFactory())
    ask = [lambda: invite_delegate(principal=principal, address="b@example.org", by=principal, **DAYS)] * 2
    assert told(at_once(*ask)) == []
    assert Invitation.objects.count() == 1


def test_an_invitation_answered_twice_at_once_is_answered_once(at_once, clock):
    clock(AUGUST)
    principal, asked = principal_of(SchoolFactory()), UserFactory()
    invitation = invite_delegate(principal=principal, address=asked.email, by=principal, **DAYS)
    answers = at_once(*[lambda: accept_invitation(pk=invitation.pk, by=asked)] * 2)
    assert told(answers) == ["This was taken back, asked anew or answered already."]
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
