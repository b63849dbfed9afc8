"""Where managers of a pathway write what a role offers in a year, beside how a teacher will read it."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.doors import SignedIn, allowed, status_of, tried
from common.verb_pages import crumbs
from pathways import services
from pathways.forms.writing import AskedFormSet, WritingForm
from pathways.models import Offering
from pathways.policies import why_not
from pathways.queries import preview, schools_in_network
from pathways.states import OfferingAction
from pathways.verbs import OFFERING
from people.queries import today

ADD = "add"
SAVED = "Saved. Nobody but managers reads it before it is published."
SAVED_BESIDE = (
    "Saved. Applicants read the published version until you publish this one; its days count at once."
)


@login_required
def write(request: SignedIn, pk: int) -> HttpResponse:
    """The fields left, the page of a teacher right; what applicants do not read yet is underlined."""
    offering = get_object_or_404(OFFERING.rows(request.user), pk=pk)
    allowed(why_not(request.user, OfferingAction.WRITE, offering))
    form, rows = _forms(request, offering)
    if request.method == "POST" and ADD not in request.POST and _saved(request, offering, form, rows):
        return redirect("pathways:offering_write", pk=pk)
    # A form that was filled in changed its row: what a teacher would read is what is stored.
    stored = get_object_or_404(OFFERING.rows(request.user), pk=pk)
    context = {
        "offering": stored,
        "form": form,
        "rows": rows,
        "preview": preview(stored),
        "crumbs": crumbs(OFFERING, stored),
    }
    return render(request, "pathways/offering_write.html", context, status=_status(request, form, rows))


def _status(request: SignedIn, form: WritingForm, rows: Any) -> int:
    """One more deliverable is no refusal, whatever is still empty."""
    if ADD in request.POST:
        return 200
    return 422 if rows is not None and rows.is_bound and not rows.is_valid() else status_of(form)


def _forms(request: SignedIn, offering: Offering) -> tuple[WritingForm, Any]:
    """The form, and that of its deliverables; None where leaders owe them and they stay."""
    held = offering.is_held
    schools = schools_in_network(today(), offering.year)
    first = {"seen": services.mark_of_offering(offering)}
    if request.method != "POST":
        return (
            WritingForm(instance=offering, schools=schools, initial=first),
            None if held else AskedFormSet(prefix="asked", initial=_first(offering)),
        )
    sent = request.POST.copy()
    total = sent.get("asked-TOTAL_FORMS", "")
    if ADD in sent and total.isascii() and total.isdigit() and len(total) < 3:
        sent["asked-TOTAL_FORMS"] = str(int(total) + 1)
        # What was sent is drawn as it was: a new one has to bring what usually stands there.
        for name, usual in {
            "evidence": "note",
            "weight": "1",
            "accepted_by": "staff",
            "required": "on",
        }.items():
            sent[f"asked-{total}-{name}"] = usual
    return (
        WritingForm(sent, instance=offering, schools=schools, initial=first),
        None if held else AskedFormSet(sent, prefix="asked"),
    )


def _first(offering: Offering) -> list[dict[str, Any]]:
    """Its deliverables as the page shows them first."""
    return [asdict(asked) for asked in services.asked_of(offering.deliverables.all())]


def _saved(request: SignedIn, offering: Offering, form: WritingForm, rows: Any) -> bool:
    if not form.is_valid() or not (rows is None or rows.is_valid()):
        return False
    kept = [row for row in rows or () if row.cleaned_data and not row.cleaned_data.get("DELETE")]
    asked = None if rows is None else [row.said() for row in kept]
    done = tried(form, services.write, pk=offering.pk, by=request.user, asked=asked, **form.said())
    if done is None:
        return False
    messages.success(request, SAVED_BESIDE if done.answer.published_version_id else SAVED)
    return True
