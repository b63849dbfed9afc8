"""An approved run stays what was approved, by whom and when. The owner of its tables changes it no more than others."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from common.errors import DomainError
from stipends.models import StipendRun
from stipends.services import calculate
from stipends.states import RUN_MOVES, RunState
from stipends.tasks import calculate_run
from tests.factories.pathways import PlacementFactory
from tests.factories.stipends import NOW, StipendRunFactory, Year, approved_line
from tests.owner import owners_rights, past_the_guards
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return Year()


def one_line_more(run):
    line = run.lines.get()
    line.pk, line.placement = None, PlacementFactory(role=line.role, year=run.year)
    line.save(force_insert=True)


def a_line_from_elsewhere(run):
    other = StipendRunFactory(year=run.year, kind="projection")
    calculate(pk=other.pk, by=other.prepared_by, now=NOW)
    calculate_run(other.pk)
    run.lines.get().placement.stipend_lines.filter(run=other).update(
        run=run, placement=PlacementFactory(role=run.lines.get().role, year=run.year)
    )


def of_the_run(**changes):
    return lambda run: itself(run).update(**changes)


def itself(run):
    return StipendRun.objects.filter(pk=run.pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda run: run.lines.update(amount_cents=1), "a line is written once"),
        (lambda run: run.lines.all()._raw_delete("default"), "a line of a locked run does not change"),
        (one_line_more, "a line of a locked run does not change"),
        (a_line_from_elsewhere, "a line is written once"),
        (of_the_run(total_cents=1), "an approved run does not change"),
        (of_the_run(approved_at=NOW + timedelta(seconds=1)), "changes with its event"),
        (of_the_run(approved_at=None), "changes with its event"),
        (of_the_run(prepared_at=NOW + timedelta(seconds=1)), "an approved run does not change"),
        (of_the_run(calculated_at=None), "an approved run does not change"),
        (
            of_the_run(state="exported", approved_at=NOW + timedelta(days=1)),
            "an approved run does not change",
        ),
        (of_the_run(state="calculated"), "an approved run only goes on"),
        (of_the_run(state="confirmed"), "an approved run only goes on"),
        (lambda run: run.events.all()._raw_delete("default"), "rows of this table stay as they are"),
        (lambda run: itself(run)._raw_delete("default"), "a run is made void, not deleted"),
    ],
)
def test_nothing_of_an_approved_run_changes_by_sql_of_the_owner_either(year, change, words):
    year.leader()
    year.close()
    run = approved(year)
    with pytest.raises(DatabaseError, match=words), owners_rights():
        change(run)


@pytest.mark.parametrize("state", ["approved", "exported", "confirmed", "void"])
@pytest.mark.parametrize("after", list(RunState))
def test_an_approved_run_goes_on_only_as_the_table_of_moves_says(state, after):
    run = approved_line().run
    with past_the_guards():
        of_the_run(state=state)(run)
    moves = {after for (before, _), after in RUN_MOVES.items() if before == state}
    if RunState(after) in {*moves, RunState(state)}:
        assert of_the_run(state=after)(run) == 1
    else:
        with pytest.raises(DatabaseError, match="an approved run only goes on"), transaction.atomic():
            of_the_run(state=after)(run)


def test_later_evidence_does_not_touch_an_approved_line(year):
    placement = year.leader()
    year.close()
    run = approved(year)
    placement.attestation.delete()
    with pytest.raises(DomainError, match="not the time"):
        calculate(pk=run.pk, by=run.prepared_by)
    assert run.lines.get().amount_cents == 300_000
