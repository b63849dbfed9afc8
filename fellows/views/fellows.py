"""Pages of cohorts and fellows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.filters import say_counts
from common.ui.lists import file_of, listed
from common.verbs import Offers, offers
from fellows import services
from fellows.forms import FilterForm, NominateForm
from fellows.models import Fellow, Milestone, MilestoneProof, PaperScan, ServiceRecord, Suspension
from fellows.policies import (
    paper_agreement,
    paper_of,
    sees_all,
    sees_assistance,
    why_not,
    why_not_cohort,
    why_not_unsigned,
)
from fellows.queries import counted, ledger, narrowed, reaching
from fellows.queries.alumni import is_asked, known_now
from fellows.queries.assistance import awards_of, money_in, next_due
from fellows.queries.sessions import ForFellows, sessions_of
from fellows.queries.ucla import way_in
from fellows.states import BEFORE_GRADUATION, DOES_FIELDWORK, Action, ServiceAction, ServiceState, State
from fellows.tables import FELLOWS
from fellows.verbs import (
    ANEW,
    FELLOW,
    MILESTONE,
    MILESTONES,
    MOVES,
    OF_ALUMNI,
    OF_PAPER,
    OF_SERVICE,
    OF_TAKEOVER,
    OF_UCLA,
    PROOF,
    SCAN,
    SERVICE,
    SUSPENSION,
)
from people.models import User
from people.queries import hats, today

# What is asked once a year stands on top of the page, not again beside the report.
SAID_ANEW, AGAIN = replace(SERVICE, verbs=ANEW), (ServiceAction.CONTINUE,)
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def visible(request: SignedIn, pk: int) -> Fellow:
    """The fellow, or 404 for who may not see them."""
    fellow: Fellow = get_object_or_404(FELLOW.rows(request.user), pk=pk)
    return fellow


@login_required
@require_safe
def fellow_list(request: SignedIn) -> HttpResponseBase:
    """Cohorts and fellows for staff; a fellow is led to their own page, that of the fellowship that goes on."""
    user: Any = request.user
    fellows: QuerySet[Fellow] = Fellow.objects.visible_to(user).select_related("person", "cohort")
    if not sees_all(user):
        own = Fellow.objects.visible_to(user).going_on_first().first()
        return redirect("fellows:detail", own.pk) if own else render(request, "fellows/none.html")
    form = FilterForm(request.GET)
    # Of what cannot be asked for there are none: nobody takes all of them for an answer.
    wanted = form.cleaned_data if form.is_valid() else {}
    reached = reaching(wanted.get("reached", ""), today())
    seen, fellows = fellows, narrowed(fellows, **{**wanted, "reached": reached}) if wanted else fellows.none()
    fellows = fellows.order_by("-cohort__starts", "person__sort_name", "pk")
    if wants_file(request):
        return file_of(request, "fellows", fellows, FELLOWS)
    counts = _say_counts(form, counted(seen, reached), wanted) if wanted else 0
    shown = listed(request, fellows, FELLOWS, thing="fellow", count=counts)
    context = {
        "form": form,
        "list": shown,
        "page_obj": shown.page,
        "may_nominate": why_not(user, Action.NOMINATE) is None,
        "may_open": why_not_cohort(user) is None,
        "may_take_over": why_not(user, Action.TAKE_OVER) is None,
        "may_assist": sees_assistance(user),
    }
    return render(request, "fellows/list.html", context)


def _say_counts(form: FilterForm, there: Counter[tuple[int, str]], wanted: Mapping[str, Any]) -> int:
    """Each cohort and state one may choose says how many it leaves beside the other; how many both leave now."""
    cohort = wanted["cohort"].pk if wanted["cohort"] else None
    by_cohort, by_state, both = Counter[int](), Counter[str](), 0
    for (one, state), number in there.items():
        fits, stands = cohort in (None, one), wanted["state"] in ("", state)
        by_cohort[one] += number * stands
        by_state[state] += number * fits
        both += number * (fits and stands)
    say_counts(form.fields["cohort"], by_cohort)
    say_counts(form.fields["state"], by_state)
    return both


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """Milestones and the service ledger of one fellow."""
    fellow, user = visible(request, pk), request.user
    fellow.held_paper = paper_agreement(fellow)
    kept = Prefetch("proofs", MilestoneProof.objects.kept().select_related("milestone__fellow"))
    milestones = list(fellow.milestones.order_by("reached_on", "due", "pk").prefetch_related(kept))
    account = ledger(fellow, today())
    others = Fellow.objects.visible_to(user).filter(person=fellow.person).exclude(pk=pk)
    context = {
        "fellow": fellow,
        "others": others.select_related("cohort"),
        "milestones": [_milestone(user, milestone) for milestone in milestones],
        "account": account,
        "day": today(),
        "anew": [
            (record, offers(SAID_ANEW, user, record)) for record in account.records if _asked(user, record)
        ],
        "unsigned": _unsigned(fellow),
        "signed": fellow.commitment_sha256 if fellow.person_id == user.pk or hats(user).manager else "",
        "assisted": _assisted(user, fellow),
        "reported": [(record, offers(SERVICE, user, record, AGAIN)) for record in account.records],
        "moves": offers(replace(FELLOW, verbs=MOVES), user, fellow),
        "way": way_in(fellow),
        "of_ucla": offers(replace(FELLOW, verbs=OF_UCLA), user, fellow),
        "of_milestones": offers(replace(FELLOW, verbs=MILESTONES), user, fellow),
        "of_service": offers(replace(FELLOW, verbs=OF_SERVICE), user, fellow),
        "suspensions": _suspensions(user, fellow),
        "of_paper": offers(replace(FELLOW, verbs=OF_PAPER), user, fellow, _no_paper(account.records)),
        "sessions": _sessions(user, fellow),
        "taken": getattr(fellow, "taken_over", None),
        "scans": _scans(user, fellow),
        "of_takeover": offers(replace(FELLOW, verbs=OF_TAKEOVER), user, fellow),
        **_today(user, fellow),
    }
    return render(request, "fellows/detail.html", context)


def _today(user: User, fellow: Fellow) -> dict[str, Any]:
    """What a graduate does today, and whether they are to say it now."""
    if fellow.graduated_on is None:
        return {}
    alum = known_now(fellow, today())
    unknown = () if alum.known.may_be_right else (Action.STILL_SAME,)
    return {
        "alum": alum,
        "silent": fellow.person_id == user.pk and is_asked(alum, today()),
        "of_alumni": offers(replace(FELLOW, verbs=OF_ALUMNI), user, fellow, unknown),
    }


def _scans(user: User, fellow: Fellow) -> list[tuple[PaperScan, Offers]]:
    """The scans of the agreement on paper that this person may read, each with what may be done with it."""
    rows = SCAN.rows(user).filter(paper__agreement__fellow=fellow)
    return [(row, offers(SCAN, user, row)) for row in rows]


def _suspensions(user: User, fellow: Fellow) -> list[tuple[Suspension, Offers]]:
    """The suspensions of the fellow, each with what may be done with it; those that were taken back among them."""
    rows = SUSPENSION.rows(user).filter(fellow=fellow).select_related("approved_by", "taken_back_by")
    return [(row, offers(SUSPENSION, user, row)) for row in rows]


def _no_paper(records: Iterable[ServiceRecord]) -> tuple[Action, ...]:
    """What is not asked for where nothing on paper waits."""
    waits = any(paper_of(row) and row.state == ServiceState.VERIFIED for row in records)
    return () if waits else (Action.ACCEPT_PAPER,)


def _asked(user: User, record: ServiceRecord) -> bool:
    """Whether this person says now that it is still right."""
    return why_not(user, ServiceAction.CONTINUE, record) is None


def _milestone(
    user: User, milestone: Milestone
) -> tuple[Milestone, Offers, list[tuple[MilestoneProof, Offers]]]:
    """A milestone with what may be done with it, and with its proofs."""
    proofs = [(proof, offers(PROOF, user, proof)) for proof in milestone.proofs.all()]
    return milestone, offers(MILESTONE, user, milestone), proofs


def _unsigned(fellow: Fellow) -> str:
    """What waits for the agreement of a fellow who studies; of those who graduated the ledger says it."""
    refusal = why_not_unsigned(fellow, "Graduation") if State(fellow.state) in BEFORE_GRADUATION else None
    return str(refusal or "")


def _assisted(user: User, fellow: Fellow) -> dict[str, Any] | None:
    """What the fellow gets and what comes next, for themselves and for staff who see it; None for others."""
    if not sees_assistance(user) and fellow.person_id != user.pk:
        return None
    rows = awards_of(user, fellow)
    parts = [row for award in rows for row in award.disbursements.all()]
    return {"sums": money_in(rows), "next": next_due(parts), "awards": rows}


def _sessions(user: User, fellow: Fellow) -> ForFellows | None:
    """The sessions for fellows, for themselves and for program managers; None for others, and where there are none of
    somebody who is over."""
    if fellow.person_id != user.pk and not hats(user).manager:
        return None
    found = sessions_of(fellow, timezone.now())
    return found if found.ahead or found.were or fellow.state in DOES_FIELDWORK else None


@login_required
@require_safe
def history(request: SignedIn, pk: int) -> HttpResponse:
    """What happened to a fellowship."""
    fellow = visible(request, pk)
    context = {"fellow": fellow, "events": fellow.events.told()}
    return render(request, "fellows/history.html", context)


@login_required
@read_or_send
def nominate(request: SignedIn) -> HttpResponse:
    """Somebody new for a cohort."""
    user: Any = request.user
    allowed(why_not(user, Action.NOMINATE))
    form = NominateForm(sent(request))
    if form.is_valid():
        person, cohort = form.cleaned_data["email"], form.cleaned_data["cohort"]
        if done := tried(form, services.nominate, person=person, cohort=cohort, by=user):
            messages.success(request, f"{person} is nominated.")
            return redirect("fellows:detail", done.answer.pk)
    return render(request, "fellows/nominate.html", {"form": form}, status=status_of(form))
