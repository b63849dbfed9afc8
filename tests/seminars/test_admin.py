import pytest
from django.urls import reverse

from seminars.models import Session
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import AFTER, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db
MODELS = [
    "event",
    "session",
    "attendance",
    "attendancechange",
    "sessionevent",
    "scanfailure",
    "calendaraddress",
]


@pytest.fixture(autouse=True)
def administrator(client, clock, settings):
    settings.DEMO = True
    clock(AFTER)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))


@pytest.mark.parametrize("model", MODELS)
def test_each_list_opens_and_searches(client, model):
    AttendanceFactory()
    assert client.get(reverse(f"admin:seminars_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_marks_takes_at_most_ten_queries(client, rows, count_queries):
    AttendanceFactory.create_batch(rows)
    client.get(reverse("admin:seminars_attendance_changelist"))
    with count_queries(at_most=10, repeats=True):
        client.get(reverse("admin:seminars_attendance_changelist"))


def test_the_admin_closes_rosters_through_the_service(client):
    person = PlacementFactory().person
    session = SessionFactory()
    action = {"action": "close_rosters", "_selected_action": [session.pk]}
    client.post(reverse("admin:seminars_session_changelist"), action)
    session.refresh_from_db()
    assert session.state == "closed"
    assert session.attendance.get(person=person).mark == "absent"


def test_a_state_cannot_be_typed_and_a_closed_session_cannot_be_edited(client):
    planned, closed = SessionFactory(planned=True), SessionFactory(closed=True)
    for session in (planned, closed):
        client.post(reverse("admin:seminars_session_change", args=[session.pk]), {"state": "held"})
    assert list(Session.objects.order_by("pk").values_list("state", flat=True)) == ["planned", "closed"]
    change = reverse("admin:seminars_session_change", args=[closed.pk])
    assert client.post(change, {"title": "Other"}).status_code == 403


def test_marks_are_read_only(client):
    mark = AttendanceFactory()
    change = reverse("admin:seminars_attendance_change", args=[mark.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"mark": "absent"}).status_code == 403
