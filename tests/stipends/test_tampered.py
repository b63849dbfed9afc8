"""Lines and files that somebody changed in the database, past its guards, before the money leaves."""

from datetime import date

import pytest

from common.errors import DomainError
from pathways.models import Leave, SchoolAssignment
from stipends.models import Export, ExportDownload, StipendLine, StipendRun
from stipends.queries.evidence import CODE
from stipends.queries.hashes import BESIDE, HASHED, canonical, digest, line_hash
from stipends.queries.kept import altered_lines
from stipends.queries.runs import snapshot
from stipends.queries.verify import differences
from stipends.services import LinesChanged, approve, download, export
from tests.factories.pathways import PlacementFactory
from tests.factories.people import SchoolFactory
from tests.factories.stipends import Year, approver, coded, preparer
from tests.owner import past_the_guards
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db
CALCULATED = (
    "The lines of this run are not those that were calculated: {}. Somebody changed them in the database. Tell whoever"
    " runs the server, and have the run calculated again."
)
APPROVED = (
    "The lines of this run are not those that were approved: {}. Nothing was exported. Tell whoever runs the server:"
    " `manage.py verify_runs` names each."
)
HALF = {"kind": "share_of_maximum", "share": "1/2"}
ONE = "the line of {} does not follow from what is kept with it"
TWO = "the lines of {} and {} do not follow from what is kept with them"


@pytest.fixture
def year():
    year = Year()
    year.leader()
    year.leader(missed={5})
    year.close()
    return year


def seal(run):
    """Every hash and sum anew, as somebody writes them who read the code."""
    for row in run.lines.all():
        inputs = digest(row.inputs)
        beside = tuple(getattr(row, name) for name in BESIDE)
        sha = line_hash([getattr(row, name) for name in HASHED], canonical(row.cells), beside, inputs)
        run.lines.filter(pk=row.pk).update(inputs_sha256=inputs, sha256=sha)
    now = snapshot(run.pk)
    StipendRun.objects.filter(pk=run.pk).update(
        snapshot_sha256=now.sha256, total_cents=now.total_cents, lines_count=now.lines_count
    )


def change(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def pay_one_for_the_other(first, second):
    """The total stays, and every hash that is stored."""
    change(first, amount_cents=first.amount_cents - 100)
    change(second, amount_cents=second.amount_cents + 100)
    return TWO


def pay_what_was_not_earned(first, second):
    cells = second.cells
    cells[0]["parts"][0]["cents"] += 100
    change(
        second, earned_cents=second.earned_cents + 100, amount_cents=second.amount_cents + 100, cells=cells
    )
    return ONE.format("{1}")


def forget_what_was_paid(first, second):
    change(first, already_paid_cents=-100, amount_cents=first.amount_cents + 100)
    return ONE


def pay_somebody_else(first, second):
    change(first, person=preparer())
    return ONE


def pay_through_another_channel(first, second):
    change(first, channel="school" if first.channel != "school" else "district")
    return ONE


def say_there_were_no_cells(first, second):
    change(first, cells=[])
    return ONE


def keep_no_inputs(first, second):
    change(first, inputs="{}")
    return ONE


def attend_in_the_inputs(first, second):
    change(second, inputs=second.inputs.replace('"absent",null', '"present",null'))
    return ONE.format("{1}")


def write_a_wrong_hash(first, second):
    change(first, sha256="0" * 64)
    return ONE


def lose_a_line(first, second):
    first.delete()
    return "there are 1 now, and 2 were calculated"


SHOWING = [pay_one_for_the_other, pay_what_was_not_earned, forget_what_was_paid, pay_somebody_else]
SHOWING += [pay_through_another_channel, say_there_were_no_cells, keep_no_inputs, attend_in_the_inputs]


def tampered(run, tamper, *, sealed):
    """Who is named, in words."""
    first, second = run.lines.order_by("pk")
    names = [first.person.name, second.person.name]
    with past_the_guards():
        words = tamper(first, second)
        if sealed:
            seal(run)
    run.refresh_from_db()
    return words.format(*names)


CASES = [(tamper, sealed) for tamper in SHOWING for sealed in (False, True)]
CASES += [(write_a_wrong_hash, False), (lose_a_line, False)]


@pytest.mark.parametrize(("tamper", "sealed"), CASES)
def test_a_line_changed_under_a_calculated_run_is_not_approved(year, tamper, sealed):
    run = calculated(year)
    words = tampered(run, tamper, sealed=sealed)
    with pytest.raises(DomainError) as refusal:
        approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)
    assert str(refusal.value) == CALCULATED.format(words)
    run.refresh_from_db()
    assert (run.state, run.approved_by) == ("calculated", None)


@pytest.mark.parametrize(("tamper", "sealed"), CASES)
def test_a_line_changed_under_an_approved_run_is_not_exported(year, tamper, sealed):
    run = approved(year)
    words = tampered(run, tamper, sealed=sealed)
    with pytest.raises(DomainError) as refusal:
        export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert str(refusal.value) == APPROVED.format(words)
    assert (Export.objects.count(), StipendRun.objects.get().state) == (0, "approved")


def test_a_run_whose_hash_was_changed_is_not_exported(year):
    run = approved(year)
    with past_the_guards():
        StipendRun.objects.update(snapshot_sha256="f" * 64)
    with pytest.raises(DomainError) as refusal:
        export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert str(refusal.value) == APPROVED.format("they do not have the hash and total of the run")


def test_inputs_that_agree_with_a_forged_line_do_not_agree_with_the_evidence(year):
    run, honest = calculated(year), StipendLine.objects.order_by("pk").first()
    cheat = run.lines.order_by("pk").last()
    with past_the_guards():
        same = ("school_id", "inputs", "cells", "nothing_to_deliver", "earned_cents", "amount_cents")
        change(cheat, **{name: getattr(honest, name) for name in same})
        seal(run)
    run.refresh_from_db()
    with pytest.raises(LinesChanged) as refusal:
        approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)
    assert [one.placement_id for one in refusal.value.lines] == [cheat.placement_id]


def test_six_changed_lines_are_named_by_five_and_a_number():
    year = Year()
    for _ in range(6):
        year.leader()
    year.close()
    run = approved(year)
    names = [row.person.name for row in run.lines.order_by("pk").select_related("person")]
    with past_the_guards():
        run.lines.update(amount_cents=1)
    with pytest.raises(DomainError) as refusal:
        export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert f"the lines of {', '.join(names[:5])} and 1 more do not follow" in str(refusal.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "projection"},
        {"kind": "instalment", "step": {"kind": "share_of_maximum", "share": "1/3"}},
        {"kind": "instalment", "step": {"kind": "share_of_earned", "share": "1/2"}},
        {"kind": "final"},
    ],
)
def test_what_is_kept_with_a_line_is_enough_to_calculate_it_again(fields):
    """Leaves, moves, shares, people without a policy, without signatures, attestation or deliverables."""
    year = Year()
    year.leader()
    year.leader(attested=None, delivered=0)
    year.leader(attested=False, commitment_in_force=False)
    year.leader(share_denominator=3, missed={2, 5})
    moved = year.leader(missed={1})
    SchoolAssignment.objects.filter(placement=moved).update(ends=date(2027, 1, 11))
    SchoolAssignment.objects.create(placement=moved, school=SchoolFactory(), starts=date(2027, 1, 11))
    Leave.objects.create(placement=moved, category="study", starts=date(2026, 10, 5), ends=date(2026, 10, 19))
    PlacementFactory(year=year.year)
    year.close()
    run = calculated(year, **fields)
    assert run.lines.count() == 6
    assert list(altered_lines(run)) == []


def test_lines_of_an_older_code_are_verified_by_their_hashes_alone(year):
    run = approved(year)
    with past_the_guards():
        row = run.lines.first()
        change(row, inputs=row.inputs.replace(f'"code":{CODE}', '"code":0'), earned_cents=1)
        seal(run)
    assert list(differences()) == []
    with past_the_guards():
        change(row, inputs=row.inputs)
        seal(run)
    assert list(differences()) == [
        f"{run} (number {run.pk}), line {row.pk}: its amounts do not follow from its inputs."
    ]


def test_a_file_changed_in_the_database_is_not_given_out(year):
    run = approved(year)
    file = export(pk=run.pk, layout="generic", by=run.prepared_by)
    with past_the_guards():
        Export.objects.update(content=bytes(file.content).replace(b"3000.00", b"9000.00"))
    with pytest.raises(DomainError, match="not the one that was made"):
        download(pk=file.pk, by=run.prepared_by)
    assert not ExportDownload.objects.exists()


def test_each_run_and_each_layout_has_a_file_of_its_own(year):
    first, second = approved(year, kind="instalment", step=HALF), approved(year)
    coded(year.year, year.role)
    files = {
        (run.pk, layout): export(pk=run.pk, layout=layout, by=run.prepared_by)
        for run in (first, second)
        for layout in ("generic", "journal")
    }
    for (run, layout), file in files.items():
        assert (file.run_id, file.layout) == (run, layout)
        assert export(pk=run, layout=layout, by=preparer()).pk == file.pk
    assert len({bytes(file.content) for file in files.values()}) == 4
