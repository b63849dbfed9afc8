"""A run whose lines somebody changed in the database: its refusal waits for the preparer as every other does."""

import pytest

from dashboard.queries import waiting_for
from stipends.models import RunRefusal, StipendRun
from stipends.queries import open_refusal
from stipends.services import NotTheLines, approve, calculate, export
from stipends.tasks import calculate_run
from tests.factories.people import UserFactory
from tests.factories.stipends import NOW, Year, approver
from tests.owner import past_the_guards
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _june(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def year():
    year = Year()
    for given, family in (("Ana", "Ruiz"), ("Ben", "Li"), ("Cy", "Same")):
        year.leader(person=UserFactory(given_name=given, family_name=family))
    year.close()
    return year


def line_of(run, family):
    return run.lines.filter(person__family_name=family)


def pay_one_for_the_other(run):
    line_of(run, "Ruiz").update(amount_cents=line_of(run, "Ruiz").get().amount_cents - 100)
    line_of(run, "Li").update(amount_cents=line_of(run, "Li").get().amount_cents + 100)


def leave_one_out(run):
    line_of(run, "Ruiz").delete()


def change_the_sum(run):
    StipendRun.objects.filter(pk=run.pk).update(snapshot_sha256="0" * 64)


def try_to_approve(run, by):
    run.refresh_from_db()
    with pytest.raises(NotTheLines) as refused:
        approve(
            pk=run.pk,
            by=by,
            snapshot_sha256=run.snapshot_sha256,
            total_cents=run.total_cents,
            now=NOW,
        )
    return str(refused.value)


WAYS = [
    (pay_one_for_the_other, ["Ana Ruiz", "Ben Li"], "2 lines had changed."),
    (leave_one_out, ["Ana Ruiz"], "1 line had changed."),
    (change_the_sum, [], "Its lines are not those that were calculated."),
]


@pytest.mark.parametrize(("change", "names", "about"), WAYS)
def test_lines_changed_in_the_database_are_the_preparers_first_duty_and_are_named(
    year, signed_in, change, names, about
):
    run, by = calculated(year), approver(given_name="Olga", family_name="Approver")
    with past_the_guards():
        change(run)
    try_to_approve(run, by)
    kept = RunRefusal.objects.get()
    assert {(row.placement.person.name, tuple(row.causes)) for row in kept.lines.all()} == {
        (name, ("altered",)) for name in names
    }
    first = waiting_for(run.prepared_by, day=NOW.date(), now=NOW)[0]
    assert (first.kind, first.url) == ("run_refused", f"/stipends/runs/{run.pk}/")
    assert first.why.startswith("Olga Approver could not approve it. ")
    page = signed_in(run.prepared_by).get(f"/stipends/runs/{run.pk}/").content.decode()
    assert "Not approved on " in page
    assert "<strong>Refused</strong> by Olga Approver" in page
    for name in names:
        assert f"{name} (changed in the database)" in first.why
        assert f"<b>{name}</b>: changed in the database" in page
    event = run.events.order_by("pk").last()
    assert (event.action, event.by, event.about) == ("refuse", by, about)


def test_pressing_again_adds_nothing_and_calculating_again_ends_it(year):
    run, by = calculated(year), approver()
    with past_the_guards():
        pay_one_for_the_other(run)
    said = try_to_approve(run, by)
    assert try_to_approve(run, by) == said
    assert RunRefusal.objects.count() == 1
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    run.refresh_from_db()
    assert open_refusal(run) is None
    approve(pk=run.pk, by=by, snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=NOW)


def test_a_file_that_is_refused_is_in_the_history_of_the_run_once(year):
    run = approved(year)
    with past_the_guards():
        pay_one_for_the_other(run)
    for _ in range(2):
        with pytest.raises(NotTheLines) as refused:
            export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    event = run.events.order_by("pk").last()
    assert (event.action, event.by, event.at) == ("refuse", run.prepared_by, NOW)
    assert event.note == str(refused.value)
    assert run.events.filter(action="refuse").count() == 1
    run.refresh_from_db()
    assert run.state == "approved"
