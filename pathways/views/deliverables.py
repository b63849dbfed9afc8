"""What is due for me, what waits for me, and one deliverable."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.beside import form_for
from common.converters import wanted_id
from common.doors import Done, SignedIn, attempt, press, tried
from common.downloads import stored_download, wants_file
from common.errors import LookFirst
from common.states import actions_from
from common.ui.lists import file_of, listed
from pathways import services
from pathways.forms.base import ActionForm, SeenForm
from pathways.forms.deliverables import ReturnForm, SubmitForm, WaiveForm
from pathways.models import DeliverableRecord
from pathways.policies import may, speaks_for
from pathways.queries import Waiting, mine, waiting_by_role, waiting_for
from pathways.services import Door, corrections
from pathways.states import DELIVERABLE_MOVES, DeliverableAction, DeliverableState
from pathways.tables import WAITING
from people.queries import today

A = DeliverableAction
FORMS: dict[DeliverableAction, type[ActionForm]] = {
    A.SUBMIT: SubmitForm,
    A.RETURN: ReturnForm,
    A.WAIVE: WaiveForm,
}
# Whose word a deliverable waits for, as the filter says it.
BY = {"staff": "Partnership staff", "principal": "The school"}


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """My deliverables of this year, and those that wait for my decision, of all roles or of one."""
    role_id, by = wanted_id(request.GET.get("role", "")), request.GET.get("by", "")
    by = by if by in BY else ""
    found = waiting_for(request.user, role_id=role_id, by=by)
    if wants_file(request):
        return file_of(request, "waiting-deliverables", found, WAITING)
    groups, day = waiting_by_role(request.user), today()
    # Known already, so the page does not count a second time.
    count = sum(one.count for one in _chosen(groups, role_id, by))
    shown = listed(request, found, WAITING, caption=f"{count:,} waiting for you", count=count)
    narrowed = bool(role_id is not None or by)
    context = {
        "mine": [] if narrowed else mine(request.user, day),
        "list": shown,
        "page": shown.page,
        "day": day,
        "speaks": speaks_for(request.user),
        "narrowed": narrowed,
        "role_id": role_id,
        "by": by,
        "roles": _roles(groups, by),
        "words": {one: BY[one] for one in BY if by == one or any(group.by == one for group in groups)},
    }
    return render(request, "pathways/deliverable_list.html", context)


def _chosen(groups: list[Waiting], role_id: int | None, by: str) -> list[Waiting]:
    return [one for one in groups if role_id in (None, one.role_id) and by in ("", one.by)]


def _roles(groups: list[Waiting], by: str) -> list[dict[str, Any]]:
    """The roles one may choose, each with how many would be shown."""
    names = dict.fromkeys((one.role_id, one.role) for one in groups)
    return [
        {"pk": pk, "name": name, "count": sum(one.count for one in _chosen(groups, pk, by))}
        for pk, name in names
    ]


def _visible(request: SignedIn, pk: int) -> DeliverableRecord:
    records = DeliverableRecord.objects.visible_to(request.user)
    return get_object_or_404(
        records.select_related(
            "deliverable__offering__year",
            "placement__person",
            "placement__role",
            "placement__school",
            "decided_by",
        ),
        pk=pk,
    )


def _allowed(request: SignedIn, pk: int, action: str) -> DeliverableRecord:
    """The record, for those who may do this to it: others are refused before what they typed is judged."""
    record = _visible(request, pk)
    if not may(request.user, action, record):
        raise PermissionDenied
    return record


def _form(
    request: SignedIn, record: DeliverableRecord, action: DeliverableAction, sent: bool = False
) -> ActionForm:
    """The form of an action: judged when it was `sent`, else with what was typed in it."""
    if action is not A.SUBMIT:
        return form_for(request, action, FORMS[action], sent=sent)
    initial = {"note": record.note, "link": record.link}
    return form_for(request, action, SubmitForm, record=record, initial=initial, sent=sent)


def _show(request: SignedIn, record: DeliverableRecord, judged: ActionForm | None = None) -> HttpResponse:
    """The page with a form for each action that is possible now; `judged` is the one that comes back."""
    now = actions_from(DELIVERABLE_MOVES, DeliverableState(record.state))
    allowed = {action for action in now if may(request.user, action, record)}
    forms: dict[str, ActionForm] = {a: _form(request, record, a) for a in FORMS if a in allowed}
    if judged is not None:
        forms[str(judged.prefix)] = judged
    context = {
        "record": record,
        "may_accept": A.ACCEPT in allowed,
        "events": record.events.select_related("by").order_by("-at", "-pk"),
        "crumbs": [{"name": "Deliverables", "url": reverse("pathways:deliverables")}],
        "forms": forms,
    }
    status = 422 if judged is not None else 200
    return render(request, "pathways/deliverable_detail.html", context, status=status)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One deliverable: what is asked, what was handed in, what can be done now."""
    return _show(request, _visible(request, pk))


@login_required
@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    record = _allowed(request, pk, "submit")
    form = _form(request, record, A.SUBMIT, sent=True)
    if not form.is_valid():
        return _show(request, record, form)
    data = form.cleaned_data
    typed = {"note": data["note"], "link": data.get("link", ""), "file": data.get("file")}
    if not tried(form, services.submit, pk=pk, by=request.user, **typed):
        return _show(request, record, form)
    messages.success(request, "Handed in. You get a mail when it is accepted or returned.")
    return redirect("pathways:deliverable", pk=pk)


@login_required
@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    _visible(request, pk)
    press(request, services.accept, "Accepted.", pk=pk, by=request.user)
    return redirect("pathways:deliverable", pk=pk)


def _decide(
    request: SignedIn, record: DeliverableRecord, form: ActionForm, verb: Callable[..., object], done: str
) -> HttpResponse:
    """Return or waive with words. Words that come too late are shown again, so that they can be copied; what a waiver
    would move comes first."""
    if form.is_valid():
        answered = attempt(verb, **form.cleaned_data)
        if isinstance(answered, Done):
            messages.success(request, done)
            return redirect("pathways:deliverable", pk=record.pk)
        if isinstance(answered, LookFirst) and isinstance(form, SeenForm):
            form.show(answered)
        else:
            form.refuse_for_good(str(answered))
    return _show(request, _visible(request, record.pk), form)


@login_required
@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    record = _allowed(request, pk, A.RETURN)
    form = _form(request, record, A.RETURN, sent=True)
    verb = partial(services.send_back, pk=pk, by=request.user)
    return _decide(request, record, form, verb, "Returned. The leader reads your words.")


@login_required
@require_POST
def waive(request: SignedIn, pk: int, door: Door) -> HttpResponse:
    record = _allowed(request, pk, A.WAIVE)
    form = _form(request, record, A.WAIVE, sent=True)
    return _decide(request, record, form, partial(corrections.let_go, door, record, request.user), "Waived.")


@login_required
@require_safe
def evidence(request: SignedIn, pk: int) -> FileResponse:
    """The file that was handed in: always a download, never shown as a page of this site."""
    record = _visible(request, pk)
    return stored_download(record.file, services.evidence_name(record, record.file.name or ""))
