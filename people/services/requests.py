"""Whoever signed up alone asks a school to confirm them; a post begins when its signer says yes."""

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from people.models import Post, PostRequest, School, User
from people.policies import today, why_not_request
from people.services.letters import tell_person
from people.states import RequestAction, RequestState, next_request

# What somebody may say of themselves; who leads a school is entered by staff.
POSITIONS = (
    Post.Position.TEACHER,
    Post.Position.COUNSELOR,
    Post.Position.COORDINATOR,
    Post.Position.COACH,
    Post.Position.CLERK,
)


@transaction.atomic
def ask_for_post(*, by: User, school: School, position: str) -> PostRequest:
    """Ask the signer of `school` to confirm that one works there. The same again changes nothing; another school takes
    the place of the one that was asked.

    Raises DomainError for a position nobody says of themselves, and for who works there already.
    """
    if position not in POSITIONS:
        raise DomainError("Choose one of the positions. Who leads a school is entered by the Partnership.")
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Post.objects.on(today()).filter(person=person, school=school).exists():
        raise DomainError(f"You are known at {school} already.")
    asked = PostRequest.objects.filter(person=person, state=RequestState.ASKED).first()
    if asked is not None and (asked.school_id, asked.position) == (school.pk, position):
        return asked
    if asked is not None:
        _decide(asked, RequestAction.TAKE_BACK, by)
    return PostRequest.objects.create(person=person, school=school, position=position)


@transaction.atomic
def confirm_request(*, pk: int, by: User) -> PostRequest:
    """They work at the school: a post begins today, until one that was entered for later begins. They are told by
    mail."""
    # Held before the request, as by whoever asks or enters a post.
    User.objects.select_for_update(no_key=True).get(post_requests=pk)
    asked = _locked(pk)
    demand(why_not_request(by, RequestAction.CONFIRM, asked))
    day = today()
    posts = Post.objects.filter(person=asked.person, school=asked.school, position=asked.position)
    if not posts.on(day).exists():
        ends = posts.filter(starts__gt=day).order_by("starts").values_list("starts", flat=True).first()
        Post.objects.create(
            person=asked.person, school=asked.school, position=asked.position, starts=day, ends=ends
        )
    _decide(asked, RequestAction.CONFIRM, by)
    tell_person("request_confirmed", asked.person, by, asked=asked)
    return asked


@transaction.atomic
def decline_request(*, pk: int, by: User) -> PostRequest:
    """They do not work at the school; no post begins, and they are told by mail."""
    asked = _locked(pk)
    demand(why_not_request(by, RequestAction.DECLINE, asked))
    _decide(asked, RequestAction.DECLINE, by)
    tell_person("request_declined", asked.person, by, asked=asked)
    return asked


@transaction.atomic
def take_back_request(*, pk: int, by: User) -> PostRequest:
    """Whoever asked asks no longer."""
    asked = _locked(pk)
    demand(why_not_request(by, RequestAction.TAKE_BACK, asked))
    return _decide(asked, RequestAction.TAKE_BACK, by)


def _locked(pk: int) -> PostRequest:
    found = PostRequest.objects.select_related("person", "school")
    return found.select_for_update(of=("self",)).get(pk=pk)


def _decide(asked: PostRequest, action: RequestAction, by: User) -> PostRequest:
    asked.state = next_request(RequestState(asked.state), action)
    asked.decided_by, asked.decided_at = by, timezone.now()
    asked.save(update_fields=["state", "decided_by", "decided_at"])
    return asked
