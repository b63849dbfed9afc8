"""What was cancelled stays in the plan of a year."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from seminars.services import cancel
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import manager
from tests.factories.seminars import EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
NEXT = datetime(2027, 10, 13, 16, tzinfo=UTC)


def test_a_cancelled_session_stays_in_the_plan_with_its_reason_and_is_changed_no_more(
    client, settings, clock
):
    settings.DEMO = True
    clock(datetime(2027, 3, 16, 18, tzinfo=UTC))
    year, by = ProgramYearFactory(first=2027), manager()
    client.force_login(by)
    PlacementFactory(year=year)
    one = SessionFactory(event=EventFactory(year=year), planned=True, starts_at=NEXT, title="Word study")
    SessionFactory(event=one.event, planned=True, starts_at=NEXT, title="Kept")
    cancel(pk=one.pk, by=by, reason="The room is flooded.")
    address = reverse("dashboard:plan", args=[year.label])
    page = client.get(address)
    assert [(row.title, row.cancelled_because) for row in page.context["page"]] == [
        ("Word study", "The room is flooded."),
        ("Kept", ""),
    ]
    assert "1 session in the year, and 1 that was cancelled" in page.text
    assert [len(lane.marks) for lane in page.context["lanes"]] == [1]
    assert "The room is flooded.</span>" in page.text
    assert "Word study at the same hour" not in page.text
    assert b"The room is flooded." in b"".join(client.get(f"{address}?save=csv"))
    assert "Change the plan…" not in client.get(reverse("seminars:detail", args=[one.pk])).text


def test_last_years_sessions_shifted_say_which_was_cancelled_and_is_left_out(client, settings, clock):
    settings.DEMO = True
    clock(datetime(2027, 3, 16, 18, tzinfo=UTC))
    before, year, by = ProgramYearFactory(first=2026), ProgramYearFactory(first=2027), manager()
    client.force_login(by)
    start = datetime(2027, 5, 13, 16, tzinfo=UTC)
    one = SessionFactory(event=EventFactory(year=before), planned=True, starts_at=start, title="Word study")
    SessionFactory(event=one.event, planned=True, starts_at=start, title="Kept")
    address = reverse("dashboard:plan_new", args=[year.label, "again"])
    assert "cancelled" not in client.get(address).text
    cancel(pk=one.pk, by=by, reason="The room is flooded.")
    assert "Cancelled in 2026-27 and not shown here: Word study (May 13)." in client.get(address).text
