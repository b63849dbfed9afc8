"""Payee numbers whose zeros a spreadsheet cut: recognized where one payee can be meant, refused where several can."""

from datetime import date

import pytest

from common.errors import DomainError
from stipends.imports import confirmations_of
from stipends.services import confirm, look_at_confirmation
from stipends.tables.payments import shown_of
from tests.factories.people import UserFactory
from tests.factories.stipends import NOW, StipendLineFactory, StipendRunFactory, approver

pytestmark = pytest.mark.django_db


def numbered(*numbers):
    """A run that was sent, of people with these numbers, each with a line of $3,000."""
    run = StipendRunFactory()
    for number in numbers:
        about = {"placement__person": UserFactory(external_id=number), "placement__year": run.year}
        StipendLineFactory(run=run, amount_cents=300_000, earned_cents=300_000, **about)
    run.approved_by, run.approved_at, run.snapshot_sha256 = approver(), NOW, "0" * 64
    for state in ("approved", "exported"):
        run.state = state
        run.save()
    return run


def told(rows):
    return confirmations_of(f"external_id,gross_amount\n{rows}".encode()).rows


def found_in(run, *numbers):
    """Whom a file names with these numbers, and what it says of how they were read."""
    rows = "".join(f"{number},3000\n" for number in numbers)
    found = look_at_confirmation(pk=run.pk, rows=told(rows), by=run.prepared_by, paid_on=date(2027, 6, 25))
    people = dict(run.lines.values_list("pk", "person__external_id"))
    return [people[line.line_id] for line in found.lines], list(found.read_as)


def test_a_number_whose_zeros_a_spreadsheet_cut_is_that_of_the_one_who_has_it():
    run = numbered("0042", "0107", "E-9", "55")
    who = run.lines.get(person__external_id="0042").person.name
    assert found_in(run, "42", "0107", "55") == (
        ["0042", "0107", "55"],
        [f"Row 2: 42 is taken for 0042, {who}."],
    )
    confirm(pk=run.pk, rows=told("42,3000\n"), by=run.prepared_by)
    for rows, words in (("42", "0042 was confirmed already"), ("9", "9 is nobody this run pays")):
        with pytest.raises(DomainError, match=words):
            confirm(pk=run.pk, rows=told(f"{rows},3000\n"), by=run.prepared_by)


def test_a_number_that_two_may_have_without_their_zeros_is_refused():
    run = numbered("042", "0042", "7", "07", "100")
    with pytest.raises(
        DomainError, match=r"Row 2: 42 may be 0042 \(.+\) or 042 \(.+\). Write the whole number."
    ):
        found_in(run, "42")
    with pytest.raises(DomainError, match=r"Row 3: 7 may be 07 \(.+\) or 7 \(.+\). Write the whole"):
        found_in(run, "100", "7")
    assert found_in(run, "7", "042") == (["7", "042"], [])


def test_whoever_confirms_reads_how_cut_numbers_were_taken_before_anything_is_recorded():
    run = numbered(*(f"00{number}" for number in range(101, 113)))
    rows = told("".join(f"{number},3000\n" for number in range(101, 113)))
    found = look_at_confirmation(pk=run.pk, rows=rows, by=run.prepared_by, paid_on=date(2027, 6, 25))
    said = shown_of("UTF-8", found)
    first = run.lines.get(person__external_id="00101").person.name
    assert said[2] == f"Row 2: 101 is taken for 00101, {first}."
    assert said[12] == "And 2 more whose zeros were cut so."
