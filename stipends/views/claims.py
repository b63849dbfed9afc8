"""Claims for substitutes: a school's year and its claims, the queue of those who approve, and one claim."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.beside import form_for
from common.converters import wanted_id
from common.doors import Done, SignedIn, attempt, tried
from common.downloads import stored_download, wants_file
from common.errors import DomainError, NotAllowed, SomeoneElse
from common.forms import refuse
from common.states import in_words
from common.ui.lists import file_of, listed
from common.ui.pictures import Chip
from common.uploads import download_name
from common.verb_pages import crumbs
from common.verbs import offers
from people.queries import today
from seminars.models import Session
from stipends import services
from stipends.forms import LinesForm
from stipends.models import ClaimLine, NamedSubstitute, SubstituteClaim, claims_for
from stipends.policies import sees_money, why_not_claim
from stipends.queries.accounts import account
from stipends.queries.claims import (
    STAGES,
    Look,
    by_state,
    claims_of,
    look_at,
    ready,
    schools_claiming,
    sent_claims,
    with_claim,
    year_of,
)
from stipends.queries.cover import cover_ahead, idle, named_for, named_in_vain, soon_and_later
from stipends.states import ClaimAction, ClaimState
from stipends.tables import CLAIMS
from stipends.verbs import CLAIM
from stipends.views.claim_parts import account_parts, checks_of, queue_of
from stipends.views.doors import only_money, school_of

SAVED = "Saved."
# What a list of claims may be narrowed to.
STEPS = (
    ClaimState.SUBMITTED,
    ClaimState.RETURNED,
    ClaimState.APPROVED,
    ClaimState.EXPORTED,
    ClaimState.PAID,
)
SUBMIT = CLAIM.of(ClaimAction.SUBMIT)
DECISIONS = (ClaimAction.APPROVE, ClaimAction.RETURN)


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """For finance and managers what schools sent, what waits longest first; a school comes to its own page."""
    mine = schools_claiming(claims_for(request.user))
    if not sees_money(request.user) and len(mine) == 1:
        return redirect("stipends:claims_school", pk=mine[0].pk)
    if mine and not sees_money(request.user):
        return render(request, "stipends/claims_schools.html", {"schools": mine})
    only_money(request)
    asked = request.GET.get("state", "")
    step = asked if asked in STEPS else ""
    narrow = _narrowed(request)
    visible = CLAIM.rows(request.user).filter(**narrow.where)
    claims = sent_claims(visible, step)
    if wants_file(request):
        return file_of(request, "substitute-claims", claims, CLAIMS)
    counts = by_state(visible)
    count = counts.get(step, 0) if step else sum(counts.values())
    shown = listed(request, claims, CLAIMS, thing="claim", count=count)
    context = {"list": shown, "page": shown.page, "chips": _chips(counts, step, narrow), "schools": mine}
    return render(request, "stipends/claim_list.html", context | {"narrow": narrow})


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What an address narrows the list to: as a question, in words, and as its address says it."""

    where: dict[str, Any]
    words: str
    said: dict[str, Any]


def _narrowed(request: SignedIn) -> Narrowed:
    """By year, by school, and by how far they came, as the page Budget asks for it."""
    label = request.GET.get("year", "").replace("\x00", "")[:7]
    where: dict[str, Any] = {"year__label": label} if label else {}
    words, said = [], {"year": label}
    if (stage := request.GET.get("stage", "")) in STAGES:
        where["state__in"] = STAGES[stage]
        words.append(f"that were {stage}")
        said["stage"] = stage
    if (pk := wanted_id(request.GET.get("school"))) is not None:
        where["school"] = pk
        words.append("of one school")
        said["school"] = str(pk)
    return Narrowed(where, " ".join(words), said)


def _chips(counts: dict[str, int], step: str, narrow: Narrowed) -> list[Chip]:
    there = [one for one in STEPS if counts.get(one) or one == step]
    return [
        Chip("All", f"?{urlencode(narrow.said)}", sum(counts.values()), not step),
        *(
            Chip(
                in_words(one), f"?{urlencode(narrow.said | {'state': one})}", counts.get(one, 0), one == step
            )
            for one in there
        ),
    ]


@login_required
@require_safe
def school(request: SignedIn, pk: int) -> HttpResponse:
    """What a school may claim in a year, what it claimed, and what is ready to be filled in."""
    found = school_of(request, pk)
    year = year_of(today(), request.GET.get("year", "").replace("\x00", "")[:7])
    if year is None:
        raise Http404("There is no such program year.")
    money, now = account(found.pk, year.pk), timezone.now()
    cover = cover_ahead(found, now, year)
    soon, later = soon_and_later(cover, now)
    context = {
        "school": found,
        "year": year,
        "account": money,
        "parts": account_parts(money),
        "ready": ready(found, year),
        "soon": soon,
        "later": later,
        "idle": idle(found, year, now, cover),
        "claims": claims_of(found, year),
        "may_fill": why_not_claim(request.user, ClaimAction.OPEN, school_id=found.pk) is None,
    }
    return render(request, "stipends/claims_school.html", context)


@login_required
@require_POST
def fill_in(request: SignedIn, pk: int, session: int) -> HttpResponse:
    """Fill in a claim from the roster of a session."""
    found = school_of(request, pk)
    held = get_object_or_404(Session.objects.select_related("event__year").closed(), pk=session)
    done = attempt(services.fill_in, school=found, session=held, by=request.user)
    if isinstance(done, Done):
        return redirect(CLAIM.page_of(done.answer))
    messages.error(request, str(done))
    return redirect("stipends:claims_school", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One claim. The school fills it in and saves it here; whoever approves judges it here."""
    claim = _claim(request, pk)
    if request.method != "POST":
        return _show(request, claim)
    form = _filled(request, claim)
    if form.errors:
        return _show(request, claim, form)
    messages.success(request, SAVED)
    return redirect(CLAIM.page_of(claim))


def _claim(request: SignedIn, pk: int) -> SubstituteClaim:
    found: SubstituteClaim = get_object_or_404(CLAIM.rows(request.user), pk=pk)
    return found


def _filled(request: SignedIn, claim: SubstituteClaim) -> LinesForm:
    """The form of all lines as it was sent, kept where it can be; its errors say where it cannot. Raises
    PermissionDenied for whoever is not of the school."""
    refusal = why_not_claim(request.user, ClaimAction.FILL, claim)
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
    form = LinesForm(request.POST, request.FILES, lines=claim.lines.select_related("teacher"))
    if form.is_valid():
        typed = {pk: form.of(pk) for pk in form.line_pks}
        tried(
            form,
            services.fill,
            pk=claim.pk,
            by=request.user,
            lines={pk: _typed(one) for pk, one in typed.items()},
            out=frozenset(pk for pk, one in typed.items() if one["out"]),
            proofs={pk: one["proof"] for pk, one in typed.items() if one["proof"] and not one["out"]},
        )
    return form


def _typed(data: Any) -> services.Typed:
    return services.Typed(data["substitute"], data["units"], data["number"], data["cost"], data["seen"])


@login_required
@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what stands on the page, then send the claim for approval."""
    claim = _claim(request, pk)
    refusal = why_not_claim(request.user, ClaimAction.SUBMIT, claim)
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
    if refusal is not None:
        messages.error(request, str(refusal))
        return redirect(CLAIM.page_of(claim))
    form = _filled(request, claim)
    if form.errors:
        return _show(request, claim, form)
    done = attempt(SUBMIT.does, pk=pk, by=request.user, seen=request.POST.get("agreed", ""))
    if isinstance(done, DomainError):
        return _show(request, _claim(request, pk), refused=done)
    messages.success(request, SUBMIT.said_of(done.answer))
    return redirect(CLAIM.page_of(claim))


def _show(
    request: SignedIn,
    claim: SubstituteClaim,
    form: LinesForm | None = None,
    *,
    judged: Any = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    """The page of a claim. `form` and `judged`: what was sent and comes back; `refused`: why it was not sent."""
    look = look_at(claim)
    # Asked only where its step is, as each asks the database.
    waits = claim.state == ClaimState.SUBMITTED
    may_fill = claim.at_school and why_not_claim(request.user, ClaimAction.FILL, claim) is None
    refusal = why_not_claim(request.user, ClaimAction.APPROVE, claim) if waits else None
    decides = waits and refusal is None
    money = with_claim(look.account, claim, look)
    if may_fill and form is None:
        form = LinesForm(lines=[one.line for one in look.lines])
    bad = bool(refused or judged is not None or (form is not None and form.errors))
    lines = [one.line for one in look.lines]
    context = {
        "claim": claim,
        "look": look,
        "form": form if may_fill else None,
        "rows": _rows(look, form if may_fill else None, named_for(claim, lines) if may_fill else {}),
        "in_vain": named_in_vain(claim, lines) if may_fill else [],
        "forms": _decisions(request, look, judged) if decides or judged is not None else {},
        "decides": decides,
        "another": refusal if isinstance(refusal, SomeoneElse) else None,
        "refused": refused,
        "account": money,
        "parts": account_parts(money),
        "checks": checks_of(claim, look),
        "queue": queue_of(request.user, claim) if waits and sees_money(request.user) else None,
        "offers": offers(CLAIM, request.user, claim),
        "events": list(claim.events.told()),
        "crumbs": crumbs(CLAIM),
    }
    return render(request, "stipends/claim.html", context, status=422 if bad else 200)


def _rows(look: Look, form: LinesForm | None, named: Mapping[int, NamedSubstitute]) -> list[dict[str, Any]]:
    """Each line with its fields, and whom the school had named for it, where the school writes it."""
    return [
        {
            "worked": one,
            "named": named.get(one.line.pk),
            "fields": {
                name: form[f"{one.line.pk}-{name}"]
                for name in ("substitute", "number", "units", "cost", "proof", "out", "seen")
            }
            if form is not None and one.line.pk in form.line_pks
            else None,
        }
        for one in look.lines
    ]


def _decisions(request: SignedIn, look: Look, judged: Any) -> dict[str, Any]:
    shown = {"initial": {"total_cents": look.cents}}
    given = {ClaimAction.APPROVE: shown, ClaimAction.RETURN: {}}
    forms = {
        str(action): form_for(request, str(action), CLAIM.of(action).form, **given[action])  # type: ignore[arg-type]
        for action in DECISIONS
    }
    return {**forms, str(judged.prefix): judged} if judged is not None else forms


def _door(action: ClaimAction) -> Callable[..., HttpResponse]:
    """The view of what an approver does with a claim; then comes the next one that waits."""
    verb = CLAIM.of(action)

    @login_required
    @require_POST
    def view(request: SignedIn, pk: int) -> HttpResponse:
        claim = _claim(request, pk)
        refusal = why_not_claim(request.user, action, claim)
        if isinstance(refusal, NotAllowed):
            raise PermissionDenied(str(refusal))
        assert verb.form is not None
        form: Any = form_for(request, verb.name, verb.form, sent=True)
        if form.is_valid() and refusal is None:
            done = attempt(verb.does, pk=pk, by=request.user, **form.cleaned_data)
            if isinstance(done, Done):
                messages.success(request, verb.said_of(done.answer))
                after = queue_of(request.user, claim).next
                return redirect(after.url if after else CLAIM.page_of(claim))
            refusal = done
        if refusal is not None:
            refuse(form, refusal)
        return _show(request, claim, judged=form)

    return view


approve = _door(ClaimAction.APPROVE)
send_back = _door(ClaimAction.RETURN)


@login_required
@require_safe
def proof(request: SignedIn, pk: int) -> FileResponse:
    """The receipt of a line: always a download, for the school and for finance."""
    line = get_object_or_404(ClaimLine.objects.visible_to(request.user).select_related("teacher"), pk=pk)
    return stored_download(
        line.proof, download_name("receipt", line.teacher.name, line.pk, line.proof.name or "")
    )
