"""What was paid too much: the list for finance, and the page of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from stipends.queries.payments import came_back_in
from stipends.states import OverpaymentState
from stipends.tables import OVERPAYMENTS
from stipends.verbs import OVERPAYMENT
from stipends.views.doors import above, only_money
from stipends.views.lines import calendar_year


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """All of them, the newest first; `?state=open` those that have not ended, `?came=2027` those of which something
    came back in that calendar year."""
    only_money(request)
    rows, asked = OVERPAYMENT.rows(request.user), request.GET.get("state", "")
    came = calendar_year(request.GET.get("came", ""))
    if came is not None:
        rows = rows.filter(came_back_in(came))
    if asked:
        rows = rows.filter(state=asked) if asked in list(OverpaymentState) else rows.none()
    if wants_file(request):
        return file_of(request, "overpayments", rows, OVERPAYMENTS)
    shown = listed(request, rows, OVERPAYMENTS, thing="overpayment")
    context = {"list": shown, "page": shown.page, "asked": asked, "came": came}
    return render(request, "stipends/overpayment_list.html", context)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One of them: how much is open, what became of it, and what may be done. For its person too."""
    row = get_object_or_404(OVERPAYMENT.rows(request.user), pk=pk)
    own = row.placement.person_id == request.user.pk
    context = {
        "row": row,
        "own": own,
        "parts": row.parts.all(),
        "offers": offers(OVERPAYMENT, request.user, row),
        "events": row.events.told(),
        "crumbs": above(request.user, crumbs(OVERPAYMENT)),
    }
    return render(request, "stipends/overpayment_detail.html", context)
