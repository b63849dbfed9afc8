"""Two verbs on one run or one policy at once: the second is judged by what the first has done."""

import pytest
from django.db import IntegrityError

from common.errors import DomainError, NoSuchMove
from pathways.models import ProgramYear, ServiceDay
from stipends.models import Export, LineConfirmation, StipendPolicy, StipendRun
from stipends.services import (
    LinesChanged,
    approve,
    calculate,
    confirm,
    discard_policy,
    draft_policy,
    export,
    publish_policy,
    retire_policy,
    void,
)
from stipends.services.confirmations import Confirmed
from tests.factories.pathways import ProgramYearFactory, RoleFactory
from tests.factories.stipends import NOW, PROPORTIONAL, StipendPolicyFactory, Year, approver, preparer
from tests.stipends.test_runs import approved, calculated
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def year():
    year = Year()
    year.leader()
    year.close()
    return year


def approving(run, by):
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
    return lambda: approve(pk=run.pk, by=by, now=NOW, **seen)


def test_a_run_that_is_made_void_is_not_approved_meanwhile(year):
    run = calculated(year)

    def voided():
        return void(pk=run.pk, by=run.prepared_by, reason="Wrong calendar.", now=NOW)

    assert type(second_after(voided, approving(run, approver()))) is NoSuchMove
    run.refresh_from_db()
    assert run.state == "void"


def test_a_run_that_is_calculated_again_is_not_approved_meanwhile(year):
    run = calculated(year)

    def again():
        return calculate(pk=run.pk, by=run.prepared_by, now=NOW)

    assert type(second_after(again, approving(run, approver()))) is NoSuchMove
    run.refresh_from_db()
    assert (run.state, run.round) == ("calculating", 2)


def test_of_two_runs_approved_at_once_the_second_finds_what_the_first_pays(year):
    final, more = calculated(year), calculated(year, kind="supplementary")
    answer = second_after(approving(final, approver()), approving(more, approver()))
    assert isinstance(answer, DomainError)
    assert str(answer).startswith("Something changed since this run was calculated: 1 line has")
    assert [StipendRun.objects.get(pk=run.pk).state for run in (final, more)] == ["approved", "calculated"]


def test_a_file_asked_for_twice_at_once_is_made_once(year):
    run = approved(year)

    def exported():
        return export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)

    assert second_after(exported, exported) == Export.objects.get()
    assert run.events.filter(action="export").count() == 1


def test_a_run_whose_file_is_made_just_now_is_not_made_void(year):
    run = approved(year)

    def exported():
        return export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)

    def voided():
        return void(pk=run.pk, by=run.prepared_by, reason="Wrong calendar.", now=NOW)

    assert str(second_after(exported, voided)).startswith("A file of this run was made for payroll")


def test_a_file_of_payroll_sent_twice_at_once_is_recorded_once(year):
    year.year.refresh_from_db()
    run = approved(year)
    export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    line = run.lines.get()

    def confirmed():
        return confirm(
            pk=run.pk, rows=[Confirmed(2, line.pk, line.amount_cents)], by=run.prepared_by, now=NOW
        )

    assert isinstance(second_after(confirmed, confirmed), DomainError)
    assert (LineConfirmation.objects.count(), run.events.filter(action="confirm").count()) == (1, 1)


# --- what a run is paid by, changed while it is approved --------------------------------------------
def lost_day(year):
    return lambda: ServiceDay.objects.filter(year=year.year).earliest("day").delete()


def test_a_calendar_loses_no_day_while_the_final_run_is_approved(year):
    answer = second_after(approving(calculated(year), approver()), lost_day(year))
    assert isinstance(answer, IntegrityError)
    assert "A stipend run of this year is approved: what it was paid by stays." in str(answer)
    assert ServiceDay.objects.filter(year=year.year).count() == 180


def test_a_run_is_not_approved_while_its_calendar_loses_a_day(year):
    run = calculated(year)
    assert type(second_after(lost_day(year), approving(run, approver()))) is LinesChanged
    run.refresh_from_db()
    assert run.state == "calculated"


def test_a_year_keeps_its_days_while_a_run_of_it_is_approved(year):
    def renamed():
        return ProgramYear.objects.filter(pk=year.year.pk).update(label="2026/27")

    answer = second_after(approving(calculated(year, kind="instalment"), approver()), renamed)
    assert isinstance(answer, IntegrityError)
    assert ProgramYear.objects.get(pk=year.year.pk).label == "2026-27"


def test_two_people_who_draft_at_once_get_two_versions():
    role, year = RoleFactory(), ProgramYearFactory()

    def drafted(by):
        told = {"role": role, "year": year, "annual_cents": 300_000, "rule": PROPORTIONAL}
        return lambda: draft_policy(by=by, now=NOW, **told)

    assert second_after(drafted(preparer()), drafted(preparer())).version == 2
    assert StipendPolicy.objects.count() == 2


def test_a_draft_that_is_published_is_not_discarded_meanwhile():
    draft = StipendPolicyFactory(draft=True)
    by, other = approver(), preparer()
    answer = second_after(
        lambda: publish_policy(pk=draft.pk, by=by, now=NOW),
        lambda: discard_policy(pk=draft.pk, by=other, reason="A slip.", now=NOW),
    )
    assert type(answer) is NoSuchMove
    draft.refresh_from_db()
    assert draft.state == "published"


def test_a_policy_retired_twice_at_once_is_retired_once():
    policy, by = StipendPolicyFactory(), preparer()

    def retired():
        return retire_policy(pk=policy.pk, by=by, reason="A better one.", now=NOW)

    assert type(second_after(retired, retired)) is NoSuchMove
    assert policy.events.count() == 1


def test_the_version_before_is_retired_once_though_somebody_retires_it_meanwhile():
    old = StipendPolicyFactory()
    new = StipendPolicyFactory(draft=True, role=old.role, year=old.year, version=2)
    by, other = approver(), preparer()
    done = second_after(
        lambda: retire_policy(pk=old.pk, by=other, reason="A better one.", now=NOW),
        lambda: publish_policy(pk=new.pk, by=by, now=NOW),
    )
    assert (done.pk, done.state) == (new.pk, "published")
    assert old.events.count() == 1
