"""What a day of a substitute pays, and what schools may claim: drafted by one person of finance, published by
another."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import day_in_words
from common.converters import wanted_id
from common.counting import counted
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.forms import ButtonForm
from common.money import dollars
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import Life, offers
from pathways.models import ProgramYear
from stipends import services
from stipends.forms import AllowanceForm, PublishLimitsForm, TermsForm
from stipends.models import SchoolAllowance, SubstituteTerms
from stipends.policies import why_not_rate
from stipends.queries.limits import limit_to_publish, limits_to_publish, years_to_publish
from stipends.queries.terms import publishing
from stipends.states import RateAction, RateState
from stipends.tables import ALLOWANCES, TERMS_ROWS
from stipends.verbs import ALLOWANCE, TERMS
from stipends.views.doors import only_money

ONE_DAY = timedelta(days=1)
DRAFTED = "Saved as a draft. Someone else publishes it."


@login_required
@require_safe
def terms(request: SignedIn) -> HttpResponseBase:
    """What a day was, is and will be paid."""
    only_money(request)
    rows = TERMS.rows(request.user)
    if wants_file(request):
        return file_of(request, "substitute-terms", rows, TERMS_ROWS)
    shown = listed(request, rows, TERMS_ROWS, thing="period", things="periods")
    return _list(request, shown, "stipends/term_list.html")


@login_required
@require_safe
def allowances(request: SignedIn) -> HttpResponseBase:
    """What schools may claim, the newest year first; of a year, of a school, or in force alone on request."""
    only_money(request)
    rows = ALLOWANCE.rows(request.user)
    if label := request.GET.get("year", "").replace("\x00", "")[:7]:
        rows = rows.filter(year__label=label)
    if (pk := wanted_id(request.GET.get("school"))) is not None:
        rows = rows.filter(school=pk)
    if "in_force" in request.GET:
        rows = rows.filter(state=RateState.PUBLISHED, budget_cents__gte=0)
    if wants_file(request):
        return file_of(request, "substitute-limits", rows, ALLOWANCES)
    shown = listed(request, rows, ALLOWANCES, thing="limit")
    publishes = why_not_rate(request.user, RateAction.PUBLISH) is None
    waiting = years_to_publish(request.user) if publishes else []
    return _list(request, shown, "stipends/allowance_list.html", waiting=waiting)


def _list(request: SignedIn, shown: Any, template: str, **more: Any) -> HttpResponse:
    may_draft = why_not_rate(request.user, RateAction.DRAFT) is None
    return render(request, template, {"list": shown, "page": shown.page, "may_draft": may_draft, **more})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish_all(request: SignedIn, label: str) -> HttpResponse:
    """Look at all drafts of a year that others wrote, and put them in force at once."""
    allowed(why_not_rate(request.user, RateAction.PUBLISH))
    year = get_object_or_404(ProgramYear, label=label)
    found = limits_to_publish(request.user, year)
    form = PublishLimitsForm(sent(request), initial={"seen": found.mark})
    if form.is_valid():
        given = {"year": year, "by": request.user, "seen": form.cleaned_data["seen"]}
        if done := tried(form, services.publish_allowances, **given):
            messages.success(request, f"{counted(len(done.answer), 'limit is', 'limits are')} in force now.")
            return redirect(f"{reverse('stipends:allowances')}?year={year.label}")
    context = {"form": form, "year": year, "found": found, "crumbs": crumbs(ALLOWANCE)}
    return render(request, "stipends/allowances_publish.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_terms(request: SignedIn) -> HttpResponse:
    """Draft what a day pays in a time."""
    return _new(request, TERMS, TermsForm, services.draft_terms, "What a day pays")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_allowance(request: SignedIn) -> HttpResponse:
    """Draft what a school may claim in a year."""
    return _new(
        request, ALLOWANCE, AllowanceForm, services.draft_allowance, "What a school may claim", _beside
    )


def _beside(row: SchoolAllowance) -> str:
    """What is said of a new draft beside others of its school and year."""
    drafts = SchoolAllowance.objects.filter(school=row.school_id, year=row.year_id, state=RateState.DRAFT)
    others = drafts.exclude(pk=row.pk).count()
    if not others:
        return DRAFTED
    return (
        f"{DRAFTED} {counted(others, 'other draft')} of {row.school} for {row.year} already"
        f" {'waits' if others == 1 else 'wait'}: publish the right one, and discard what is not."
    )


def _new(
    request: SignedIn,
    life: Life,
    kind: type[ButtonForm],
    service: Callable[..., Any],
    title: str,
    said: Callable[[Any], str] = lambda row: DRAFTED,
) -> HttpResponse:
    allowed(why_not_rate(request.user, RateAction.DRAFT))
    form = kind(sent(request))
    if form.is_valid() and (done := tried(form, service, by=request.user, **form.cleaned_data)):
        messages.success(request, said(done.answer))
        return redirect(life.page_of(done.answer))
    context = {"form": form, "title": title, "crumbs": crumbs(life)}
    return render(request, "stipends/act.html", context, status=status_of(form))


@login_required
@require_safe
def one_terms(request: SignedIn, pk: int) -> HttpResponse:
    """What a day pays in one time, who wrote and who published it."""
    row: SubstituteTerms = get_object_or_404(TERMS.rows(request.user), pk=pk)
    most = "no limit" if row.day_cap_cents is None else dollars(row.day_cap_cents)
    facts = [("A day", row.a_day), ("Comes back", row.share), ("At most a day", most), *_ended_early(row)]
    return _one(request, TERMS, row, facts)


def _ended_early(row: SubstituteTerms) -> Iterator[tuple[str, str]]:
    """Which terms these would end early, and what stands in the way; which they ended, and which ended these."""
    if row.state == RateState.DRAFT:
        found = publishing(row)
        if words := found.refusal or "".join(found.said[:1]):
            yield "Once published", words
    leads = '<a class="usa-link" href="{}">{}</a>'
    if row.cuts_short is not None and row.cut_from is not None:
        words = f"{leads}; their last day was to be {{}}"
        ended, was = row.cuts_short, day_in_words(row.cut_from - ONE_DAY)
        yield "Ended early", format_html(words, TERMS.page_of(ended), ended, was)
    for one in row.cut_short_by.order_by("pk"):
        words = f"{{}} is the last day instead of {{}}, as other terms follow: {leads}"
        assert one.cut_from is not None
        last, was = day_in_words(one.starts - ONE_DAY), day_in_words(one.cut_from - ONE_DAY)
        yield "Ends early", format_html(words, last, was, TERMS.page_of(one), one)


@login_required
@require_safe
def one_allowance(request: SignedIn, pk: int) -> HttpResponse:
    """What one school may claim, who wrote and who published it."""
    row: SchoolAllowance = get_object_or_404(ALLOWANCE.rows(request.user), pk=pk)
    days = "no limit" if row.units is None else f"{row.units.normalize():f}"
    money = "no limit" if row.budget_cents is None else dollars(row.budget_cents)
    facts = [("Days", days), ("Dollars", money)]
    if row.state == RateState.DRAFT:
        found = limit_to_publish(row)
        facts += [
            ("Until it is published", found.said[0]),
            ("Claimed", f"{found.claimed} {found.below}".strip()),
        ]
    return _one(request, ALLOWANCE, row, facts)


def _one(request: SignedIn, life: Life, row: Any, facts: list[tuple[str, str]]) -> HttpResponse:
    context = {
        "row": row,
        "facts": facts,
        "offers": offers(life, request.user, row),
        "crumbs": crumbs(life),
    }
    return render(request, "stipends/two_people.html", context)
