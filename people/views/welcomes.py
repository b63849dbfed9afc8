"""People whose account was made for them are invited by mail, when a registrar says so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.beside import pressed
from common.counting import counted
from common.doors import SignedIn, allowed, sent, status_of, tried
from people import services
from people.forms import WelcomeForm
from people.policies import why_not_welcome
from people.services.letters import letter
from people.services.welcomes import to_welcome

# So many stand on the page; all are invited by one button.
MOST_SHOWN = 200


@login_required
def index(request: SignedIn) -> HttpResponse:
    """Who has never signed in, the mail they get, and two buttons: the ticked, or all; done once it was said how
    many."""
    allowed(why_not_welcome(request.user))
    found = to_welcome()
    count, people = found.count(), list(found[:MOST_SHOWN])
    everybody = pressed(request) == "all"
    form = WelcomeForm(sent(request), people=people, count=count, everybody=everybody)
    if form.is_valid():
        if look := form.look:
            form.show(look)
        elif done := tried(form, services.welcome, by=request.user, **_asked(form)):
            messages.success(request, f"{counted(done.answer, 'invitation')} will be sent.")
            return redirect("people:welcomes")
    mail = letter("welcome", people[0].email, person=people[0]).body if people else ""
    context = {"form": form, "people": people, "count": count, "mail": mail}
    context["ticked"] = set(request.POST.getlist("people"))
    return render(request, "people/welcome_list.html", context, status=status_of(form))


def _asked(form: WelcomeForm) -> dict[str, object]:
    if form.everybody:
        return {"seen": form.count}
    return {"people": [int(pk) for pk in form.cleaned_data["people"]]}
