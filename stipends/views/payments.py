"""What was paid and what came back, by calendar year."""

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from people.queries import today
from stipends.queries import paid_in, paid_to, years_of_payment
from stipends.tables import payments_of
from stipends.views.doors import only_money
from stipends.views.lines import calendar_year


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """Everybody who was paid in one calendar year, with their sum and what came back of it; the latest one that has
    some, unless asked."""
    only_money(request)
    years = years_of_payment()
    wanted = calendar_year(request.GET.get("year", "")) or next(iter(years), today().year)
    found, columns = paid_to(request.user, wanted), payments_of(wanted)
    if wants_file(request):
        return file_of(request, f"paid-in-{wanted}", found, columns)
    sums = paid_in(request.user, wanted)
    shown = listed(request, found, columns, thing="person", things="people", count=sums.people)
    context = {"list": shown, "page": shown.page, "wanted": wanted, "years": years, "sums": sums}
    return render(request, "stipends/payment_list.html", context)
