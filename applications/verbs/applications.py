"""What people do with applications. Each is said here once."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.urls import reverse

from applications import services
from applications.forms.applications import (
    ChangesForm,
    NoSupportForm,
    ReaderForm,
    ReopenForm,
    SignerForm,
    SignerToldForm,
    StageForm,
    ToldForm,
    TurnDownForm,
    WithdrawForm,
    WordsForm,
)
from applications.models import Application, Decision, Review
from applications.policies import why_not
from applications.queries.panel import said_to_be_full
from applications.queries.reviewers import may_be_asked
from applications.states import Action, Care, ReviewState, State, Told
from common.verbs import Life, Place, Verb
from pathways.models import Placement
from people.models import User
from people.queries import today

PARTS = ("person", "school", "cohort", "signer", "offering__role__pathway", "offering__year")
TOLD = (
    "Only what the person told you otherwise than on the pages: by telephone, on paper, face to face. They get a "
    "mail that says what you recorded, and it stays in the history under your name. This is never a signature."
)
NOT_FULL = (
    "The reason says that all places at this school are taken, but with the offers staged so far there are places "
    "free. Stage the offers, or choose another reason before you release."
)
BOTH_ANEW = (
    "A mail asks the leader to sign, then whoever signs for the school; what was said stays on record."
)
SIGNER_OF_TODAY = (
    "The mail goes to whoever signs for the school today; links sent before stop working. "
    "Only where nobody signs for the school, choose a director or a program manager."
)


def _assign(*, pk: int, by: User, person: User) -> str:
    """Whom the mail asks, or that it was asked before."""
    before = set(Review.objects.filter(application=pk, reviewer=person).values_list("pk", flat=True))
    review = services.assign(pk=pk, by=by, reviewer=person)
    if review.pk in before:
        return f"This was asked of {person} already. Nothing was changed."
    return f"A mail asks {person} to read this."


def _reroute(*, pk: int, by: User, person: User | None) -> Application:
    return services.reroute(pk=pk, by=by, to=person)


def _told(
    action: Told,
    service: Callable[..., object],
    what: str,
    form: type[WordsForm] = ToldForm,
    said: str | Callable[[Any], str] = "Recorded.",
) -> Verb:
    """Recorded for somebody by an administrator, who says how they know."""
    return Verb(
        action=action,
        does=partial(service, on_behalf=True),
        label=f"Record that {what}…",
        said=said,
        form=form,
        lead=TOLD,
        only=Place.ADMINISTRATION,
    )


def _not_full(staged: Decision) -> str:
    return NOT_FULL if said_to_be_full(staged.application.offering, [staged]) else ""


def _staged(application: Application) -> Mapping[str, Any]:
    """What is staged already, and whether somebody has read it."""
    names = ("outcome", "reason", "words", "rank", "starts")
    return {
        "initial": application.decisions.filter(released_at=None).values(*names).first() or {},
        "renews": services.renews(application),
        "read": application.reviews.filter(state=ReviewState.SUBMITTED).exists(),
        "year": application.offering.year,
        "network": application.offering.role.pathway.makes_fellows,
    }


def _page(name: str) -> Any:
    """The address of a page of an application."""
    return lambda application: reverse(f"applications:{name}", args=[application.pk])


def _panel(application: Application) -> str:
    return reverse("applications:stage", args=[application.offering_id, application.pk])


def _what(row: Application) -> str:
    return f"the role of {row.person}" if row.in_office_id else f"{row.person}'s application"


def _sent_back(row: Application) -> str:
    return f"You sent {'it back to the Partnership' if row.in_office_id else f'the application back to {row.person}'}."


def _taken_up(row: Application) -> str:
    if row.in_office_id:
        return f"A mail asks {row.person} to sign; then whoever signs for the school."
    return "This is a draft again. Change it, then sign it anew."


def _opened(row: Application) -> str:
    if row.in_office_id:
        return _taken_up(row)
    if row.state == State.DRAFT:
        return f"It is a draft again, with {row.person} alone: they look it over, sign and send it."
    return "This is open again."


def _after_reopening(row: Application) -> str:
    """What a school did not support goes back to its writer, whose alone a draft is."""
    if row.state == State.NOT_SUPPORTED and not row.in_office_id:
        return reverse("applications:list")
    return _to_be_signed("detail")(row)


def _to_be_signed(otherwise: str) -> Callable[[Application], str]:
    """Of a role that is held already the page of its placement: what is to be signed anew is its leader's alone."""

    def page(row: Application) -> str:
        held = row.in_office_id
        return reverse("pathways:placement", args=[held]) if held else _page(otherwise)(row)

    return page


def _accepted(begun: Any) -> str:
    if isinstance(begun, Placement):
        return "You accepted. Your placement is on record."
    return f"You accepted. You are a fellow of the {begun.group}."


def _recorded(begun: Any) -> str:
    what = "The placement" if isinstance(begun, Placement) else f"The {begun.group}"
    return f"Recorded. {what} begins on {begun.starts:%B %-d, %Y}."


def _after_accepting(row: Application) -> str:
    """A fellow is led to the pages of the fellowship."""
    fellows = row.offering.role.pathway.makes_fellows
    return reverse("fellows:list") if fellows else _page("detail")(row)


def _whose_places(row: Application) -> str:
    return "the cohort" if row.offering.role.pathway.makes_fellows else "this school"


APPLICATION = Life(
    rows=lambda user: Application.objects.visible_to(user).select_related(*PARTS),
    why_not=why_not,
    page="applications:detail",
    above=("Applications", "applications:list"),
    verbs=(
        Verb(
            action=Care.SAVE,
            does=services.save_draft,
            label="Write",
            said="Saved as you typed it.",
            at=_page("edit"),
            only=Place.PAGES,
        ),
        Verb(
            action=Action.SUBMIT,
            does=services.submit,
            label="Check and sign",
            said=lambda row: (
                "You signed for the role you hold."
                if row.in_office_id
                else "You signed and sent your application."
            ),
            tone="outline",
            at=_page("check"),
            only=Place.PAGES,
        ),
        Verb(
            action=Action.COSIGN,
            does=services.cosign,
            label="Read and sign",
            said=lambda row: f"You signed {row.person}'s application.",
            at=_page("cosign"),
            only=Place.PAGES,
        ),
        Verb(
            action=Action.SEND_BACK,
            does=services.send_back,
            label="Send back for changes…",
            said=_sent_back,
            form=ChangesForm,
            tone="outline",
            at=_page("cosign"),
            beside=True,
            only=Place.PAGES,
        ),
        Verb(
            action=Action.DECLINE_SUPPORT,
            does=services.decline_support,
            label="The school does not support this…",
            said=lambda row: f"You said that the school does not support {_what(row)}.",
            form=NoSupportForm,
            tone="secondary",
            at=_page("cosign"),
            beside=True,
            only=Place.PAGES,
        ),
        Verb(
            action=Action.REVISE,
            does=services.revise,
            label=lambda row: "Ask both to sign again" if row and row.in_office_id else "Change it",
            said=_taken_up,
            then=_to_be_signed("edit"),
            only=Place.PAGES,
        ),
        Verb(
            action=Action.ACCEPT,
            does=services.accept,
            label="Accept the offer",
            said=_accepted,
            then=_after_accepting,
            only=Place.PAGES,
        ),
        Verb(
            action=Action.TURN_DOWN,
            does=services.turn_down,
            label="Turn the offer down…",
            said="You turned the offer down.",
            form=TurnDownForm,
            lead=lambda row: (
                f"The place goes to the next on the waitlist of {_whose_places(row)}. Say why, if you like."
            ),
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=Care.NUDGE,
            does=services.nudge,
            label="Remind the signer",
            said="A reminder is on its way.",
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=Care.REROUTE,
            does=_reroute,
            label=lambda row: (
                "Ask somebody to sign…" if row and row.signer is None else "Ask the signer again…"
            ),
            said=lambda row: f"A mail asks {row.signer} to sign for {row.person}.",
            form=SignerForm,
            lead=SIGNER_OF_TODAY,
            tone="outline",
        ),
        Verb(
            action=Action.START_REVIEW,
            does=services.start_review,
            label="Start the review",
            said="The review has begun.",
        ),
        Verb(
            action=Care.ASSIGN,
            does=_assign,
            label="Ask someone to read…",
            said=str,
            form=ReaderForm,
            given=lambda row: {"people": may_be_asked(row, today())},
            lead="They get a mail, score it by the four criteria, and may step aside.",
            tone="outline",
        ),
        Verb(
            action=Care.STAGE,
            does=services.stage,
            label="Stage a decision…",
            said=lambda staged: f"Staged for {staged.application.person}. Nobody is told before the release.",
            form=StageForm,
            given=_staged,
            warns=_not_full,
            lead="Nobody is told before the release, which is an action on Decisions. "
            "Staging again replaces what was staged.",
            tone="outline",
            at=_panel,
        ),
        Verb(
            action=Care.UNSTAGE,
            does=services.unstage,
            label="Take off the panel",
            tone="outline",
            at=_panel,
            beside=True,
        ),
        Verb(
            action=Action.REOPEN,
            does=services.reopen,
            label=lambda row: "Ask both to sign again…" if row and row.in_office_id else "Open it again…",
            said=_opened,
            then=_after_reopening,
            form=ReopenForm,
            lead=lambda row: (
                BOTH_ANEW if row.in_office_id else "A new decision follows; the old one stays on record."
            ),
            tone="outline",
        ),
        Verb(
            action=Action.APPLY_AGAIN,
            does=services.apply_again,
            label="Apply again",
            said="This is a draft again. Look it over, then sign it anew.",
            then=_page("edit"),
            only=Place.PAGES,
        ),
        Verb(
            action=Action.WITHDRAW,
            does=services.withdraw,
            label="Withdraw…",
            said="You withdrew this application.",
            form=WithdrawForm,
            lead="Nobody reads it any more. You can apply again while the role is open; both then sign anew.",
            tone="secondary",
            only=Place.PAGES,
        ),
        _told(
            Told.ACCEPT,
            services.accept,
            "they accept the offer",
            said=_recorded,
        ),
        _told(Told.TURN_DOWN, services.turn_down, "they turn the offer down"),
        _told(Told.WITHDRAW, services.withdraw, "they withdraw"),
        _told(Told.SEND_BACK, services.send_back, "the signer asks for changes", SignerToldForm),
        _told(
            Told.DECLINE_SUPPORT, services.decline_support, "the school does not support it", SignerToldForm
        ),
    ),
)
