"""People whose account was made for them are invited by mail, when a registrar says so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.beside import pressed
from common.converters import id_of
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
    """Who has never signed in, the mail they get, and two buttons: the ticked, or all."""
    allowed(why_not_welcome(request.user))
    found = to_welcome()
    count, people = found.count(), list(found[:MOST_SHOWN])
    form = WelcomeForm(sent(request), people=people, initial={"seen": count})
    if form.is_valid() and (done := tried(form, services.welcome, by=request.user, **_asked(request, form))):
        messages.success(request, f"{counted(done.answer, 'invitation')} will be sent.")
        return redirect("people:welcomes")
    mail = letter("welcome", people[0].email, person=people[0]).body if people else ""
    context = {"form": form, "people": people, "count": count, "mail": mail}
    return render(request, "people/welcome_list.html", context, status=status_of(form))


def _asked(request: SignedIn, form: WelcomeForm) -> dict[str, object]:
    data = form.cleaned_data
    if pressed(request) == "all":
        return {"seen": id_of(data["seen"])}
    return {"people": [int(pk) for pk in data["people"]]}
