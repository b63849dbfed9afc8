"""Who may review an application, and why somebody may not."""

from datetime import date

from django.db.models import Q, QuerySet

from applications.models import Application, Review
from applications.states import State
from people.models import Hat, Post, User


def conflict_of(reviewer: User, application: Application, day: date) -> str:
    """Why this person may not review this application, as a sentence; empty when they may. Two queries."""
    if reviewer.pk == application.person_id:
        return f"{reviewer} is the applicant. Choose another reviewer."
    if Post.objects.on(day).filter(person=reviewer, school=application.school_id).exists():
        return f"{reviewer} works at {application.school}. Choose a reviewer from elsewhere."
    if _applied(application).filter(person=reviewer).exists():
        return f"{reviewer} applied for the same role. Choose another reviewer."
    return ""


def readers(day: date) -> "QuerySet[User]":
    """Partnership staff who read applications, by name."""
    return _wearing(day, Hat.Kind.PROGRAM_MANAGER, Hat.Kind.COACH, Hat.Kind.DIRECTOR)


def readers_and_administrators(day: date) -> "QuerySet[User]":
    """The same, and administrators: where there is nobody else, one of them may have to."""
    return User.objects.filter(
        Q(pk__in=readers(day).order_by().values("pk")) | Q(is_superuser=True, is_active=True)
    )


def stand_ins(day: date) -> "QuerySet[User]":
    """Whom staff may ask to sign where a school has nobody: directors and program managers, by name."""
    return _wearing(day, Hat.Kind.DIRECTOR, Hat.Kind.PROGRAM_MANAGER)


def _wearing(day: date, *kinds: str) -> "QuerySet[User]":
    worn = Hat.objects.on(day).filter(kind__in=kinds)
    found: QuerySet[User] = User.objects.filter(is_active=True, hats__in=worn).distinct()
    return found


def may_be_asked(application: Application, day: date) -> "QuerySet[User]":
    """Partnership staff and administrators without a conflict who were not asked yet, by name."""
    staff = readers_and_administrators(day)
    at_school = Post.objects.on(day).filter(school=application.school_id).values("person")
    asked = Review.objects.of_reading().filter(application=application).values("reviewer")
    applied = _applied(application).values("person")
    free = staff.exclude(pk__in=at_school).exclude(pk__in=asked).exclude(pk__in=applied)
    return free.exclude(pk=application.person_id)


def _applied(application: Application) -> "QuerySet[Application]":
    """Applications to the same role in the same year, withdrawn ones left out."""
    return Application.objects.filter(offering=application.offering_id).exclude(state=State.WITHDRAWN)
