"""What all pages of money share: who may enter, and how a refusal is shown."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, QueryDict

from common.errors import DomainError, LookFirst, NotAllowed
from common.looking import SeenFields
from stipends.policies import may, sees_money


def only_money(request: HttpRequest) -> None:
    """Lists of runs and policies are for finance and managers. Raises PermissionDenied for others."""
    if not sees_money(request.user):
        raise PermissionDenied


def demand(request: HttpRequest, action: str) -> None:
    """Raises PermissionDenied for a verb this person has no hat for."""
    if not may(request.user, action):
        raise PermissionDenied


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; an empty one was sent too, and is told what is missing."""
    return request.POST if request.method == "POST" else None


def can_begin(request: HttpRequest, check: Callable[[], Any]) -> bool:
    """Whether a form is worth showing: what cannot be done any more is said before anybody types."""
    if request.method == "POST":
        return True
    try:
        check()
    except DomainError as refused:
        messages.error(request, str(refused))
        return False
    return True


def done(request: HttpRequest, verb: Callable[[], Any], words: str, form: Form | None = None) -> bool:
    """Do the verb. Its refusal is shown in the form, or above the page; a forbidden one is a 403."""
    try:
        verb()
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except LookFirst as found:
        if not isinstance(form, SeenFields):
            raise
        form.show(found.seen)
        form.first_look = found
        return False
    except DomainError as refused:
        if form is not None:
            form.add_error(None, str(refused))
        else:
            messages.error(request, str(refused))
        return False
    messages.success(request, words)
    return True
