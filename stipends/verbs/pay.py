"""What finance does with policies and runs, and what others do that moves a stipend. Each is said here once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.urls import reverse

from common.clock import day_in_words
from common.money import dollars
from common.tables import MOST_BYTES
from common.verbs import Life, Verb, through
from pathways.services import corrections
from pathways.states import DeliverableAction, PlacementAction
from pathways.verbs import CHANGES, DELIVERABLE, PLACEMENT
from people.models import User
from people.queries import today
from seminars import verbs as seminars
from seminars.models import Session
from seminars.services import alter, cancel, change_event
from seminars.states import Action as SessionAction
from seminars.states import Planning as SessionPlanning
from stipends import services
from stipends.forms import (
    ApproveForm,
    CancelSessionForm,
    ChangePaydayForm,
    ConfirmForm,
    DiscardForm,
    DropPaydayForm,
    ExamplesForm,
    LayoutForm,
    MoveSessionForm,
    PublishForm,
    ReasonForm,
    RetireForm,
)
from stipends.forms import SendBackForm as BackForm
from stipends.imports import OF_LINES, examples_of
from stipends.models import KeptFile, Payday, StatementChange, StipendPolicy, StipendRun
from stipends.policies import why_not
from stipends.queries import Totals, effect_of, layouts_sent, totals, tried_of, unconfirmed
from stipends.rules.office import Tried
from stipends.states import PaydayAction, PolicyAction, RunAction
from stipends.tables import digest_of, shown_of
from stipends.tasks import start
from stipends.verbs.files import records

Kind = StatementChange.Kind
# What changes of a placement shows first what it moves of a stipend; attesting has a page of its own.
PAID_PLACEMENT = through(
    PLACEMENT,
    {
        **{verb.action: {"does": partial(verb.does, change=services.change_placement)} for verb in CHANGES},
        PlacementAction.TAKE_BACK: {"does": services.take_back_leader},
    },
)
PAID_DELIVERABLE = through(
    DELIVERABLE,
    {
        DeliverableAction.WAIVE: {"does": partial(corrections.let_go, change=services.change_placement)},
        DeliverableAction.REOPEN: {"does": partial(corrections.open_again, change=services.change_placement)},
    },
)
_confirm = records(
    name="confirm",
    keys=OF_LINES,
    layouts=layouts_sent,
    first="Nothing is recorded yet. If this is what payroll paid, press the button again.",
    look=services.look_at_confirmation,
    shown=shown_of,
    does=services.confirm,
)


def _try(*, pk: int, by: User, file: UploadedFile) -> Tried | None:
    """As the examples come out."""
    content = file.read(MOST_BYTES + 1)
    name = file.name or "examples"
    examples = services.try_policy(pk=pk, by=by, file_name=name, content=content, cases=examples_of(content))
    return tried_of(examples.policy)


def _before_publishing(policy: StipendPolicy) -> str:
    tried = tried_of(policy)
    return effect_of(policy).of_publishing + (f" {tried.in_words}." if tried else "")


CALCULATING = "The run is being calculated."


def _calculate(*, pk: int, by: User) -> None:
    """Also when a chunk was given up: a new round begins."""
    services.calculate(pk=pk, by=by)
    start(pk)


def _shown(run: StipendRun) -> dict[str, Any]:
    """What is on the screen; it comes back with the approval, and is compared: nobody approves what they did not
    see."""
    return {"initial": {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}}


def typed_of(payday: Payday) -> dict[str, Any]:
    """As the form of a payment says it."""
    return {"pays": payday.pays.kind, "share": payday.step.get("share", ""), "pay_on": payday.pay_on}


def count_of(lines: int) -> str:
    """ "1 line" or "2,000 lines"."""
    return "1 line" if lines == 1 else f"{lines:,} lines"


def unpaid(sums: Totals) -> str:
    """How many are not paid, and why, in words."""
    return "; ".join(f"{row['people']:,} because {row['words']}" for row in sums.exclusions)


def _ahead(sums: Totals) -> str:
    """Who gets an advance over what is earned, and how much in all."""
    return f"Paid before it is earned: {dollars(sums.ahead_cents)} to {sums.ahead:,}. " if sums.ahead else ""


def _make(file: str) -> str:
    """A button that makes a file: "Make the same as a workbook for Excel"."""
    return f"Make the {file.removeprefix('the ')}"


def _approved(run: StipendRun) -> str:
    sums = totals(run)
    return (
        f"{run.in_words} {dollars(run.total_cents)} on {count_of(run.lines_count)}, prepared by {run.prepared_by}."
        f" Not paid: {unpaid(sums) or 'nobody'}. {_ahead(sums)}Hash over all lines: "
        f"{run.snapshot_sha256 or 'none yet'}."
        " After this nobody can change its lines; later corrections are paid by a supplementary run."
    )


def _session_changed(kind: str, verb: Callable[..., Any]) -> Callable[..., Any]:
    """A service of a session or of its event, behind what shows first whom it touches and what it moves."""

    def change(*, pk: int, by: User, reason: str, seen: str, **typed: Any) -> Any:
        session = Session.objects.select_related("event__year").get(pk=pk)
        return services.change_asked(
            year=session.event.year,
            kind=kind,
            asking=services.Asking(by, reason, seen),
            verb=lambda: verb(pk=pk, by=by, reason=reason, **typed) or session,
        )

    return change


# What seminars declare, done where it is known what it moves.
SESSION = through(
    seminars.SESSION,
    {
        SessionPlanning.CHANGE: {"does": _session_changed(Kind.CHANGED, alter)},
        SessionPlanning.CHANGE_EVENT: {"does": _session_changed(Kind.EVENT, change_event)},
        SessionAction.CLOSE: {"does": services.close_roster},
        SessionAction.CANCEL: {"does": _session_changed(Kind.CANCELLED, cancel), "form": CancelSessionForm},
        SessionAction.MOVE: {"does": services.move_session, "form": MoveSessionForm},
    },
)
POLICY = Life(
    rows=lambda user: StipendPolicy.objects.visible_to(user).select_related(
        "role", "year", "drafted_by", "published_by"
    ),
    why_not=why_not,
    page="stipends:policy",
    above=("Stipend policies", "stipends:policies"),
    noun="policy",
    verbs=(
        Verb(
            action=PolicyAction.PUBLISH,
            does=services.put_in_force,
            label="Publish…",
            said="This policy is in force now.",
            form=PublishForm,
            given=lambda policy: {"follows": StipendPolicy.objects.beside(policy).exists()},
            seen=lambda policy: policy.mark,
            lead=_before_publishing,
        ),
        Verb(
            action=PolicyAction.SEND_BACK,
            does=services.send_policy_back,
            label="Send back…",
            said="Sent back. It stands first on the page of whoever drafted it.",
            form=BackForm,
            lead="It then stands first on the page of whoever drafted it, with your words.",
            tone="outline",
            alone=True,
        ),
        Verb(
            action=PolicyAction.TRY,
            does=_try,
            label="Upload examples…",
            said=lambda tried: f"Uploaded. {tried.in_words}.",
            form=ExamplesForm,
            lead="They are calculated by this rule and compared, line by line. A second person sees how many match.",
            tone="outline",
            alone=True,
        ),
        Verb(
            action=PolicyAction.DISCARD,
            does=services.discard_policy,
            label="Discard…",
            said="The draft is discarded.",
            form=DiscardForm,
            lead="A draft put aside is never published. Its version stays on record with your reason.",
            tone="outline",
        ),
        Verb(
            action=PolicyAction.RETIRE,
            does=services.take_out_of_force,
            label="Retire…",
            said="The policy is retired.",
            form=RetireForm,
            lead=lambda policy: effect_of(policy).of_retiring,
            tone="outline",
        ),
    ),
)


class PaydayLife(Life):
    """A payment stands on the page of its year."""

    def page_of(self, row: Model) -> str:
        return reverse("stipends:paydays", args=[row.year.label])  # type: ignore[attr-defined]


PAYDAY = PaydayLife(
    rows=lambda user: Payday.objects.visible_to(user).select_related("year"),
    why_not=why_not,
    page="stipends:payday",
    above=("Stipend runs", "stipends:runs"),
    noun="payment",
    verbs=(
        Verb(
            action=PaydayAction.CHANGE,
            does=services.change_payday,
            label="Change…",
            said=lambda payday: f"{payday.name} pays on {day_in_words(payday.pay_on)}.",
            form=ChangePaydayForm,
            given=lambda payday: {"initial": typed_of(payday)},
            lead="Leaders read the new day on My stipend at once.",
            tone="outline",
        ),
        Verb(
            action=PaydayAction.DROP,
            does=services.drop_payday,
            label="Take back…",
            said=lambda name: f"{name} is not planned any more.",
            form=DropPaydayForm,
            lead="Leaders read no day for it on My stipend any more. History keeps what it was.",
            tone="outline",
        ),
    ),
)
RUN = Life(
    rows=lambda user: StipendRun.objects.visible_to(user).select_related(
        "year", "prepared_by", "approved_by"
    ),
    why_not=why_not,
    page="stipends:run",
    above=("Stipend runs", "stipends:runs"),
    noun="run",
    verbs=(
        Verb(
            action=RunAction.APPROVE,
            does=services.approve,
            label="Approve…",
            form=ApproveForm,
            given=_shown,
            lead=_approved,
            template="stipends/approve.html",
            context=digest_of,
            alone=True,
        ),
        Verb(
            action=RunAction.SEND_BACK,
            does=services.send_back,
            label="Send back…",
            said="Sent back. It stands first on the preparer's page.",
            form=BackForm,
            lead="It then stands first on the preparer's page. Its lines stay until it is calculated again.",
            tone="outline",
            alone=True,
        ),
        Verb(
            action=RunAction.CALCULATE,
            does=_calculate,
            label=lambda run: "Calculate again" if run and run.round else "Calculate",
            said=CALCULATING,
        ),
        Verb(
            action=RunAction.EXPORT,
            does=services.export,
            label="Make the file for payroll…",
            said=lambda file: f"The file {file.file_name} is ready.",
            form=LayoutForm,
            lead="Once made a file stays byte for byte.",
            choices=("layout", tuple((code, _make(words)) for code, words in KeptFile.Layout.choices)),
            tone="outline",
        ),
        Verb(
            action=RunAction.CONFIRM,
            does=_confirm,
            label="Record what was paid…",
            said=lambda found: f"Recorded. The file was {found}.",
            form=ConfirmForm,
            given=lambda run: {"initial": {"paid_on": today()}},
            lead=lambda run: f"{unconfirmed(run.pk)}.",
            template="stipends/confirm.html",
            context=lambda run: {"lead": f"{unconfirmed(run.pk)}."},
            alone=True,
        ),
        Verb(
            action=RunAction.VOID,
            does=services.void,
            label="Make void…",
            said="The run is void.",
            form=ReasonForm,
            lead="It is set aside for good, and another run of this kind can be prepared.",
            tone="outline",
        ),
    ),
)
