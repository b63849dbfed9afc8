"""What every page that does something has in common: a refusal is shown where it came from, and what is forbidden is
403 in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.shortcuts import render

from common.edits import ChangedElsewhere
from common.errors import DomainError, LookFirst, NotAllowed
from common.forms import refuse
from common.looking import SeenFields, SeenTexts

if TYPE_CHECKING:
    from people.models import User

# Sent along by a script that keeps what it sends until it is told that it arrived: who typed it.
TYPED_BY = "X-Typed-By"

Answer = TypeVar("Answer")
Given = TypeVar("Given", covariant=True)


class SignedIn(HttpRequest):
    """A request of somebody who is signed in, as `login_required` lets through."""

    user: "User"


def signed_in(request: HttpRequest) -> "User":
    """Who asks, where nobody else is let in. Types do not see that of the administration."""
    return cast("User", request.user)


@dataclass(frozen=True, slots=True)
class Done(Generic[Given]):
    """The verb was done; `answer` is what it gave back."""

    answer: Given


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; an empty one was sent too, and is told what is missing."""
    return request.POST if request.method == "POST" else None


def arrived(request: HttpRequest) -> QueryDict:
    """What was sent; nothing when the sender hung up, or sent too slowly."""
    try:
        return request.POST
    except UnreadablePostError:
        return QueryDict()


def typed_by_another(request: SignedIn) -> bool:
    """Whether a script sends what somebody else typed in this browser: another person signed in meanwhile."""
    return request.headers.get(TYPED_BY, str(request.user.pk)) != str(request.user.pk)


def status_of(form: BaseForm) -> int:
    """Of the page that shows it: 422 when it was sent and comes back, else 200."""
    return 422 if form.errors or getattr(form, "first_look", None) else 200


def allowed(refusal: DomainError | None) -> None:
    """For a page that is not about a row yet: raises PermissionDenied, in words, when it is not theirs."""
    if refusal is not None:
        raise PermissionDenied(str(refusal))


def attempt(
    verb: Callable[..., Answer],
    /,
    *told: Any,
    before_refusal: Callable[[], object] | None = None,
    **given: Any,
) -> Done[Answer] | DomainError:
    """Do the verb; its refusal is answered. Raises PermissionDenied, in the words of the service, for who may not.

    `before_refusal` is asked before any refusal is told: it raises Http404 where not even that is theirs to know.
    """
    try:
        return Done(verb(*told, **given))
    except DomainError as refusal:
        if before_refusal is not None:
            before_refusal()
        if isinstance(refusal, NotAllowed):
            raise PermissionDenied(str(refusal)) from refusal
        return refusal


def tried(form: BaseForm, verb: Callable[..., Answer], /, **given: Any) -> Done[Answer] | None:
    """Do the verb; a refusal stands on the form, which comes back. None when it was refused.

    What has to be looked at first stands in `form.first_look`, and its mark in the form: sent again, it is done. What
    another window changed stands beside what was typed.
    """
    done = attempt(verb, **given)
    if isinstance(done, Done):
        return done
    if isinstance(done, LookFirst) and isinstance(form, SeenFields):
        form.show(done)
    elif isinstance(done, ChangedElsewhere) and isinstance(form, SeenTexts):
        form.tell(done)
    else:
        refuse(form, done)
    return None


def asked_first(
    request: HttpRequest, title: str, lead: str, *, what: str, back: str, does: str = ""
) -> HttpResponse | None:
    """The page that asks before what one tap would lose for good; None once it was answered with yes. `lead` says what
    goes and what stays, `what` names it, `back` is the address of the page where it stands, `does` what the button
    says where nothing is taken back."""
    if request.POST.get("sure"):
        return None
    said = {
        "title": title,
        "lead": lead,
        "what": what,
        "back": back,
        "does": does or "Take it back",
        "gone": not does,
    }
    return render(request, "sure.html", said)


def press(
    request: HttpRequest,
    verb: Callable[..., Answer],
    said: str | Callable[[Answer], str],
    /,
    **given: Any,
) -> Done[Answer] | None:
    """Do the verb of a button without a form; how it went is said on the page that comes. None when refused."""
    done = attempt(verb, **given)
    if isinstance(done, Done):
        messages.success(request, said if isinstance(said, str) else said(done.answer))
        return done
    messages.error(request, str(done))
    return None
