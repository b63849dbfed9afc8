"""What is written to an account while it is merged follows to the one that stays; nothing is left behind."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress

from applications.models import Application
from applications.services import start, take_over
from coaching.models import CoachingCycle
from common.errors import LookFirst
from notifications.models import Message
from pathways.models import Placement
from pathways.services import Leader
from people.models import Hat, Post, PostRequest, User
from seminars.models import Attendance
from tests.dashboard.test_merging import merged
from tests.factories.applications import ApplicationFactory
from tests.factories.coaching import CycleFactory
from tests.factories.pathways import OfferingFactory
from tests.factories.people import (
    HatFactory,
    PostFactory,
    PostRequestFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
)
from tests.factories.seminars import AttendanceFactory, SessionFactory
from tests.factories.stipends import NOW
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)


# What is written, by how: each makes one row about the person.
WRITTEN = {
    "a mark": (Attendance, lambda given, who: AttendanceFactory(session=given, person=who)),
    "a post": (Post, lambda given, who: PostFactory(person=who)),
    "a hat": (Hat, lambda given, who: HatFactory(person=who, kind=Hat.Kind.COACH)),
    "a request": (PostRequest, lambda given, who: PostRequestFactory(person=who)),
    "an address": (
        EmailAddress,
        lambda given, who: EmailAddress.objects.create(user=who, email="b@example.org"),
    ),
    "a cycle": (CoachingCycle, lambda given, who: CycleFactory(coach=who)),
}


def owners(model):
    name = {CoachingCycle: "coach", EmailAddress: "user"}.get(model, "person")
    return set(model.objects.values_list(name, flat=True))


@pytest.fixture
def two():
    return UserFactory(), UserFactory(), administrator()


@pytest.mark.parametrize("what", WRITTEN)
def test_what_is_written_while_a_merge_runs_waits_for_it_and_follows(two, what):
    kept, gone, by = two
    model, write = WRITTEN[what]
    given = SessionFactory()
    second_after(lambda: merged(kept, gone, by), lambda: write(given, gone))
    assert gone.pk not in owners(model)
    assert kept.pk in owners(model)


def test_what_is_being_written_is_waited_for_and_looked_at_before_it_moves(two):
    kept, gone, by = two
    session = SessionFactory()
    answer = second_after(
        lambda: AttendanceFactory(session=session, person=gone), lambda: merged(kept, gone, by)
    )
    assert isinstance(answer, LookFirst)
    merged(kept, gone, by)
    assert Attendance.objects.get().person == kept


def test_a_leader_taken_over_while_a_merge_runs_is_the_one_that_stays(two):
    kept, gone, by = two
    role, school, staff = OfferingFactory().role, SchoolFactory(), manager()
    leader = Leader(gone, role, school, date(2026, 8, 5), "She leads since August.")
    second_after(lambda: merged(kept, gone, by), lambda: take_over(leader=leader, by=staff))
    assert (Placement.objects.get().person, Application.objects.get().person) == (kept, kept)
    assert not gone.messages.exists()


def test_an_application_begun_while_a_merge_runs_is_that_of_the_one_that_stays(two):
    kept, gone, by = two
    offering, school = OfferingFactory(), SchoolFactory()
    second_after(
        lambda: merged(kept, gone, by), lambda: start(person=gone, offering_pk=offering.pk, school=school)
    )
    assert Application.objects.get().person == kept


def test_a_row_read_before_a_merge_and_saved_after_it_does_not_go_back(two):
    kept, gone, by = two
    mark = AttendanceFactory(person=gone)
    stale = Attendance.objects.get(pk=mark.pk)
    merged(kept, gone, by)
    stale.mark = "late"
    stale.save()
    assert list(Attendance.objects.values_list("person", "mark")) == [(kept.pk, "late")]


def test_what_a_merge_leaves_with_the_closed_account_can_still_be_saved(two):
    kept, gone, by = two
    one = ApplicationFactory(person=kept, submitted=True)
    left = ApplicationFactory(person=gone, offering=one.offering, school=one.school)
    merged(kept, gone, by)
    left.refresh_from_db()
    left.save()
    assert Application.objects.get(pk=left.pk).person == gone


def test_what_is_written_to_an_account_that_was_merged_twice_comes_to_the_last(two):
    kept, gone, by = two
    last = UserFactory()
    merged(kept, gone, by)
    merged(last, kept, by)
    assert AttendanceFactory(person=User.objects.get(pk=gone.pk)).pk == Attendance.objects.get(person=last).pk


def test_a_mail_owed_while_a_merge_runs_goes_to_the_one_that_stays(two):
    kept, gone, by = two
    second_after(
        lambda: merged(kept, gone, by),
        lambda: Message.objects.create(
            to_person=gone,
            to_email=gone.email,
            subject="Late",
            body="Late",
            dedupe_key="late",
            send_after=NOW,
        ),
    )
    assert Message.objects.get(dedupe_key="late").to_person == kept
