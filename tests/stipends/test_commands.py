"""stipend_run and verify_runs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stipends.models import StipendLine, StipendRun
from stipends.queries.hashes import BESIDE, HASHED
from stipends.services import export
from stipends.services.chunks import COLUMNS
from tests.factories.stipends import Year, preparer
from tests.owner import past_the_guards
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_run_is_prepared_calculated_and_printed():
    year = Year()
    year.leader()
    year.close()
    preparer()
    answer = json.loads(said("stipend_run", "2026-27", "final", "--now"))
    run = StipendRun.objects.get()
    assert answer == {
        "id": run.pk,
        "year": "2026-27",
        "kind": "final",
        "number": 1,
        "state": "calculated",
        "lines": 1,
        "total_cents": 300_000,
        "snapshot_sha256": run.snapshot_sha256,
    }


def test_a_second_run_and_an_unknown_year_are_refused_in_words():
    Year()
    preparer()
    said("stipend_run", "2026-27", "final", "--now")
    with pytest.raises(CommandError, match="already"):
        said("stipend_run", "2026-27", "final")
    with pytest.raises(CommandError, match="no program year"):
        said("stipend_run", "1999-00", "final")


@pytest.mark.parametrize("number", ["-1", "0", "100", "99999999999999999999"])
def test_a_number_that_no_installment_has_is_refused_in_words(number):
    Year()
    preparer()
    with pytest.raises(CommandError, match="from 1 to 99"):
        said("stipend_run", "2026-27", "instalment", "--number", number)
    assert StipendRun.objects.count() == 0


def test_a_sound_run_and_file_pass_and_a_changed_line_is_named():
    year = Year()
    year.leader()
    year.close()
    run = approved(year)
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert "1 runs and 1 files" in said("verify_runs")
    with past_the_guards():
        run.lines.update(amount_cents=300_001)
    with pytest.raises(CommandError, match="2 differences"):
        said("verify_runs")


def test_strange_signs_in_words_arrive_as_they_are_and_have_their_hash():
    year = Year()
    title = 'Back\\slash, "quotes",\ttab,\nline, ünïcode \\N'
    year.deliverables[0].title = title
    year.deliverables[0].save()
    year.leader()
    year.close()
    line = approved(year).lines.get()
    assert f"{title} (weight 1): accepted." in line.cells[0]["parts"][1]["reasons"]
    assert "1 runs" in said("verify_runs")


def test_every_column_a_line_is_written_with_is_under_its_hash():
    # The run comes with the chunk, and `cells`, what stands beside and the hash of the inputs are hashed after these.
    beside = {"run_id", "cells", "inputs", "inputs_sha256", *BESIDE, "sha256"}
    assert set(COLUMNS) - set(HASHED) == beside
    # The number of a row is the database's.
    of_the_table = {field.attname for field in StipendLine._meta.concrete_fields}
    assert of_the_table - set(COLUMNS) == {"id"}


@pytest.mark.parametrize("word", ["installment", "instalment"])
def test_an_installment_is_asked_for_as_it_is_spelled_or_as_it_is_stored(word):
    Year()
    preparer()
    assert json.loads(said("stipend_run", "2026-27", word, "--now"))["kind"] == "instalment"
    assert str(StipendRun.objects.get()) == "Installment run 1 of 2026-27"
