"""What cannot be done with posts, memberships and hats is refused in words, each with what to do."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError
from pathways.services import narrow_hat
from people import services
from people.models import Hat, Post, SchoolMembership
from people.policies import why_not
from people.services.told import only_one
from people.states import SchoolAction
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, administrator

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)
JOINED = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture
def by():
    return administrator()


def refused(verb, **given):
    with pytest.raises(DomainError) as refusal:
        verb(**given)
    return str(refusal.value)


@pytest.fixture
def member():
    school = SchoolFactory(member=False)
    return SchoolMembership.objects.create(school=school, starts=JOINED)


@pytest.mark.parametrize(
    ("starts", "words"), [(JOINED, "since July 1, 2026"), (date(2026, 12, 1), "from December 1, 2026")]
)
def test_a_member_without_an_end_does_not_join_again(member, by, starts, words):
    SchoolMembership.objects.update(starts=starts)
    refusal = why_not(by, SchoolAction.JOIN, member.school)
    assert str(refusal) == f"{member.school.name} is a member {words} already."


def test_a_school_joins_after_the_last_day_it_is_a_member(member, by):
    services.leave_network(pk=member.pk, ends=date(2027, 7, 1), by=by)
    join = {"pk": member.school.pk, "by": by}
    assert refused(services.join_network, **join, starts=date(2027, 6, 30)) == (
        f"{member.school} is a member through June 30, 2027. Choose a later first day."
    )
    assert services.join_network(**join, starts=date(2027, 7, 1)).starts == date(2027, 7, 1)


def test_a_membership_ends_after_it_began_and_not_later_than_it_ended_already(member, by):
    leave = {"pk": member.pk, "by": by}
    assert refused(services.leave_network, **leave, ends=JOINED) == (
        f"{member.school} joined on July 1, 2026. Choose that day or a later one."
    )
    for _ in range(2):
        assert services.leave_network(**leave, ends=TODAY).ends == TODAY
    assert refused(services.leave_network, **leave, ends=TODAY + timedelta(days=1)) == (
        "This membership ends earlier already. Let the school join again."
    )


def test_only_a_program_manager_has_pathways(by):
    hat = HatFactory(kind=Hat.Kind.COACH)
    assert refused(narrow_hat, pk=hat.pk, by=by, pathways=[]) == "Only a program manager has pathways."


def test_what_another_window_wrote_meanwhile_is_refused_in_words():
    post = PostFactory()
    about = {"person": post.person, "school": post.school, "position": post.position, "starts": post.starts}

    def write():
        with only_one("This position is there already."):
            Post.objects.create(**about)

    assert refused(write) == "This position is there already."
    assert Post.objects.count() == 1


def test_a_post_does_not_end_before_it_begins(by):
    words = refused(
        services.add_post,
        pk=UserFactory().pk,
        school=SchoolFactory(),
        position=Post.Position.TEACHER,
        starts=TODAY,
        ends=TODAY,
        by=by,
    )
    assert words == "The last day cannot be before the first."
