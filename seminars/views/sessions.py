"""One session: what it is, and the steps of its life."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.doors import SignedIn, press, sent, status_of, tried
from seminars import services
from seminars.forms import ReasonForm
from seminars.models import Session, leads
from seminars.policies import may_mark, not_now
from seminars.queries import asks, closing, corrected, make_ups, moved_to, reopening
from seminars.states import Action, State

# A roster of thousands is closed as well; so many names no page should hold.
MOST_NAMED = 200


def seen_session(request: SignedIn, pk: int, **more: Any) -> Session:
    """The session if this person may see it, else 404. It knows what `more` asks of its row."""
    seen = Session.objects.visible_to(request.user).select_related("event")
    return get_object_or_404(seen.annotate(leads=leads(request.user), **more), pk=pk)


def led_session(request: SignedIn, pk: int) -> Session:
    """The session if this person may mark it; 404 for those who may not see it, else 403."""
    session = seen_session(request, pk)
    if not may_mark(request.user, session):
        raise PermissionDenied
    return session


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """What, when, where and for whom; my own mark; for those who lead it, the way to its roster."""
    session = seen_session(request, pk, asks_me=asks(request.user))
    now = timezone.now()
    mine = session.attendance.filter(person=request.user).first()
    missed = mine is not None and mine.mark in {"absent", "excused"}
    context = {
        "session": session,
        "mine": mine,
        "moved_to": moved_to(session, request.user),
        "leads": may_mark(request.user, session),
        "over": session.ends_at <= now,
        "roles": session.roles.all(),
        "cohorts": session.cohorts.all(),
        "facilitators": session.facilitators.all(),
        "make_ups": make_ups(session, now) if missed else [],
        "events": session.events.select_related("by"),
        "video": session.video_link if session.state in {State.PLANNED, State.HELD} else "",
    }
    return render(request, "seminars/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedIn, pk: int, door: Callable[..., int]) -> HttpResponse:
    """Shows by name who is absent, who excused, whom closing marks absent and whose marks were put right since it was
    closed last; then closes, through `door`."""
    session = led_session(request, pk)
    if (refused := not_to_open(request, Action.CLOSE, session)) is not None:
        return refused
    if request.method == "POST":
        done, seen = "The roster is closed. From now on it counts for pay.", request.POST.get("seen", "")
        if press(request, door, done, pk=pk, by=request.user, seen=seen):
            return redirect("seminars:detail", pk=pk)
        session.refresh_from_db(fields=["state"])
        if session.state == State.CLOSED:
            # Another window was quicker: what stands here to be closed is closed.
            return redirect("seminars:detail", pk=pk)
    now = closing(session)
    differ = corrected(session, reopening(session), now.waiting)
    context = {
        "session": session,
        "closing": now,
        "waiting": now.waiting[:MOST_NAMED],
        "more": max(0, len(now.waiting) - MOST_NAMED),
        "absent": now.absent,
        "excused": now.excused,
        "differ": differ[:MOST_NAMED],
        "more_differ": max(0, len(differ) - MOST_NAMED),
    }
    return render(request, "seminars/close.html", context)


def not_to_open(request: SignedIn, action: Action, session: Session) -> HttpResponse | None:
    """A page that asks for a step is not opened to be refused afterwards: it says so at once, on the session's."""
    refusal = not_now(action, session, timezone.now()) if request.method != "POST" else None
    if refusal is None:
        return None
    messages.error(request, str(refusal))
    return redirect("seminars:detail", pk=session.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: SignedIn, pk: int) -> HttpResponse:
    """Opens a closed roster again, with a reason. A refusal is shown on the form, with what was typed."""
    session = led_session(request, pk)
    if (refused := not_to_open(request, Action.REOPEN, session)) is not None:
        return refused
    form = ReasonForm(sent(request), button="Open it again")
    if form.is_valid() and tried(form, services.reopen, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, "The roster is open again.")
        return redirect("seminars:detail", pk=pk)
    context = {
        "session": session,
        "form": form,
        "title": "Open the roster again",
        "lead": "Until it is closed again it counts for nobody. "
        "What an approved run has paid stays as it is: a correction is paid by a supplementary run.",
    }
    return render(request, "seminars/step.html", context, status=status_of(form))
