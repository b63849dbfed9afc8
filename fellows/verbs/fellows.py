"""What is done with fellows and with the service they report. Each is said here once."""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse

from common.clock import day_in_words
from common.counting import counted
from common.verbs import Life, Place, Verb
from fellows import services
from fellows.forms import (
    DueForm,
    EndEarlyForm,
    GraduateForm,
    LeftForm,
    MilestoneForm,
    MoveForm,
    NotPassedForm,
    ProofForm,
    ReachedForm,
    ServiceForm,
    SuspendForm,
    UclaForm,
    UclaMoveForm,
    UndoForm,
    served_of,
    typed_of,
)
from fellows.forms.takeover import TakeBackForm, TakeBackSuspensionForm
from fellows.models import (
    TRIED_AGAIN,
    Fellow,
    Milestone,
    MilestoneProof,
    PaperScan,
    ServiceRecord,
    Suspension,
    UclaStep,
)
from fellows.policies import why_not
from fellows.services.fellows import TOLD
from fellows.states import FOR_A_REASON, ITEMS, LETS_GO, Action, ServiceAction, ServiceState
from fellows.verbs.alumni import OF_ALUMNI
from fellows.verbs.papers import OF_PAPER, OF_TAKEOVER
from people.models import User


def _move(action: Action, label: str, form: type[MoveForm] = MoveForm, lead: str = "") -> Verb:
    """A step of the fellowship; a mail tells those the fellow should know of."""
    return Verb(
        action=action,
        does=partial(services.move, action=action),
        label=f"{label}…",
        form=form,
        given=lambda fellow: {"button": label},
        lead=lead or _lead(action),
        tone="secondary" if action in FOR_A_REASON else "outline",
    )


def _lead(action: Action) -> str:
    told = f"The fellow is told by mail{', with your reason' * (action in FOR_A_REASON)}."
    if action in LETS_GO:
        return f"{told} This ends their service for good: it cannot be undone."
    return told if action in TOLD else ""


def _ucla(action: Action, step: str, label: str) -> Verb:
    """A step at UCLA that leads on: staff record its day, and who said so."""
    return Verb(
        action=action,
        does=partial(services.record_ucla, step=step),
        label=f"{label}…",
        said="Recorded.",
        form=UclaMoveForm,
        given=lambda fellow: {"button": label},
        lead="The day on which UCLA says so, not the day it is recorded.",
        tone="outline",
    )


def _report(*, pk: int, by: User, **typed: Any) -> ServiceRecord:
    return services.report_service(pk=pk, by=by, served=served_of(**typed))


def _correct(*, pk: int, by: User, **typed: Any) -> ServiceRecord:
    return services.correct_service(pk=pk, by=by, served=served_of(**typed))


def _overlaps(record: ServiceRecord) -> str:
    """What else was reported for some of its days: allowed, and seldom meant."""
    others = record.fellow.service_records.exclude(pk=record.pk).exclude(state=ServiceState.TAKEN_BACK)
    others = others.filter(Q(ends=None) | Q(ends__gt=record.starts))
    other = (others.filter(starts__lt=record.ends) if record.ends else others).first()
    if other is None:
        return ""
    return (
        f"{other} covers some of the same days. Service counts at most one year a year, so check the days of both: if "
        "one ended, say so."
    )


def _which(pk: int) -> dict[str, Any]:
    """A milestone as the services of its fellow name it."""
    milestone = Milestone.objects.get(pk=pk)
    return {"pk": milestone.fellow_id, "kind": milestone.kind, "attempt": milestone.attempt}


def _reach(*, pk: int, by: User, **typed: Any) -> Milestone:
    return services.reach_milestone(**_which(pk), by=by, **typed)


def _plan(*, pk: int, by: User, due: date, note: str = "") -> None:
    services.plan_milestone(**_which(pk), by=by, due=due, reason=note)


def _as_known(milestone: Milestone) -> dict[str, Any]:
    day = {"on": milestone.reached_on} if milestone.reached_on else {}
    return {"initial": {"expires": milestone.expires_on, "note": milestone.note, **day}}


def _site_says(record: ServiceRecord) -> dict[str, Any]:
    said = [(ITEMS[item], words) for item, words in record.disagreement.items() if item in ITEMS]
    return {"said": said}


class OfFellow(Life):
    """What stands on the page of its fellow."""

    def page_of(self, row: Any) -> str:
        about = row.milestone if isinstance(row, MilestoneProof) else row
        return reverse("fellows:detail", args=[about.fellow_id])


MOVES = (
    _move(Action.SELECT, "Select"),
    _ucla(Action.APPLY_UCLA, UclaStep.Step.APPLIED, "Applied at UCLA"),
    _ucla(Action.ADMIT, UclaStep.Step.ADMITTED, "Admitted by UCLA"),
    _ucla(Action.ENROLL, UclaStep.Step.ENROLLED, "Enrolled at UCLA"),
    _move(Action.GRADUATE, "Graduate", GraduateForm),
    _move(Action.BEGIN_SERVICE, "Begin service"),
    _move(Action.FULFIL, "Fulfill"),
    _move(
        Action.WITHDRAW,
        "Withdraw",
        EndEarlyForm,
        "The fellowship ends today, and their place is free. The fellow is told by mail, with your reason. They can "
        "join a later cohort, but not this one again.",
    ),
    _move(Action.RELEASE, "Release", EndEarlyForm),
    _move(Action.DISCHARGE, "Discharge", EndEarlyForm),
    _move(Action.END_UNFULFILLED, "End unfulfilled", EndEarlyForm),
)
OF_UCLA = (
    Verb(
        action=Action.UCLA,
        does=services.record_ucla,
        label="Record or correct a step at UCLA…",
        said="Recorded.",
        form=UclaForm,
        lead="What was recorded before stays in the history; a correction says why.",
        tone="outline",
    ),
)
MILESTONES = (
    Verb(
        action=Action.MILESTONE,
        does=services.keep_milestone,
        label="Plan or record a milestone…",
        said="The milestone is saved.",
        form=MilestoneForm,
        tone="outline",
    ),
)
OF_SERVICE = (
    Verb(
        action=ServiceAction.REPORT,
        does=_report,
        label="Report service…",
        said=lambda record: f"Thank you. {record.verifier_email or 'Staff'} will be asked to confirm it.",
        form=ServiceForm,
        warns=_overlaps,
        given=lambda fellow: {"initial": {"fte": "1"}},
        alone=True,
    ),
    Verb(
        action=Action.SUSPEND,
        does=services.suspend,
        label="Suspend service…",
        said=lambda suspension: f"Service is suspended for {counted(suspension.months, 'month')}.",
        form=SuspendForm,
        lead="The last day to serve moves by these months, and nothing is credited in them.",
        tone="outline",
    ),
)
FELLOW = Life(
    rows=lambda user: Fellow.objects.visible_to(user).select_related("person", "cohort", "taken_over__by"),
    why_not=why_not,
    page="fellows:detail",
    above=("Fellows", "fellows:list"),
    noun="record of this fellow",
    verbs=(*MOVES, *OF_UCLA, *MILESTONES, *OF_SERVICE, *OF_PAPER, *OF_TAKEOVER, *OF_ALUMNI),
)
MILESTONE = OfFellow(
    rows=lambda user: Milestone.objects.filter(fellow__in=Fellow.objects.visible_to(user)).select_related(
        "fellow__person", "fellow__cohort"
    ),
    why_not=why_not,
    page="fellows:milestone",
    above=("Fellows", "fellows:list"),
    verbs=(
        Verb(
            action=Action.REACH_MILESTONE,
            does=_reach,
            label=lambda row: (
                "Record as passed…" if row and row.kind in TRIED_AGAIN else "Record as reached…"
            ),
            said="The milestone is recorded.",
            form=ReachedForm,
            given=_as_known,
            tone="outline",
        ),
        Verb(
            action=Action.NOT_PASSED,
            does=services.not_passed,
            label="Not passed yet…",
            said=lambda following: (
                f"Recorded. Attempt {following.attempt} is due {day_in_words(following.due)}."
            ),
            form=NotPassedForm,
            lead="This attempt stays on record. The next one gets its own line and its own reminders.",
            tone="outline",
        ),
        Verb(
            action=Action.UNDO_NOT_PASSED,
            does=services.undo_not_passed,
            label="Take the result back…",
            said="Taken back: this attempt is open again.",
            form=UndoForm,
            lead="This attempt is open again, and the next one is taken off. The history keeps both.",
            tone="outline",
        ),
        Verb(
            action=Action.PLAN_MILESTONE,
            does=_plan,
            label="Move the day it is due…",
            said="The day is moved, for this fellow alone.",
            form=DueForm,
            given=lambda row: {"initial": {"due": row.due}},
            lead="For this fellow alone: the plan of the cohort moves it no more.",
            tone="outline",
        ),
        Verb(
            action=Action.ADD_PROOF,
            does=services.add_proof,
            label="Add proof…",
            said="The proof is kept. No number of it is.",
            form=ProofForm,
            lead="The letter, or a picture of the page that shows it. No number of a credential is kept here.",
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
PROOF = OfFellow(
    rows=lambda user: MilestoneProof.objects.visible_to(user).select_related(
        "milestone__fellow__person", "milestone__fellow__cohort"
    ),
    why_not=why_not,
    page="fellows:proof",
    above=("Fellows", "fellows:list"),
    verbs=(
        Verb(
            action=Action.TAKE_BACK_PROOF,
            does=services.take_back_proof,
            label="Take this proof back",
            said="Taken back: nobody reads this file any more.",
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
SCAN = OfFellow(
    rows=lambda user: PaperScan.objects.visible_to(user).select_related(
        "paper__agreement__fellow__person", "paper__agreement__fellow__cohort"
    ),
    why_not=why_not,
    page="fellows:scan",
    above=("Fellows", "fellows:list"),
    verbs=(
        Verb(
            action=Action.TAKE_BACK_SCAN,
            does=services.take_back_scan,
            label="Take this scan back",
            said="Taken back: nobody reads this file any more.",
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
SUSPENSION = OfFellow(
    rows=lambda user: Suspension.objects.filter(fellow__in=Fellow.objects.visible_to(user)).select_related(
        "fellow__person", "fellow__cohort"
    ),
    why_not=why_not,
    page="fellows:suspension",
    above=("Fellows", "fellows:list"),
    verbs=(
        Verb(
            action=Action.TAKE_BACK_SUSPENSION,
            does=services.take_back_suspension,
            label="Take this suspension back…",
            said="Taken back: the last day to serve is moved by it no longer.",
            form=TakeBackSuspensionForm,
            lead="For a suspension that was recorded by mistake. That it was recorded stays, with the reason.",
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
ANEW = (
    Verb(
        action=ServiceAction.CONTINUE,
        does=services.still_right,
        label="Yes, still right",
        said="Thank you. The site is asked to confirm the days since it did last.",
        only=Place.PAGES,
    ),
    Verb(
        action=ServiceAction.LEAVE,
        does=services.ended,
        label="It ended…",
        said="Thank you. Report where you serve now, if you do.",
        form=LeftForm,
        lead="What the site confirmed stays. It is asked about the days since then.",
        tone="outline",
        only=Place.PAGES,
    ),
)
SERVICE = OfFellow(
    rows=lambda user: ServiceRecord.objects.filter(fellow__in=Fellow.objects.visible_to(user)).select_related(
        "fellow__person", "school", "paper__by"
    ),
    why_not=why_not,
    page="fellows:service",
    above=("Fellows", "fellows:list"),
    verbs=(
        *ANEW,
        Verb(
            action=ServiceAction.CORRECT,
            does=_correct,
            label="Correct it…",
            said="Corrected. The site is asked again.",
            form=ServiceForm,
            warns=_overlaps,
            given=lambda record: {"initial": typed_of(record)},
            template="fellows/correct.html",
            context=_site_says,
            alone=True,
        ),
        Verb(
            action=ServiceAction.ASK,
            does=services.send_link,
            label="Ask the site again",
            said="The site is asked again with a new link.",
            tone="outline",
        ),
        Verb(
            action=ServiceAction.ACCEPT,
            does=services.accept_service,
            label="Accept",
            said="The service is accepted.",
        ),
        Verb(
            action=ServiceAction.TAKE_BACK,
            does=services.take_back_paper,
            label="Take back…",
            said="Taken back: it counts no longer.",
            form=TakeBackForm,
            lead="What was entered from paper by mistake counts no longer. That it did stays on record.",
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
