"""Who may do what with a cycle, and who may read what was said."""

from datetime import date

from coaching.models import (
    ActionStep,
    CoachingCycle,
    SeenInRecording,
    SeminarVisitor,
    SupportRequest,
    Visit,
    theirs_in_full,
)
from coaching.states import (
    MOVES,
    SUPPORT_MOVES,
    Action,
    Beside,
    ConsentAction,
    PeerAction,
    State,
    SupportAction,
    SupportState,
    VisitAction,
)
from common.errors import DomainError, NotAllowed
from common.states import no_move
from pathways.models import PeerWork, Placement
from pathways.policies import manages, speaks_for
from people.models import Hat, User
from people.queries import hats, today


def reads(user: User, row: CoachingCycle | SupportRequest | Visit) -> bool:
    """The words of a cycle, of a visit, those that close a request: the coach and the leader, nobody else,
    administrators neither."""
    return user.is_authenticated and user.pk in {row.coach_id, row.placement.person_id}


def why_not_visit(user: User, action: VisitAction, row: Placement | Visit | None = None) -> NotAllowed | None:
    """Why this person may not record that they saw this leader, take that back, or deal out leaders to coaches; None
    when they may. Without a row the hats alone are asked."""
    worn = hats(user)
    if action is VisitAction.DEAL_OUT:
        return None if worn.manager else NotAllowed("Program managers say who coaches whom.")
    if isinstance(row, Visit):
        return None if row.coach_id == user.pk else NotAllowed("Only whoever recorded a visit takes it back.")
    own = row is not None and row.person_id == user.pk
    if (worn.manager or worn.has(Hat.Kind.COACH)) and not own:
        return None
    return NotAllowed("Coaches and program managers record whom they saw, and nobody themselves.")


def why_not_step(user: User, step: ActionStep) -> NotAllowed | None:
    """Why this person may not say what came of an action step; None for the two of its cycle."""
    if reads(user, step.cycle):
        return None
    return NotAllowed("Only coach and leader say what came of it.")


# Who does what with a request for support, and what anybody else is told.
OF_LEADERS = (SupportAction.CLOSE, SupportAction.ASK_ON, SupportAction.WITHDRAW)
OF_STAFF = (SupportAction.ASSIGN, SupportAction.DECLINE, SupportAction.SETTLE)


def why_not_support(
    user: User, action: SupportAction, row: Placement | SupportRequest | None = None
) -> DomainError | None:
    """Why this person may not do this with a request for support, in words; None when they may. A leader asks for their
    own placement, withdraws and closes; coaches and program managers assign, decline and settle, never what they asked
    for themselves; the assigned coach answers. Without a row the hats alone are asked."""
    if action is SupportAction.ASK:
        own = isinstance(row, Placement) and row.person_id == user.pk
        return None if own else NotAllowed("Leaders ask for support for themselves.")
    worn, asked = hats(user), row if isinstance(row, SupportRequest) else None
    own = asked is not None and asked.placement.person_id == user.pk
    if action in OF_LEADERS and not own:
        return NotAllowed("Only the leader who asked does this.")
    if action is SupportAction.ANSWER and (
        asked is None or asked.coach_id is None or asked.coach_id != user.pk
    ):
        return NotAllowed("Only the coach who was assigned answers.")
    if action in OF_STAFF and (own or not (worn.manager or worn.has(Hat.Kind.COACH))):
        return NotAllowed("Coaches and program managers do this, and nobody for what they asked themselves.")
    return no_move(SUPPORT_MOVES, SupportState(asked.state), action) if asked else None


def why_not(
    user: User, action: Action | Beside, row: CoachingCycle | Placement | None = None
) -> DomainError | None:
    """Why this person may not do this, in words; None when they may. NotAllowed is a refusal whatever the state.

    A cycle is planned for a placement; without one the hats alone are asked. Steps and words of a cycle are its
    coach's. An administrator records that the next step took place, on the coach's word and never in their own cycle.
    """
    if isinstance(row, CoachingCycle):
        return _of_cycle(user, action, row)
    worn = hats(user)
    own = row is not None and row.person_id == user.pk
    if (worn.manager or worn.has(Hat.Kind.COACH)) and not own:
        return OVER if row is not None and over(row, today()) else None
    return NotAllowed("Program managers and coaches plan cycles, and nobody for themselves.")


OVER = DomainError("This role is over, so no cycle is planned for it. Plan it for the role of this year.")


def over(placement: Placement, day: date) -> bool:
    """Whether nobody can coach in this placement any more: it ended, or its year did. Select `year` for it."""
    return min(placement.ends or placement.year.ends, placement.year.ends) <= day


def _of_cycle(user: User, action: Action | Beside, cycle: CoachingCycle) -> DomainError | None:
    # Whoever wears the hat no more reads on, and records nothing.
    coaches = user.pk == cycle.coach_id and hats(user).has(Hat.Kind.COACH)
    if not (_records(user, cycle) if action is Beside.RECORD else coaches):
        return NotAllowed("Only the coach of this cycle may do this.")
    if isinstance(action, Action):
        return no_move(MOVES, State(cycle.state), action)
    # A day is put right whenever somebody finds it wrong.
    if cycle.state == State.CLOSED and action is not Beside.CORRECT:
        return DomainError("This cycle is closed. Plan an extra cycle to go on.")
    return None


def _records(user: User, cycle: CoachingCycle) -> bool:
    return hats(user).superuser and user.pk != cycle.placement.person_id


PEERS_OWN = "Only the Peer Coach records this, while they hold the role."
SENIORS_OWN = "Only a Senior Peer Coach records this."
CONSENTS = (
    "Who is seen in a recording agrees and withdraws; the host and the managers of the pathway record papers, and "
    "withdraw on their word."
)
# Of who has an account, and of who said no before it was closed.
THEMSELVES = "They have an account, so they answer for themselves, on their own page."
SAID_NO = "They said no themselves, so only they agree again."
ANSWERS = "Only whoever was named a visitor says whether they were there."
PROPOSES = "The Peer Coach and the program managers of the pathway propose release time."
CONFIRMS = "Whoever signs for the school confirms the release time, and nobody their own."


def why_not_peer(user: User, action: PeerAction, placement: Placement, day: date) -> NotAllowed | None:
    """Why this person may not do this with the work of this Peer Coach on that day, in words; None when they may."""
    own = placement.person_id == user.pk
    if action is PeerAction.CONFIRM:
        theirs = not own and placement.school_id in speaks_for(user)
        return None if theirs else NotAllowed(CONFIRMS)
    if action is PeerAction.PROPOSE:
        theirs = own or manages(user, placement.role.pathway_id)
        return None if theirs else NotAllowed(PROPOSES)
    if action is PeerAction.HOST and placement.role.peer_work != PeerWork.PEERS:
        return NotAllowed(SENIORS_OWN)
    serves = placement.stands or (placement.ends is not None and placement.ends > day)
    return None if own and serves else NotAllowed(PEERS_OWN)


def why_not_answer(user: User, visitor: SeminarVisitor) -> NotAllowed | None:
    """Why this person may not say whether this visitor was there, in words; None for the visitor alone."""
    return None if visitor.person_id == user.pk else NotAllowed(ANSWERS)


def why_not_consent(user: User, action: ConsentAction, seen: SeenInRecording) -> DomainError | None:
    """Why this person may not agree for who is seen in a recording, record their paper, or withdraw their consent, in
    words; None when they may. Only who is seen presses for themselves; the host and the managers of the pathway record
    papers of those without an account, and withdraw on the word of who is seen."""
    own = seen.person_id is not None and seen.person_id == user.pk
    keeps = keeps_consents(user, seen.recording.placement)
    theirs = own if action is ConsentAction.AGREE else keeps or (own and action is ConsentAction.WITHDRAW)
    if not theirs:
        return NotAllowed(CONSENTS)
    papers = SeenInRecording.objects.answering_on_paper()
    if action is not ConsentAction.RECORD or papers.filter(pk=seen.pk).exists():
        return None
    return DomainError(THEMSELVES if seen.person is not None and seen.person.is_active else SAID_NO)


def keeps_consents(user: User, host: Placement) -> bool:
    """Whether `user` keeps the consents of those who are seen in recordings of this host."""
    return host.person_id == user.pk or manages(user, host.role.pathway_id)


def reads_peer(user: User, placement: Placement) -> bool:
    """Whether `user` reads the names and days of this Peer Coach's work; others who see it read numbers alone."""
    return Placement.objects.filter(theirs_in_full(user), pk=placement.pk).exists()
