"""A run whose facts changed says so, and names the lines, before anybody tries to approve it."""

import pytest
from django.urls import reverse

from pathways.models import DeliverableRecord
from pathways.services import submit
from stipends.models import StipendLine
from stipends.queries import changes_since, stale
from stipends.services import calculate, void
from stipends.tasks import calculate_run
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory
from tests.factories.stipends import NOW, Year, approver
from tests.stipends.test_runs import calculated

pytestmark = pytest.mark.django_db
MOVED = (
    "Something changed since this run was calculated: {} by another run. A finance preparer calculates it again; look "
    "at it then, and approve it."
)
ONE, TWELVE = (
    MOVED.format("1 line has other evidence now, or was paid"),
    MOVED.format("12 lines have other evidence now, or were paid"),
)


@pytest.fixture(autouse=True)
def _june(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def year():
    return Year()


@pytest.fixture
def ana(year):
    """Ana owes the rest of her deliverables."""
    return year.leader(person=UserFactory(given_name="Ana", family_name="Ruiz"), delivered=1)


def hand_in_one(placement):
    record = placement.deliverable_records.filter(state="open").first()
    submit(pk=record.pk, by=placement.person, note="Here it is.")
    return record


def shown(client, user, name, run):
    client.force_login(user)
    return client.get(reverse(f"stipends:{name}", args=[run.pk])).content.decode()


def test_a_hand_in_moves_no_cent_and_yet_is_told_by_its_line(year, ana):
    year.close()
    run = calculated(year)
    cents = StipendLine.objects.get(run=run).amount_cents
    hand_in_one(ana)
    [found] = changes_since(run)
    assert (found.placement_id, found.causes) == (ana.pk, ("handed_in",))
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    assert StipendLine.objects.get(run=run).amount_cents == cents
    run.refresh_from_db()
    assert stale(run) is None


def test_what_was_handed_in_and_came_back_is_a_change_of_deliverables(year, ana):
    year.close()
    record = hand_in_one(ana)
    run = calculated(year)
    DeliverableRecord.objects.filter(pk=record.pk).update(state="open")
    [found] = changes_since(run)
    assert found.causes == ("deliverables",)


def test_the_page_that_approves_names_what_changed_before_the_press(year, ana, client):
    year.close()
    run, by = calculated(year), approver()
    assert ONE not in shown(client, by, "run_approve", run)
    hand_in_one(ana)
    html = shown(client, by, "run_approve", run)
    line = reverse("stipends:line", args=[run.pk, StipendLine.objects.get(run=run).pk])
    assert ONE in html
    assert f'<a class="usa-link" href="{line}">Ana Ruiz</a>: a deliverable was handed in</li>' in html
    assert 'value="Approve this run"' not in html


def test_the_page_that_approves_a_stale_run_leads_to_sending_it_back(year, ana, client):
    year.close()
    run = calculated(year)
    back = f'<a class="usa-button" href="{reverse("stipends:run_send_back", args=[run.pk])}">'
    fresh = shown(client, approver(), "run_approve", run)
    hand_in_one(ana)
    changed = shown(client, approver(), "run_approve", run)
    assert (back in fresh, back in changed) == (False, True)


def test_an_approval_that_was_on_the_screen_is_refused_with_the_names(year, ana, client):
    year.close()
    run = calculated(year)
    client.force_login(approver())
    hand_in_one(ana)
    sent = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents, "seen": "on"}
    answer = client.post(reverse("stipends:run_approve", args=[run.pk]), sent)
    html = answer.content.decode()
    assert (answer.status_code, html.count(ONE)) == (422, 1)
    assert "Ana Ruiz</a>: a deliverable was handed in" in html
    assert 'value="Approve this run"' not in html


def test_the_first_ten_are_named_and_the_others_counted(year, client):
    leaders = [year.leader(delivered=1) for _ in range(12)]
    year.close()
    run = calculated(year)
    for placement in leaders:
        hand_in_one(placement)
    html = shown(client, approver(), "run_approve", run)
    assert TWELVE in html
    assert (html.count(": a deliverable was handed in</li>"), "<li>and 2 more</li>" in html) == (10, True)


def test_somebody_new_is_named_without_a_line(year, ana, client):
    year.close()
    run = calculated(year)
    PlacementFactory(role=year.role, year=year.year, person__given_name="Ben", person__family_name="Li")
    assert "<li>Ben Li: new since then</li>" in shown(client, approver(), "run_approve", run)


def test_the_run_asks_for_what_changed_and_its_part_names_it(year, ana, client):
    year.close()
    run, by = calculated(year), approver()
    address = reverse("stipends:run_changed", args=[run.pk])
    fresh = shown(client, by, "run_changed", run)
    assert ("Nothing changed since it was calculated." in fresh, ONE in fresh) == (True, False)
    hand_in_one(ana)
    changed = shown(client, by, "run_changed", run)
    assert (f'hx-get="{address}" hx-trigger="load"' in shown(client, by, "run", run), ONE in changed) == (
        True,
        True,
    )
    assert "Ana Ruiz</a>: a deliverable was handed in" in changed


def test_only_a_run_that_waits_for_its_approval_asks_for_what_changed(year, ana, client):
    year.close()
    run = calculated(year)
    void(pk=run.pk, by=approver(), reason="Calculated too early.", now=NOW)
    assert reverse("stipends:run_changed", args=[run.pk]) not in shown(client, approver(), "run", run)
    assert "this one does not" in shown(client, approver(), "run_changed", run)
