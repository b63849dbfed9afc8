"""Program events of a school and year, planning one, one event."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.verbs import offers
from pathways import services
from pathways.forms.events import EventForm
from pathways.models import ProgramEvent, ProgramYear, schools_read_by
from pathways.policies import why_not_event
from pathways.queries import current_year
from pathways.queries.events import events_of, in_words, row_of, schools_with_events
from pathways.queries.evidence import completed_by
from pathways.states import ProgramEventAction
from pathways.verbs import PROGRAM_EVENT
from pathways.views.schools import chosen_year
from people.models import School
from people.queries import today


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Events of the whole Partnership, and the schools whose events I read, each with how many were held and are ahead;
    who has one, and plans none of the Partnership, is led there."""
    year = current_year(today())
    schools = schools_with_events(request.user, year, today()) if year else []
    plans = year is not None and _plans(request, None, year)
    if len(schools) == 1 and not plans:
        return redirect("pathways:school_events", slug=schools[0].slug)
    context = {
        "schools": schools,
        "year": year,
        "wide": events_of(None, year, today())[1] if year else [],
        "plans": plans,
    }
    return render(request, "pathways/events_schools.html", context)


def _plans(request: SignedIn, school: School | None, year: ProgramYear) -> bool:
    return why_not_event(request.user, ProgramEventAction.PLAN, of=(school, year)) is None


@login_required
@require_safe
def school_events(request: SignedIn, slug: str) -> HttpResponse:
    """The events of a school in a year, beside those of the whole Partnership: how many came of those expected."""
    school = get_object_or_404(schools_read_by(request.user, School.objects.all()), slug=slug)
    years = list(ProgramYear.objects.all())
    year, day = chosen_year(request, years), today()
    rows, wide = events_of(school, year, day) if year else ([], [])
    context = {
        "school": school,
        "years": years,
        "year": year,
        "rows": rows,
        "wide": wide,
        "said": in_words(rows),
        "plans": year is not None and _plans(request, school, year),
    }
    return render(request, "pathways/events.html", context)


@login_required
def new(request: SignedIn, slug: str, label: str) -> HttpResponse:
    """Plans an event of a school for a year."""
    school = get_object_or_404(schools_read_by(request.user, School.objects.all()), slug=slug)
    return _plan(request, school, label)


@login_required
def new_wide(request: SignedIn, label: str) -> HttpResponse:
    """Plans an event of the whole Partnership for a year."""
    return _plan(request, None, label)


def _plan(request: SignedIn, school: School | None, label: str) -> HttpResponse:
    year = get_object_or_404(ProgramYear, label=label)
    allowed(why_not_event(request.user, ProgramEventAction.PLAN, of=(school, year)))
    form = EventForm(sent(request), school=school, year=year, by=request.user)
    if form.is_valid():
        does = partial(services.plan_event, school=school, year=year, by=request.user)
        if done := tried(form, does, said=form.said()):
            messages.success(request, "Planned. Say how many came once it was held.")
            return redirect("pathways:event", pk=done.answer.pk)
    context = {"school": school, "year": year, "form": form}
    return render(request, "pathways/event_new.html", context, status=status_of(form))


@login_required
@require_safe
def event(request: SignedIn, pk: int) -> HttpResponse:
    """One event: who plans it, how many came, what can be done now."""
    row: ProgramEvent = get_object_or_404(PROGRAM_EVENT.rows(request.user), pk=pk)
    context = {
        "event": row,
        "row": row_of(row, today()),
        "planners": row.planners.order_by("sort_name", "pk"),
        "offers": offers(PROGRAM_EVENT, request.user, row),
        "events": row.events.told(),
        "completed": completed_by(row, request.user),
    }
    return render(request, "pathways/event.html", context)
