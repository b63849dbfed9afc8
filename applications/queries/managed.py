"""What asks for a program manager's hand, each rule said once: home counts these, the lists behind it show them."""

from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.models import Application, Decision, Review
from applications.states import ReviewState, State
from pathways.models import managed
from people.models import User
from people.queries import hats


def _covered(user: User) -> "QuerySet[Application]":
    """Of the pathways `user` manages; nothing, and no question, for who manages none."""
    if not hats(user).manager:
        return Application.objects.none()
    seen, covered = Application.objects.visible_to(user), managed(user)
    narrowed = seen if covered is None else seen.filter(offering__role__pathway__in=covered)
    return cast("QuerySet[Application]", narrowed)


def without_signer(user: User) -> "QuerySet[Application]":
    """Sent, and nobody signs for the school, or whoever was asked cannot sign in any more; others' only."""
    nobody = Q(signer=None) | Q(signer__is_active=False)
    return _covered(user).filter(nobody, state=State.SUBMITTED).exclude(person=user)


def to_assign(user: User) -> "QuerySet[Application]":
    """Signed by both, and nobody is there to read it; others' only. What renews a role is not read."""
    readers = Review.objects.of_reading().filter(application=OuterRef("pk"))
    readers = readers.exclude(state=ReviewState.RECUSED)
    ready = _covered(user).filter(state__in=[State.COSIGNED, State.IN_REVIEW], renews=None)
    return ready.filter(~Exists(readers)).exclude(person=user)


def not_signed(user: User) -> "QuerySet[Application]":
    """Of leaders in office: the school said that it does not sign; others' only."""
    return _held(user).filter(state=State.NOT_SUPPORTED)


def to_correct(user: User) -> "QuerySet[Application]":
    """Of leaders in office: the school sent back what both were to sign; others' only."""
    return _held(user).filter(state=State.RETURNED)


def _held(user: User) -> "QuerySet[Application]":
    """What leaders in office and their schools did not sign both, while the role is held."""
    return _covered(user).filter(in_office__end_reason="").exclude(person=user)


def to_decide(user: User) -> "QuerySet[Application]":
    """All who were asked have read it, or it renews a role, and nothing is staged; others' only."""
    unread = Review.objects.filter(application=OuterRef("pk"), state=ReviewState.ASSIGNED)
    to_judge = Q(score_hundredths__isnull=False) | Q(renews__isnull=False)
    read = _covered(user).filter(to_judge, state=State.IN_REVIEW)
    return read.filter(~Exists(unread), ~Exists(_staged())).exclude(person=user)


def to_release(user: User) -> "QuerySet[Application]":
    """With a decision that is staged and not released; others' only."""
    return _covered(user).filter(Exists(_staged())).exclude(person=user)


def _staged() -> "QuerySet[Decision]":
    return Decision.objects.filter(application=OuterRef("pk"), released_at=None)
