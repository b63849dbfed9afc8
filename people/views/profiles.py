"""One's own names, and who acts for a principal."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.errors import DomainError
from people import services
from people.forms import DelegationForm, ProfileForm
from people.models import Delegation, User
from people.policies import may_delegate
from people.queries import person_at, today


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """One's own names."""
    # A copy, so that a refused name does not show in the header.
    own = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        services.change_names(by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("people:profile")
    signs = may_delegate(request.user, request.user)
    context = {"form": form, "signs": signs}
    return render(request, "people/profile.html", context, status=422 if form.errors else 200)


@login_required
def delegations(request: HttpRequest) -> HttpResponse:
    """A principal names who acts for them, until a day."""
    if not may_delegate(request.user, request.user):
        raise PermissionDenied
    form = DelegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _name(request, form):
        return redirect("people:delegations")
    day = today()
    given = request.user.delegations_given.filter(ends__gt=day).select_related("delegate")
    for delegation in given:
        delegation.last_day = delegation.ends - timedelta(days=1)
    context = {"form": form, "given": given}
    return render(request, "people/delegations.html", context, status=422 if form.errors else 200)


def _name(request: HttpRequest, form: DelegationForm) -> bool:
    data = form.cleaned_data
    to = person_at(data["email"])
    if to is None:
        form.add_error("email", "Nobody here has this address. Ask the person to create an account first.")
        return False
    try:
        services.delegate(
            principal=request.user,
            to=to,
            starts=data["first_day"],
            ends=data["last_day"] + timedelta(days=1),
            by=request.user,
        )
    except DomainError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"{to} acts for you in that time.")
    return True


@login_required
@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Delegation, pk=pk, principal=request.user)
    services.end_delegation(pk=pk, by=request.user, day=today())
    messages.success(request, "Nobody acts for you under this any more.")
    return redirect("people:delegations")
