"""What the verbs on runs, policies and confirmations refuse, each in its words; nothing changes then."""

import pytest

from common.errors import DomainError, NotAllowed
from stipends.models import StipendLine, StipendPolicy, StipendRun
from stipends.services import (
    approve,
    confirm,
    discard_policy,
    draft_policy,
    export,
    prepare_run,
    publish_policy,
    retire_policy,
    void,
)
from tests.factories.pathways import ProgramYearFactory, RoleFactory
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import (
    NOW,
    PROPORTIONAL,
    StipendPolicyFactory,
    StipendRunFactory,
    Year,
    approver,
    preparer,
)
from tests.owner import past_the_guards
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    year = Year()
    year.leader()
    year.close()
    return year


def draft(by, rule=PROPORTIONAL):
    return draft_policy(
        role=RoleFactory(), year=ProgramYearFactory(), annual_cents=300_000, rule=rule, by=by, now=NOW
    )


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (lambda policy, by: draft(by), "^Only a finance preparer may draft a stipend policy[.]$"),
        (
            lambda policy, by: publish_policy(pk=policy.pk, by=by),
            "^Only finance may publish a stipend policy[.]$",
        ),
        (
            lambda policy, by: retire_policy(pk=policy.pk, by=by, reason="x"),
            "^Only finance may retire a stipend policy[.]$",
        ),
        (
            lambda policy, by: discard_policy(pk=policy.pk, by=by, reason="x"),
            "^Only finance may discard the draft of a stipend policy[.]$",
        ),
    ],
    ids=["draft", "publish", "retire", "discard"],
)
@pytest.mark.parametrize("stranger", [manager, UserFactory], ids=["manager", "teacher"])
def test_policies_are_handled_by_finance_alone(verb, words, stranger):
    policy = StipendPolicyFactory(draft=True)
    with pytest.raises(NotAllowed, match=words):
        verb(policy, stranger())
    assert list(StipendPolicy.objects.values_list("pk", "state")) == [(policy.pk, "draft")]


@pytest.mark.parametrize(
    ("verb", "state", "words"),
    [
        (retire_policy, "published", "^Say why this policy is retired[.]$"),
        (discard_policy, "draft", "^Say why this draft is discarded[.]$"),
    ],
)
def test_a_policy_is_set_aside_with_a_reason_only(verb, state, words):
    policy = StipendPolicyFactory(draft=state == "draft")
    with pytest.raises(DomainError, match=words):
        verb(pk=policy.pk, by=preparer(), reason="  ")
    policy.refresh_from_db()
    assert policy.state == state


def test_a_rule_that_cannot_be_read_is_refused_by_its_field():
    with pytest.raises(DomainError, match=r"^weights_bp: "):
        draft(preparer(), {**PROPORTIONAL, "weights_bp": [6000, 2500]})
    assert not StipendPolicy.objects.exists()


def test_an_unknown_kind_of_run_is_refused_with_the_known_ones():
    with pytest.raises(DomainError, match=r"^Choose one of these kinds of run: projection, inst"):
        prepare_run(year=ProgramYearFactory(), kind="bonus", by=preparer(), now=NOW)
    assert not StipendRun.objects.exists()


def test_a_share_that_cannot_be_read_is_refused_by_its_field():
    with pytest.raises(DomainError, match=r"^share: "):
        prepare_run(
            year=ProgramYearFactory(),
            kind="instalment",
            step={"kind": "share_of_maximum", "share": "a half"},
            by=preparer(),
            now=NOW,
        )
    assert not StipendRun.objects.exists()


def test_a_run_is_made_void_with_a_reason_only():
    run = StipendRunFactory()
    with pytest.raises(DomainError, match=r"^Say why this run is void[.]$"):
        void(pk=run.pk, by=run.prepared_by, reason="", now=NOW)
    run.refresh_from_db()
    assert run.state == "draft"


def test_what_payroll_paid_is_recorded_by_a_preparer_alone():
    run = StipendRunFactory()
    with pytest.raises(NotAllowed, match=r"^Only a finance preparer may confirm what payroll paid[.]$"):
        confirm(pk=run.pk, rows=[], by=approver(), now=NOW)


def test_a_line_changed_since_it_was_calculated_keeps_the_run_from_being_approved(year):
    run = calculated(year)
    with past_the_guards():
        StipendLine.objects.filter(run=run).update(sha256="0" * 64)
    with pytest.raises(DomainError, match=r"^The lines of this run are not those that were calculated: "):
        approve(
            pk=run.pk,
            by=approver(),
            snapshot_sha256=run.snapshot_sha256,
            total_cents=run.total_cents,
            now=NOW,
        )
    run.refresh_from_db()
    assert run.state == "calculated"


def test_a_run_whose_lines_do_not_add_up_is_not_exported(year):
    run = approved(year)
    with past_the_guards():
        StipendLine.objects.filter(run=run).update(amount_cents=1)
    with pytest.raises(DomainError, match=r"^The lines of this run are not those that were approved: "):
        export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    assert not run.exports.exists()
