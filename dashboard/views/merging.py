"""Two accounts of one person are looked at side by side, and merged."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from common.converters import id_of
from common.doors import SignedIn, allowed, press, sent, status_of, tried
from common.downloads import wants_file
from common.errors import NotAllowed
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from dashboard import services
from dashboard.forms import FindAccountForm, MergeForm
from dashboard.queries.merging import Pair, pair_of
from notifications.policies import sees_mails
from people import services as people
from people.models import Apart, User, perhaps_twice, with_twins
from people.policies import why_not
from people.queries import hats, people_list, today
from people.states import AccountAction
from people.tables import alike_columns, twins_of
from people.verbs import ACCOUNT, PERSON

# In the address of the page: the account that goes.
GONE = "with"
FEW = 20
# Where the things of a person are listed, by what they are called.
LISTS = {
    "Applications": "applications:list",
    "Placements": "pathways:placements",
    "Mails": "notifications:list",
}


@login_required
def merge(request: SignedIn, pk: int) -> HttpResponse:
    """The account of the address stays. First the other one is looked for, then both are looked at."""
    kept = get_object_or_404(ACCOUNT.rows(request.user), pk=pk)
    refusal = why_not(request.user, AccountAction.MERGE, kept)
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
    if refusal is not None:
        messages.error(request, str(refusal))
        return redirect(PERSON, pk)
    number = id_of(request.GET.get(GONE, ""))
    if number is None or number == pk:
        return _find(request, kept)
    return _side_by_side(request, kept, get_object_or_404(ACCOUNT.rows(request.user), pk=number))


def _find(request: SignedIn, kept: User) -> HttpResponse:
    form = FindAccountForm(request.GET if "q" in request.GET else None)
    person = with_twins(User.objects.filter(pk=kept.pk), today()).get()
    found: list[User] = []
    if form.is_valid():
        everybody = people_list(ACCOUNT.rows(request.user), today(), q=form.cleaned_data["q"])
        found = list(everybody.exclude(pk=kept.pk)[:FEW])
    context = {
        "form": form,
        "person": kept,
        "twins": twins_of(person, person, request.user),
        "found": [(one, _address(kept, one)) for one in found],
        "crumbs": crumbs(ACCOUNT, kept),
        "title": "Merge with another account",
    }
    return render(request, "dashboard/merge_find.html", context, status=422 if form.errors else 200)


def _side_by_side(request: SignedIn, kept: User, gone: User) -> HttpResponse:
    form = MergeForm(sent(request))
    # Whoever pressed twice is led to where the first press led.
    if gone.merged_into_id == kept.pk:
        return redirect(PERSON, kept.pk)
    given = {"pk": kept.pk, "gone": gone.pk, "by": request.user}
    if form.is_valid() and tried(form, services.merge, **given, **form.cleaned_data):
        messages.success(request, f"Merged. {gone.name} ({gone.email}) is closed and leads here.")
        return redirect(PERSON, kept.pk)
    pair = pair_of(kept, gone)
    refusals = [*_not_theirs(request.user, gone), *pair.refusals]
    if not form.is_bound:
        form.initial["seen"] = pair.mark
    context = {
        **_accounts(pair, request.user),
        "form": form,
        "refusals": refusals,
        "other_way": _address(gone, kept),
        "apart": Apart.objects.filter(first=min(kept.pk, gone.pk), second=max(kept.pk, gone.pk)).exists(),
        "title": f"{kept.email} stays, {gone.email} goes",
        "crumbs": crumbs(ACCOUNT, kept),
    }
    return render(request, "dashboard/merge.html", context, status=status_of(form))


def _not_theirs(user: User, gone: User) -> list[str]:
    refusal = why_not(user, AccountAction.MERGE, gone)
    return [] if refusal is None else [str(refusal)]


def _accounts(pair: Pair, user: User) -> dict[str, Any]:
    shown = _lists_for(user)
    kinds = [
        (kind, _listed(kind.thing, pair.kept, shown), _listed(kind.thing, pair.gone, shown))
        for kind in pair.kinds
    ]
    return {"pair": pair, "kept": pair.kept, "gone": pair.gone, "kinds": kinds}


def _lists_for(user: User) -> dict[str, str]:
    """The lists that show whoever looks the things of others: to a registrar that of applications would say that there
    are none."""
    shows = {
        "Applications": hats(user).manager,
        "Placements": hats(user).leaders,
        "Mails": sees_mails(user),
    }
    return {thing: name for thing, name in LISTS.items() if shows[thing]}


def _listed(thing: str, person: User, shown: dict[str, str]) -> str:
    """Where the things of one account are listed; empty where no page shows them to whoever looks."""
    if thing not in LISTS:
        return reverse(PERSON, args=[person.pk])
    if thing not in shown:
        return ""
    # Placements of all years.
    every = {"year": ""} if thing == "Placements" else {}
    return f"{reverse(shown[thing])}?{urlencode({**every, 'q': person.email})}"


def _address(kept: User, gone: User) -> str:
    return f"{reverse('dashboard:merge', args=[kept.pk])}?{urlencode({GONE: gone.pk})}"


@login_required
@require_safe
def alike(request: SignedIn) -> HttpResponseBase:
    """Accounts that are perhaps of one person, for those who keep people: each leads to the page of both."""
    allowed(why_not(request.user, AccountAction.TELL_APART))
    rows = perhaps_twice(ACCOUNT.rows(request.user), today())
    columns = alike_columns(request.user)
    if wants_file(request):
        return file_of(request, "perhaps-one-person", rows, columns)
    shown = listed(request, rows, columns, thing="account")
    context = {"list": shown, "page": shown.page, "crumbs": crumbs(ACCOUNT)}
    return render(request, "dashboard/alike.html", context)


@login_required
@require_POST
def apart(request: SignedIn, pk: int, other: int) -> HttpResponse:
    """These two are two people, and nobody is asked about them again."""
    person = get_object_or_404(ACCOUNT.rows(request.user), pk=pk)
    get_object_or_404(ACCOUNT.rows(request.user), pk=other)
    said = "Kept: they are two people. Nobody is hinted at them as one again."
    press(request, people.say_apart, said, pk=pk, other=other, by=request.user, now=timezone.now())
    return redirect(PERSON, person.pk)
