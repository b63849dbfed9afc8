"""Where somebody works who signed up alone: they say it, and the school confirms it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.beside import pressed
from common.doors import SignedIn, press, sent, status_of, tried
from people import services
from people.forms import WorkplaceForm
from people.models import PostRequest
from people.queries import schools_of, signer_for, today
from people.states import RequestAction, RequestState
from people.verbs import REQUEST

TAKE_BACK = REQUEST.of(RequestAction.TAKE_BACK)


@login_required
def workplace(request: SignedIn) -> HttpResponse:
    """Ask a school to confirm that one works there, and how that stands."""
    asked = PostRequest.objects.filter(person=request.user).select_related("school")
    waiting = asked.waiting().first()
    if waiting is not None and pressed(request) == TAKE_BACK.name:
        press(request, TAKE_BACK.does, TAKE_BACK.said_of, pk=waiting.pk, by=request.user)
        return redirect("people:workplace")
    # One that was confirmed since, or taken back, says more than a no before it.
    last = asked.last()
    form = WorkplaceForm(sent(request))
    if form.is_valid() and (done := tried(form, services.ask_for_post, by=request.user, **form.cleaned_data)):
        messages.success(request, _asked(done.answer))
        return redirect("people:workplace")
    context = {
        "form": form,
        "waiting": waiting,
        "nobody": waiting is not None and signer_for(waiting.school, today()) is None,
        "declined": last if last is not None and last.state == RequestState.DECLINED else None,
        "schools": schools_of(request.user, today()),
        "take_back": TAKE_BACK,
    }
    return render(request, "people/workplace.html", context, status=status_of(form))


def _asked(asked: PostRequest) -> str:
    if signer_for(asked.school, today()) is None:
        return f"{asked.school} was asked, but nobody answers there yet: nobody signs for it."
    return f"{asked.school} was asked. You read here what it says."
