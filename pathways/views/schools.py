"""Schools and their Instructional Leadership Teams."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verbs import Life, Offer, offers
from pathways.forms.offerings import ExpectationForm, ExpectationsForm
from pathways.models import IltExpectation, Offering, ProgramYear
from pathways.policies import reads_goals, sees_all, why_not_expectation
from pathways.queries import (
    Asking,
    Audience,
    current_year,
    roles_asking,
    schools_in_network,
    schools_outside,
    scope_of,
    team,
)
from pathways.queries.goals import goals_of, how_they_stand
from pathways.queries.schools import Team, principal_at
from pathways.queries.scope import Said, Worked
from pathways.services import write_expectation, write_expectations
from pathways.tables import SCHOOLS
from people.models import School
from people.policies import may_appoint, may_keep_people
from people.queries import own_schools, school_keeping, today
from people.verbs import MEMBERSHIP, SIGNER


@login_required
@require_safe
def school_list(request: SignedIn) -> HttpResponseBase:
    """The schools of the network today, with how many leaders each has this year; for those who keep schools also the
    others."""
    day = today()
    year = current_year(day)
    keeps = may_keep_people(request.user)
    outside = keeps and request.GET.get("show") == "outside"
    found = schools_outside(day, year) if outside else schools_in_network(day, year)
    if wants_file(request):
        return file_of(request, "schools", found, SCHOOLS)
    shown = listed(request, found, SCHOOLS, thing="school")
    context = {"list": shown, "page": shown.page, "year": year, "keeps": keeps, "outside": outside}
    return render(request, "pathways/school_list.html", context)


@login_required
@require_safe
def school_detail(request: SignedIn, slug: str) -> HttpResponse:
    """A school's ILT in a year: who leads, who holds which role, open places and expectations."""
    school = get_object_or_404(School, slug=slug)
    years = list(ProgramYear.objects.all())
    year = chosen_year(request, years)
    user = request.user
    if year is None:
        context = {"school": school, "years": years, "kept": _kept(request, school)}
        return render(request, "pathways/school_detail.html", context)
    school_team = team(school, year, today())
    reads = reads_goals(user, school)
    cards = goals_of(school, year, today()) if reads else ()
    context = {
        "reads_goals": reads,
        "goals_said": how_they_stand([(card.goal.area, card.pace) for card in cards]),
        "cards": cards,
        "kept": _kept(request, school, school_team if year.starts <= today() < year.ends else None),
        "school": school,
        "years": years,
        "year": year,
        "team": school_team,
        "today": today(),
        "month": today().replace(day=1),
        "learns": _learns(school_team, year),
        "sees_placements": sees_all(user) or own_schools(user).filter(pk=school.pk).exists(),
        "may_write": why_not_expectation(user, school) is None,
    }
    return render(request, "pathways/school_detail.html", context)


def _learns(of: Team, year: ProgramYear) -> list[tuple[Audience, Said, Worked]]:
    """What each member of this team learns this month, and in which session."""
    here = {place.offering.role_id for place in of.places}
    learning = scope_of(year).in_month(today().replace(day=1))
    return [row for row in learning if row[0].role is None or row[0].role.pk in here]


def _kept(request: SignedIn, school: School, now: Team | None = None) -> dict[str, object] | None:
    """What those who keep schools and appoint signers see and do; None for everybody else. `now`: the team of today,
    where the page read it."""
    user, day = request.user, today()
    if not may_appoint(user):
        return None
    found = school_keeping(school, day, now.principal if now else principal_at(school, day))
    ahead = [row for row in found.memberships if row.ends is None or row.ends > day]
    joins = may_keep_people(user) and not any(row.ends is None for row in ahead)

    def buttons(life: Life, row: Model) -> list[Offer]:
        return offers(life, user, row).buttons

    return {
        "found": found,
        "changes": may_keep_people(user),
        "joins": joins,
        "appointed": [(row, buttons(SIGNER, row)) for row in found.appointed],
        "memberships": [(row, buttons(MEMBERSHIP, row) if row in ahead else []) for row in found.memberships],
    }


def chosen_year(request: SignedIn, years: list[ProgramYear]) -> ProgramYear | None:
    """The year asked for, else that of today. Years come latest first."""
    label = request.GET.get("year", "")
    if label:
        found = next((year for year in years if year.label == label), None)
        if found is None:
            raise Http404
        return found
    day = today()
    return min((year for year in years if year.ends > day), key=lambda year: year.starts, default=None)


@login_required
def expectations(request: SignedIn, slug: str) -> HttpResponse:
    """What the school's ILT expects of each role that opens soon or is open, on one page."""
    school = get_object_or_404(School, slug=slug)
    allowed(why_not_expectation(request.user, school))
    asked = roles_asking(school, today())
    form = ExpectationsForm(sent(request), offerings=asked.offerings, known=asked.known, initial=asked.before)
    if form.is_valid() and _written(request, school, form):
        return redirect("pathways:school", slug=school.slug)
    context = {"school": school, "form": form, "asked": asked}
    return render(request, "pathways/expectations.html", context, status=status_of(form))


def _written(request: SignedIn, school: School, form: ExpectationsForm) -> bool:
    write = partial(write_expectations, school=school, by=request.user)
    if tried(form, write, texts=form.said(), seen=form.seen()) is None:
        return False
    _say_saved(request, roles_asking(school, today()))
    return True


def _say_saved(request: SignedIn, asked: Asking) -> None:
    """What applicants read now, and of which roles nothing is written for them."""
    empty = [str(offering.role) for offering in asked.offerings if not asked.known.get(offering.pk)]
    if len(empty) == len(asked.offerings):
        messages.success(request, "Saved. Nothing is written for applicants now.")
        return
    of_them = f" Nothing is written of {', '.join(empty)}." if empty else ""
    messages.success(request, f"Saved. Applicants see it from now on.{of_them}")


@login_required
def expectation(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """The principal writes what the school's ILT expects of a role."""
    school = get_object_or_404(School, slug=slug)
    offering = get_object_or_404(Offering.objects.select_related("role", "year"), pk=pk)
    allowed(why_not_expectation(request.user, school))
    known = IltExpectation.objects.filter(school=school, offering=offering).first()
    form = ExpectationForm(request.POST or None, initial={"text": known.text if known else ""})
    if request.method == "POST" and form.is_valid():
        about = {"school": school, "offering": offering, "by": request.user}
        done = tried(form, write_expectation, **about, **form.cleaned_data)
        if done is not None:
            now = "see it from now on" if done.answer else "read nothing of this school now"
            messages.success(request, f"Saved. Applicants for {offering.role} {now}.")
            return redirect("pathways:school", slug=school.slug)
    context = {"school": school, "offering": offering, "form": form}
    return render(request, "pathways/expectation.html", context, status=status_of(form))
