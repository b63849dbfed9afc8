"""Who handles money and who sees it: every hat with every verb, and every list."""

import pytest
from django.contrib.auth.models import AnonymousUser

from people.models import Hat
from stipends.models import StipendLine, StipendPolicy, StipendRun
from stipends.policies import (
    RUN_HATS,
    sees_money,
    why_not,
    why_not_approved,
    why_not_download,
)
from stipends.states import PolicyAction, RunAction
from tests.factories.people import HatFactory, UserFactory, administrator, manager
from tests.factories.stipends import (
    NOW,
    StipendLineFactory,
    StipendPolicyFactory,
    StipendRunFactory,
    approved_line,
    approver,
    preparer,
)

pytestmark = pytest.mark.django_db

PREPARES = {
    PolicyAction.DRAFT,
    PolicyAction.CHANGE,
    RunAction.PREPARE,
    RunAction.CALCULATE,
    RunAction.EXPORT,
    RunAction.CONFIRM,
}
APPROVES = {RunAction.APPROVE, RunAction.SEND_BACK}
EITHER = {
    PolicyAction.TRY,
    PolicyAction.SEND_BACK,
    PolicyAction.PUBLISH,
    PolicyAction.RETIRE,
    PolicyAction.DISCARD,
    RunAction.VOID,
    "download",
}


def theirs(user):
    """The verbs this person's hats are for."""
    verbs = {action for action in (*PolicyAction, *RUN_HATS) if why_not(user, action) is None}
    return verbs | ({"download"} if why_not_download(user) is None else set())


def director():
    return HatFactory(kind=Hat.Kind.DIRECTOR).person


def gone(make):
    def person():
        who = make()
        who.is_active = False
        who.save()
        return who

    return person


def retired():
    """A preparer whose hat ended."""
    return HatFactory(kind=Hat.Kind.PREPARER, ends=NOW.date().replace(year=2020)).person


HATS = {
    "preparer": (preparer, PREPARES | EITHER, True),
    "approver": (approver, APPROVES | EITHER, True),
    "administrator": (administrator, PREPARES | APPROVES | EITHER, True),
    "manager": (manager, set(), True),
    "director": (director, set(), False),
    "teacher": (UserFactory, set(), False),
    "visitor": (AnonymousUser, set(), False),
    "a preparer who left": (gone(preparer), set(), False),
    "an administrator who left": (gone(administrator), set(), False),
    "a preparer of before": (retired, set(), False),
}


@pytest.mark.parametrize(("make", "allowed", "_"), HATS.values(), ids=HATS)
def test_each_hat_does_its_part_and_nothing_else(make, allowed, _):
    user = make()
    assert theirs(user) == allowed


def test_one_person_with_both_hats_does_both_parts():
    user = preparer()
    HatFactory(person=user, kind=Hat.Kind.APPROVER)
    assert theirs(user) == PREPARES | APPROVES | EITHER


@pytest.mark.parametrize(("make", "_", "sees"), HATS.values(), ids=HATS)
def test_money_is_seen_by_finance_and_managers_alone(make, _, sees):
    StipendRunFactory()
    StipendPolicyFactory()
    approved_line()
    user = make()
    assert sees_money(user) is sees
    shown = [rows.objects.visible_to(user).count() for rows in (StipendRun, StipendPolicy, StipendLine)]
    assert shown == ([2, 1, 1] if sees else [0, 0, 0])
    assert StipendRun.objects.visible_to(user).exists() is sees


@pytest.mark.parametrize(
    ("state", "kind", "shown"),
    [
        ("approved", "instalment", 1),
        ("calculated", "instalment", 0),
        ("approved", "projection", 0),
        ("void", "instalment", 0),
    ],
)
def test_a_leader_sees_their_own_lines_once_they_are_paid_or_about_to_be(state, kind, shown):
    if state == "approved" and kind != "projection":
        line = approved_line(kind=kind)
    else:
        line = StipendLineFactory(run__kind=kind, run__state=state if kind != "projection" else "calculated")
    assert StipendLine.objects.visible_to(line.person).count() == shown
    assert StipendLine.objects.visible_to(UserFactory()).count() == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"kind": "projection"},
            "A projection is for planning and pays nobody. Prepare an installment or a final run.",
        ),
        ({"state": "draft"}, ""),
        ({"state": "calculating"}, ""),
        ({"state": "calculated", "total_cents": 1, "lines_count": 1}, ""),
        (
            {"state": "calculated", "lines_count": 1},
            "This run pays nobody, and its lines say why. There is nothing to approve until something changes.",
        ),
        (
            {"state": "calculated"},
            "This run has no lines, as nobody holds a role in 2026-27. There is nothing to approve.",
        ),
    ],
)
def test_a_run_that_nobody_may_approve_says_why(fields, said):
    assert why_not_approved(StipendRunFactory(**fields)) == said
