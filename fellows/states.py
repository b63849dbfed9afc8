"""The lives of a fellow and of a service record. Plain Python."""

from enum import StrEnum

from common.standing import Standing
from common.states import Deed


class State(StrEnum):
    NOMINATED = "nominated"
    SELECTED = "selected"
    APPLIED_UCLA = "applied_ucla"
    ADMITTED = "admitted"
    ENROLLED = "enrolled"
    GRADUATED = "graduated"
    SERVING = "serving"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    DISCHARGED = "discharged"
    ENDED_UNFULFILLED = "ended_unfulfilled"
    # Was taken over by mistake: counted nowhere, and shown where it says who took it back and why.
    TAKEN_BACK = "taken_back"


class Action(Deed):
    """What is done with a fellow. Those that MOVES does not know leave the state as it is."""

    NOMINATE = "nominate", "Nominated"
    SELECT = "select", "Selected"
    APPLY_UCLA = "apply_ucla", "Applied at UCLA"
    ADMIT = "admit", "Admitted"
    ENROLL = "enroll", "Enrolled"
    # What UCLA does, with its day and who said so; some of it leads to the next state.
    UCLA = "ucla", "Recorded of UCLA"
    UNDO_UCLA = "undo_ucla", "Step at UCLA taken back"
    GRADUATE = "graduate", "Graduated"
    BEGIN_SERVICE = "begin_service", "Service begun"
    FULFIL = "fulfil", "Fulfilled"
    WITHDRAW = "withdraw", "Withdrawn"
    RELEASE = "release", "Released"
    DISCHARGE = "discharge", "Discharged"
    END_UNFULFILLED = "end_unfulfilled", "Ended unfulfilled"
    # Planned, reached or both, by one form; the history has a line for each.
    MILESTONE = "milestone", "Milestone planned or reached"
    PLAN_MILESTONE = "plan_milestone", "Milestone planned"
    MOVE_MILESTONE = "move_milestone", "Milestone moved"
    REACH_MILESTONE = "reach_milestone", "Milestone reached"
    UNREACH_MILESTONE = "unreach_milestone", "Milestone not reached after all"
    NOT_PASSED = "not_passed", "Not passed yet"
    UNDO_NOT_PASSED = "undo_not_passed", "Not passed taken back"
    TAKE_OFF_MILESTONE = "take_off_milestone", "Milestone taken off the plan"
    ADD_PROOF = "add_proof", "Proof added"
    TAKE_BACK_PROOF = "take_back_proof", "Proof taken back"
    SUSPEND = "suspend", "Suspended"
    TAKE_BACK_SUSPENSION = "take_back_suspension", "Suspension taken back"
    SIGN_AGREEMENT = "sign_agreement", "Agreement signed"
    # Of before the product, from paper: a line for each state whose day is known.
    TAKE_OVER = "take_over", "Taken over"
    PAPER_AGREEMENT = "paper_agreement", "Agreement on paper put on record"
    PAPER_YEARS = "paper_years", "Service on paper put on record"
    ACCEPT_PAPER = "accept_paper", "Service on paper accepted"
    TAKE_BACK = "take_back", "Taken back"
    ADD_SCAN = "add_scan", "Scan of the agreement added"
    TAKE_BACK_SCAN = "take_back_scan", "Scan of the agreement taken back"
    TAKE_BACK_AGREEMENT = "take_back_agreement", "Agreement on paper taken back"
    # What graduates say of themselves.
    STILL_SAME = "still_same", "Said that all is still right"
    SAY_ROLE = "say_role", "Said what they do now"


S, A = State, Action
BEFORE_GRADUATION = (S.NOMINATED, S.SELECTED, S.APPLIED_UCLA, S.ADMITTED, S.ENROLLED)
OWING = (S.GRADUATED, S.SERVING)
# Those whose service ended without being fulfilled: nothing goes on, and nothing is at risk any more.
LET_GO = (S.RELEASED, S.DISCHARGED, S.ENDED_UNFULFILLED)
# What ends it so, for good.
LETS_GO = (A.RELEASE, A.DISCHARGE, A.END_UNFULFILLED)
# What ends a fellowship before it is fulfilled: each says why, to the fellow too.
FOR_A_REASON = (A.WITHDRAW, *LETS_GO)
# Those who sign the service agreement: from the day they are selected until nothing is owed any more.
SIGNING = (S.SELECTED, S.APPLIED_UCLA, S.ADMITTED, S.ENROLLED, *OWING)
# Those who are fellows now. Nobody is that twice at once.
GOING_ON = (*BEFORE_GRADUATION, *OWING)
# Those who hold a place of their cohort.
STUDYING = (S.SELECTED, S.APPLIED_UCLA, S.ADMITTED, S.ENROLLED, S.GRADUATED, S.SERVING, S.FULFILLED)
# Those whom the plan of their cohort is for.
PLANNED_FOR = (S.SELECTED, S.APPLIED_UCLA, S.ADMITTED, S.ENROLLED, S.GRADUATED, S.SERVING)
# Those whose hours are not decided about any more: they left before graduation.
NO_HOURS = (S.WITHDRAWN, S.TAKEN_BACK)
# Those who log hours of fieldwork.
DOES_FIELDWORK = (S.SELECTED, S.APPLIED_UCLA, S.ADMITTED, S.ENROLLED)

MOVES: dict[tuple[State, Action], State] = {
    (S.NOMINATED, A.SELECT): S.SELECTED,
    (S.SELECTED, A.APPLY_UCLA): S.APPLIED_UCLA,
    (S.APPLIED_UCLA, A.ADMIT): S.ADMITTED,
    (S.ADMITTED, A.ENROLL): S.ENROLLED,
    # Of a step that was recorded by mistake.
    (S.APPLIED_UCLA, A.UNDO_UCLA): S.SELECTED,
    (S.ADMITTED, A.UNDO_UCLA): S.APPLIED_UCLA,
    (S.ENROLLED, A.UNDO_UCLA): S.ADMITTED,
    (S.ENROLLED, A.GRADUATE): S.GRADUATED,
    (S.GRADUATED, A.BEGIN_SERVICE): S.SERVING,
    (S.SERVING, A.FULFIL): S.FULFILLED,
    **{(state, A.WITHDRAW): S.WITHDRAWN for state in BEFORE_GRADUATION},
    **{(state, A.RELEASE): S.RELEASED for state in OWING},
    **{(state, A.DISCHARGE): S.DISCHARGED for state in OWING},
    **{(state, A.END_UNFULFILLED): S.ENDED_UNFULFILLED for state in OWING},
}


class PlanAction(Deed):
    """What is done with the plan of a cohort."""

    SET = "set", "Day set"
    MOVE = "move", "Day moved"
    TAKE_OFF = "take_off", "Taken off the plan"
    APPLY = "apply", "Applied to all its fellows"


# Out of whichever state paper told: a move of who was taken over alone.
BACK_MOVES: dict[tuple[State, Action], State] = {
    (state, A.TAKE_BACK): S.TAKEN_BACK for state in S if state not in (S.NOMINATED, S.TAKEN_BACK)
}


class FieldworkState(StrEnum):
    """An entry of fieldwork: what a fellow did on a day, for how long."""

    LOGGED = "logged"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"
    TAKEN_BACK = "taken_back"


class FieldworkAction(Deed):
    LOG = "log", "Logged"
    CORRECT = "correct", "Corrected"
    ACCEPT = "accept", "Accepted"
    SEND_BACK = "send_back", "Sent back"
    TAKE_BACK = "take_back", "Taken back"


FIELDWORK_MOVES: dict[tuple[FieldworkState, FieldworkAction], FieldworkState] = {
    (FieldworkState.LOGGED, FieldworkAction.ACCEPT): FieldworkState.ACCEPTED,
    (FieldworkState.LOGGED, FieldworkAction.SEND_BACK): FieldworkState.SENT_BACK,
    (FieldworkState.LOGGED, FieldworkAction.CORRECT): FieldworkState.LOGGED,
    (FieldworkState.LOGGED, FieldworkAction.TAKE_BACK): FieldworkState.TAKEN_BACK,
    (FieldworkState.SENT_BACK, FieldworkAction.CORRECT): FieldworkState.LOGGED,
    (FieldworkState.SENT_BACK, FieldworkAction.TAKE_BACK): FieldworkState.TAKEN_BACK,
    # Accepted by mistake, until the hours are complete.
    (FieldworkState.ACCEPTED, FieldworkAction.SEND_BACK): FieldworkState.SENT_BACK,
}


# Of a version of the service agreement.
VersionState = Standing


class VersionAction(Deed):
    DRAFT = "draft", "Drafted"
    CHANGE = "change", "Changed"
    PUBLISH = "publish", "Published"
    RETIRE = "retire", "Retired"
    DISCARD = "discard", "Discarded"


VERSION_MOVES: dict[tuple[VersionState, VersionAction], VersionState] = {
    (VersionState.DRAFT, VersionAction.CHANGE): VersionState.DRAFT,
    (VersionState.DRAFT, VersionAction.PUBLISH): VersionState.PUBLISHED,
    (VersionState.DRAFT, VersionAction.DISCARD): VersionState.DISCARDED,
    (VersionState.PUBLISHED, VersionAction.RETIRE): VersionState.RETIRED,
}


class ServiceState(StrEnum):
    REPORTED = "reported"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    ACCEPTED = "accepted"
    # Of what was entered from paper by mistake.
    TAKEN_BACK = "taken_back"


# What the site has said yes to.
CONFIRMED = (ServiceState.VERIFIED, ServiceState.ACCEPTED)


class ServiceAction(Deed):
    REPORT = "report", "Reported"
    ASK = "ask", "Confirmation asked for"
    VERIFY = "verify", "Confirmed by the site"
    DISPUTE = "dispute", "Disagreed with"
    CORRECT = "correct", "Corrected"
    ACCEPT = "accept", "Accepted"
    # Once a year, of a post that lasts.
    CONTINUE = "continue", "Still right"
    LEAVE = "leave", "Ended"
    ENTER = "enter", "Entered from paper"
    TAKE_BACK = "take_back", "Taken back"


SERVICE_MOVES: dict[tuple[ServiceState, ServiceAction], ServiceState] = {
    (ServiceState.REPORTED, ServiceAction.ASK): ServiceState.REPORTED,
    (ServiceState.REPORTED, ServiceAction.VERIFY): ServiceState.VERIFIED,
    (ServiceState.REPORTED, ServiceAction.DISPUTE): ServiceState.DISPUTED,
    (ServiceState.DISPUTED, ServiceAction.CORRECT): ServiceState.REPORTED,
    (ServiceState.VERIFIED, ServiceAction.ACCEPT): ServiceState.ACCEPTED,
    **{
        (state, action): state
        for state in CONFIRMED
        for action in (ServiceAction.CONTINUE, ServiceAction.LEAVE)
    },
    **{(state, ServiceAction.TAKE_BACK): ServiceState.TAKEN_BACK for state in CONFIRMED},
}

# What a site confirms, one by one.
ITEMS = {
    "employer": "Employer",
    "site": "School or office",
    "position": "Position",
    "fte": "Full-time equivalent",
    "period": "From and to",
}


class AwardState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    # What was not in a file by then is paid no more; what was sent stays.
    ENDED = "ended"
    CANCELLED = "cancelled"


class AwardAction(Deed):
    DRAFT = "draft", "Drafted"
    CHANGE = "change", "Changed"
    PROPOSE = "propose", "Proposed"
    SEND_BACK = "send_back", "Sent back"
    APPROVE = "approve", "Approved"
    CANCEL = "cancel", "Canceled"
    END = "end", "Ended"
    # Of one of its parts: what came back is proposed anew as an award of its own; an approved one gets another day.
    AGAIN = "again", "Proposed to be paid again"
    MOVE_DAY = "move_day", "Day moved"
    # What becomes of one of its payments leaves the award as it is.
    EXPORT = "export", "Put in a file for payroll"
    PAY = "pay", "Payment recorded"
    COME_BACK = "come_back", "Payment came back"


AWARD_MOVES: dict[tuple[AwardState, AwardAction], AwardState] = {
    (AwardState.DRAFT, AwardAction.CHANGE): AwardState.DRAFT,
    (AwardState.DRAFT, AwardAction.PROPOSE): AwardState.PROPOSED,
    (AwardState.PROPOSED, AwardAction.SEND_BACK): AwardState.DRAFT,
    (AwardState.PROPOSED, AwardAction.APPROVE): AwardState.APPROVED,
    (AwardState.DRAFT, AwardAction.CANCEL): AwardState.CANCELLED,
    (AwardState.PROPOSED, AwardAction.CANCEL): AwardState.CANCELLED,
    (AwardState.APPROVED, AwardAction.END): AwardState.ENDED,
    (AwardState.APPROVED, AwardAction.AGAIN): AwardState.APPROVED,
    (AwardState.ENDED, AwardAction.AGAIN): AwardState.ENDED,
    (AwardState.APPROVED, AwardAction.MOVE_DAY): AwardState.APPROVED,
}
# While it is in one of these, nothing else is proposed in its place.
PENDING = (AwardState.DRAFT, AwardState.PROPOSED, AwardState.APPROVED)
# Whoever did this with an award does not approve it.
WROTE = (AwardAction.DRAFT, AwardAction.CHANGE, AwardAction.PROPOSE)
# What a fellow reads of their own.
TOLD_OF = (AwardState.APPROVED, AwardState.ENDED)
# Those who may be given assistance.
ASSISTED = (S.SELECTED, S.APPLIED_UCLA, S.ADMITTED, S.ENROLLED, *OWING)


class DisbursementState(StrEnum):
    PLANNED = "planned"
    APPROVED = "approved"
    EXPORTED = "exported"
    PAID = "paid_out"
    CAME_BACK = "came_back"
    CANCELLED = "cancelled"


DISBURSEMENT_MOVES: dict[tuple[DisbursementState, AwardAction], DisbursementState] = {
    (DisbursementState.PLANNED, AwardAction.APPROVE): DisbursementState.APPROVED,
    (DisbursementState.PLANNED, AwardAction.CANCEL): DisbursementState.CANCELLED,
    (DisbursementState.APPROVED, AwardAction.END): DisbursementState.CANCELLED,
    (DisbursementState.APPROVED, AwardAction.EXPORT): DisbursementState.EXPORTED,
    (DisbursementState.EXPORTED, AwardAction.PAY): DisbursementState.PAID,
    (DisbursementState.EXPORTED, AwardAction.COME_BACK): DisbursementState.CAME_BACK,
    (DisbursementState.PAID, AwardAction.COME_BACK): DisbursementState.CAME_BACK,
}
# What the budget of a cohort holds: what came back or was canceled is free again.
COMMITTED = (DisbursementState.APPROVED, DisbursementState.EXPORTED, DisbursementState.PAID)
# What payroll was asked to pay and was not given back.
SENT = (DisbursementState.EXPORTED, DisbursementState.PAID)
