"""What a leader sees of their stipend."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.clock import local_date
from common.doors import SignedIn
from stipends.exports import statement_pdf
from stipends.models import StipendLine
from stipends.policies import sees_money
from stipends.queries import changed_parts, changed_until, open_disputes, standings, stands_on
from stipends.states import OverpaymentState
from stipends.tables import bar_of, lanes_of
from stipends.verbs import OVERPAYMENT


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """My stipend: earned, still possible and lost, each tied to what it depends on. Finance goes to its runs."""
    now = timezone.now()
    found, today = standings(request.user, now), local_date(now)
    if not found and sees_money(request.user):
        return redirect("stipends:runs")
    lines = StipendLine.objects.locked().of(request.user).defer("cells", "inputs")
    paid = lines.select_related("run__year", "role", "school", "confirmation").order_by(
        "-run__approved_at", "pk"
    )[:50]
    over = OVERPAYMENT.rows(request.user).filter(placement__person=request.user, state=OverpaymentState.OPEN)
    said = {one.placement_id: one for one in open_disputes(request.user)}
    shown = [(one, bar_of(one), lanes_of(one, paid, today), said.get(one.placement.pk)) for one in found]
    context = {"standings": found, "shown": shown, "lines": paid, "today": today, "overpaid": over}
    return render(request, "stipends/mine.html", context)


def _approved(request: SignedIn, pk: int) -> StipendLine:
    lines = StipendLine.objects.visible_to(request.user).locked()
    return get_object_or_404(
        lines.select_related(
            *("run__year", "role", "school", "person", "policy", "placement", "reverses__run", "confirmation")
        ),
        pk=pk,
    )


@login_required
@require_safe
def statement_file(request: SignedIn, pk: int) -> HttpResponse:
    """The same as a PDF, to keep or print."""
    response = HttpResponse(statement_pdf(_approved(request, pk)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="stipend-statement-{pk}.pdf"'
    return response


@login_required
@require_safe
def statement(request: SignedIn, pk: int) -> HttpResponse:
    """One approved line with its reasons: one's own, or anybody's for finance and managers."""
    line = _approved(request, pk)
    crumbs = [{"name": "Stipend", "url": reverse("stipends:mine")}]
    context = {
        "line": line,
        "changes": changed_parts(line),
        "after_signing": changed_until(line),
        "stands": stands_on(line),
        "crumbs": crumbs,
        "pdf": True,
        "stage": line.stage,
        "stage_said": line.stage_said,
        "own": line.placement.person_id == request.user.pk,
    }
    return render(request, "stipends/line.html", context)
