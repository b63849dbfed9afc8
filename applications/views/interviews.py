"""Group interviews of the fellowship: planned, moved, called off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from applications import services
from applications.forms.interviews import CallOffForm, InterviewForm, MoveInterviewForm
from applications.models import GroupInterview
from applications.policies import not_decided
from applications.queries.interviews import interviews_of, to_invite
from applications.queries.reviewers import readers_and_administrators
from common.beside import form_for
from common.counting import counted
from common.doors import SignedIn, allowed, sent, status_of, tried
from pathways.models import Offering
from people.queries import today

page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@page
def index(request: SignedIn, offering_pk: int) -> HttpResponse:
    """The interviews of an offering, and the form for one more."""
    offerings = Offering.objects.select_related("role__pathway", "year", "published_version")
    offering = get_object_or_404(offerings, pk=offering_pk)
    allowed(not_decided(request.user, offering, "plan interviews"))
    if not offering.role.pathway.makes_fellows:
        raise Http404
    free = to_invite(request.user, offering)
    form = InterviewForm(sent(request), applicants=free, people=readers_and_administrators(today()))
    if form.is_valid():
        who = {
            "applicants": [row.pk for row in form.cleaned_data["applicants"]],
            "interviewers": list(form.cleaned_data["interviewers"]),
        }
        given = {"offering_pk": offering.pk, "by": request.user, "when": form.when()}
        if done := tried(form, services.plan_interview, **given, **who):
            invited = counted(len(who["applicants"]), "applicant")
            messages.success(request, f"{done.answer}: {invited} and all interviewers get a mail.")
            return redirect("applications:interviews", offering.pk)
    context = {"offering": offering, "form": form, "rows": interviews_of(offering), "free": free.exists()}
    return render(request, "applications/interviews.html", context, status=status_of(form))


@login_required
@page
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Another time or place, or none: two forms, each with its button."""
    parts = ("offering__role__pathway", "offering__year")
    interview = get_object_or_404(GroupInterview.objects.select_related(*parts), pk=pk)
    allowed(not_decided(request.user, interview.offering, "plan interviews"))
    stands = {name: getattr(interview, name) for name in ("day", "begins", "place")}
    move = form_for(request, "move", MoveInterviewForm, initial=stands)
    off = form_for(request, "call_off", CallOffForm)
    given = {"pk": pk, "by": request.user}
    if move.is_valid() and tried(move, services.move_interview, **given, when=move.when()):
        messages.success(request, "Saved. Everybody on it gets a mail.")
        return redirect("applications:interviews", interview.offering_id)
    if off.is_valid() and tried(off, services.call_off, **given, **off.cleaned_data):
        messages.success(request, "It is called off. Everybody on it gets a mail.")
        return redirect("applications:interviews", interview.offering_id)
    context = {"interview": interview, "offering": interview.offering, "move": move, "off": off}
    status = 422 if move.errors or off.errors else 200
    return render(request, "applications/interview.html", context, status=status)
