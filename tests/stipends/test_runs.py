"""A run from evidence in rows to a total, to the cent."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.errors import DomainError, NotAllowed
from pathways.models import Leave, SchoolAssignment
from stipends.models import StipendRun
from stipends.services import approve, calculate, export, prepare_run, void
from stipends.services.chunks import calculate_chunk, finish_run
from stipends.tasks import calculate_run, sweep_runs
from tests.factories.pathways import PlacementFactory
from tests.factories.people import SchoolFactory, UserFactory
from tests.factories.stipends import NOW, StipendRunFactory, Year, approver, coded, preparer

pytestmark = pytest.mark.django_db


def calculated(year, **fields):
    """The run of this kind, calculated in this process as a worker does it."""
    run = StipendRunFactory(year=year.year, **fields)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    run.refresh_from_db()
    return run


def approved(year, **fields):
    run = calculated(year, **fields)
    return approve(
        pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=NOW
    )


@pytest.fixture
def year():
    return Year()


def test_everything_attended_delivered_and_attested_pays_the_annual_amount(year):
    year.leader()
    year.close()
    run = calculated(year)
    line = run.lines.get()
    assert (run.state, run.total_cents, run.lines_count) == ("calculated", 300_000, 1)
    assert (line.status, line.earned_cents, line.amount_cents) == ("payable", 300_000, 300_000)
    assert [part["cents"] for part in line.cells[0]["parts"]] == [180_000, 75_000, 45_000]


def test_one_missed_seminar_pays_2700_of_2880_minutes(year):
    year.leader(missed={5})
    year.close()
    line = calculated(year).lines.get()
    assert line.amount_cents == 288_750
    reasons = line.cells[0]["parts"][0]["reasons"]
    assert reasons[0] == "2,700 of 2,880 minutes count (93.8%)."
    assert any("absent, 0 of 180 minutes count" in reason for reason in reasons)


def test_half_the_deliverables_pay_half_of_their_part(year):
    year.leader(delivered=1)
    year.close()
    assert calculated(year).lines.get().amount_cents == 262_500


def test_a_session_inside_a_leave_is_not_required_and_its_days_are_taken_off(year):
    placement = year.leader(missed={5})
    Leave.objects.create(
        placement=placement, category="study", starts=date(2026, 10, 12), ends=date(2026, 11, 23)
    )
    year.close()
    line = calculated(year).lines.get()
    segment = json.loads(line.inputs)["segments"][0]
    assert segment["days"] == [180, 180, 30]
    assert (line.earned_cents, len(segment["sessions"])) == (250_000, 9)


def test_protected_leave_takes_nothing_off(year):
    placement = year.leader()
    Leave.objects.create(
        placement=placement,
        category="family",
        protected=True,
        starts=date(2026, 10, 12),
        ends=date(2026, 11, 23),
    )
    year.close()
    assert calculated(year).lines.get().earned_cents == 300_000


def test_a_shared_role_pays_its_share(year):
    year.leader(share_denominator=3)
    year.close()
    assert calculated(year).lines.get().amount_cents == 100_000


def test_a_move_to_another_school_makes_two_parts_that_sum_to_the_statement(year):
    placement = year.leader()
    other = SchoolFactory()
    SchoolAssignment.objects.filter(placement=placement).update(ends=date(2026, 12, 1))
    SchoolAssignment.objects.create(placement=placement, school=other, starts=date(2026, 12, 1))
    year.close()
    line = calculated(year).lines.get()
    assert [cell["title"] for cell in line.cells] == [
        f"{year.role} at {placement.school}",
        f"{year.role} at {other}",
    ]
    assert sum(part["cents"] for cell in line.cells for part in cell["parts"]) == line.earned_cents == 300_000


def test_nobody_vanishes_and_whoever_is_not_paid_has_a_reason(year):
    year.leader()
    year.leader(commitment_in_force=False)
    year.leader(attested=None)
    year.leader(missed=set(range(11)), delivered=0, attested=False)
    PlacementFactory(year=year.year)
    year.close()
    run = calculated(year)
    assert run.lines_count == 5
    assert sorted(run.lines.values_list("exclusion", "amount_cents")) == [
        ("", 300_000),
        ("attestation_pending", 0),
        ("no_policy", 0),
        ("unsigned", 0),
        ("zero", 0),
    ]


def test_an_open_roster_holds_the_final_run_back(year):
    year.leader()
    assert calculated(year).lines.get().exclusion == "roster_open"


def test_half_of_the_maximum_then_the_balance(year):
    year.leader(missed={5})
    half = {"kind": "share_of_maximum", "share": "1/2"}
    first = approved(year, kind="instalment", step=half)
    year.close()
    final = calculated(year)
    assert (first.total_cents, final.total_cents) == (150_000, 138_750)
    assert final.lines.get().already_paid_cents == 150_000


def test_what_was_paid_above_the_earned_amount_is_flagged_and_not_taken_back(year):
    year.leader(missed=set(range(11)), delivered=1)
    approved(year, kind="instalment", step={"kind": "share_of_maximum", "share": "1/2"})
    year.close()
    line = calculated(year).lines.get()
    assert (line.amount_cents, line.exclusion, line.overpaid_cents) == (0, "zero", 67_500)


def test_a_projection_hopes_and_is_never_approved(year):
    year.leader(delivered=1, attested=None)
    run = calculated(year, kind="projection")
    assert run.total_cents == 300_000
    with pytest.raises(DomainError, match="projection"):
        approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)


# --- preparing ------------------------------------------------------------------------------------
def test_a_second_run_of_the_same_year_and_kind_is_refused_in_words(year):
    by = preparer()
    first = prepare_run(year=year.year, kind="final", by=by)
    with pytest.raises(DomainError, match=f"/stipends/runs/{first.pk}/"):
        prepare_run(year=year.year, kind="final", by=by)


def test_the_refusal_of_a_second_instalment_reads_well_and_says_where_the_first_one_is(year):
    by = preparer()
    first = prepare_run(year=year.year, kind="instalment", by=by)
    with pytest.raises(DomainError) as refusal:
        prepare_run(year=year.year, kind="instalment", by=by)
    assert str(refusal.value) == (
        "There is an installment run 1 of 2026-27 already, in the state draft."
        f" Open it (its page is /stipends/runs/{first.pk}/), or make it void first."
    )


def test_after_a_void_run_another_can_be_prepared(year):
    by = preparer()
    void(pk=prepare_run(year=year.year, kind="final", by=by).pk, by=by, reason="Wrong calendar.")
    assert prepare_run(year=year.year, kind="final", by=by).state == "draft"


def test_only_a_preparer_prepares(year):
    with pytest.raises(NotAllowed):
        prepare_run(year=year.year, kind="final", by=approver())


def test_a_leader_of_the_year_prepares_none_of_its_runs(year):
    by = preparer()
    year.leader(person=by)
    with pytest.raises(NotAllowed, match="someone else"):
        prepare_run(year=year.year, kind="final", by=by)


def test_a_year_without_a_calendar_is_not_calculated(year):
    year.year.service_days.all().delete()
    run = StipendRunFactory(year=year.year)
    with pytest.raises(DomainError, match="no service days"):
        calculate(pk=run.pk, by=run.prepared_by)


# --- calculating ----------------------------------------------------------------------------------
def test_a_second_delivery_of_the_task_changes_nothing(year):
    year.leader()
    year.close()
    run = calculated(year)
    before = list(run.lines.values_list("pk", "sha256"))
    calculate_run(run.pk)
    assert list(run.lines.values_list("pk", "sha256")) == before
    assert run.events.filter(action="finish").count() == 1


def test_calculating_again_gives_the_same_hash_for_the_same_evidence(year):
    year.leader(missed={5})
    year.close()
    run = calculated(year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    sha = run.snapshot_sha256
    run.refresh_from_db()
    assert (run.round, run.snapshot_sha256, run.lines.count()) == (2, sha, 1)


def test_an_empty_year_is_calculated_too(year):
    run = calculated(year)
    assert (run.state, run.lines_count, run.total_cents) == ("calculated", 0, 0)


def test_the_number_of_queries_does_not_grow_with_the_placements(year, count_queries):
    year.leader()
    year.close()
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    with count_queries(24, repeats=True):
        assert calculate_chunk(run_id=run.pk)
    for _ in range(30):
        PlacementFactory(role=year.role, year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    with count_queries(24, repeats=True):
        assert calculate_chunk(run_id=run.pk)
    assert finish_run(run_id=run.pk)


def test_the_sweep_asks_for_unfinished_runs_only(year):
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    sweep_runs()
    calculate_run(run.pk)
    assert list(StipendRun.objects.unfinished()) == []


# --- approving ------------------------------------------------------------------------------------
def test_the_preparer_cannot_approve(year):
    year.leader()
    year.close()
    run = calculated(year)
    approver_too = run.prepared_by
    approver_too.hats.create(kind="approver", starts=date(2020, 1, 1))
    with pytest.raises(NotAllowed, match="someone else"):
        approve(pk=run.pk, by=approver_too, snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)


def test_the_database_refuses_the_preparer_as_approver(year):
    run = StipendRunFactory(year=year.year)
    with pytest.raises(IntegrityError), transaction.atomic():
        StipendRun.objects.filter(pk=run.pk).update(state="calculated", approved_by=run.prepared_by)


def test_nobody_approves_a_run_that_pays_them(year):
    by = approver()
    year.leader(person=by)
    year.close()
    run = calculated(year)
    with pytest.raises(NotAllowed, match="cannot be on it"):
        approve(pk=run.pk, by=by, snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)


def test_another_hash_or_total_than_was_seen_is_refused(year):
    year.leader()
    year.close()
    run = calculated(year)
    for sha, total in (("0" * 64, run.total_cents), (run.snapshot_sha256, 1)):
        with pytest.raises(DomainError, match="calculated again"):
            approve(pk=run.pk, by=approver(), snapshot_sha256=sha, total_cents=total)


def test_evidence_that_changed_since_is_refused_in_words(year):
    placement = year.leader()
    year.close()
    run = calculated(year)
    placement.attestation.met, placement.attestation.words = False, "Not all."
    placement.attestation.save()
    with pytest.raises(DomainError, match="1 line has other evidence now"):
        approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)


def test_somebody_new_since_is_refused_too(year):
    year.leader()
    year.close()
    run = calculated(year)
    PlacementFactory(year=year.year)
    with pytest.raises(DomainError, match="1 line has"):
        approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)


def test_two_runs_cannot_both_pay_the_same_balance(year):
    year.leader()
    year.close()
    final, second = calculated(year), calculated(year, kind="supplementary")
    by = approver()
    approve(pk=final.pk, by=by, snapshot_sha256=final.snapshot_sha256, total_cents=final.total_cents)
    with pytest.raises(DomainError, match="changed"):
        approve(pk=second.pk, by=by, snapshot_sha256=second.snapshot_sha256, total_cents=second.total_cents)


# --- exporting ------------------------------------------------------------------------------------
def test_a_file_is_made_once_and_its_sum_is_the_total_of_the_run(year):
    year.leader()
    year.leader(missed={5})
    year.leader(attested=None)
    year.close()
    run = approved(year)
    file = export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    again = export(pk=run.pk, layout="generic", by=preparer())
    rows = bytes(file.content).decode("utf-8-sig").splitlines()
    assert (again.pk, bytes(again.content)) == (file.pk, bytes(file.content))
    assert [row.rsplit(",", 1)[1] for row in rows[1:]] == ["3000.00", "2887.50"]
    assert (
        run.total_cents
        == file.total_cents
        == 588_750
        == sum(run.lines.values_list("amount_cents", flat=True))
    )
    run.refresh_from_db()
    assert run.state == "exported"


def test_the_debits_of_the_journal_equal_its_credits(year):
    year.leader()
    year.leader(share_denominator=3)
    year.close()
    run = approved(year)
    coded(year.year, year.role)
    file = export(pk=run.pk, layout="journal", by=run.prepared_by)
    rows = [row.split(",") for row in bytes(file.content).decode("utf-8-sig").splitlines()[1:]]
    assert [row[8:] for row in rows] == [["3000.00", ""], ["1000.00", ""], ["", "4000.00"]]
    assert rows[2][4] == "Stipends payable: district payroll"


def test_a_name_that_is_a_formula_is_only_text_in_the_file(year):
    year.leader(person=UserFactory(given_name="=1+1", family_name="+SUM(A1)"))
    year.close()
    run = approved(year)
    text = bytes(export(pk=run.pk, layout="generic", by=run.prepared_by).content).decode("utf-8-sig")
    assert "'+SUM(A1),'=1+1," in text


def test_a_run_that_is_not_approved_has_no_file(year):
    run = calculated(year)
    with pytest.raises(DomainError, match="approved"):
        export(pk=run.pk, layout="generic", by=run.prepared_by)
