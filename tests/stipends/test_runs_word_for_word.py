"""What the verbs on runs write and refuse, word for word and at their edges."""

from datetime import timedelta

import pytest

from common.errors import NotAllowed, SomeoneElse
from stipends.models import StipendRun
from stipends.queries.refusals import Otherwise
from stipends.services import (
    LinesChanged,
    approve,
    calculate,
    export,
    prepare_run,
    void,
)
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import (
    NOW,
    StipendRunFactory,
    Year,
    approver,
    preparer,
)
from tests.owner import past_the_guards
from tests.stipends.test_runs import approved, calculated
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
HALF = {"kind": "share_of_maximum", "share": "1/2"}


# --- preparing ------------------------------------------------------------------------------------
def test_a_run_is_prepared_with_its_kind_number_and_step_and_a_line_of_history():
    by, year = preparer(), ProgramYearFactory()
    run = prepare_run(year=year, kind="instalment", number=2, step=HALF, by=by, now=NOW)
    assert (run.kind, run.number, run.step, run.prepared_by, run.prepared_at) == (
        "instalment",
        2,
        HALF,
        by,
        NOW,
    )
    assert history(run) == [("prepare", "", "draft", by.pk, NOW, "")]


@pytest.mark.parametrize(("number", "taken"), [(0, False), (1, True), (99, True), (100, False)])
def test_runs_are_numbered_from_1_to_99(number, taken):
    told = {
        "year": ProgramYearFactory(),
        "kind": "instalment",
        "number": number,
        "by": preparer(),
        "now": NOW,
    }
    if taken:
        assert prepare_run(**told).number == number
    else:
        assert refusal(prepare_run, **told) == "Number installments and supplements from 1 to 99."


def test_runs_of_another_number_kind_or_year_are_no_second_run():
    by, year = preparer(), ProgramYearFactory()
    told = {"by": by, "now": NOW}
    prepare_run(year=year, kind="instalment", **told)
    prepare_run(year=year, kind="instalment", number=2, **told)
    prepare_run(year=year, kind="projection", **told)
    prepare_run(year=ProgramYearFactory(first=2025), kind="instalment", **told)
    assert StipendRun.objects.count() == 4


@pytest.mark.parametrize(("kind", "said"), [("final", "a final run"), ("instalment", "an installment run")])
def test_a_run_that_is_there_already_is_named_with_the_right_article(kind, said):
    by, year = preparer(), ProgramYearFactory()
    first = prepare_run(year=year, kind=kind, by=by, now=NOW)
    assert refusal(prepare_run, year=year, kind=kind, by=by, now=NOW) == (
        f"There is {said} 1 of 2026-27 already, in the state draft."
        f" Open it (its page is /stipends/runs/{first.pk}/), or make it void first."
    )


def test_the_run_that_is_there_already_is_that_of_the_very_year_kind_and_number():
    by, this = preparer(), ProgramYearFactory()
    last = ProgramYearFactory(first=this.starts.year - 1)
    # The newest run comes first where nothing is asked for, so this one is the oldest.
    live = prepare_run(year=this, kind="instalment", number=2, step=HALF, by=by, now=NOW)
    for year, kind, number in ((last, "instalment", 2), (this, "instalment", 1), (this, "projection", 2)):
        prepare_run(
            year=year, kind=kind, number=number, step=HALF if kind == "instalment" else None, by=by, now=NOW
        )
    said = refusal(prepare_run, year=this, kind="instalment", number=2, step=HALF, by=by, now=NOW)
    assert said == (
        f"There is an installment run 2 of {this} already, in the state draft."
        f" Open it (its page is /stipends/runs/{live.pk}/), or make it void first."
    )


def test_a_run_that_was_sent_to_payroll_is_there_for_good():
    year = Year()
    year.leader()
    year.close()
    run = approved(year)
    told = {"year": year.year, "kind": "final", "by": run.prepared_by, "now": NOW}
    assert refusal(prepare_run, **told).endswith(
        f"(its page is /stipends/runs/{run.pk}/), or make it void first."
    )
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert refusal(prepare_run, **told) == (
        "There is a final run 1 of 2026-27 already, in the state exported. Open it (its page is"
        f" /stipends/runs/{run.pk}/), or choose another kind or number: what was sent to payroll stays."
    )


def test_a_leader_of_another_year_prepares_a_run():
    by = preparer()
    PlacementFactory(person=by)
    assert prepare_run(year=ProgramYearFactory(first=2025), kind="final", by=by).state == "draft"


def test_after_the_final_run_only_supplements_are_prepared_and_they_pay_the_balance(year):
    by = preparer()
    told = {"year": year.year, "by": by, "now": NOW}
    early = (
        "A supplementary run pays what changed after the final run, and 2026-27 has no approved final run yet."
        " Prepare the final run first."
    )
    assert refusal(prepare_run, kind="supplementary", **told) == early
    calculated(year)
    assert refusal(prepare_run, kind="supplementary", **told) == early
    run = StipendRun.objects.get()
    approve(
        pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=NOW
    )
    assert refusal(prepare_run, kind="instalment", **told) == (
        "The final run of 2026-27 is approved. What changed since is paid by a supplementary run."
    )
    assert refusal(prepare_run, kind="supplementary", step=HALF, **told) == (
        "A supplementary run pays what was earned, less what was paid before. A share of an amount would pay what"
        " nobody earned: choose the balance."
    )
    assert prepare_run(kind="supplementary", step={"kind": "balance"}, **told).number == 1
    assert prepare_run(kind="supplementary", number=2, **told).step == {}


def test_a_final_run_of_another_year_opens_no_supplement(year):
    approved(year)
    other = ProgramYearFactory(first=2025)
    assert refusal(prepare_run, year=other, kind="supplementary", by=preparer()).startswith(
        "A supplementary run pays what changed after the final run, and 2025-26 has"
    )
    assert prepare_run(year=other, kind="instalment", by=preparer()).state == "draft"


@pytest.mark.parametrize("stranger", [approver, manager, UserFactory])
def test_who_does_not_prepare_calculates_nothing(year, stranger):
    run = StipendRunFactory(year=year.year)
    assert refusal(calculate, pk=run.pk, by=stranger(), refused_as=NotAllowed) == (
        "Only a finance preparer may calculate a stipend run."
    )
    run.refresh_from_db()
    assert (run.state, run.round, run.chunks.count()) == ("draft", 0, 0)


def test_service_days_of_another_year_are_no_calendar(year):
    run = StipendRunFactory(year=ProgramYearFactory(first=2025))
    assert refusal(calculate, pk=run.pk, by=run.prepared_by) == (
        "The calendar of 2025-26 has no service days. Enter or import them first."
    )


# --- approving ------------------------------------------------------------------------------------
def seen(run, **other):
    return {"pk": run.pk, "snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents} | other


def test_an_approval_keeps_who_when_how_much_and_which_hash(year):
    run, by = calculated(year), approver()
    done = approve(by=by, now=LATER, **seen(run))
    done.refresh_from_db()
    assert (done.state, done.approved_by, done.approved_at) == ("approved", by, LATER)
    assert history(done)[-1] == (
        "approve",
        "calculated",
        "approved",
        by.pk,
        LATER,
        f"$5,887.50, {run.snapshot_sha256}",
    )


@pytest.mark.parametrize("stranger", [preparer, manager, UserFactory])
def test_who_does_not_approve_approves_nothing(year, stranger):
    run = calculated(year)
    assert refusal(approve, by=stranger(), refused_as=NotAllowed, **seen(run)) == (
        "Only a finance approver may approve a stipend run."
    )


def test_a_run_that_pays_whoever_prepared_it_is_approved_by_nobody(year):
    run = calculated(year)
    with past_the_guards():
        StipendRun.objects.filter(pk=run.pk).update(prepared_by=run.lines.first().person)
    assert refusal(approve, by=approver(), refused_as=SomeoneElse, **seen(run)) == (
        "Whoever prepares or approves a run cannot be on it. Someone else must do this part."
    )


@pytest.mark.parametrize(
    ("count", "said", "were"),
    [(1, "1 line has", "was"), (2, "2 lines have", "were"), (1_200, "1,200 lines have", "were")],
)
def test_lines_that_changed_are_counted_in_words(count, said, were):
    assert str(LinesChanged([Otherwise(number, ()) for number in range(count)])) == (
        f"Something changed since this run was calculated: {said} other evidence now, or {were} paid by another"
        " run. A finance preparer calculates it again; look at it then, and approve it."
    )


# --- void -----------------------------------------------------------------------------------------
def test_a_run_made_void_keeps_who_when_and_why(year):
    run, by = calculated(year), approver()
    void(pk=run.pk, by=by, reason="  Wrong calendar. ", now=LATER)
    assert history(run)[-1] == ("void", "calculated", "void", by.pk, LATER, "Wrong calendar.")


@pytest.mark.parametrize("stranger", [manager, UserFactory])
def test_who_is_not_finance_makes_nothing_void(year, stranger):
    run = calculated(year)
    assert refusal(void, pk=run.pk, by=stranger(), reason="No.", refused_as=NotAllowed) == (
        "Only finance may make a stipend run void."
    )
