"""A line of a supplementary run that pays a difference names the line it corrects, under its hash."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stipends.exports import statement_pdf
from stipends.models import StipendLine, StipendRun
from stipends.queries.verify import differences
from stipends.services import calculate, export, void
from tests.factories.stipends import NOW, Year, approver, preparer
from tests.owner import past_the_guards
from tests.stipends.overpaid import again, approved_of, approving, run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(clock, settings):
    clock(NOW)
    settings.DEMO = True
    return Year()


@pytest.fixture
def ana(year):
    """Paid in the final run; then the principal attests after all."""
    ana = year.leader(attested=False)
    year.leader()
    year.close()
    approved_of(year.year)
    attest(ana)
    return ana


def attest(placement, met=True):
    row = placement.attestation
    row.met, row.words = met, "" if met else "No."
    row.save()


def test_it_names_the_last_line_that_paid_the_placement(year, ana):
    final = StipendLine.objects.get(placement=ana)
    line = approved_of(year.year, "supplementary").lines.get(placement=ana)
    assert (line.amount_cents, line.reverses) == (45_000, final)
    assert line.corrects == f"corrects line {final.pk} of the final run"
    assert json.loads(line.inputs)["corrects"] == final.pk
    assert line.reasons[-1] == f"It corrects line {final.pk} of the final run."


def test_a_second_correction_names_the_first(year):
    """She was absent twice by mistake; one mark after the other is put right."""
    ana = year.leader(missed={0, 1})
    year.close()
    approved_of(year.year)
    lines = []
    for number in (0, 1):
        with transaction.atomic(), past_the_guards():
            year.sessions[number].attendance.filter(person=ana.person).update(mark="present")
        lines.append(approved_of(year.year, "supplementary", number + 1).lines.get(placement=ana))
    assert [line.amount_cents for line in lines] == [22_500, 22_500]
    assert lines[1].reverses == lines[0]
    assert lines[1].corrects == f"corrects line {lines[0].pk} of the supplementary run"


def test_who_is_paid_nothing_corrects_nothing(year, ana):
    run = run_of(year.year, "supplementary")
    others = run.lines.exclude(placement=ana)
    assert [(line.amount_cents, line.reverses) for line in others] == [(0, None)]


def test_who_was_never_paid_has_nothing_to_correct(year, ana):
    with transaction.atomic(), past_the_guards():
        new = year.leader()
    line = run_of(year.year, "supplementary").lines.get(placement=new)
    assert (line.amount_cents, line.reverses) == (300_000, None)


def test_an_installment_and_a_final_run_correct_nothing(year):
    ana = year.leader()
    half = {"kind": "share_of_maximum", "share": "1/2"}
    approved_of(year.year, "instalment", 1, half)
    year.close()
    assert run_of(year.year).lines.get(placement=ana).reverses is None


def test_page_paper_and_file_say_so(year, ana, client):
    final = StipendLine.objects.get(placement=ana)
    run = approved_of(year.year, "supplementary")
    line = run.lines.select_related("reverses__run").get(placement=ana)
    words = f"It corrects line {final.pk} of the final run."
    client.force_login(ana.person)
    assert words in client.get(reverse("stipends:statement", args=[line.pk])).content.decode()
    client.force_login(run.prepared_by)
    assert words in client.get(reverse("stipends:line", args=[run.pk, line.pk])).content.decode()
    assert statement_pdf(line).startswith(b"%PDF-")
    file = export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    assert f",{final.pk},450.00".encode() in bytes(file.content)


def test_it_is_under_the_hash(year, ana):
    line = approved_of(year.year, "supplementary").lines.get(placement=ana)
    assert list(differences()) == []
    with transaction.atomic(), past_the_guards():
        StipendLine.objects.filter(pk=line.pk).update(reverses=None)
    assert [words for words in differences() if f"line {line.pk}" in words] == [
        f"{line.run} (number {line.run_id}), line {line.pk}: it does not have its hash."
    ]


def test_of_two_runs_that_mean_to_correct_the_same_line_one_is_approved(year, ana):
    first, second = run_of(year.year, "supplementary", 1), run_of(year.year, "supplementary", 2)
    approving(first)
    before = StipendRun.objects.filter(pk=second.pk)
    state = {"state": "approved", "approved_by": approver(), "approved_at": NOW, "snapshot_sha256": "0" * 64}
    with pytest.raises(IntegrityError, match="a line is corrected once"), transaction.atomic():
        before.update(**state)
    assert again(second).total_cents == 0


def test_a_run_that_was_made_void_corrects_nothing(year, ana):
    first = approved_of(year.year, "supplementary", 1)
    void(pk=first.pk, by=preparer(), reason="A slip.", now=NOW)
    line = approved_of(year.year, "supplementary", 1).lines.get(placement=ana)
    assert line.reverses == StipendLine.objects.get(placement=ana, run__kind="final")


def test_calculated_again_the_line_is_the_same(year, ana):
    run = run_of(year.year, "supplementary")
    was = run.lines.get(placement=ana).sha256
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    assert again(run).lines.get(placement=ana).sha256 == was
