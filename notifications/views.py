"""The outbox, for program managers."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.doors import SignedIn, press
from common.downloads import rows_file, wants_file
from common.states import actions_from
from notifications import queries, services
from notifications.exports import MESSAGES
from notifications.models import Message
from notifications.policies import may
from notifications.states import MOVES, Action, State
from notifications.tasks import send_soon
from people.models import User

PAGE = 50
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
    if not may(user, "see"):
        raise PermissionDenied
    chosen = request.GET.get("state", "")
    messages = Message.objects.visible_to(user).defer("body")
    unknown = chosen not in {"", *STATES}
    if chosen:
        # Of a state that does not exist there are none.
        messages = messages.none() if unknown else messages.filter(state=chosen)
    if wants_file(request):
        return rows_file("messages", MESSAGES, messages)
    counts = queries.counts_by_state()
    context = {
        "page_obj": Paginator(messages, PAGE).get_page(request.GET.get("page")),
        "tabs": [(state, counts.by_state.get(state, 0), state == chosen) for state in STATES],
        "outbox": {"held": counts.held, "held_since": counts.since},
        "total": sum(counts.by_state.values()),
        "chosen": "" if unknown else chosen,
        "unknown": f"There is no state “{chosen[:20]}”. Choose one that is listed here." if unknown else "",
        "late": [beat for beat in queries.heartbeats(now=timezone.now()) if beat["late"]],
    }
    return render(request, "notifications/list.html", context)


@login_required
@require_safe
def message_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One mail: to whom, what became of it, and its text unless it holds a one-time code."""
    user = _signed_in(request)
    message = get_object_or_404(Message.objects.visible_to(user).select_related("to_person"), pk=pk)
    actions = [action for action in actions_from(MOVES, State(message.state)) if may(user, action, message)]
    waits = State(message.state) is State.WAITING
    context = {
        "message": message,
        "leaves": queries.when_it_leaves(message, now=timezone.now()) if waits else "",
        "verbs": list(actions),
        "events": message.events.select_related("by"),
    }
    return render(request, "notifications/detail.html", context)


@login_required
@require_POST
def message_do(request: SignedIn, pk: int, action: str) -> HttpResponse:
    """Cancel a mail, or send it again."""
    user = _signed_in(request)
    get_object_or_404(Message.objects.visible_to(user).only("pk"), pk=pk)
    if action == Action.CANCEL:
        press(request, services.cancel_one, "This mail will not be sent.", pk=pk, by=user)
    elif action == Action.RETRY:
        if press(request, services.send_again, _leaves, pk=pk, by=user):
            send_soon()
    else:
        raise Http404
    return redirect("notifications:detail", pk=pk)


def _leaves(message: Message) -> str:
    return f"This mail leaves {queries.when_it_leaves(message, now=timezone.now())}."
