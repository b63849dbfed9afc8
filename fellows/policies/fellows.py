"""Who may see fellows and decide on their service."""

from collections.abc import Callable
from datetime import date

from common.errors import DomainError, NotAllowed, SomeoneElse
from common.states import no_move
from fellows.models import (
    NEXT_AT_UCLA,
    PROVEN,
    TRIED_AGAIN,
    AgreementVersion,
    Fellow,
    FieldworkEntry,
    Milestone,
    MilestoneProof,
    PaperScan,
    PaperService,
    ServiceRecord,
    Suspension,
)
from fellows.policies.endings import why_not_over, why_not_suspension_back
from fellows.policies.takeover import why_no_scan, why_not_agreement_back, why_not_back
from fellows.rules.yearly import asked_since
from fellows.states import (
    DOES_FIELDWORK,
    FIELDWORK_MOVES,
    MOVES,
    NO_HOURS,
    OWING,
    SERVICE_MOVES,
    SIGNING,
    STUDYING,
    VERSION_MOVES,
    Action,
    FieldworkAction,
    FieldworkState,
    ServiceAction,
    ServiceState,
    State,
    VersionAction,
    VersionState,
)
from people.models import Hat, User, accounts_of
from people.queries import hats, today

# What everybody else is told of a verb that is a program manager's, for others than themselves.
MANAGERS: dict[Action | ServiceAction, str] = {
    Action.NOMINATE: "Only a program manager may nominate, and nobody nominates themselves.",
    Action.MILESTONE: "Only a program manager records milestones, and nobody their own.",
    Action.PLAN_MILESTONE: "Only a program manager records milestones, and nobody their own.",
    Action.MOVE_MILESTONE: "Only a program manager records milestones, and nobody their own.",
    Action.NOT_PASSED: "Only a program manager records milestones, and nobody their own.",
    Action.UNDO_NOT_PASSED: "Only a program manager records milestones, and nobody their own.",
    Action.REACH_MILESTONE: "Only a program manager records milestones, and nobody their own.",
    Action.TAKE_OVER: "Only a program manager takes over fellows of before, and nobody themselves.",
    Action.PAPER_YEARS: "Only a program manager enters service from paper, and nobody their own.",
    Action.TAKE_BACK: "Only a program manager takes back who was taken over, and nobody themselves.",
    Action.TAKE_BACK_AGREEMENT: "Only a program manager takes back an agreement on paper, and nobody their own.",
    Action.ADD_SCAN: "Only a program manager adds a scan of an agreement, and nobody of their own.",
    Action.TAKE_BACK_SCAN: "Only a program manager takes back a scan of an agreement, and nobody of their own.",
    Action.ACCEPT_PAPER: "Only a program manager accepts service, and nobody their own.",
    Action.UCLA: "Only a program manager records what UCLA does, and nobody of themselves.",
    Action.SUSPEND: "Only a program manager may suspend service, and nobody their own.",
    Action.TAKE_BACK_SUSPENSION: "Only a program manager takes back a suspension, and nobody their own.",
    ServiceAction.ACCEPT: "Only a program manager accepts service, and nobody their own.",
    ServiceAction.TAKE_BACK: "Only a program manager takes back what was entered from paper.",
    **{
        action: "Only a program manager may do this, and nobody decides about themselves."
        for _, action in MOVES
    },
}
# The same for what is the fellow's own.
FELLOWS: dict[Action | ServiceAction, str] = {
    Action.SIGN_AGREEMENT: "A service agreement is signed by the fellow alone.",
    Action.STILL_SAME: "What a graduate does now is said by the fellow alone.",
    Action.SAY_ROLE: "What a graduate does now is said by the fellow alone.",
    ServiceAction.REPORT: "Service is reported by the fellow alone.",
    ServiceAction.CONTINUE: "Service is reported by the fellow alone.",
    ServiceAction.LEAVE: "Service is reported by the fellow alone.",
}

# What either of them does.
EITHER: dict[Action | ServiceAction, str] = {
    ServiceAction.CORRECT: "Only the fellow or a program manager corrects reported service.",
    ServiceAction.ASK: "Only the fellow or a program manager may ask the site.",
    Action.ADD_PROOF: "Only the fellow or a program manager adds a proof.",
    Action.TAKE_BACK_PROOF: "Only the fellow or a program manager takes back a proof.",
}
OF_THE_FELLOW = (FieldworkAction.LOG, FieldworkAction.CORRECT, FieldworkAction.TAKE_BACK)


def why_not(
    user: User,
    action: Action | ServiceAction,
    row: Fellow | Milestone | MilestoneProof | PaperScan | ServiceRecord | Suspension | None = None,
) -> DomainError | None:
    """Why this person may not do this with this fellow, milestone, proof or reported service, in words; None when they
    may. NotAllowed is a refusal whatever the state. Without a row (for one that is to be made) the hats alone are
    asked.

    What depends on a day or a place (those left in the cohort, the years served) is for the service to say.
    """
    fellow = row if row is None or isinstance(row, Fellow) else row.fellow
    if not _is_theirs(user, action, fellow):
        return NotAllowed(_whose(action))
    if isinstance(row, MilestoneProof):
        return _proof(user, row)
    if isinstance(row, Suspension):
        return why_not_suspension_back(row)
    if isinstance(row, PaperScan):
        return None if row.taken_back_at is None else DomainError("This scan was taken back already.")
    if action is Action.ACCEPT_PAPER and isinstance(row, Fellow):
        return _paper_waits(user, row)
    if action is ServiceAction.ACCEPT and isinstance(row, ServiceRecord):
        return _service(action, row) or _entered(user, row)
    return _stands(action, row) if row is not None else None


def why_not_similar(user: User) -> NotAllowed | None:
    """Why this person may not decide which schools are similar, in words; None when they may."""
    words = "Only a program manager decides which schools are similar."
    return None if hats(user).manager else NotAllowed(words)


def why_not_cohort(user: User) -> NotAllowed | None:
    """Why this person may not open a cohort or correct one, in words; None when they may."""
    words = "Only a program manager opens and corrects cohorts of fellows."
    return None if hats(user).manager else NotAllowed(words)


def why_not_plan(user: User) -> NotAllowed | None:
    """Why this person may not write the plan of a cohort or apply it, in words; None when they may."""
    words = "Only a program manager plans the milestones of a cohort."
    return None if hats(user).manager else NotAllowed(words)


def why_not_version(
    user: User, action: VersionAction, row: AgreementVersion | None = None
) -> DomainError | None:
    """Why this person may not do this with a version of the service agreement, in words; None when they may. Whoever
    wrote a draft last does not publish it."""
    if not hats(user).manager:
        return NotAllowed("Only a program manager writes and publishes the service agreement.")
    if row is None:
        return None
    stands = no_move(VERSION_MOVES, VersionState(row.state), action)
    own = action is VersionAction.PUBLISH and accounts_of(user).filter(pk=row.drafted_by_id).exists()
    if stands is None and own:
        return SomeoneElse("You wrote this draft, so another program manager must publish it.")
    return stands


def why_not_unsigned(fellow: Fellow, what: str) -> DomainError | None:
    """Why something waits for the service agreement of this fellow, in words; None when one is signed. `what` begins
    the sentence: "Graduation", "Assistance"."""
    if fellow.agreements.exists():
        return None
    return DomainError(f"{what} waits until {fellow.person} has signed the service agreement.")


def sees_all(user: User) -> bool:
    """Whether the list of fellows and the outcomes are this user's to see."""
    worn = hats(user)
    return worn.manager or worn.has(Hat.Kind.DIRECTOR)


def _is_theirs(user: User, action: Action | ServiceAction, fellow: Fellow | None) -> bool:
    own = fellow is not None and fellow.person_id == user.pk
    if action in EITHER:
        return own or hats(user).manager
    return own if action in FELLOWS else action in MANAGERS and not own and hats(user).manager


def _whose(action: Action | ServiceAction) -> str:
    answered = "Only the site answers whether service was as it is reported, by its link."
    return (MANAGERS | FELLOWS | EITHER).get(action, answered)


def why_not_due(milestone: Milestone, due: date | None = None) -> DomainError | None:
    """Why its due day does not become another one, in words: it was reached, or tried without success."""
    if milestone.due == due and due is not None:
        return None
    if milestone.reached_on is not None:
        return DomainError(
            f"This milestone was reached on {milestone.reached_on:%B %-d, %Y}: its due day stays."
        )
    return _tried(milestone)


BY_UCLA = (
    "This is reached by a step at UCLA, with its day and who said so. Record that step on the page of the fellow, "
    "under “At UCLA”."
)


def why_not_by_hand(kind: str) -> DomainError | None:
    """Why a milestone of this kind is not recorded as reached by itself, in words: a step at UCLA reaches it."""
    return DomainError(BY_UCLA, at="reached_on") if kind in NEXT_AT_UCLA else None


def why_not_tried_since(milestone: Milestone) -> DomainError | None:
    """Why it stays that this attempt was not passed, in words: a later one has its result."""
    later = Milestone.objects.filter(
        fellow=milestone.fellow_id, kind=milestone.kind, attempt__gt=milestone.attempt
    )
    known = later.exclude(reached_on=None, not_passed_on=None).order_by("attempt").first()
    if known is None:
        return None
    if known.reached_on is not None:
        return DomainError(f"Attempt {known.attempt} was passed since, so this one stays as it is.")
    return DomainError(f"Attempt {known.attempt} was not passed since. Take that back first.")


def _tried(milestone: Milestone) -> DomainError | None:
    if milestone.not_passed_on is None:
        return None
    return DomainError(
        f"This attempt was not passed on {milestone.not_passed_on:%B %-d, %Y}: it stays as it is. "
        "The next attempt has its own line."
    )


def _proof(user: User, proof: MilestoneProof) -> DomainError | None:
    if proof.taken_back_at is not None:
        return DomainError("This proof was taken back already.")
    if proof.milestone.reached_on is not None and proof.fellow.person_id == user.pk:
        return DomainError("What was recorded rests on this proof. Ask a program manager to take it back.")
    return None


OWN_PAPER = "You entered this from paper, so another program manager accepts it."


def paper_of(record: ServiceRecord) -> PaperService | None:
    """What stands on paper about this service; None where the site was asked. Asks nothing of rows read with it."""
    return getattr(record, "paper", None)


def _entered(user: User, record: ServiceRecord) -> SomeoneElse | None:
    """Whoever entered service from paper does not accept it too."""
    paper = paper_of(record)
    own = paper is not None and user.pk in (paper.by_id, paper.by.merged_into_id)
    return SomeoneElse(OWN_PAPER) if own else None


def _paper_waits(user: User, fellow: Fellow) -> DomainError | None:
    waiting = ServiceRecord.objects.on_paper().filter(fellow=fellow)
    entered = set(waiting.order_by().values_list("paper__by", flat=True))
    if not entered:
        return DomainError("No service on paper waits to be accepted.")
    own = entered & set(accounts_of(user).values_list("pk", flat=True))
    return SomeoneElse(OWN_PAPER) if own == entered else None


def _milestone(action: Action | ServiceAction, milestone: Milestone) -> DomainError | None:
    if action in (Action.PLAN_MILESTONE, Action.MOVE_MILESTONE):
        return why_not_due(milestone)
    if action is Action.ADD_PROOF:
        return (
            None if milestone.kind in PROVEN else DomainError("A degree or a credential is proved by a file.")
        )
    if action is Action.UNDO_NOT_PASSED:
        stands = milestone.not_passed_on is not None
        return None if stands else DomainError("This attempt is not on record as not passed.")
    if action is Action.REACH_MILESTONE and milestone.kind in NEXT_AT_UCLA:
        return why_not_by_hand(milestone.kind)
    if action is Action.NOT_PASSED and milestone.kind not in TRIED_AGAIN:
        return DomainError("Only a cycle of the CalAPA is tried again.")
    if action is Action.NOT_PASSED and milestone.reached_on is not None:
        return DomainError(f"This attempt was passed on {milestone.reached_on:%B %-d, %Y}.")
    return _tried(milestone)


def why_not_fieldwork(
    user: User, action: FieldworkAction, row: Fellow | FieldworkEntry | None = None
) -> DomainError | None:
    """Why this person may not do this with hours of fieldwork, in words; None when they may.

    What depends on days and on the sum is for the service to say.
    """
    fellow = row.fellow if isinstance(row, FieldworkEntry) else row
    own = fellow is not None and fellow.person_id == user.pk
    if action in OF_THE_FELLOW:
        if not own:
            return NotAllowed("Hours of fieldwork are logged and corrected by the fellow alone.")
        if fellow is not None and State(fellow.state) not in DOES_FIELDWORK:
            return DomainError("Hours of fieldwork are logged from selection to graduation.")
    elif own or not (
        hats(user).manager or (isinstance(row, FieldworkEntry) and row.supervisor_id == user.pk)
    ):
        return NotAllowed("The supervisor or a program manager accepts hours, and nobody their own.")
    elif fellow is not None and State(fellow.state) in NO_HOURS:
        return DomainError("This fellowship is over, so its hours stay as they are.")
    if not isinstance(row, FieldworkEntry):
        return None
    return no_move(FIELDWORK_MOVES, FieldworkState(row.state), action)


# What is done with what was taken over.
BACK: dict[Action | ServiceAction, Callable[[Fellow], DomainError | None]] = {
    Action.TAKE_BACK: why_not_back,
    Action.TAKE_BACK_AGREEMENT: why_not_agreement_back,
    Action.ADD_SCAN: why_no_scan,
}
# What begins with graduation.
AFTER: dict[Action | ServiceAction, str] = {
    Action.SUSPEND: "Service begins after graduation, so there is nothing to suspend yet.",
    Action.STILL_SAME: "This is asked of graduates, once a year.",
    Action.SAY_ROLE: "This is asked of graduates, once a year.",
}


# What else than its state a move waits for.
GATES: dict[Action | ServiceAction, Callable[[Fellow], DomainError | None]] = {
    Action.GRADUATE: lambda fellow: why_not_unsigned(fellow, "Graduation"),
    Action.END_UNFULFILLED: lambda fellow: why_not_over(fellow, today()),
}


def _stands(action: Action | ServiceAction, row: Fellow | Milestone | ServiceRecord) -> DomainError | None:
    if isinstance(row, ServiceRecord):
        return _service(ServiceAction(action), row)
    if isinstance(row, Milestone):
        return _milestone(action, row)
    if action in {act for _, act in MOVES}:
        refusal = no_move(MOVES, State(row.state), Action(action))
        return refusal or (GATES[action](row) if action in GATES else None)
    if action in BACK:
        return BACK[action](row)
    if action in AFTER and row.graduated_on is None:
        return DomainError(AFTER[action])
    return _while(action, State(row.state))


# In which states, and what is said in all others.
WHILE: dict[Action | ServiceAction, tuple[tuple[State, ...], str]] = {
    Action.SIGN_AGREEMENT: (
        SIGNING,
        "The agreement is signed from the day you are selected until your service ends.",
    ),
    Action.UCLA: (STUDYING, "What UCLA does is recorded from the day somebody is selected."),
    Action.SUSPEND: (OWING, "Service of this fellow is over, so there is nothing to suspend."),
    Action.PAPER_YEARS: (OWING, "Service on paper is entered after graduation and until it is fulfilled."),
    ServiceAction.REPORT: (OWING, "Service is reported after graduation and until it is fulfilled."),
}


def _while(action: Action | ServiceAction, state: State) -> DomainError | None:
    states, otherwise = WHILE.get(action, ((state,), ""))
    return None if state in states else DomainError(otherwise)


def _service(action: ServiceAction, record: ServiceRecord) -> DomainError | None:
    state = ServiceState(record.state)
    if action is ServiceAction.ASK and state is not ServiceState.REPORTED:
        return DomainError("The site has answered already.")
    if refusal := no_move(SERVICE_MOVES, state, action):
        return refusal
    if action is ServiceAction.TAKE_BACK:
        return _not_taken_back(record)
    if action in (ServiceAction.CONTINUE, ServiceAction.LEAVE) and record.ends is not None:
        return DomainError("It has a last day already. Report where you served after it.")
    if (
        action is ServiceAction.CONTINUE
        and record.confirmed_on is not None
        and record.confirmed_on >= asked_since(today())
    ):
        return DomainError("The site confirmed it since May. You are asked again next May.")
    return None


def _not_taken_back(record: ServiceRecord) -> DomainError | None:
    if paper_of(record) is None:
        return DomainError("Only what was entered from paper is taken back.")
    if State(record.fellow.state) not in OWING:
        return DomainError("This fellow owes no service any more, and what that rests on stays.")
    return None
