"""Rosters: by keyboard, on a phone, on paper; without JavaScript."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.doors import Done, SignedIn, attempt, press, sent, tried
from common.looking import show_again
from common.too_late import close_if_late
from common.verbs import Verb
from people.models import User
from people.queries import hats
from seminars import services
from seminars.forms import RosterForm, ShownMarkForm, told_apart
from seminars.models import Session
from seminars.policies import OPEN, not_marked, why_not
from seminars.queries import Roster, on_roster, same_content, schools_beside
from seminars.queries import roster as roster_of
from seminars.rules import seen_as
from seminars.services import Mark
from seminars.services.marks import EARLIEST
from seminars.states import Action, Marking
from seminars.verbs import SESSION
from seminars.views.sessions import led_session

PAGE = 50
FOUND = 10


def _number(text: str, otherwise: int = 1) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else otherwise


def _page(session: Session, number: int) -> tuple[Roster, int]:
    """This page of the roster; the first one when there are not that many."""
    found = roster_of(session, (number - 1) * PAGE, PAGE)
    return (found, number) if found.rows or number == 1 else (roster_of(session, 0, PAGE), 1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: SignedIn, pk: int) -> HttpResponse:
    """A page of the roster in one form, whose every button saves first. What was typed wrongly comes back as typed, and
    nothing is saved or done."""
    session = led_session(request, pk)
    found, number = _page(session, _number(request.GET.get("page", "")))
    form_of = partial(RosterForm, early=timezone.now() < session.starts_at - EARLIEST)
    form = form_of(found.rows, sent(request))
    refusal, unsaved = "", []
    closed = not_marked(session)
    if request.method == "POST" and closed is not None:
        # No field can hold it any more, and a closed roster shows what counts: it stands above, in words.
        refusal, unsaved, form = str(closed), form.chosen, form_of(found.rows)
    elif request.method == "POST" and not form.errors:
        save = partial(services.save_roster, session_pk=pk, by=request.user)
        done = attempt(save, sheets=form.sheets, seen=form.saved_over)
        if isinstance(done, Done):
            return _next(request, session, number, done.answer)
        if isinstance(done, services.MarkedElsewhere):
            # Between the reading and the saving: read again, the form says at the line what is there now.
            found, number = _page(session, number)
            form = form_of(found.rows, sent(request))
        else:
            refusal = str(done)
    status = 422 if form.errors or refusal else 200
    context = _context(request, session, found, number) | {
        "form": form,
        "refusal": refusal,
        "unsaved": unsaved,
        "closed": closed,
    }
    return render(request, "seminars/roster.html", context, status=status)


def _words(request: SignedIn) -> str:
    """The name that is looked for; whatever was pressed, it stays in its field."""
    asked = request.POST if request.method == "POST" else request.GET
    return asked.get("q", "").replace("\x00", "").strip()[:100]


def _next(request: SignedIn, session: Session, number: int, count: int) -> HttpResponse:
    """What was pressed, once everything the page showed as chosen is saved: `verb`, `walk_in`, or the way of `then`."""
    then, words, walk_in = request.POST.get("then", ""), _words(request), request.POST.get("walk_in", "")
    sheet, rest = SESSION.of(Marking.SHEET), SESSION.of(Marking.REST)
    if count:
        messages.success(request, sheet.said_of(count))
    if request.POST.get("verb") == rest.name:
        press(request, rest.does, rest.said_of, pk=session.pk, by=request.user)
    elif walk_in:
        _mark_present(request, session.pk, _named(request, session.pk, walk_in))
    elif not count and not then and words == request.GET.get("q", ""):
        messages.success(request, sheet.said_of(count))
    if then.startswith("/") and url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        return redirect(then)
    asked = QueryDict(then.removeprefix("?")).get("page", "") if then.startswith("?") else ""
    query = {"page": _number(asked, number)} | ({"q": words} if words else {})
    # What was looked for stands below fifty rows: the page comes back there.
    looked = words and (then == "?" or (not then and words != request.GET.get("q", "")))
    there = "#found" if looked else ""
    return redirect(f"{reverse('seminars:roster', args=[session.pk])}?{urlencode(query)}{there}")


def _context(request: SignedIn, session: Session, found: Roster, number: int) -> dict[str, object]:
    words = _words(request)
    opens = session.starts_at - EARLIEST
    early = timezone.now() < opens
    paginator = Paginator(range(found.counts["total"]), PAGE)
    return {
        "session": session,
        "counts": found.counts,
        "page": paginator.get_page(number),
        "open": session.state in OPEN,
        "rest": _pressed(SESSION.of(Marking.REST), session),
        "closing": _way(request, session, Action.CLOSE),
        "opening": _way(request, session, Action.REOPEN),
        # Until then nobody can have come, so nothing here offers it.
        "opens": opens if early else None,
        "words": words,
        "tells_email": hats(request.user).staff,
        "listed": list(on_roster(session).matching(words)[:FOUND]) if words else [],
        "people": list(_unlisted(session, words)) if words and not early else [],
    }


def _pressed(verb: Verb, session: Session) -> dict[str, str]:
    """Pressed on the roster it asks nothing."""
    return {"name": verb.name, "text": verb.label_for(session).rstrip("…")}


def _way(request: SignedIn, session: Session, action: Action) -> dict[str, str]:
    """The way to the page that does this with the session, where it may be done now."""
    verb = SESSION.of(action)
    if why_not(request.user, action, session) is not None:
        return {}
    return {"url": SESSION.address(verb, session), "text": verb.label_for(session)}


def _unlisted(session: Session, words: str) -> "QuerySet[User]":
    """People of this name who are not on the roster already."""
    listed = on_roster(session).values("pk")
    found: QuerySet[User] = User.objects.filter(is_active=True).matching(words).exclude(pk__in=listed)[:FOUND]
    return found


@login_required
@require_POST
def mark(request: SignedIn, pk: int) -> HttpResponse:
    """Marks one person present, walk-ins too. `person` names them."""
    _mark_present(request, pk, _named(request, pk, request.POST.get("person", "")))
    return redirect("seminars:roster", pk=pk)


def _named(request: SignedIn, pk: int, text: str) -> User:
    """The person of this number; 404 when there is none."""
    known = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    person = User.objects.filter(pk=known).first()
    if person is None:
        led_session(request, pk)
        raise Http404
    return person


def _mark_present(request: SignedIn, pk: int, person: User) -> None:
    """Marks one person present and says so.

    The service judges who may, under its lock; asked here too, every mark would cost two queries more. Only a
    refusal asks again, so that whoever may not see the session learns nothing of it.
    """
    unseen = partial(led_session, request, pk)
    marking = {"session_pk": pk, "sheet": Mark(person.pk, "present"), "by": request.user, "keep": True}
    done = attempt(services.mark, before_refusal=unseen, **marking)
    if isinstance(done, Done):
        already = "" if done.answer else " already, and stays as it was"
        messages.success(request, f"{person.name} is marked present{already}.")
    else:
        messages.error(request, str(done))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedIn, pk: int, person_pk: int) -> HttpResponse:
    """One person's mark with all it can hold, and how it changed."""
    session = led_session(request, pk)
    whom = get_object_or_404(on_roster(session), pk=person_pk)
    kept = session.attendance.filter(person=whom).first()
    attended = same_content(session).filter(attendance__person=whom, attendance__mark="present")
    fields = ("mark", "minutes", "reason", "made_up_by", "arrived_at", "left_at")
    initial = {name.removesuffix("_at"): getattr(kept, name) for name in fields} if kept else {}
    now = seen_as(kept.mark, kept.minutes, kept.reason) if kept else seen_as("", None, "")
    form = ShownMarkForm(sent(request), attended=attended, initial={**initial, "seen": now})
    if request.method == "POST" and form.is_valid():
        typed = {"sheet": form.sheet(whom.pk), "seen": form.cleaned_data["seen"]}
        if tried(form, services.mark, session_pk=pk, by=request.user, **typed):
            messages.success(request, f"Saved the mark of {whom.name}.")
            return redirect("seminars:roster", pk=pk)
        show_again(form, now)
        close_if_late(request.user, SESSION, SESSION.of(Marking.ONE), session, form)
    changes = kept.changes.select_related("by") if kept else []
    context = {"session": session, "person": whom, "form": form, "changes": changes}
    return render(request, "seminars/person.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def sheet(request: SignedIn, pk: int) -> HttpResponse:
    """The sign-in sheet for the door, with lines for people who are not on it."""
    session = led_session(request, pk)
    rows = roster_of(session, 0, None).rows
    names = told_apart(rows, schools_beside(session, rows))
    context = {"session": session, "names": [names[row.person_id] for row in rows], "blank": range(8)}
    return render(request, "seminars/sheet.html", context)
