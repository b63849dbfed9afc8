"""A person's page: what staff keep of them, each section a part of its own, with what may be done."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coaching.queries import leaves_behind
from common.doors import SignedIn
from common.verbs import Life, Offer, offers
from pathways.models import Pathway
from pathways.queries import pathways_of
from people.models import Delegation, Hat, Post, User, with_twins
from people.policies import may_appoint, may_enter, may_keep_people, may_narrow, why_not
from people.queries import PersonPage, person_page, today
from people.states import AccountAction
from people.tables import account_of, twins_of
from people.verbs import ACCOUNT, HAT, NAMED, POST
from stipends.policies import sees_money
from stipends.verbs import OVERPAYMENT

ENTERED_AT = {"post": "people:new_post", "hat": "pathways:hat_give", "delegate": "people:name_delegate"}


@login_required
@require_safe
def person(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody, for those who keep people; one's own for others."""
    user, day = request.user, today()
    row = get_object_or_404(with_twins(ACCOUNT.rows(user), day), pk=pk)
    page = person_page(row)
    if row.merged_into is not None:
        return _merged(request, row, page)
    context = {
        "person": row,
        "page": page,
        "account": account_of(row),
        "confirmed": any(one.verified for one in page.addresses),
        "keeps": may_keep_people(user),
        "ids": row.source_ids.all() if may_keep_people(user) else [],
        "offers": offers(ACCOUNT, user, row),
        "posts": [_Row(post, _may(user, POST, post, day)) for post in page.posts],
        "hats": _hats(user, page, day),
        "named": [_Row(one, _may(user, NAMED, one, day)) for one in page.named],
        "more": _more(user, row),
        "own": row.pk == user.pk,
        "overpaid": list(OVERPAYMENT.rows(user).filter(placement__person=row)) if sees_money(user) else [],
        "merge_url": _merge(user, row),
        "twins": twins_of(row, row, user) if may_appoint(user) else [],
    }
    return render(request, "dashboard/person.html", context)


def _merged(request: SignedIn, row: User, page: PersonPage) -> HttpResponse:
    """Of an account that was merged: into whom, and what stayed with it; nothing is offered."""
    scopes = pathways_of(page.hats)
    context = {
        "person": row,
        "page": page,
        "keeps": may_keep_people(request.user),
        "posts": [_Row(post, []) for post in page.posts],
        "hats": [_Row(hat, [], _for_what(hat, scopes)) for hat in page.hats],
    }
    return render(request, "dashboard/person_merged.html", context)


def _merge(user: User, row: User) -> str:
    """The address of the page that merges this account with another; empty for who may not."""
    may = why_not(user, AccountAction.MERGE, row) is None
    return reverse("dashboard:merge", args=[row.pk]) if may else ""


@dataclass(frozen=True)
class _Row:
    """Something a person holds, and what may be done with it."""

    row: object
    buttons: list[Offer]
    what: str = ""
    narrow: str = ""
    # Whom it leaves behind when it is taken off.
    leaves: str = ""


def _may(user: User, life: Life, row: Post | Hat | Delegation, day: date) -> list[Offer]:
    """What is over stays as it was."""
    over = row.ends is not None and row.ends <= day
    mine = life is HAT or (may_appoint(user) if life is NAMED else may_keep_people(user))
    if not mine or (over and life is not POST):
        return []
    return offers(life, user, row).buttons


def _hats(user: User, page: PersonPage, day: date) -> list[_Row]:
    scopes = pathways_of(page.hats)
    return [
        _Row(
            hat,
            _may(user, HAT, hat, day),
            _for_what(hat, scopes),
            _narrow(user, hat, day),
            _leaves(hat, day),
        )
        for hat in page.hats
    ]


def _leaves(hat: Hat, day: date) -> str:
    """Whom a coach leaves behind when this hat is taken off, in words."""
    worn = hat.kind == Hat.Kind.COACH and hat.starts <= day and (hat.ends is None or hat.ends > day)
    return leaves_behind(hat.person, day) if worn else ""


def _for_what(hat: Hat, scopes: dict[int, list[Pathway]]) -> str:
    """What a hat is narrowed to, in words."""
    if hat.kind == Hat.Kind.DIRECTOR:
        return ", ".join(school.name for school in hat.schools.all()) or "No school yet"
    if hat.kind == Hat.Kind.PROGRAM_MANAGER:
        return ", ".join(pathway.name for pathway in scopes.get(hat.pk, ())) or "All pathways"
    return ""


def _narrow(user: User, hat: Hat, day: date) -> str:
    """The address of the page that says what a hat is for; empty where it is for nothing in particular."""
    over = hat.ends is not None and hat.ends <= day
    asks = hat.kind in (Hat.Kind.DIRECTOR, Hat.Kind.PROGRAM_MANAGER) and not over
    return reverse("pathways:hat_narrow", args=[hat.pk]) if asks and may_narrow(user, hat) else ""


def _more(user: User, row: User) -> dict[str, str]:
    """Where something new is entered for this person, by what it is."""
    if not may_appoint(user):
        return {}
    return {name: reverse(ENTERED_AT[name], args=[row.pk]) for name in may_enter(user, row)}
