"""The principal's desk, and the emailed link. Opening a link signs nothing and changes nothing."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications import services
from applications.forms.applications import ChangesForm, CodeForm, NoSupportForm, RecommendForm
from applications.models import Application, CommitmentRecord, CosignLink
from applications.queries.commitments import current_record, intents_of, read
from applications.queries.lists import waiting_on_me
from applications.queries.posts import post_missing, put_post_on
from applications.states import Action, State
from applications.verbs import APPLICATION
from applications.views.doors import (
    guarded,
    resume_of,
    visible,
)
from common.beside import drawn, form_for, keep, say_about
from common.doors import Done, SignedIn, attempt, tried
from common.errors import DomainError
from common.proofs import SignForm, ceremony_of, client_address, is_fresh, last_proof
from common.verb_pages import turned_away
from common.verbs import offers
from people.models import PostRequest, User
from people.verbs import REQUEST

PROOFS = "cosign_proofs"
BROWSER = "cosign_browser"
MEANWHILE = {
    "draft": "was opened for changes",
    "returned": "was sent back for changes",
    "not_supported": "was declined for the school",
    "withdrawn": "was withdrawn",
}
PROVING = ("send", "prove", "renew")
BACK, NO = APPLICATION.of(Action.SEND_BACK), APPLICATION.of(Action.DECLINE_SUPPORT)
# The forms of the page by the name of their button.
DONE_BY = {"sign": Action.COSIGN, BACK.name: Action.SEND_BACK, NO.name: Action.DECLINE_SUPPORT}
SIGNING = tuple(DONE_BY)
page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def desk(request: SignedIn) -> HttpResponse:
    """Everything that waits for this person's signature, one after another, and who says that they work here."""
    asked = PostRequest.objects.waiting().filter(
        pk__in=REQUEST.rows(request.user).exclude(person=request.user)
    )
    requests = [
        (row, offers(REQUEST, request.user, row)) for row in asked.select_related("person", "school")[:100]
    ]
    context = {"waiting": waiting_on_me(request.user)[:100], "requests": requests}
    return render(request, "applications/desk.html", context)


@login_required
@page
def cosign(request: SignedIn, pk: int) -> HttpResponse:
    """Read and sign, signed in: the person who was asked, or whom they named to act for them."""
    application, pressed = visible(request, pk), request.method == "POST"
    cosigns = APPLICATION.of(Action.COSIGN)
    if turned := turned_away(request, APPLICATION, cosigns, application, judged=pressed):
        return turned
    proof, proved_at = last_proof(request)
    file_url = reverse("applications:resume", args=[pk])
    ceremony = Ceremonial(request, application, request.user, proof, proved_at, file_url)
    if ceremony.took_effect():
        following = waiting_on_me(request.user).first()
        if following is not None:
            messages.info(request, "This one waits for you too.")
            return redirect("applications:cosign", following.pk)
        return redirect("applications:desk")
    if application.state != State.SUBMITTED:
        if ceremony.verb:
            messages.warning(request, _meanwhile(application))
        return redirect("applications:detail", pk)
    return render(request, "applications/cosign.html", ceremony.context(), status=ceremony.status())


def _meanwhile(application: Application) -> str:
    """Why a button that was pressed late did nothing."""
    words = MEANWHILE.get(application.state, "has moved on")
    return f"This application {words} meanwhile; nothing was signed."


def _verb(request: HttpRequest, known: tuple[str, ...]) -> str:
    """The button that was pressed; none when the page was only opened. Raises Http404 for one no page has."""
    verb = request.POST.get("verb", "")
    if verb and verb not in known:
        raise Http404
    return verb


@page
@guarded
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The emailed link. Dead links all look the same; nothing happens without a POST."""
    live = _addressed(request, token)
    if live is None and request.user.is_authenticated:
        mine = services.link_sent_to(token, request.user)
        if mine is not None:
            return redirect("applications:detail", mine.application_id)
    if live is None:
        return render(request, "applications/dead_link.html", status=404)
    verb = _verb(request, (*PROVING, *SIGNING))
    if request.user.is_authenticated:
        return redirect("applications:cosign", live.application_id)
    proved_at = _proved(request, live)
    if proved_at is None:
        return _prove(request, live, token, verb)
    if verb in PROVING:
        # Pressed twice: the first press has proved it.
        return redirect("applications:link", token)
    return _sign_by_link(request, live, token, proved_at)


def _addressed(request: HttpRequest, token: str) -> CosignLink | None:
    """The link while it lives. Whoever it was not sent to learns nothing: to them it is dead."""
    live = services.live_link(token)
    someone_else = live is not None and request.user.pk not in (None, live.addressed_to_id)
    return None if someone_else else live


@require_safe
@guarded
def resume(request: HttpRequest, token: str) -> HttpResponseBase:
    """The résumé of the text that is read by this link, once the reader has proved who they are."""
    live = _addressed(request, token)
    known = live is not None and (request.user.is_authenticated or _proved(request, live) is not None)
    if live is None or not known:
        return render(request, "applications/dead_link.html", status=404)
    return resume_of(live.application)


def _sign_by_link(request: HttpRequest, live: CosignLink, token: str, proved_at: datetime) -> HttpResponse:
    parts = ("person", "school", "signer", "offering__role__pathway", "offering__year")
    application = Application.objects.select_related(*parts).get(pk=live.application_id)
    file_url = reverse("applications:link_resume", args=[token])
    ceremony = Ceremonial(request, application, live.addressed_to, "code", proved_at, file_url)
    if ceremony.took_effect():
        request.session[PROOFS] = {}
        keep(request, [request.path], but=ceremony.verb)
        thanks = render(request, "applications/thanks.html", {"application": application})
        drawn(request)
        return thanks
    return render(request, "applications/cosign.html", ceremony.context(), status=ceremony.status())


def _proved(request: HttpRequest, live: CosignLink) -> datetime | None:
    """When this browser proved itself for this very link, while that is fresh."""
    at = request.session.get(PROOFS, {}).get(str(live.pk))
    proved_at = datetime.fromisoformat(at) if at else None
    return proved_at if is_fresh(proved_at) else None


def _prove(request: HttpRequest, live: CosignLink, token: str, verb: str) -> HttpResponse:
    """Ask for a code from a second mail, or for a sign-in. Phones load the page anew on the way back from the
    mail: whoever has a code on its way finds the field for it."""
    _keep_words(request, live, verb)
    form = CodeForm(request.POST if verb == "prove" else None)
    done = _try_to_prove(request, live, form, verb)
    if isinstance(done, Done) and verb != "send":
        return redirect("applications:link", token)
    if isinstance(done, DomainError) and verb == "prove":
        form.add_error("code", str(done))
    elif isinstance(done, DomainError):
        messages.error(request, str(done))
    sent = bool(form.errors) or _code_is_out(request, live)
    context = {"form": form, "sent": sent, "used_up": isinstance(done, services.CodesUsedUp)}
    return render(request, "applications/prove.html", context, status=422 if form.errors else 200)


def _keep_words(request: HttpRequest, live: CosignLink, verb: str) -> None:
    """What was typed when the proof had run out comes back after the next one, whichever way it is given."""
    if verb in SIGNING:
        keep(request, [request.path, reverse("applications:cosign", args=[live.application_id])])


RENEWED = (
    "A fresh link is on its way to the address this one was sent to. Open it there: this one and older ones no longer "
    "work."
)


def _try_to_prove(
    request: HttpRequest, live: CosignLink, form: CodeForm, verb: str
) -> Done[object] | DomainError | None:
    """Do what was pressed; None when it was nothing that proves anything."""
    if verb == "renew":
        # A fresh link goes to whom this one was sent to, and this one is dead.
        renewed = attempt(services.renew_link, link=live, asker=_asker(request))
        if isinstance(renewed, Done):
            messages.success(request, RENEWED)
        return renewed
    if verb == "send":
        return attempt(services.send_code, link=live, asker=_asker(request))
    if verb == "prove" and form.is_valid():
        code = form.cleaned_data["code"]
        proved = attempt(services.prove_by_code, link=live, code=code, asker=_asker(request))
        if isinstance(proved, Done):
            request.session.cycle_key()
            request.session[PROOFS] = {str(live.pk): timezone.now().isoformat()}
        return proved
    if verb in SIGNING:
        messages.error(request, "It is a while since you proved who you are. Have a new code sent.")
    return None


def _asker(request: HttpRequest) -> services.Asker:
    """This browser, known by a word in its session, and where it is."""
    word = request.session.setdefault(BROWSER, secrets.token_urlsafe(16))
    return services.Asker(browser=word, place=client_address(request))


def _code_is_out(request: HttpRequest, live: CosignLink) -> bool:
    # Who only opens the page leaves no session behind.
    return BROWSER in request.session and services.code_is_out(live, _asker(request))


class Ceremonial:
    """The page on which the second signature is given, sent back or declined; for both ways of proof."""

    def __init__(
        self,
        request: HttpRequest,
        application: Application,
        signer: User,
        proof: str,
        proved_at: datetime | None,
        file_url: str,
    ) -> None:
        self.request, self.application, self.signer = request, application, signer
        self.proof, self.proved_at, self.file_url = proof, proved_at, file_url
        self.record: CommitmentRecord | None = current_record(application)
        self.verb = _verb(request, SIGNING)
        asked = RecommendForm if application.offering.role.pathway.makes_fellows else SignForm
        self.sign_form = form_for(request, "sign", asked, name=signer.name)
        self.back_form = form_for(request, BACK.name, ChangesForm)
        self.no_form = form_for(request, NO.name, NoSupportForm)
        self.forms: dict[str, Form] = {
            str(form.prefix): form for form in (self.sign_form, self.back_form, self.no_form)
        }

    def took_effect(self) -> bool:
        """Does what was pressed; whether it is done. A refusal stays on its form."""
        form = self.forms.get(self.verb)
        if form is None or not form.is_valid():
            return False
        verb = APPLICATION.of(DONE_BY[self.verb])
        done = tried(form, verb.does, pk=self.application.pk, by=self.signer, **self._told())
        if done is None:
            return False
        # The page that comes is of the next one who waits.
        say_about(self.request, f"{self.application.person}'s application")
        messages.success(self.request, verb.said_of(done.answer))
        return True

    def _told(self) -> dict[str, Any]:
        """What the pressed form says: the ceremony, or words."""
        if self.verb != "sign":
            return self.forms[self.verb].cleaned_data
        told: dict[str, Any] = {
            "ceremony": ceremony_of(self.request, self.sign_form, self.proof, self.proved_at)
        }
        words = {name: said for name, said in self.sign_form.cleaned_data.items() if name == "recommendation"}
        return told | words

    def status(self) -> int:
        """422 when a form comes back."""
        return 422 if any(form.errors for form in self.forms.values()) else 200

    def context(self) -> dict[str, object]:
        if self.record is not None:
            self.sign_form.show(self.record.sha256)
        put_post_on(self.application)
        reauthenticate = f"{reverse('account_reauthenticate')}?next={self.request.path}"
        return {
            "application": self.application,
            "record": self.record,
            "text": read(self.record.content) if self.record else None,
            "file_url": self.file_url,
            "sign_form": self.sign_form,
            "back_form": self.back_form,
            "no_form": self.no_form,
            "back": BACK,
            "no": NO,
            "intent": intents_of(self.application)[1],
            "recommends": self.application.offering.role.pathway.makes_fellows,
            "no_post": post_missing(self.application),
            "signer": self.signer,
            "fresh": is_fresh(self.proved_at),
            "reauthenticate": reauthenticate if self.request.user.is_authenticated else "",
        }
