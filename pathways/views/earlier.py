"""Completed years of before the program was kept here: taken over one by one or from a file, and taken back."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.beside import form_for, pressed
from common.counting import counted
from common.doors import Done, SignedIn, allowed, attempt, refuse, sent, status_of, tried
from common.downloads import stored_download, wants_file
from common.errors import DomainError
from common.ui.lists import file_of, listed
from pathways import services
from pathways.forms.earlier import EarlierFileForm, EarlierForm, TakeBackForm
from pathways.models import EarlierYear
from pathways.policies import why_not_drafting
from pathways.services import Earlier
from pathways.services.earlier import NOBODY, LookAtYears, YearsRefused
from pathways.tables import EARLIER
from people.queries import account_at

ONE, MANY = "one", "file"
# So many lines that cannot be taken over are told at once.
MOST_TOLD = 50


@login_required
def index(request: SignedIn) -> HttpResponseBase:
    """All that was taken over of the pathways one manages, and the ways to take over more."""
    allowed(why_not_drafting(request.user))
    rows = EarlierYear.objects.visible_to(request.user).select_related(
        "person", "role", "year", "school", "entered_by"
    )
    if wants_file(request):
        return file_of(request, "earlier-years", rows, EARLIER)
    one = form_for(request, ONE, EarlierForm, user=request.user)
    many = form_for(request, MANY, EarlierFileForm)
    taken = {ONE: partial(_one, request, one), MANY: partial(_many, request, many)}.get(pressed(request))
    if taken is not None and taken():
        return redirect("pathways:earlier")
    shown = listed(request, rows, EARLIER, thing="year")
    context = {"list": shown, "page": shown.page, "one": one, "many": many}
    refused = max(status_of(one), status_of(many))
    return render(request, "pathways/earlier.html", context, status=refused)


def _one(request: SignedIn, form: EarlierForm) -> bool:
    if not form.is_valid():
        return False
    data = dict(form.cleaned_data)
    person = account_at(data["email"])
    if person is None:
        form.add_error("email", NOBODY.format(data["email"]))
        return False
    about = Earlier(person, data["role"], data["year"], data["school"], data["reason"])
    done = tried(form, services.take_over_year, earlier=about, file=data["file"], by=request.user)
    if done is None:
        return False
    messages.success(request, f"{done.answer} counts from now on.")
    return True


def _many(request: SignedIn, form: EarlierFileForm) -> bool:
    if not form.is_valid():
        return False
    seen = form.said_yes_to
    done = attempt(services.take_over_years, lines=form.lines, by=request.user, seen=seen)
    if isinstance(done, Done):
        said = counted(done.answer, "year of the file counts", "years of the file count")
        messages.success(request, f"{said} from now on." if done.answer else "Nothing was changed.")
        return True
    _shown(form, done)
    return False


def _shown(form: EarlierFileForm, refusal: DomainError) -> None:
    """What the lines come to, and those that cannot be, line by line."""
    if isinstance(refusal, LookAtYears):
        form.show(refusal)
        form.taken = refusal.taken
        form.button = f"Take over {counted(refusal.new, 'year')}" if refusal.new else form.button
    elif isinstance(refusal, YearsRefused):
        left = len(refusal.lines) - MOST_TOLD
        more = [f"And {counted(left, 'line')} more."] if left > 0 else []
        form.add_error(form.told_at, [*refusal.lines[:MOST_TOLD], *more])
        form.taken = refusal.taken
    else:
        refuse(form, refusal)


@login_required
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """It was a mistake, or is contested: it counts no longer."""
    row = get_object_or_404(
        EarlierYear.objects.visible_to(request.user).select_related("person", "role", "year"), pk=pk
    )
    form = TakeBackForm(sent(request))
    if form.is_valid() and tried(form, services.take_back_year, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, f"{row} counts no longer.")
        return redirect("pathways:earlier")
    return render(request, "pathways/earlier_back.html", {"form": form, "row": row}, status=status_of(form))


@login_required
@require_safe
def document(request: SignedIn, pk: int) -> FileResponse:
    """The document behind it: always a download."""
    row = get_object_or_404(EarlierYear.objects.visible_to(request.user).exclude(file=""), pk=pk)
    return stored_download(row.file, row.file_name)
