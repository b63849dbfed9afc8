"""The list of people, somebody new, and what a person newly holds: a post, a delegation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from people import services
from people.forms import NewPostForm, PeopleFilter, PersonForm, SomebodyForm
from people.models import User
from people.policies import why_not, why_not_people
from people.queries import people_kept, people_list, signs_for, today
from people.states import AccountAction, DelegationAction, PostAction
from people.tables import PEOPLE
from people.verbs import ACCOUNT, PERSON


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """Everybody with an account, what they hold and wear today: for those who keep people and appoint signers."""
    allowed(why_not_people(request.user))
    form = PeopleFilter(request.GET)
    everybody = people_kept(request.user)
    # Of what cannot be asked for there are none: nobody takes all of them for an answer.
    wanted = form.cleaned_data if form.is_valid() else {}
    found = people_list(everybody if form.is_valid() else everybody.none(), today(), **wanted)
    if wants_file(request):
        return file_of(request, "people", found, PEOPLE)
    shown = listed(request, found, PEOPLE, thing="person", things="people")
    context = {
        "form": form,
        "list": shown,
        "page": shown.page,
        "narrowed": any(wanted.values()) or not form.is_valid(),
        "may_add": why_not(request.user, AccountAction.ADD) is None,
    }
    return render(request, "people/list.html", context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Somebody new, and their first post."""
    allowed(why_not(request.user, AccountAction.ADD))
    form = PersonForm(sent(request))
    if form.is_valid() and (done := tried(form, _add, form=form, by=request.user)):
        messages.success(
            request, f"{done.answer.name} is added. They sign in by a code sent to their address."
        )
        return redirect(PERSON, done.answer.pk)
    crumbs = [{"name": "People", "url": reverse("people:list")}]
    context = {"form": form, "title": "Add a person", "crumbs": crumbs}
    return render(request, "people/add.html", context, status=status_of(form))


@transaction.atomic
def _add(*, form: PersonForm, by: User) -> User:
    """Both or neither."""
    person = services.add_person(by=by, **form.about_person())
    if (post := form.about_post()) is not None:
        services.add_post(pk=person.pk, by=by, **post)
    return person


@login_required
def new_post(request: SignedIn, pk: int) -> HttpResponse:
    """Where somebody works from a day on."""
    person = get_object_or_404(people_kept(request.user), pk=pk)
    allowed(why_not(request.user, PostAction.ADD))
    form = NewPostForm(sent(request))
    if form.is_valid() and tried(form, services.add_post, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, "The position is entered.")
        return redirect(PERSON, pk)
    return _of(request, person, form, "Enter a position", "Where they work, as what, and since when.")


@login_required
def name_delegate(request: SignedIn, pk: int) -> HttpResponse:
    """Who acts for a principal who is away, named by staff."""
    principal = get_object_or_404(people_kept(request.user), pk=pk)
    allowed(why_not(request.user, DelegationAction.GIVE, principal))
    school = next(iter(signs_for(principal, today())), None)
    form = SomebodyForm(sent(request), school=school, button="Name this person")
    if form.is_valid():
        to, days = form.cleaned_data.pop("person"), form.cleaned_data
        if tried(form, services.delegate, principal=principal, to=to, by=request.user, **days):
            messages.success(request, f"{to.name} acts for {principal.name} in that time.")
            return redirect(PERSON, pk)
    lead = "They may do what the principal does for the school, and never act on their own behalf."
    return _of(request, principal, form, "Name who acts for them", lead)


def _of(request: SignedIn, person: User, form: Any, title: str, lead: str) -> HttpResponse:
    crumbs = [
        {"name": "People", "url": reverse("people:list")},
        {"name": person.name, "url": ACCOUNT.page_of(person)},
    ]
    context = {"form": form, "row": person.name, "title": title, "lead": lead, "crumbs": crumbs}
    return render(request, "people/add.html", context, status=status_of(form))
