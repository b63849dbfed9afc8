"""The lives of a policy, of a run and of a claim for substitutes, and what is done with a fund. Plain Python."""

from enum import StrEnum

from common.standing import Standing
from common.states import Deed


class PolicyState(StrEnum):
    DRAFT = "draft"
    # A second person read it and said what should change.
    RETURNED = "returned"
    PUBLISHED = "published"
    RETIRED = "retired"
    DISCARDED = "discarded"


class PolicyAction(Deed):
    DRAFT = "draft", "Drafted"
    CHANGE = "change", "Changed"
    TRY = "try", "Examples uploaded"
    SEND_BACK = "send_back", "Sent back"
    PUBLISH = "publish", "Published"
    RETIRE = "retire", "Retired"
    DISCARD = "discard", "Discarded"


POLICY_MOVES: dict[tuple[PolicyState, PolicyAction], PolicyState] = {
    (PolicyState.DRAFT, PolicyAction.CHANGE): PolicyState.DRAFT,
    # Mended, it waits for the second person again.
    (PolicyState.RETURNED, PolicyAction.CHANGE): PolicyState.DRAFT,
    (PolicyState.DRAFT, PolicyAction.TRY): PolicyState.DRAFT,
    (PolicyState.RETURNED, PolicyAction.TRY): PolicyState.RETURNED,
    (PolicyState.DRAFT, PolicyAction.SEND_BACK): PolicyState.RETURNED,
    (PolicyState.DRAFT, PolicyAction.PUBLISH): PolicyState.PUBLISHED,
    (PolicyState.PUBLISHED, PolicyAction.RETIRE): PolicyState.RETIRED,
    (PolicyState.DRAFT, PolicyAction.DISCARD): PolicyState.DISCARDED,
    (PolicyState.RETURNED, PolicyAction.DISCARD): PolicyState.DISCARDED,
}


class FundAction(Deed):
    ADD = "add", "Added"
    RENAME = "rename", "Called otherwise"


class RunState(StrEnum):
    DRAFT = "draft"
    CALCULATING = "calculating"
    CALCULATED = "calculated"
    APPROVED = "approved"
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    VOID = "void"


class RunAction(Deed):
    PREPARE = "prepare", "Prepared"
    CALCULATE = "calculate", "Calculation started"
    FINISH = "finish", "Calculated"
    RECALCULATE = "recalculate", "Calculation started again"
    APPROVE = "approve", "Approved"
    # An approval or a file that was not given, because the lines were others by then.
    REFUSE = "refuse", "Refused"
    SEND_BACK = "send_back", "Sent back"
    EXPORT = "export", "File made"
    CONFIRM = "confirm", "Payment recorded"
    CONFIRM_PART = "confirm_part", "Part of the payment recorded"
    VOID = "void", "Made void"


R, A = RunState, RunAction
RUN_MOVES: dict[tuple[RunState, RunAction], RunState] = {
    (R.DRAFT, A.CALCULATE): R.CALCULATING,
    (R.CALCULATING, A.FINISH): R.CALCULATED,
    (R.CALCULATED, A.RECALCULATE): R.CALCULATING,
    # After a chunk has failed, or to start over while workers are still at it.
    (R.CALCULATING, A.RECALCULATE): R.CALCULATING,
    (R.CALCULATED, A.APPROVE): R.APPROVED,
    # The approver's words are for the preparer; the lines stay until it is calculated again.
    (R.CALCULATED, A.SEND_BACK): R.CALCULATED,
    (R.APPROVED, A.EXPORT): R.EXPORTED,
    # A file in the other layout, or the same one again.
    **{(state, A.EXPORT): state for state in (R.EXPORTED, R.CONFIRMED)},
    (R.EXPORTED, A.CONFIRM): R.CONFIRMED,
    # Money that left cannot be voided: corrections are new lines of a supplementary run.
    **{(state, A.VOID): R.VOID for state in (R.DRAFT, R.CALCULATING, R.CALCULATED, R.APPROVED)},
}
LOCKED = (R.APPROVED, R.EXPORTED, R.CONFIRMED)
# How far a payment came, as whoever gets it says it.
STAGES_SAID: dict[str, str] = {
    R.APPROVED: "Approved, not sent yet",
    R.EXPORTED: "On its way to payroll",
    R.CONFIRMED: "Paid",
}


class PaydayAction(Deed):
    PLAN = "plan", "Planned"
    CHANGE = "change", "Changed"
    DROP = "drop", "Taken back"


class ChunkState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class ClaimState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    EXPORTED = "exported"
    PAID = "paid_back"
    DISCARDED = "discarded"


class ClaimAction(Deed):
    OPEN = "open", "Filled in from the roster"
    FILL = "fill", "Saved"
    SUBMIT = "submit", "Sent for approval"
    RETURN = "return", "Sent back for changes"
    APPROVE = "approve", "Approved"
    EXPORT = "export", "File made"
    PAY = "pay", "Payment recorded"
    DISCARD = "discard", "Discarded"


class BatchAction(Deed):
    """What is done with a file of claims; the histories of its claims tell it."""

    EXPORT = "export", "File made"
    CONFIRM = "confirm", "Payment recorded"
    CONFIRM_ALL = "confirm_all", "Payment of all of it recorded"


class AssistanceAction(Deed):
    """What is done with a file of assistance; the histories of its awards tell it."""

    EXPORT = "export", "File made"
    CONFIRM = "confirm", "Payment recorded"
    CONFIRM_ALL = "confirm_all", "Payment of all of it recorded"
    COME_BACK = "come_back", "Payment came back"


# Terms of substitutes, limits of schools and layouts of payroll offices.
RateState = Standing


class RateAction(Deed):
    DRAFT = "draft", "Drafted"
    PUBLISH = "publish", "Published"
    RETIRE = "retire", "Retired"
    DISCARD = "discard", "Discarded"


# Of what substitutes are paid and what schools may claim.
RATE_MOVES: dict[tuple[RateState, RateAction], RateState] = {
    (RateState.DRAFT, RateAction.PUBLISH): RateState.PUBLISHED,
    (RateState.PUBLISHED, RateAction.RETIRE): RateState.RETIRED,
    (RateState.DRAFT, RateAction.DISCARD): RateState.DISCARDED,
}


C, D = ClaimState, ClaimAction
CLAIM_MOVES: dict[tuple[ClaimState, ClaimAction], ClaimState] = {
    # What the school still has in its hands is written as often as it likes.
    **{(state, did): state for state in (C.DRAFT, C.RETURNED) for did in (D.OPEN, D.FILL)},
    **{(state, D.SUBMIT): C.SUBMITTED for state in (C.DRAFT, C.RETURNED)},
    (C.SUBMITTED, D.RETURN): C.RETURNED,
    (C.SUBMITTED, D.APPROVE): C.APPROVED,
    (C.APPROVED, D.EXPORT): C.EXPORTED,
    (C.EXPORTED, D.PAY): C.PAID,
    **{(state, D.DISCARD): C.DISCARDED for state in (C.DRAFT, C.RETURNED)},
}
# Whoever did this with a claim does not approve it.
FILLED_IN = (D.OPEN, D.FILL, D.SUBMIT)
# What the school still writes; what counts against its allowance; what nobody changes any more.
AT_SCHOOL = (C.DRAFT, C.RETURNED)
CLAIMED = (C.SUBMITTED, C.APPROVED, C.EXPORTED, C.PAID)
SETTLED = (C.APPROVED, C.EXPORTED, C.PAID)


class DisputeState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"


class DisputeAction(Deed):
    DISPUTE = "dispute", "Said that something is wrong"
    ANSWER = "answer", "Answered"
    TAKE_BACK = "take_back", "Taken back"


DISPUTE_MOVES: dict[tuple[DisputeState, DisputeAction], DisputeState] = {
    (DisputeState.OPEN, DisputeAction.ANSWER): DisputeState.ANSWERED,
    (DisputeState.OPEN, DisputeAction.TAKE_BACK): DisputeState.TAKEN_BACK,
}


class OverpaymentState(StrEnum):
    OPEN = "open"
    SETTLED = "settled"
    WAIVED = "waived"
    SET_AGAINST = "set_against"
    # It closed by itself: what is earned rose, or the run that found it is void.
    CLEARED = "cleared"


class OverpaymentAction(Deed):
    FIND = "find", "Found"
    CHANGE = "change", "Is another amount now"
    CLEAR = "clear", "Earned by now, so it closed by itself"
    UNDO = "undo", "The run that found it is void, so it closed by itself"
    AGREE = "agree", "Agreed to take it off the next payment"
    RECORD_PAPER = "record_paper", "A signed paper was recorded"
    DISAGREE = "disagree", "Taken back: nothing is taken off"
    TAKE = "take", "Taken off a payment"
    SETTLE_PART = "settle_part", "A part came back"
    SETTLE = "settle", "Settled"
    ASK_WAIVER = "ask_waiver", "Waiver asked for"
    REFUSE_WAIVER = "refuse_waiver", "Waiver refused"
    WAIVE = "waive", "Waived"


OS, OA = OverpaymentState, OverpaymentAction
# What leaves it open stands here too: none of it is done to one that has ended.
OVERPAYMENT_MOVES: dict[tuple[OverpaymentState, OverpaymentAction], OverpaymentState] = {
    **{
        (OS.OPEN, action): OS.OPEN
        for action in (
            OA.AGREE,
            OA.RECORD_PAPER,
            OA.DISAGREE,
            OA.ASK_WAIVER,
            OA.REFUSE_WAIVER,
            OA.SETTLE_PART,
            OA.CHANGE,
        )
    },
    (OS.OPEN, OA.SETTLE): OS.SETTLED,
    (OS.OPEN, OA.WAIVE): OS.WAIVED,
    # With its last cent; before that it stays open.
    (OS.OPEN, OA.TAKE): OS.SET_AGAINST,
    (OS.OPEN, OA.CLEAR): OS.CLEARED,
    (OS.OPEN, OA.UNDO): OS.CLEARED,
}
