"""The lives of a policy and of a run. Plain Python."""

from enum import StrEnum


class PolicyState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"
    DISCARDED = "discarded"


class PolicyAction(StrEnum):
    DRAFT = "draft"
    PUBLISH = "publish"
    RETIRE = "retire"
    DISCARD = "discard"


POLICY_MOVES: dict[tuple[PolicyState, PolicyAction], PolicyState] = {
    (PolicyState.DRAFT, PolicyAction.PUBLISH): PolicyState.PUBLISHED,
    (PolicyState.PUBLISHED, PolicyAction.RETIRE): PolicyState.RETIRED,
    (PolicyState.DRAFT, PolicyAction.DISCARD): PolicyState.DISCARDED,
}


class RunState(StrEnum):
    DRAFT = "draft"
    CALCULATING = "calculating"
    CALCULATED = "calculated"
    APPROVED = "approved"
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    VOID = "void"


class RunAction(StrEnum):
    PREPARE = "prepare"
    CALCULATE = "calculate"
    FINISH = "finish"
    RECALCULATE = "recalculate"
    APPROVE = "approve"
    SEND_BACK = "send back"
    EXPORT = "export"
    CONFIRM = "confirm"
    VOID = "void"


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


class ChunkState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
