"""Two at once about what was paid too much or is said to be wrong: the second is judged by what the first has done."""

import pytest
from django.db import connection, transaction

from common.errors import DomainError, NoSuchMove
from stipends.models import Overpayment
from stipends.services import agree_to_take, calculate, calculate_chunk, dispute, finish_run, settle
from stipends.services.disputes import Wrong
from stipends.services.runs import LinesChanged
from tests.factories.stipends import NOW, approver, preparer
from tests.stipends.overpaid import HALF, Overpaid, approving, run_of
from tests.waiting import beside, second_after

pytestmark = pytest.mark.django_db(transaction=True)
OVER = 67_500


@pytest.fixture
def told(clock):
    clock(NOW)
    return Overpaid()


@pytest.fixture
def row(told):
    return told.found()


def settling(row):
    by = preparer()
    return lambda: settle(pk=row.pk, by=by, cents=OVER, how="check", reference="No. 1", now=NOW)


def agreeing(told, row):
    return lambda: agree_to_take(pk=row.pk, by=told.ana.person, cents=OVER, now=NOW)


def disputing(placement):
    return lambda: dispute(
        pk=placement.pk, by=placement.person, wrong=Wrong("amount"), words="It should be more.", now=NOW
    )


def to_approve(run):
    by = approver()
    return lambda: approving(run, by)


def test_of_two_who_settle_at_once_one_does(row):
    assert type(second_after(settling(row), settling(row))) is NoSuchMove
    assert row.events.filter(action="settle").count() == 1


def test_who_agrees_while_it_is_settled_is_told(told, row):
    assert type(second_after(settling(row), agreeing(told, row))) is NoSuchMove


def test_a_word_given_while_a_run_is_calculated_has_it_calculated_again(told, row):
    later = told.next_year()
    run = run_of(later.year, "instalment", 1, HALF)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)

    def chunk():
        assert calculate_chunk(run_id=run.pk)

    # Nobody waits for the worker, and the worker does not wait for them.
    beside(chunk, agreeing(told, row))
    finish_run(run_id=run.pk)
    run.refresh_from_db()
    with pytest.raises(LinesChanged):
        approving(run)


def test_a_word_given_while_a_run_is_approved_comes_after_it(told, row):
    later = told.next_year()
    run = run_of(later.year, "instalment", 1, HALF)
    answer = second_after(to_approve(run), agreeing(told, row))
    assert isinstance(answer, Overpayment)
    assert (run.lines.get().taken_cents, Overpayment.objects.get().open_cents) == (0, OVER)


def test_a_run_that_is_approved_while_a_word_is_given_is_refused(told, row):
    later = told.next_year()
    run = run_of(later.year, "instalment", 1, HALF)
    assert type(second_after(agreeing(told, row), to_approve(run))) is LinesChanged


def test_of_two_runs_approved_at_once_one_takes_it_off(told, row):
    agreeing(told, row)()
    later = told.next_year()
    runs = [run_of(later.year, "instalment", number, HALF) for number in (1, 2)]
    answer = second_after(to_approve(runs[0]), to_approve(runs[1]))
    assert type(answer) is LinesChanged
    assert Overpayment.objects.get().open_cents == OVER - 50_000


def test_a_dispute_waits_for_an_approval_and_comes_after_it(told):
    run = run_of(told.first.year)
    row = second_after(to_approve(run), disputing(told.ben))
    run.refresh_from_db()
    assert (run.state, row.state) == ("approved", "open")


def test_an_approval_waits_for_a_dispute_and_is_refused(told):
    run = run_of(told.first.year)
    assert type(second_after(disputing(told.ben), to_approve(run))) is LinesChanged


def test_two_disputes_of_one_placement_at_once_are_one(told):
    answer = second_after(disputing(told.ben), disputing(told.ben))
    assert isinstance(answer, DomainError)
    assert told.ben.disputes.count() == 1


def test_a_dispute_does_not_wait_for_a_worker(told):
    run = run_of(told.first.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)

    def chunk():
        assert calculate_chunk(run_id=run.pk)

    assert beside(chunk, disputing(told.ben)).state == "open"


def test_the_database_lets_one_person_waive_nothing(row):
    by = preparer()
    asked = {"waiver_by_id": by.pk, "waived_by_id": by.pk}
    rows = Overpayment.objects.filter(pk=row.pk)
    with pytest.raises(Exception, match="two_people_waive"), transaction.atomic():
        rows.update(**asked)
    with connection.cursor() as cursor:
        cursor.execute("SELECT waived_by_id FROM stipends_overpayment")
        assert cursor.fetchall() == [(None,)]
