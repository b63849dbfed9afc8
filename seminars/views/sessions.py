"""One session: what it is, and what those who lead it may do."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.errors import NotAllowed
from common.verbs import offers
from seminars.models import Session
from seminars.policies import OPEN, leads_it, why_not, why_not_sharing
from seminars.queries import asks, make_ups, moved_to
from seminars.queries.resources import beside
from seminars.states import Marking, Planning
from seminars.verbs import SESSION


def seen_session(request: SignedIn, pk: int, **more: Any) -> Session:
    """The session if this person may see it, else 404. It knows what `more` asks of its row."""
    session: Session = get_object_or_404(SESSION.rows(request.user).annotate(**more), pk=pk)
    return session


def led_session(request: SignedIn, pk: int) -> Session:
    """The session if this person leads it; 404 for those who may not see it, else 403 in words."""
    session = seen_session(request, pk)
    refusal = why_not(request.user, Marking.SHEET, session)
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
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
        "leads": leads_it(request.user, session),
        "offers": offers(SESSION, request.user, session),
        "whom": session.whom,
        # For those who can put it right.
        "off_scope": session.off_scope if why_not(request.user, Planning.CHANGE, session) is None else "",
        "facilitators": session.facilitators.all(),
        "make_ups": make_ups(session, now) if missed else [],
        "events": session.events.told(),
        "resources": beside(request.user, session),
        "shares": why_not_sharing(request.user) is None,
        "video": session.video_link if session.state in OPEN else "",
    }
    return render(request, "seminars/detail.html", context)
