"""One application: where it stands, what happened, and what can be done now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications import services
from applications.forms import PersonForm, WhyForm
from applications.models import Application, ApplicationEvent
from applications.policies import NOT_TOLD, may, may_read_reviews
from applications.queries.asking import mail_left, nudge_from
from applications.queries.commitments import current_record, read
from applications.queries.drafts import sent_back
from applications.queries.lists import decisions_of, next_step
from applications.queries.posts import perhaps_the_same, post_missing
from applications.queries.reviewers import may_be_asked, stand_ins
from applications.queries.way import Reader, steps_of
from applications.states import MOVES, Action, ReviewState, State
from applications.views.doors import visible
from common.beside import form_for, read_only
from common.clock import local_date
from common.doors import SignedIn, press, tried
from common.states import actions_from
from people.models import User
from people.queries import hats, today

A = Action


@dataclass(frozen=True)
class Verb:
    """A button: its words, where it leads, and whether it asks for words or is asked twice."""

    text: str
    look: str = ""
    done: str = ""
    asks: str = ""
    twice: str = ""
    page: str = ""
    slug: str = ""
    url: str = ""


VERBS: dict[Action, Verb] = {
    A.SUBMIT: Verb("Check and sign", page="applications:check"),
    A.COSIGN: Verb("Read and sign", page="applications:cosign"),
    A.REVISE: Verb("Change it", done="This is a draft again. Change it, then sign it anew."),
    A.ACCEPT: Verb("Accept the offer", done="You accepted. Your placement is on record."),
    A.TURN_DOWN: Verb("Turn the offer down", "outline", "You turned the offer down.", twice="Turn it down"),
    A.START_REVIEW: Verb("Start the review", done="The review has begun."),
    A.REOPEN: Verb("Open it again", "outline", "This is open again.", asks="Why it is opened again"),
    A.APPLY_AGAIN: Verb("Apply again", done="This is a draft again. Look it over, then sign it anew."),
    A.WITHDRAW: Verb("Withdraw", "secondary", "You withdrew this application.", twice="Withdraw for good"),
}
SERVICES: dict[str, Callable[..., object]] = {
    "revise": services.revise,
    "accept": services.accept,
    "turn-down": services.turn_down,
    "start-review": services.start_review,
    "reopen": services.reopen,
    "withdraw": services.withdraw,
    "apply-again": services.apply_again,
    "nudge": services.nudge,
    "bring-along": services.bring_along,
    "remove-resume": services.remove_resume,
}
OTHERS = {
    "nudge": "A reminder is on its way.",
    "bring-along": "Your earlier answers were brought along.",
    "remove-resume": "The résumé was taken off.",
}
TAKES_WORDS = {"turn-down", "reopen", "withdraw"}


def slug_of(action: Action) -> str:
    return action.replace("_", "-")


def verbs_for(user: User, application: Application) -> list[Verb]:
    """The buttons of this page, drawn from the table of moves and the policies."""
    found = []
    for action in actions_from(MOVES, State(application.state)):
        verb = VERBS.get(action)
        if verb is None or not may(user, action, application):
            continue
        # Whoever has an offer turns it down: two buttons for one thing would make them wonder.
        if action is A.WITHDRAW and application.state == State.OFFERED:
            continue
        if action is A.APPLY_AGAIN and local_date(timezone.now()) > application.offering.last_day:
            continue
        name, arguments = verb.page, [application.pk]
        url = reverse(name, args=arguments) if name else _verb_url(application, slug_of(action))
        found.append(replace(verb, slug=slug_of(action), url=url))
    return found


def _verb_url(application: Application, verb: str) -> str:
    return reverse("applications:act", args=[application.pk, verb])


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """All about one application for whoever may see it."""
    return _page(request, visible(request, pk))


def _page(request: SignedIn, application: Application, judged: Form | None = None) -> HttpResponse:
    """The page; `judged` is the form of a verb that comes back with what is wrong."""
    user, now = request.user, timezone.now()
    events = list(application.events.select_related("by").order_by("-at", "-pk")[:50])
    record = current_record(application)
    own = application.person_id == user.pk
    verbs = verbs_for(user, application)
    forms: dict[str, Form] = {
        verb.slug: _words_form(request, verb.slug) for verb in verbs if verb.slug in TAKES_WORDS
    }
    forms |= _choices(request, application)
    late = None
    if judged is not None and judged.prefix in forms:
        forms[judged.prefix] = judged
    elif judged is not None:
        late = judged
        read_only(late)
    context = {
        "application": application,
        "forms": forms,
        "late": late,
        "own": own,
        "no_post": "" if own else post_missing(application),
        "same_names": perhaps_the_same(application) if hats(user).staff and not own else "",
        "steps": steps_of(application, _reader(user, application), now),
        "sent_back": sent_back(application, events),
        "next_step": next_step(application) if own else "",
        "events": _public(events) if own else events,
        "record": record,
        "text": read(record.content) if record and application.state != State.DRAFT else None,
        "verbs": [(verb, forms.get(verb.slug)) for verb in verbs],
        "may_edit": own and application.state == State.DRAFT,
        "decisions": [] if application.state == State.DRAFT else decisions_of(application),
        **(_for_applicant(application, events, now) if own else {}),
        **_for_staff(user, application),
    }
    return render(request, "applications/detail.html", context, status=422 if judged else 200)


def _words_form(request: SignedIn, slug: str, sent: bool = False) -> WhyForm:
    """The words that go along with a verb, by its slug; `sent` to it just now."""
    asks = next(entry.asks for action, entry in VERBS.items() if slug_of(action) == slug)
    return form_for(request, slug, WhyForm, asks=asks, sent=sent)


def _choices(request: SignedIn, application: Application) -> dict[str, Form]:
    """Whom staff can ask now: to read it, or to sign."""
    found: dict[str, Form] = {}
    state = application.state
    if state in {State.COSIGNED, State.IN_REVIEW} and may(request.user, "assign", application):
        found["assign"] = _assign_form(request, application)
    if state == State.SUBMITTED and may(request.user, "reroute", application):
        found["reroute"] = _reroute_form(request)
    return found


def _assign_form(request: SignedIn, application: Application, sent: bool = False) -> PersonForm:
    given = {"people": may_be_asked(application, today()), "label": "Ask someone to read"}
    # Anybody may be named: why it cannot be them is said by the rule, not by the list.
    anybody = User.objects.filter(is_active=True)
    return form_for(request, "assign", PersonForm, **given, judged=anybody, sent=sent)


def _reroute_form(request: SignedIn, sent: bool = False) -> PersonForm:
    label = "If nobody signs for the school, ask"
    return form_for(
        request, "reroute", PersonForm, people=stand_ins(today()), label=label, required=False, sent=sent
    )


def _reader(user: User, application: Application) -> Reader:
    """How the line of steps speaks to this person; whoever acts for the signer reads their name."""
    if application.person_id == user.pk:
        return Reader.WRITER
    return Reader.SIGNER if application.signer_id == user.pk else Reader.OTHER


def _for_applicant(
    application: Application, events: list[ApplicationEvent], now: datetime
) -> dict[str, object]:
    """While a signature is awaited: when the last mail left, and from when the signer can be reminded."""
    if application.state != State.SUBMITTED or application.signer is None:
        return {}
    begins = None if application.nudged_at else nudge_from(application, events)
    return {
        "asked": True,
        "mail_left": mail_left(application),
        "nudge_from": begins,
        "may_nudge": begins is not None and now >= begins,
    }


def _public(events: list) -> list:  # type: ignore[type-arg]
    """Who reads an application is not told to the applicant."""
    return [event for event in events if event.action not in NOT_TOLD]


def _for_staff(user: User, application: Application) -> dict[str, object]:
    found: dict[str, object] = {}
    reviews = [] if application.person_id == user.pk else list(application.reviews.select_related("reviewer"))
    own = next((review for review in reviews if review.reviewer_id == user.pk), None)
    if may_read_reviews(user, application, own):
        found["reviews"] = reviews
    elif own is not None and own.state == ReviewState.ASSIGNED:
        found["to_read"] = own
    if may(user, "offer", application):
        found["decides"] = True
    return found


@login_required
@require_POST
def act(request: SignedIn, pk: int, verb: str) -> HttpResponse:
    """Do one thing with an application; a refusal is shown where one came from."""
    service = SERVICES.get(verb)
    if service is None:
        raise Http404
    application = visible(request, pk)
    form = _words_form(request, verb, sent=True) if verb in TAKES_WORDS else None
    if form is not None and not form.is_valid():
        return _page(request, application, form)
    words = {} if form is None else {"words": form.cleaned_data["words"]}
    if form is None or not words["words"]:
        press(request, service, _done(verb), pk=pk, by=request.user, **words)
    elif tried(form, service, pk=pk, by=request.user, **words):
        messages.success(request, _done(verb))
    else:
        return _page(request, visible(request, pk), form)
    edits = verb in {"revise", "apply-again", "bring-along", "remove-resume"}
    return redirect("applications:edit" if edits else "applications:detail", pk)


def _done(verb: str) -> str:
    by_slug = {slug_of(action): entry.done for action, entry in VERBS.items()}
    return OTHERS.get(verb) or by_slug[verb]


@login_required
@require_POST
def assign(request: SignedIn, pk: int) -> HttpResponse:
    """A manager asks someone to read."""
    application = visible(request, pk)
    if not may(request.user, "assign", application):
        raise PermissionDenied("Only a program manager of this pathway may ask readers.")
    form = _assign_form(request, application, sent=True)
    if form.is_valid():
        person = form.cleaned_data["person"]
        before = application.reviews.filter(reviewer=person).exists()
        if tried(form, services.assign, pk=pk, by=request.user, reviewer=person):
            already = " already. Nothing was changed." if before else "."
            messages.success(request, f"{person} was asked to read this{already}")
            return redirect("applications:detail", pk)
    return _page(request, visible(request, pk), form)


@login_required
@require_POST
def reroute(request: SignedIn, pk: int) -> HttpResponse:
    """Staff ask the right person to sign."""
    application = visible(request, pk)
    if not may(request.user, "reroute", application):
        raise PermissionDenied("Only a program manager of this pathway may route this.")
    form = _reroute_form(request, sent=True)
    if form.is_valid():
        to = form.cleaned_data["person"]
        if done := tried(form, services.reroute, pk=pk, by=request.user, to=to):
            messages.success(request, f"{done.answer.signer} was asked to sign.")
            return redirect("applications:detail", pk)
    return _page(request, visible(request, pk), form)
