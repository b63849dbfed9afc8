"""The outbox, for program managers."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import wants_file
from common.states import in_words
from common.ui.lists import file_of, listed
from common.ui.pictures import Chip
from common.verbs import offers
from notifications import queries
from notifications.models import Message
from notifications.policies import sees_mails
from notifications.states import State
from notifications.tables import MESSAGES
from notifications.verbs import MESSAGE
from people.models import User

STATES = tuple(State)


def _signed_in(request: SignedIn) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


@login_required
@require_safe
def message_list(request: SignedIn) -> HttpResponseBase:
    """What was owed, newest first; by state on request."""
    user = _signed_in(request)
    if not sees_mails(user):
        raise PermissionDenied
    chosen = request.GET.get("state", "")
    messages = Message.objects.visible_to(user).defer("body")
    unknown = chosen not in {"", *STATES}
    if chosen:
        # Of a state that does not exist there are none.
        messages = messages.none() if unknown else messages.filter(state=chosen)
    if wants_file(request):
        return file_of(request, "messages", messages, MESSAGES)
    counts = queries.counts_by_state()
    # Known already, so the page does not count a second time.
    count = counts.by_state.get(chosen, 0) if chosen else sum(counts.by_state.values())
    shown = listed(request, messages, MESSAGES, thing="message", count=count)
    context = {
        "list": shown,
        "page_obj": shown.page,
        "tabs": _by_state(counts.by_state, chosen),
        "outbox": {"held": counts.held, "held_since": counts.since},
        "unknown": f"There is no state “{chosen[:20]}”. Choose one that is listed here." if unknown else "",
        "late": [beat for beat in queries.heartbeats(now=timezone.now()) if beat["late"]],
    }
    return render(request, "notifications/list.html", context)


def _by_state(counts: Mapping[str, int], chosen: str) -> list[Chip]:
    every = Chip("All", reverse("notifications:list"), sum(counts.values()), not chosen)
    states = [Chip(in_words(one), f"?state={one}", counts.get(one, 0), one == chosen) for one in STATES]
    return [every, *states]


@login_required
@require_safe
def message_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One mail: to whom, what became of it, and its text unless it holds a one-time code."""
    user = _signed_in(request)
    message = get_object_or_404(MESSAGE.rows(user), pk=pk)
    waits = State(message.state) is State.WAITING
    context = {
        "message": message,
        "leaves": queries.when_it_leaves(message, now=timezone.now()) if waits else "",
        "offers": offers(MESSAGE, user, message),
        "events": message.events.told(),
    }
    return render(request, "notifications/detail.html", context)
