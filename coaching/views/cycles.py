"""Coaching: how it stands, one cycle, planning one."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching import queries, services
from coaching.forms import ASKS, CadenceFilter, PlanForm, WordsForm
from coaching.models import ActionStep, CoachingCycle
from coaching.policies import over, reads, why_not
from coaching.rules import default_due
from coaching.states import Action, Beside
from coaching.tables import extra_columns, leader_columns
from coaching.verbs import CYCLE, next_step
from common.doors import SignedIn, allowed, press, sent, status_of, tried
from common.downloads import wants_file
from common.errors import NotAllowed
from common.ui.lists import PAGE, Column, Listed, file_of, listed
from common.ui.pictures import Part
from common.verbs import Verb, offers
from pathways.models import Placement, ProgramYear, Role
from pathways.policies import sees_all
from people.models import User
from people.queries import own_schools, today

# What is said when the two looked back.
LOOKED = {
    "done": "Done. Well done, both.",
    "later": "Not yet: it comes up again in two weeks.",
    "dropped": "Let go.",
    "open": "Taken up again.",
}
# What a filter that cannot be read asks for.
NOTHING = {"year": "", "school": None, "coach": None, "role": None, "window": "", "standing": ""}


@login_required
@require_safe
def cadence(request: SignedIn) -> HttpResponseBase:
    """Each leader I may see, with the two cycles a year owes them; of this year unless another is asked for."""
    day, years = today(), list(ProgramYear.objects.all())
    form = CadenceFilter(request.GET, years=[year.label for year in years])
    wanted = NOTHING | (form.cleaned_data if form.is_valid() else {})
    year = _chosen(years, wanted["year"], day)
    only_extra = wanted["window"] == queries.EXTRA
    held = Placement.objects.visible_to(request.user)
    seen = queries.with_coach(queries.owing(year, day, held if year else held.none()), day)
    chosen = queries.stands(_window(wanted), wanted["standing"], day) & _in_groups(wanted)
    leaders, columns = seen.filter(chosen), leader_columns(day, request.user)
    beyond = _extra(request.user, year, wanted, day)
    if wants_file(request):
        if only_extra:
            return file_of(request, "extra-cycles", beyond, extra_columns(day))
        return file_of(request, "coaching", leaders, columns)
    told = queries.counted(seen, chosen)
    form.offer_schools(told.schools)
    for name, kind in (("coach", User), ("role", Role)):
        form.offer(name, _named(kind, wanted[name]))
    shown = (
        _listed(request, beyond, extra_columns(day), ("extra cycle", "extra cycles"), year)
        if only_extra
        else _listed(request, leaders, columns, ("leader", "leaders"), year, count=told.rows, narrow=True)
    )
    # The newest of what is beyond the two stands under the whole list of leaders.
    newest = [] if wanted["window"] or wanted["standing"] else list(beyond[: PAGE + 1])
    context = {
        "form": form,
        "year": year,
        "list": shown,
        "page": shown.page,
        "narrowed": any(value for name, value in wanted.items() if name != "year"),
        "only_extra": only_extra,
        "alone": not shown.page and _alone(request.user),
        "extra": [(one, queries.planned(one, day)) for one in newest[:PAGE]],
        "more_extra": len(newest) > PAGE,
    }
    return render(request, "coaching/cadence.html", context)


def _named(kind: type[Model], pk: int | None) -> tuple[int, str] | None:
    """The row a filter names, as people call it; none where it names none."""
    row = kind._default_manager.filter(pk=pk).first() if pk else None
    return (row.pk, str(row)) if row is not None else None


@login_required
@require_safe
def shares(request: SignedIn) -> HttpResponse:
    """The cadence of the program year in progress told apart by coach, school or role, of the leaders I may see."""
    day = today()
    by = request.GET.get("by", "coach")
    by = by if by in queries.GROUPS else "coach"
    year = ProgramYear.objects.filter(starts__lte=day, ends__gt=day).first()
    held = Placement.objects.visible_to(request.user)
    found = queries.shares(queries.owing(year, day, held if year else held.none()), by, day)
    context = {
        "by": by,
        "groups": queries.GROUPS.items(),
        "shares": [(one, _parts(one), _in_words(one)) for one in found],
        "year": year,
    }
    return render(request, "coaching/shares.html", context)


# How each standing is drawn.
DRAWN = {"done": "done", "overdue": "lost", "soon": "part", "later": "ahead"}


def _parts(share: queries.Share) -> list[Part]:
    return [Part(kind, queries.STANDINGS[name].lower(), share.counts[name]) for name, kind in DRAWN.items()]


def _in_words(share: queries.Share) -> str:
    said = ", ".join(f"{share.counts[name]} {queries.STANDINGS[name].lower()}" for name in DRAWN)
    return f"{share.name}: {said}"


def _chosen(years: Sequence[ProgramYear], label: str, day: date) -> ProgramYear | None:
    """The year that is asked for; else the one in progress."""
    running = [year for year in years if year.starts <= day < year.ends]
    return next((one for one in years if one.label == label), next(iter(running), None))


def _listed(
    request: SignedIn,
    rows: "QuerySet[Any]",
    columns: Sequence[Column],
    words: tuple[str, str],
    year: ProgramYear | None,
    **more: Any,
) -> Listed:
    """The list, whose caption says of which year it is."""
    thing, things = (f"{one} of {year}" for one in words)
    return listed(request, rows, columns, thing=thing, things=things, **more)


def _window(wanted: dict[str, Any]) -> str:
    return wanted["window"] if wanted["window"] in queries.WINDOWS else ""


def _in_groups(wanted: dict[str, Any]) -> Q:
    """The coach, school and role that are asked for."""
    return reduce(and_, (_at(wanted[name], name) for name in queries.GROUPS))


def _at(school: int | None, column: str) -> Q:
    return Q(**{column: school}) if school else Q()


def _extra(
    user: User, year: ProgramYear | None, wanted: dict[str, Any], day: date
) -> "QuerySet[CoachingCycle]":
    """Cycles beyond the two, as the filters ask for them."""
    seen = CoachingCycle.objects.visible_to(user).filter(_at(wanted["school"], "placement__school"))
    return queries.extra(seen if year else seen.none(), year, wanted["standing"], day)


def _alone(user: User) -> bool:
    """Whether they could see nobody's coaching but their own."""
    return not sees_all(user) and not own_schools(user).exists()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One cycle: its days for all who may see it, its words for coach and leader, its next step for the coach."""
    cycle = get_object_or_404(CYCLE.rows(request.user), pk=pk)
    action = next_step(cycle)
    refusal = why_not(request.user, action, cycle)
    if request.method == "POST" and isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
    form = None
    # What was typed for a step that cannot be taken any more comes back too.
    if refusal is None or request.method == "POST":
        form = _step_form(request, cycle, action)
        if form.is_valid() and _saved(request, cycle, form):
            return redirect("coaching:detail", pk=pk)
    mine = reads(request.user, cycle)
    steps = queries.steps_with(cycle.placement, request.user) if mine else []
    stages = queries.stages(cycle, today(), request.user)
    done = sum(stage.look == "done" for stage in stages)
    since = max((stage.on for stage in stages if stage.on), default=None)
    context = {
        "cycle": cycle,
        "stages": stages,
        "to_do": queries.HANDED_OVER if cycle.followed_by_id else queries.to_do(cycle.state, since, today()),
        "done": done,
        "steps": len(stages),
        # What was recorded without closing, as administrators do.
        "only_to_close": done == len(stages),
        "action_steps": steps,
        "needs": queries.closing_needs(cycle, steps),
        "form": form,
        "offers": offers(CYCLE, request.user, cycle),
        "reads": mine,
        "coaches": request.user.pk == cycle.coach_id,
        "leads": request.user.pk == cycle.placement.person_id,
        "sees": not over(cycle.placement, today()),
        "acts": not isinstance(refusal, NotAllowed) and cycle.closed_at is None,
        "events": cycle.events.told(),
        "today": today(),
    }
    return render(request, "coaching/detail.html", context, status=status_of(form) if form else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: SignedIn, pk: int) -> HttpResponse:
    """All the words of an open cycle, for its coach to put right."""
    cycle = get_object_or_404(CYCLE.rows(request.user), pk=pk)
    refusal = why_not(request.user, Beside.WRITE, cycle)
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
    if refusal is not None and request.method != "POST":
        messages.error(request, str(refusal))
        return redirect("coaching:detail", pk=pk)
    form = _words_form(
        request, cycle, None, ASKS[None], (replace(CYCLE.of(Beside.WRITE), label="Save these words"),)
    )
    if form.is_valid() and _saved(request, cycle, form):
        return redirect("coaching:detail", pk=pk)
    return render(request, "coaching/words.html", {"cycle": cycle, "form": form}, status=status_of(form))


def _step_form(request: SignedIn, cycle: CoachingCycle, action: Action) -> WordsForm:
    """The form of the step that was pressed; of the one that is next where the page is opened."""
    pressed = next((one for one in CYCLE.on_pages if one.name in request.POST), None)
    step = pressed.action if pressed is not None and isinstance(pressed.action, Action) else action
    asks = [name for name in ASKS[step] if name != "goal" or step is Action.OBSERVE or not cycle.goal.strip()]
    # What an open page sent is taken, though another window wrote the goal meanwhile.
    asks += [name for name in ASKS[step] if name not in asks and name in request.POST]
    return _words_form(request, cycle, step, asks, (CYCLE.of(step), CYCLE.of(Beside.WRITE)))


def _words_form(
    request: SignedIn,
    cycle: CoachingCycle,
    step: Action | None,
    asks: Collection[str],
    verbs: tuple[Verb, ...],
) -> WordsForm:
    kept = {name: getattr(cycle, name) for name in asks} | {"on": today()}
    pressed = next((one for one in CYCLE.on_pages if one.name in request.POST), None)
    more: dict[str, Any] = {"step": step, "asks": asks, "verbs": verbs, "pressed": pressed}
    return WordsForm(sent(request), initial=kept, has_steps=cycle.action_steps.exists(), **more)


def _saved(request: SignedIn, cycle: CoachingCycle, form: WordsForm) -> bool:
    """Whether what was pressed is done: the step of the button, which may have been taken since, or the words alone.
    What stands in the way stands on the form."""
    verb = form.pressed or CYCLE.of(Beside.WRITE)
    said: dict[str, Any] = {"pk": cycle.pk, "by": request.user, "words": form.words(), "seen": form.seen()}
    said |= {"steps": form.taken()}
    if isinstance(verb.action, Action):
        said |= {"on": form.cleaned_data["on"]}
    done = tried(form, verb.does, **said)
    if done is not None:
        messages.success(request, verb.said_of(done.answer))
    return done is not None


@login_required
@require_POST
def look_back(request: SignedIn, pk: int) -> HttpResponse:
    """What came of an action step: done, not yet, or let go. Back to the page of the two."""
    steps = ActionStep.objects.visible_to(request.user).select_related("cycle__placement")
    step = get_object_or_404(steps, pk=pk)
    came_of = request.POST.get("came_of", "")
    if came_of in LOOKED:
        press(request, services.look_back, LOOKED[came_of], pk=pk, by=request.user, came_of=came_of)
    else:
        messages.error(request, "Say what came of it: done, not yet, or let go.")
    return redirect("coaching:one", pk=_of_today(request.user, step.cycle.placement))


def _of_today(user: User, placement: Placement) -> int:
    """Where the leader of this placement is coached now: a step of last year is looked back at on this year's page."""
    now = Placement.objects.visible_to(user).filter(person=placement.person_id)
    here = queries.running(today()).filter(pk__in=now.values("pk")).order_by("pk")
    return here.values_list("pk", flat=True).first() or placement.pk


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn, pk: int) -> HttpResponse:
    """Plans a cycle for a placement."""
    seen = Placement.objects.visible_to(request.user).select_related("person", "role", "school", "year")
    placement = get_object_or_404(seen, pk=pk)
    allowed(why_not(request.user, Beside.PLAN, placement))
    window = request.GET.get("window", "mid_year")
    window = window if window in queries.WINDOWS else "extra"
    due = default_due(window, placement.year.starts) if window in queries.WINDOWS else None
    theirs = (
        queries.with_coach(Placement.objects.filter(pk=pk), today()).values_list("coach", flat=True).first()
    )
    form = PlanForm(sent(request), initial={"window": window, "due": due, "coach": theirs or request.user.pk})
    if form.is_valid() and (
        done := tried(form, services.plan, placement_pk=pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"Planned. {placement.person.name} gets a mail.")
        return redirect("coaching:detail", pk=done.answer.pk)
    context = {"placement": placement, "form": form}
    return render(request, "coaching/new.html", context, status=status_of(form))
