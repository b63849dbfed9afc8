"""The emailed link: a site confirms service without an account. Opening it changes nothing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.clock import day_in_words
from common.doors import Done, attempt, sent, status_of, tried
from fellows import services
from fellows.forms import AnswerForm
from fellows.models import ServiceLink, ServiceRecord
from fellows.queries import DEAD_LINK, link_of


def _facts(record: ServiceRecord) -> dict[str, str]:
    return {
        "employer": record.employer,
        "site": record.site,
        "position": record.position,
        "fte": capfirst(record.fte_text),
        "period": _period(record),
    }


def _period(record: ServiceRecord) -> str:
    starts = day_in_words(record.starts)
    if record.last_day is None:
        return f"Since {starts}, and still there"
    return f"{starts} – {day_in_words(record.last_day)}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Agree or disagree, item by item; then the digits that are mailed to whoever has the mailbox. A dead link says the
    same whatever it was."""
    link = link_of(token, timezone.now())
    if link is None:
        return _dead(request)
    if "again" in request.POST:
        return _mailed(request, link, token)
    form = _form(link, sent(request), mailed=link.code_until is not None)
    if request.method == "POST" and form.is_valid():
        if link.code_until is None:
            return _mailed(request, link, token)
        if _answered(form, token):
            link.record.refresh_from_db()
            return render(request, "fellows/link_done.html", {"record": link.record})
        # Somebody else answered meanwhile, or a newer link was sent.
        if link_of(token, timezone.now()) is None:
            return _dead(request)
    return _page(request, link, form)


def _form(link: ServiceLink, typed: QueryDict | None, **given: Any) -> AnswerForm:
    return AnswerForm(typed, facts=_facts(link.record), **given)


def _answered(form: AnswerForm, token: str) -> bool:
    said = {"typed_name": form.cleaned_data["typed_name"], "disagreements": form.disagreements()}
    return tried(form, services.answer_link, token=token, code=form.cleaned_data["code"], **said) is not None


def _mailed(request: HttpRequest, link: ServiceLink, token: str) -> HttpResponse:
    """The same page with all that was typed, and a place for the digits that went out."""
    done = attempt(services.send_code, token=token)
    if isinstance(done, Done):
        messages.success(request, "We mailed you six digits. Type them below: your answer is sent with them.")
    else:
        messages.error(request, str(done))
    return _page(request, link, _form(link, None, mailed=True, initial=request.POST.dict() | {"code": ""}))


def _page(request: HttpRequest, link: ServiceLink, form: AnswerForm) -> HttpResponse:
    context = {"record": link.record, "form": form}
    return render(request, "fellows/link.html", context, status=status_of(form))


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "fellows/link_dead.html", {"words": DEAD_LINK}, status=404)
