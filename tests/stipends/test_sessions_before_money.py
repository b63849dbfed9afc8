"""An installment says whose required sessions do not stand yet, and is prepared and approved all the same."""

import pytest
from django.urls import reverse

from seminars.models import Session
from stipends.queries import unplanned
from stipends.services import approve
from tests.factories.pathways import CohortFactory, ProgramYearFactory
from tests.factories.seminars import EventFactory, SessionFactory
from tests.factories.stipends import NOW, Year, approver, preparer
from tests.stipends.test_runs import calculated

pytestmark = pytest.mark.django_db
HALF = {"kind": "share_of_earned", "share": "1/2"}


@pytest.fixture
def year(clock, settings):
    clock(NOW)
    settings.DEMO = True
    year = Year()
    year.leader()
    return year


def before(year, sessions: int):
    """The year before, with so many required sessions for everybody."""
    last = ProgramYearFactory(first=2025)
    for number in range(sessions):
        SessionFactory(event=EventFactory(year=last, title=f"Then {number}"))


def none_stands(year):
    Session.objects.filter(event__year=year.year).update(required=False)


def said(year) -> list[str]:
    return [str(one) for one in unplanned(year.year)]


def test_a_role_with_its_sessions_is_not_named(year):
    assert said(year) == []


def test_a_paid_role_without_a_required_session_is_named(year):
    none_stands(year)
    assert said(year) == [f"{year.role.name} (none planned)"]


def test_a_role_with_fewer_sessions_than_the_year_before_is_named_with_both_numbers(year):
    before(year, 12)
    assert said(year) == [f"{year.role.name} (11 planned; 12 the year before)"]


def test_as_many_as_the_year_before_stand(year):
    before(year, 11)
    assert said(year) == []


def test_a_session_for_two_cohorts_of_a_role_counts_once(year):
    before(year, 12)
    cohorts = [CohortFactory(role=year.role, name=name) for name in ("One", "Two")]
    Session.objects.filter(event__year=year.year).first().cohorts.set(cohorts)
    assert said(year) == [f"{year.role.name} (11 planned; 12 the year before)"]


def test_a_role_without_a_policy_in_force_is_not_named(year):
    none_stands(year)
    year.policy.state = "retired"
    year.policy.save()
    assert said(year) == []


def shown(client, by, name, *args) -> str:
    client.force_login(by)
    return client.get(reverse(f"stipends:{name}", args=args)).content.decode()


WORDS = "The required sessions of 2026-27 do not stand yet: {} (none planned). What is earned"


def test_the_form_the_run_and_the_approver_name_the_roles_and_nothing_is_refused(year, client):
    year.close()
    none_stands(year)
    run, words = calculated(year, kind="instalment", step=HALF), WORDS.format(year.role.name)
    by = approver()
    pages = [shown(client, preparer(), "run_new"), shown(client, run.prepared_by, "run", run.pk)]
    pages.append(shown(client, by, "run_approve", run.pk))
    assert [page.count(words) for page in pages] == [1, 1, 1]
    approve(pk=run.pk, by=by, snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=NOW)
    assert words not in shown(client, by, "run", run.pk)


@pytest.mark.parametrize("kind", ["projection", "final"])
def test_other_runs_do_not_warn(year, client, kind):
    none_stands(year)
    run = calculated(year, kind=kind)
    assert "do not stand yet" not in shown(client, run.prepared_by, "run", run.pk)
