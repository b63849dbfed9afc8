"""A teacher who signed up alone says where they work; the school's signer says yes, and a post begins."""

import pytest
from django.urls import reverse

from common.errors import DomainError, NoSuchMove, NotAllowed, SomeoneElse
from people.models import Post, PostRequest
from people.queries import today
from people.services import ask_for_post, confirm_request, decline_request, take_back_request
from people.states import REQUEST_MOVES, RequestAction, RequestState
from tests.factories.people import (
    DelegationFactory,
    PostRequestFactory,
    SchoolFactory,
    UserFactory,
    principal_of,
    teacher_at,
)

pytestmark = pytest.mark.django_db


def test_a_post_begins_when_the_principal_says_yes_and_once():
    school = SchoolFactory()
    principal, teacher = principal_of(school), UserFactory()
    asked = ask_for_post(by=teacher, school=school, position="counselor")
    confirm_request(pk=asked.pk, by=principal)
    with pytest.raises(NoSuchMove):
        confirm_request(pk=asked.pk, by=principal)
    (post,) = Post.objects.filter(person=teacher)
    assert (post.school, post.position, post.starts, post.ends) == (school, "counselor", today(), None)


def test_whoever_acts_for_the_principal_says_it_too():
    school = SchoolFactory()
    acts = DelegationFactory(principal=principal_of(school)).delegate
    asked = PostRequestFactory(school=school)
    assert confirm_request(pk=asked.pk, by=acts).decided_by == acts


def test_nobody_confirms_themselves_or_for_another_school():
    school = SchoolFactory()
    principal = principal_of(school)
    own = PostRequestFactory(school=school, person=principal)
    with pytest.raises(SomeoneElse):
        confirm_request(pk=own.pk, by=principal)
    asked = PostRequestFactory(school=school)
    for stranger in (principal_of(SchoolFactory()), teacher_at(school)):
        with pytest.raises(NotAllowed):
            decline_request(pk=asked.pk, by=stranger)
    with pytest.raises(NotAllowed):
        take_back_request(pk=asked.pk, by=principal)
    assert Post.objects.filter(person=asked.person).count() == 0


def test_asking_again_is_once_and_another_school_takes_its_place():
    first, second, teacher = SchoolFactory(), SchoolFactory(), UserFactory()
    asked = ask_for_post(by=teacher, school=first, position="teacher")
    assert ask_for_post(by=teacher, school=first, position="teacher") == asked
    ask_for_post(by=teacher, school=second, position="teacher")
    assert list(PostRequest.objects.values_list("school", "state").order_by("pk")) == [
        (first.pk, RequestState.TAKEN_BACK),
        (second.pk, RequestState.ASKED),
    ]


def test_nobody_says_of_themselves_that_they_lead_a_school_or_asks_where_they_are_known():
    school = SchoolFactory()
    with pytest.raises(DomainError, match="is entered by the Partnership"):
        ask_for_post(by=UserFactory(), school=school, position="principal")
    with pytest.raises(DomainError, match="You are known at"):
        ask_for_post(by=teacher_at(school), school=school, position="teacher")


def test_the_table_of_moves_is_the_one_that_was_agreed():
    asked = RequestState.ASKED
    assert {
        (asked, RequestAction.CONFIRM): RequestState.CONFIRMED,
        (asked, RequestAction.DECLINE): RequestState.DECLINED,
        (asked, RequestAction.TAKE_BACK): RequestState.TAKEN_BACK,
    } == REQUEST_MOVES


def test_it_is_asked_on_a_page_and_answered_on_the_desk(client):
    school = SchoolFactory(name="Hollenbeck Middle")
    principal, teacher = principal_of(school), UserFactory(given_name="Ana", family_name="Ruiz")
    client.force_login(teacher)
    page = reverse("people:workplace")
    assert client.post(page, {"school": school.pk, "position": "teacher"}).status_code == 302
    assert "was asked on" in client.get(page).content.decode()
    asked = PostRequest.objects.get()
    client.force_login(principal)
    assert "Does Ana Ruiz work at Hollenbeck Middle?" in client.get("/cosign/").content.decode()
    assert "Does Ana Ruiz work here?" in client.get("/").content.decode()
    client.post(reverse("people:request_confirm", args=[asked.pk]))
    assert Post.objects.get(person=teacher).school == school
    client.force_login(teacher)
    assert "You work at" in client.get(page).content.decode()


def test_it_is_taken_back_or_declined_in_words(client):
    school, teacher = SchoolFactory(), UserFactory()
    client.force_login(teacher)
    page = reverse("people:workplace")
    client.post(page, {"school": school.pk, "position": "coach"})
    client.post(page, {"verb": "take_back"})
    assert PostRequest.objects.get().state == RequestState.TAKEN_BACK
    client.post(page, {"school": school.pk, "position": "coach"})
    client.force_login(principal_of(school))
    client.post(reverse("people:request_decline", args=[PostRequest.objects.get(state="asked").pk]))
    client.force_login(teacher)
    assert "The school does not know you" in client.get(page).content.decode()


def test_a_no_is_said_no_longer_once_the_school_said_yes(client):
    school, teacher = SchoolFactory(), UserFactory()
    principal, page = principal_of(school), reverse("people:workplace")
    decline_request(pk=ask_for_post(by=teacher, school=school, position="coach").pk, by=principal)
    confirm_request(pk=ask_for_post(by=teacher, school=school, position="coach").pk, by=principal)
    client.force_login(teacher)
    assert "The school does not know you" not in client.get(page).content.decode()


def test_a_school_without_a_signer_is_said_to_answer_nobody_yet(client):
    school, page = SchoolFactory(member=True, name="Ritter"), reverse("people:workplace")
    client.force_login(UserFactory())
    answer = client.post(page, {"school": school.pk, "position": "teacher"}, follow=True)
    assert [str(said) for said in answer.context["messages"]] == [
        "Ritter was asked, but nobody answers there yet: nobody signs for it."
    ]
    assert "Nobody answers there yet: nobody signs for the school." in answer.content.decode()
    principal_of(school)
    assert "Nobody has answered yet." in client.get(page).content.decode()
