"""The whole tables of a run and of a policy: each verb tried in each state is made, changes nothing, or is refused."""

from itertools import product

import pytest

from common.errors import DomainError
from stipends.models import LineConfirmation, StipendPolicy, StipendRun
from stipends.services import (
    approve,
    calculate,
    change_draft,
    confirm,
    discard_policy,
    export,
    publish_policy,
    retire_policy,
    send_back,
    send_policy_back,
    try_policy,
    void,
)
from stipends.services.chunks import calculate_chunk, finish_run
from stipends.services.confirmations import Confirmed
from stipends.states import POLICY_MOVES, RUN_MOVES, PolicyAction, PolicyState, RunAction, RunState
from tests.factories.stipends import NOW, StipendPolicyFactory, StipendRunFactory, Year, approver, preparer

pytestmark = pytest.mark.django_db
R, A, P, D = RunState, RunAction, PolicyState, PolicyAction

# Written out, not read from the product: a move added or lost by mistake is seen here.
RUNS = {
    (R.DRAFT, A.CALCULATE): R.CALCULATING,
    (R.CALCULATING, A.FINISH): R.CALCULATED,
    (R.CALCULATING, A.RECALCULATE): R.CALCULATING,
    (R.CALCULATED, A.RECALCULATE): R.CALCULATING,
    (R.CALCULATED, A.APPROVE): R.APPROVED,
    (R.CALCULATED, A.SEND_BACK): R.CALCULATED,
    (R.APPROVED, A.EXPORT): R.EXPORTED,
    (R.EXPORTED, A.CONFIRM): R.CONFIRMED,
    (R.EXPORTED, A.EXPORT): R.EXPORTED,
    (R.CONFIRMED, A.EXPORT): R.CONFIRMED,
    (R.DRAFT, A.VOID): R.VOID,
    (R.CALCULATING, A.VOID): R.VOID,
    (R.CALCULATED, A.VOID): R.VOID,
    (R.APPROVED, A.VOID): R.VOID,
}
POLICIES = {
    (P.DRAFT, D.CHANGE): P.DRAFT,
    (P.RETURNED, D.CHANGE): P.DRAFT,
    (P.DRAFT, D.TRY): P.DRAFT,
    (P.RETURNED, D.TRY): P.RETURNED,
    (P.DRAFT, D.SEND_BACK): P.RETURNED,
    (P.RETURNED, D.DISCARD): P.DISCARDED,
    (P.DRAFT, D.PUBLISH): P.PUBLISHED,
    (P.DRAFT, D.DISCARD): P.DISCARDED,
    (P.PUBLISHED, D.RETIRE): P.RETIRED,
}
# One press starts a calculation, the first or a further one; what is refused, and a part of what was paid, come of
# approving, exporting and confirming.
PRESSED = [action for action in A if action not in {A.PREPARE, A.RECALCULATE, A.REFUSE, A.CONFIRM_PART}]
NOTHING_NEW = {(R.EXPORTED, A.EXPORT), (R.CONFIRMED, A.EXPORT)} | {
    (state, A.FINISH) for state in R if state is not R.CALCULATING
}
DECIDED = [action for action in D if action is not D.DRAFT]


def named(word):
    return word


def finish(run):
    while calculate_chunk(run_id=run.pk):
        pass
    return finish_run(run_id=run.pk, now=NOW)


def all_of_it(run):
    return [
        Confirmed(row, pk, cents)
        for row, (pk, cents) in enumerate(run.lines.values_list("pk", "amount_cents"), 2)
    ]


def do(action, run):
    """The verb, by somebody whose it is."""
    run.refresh_from_db()
    pk, by = run.pk, run.prepared_by
    verbs = {
        A.CALCULATE: lambda: calculate(pk=pk, by=by, now=NOW),
        A.FINISH: lambda: finish(run),
        A.APPROVE: lambda: approve(
            pk=pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=NOW
        ),
        A.SEND_BACK: lambda: send_back(pk=pk, by=approver(), words="The calendar is wrong.", now=NOW),
        A.EXPORT: lambda: export(pk=pk, layout="generic", by=by, now=NOW),
        A.CONFIRM: lambda: confirm(pk=pk, rows=all_of_it(run), by=by, now=NOW),
        A.VOID: lambda: void(pk=pk, by=by, reason="Wrong calendar.", now=NOW),
    }
    return verbs[action]()


WAY_TO = {
    R.DRAFT: [],
    R.CALCULATING: [A.CALCULATE],
    R.CALCULATED: [A.CALCULATE, A.FINISH],
    R.APPROVED: [A.CALCULATE, A.FINISH, A.APPROVE],
    R.EXPORTED: [A.CALCULATE, A.FINISH, A.APPROVE, A.EXPORT],
    R.CONFIRMED: [A.CALCULATE, A.FINISH, A.APPROVE, A.EXPORT, A.CONFIRM],
    R.VOID: [A.VOID],
}


def run_in(state):
    """A run over one leader who did everything, brought there by the verbs people use."""
    year = Year()
    year.leader()
    year.close()
    run = StipendRunFactory(year=year.year)
    for action in WAY_TO[state]:
        do(action, run)
    run.refresh_from_db()
    assert run.state == state
    return run


def traces(run):
    """Everything a verb could leave behind."""
    return (
        StipendRun.objects.values_list("state", "round", "total_cents", "approved_by", "calculated_at").get(
            pk=run.pk
        ),
        run.events.count(),
        list(run.lines.order_by("pk").values_list("pk", "sha256")),
        run.exports.count(),
        LineConfirmation.objects.count(),
    )


def after_pressing(state, action):
    """The agreed state after a press; None when there is none."""
    if action is A.CALCULATE:
        return RUNS.get((state, A.CALCULATE)) or RUNS.get((state, A.RECALCULATE))
    return RUNS.get((state, action))


def test_the_tables_of_moves_are_those_that_were_agreed():
    assert (RUN_MOVES, POLICY_MOVES) == (RUNS, POLICIES)


@pytest.mark.parametrize(
    ("state", "action"),
    [pair for pair in product(R, PRESSED) if after_pressing(*pair) and pair not in NOTHING_NEW],
    ids=named,
)
def test_a_move_of_a_run_is_made_and_leaves_one_line_of_history(state, action):
    run = run_in(state)
    lines = run.events.count()
    do(action, run)
    run.refresh_from_db()
    assert run.state == after_pressing(state, action).value
    last = run.events.order_by("pk").last()
    assert (last.from_state, last.to_state, run.events.count()) == (state, run.state, lines + 1)


@pytest.mark.parametrize(("state", "action"), sorted(NOTHING_NEW, key=str), ids=named)
def test_a_verb_on_a_run_that_was_done_already_changes_nothing(state, action):
    run = run_in(state)
    before = traces(run)
    do(action, run)
    assert traces(run) == before


@pytest.mark.parametrize(
    ("state", "action"),
    [pair for pair in product(R, PRESSED) if not after_pressing(*pair) and pair not in NOTHING_NEW],
    ids=named,
)
def test_a_verb_on_a_run_at_the_wrong_time_is_refused_in_words_and_changes_nothing(state, action):
    run = run_in(state)
    before = traces(run)
    with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
        do(action, run)
    assert traces(run) == before


def decide(action, policy):
    changed = {"annual_cents": 1, "rule": policy.rule, "seen": policy.mark}
    file = {"file_name": "a.csv", "content": b"", "cases": []}
    verbs = {
        D.CHANGE: lambda: change_draft(pk=policy.pk, by=policy.drafted_by, now=NOW, **changed),
        D.TRY: lambda: try_policy(pk=policy.pk, by=preparer(), now=NOW, **file),
        D.SEND_BACK: lambda: send_policy_back(pk=policy.pk, by=approver(), words="A word.", now=NOW),
        D.PUBLISH: lambda: publish_policy(pk=policy.pk, by=approver(), now=NOW),
        D.RETIRE: lambda: retire_policy(pk=policy.pk, by=preparer(), reason="A better one.", now=NOW),
        D.DISCARD: lambda: discard_policy(pk=policy.pk, by=preparer(), reason="A slip.", now=NOW),
    }
    return verbs[action]()


def policy_in(state):
    draft = StipendPolicyFactory(draft=True, drafted_by=preparer())
    way = {
        P.DRAFT: [],
        P.RETURNED: [D.SEND_BACK],
        P.PUBLISHED: [D.PUBLISH],
        P.RETIRED: [D.PUBLISH, D.RETIRE],
        P.DISCARDED: [D.DISCARD],
    }
    for action in way[state]:
        decide(action, draft)
    draft.refresh_from_db()
    assert draft.state == state
    return draft


@pytest.mark.parametrize(("state", "action"), list(product(P, DECIDED)), ids=named)
def test_a_move_of_a_policy_is_made_or_refused_in_words(state, action):
    policy = policy_in(state)
    lines = policy.events.count()
    after = POLICIES.get((state, action))
    if after is None:
        with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
            decide(action, policy)
    else:
        decide(action, policy)
    now_is = StipendPolicy.objects.get(pk=policy.pk).state
    assert (now_is, policy.events.count()) == ((after or state).value, lines + (after is not None))
