"""One's own names, and who acts for a principal."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.beside import form_for, pressed
from common.converters import NOBODYS, id_of
from common.doors import SignedIn, press, status_of, tried
from people import services
from people.forms import DelegationForm, ProfileForm
from people.models import User
from people.policies import may_delegate
from people.queries import invitations_to, today
from people.services import attempts
from people.states import DelegationAction, InvitationAction
from people.verbs import DELEGATION, INVITATION

ONE_DAY = timedelta(days=1)
END = DELEGATION.of(DelegationAction.END_TODAY)
TAKE_BACK = INVITATION.of(InvitationAction.TAKE_BACK)


@login_required
def profile(request: SignedIn) -> HttpResponse:
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
def delegations(request: SignedIn) -> HttpResponse:
    """A principal asks an address to act for them, until a day. Whose it is shows once its owner said yes."""
    if not may_delegate(request.user, request.user):
        raise PermissionDenied
    verb, _, pk = pressed(request).partition(":")
    for button in (END, TAKE_BACK):
        if verb == button.name:
            press(request, button.does, button.said_of, pk=id_of(pk) or NOBODYS, by=request.user)
            return redirect("people:delegations")
    form = form_for(request, "ask", DelegationForm)
    if form.is_valid() and _ask(request, form):
        return redirect("people:delegations")
    day = today()
    given = request.user.delegations_given.filter(ends__gt=day).select_related("delegate")
    asked = request.user.invitations_given.filter(ends__gt=day)
    context = {"form": form, "given": given, "asked": asked, "end": END, "take_back": TAKE_BACK}
    return render(request, "people/delegations.html", context, status=status_of(form))


def _ask(request: SignedIn, form: DelegationForm) -> bool:
    data = form.cleaned_data
    attempts.spend([(attempts.NAMED, str(request.user.pk))])
    days = {"starts": data["first_day"], "ends": data["last_day"] + ONE_DAY}
    own = {"principal": request.user, "by": request.user}
    done = tried(form, services.invite_delegate, address=data["email"], seen=data["seen"], **days, **own)
    if done is None:
        return False
    messages.success(request, f"A mail goes to {done.answer.address}. Here you read when its owner said yes.")
    return True


@login_required
def asked(request: SignedIn) -> HttpResponse:
    """Who asks this person to act for them, by an address they confirmed, and the answer; for whom they act."""
    if request.method == "POST":
        return _answered(request)
    day = today()
    held = request.user.delegations_held.filter(ends__gt=day).select_related("principal").order_by("starts")
    context = {"asked": invitations_to(request.user, day), "held": held}
    return render(request, "people/asked.html", context)


def _answered(request: SignedIn) -> HttpResponse:
    number = id_of(request.POST.get("invitation", "")) or NOBODYS
    if request.POST.get("answer") == "yes":
        said = "You act for {0.principal} in that time.".format
        press(request, services.accept_invitation, said, pk=number, by=request.user)
    elif request.POST.get("answer") == "stop":
        over = "You no longer act for them. They get a mail."
        press(request, services.end_own_delegation, over, pk=number, by=request.user)
    else:
        press(request, services.decline_invitation, "You said no.", pk=number, by=request.user)
    return redirect("people:asked")
