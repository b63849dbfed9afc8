"""What the verbs on policies write and refuse, word for word and at their edges."""

from datetime import timedelta

import pytest

from common.errors import SomeoneElse
from stipends.models import StipendPolicy
from stipends.services import (
    discard_policy,
    draft_policy,
    publish_policy,
    retire_policy,
)
from tests.factories.pathways import ProgramYearFactory, RoleFactory
from tests.factories.stipends import (
    NOW,
    PROPORTIONAL,
    StipendPolicyFactory,
    approver,
    preparer,
)
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
HALF = {"kind": "share_of_maximum", "share": "1/2"}


def drafted(**told):
    told = {"role": RoleFactory(), "year": ProgramYearFactory(), "annual_cents": 300_000} | told
    return draft_policy(rule=PROPORTIONAL, now=NOW, **({"by": preparer()} | told))


def test_a_draft_is_the_next_version_of_its_role_and_year():
    by, role, year = preparer(), RoleFactory(), ProgramYearFactory()
    first = drafted(role=role, year=year, by=by)
    assert (first.version, first.state, first.drafted_by, first.drafted_at) == (1, "draft", by, NOW)
    assert (first.annual_cents, first.rule) == (300_000, PROPORTIONAL)
    assert drafted(role=role, year=year).version == 2
    assert drafted(role=role, year=ProgramYearFactory(first=2025)).version == 1
    assert drafted(role=RoleFactory(), year=year).version == 1
    assert history(first) == [("draft", "", "draft", by.pk, NOW, "")]


@pytest.mark.parametrize("cents", [0, -1])
def test_a_policy_pays_something(cents):
    assert refusal(drafted, annual_cents=cents) == (
        "Write an amount above $0.00. A role that is paid nothing needs no policy."
    )
    assert drafted(annual_cents=1).annual_cents == 1


def test_a_published_policy_retires_the_one_before_it_and_no_other():
    by = approver()
    old = StipendPolicyFactory(version=1)
    other_role, other_year = (
        StipendPolicyFactory(year=old.year),
        StipendPolicyFactory(role=old.role, year=ProgramYearFactory(first=2025)),
    )
    new = StipendPolicyFactory(draft=True, version=2, role=old.role, year=old.year)
    done = publish_policy(pk=new.pk, by=by, now=LATER)
    done.refresh_from_db()
    assert (done.state, done.published_by, done.published_at) == ("published", by, LATER)
    states = StipendPolicy.objects.in_bulk([old.pk, other_role.pk, other_year.pk])
    assert [states[row.pk].state for row in (old, other_role, other_year)] == [
        "retired",
        "published",
        "published",
    ]
    assert history(new) == [("publish", "draft", "published", by.pk, LATER, "")]
    assert history(old) == [("retire", "published", "retired", by.pk, LATER, "Replaced by version 2.")]


def test_who_drafted_a_policy_does_not_publish_it():
    by = preparer()
    draft = drafted(by=by)
    assert refusal(publish_policy, pk=draft.pk, by=by, refused_as=SomeoneElse) == (
        "You drafted this policy, so someone else must publish it."
    )


def test_a_draft_whose_rule_cannot_be_read_any_more_is_not_published():
    draft = StipendPolicyFactory(
        draft=True, rule=PROPORTIONAL | {"credit": {"kind": "bands", "full": "1/2", "half": "3/4"}}
    )
    assert refusal(publish_policy, pk=draft.pk, by=approver()) == (
        "credit.half: Write a bound above 0 that is not above `full`."
    )
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize(
    ("verb", "before", "after", "action"),
    [(retire_policy, "published", "retired", "retire"), (discard_policy, "draft", "discarded", "discard")],
)
def test_a_policy_set_aside_keeps_who_when_and_why(verb, before, after, action):
    policy, by = StipendPolicyFactory(draft=before == "draft"), preparer()
    verb(pk=policy.pk, by=by, reason=" A better one. ", now=LATER)
    policy.refresh_from_db()
    assert policy.state == after
    assert history(policy) == [(action, before, after, by.pk, LATER, "A better one.")]
