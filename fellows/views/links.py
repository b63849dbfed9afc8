"""The emailed link: a site confirms service without an account. Opening it changes nothing."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.clock import day_in_words
from common.doors import Done, attempt, sent, status_of
from fellows import services
from fellows.forms import AnswerForm
from fellows.models import ServiceRecord
from fellows.queries import DEAD_LINK, link_of, years_text


def _facts(record: ServiceRecord) -> dict[str, str]:
    last = day_in_words(record.ends - timedelta(days=1)) if record.ends else "still there"
    return {
        "employer": record.employer,
        "site": record.site,
        "position": record.position,
        "fte": years_text(record.fte),
        "period": f"{day_in_words(record.starts)} – {last}",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Agree or disagree, item by item. A dead link says the same whatever it was."""
    link = link_of(token, timezone.now())
    if link is None:
        return render(request, "fellows/link_dead.html", {"words": DEAD_LINK}, status=404)
    form = AnswerForm(sent(request), facts=_facts(link.record))
    if request.method == "POST" and form.is_valid():
        typed = {"typed_name": form.cleaned_data["typed_name"], "disagreements": form.disagreements()}
        answered = attempt(services.answer_link, token=token, **typed)
        if not isinstance(answered, Done):
            return render(request, "fellows/link_dead.html", {"words": str(answered)}, status=404)
        return render(request, "fellows/link_done.html", {"record": link.record})
    context = {"record": link.record, "form": form}
    return render(request, "fellows/link.html", context, status=status_of(form))
