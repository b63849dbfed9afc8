"""School goals of a year, one goal with its notes, setting a goal."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.errors import NotAllowed
from common.too_late import close, way_to
from common.verbs import offers
from pathways import services
from pathways.forms.goals import GoalForm, NoteBackForm, NoteForm
from pathways.models import GoalNote, ProgramYear, SchoolGoal, schools_read_by
from pathways.policies import why_not_goal
from pathways.queries import current_year
from pathways.queries.goals import (
    GoalCard,
    card_of,
    dropped_goals,
    goals_of,
    how_they_stand,
    schools_with_goals,
    with_notes,
)
from pathways.states import GoalAction
from pathways.verbs import GOAL
from pathways.views.schools import chosen_year
from people.models import School, User
from people.queries import today


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The schools whose goals I read, each with how they stand this year; who has one school is led there."""
    day = today()
    year = current_year(day)
    schools = schools_with_goals(request.user, year, day) if year else []
    if len(schools) == 1:
        return redirect("pathways:school_goals", slug=schools[0].school.slug)
    return render(request, "pathways/goals_schools.html", {"schools": schools, "year": year})


@login_required
@require_safe
def school_goals(request: SignedIn, slug: str) -> HttpResponse:
    """How far the goals of a school are in a year: a sentence, then each with its line and its notes."""
    school = get_object_or_404(schools_read_by(request.user, School.objects.all()), slug=slug)
    years = list(ProgramYear.objects.all())
    year, day = chosen_year(request, years), today()
    cards = goals_of(school, year, day) if year else ()
    context = {
        "school": school,
        "years": years,
        "year": year,
        "today": day,
        "cards": cards,
        "said": how_they_stand([(card.goal.area, card.pace) for card in cards]),
        "dropped": dropped_goals(school, year) if year else [],
        "writes": year is not None and why_not_goal(request.user, GoalAction.SET, of=(school, year)) is None,
        "began": year is not None and year.starts <= day,
    }
    return render(request, "pathways/goals.html", context)


@login_required
def new(request: SignedIn, slug: str, label: str) -> HttpResponse:
    """Sets a goal of a school for a year."""
    school = get_object_or_404(schools_read_by(request.user, School.objects.all()), slug=slug)
    year = get_object_or_404(ProgramYear, label=label)
    allowed(why_not_goal(request.user, GoalAction.SET, of=(school, year)))
    form = GoalForm(sent(request), school=school, initial={"person": request.user.pk})
    if form.is_valid():
        does = partial(services.set_goal, school=school, year=year, by=request.user)
        if done := tried(form, does, said=form.said(), unit=form.cleaned_data["unit"]):
            messages.success(request, "Set. Note how far it is as soon as you know.")
            return redirect("pathways:goal", pk=done.answer.pk)
    context = {"school": school, "year": year, "form": form}
    return render(request, "pathways/goal_new.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: SignedIn, pk: int) -> HttpResponse:
    """One goal: its line, the form for a note, all its notes, what was done with it."""
    row: SchoolGoal = get_object_or_404(with_notes(GOAL.rows(request.user)), pk=pk)
    refusal = why_not_goal(request.user, GoalAction.NOTE, row)
    if request.method == "POST" and isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
    form = None
    # What was typed for a goal that was dropped meanwhile comes back too.
    if refusal is None or request.method == "POST":
        form = NoteForm(sent(request), goal=row)
        if form.is_valid() and tried(
            form, services.note_progress, pk=pk, by=request.user, **form.cleaned_data
        ):
            messages.success(request, GOAL.of(GoalAction.NOTE).said_of(row))
            return redirect("pathways:goal", pk=pk)
        if refusal is not None:
            close(form, str(refusal), way_to(GOAL, row))
    card = card_of(row, today())
    context = {
        "goal": row,
        "card": card,
        "form": form,
        "offers": offers(GOAL, request.user, row),
        "takes_back": _taken_back_by(request.user, row, card),
        "later": "" if form or isinstance(refusal, NotAllowed) else str(refusal),
        "events": row.events.told(),
    }
    return render(request, "pathways/goal.html", context, status=status_of(form) if form else 200)


def _taken_back_by(user: User, goal: SchoolGoal, card: GoalCard) -> list[int]:
    """The notes of this goal that `user` may take back."""
    rows = [one.note for one in card.notes if one.counts]
    return [note.pk for note in rows if why_not_goal(user, GoalAction.TAKE_BACK, goal, note=note) is None]


@login_required
def note_back(request: SignedIn, pk: int) -> HttpResponse:
    """A note was wrong: it counts no longer, and stays readable with why."""
    seen = GoalNote.objects.filter(goal__in=GOAL.rows(request.user)).select_related(
        "goal__school", "goal__year"
    )
    note = get_object_or_404(seen, pk=pk)
    allowed(why_not_goal(request.user, GoalAction.TAKE_BACK, note.goal, note=note))
    form = NoteBackForm(sent(request))
    if form.is_valid() and tried(form, services.take_back_note, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, "Taken back. It stays readable with your reason.")
        return redirect("pathways:goal", pk=note.goal_id)
    context = {"form": form, "note": note, "goal": note.goal}
    return render(request, "pathways/goal_note_back.html", context, status=status_of(form))
