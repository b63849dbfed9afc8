import pytest
from django.contrib import admin
from django.urls import reverse

from pathways.models import DeliverableRecord, OfferingVersion, Placement, ProgramYear
from pathways.services import submit
from tests.factories.pathways import (
    CohortFactory,
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "pathways"]
LOCKED = [
    "Attestation",
    "DeliverableEvent",
    "DeliverableRecord",
    "Leave",
    "OfferingEvent",
    "OfferingVersion",
    "Placement",
    "PlacementEvent",
    "SchoolAssignment",
]


@pytest.fixture
def inside(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def address(name, page, *args):
    return reverse(f"admin:pathways_{name.lower()}_{page}", args=args)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_opens_and_searches(inside, model):
    CohortFactory()
    DeliverableRecordFactory()
    for query in ({}, {"q": "nobody"}):
        assert inside.get(address(model.__name__, "changelist"), query).status_code == 200


@pytest.mark.parametrize("name", LOCKED)
def test_what_services_write_is_read_only(inside, name):
    assert inside.get(address(name, "add")).status_code == 403


@pytest.mark.parametrize("model", [m for m in OURS if m.__name__ not in LOCKED], ids=lambda m: m.__name__)
def test_what_staff_write_can_be_added(inside, model):
    assert inside.get(address(model.__name__, "add")).status_code == 200


def test_a_state_cannot_be_posted(inside):
    record = DeliverableRecordFactory()
    path = address("DeliverableRecord", "change", record.pk)
    assert inside.get(path).status_code == 200
    assert inside.post(path, {"state": "accepted"}).status_code == 403
    assert DeliverableRecord.objects.get().state == "open"


def test_publishing_by_an_action_makes_a_version(inside):
    offering = OfferingFactory(published=False)
    inside.post(address("Offering", "changelist"), {"action": "publish", "_selected_action": [offering.pk]})
    assert list(OfferingVersion.objects.values_list("offering", "number")) == [(offering.pk, 1)]


def test_accepting_by_an_action_obeys_the_states(inside):
    done, open_ = DeliverableRecordFactory(), DeliverableRecordFactory()
    submit(pk=done.pk, by=done.placement.person, note="x")
    data = {"action": "accept", "_selected_action": [done.pk, open_.pk]}
    text = inside.post(address("DeliverableRecord", "changelist"), data, follow=True).content.decode()
    assert list(DeliverableRecord.objects.order_by("pk").values_list("state", flat=True)) == [
        "accepted",
        "open",
    ]
    assert "Accepted: 1." in text
    assert "too late to accept" in text


def test_placements_are_completed_by_an_action(inside):
    placement = PlacementFactory()
    data = {"action": "complete", "_selected_action": [placement.pk]}
    inside.post(address("Placement", "changelist"), data)
    assert Placement.objects.get().end_reason == "completed"


def year_data(days):
    return {"label": "2026-27", "starts": "2026-07-01", "ends": "2027-07-01", "days": days}


def test_the_calendar_is_entered_a_day_a_line(inside):
    inside.post(address("ProgramYear", "add"), year_data("2026-08-11\n2026-08-10\n2026-08-10"))
    days = ProgramYear.objects.get().service_days.values_list("day", flat=True)
    assert [day.isoformat() for day in days] == ["2026-08-10", "2026-08-11"]


@pytest.mark.parametrize(
    ("days", "said"),
    [("2026-08-10\nMonday", "Line 2: “Monday” is no day"), ("2027-07-01", "2027-07-01 is not in this year")],
)
def test_a_calendar_that_cannot_be_names_the_line(inside, days, said):
    response = inside.post(address("ProgramYear", "add"), year_data(days))
    assert said in response.content.decode()
    assert ProgramYear.objects.count() == 0


@pytest.mark.parametrize("rows", [3, 60])
@pytest.mark.parametrize("name", ["Placement", "DeliverableRecord", "Offering"])
def test_lists_take_ten_queries_at_most(inside, count_queries, name, rows):
    year = ProgramYearFactory()
    for _ in range(rows):
        DeliverableRecordFactory(placement__year=year, deliverable__offering__year=year)
    with count_queries(at_most=10):
        inside.get(address(name, "changelist"))
