"""What is done with placements. Each is said here once; whoever pays puts around it what shows first what it moves."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from common.looking import SeenFields
from common.verbs import Life, Place, Verb
from pathways import services
from pathways.forms.deliverables import AttestForm, CorrectForm
from pathways.forms.placements import (
    CorrectEndForm,
    CorrectStartForm,
    EndForm,
    LeaveForm,
    MoveForm,
    TakeBackEndForm,
    TakeBackLeaderForm,
    TakeBackLeaveForm,
    TakeBackMoveForm,
)
from pathways.models import Placement, SchoolAssignment
from pathways.policies import why_not
from pathways.queries import crowding, crowding_between
from pathways.services import corrections
from pathways.services.corrections import Stretch
from pathways.states import PlacementAction
from people.models import User
from people.queries import today

PAID_AS_PAID = "What was paid stays as it was paid: a supplementary run settles the difference."
TO_BOTH = "The leader and whoever signs for the two schools get a mail."


def placements_of(user: User) -> "QuerySet[Placement]":
    """Those they may see, with what the page of one shows and its verbs ask (three queries)."""
    schools = Prefetch("assignments", SchoolAssignment.objects.select_related("school"))
    seen: QuerySet[Placement] = Placement.objects.visible_to(user)
    return seen.select_related(
        "person", "role__pathway", "school", "cohort", "year", "attestation__by", "taken_over"
    ).prefetch_related(schools, "leaves")


def _as_it_ended(row: Placement) -> dict[str, Any]:
    return {"initial": {"last_day": row.last_day, "reason": row.end_reason}}


def _attesting(row: Placement) -> str:
    return reverse("dashboard:attest", args=[row.pk])


def _as_attested(row: Placement) -> dict[str, Any]:
    said = row.attestation
    return {"initial": {"met": "yes" if said.met else "no", "words": said.words, "seen": said.mark}}


def _crowded(stretch: Stretch) -> str:
    return crowding_between(stretch.placement, stretch.starts, stretch.until)


def _taking_back(row: Placement | None) -> str:
    move = row and row.move_to_take_back(today())
    return f"Take back the move to {move.school}…" if move else "Take back the move ahead…"


CHANGES = (
    Verb(
        action=PlacementAction.COMPLETE,
        does=corrections.complete,
        label="End as completed on the year's last day…",
        said="The placement is completed.",
        form=SeenFields,
        lead="The whole year was served: once its last day has come, this ends the placement. The leader gets a "
        "mail.",
        only=Place.ADMINISTRATION,
    ),
    Verb(
        action=PlacementAction.END,
        does=corrections.end,
        label="End the placement…",
        said="The end is recorded.",
        form=EndForm,
        lead="The stipend counts the service days until then; what comes after it no longer counts. A move or a "
        "leave after it counts no longer; it does again if this end is corrected. The leader gets a mail.",
        tone="outline",
        route="end",
    ),
    Verb(
        action=PlacementAction.CORRECT_END,
        does=corrections.put_end_right,
        label="Correct how it ended…",
        said="The end is corrected.",
        form=CorrectEndForm,
        given=_as_it_ended,
        lead="The old day and reason stay in the history, with why they change, and the leader gets a mail. "
        f"{PAID_AS_PAID}",
        tone="outline",
        alone=True,
        route="end",
    ),
    Verb(
        action=PlacementAction.TAKE_BACK_END,
        does=corrections.take_end_back,
        label="Take back the end…",
        said="The placement goes on: its end is taken back.",
        form=TakeBackEndForm,
        lead="For an end that was recorded by mistake: the placement goes on until its year ends, as if nobody had "
        "ended it. What was recorded and your reason stay in the history, and the leader gets a mail. "
        f"{PAID_AS_PAID}",
        tone="outline",
        alone=True,
        route="goes-on",
        warns=_crowded,
    ),
    Verb(
        action=PlacementAction.TAKE_BACK_MOVE,
        does=corrections.stay,
        label=_taking_back,
        said="The move is taken back.",
        form=TakeBackMoveForm,
        lead=lambda row: f"The placement stays at {row.school}. {TO_BOTH}",
        tone="outline",
        route="move",
    ),
    Verb(
        action=PlacementAction.MOVE,
        does=corrections.move,
        label="Move to another school…",
        said="The move is recorded.",
        form=MoveForm,
        lead=f"The placement is served at the other school from that day on. {TO_BOTH}",
        tone="outline",
        route="move",
        warns=crowding,
    ),
    Verb(
        action=PlacementAction.CORRECT_START,
        does=corrections.put_start_right,
        label="Correct the first day…",
        said="The first day is corrected.",
        form=CorrectStartForm,
        given=lambda row: {"initial": {"first_day": row.starts}},
        lead="The old day stays in the history, with why it changes, and the leader gets a mail. The stipend "
        f"counts the days and sessions from the new first day on. {PAID_AS_PAID}",
        tone="outline",
        alone=True,
        route="start",
        warns=_crowded,
    ),
    Verb(
        action=PlacementAction.LEAVE,
        does=corrections.leave,
        label="Record a leave…",
        said="The leave is recorded.",
        form=LeaveForm,
        tone="outline",
    ),
    Verb(
        action=PlacementAction.TAKE_BACK_LEAVE,
        does=corrections.put_leave_back,
        label="Take back a leave…",
        said="The leave is taken back.",
        form=TakeBackLeaveForm,
        given=lambda row: {"leaves": row.leaves.all()},
        lead=f"One that was recorded by mistake. Its days and your reason stay in the history. {PAID_AS_PAID}",
        tone="outline",
        alone=True,
    ),
)
# Of those taken over alone; whoever knows what hangs on a placement looks for it first.
MISTAKES = (
    Verb(
        action=PlacementAction.TAKE_BACK,
        does=services.take_back_leader,
        label="Take back: it was a mistake…",
        said="The leader is taken back.",
        form=TakeBackLeaderForm,
        lead="For a leader who was never in this office: the wrong person, or the wrong role. Nothing counts by it any "
        "more, and nobody is asked to sign. What was said of it and your reason stay in the history, and the leader "
        "gets a mail. Then the right one can be taken over.",
        tone="secondary",
        alone=True,
    ),
)
# Those of a page of their own, where the year that is left stands beside the form.
WORD = (
    Verb(
        action=PlacementAction.ATTEST,
        does=services.attest,
        label="Attest…",
        said=lambda word: f"Thank you. Your word on {word.placement.person} is on record.",
        form=AttestForm,
        given=lambda row: {"early": today() < row.nearly_over_on},
        only=Place.PAGES,
        at=_attesting,
    ),
    Verb(
        action=PlacementAction.CORRECT_WORD,
        does=services.correct_attestation,
        label="Correct the attestation…",
        form=CorrectForm,
        given=_as_attested,
        lead="The leader gets a mail. The old word and your reason stay in the placement's history.",
        tone="outline",
        alone=True,
        at=_attesting,
    ),
)
PLACEMENT = Life(
    rows=placements_of,
    why_not=why_not,
    page="pathways:placement",
    above=("Placements", "pathways:placements"),
    mounted="stipends:placement",
    verbs=(*CHANGES, *MISTAKES, *WORD),
)
