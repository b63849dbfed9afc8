"""What is due for me, what waits for me, and one deliverable."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.beside import form_for
from common.converters import wanted_id
from common.doors import Done, SignedIn, allowed, attempt
from common.downloads import SHOW, stored_download, stored_picture, wants_file
from common.errors import DomainError, LookFirst, NotAllowed
from common.forms import ButtonForm, refuse
from common.too_late import close, way_to
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import Life, Verb
from pathways import services
from pathways.forms.base import SeenForm
from pathways.models import DeliverableEvent, DeliverableRecord, EvidenceFile, ProgramEvent, SchoolGoal
from pathways.policies import NO_EVIDENCE, managers_of, speaks_for, why_not_evidence
from pathways.queries import Waiting, mine, waiting_by_role, waiting_for
from pathways.states import DeliverableAction, DeliverableState
from pathways.tables import WAITING
from pathways.verbs import DELIVERABLE
from people.models import User
from people.queries import signer_for, today

# Whose word a deliverable waits for, as the filter says it.
BY = {"staff": "Partnership staff", "principal": "The school"}
FOR_YOU = "waiting for you"
# So many program managers are named where one of them is to be asked.
MOST_NAMED = 3


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
    shown = listed(
        request, found, WAITING, thing=f"deliverable {FOR_YOU}", things=f"deliverables {FOR_YOU}", count=count
    )
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
        "words": _words(groups, role_id, by),
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


def _words(groups: list[Waiting], role_id: int | None, by: str) -> list[tuple[str, str, int]]:
    """Whose words one may choose, each with how many would be shown."""
    there = [one for one in BY if by == one or any(group.by == one for group in groups)]
    return [(one, BY[one], sum(group.count for group in _chosen(groups, role_id, one))) for one in there]


def _show(request: SignedIn, record: DeliverableRecord, judged: ButtonForm | None = None) -> HttpResponse:
    """The page with a form for each verb that is possible now; `judged` is the one that comes back."""
    now = [
        verb
        for verb in DELIVERABLE.on_pages
        if DELIVERABLE.why_not(request.user, verb.action, record) is None
    ]
    forms = {verb.name: _form(request, record, verb) for verb in now if verb.form}
    if judged is not None:
        forms[str(judged.prefix)] = judged
    events = list(record.events.told().prefetch_related("files"))
    rounds = [event for event in events if event.action == DeliverableAction.SUBMIT]
    late = record.too_late(today())
    too_late = late and DELIVERABLE.why_not(request.user, DeliverableAction.SUBMIT, record)
    context = {
        "opens": why_not_evidence(request.user, record) is None,
        "closed": NO_EVIDENCE,
        "record": record,
        "verbs": [
            _drawn(verb, record, forms.get(verb.name))
            for verb in DELIVERABLE.on_pages
            if verb in now or verb.name in forms
        ],
        "forms": forms,
        "look": getattr(judged, "first_look", None),
        "events": events,
        "completed": _completed(record, events),
        "gone": _gone(record, events),
        **_recorded(request.user, record),
        "shows": _shows(request.user, record),
        "too_late": too_late,
        "asks": list(managers_of(record.placement.role.pathway_id, today())[:MOST_NAMED]) if too_late else [],
        # Each time it was handed in, but the last: that is what the record holds.
        "before": rounds[1:],
        "more": rounds[0].files.all() if rounds else [],
        "crumbs": crumbs(DELIVERABLE),
    }
    status = 422 if judged is not None else 200
    return render(request, "pathways/deliverable_detail.html", context, status=status)


def _recorded(user: User, record: DeliverableRecord) -> dict[str, Any]:
    """Whether what they record of their own coaching completes it, so that by hand comes second; and for whom it waits
    once it was proposed."""
    own = record.placement.person_id == user.pk
    signer = signer_for(record.placement.school, today()) if record.proposed_at else None
    return {"by_record": own and record.deliverable.from_coaching, "signer": signer}


def _shows(user: User, record: DeliverableRecord) -> dict[str, ProgramEvent | SchoolGoal | None]:
    """The event and the goal it was handed in with or completed from, where they may be read."""
    events, goals = ProgramEvent.objects.visible_to(user), SchoolGoal.objects.visible_to(user)
    event, goal = record.program_event_id, record.goal_id
    return {
        "event": events.filter(pk=event).first() if event else None,
        "goal": goals.filter(pk=goal).first() if goal else None,
    }


def _completed(record: DeliverableRecord, events: list[DeliverableEvent]) -> DeliverableEvent | None:
    """The line that says from what it completed itself, while that counts."""
    if record.state != DeliverableState.ACCEPTED:
        return None
    says = (DeliverableAction.ACCEPT, DeliverableAction.COMPLETE, DeliverableAction.KEEP)
    last = next((event for event in events if event.action in says), None)
    return last if last is not None and last.action == DeliverableAction.COMPLETE else None


def _gone(record: DeliverableRecord, events: list[DeliverableEvent]) -> DeliverableEvent | None:
    """The line that says what is missing since its evidence was taken back, while nobody looked at it."""
    lost = (event for event in events if event.action == DeliverableAction.LOSE)
    return next(lost, None) if record.evidence_gone_at is not None else None


def _drawn(verb: Verb, record: DeliverableRecord, form: ButtonForm | None) -> dict[str, Any]:
    title = verb.label_for(record).rstrip("…")
    return {"name": verb.name, "title": title, "url": DELIVERABLE.address(verb, record), "form": form}


def _form(request: SignedIn, record: DeliverableRecord, verb: Verb, *, sent: bool = False) -> ButtonForm:
    """The form of a verb: judged when it was `sent`, else with what was typed in it."""
    kind = cast(type[ButtonForm], verb.form)
    return form_for(request, verb.name, kind, sent=sent, **verb.given(record))


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One deliverable: what is asked, what was handed in, what can be done now."""
    return _show(request, get_object_or_404(DELIVERABLE.rows(request.user), pk=pk))


def door_of(life: Life, action: DeliverableAction) -> Callable[..., HttpResponse]:
    """The view of a verb that stands beside others on the page of its deliverable. Words that come too late are shown
    again, so that they can be copied; what a waiver would move comes first."""
    verb = life.of(action)

    @login_required
    @require_POST
    def view(request: SignedIn, pk: int) -> HttpResponse:
        record = get_object_or_404(life.rows(request.user), pk=pk)
        if isinstance(refusal := life.why_not(request.user, action, record), NotAllowed):
            raise PermissionDenied(str(refusal))
        form = _form(request, record, verb, sent=True) if verb.form else None
        if form is not None and not form.is_valid():
            if refusal is not None:
                close(form, str(refusal), way_to(life, record))
            return _show(request, record, form)
        done = attempt(verb.does, pk=pk, by=request.user, **(form.cleaned_data if form else {}))
        if isinstance(done, Done):
            messages.success(request, verb.said_of(done.answer))
        elif form is not None:
            return _refused(request, life, verb, pk, form, done)
        else:
            messages.error(request, str(done))
        return redirect(life.page_of(record))

    return view


def _refused(
    request: SignedIn, life: Life, verb: Verb, pk: int, form: ButtonForm, refusal: DomainError
) -> HttpResponse:
    record = get_object_or_404(life.rows(request.user), pk=pk)
    if isinstance(refusal, LookFirst) and isinstance(form, SeenForm):
        form.show(refusal)
    elif life.why_not(request.user, verb.action, record) is None:
        refuse(form, refusal)
    else:
        close(form, str(refusal), way_to(life, record))
    return _show(request, record, form)


submit = door_of(DELIVERABLE, DeliverableAction.SUBMIT)
accept = door_of(DELIVERABLE, DeliverableAction.ACCEPT)
send_back = door_of(DELIVERABLE, DeliverableAction.RETURN)
later = door_of(DELIVERABLE, DeliverableAction.ALLOW_LATE)
keep = door_of(DELIVERABLE, DeliverableAction.KEEP)


@login_required
@require_safe
def evidence(request: SignedIn, pk: int) -> FileResponse:
    """The file that was handed in: a download, or a picture on its page; never a page of this site."""
    record = get_object_or_404(DELIVERABLE.rows(request.user), pk=pk)
    allowed(why_not_evidence(request.user, record))
    return _file(request, record.file, services.evidence_name(record, record.file.name or ""))


def _file(request: SignedIn, file: FieldFile, name: str) -> FileResponse:
    return stored_picture(file) if SHOW in request.GET else stored_download(file, name)


@login_required
@require_safe
def evidence_before(request: SignedIn, pk: int, event_pk: int) -> FileResponse:
    """A file that was handed in one of the times before, as `evidence` gives the last."""
    record = get_object_or_404(DELIVERABLE.rows(request.user), pk=pk)
    allowed(why_not_evidence(request.user, record))
    event = get_object_or_404(record.events, pk=event_pk)
    return stored_download(event.file, services.evidence_name(record, event.file.name or ""))


@login_required
@require_safe
def evidence_more(request: SignedIn, pk: int, file_pk: int) -> FileResponse:
    """A file that was handed in at once with others, now or before."""
    record = get_object_or_404(DELIVERABLE.rows(request.user), pk=pk)
    allowed(why_not_evidence(request.user, record))
    row = get_object_or_404(EvidenceFile, pk=file_pk, line__record=record)
    return _file(request, row.file, row.file_name)
