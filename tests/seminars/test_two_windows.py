"""Two people mark one roster: neither goes over what the other saved without being told."""

import pytest
from django.urls import reverse

from common.errors import DomainError
from seminars import services
from seminars.models import AttendanceChange
from seminars.rules import seen_as
from seminars.services import Mark
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import AFTER, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(AFTER)


@pytest.fixture
def session(client):
    facilitator = UserFactory()
    client.force_login(facilitator)
    return SessionFactory(facilitated_by=facilitator)


@pytest.fixture
def people(session):
    return [PlacementFactory(person__family_name=name, person__given_name="Ana").person for name in "ABC"]


def roster(session):
    return reverse("seminars:roster", args=[session.pk])


def opened(client, session):
    """What the page sends back when nobody touches it."""
    form = client.get(roster(session)).context["form"]
    sent = {"seen": form.seen}
    for line in form.lines:
        pk = line.row.person_id
        sent |= {f"mark-{pk}": line.mark, f"minutes-{pk}": line.minutes, f"reason-{pk}": line.reason}
    return sent


def marks(session):
    return dict(session.attendance.values_list("person", "mark"))


def test_a_row_that_a_stale_page_left_alone_keeps_what_somebody_else_saved(client, session, people):
    one, two, _ = people
    stale = opened(client, session)
    AttendanceFactory(session=session, person=one, mark="absent")
    answer = client.post(roster(session), stale | {f"mark-{two.pk}": "present"})
    assert (answer.status_code, marks(session)) == (302, {one.pk: "absent", two.pk: "present"})


def test_a_row_changed_here_and_elsewhere_is_refused_with_what_it_says_now_and_then_taken(
    client, session, people
):
    one, two, _ = people
    stale = opened(client, session)
    AttendanceFactory(session=session, person=one, minutes=90)
    typed = stale | {f"mark-{one.pk}": "absent", f"mark-{two.pk}": "present"}
    refused = client.post(roster(session), typed)
    form = refused.context["form"]
    assert (refused.status_code, marks(session)) == (422, {one.pk: "present"})
    assert [(line.row.name, line.mark, line.error) for line in form.errors] == [
        (
            "A, Ana",
            "absent",
            "Marked elsewhere since you opened the page: present, 90 minutes. "
            "Save again to put yours in its place.",
        )
    ]
    again = client.post(roster(session), typed | {"seen": form.seen})
    assert (again.status_code, marks(session)) == (302, {one.pk: "absent", two.pk: "present"})


def test_the_same_mark_given_by_two_is_no_quarrel(client, session, people):
    stale = opened(client, session)
    AttendanceFactory(session=session, person=people[0])
    answer = client.post(roster(session), stale | {f"mark-{people[0].pk}": "present"})
    assert (answer.status_code, AttendanceChange.objects.count()) == (302, 0)


def test_a_mark_given_between_reading_and_saving_is_refused_by_the_service(session, people):
    one, by = people[0], session.facilitators.get()
    AttendanceFactory(session=session, person=one, mark="excused", reason="Jury duty", approved_by=by)
    sheets, seen = [Mark(one.pk, "present")], {one.pk: seen_as("", None, "")}
    with pytest.raises(DomainError) as refusal:
        services.save_roster(session_pk=session.pk, sheets=sheets, seen=seen, by=by, now=AFTER)
    assert str(refusal.value) == (
        f"{one.name} was marked elsewhere since you opened the page: excused: Jury duty. "
        "Save again to put yours in its place."
    )


def test_a_reason_of_two_lines_is_no_change_of_a_page_that_left_it_alone(client, session, people):
    AttendanceFactory(session=session, person=people[0], mark="absent", reason="Ill.\nCalled in.")
    sent = opened(client, session) | {f"reason-{people[0].pk}": "Ill.Called in."}
    client.post(roster(session), sent)
    assert session.attendance.get().reason == "Ill.\nCalled in."


def test_a_page_of_a_roster_leaves_room_for_long_names(client, session):
    PlacementFactory.create_batch(50)
    # The bound of every page is 60 KB.
    assert len(client.get(roster(session)).content) <= 54 * 1024


def test_the_page_of_one_person_is_refused_once_when_it_is_stale(client, session, people):
    url = reverse("seminars:person", args=[session.pk, people[0].pk])
    seen = client.get(url).context["form"]["seen"].value()
    AttendanceFactory(session=session, person=people[0], mark="absent")
    typed = {"mark": "present", "seen": seen}
    refused = client.post(url, typed)
    assert (refused.status_code, marks(session)) == (422, {people[0].pk: "absent"})
    again = client.post(url, typed | {"seen": refused.context["form"]["seen"].value()})
    assert (again.status_code, marks(session)) == (302, {people[0].pk: "present"})


def test_a_stale_sheet_of_the_administration_goes_over_no_mark_unseen(client, session, people):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    one, two, _ = people
    sheet = {"action": "mark_sheet", "_selected_action": session.pk}
    url = reverse("admin:seminars_session_changelist")
    form = client.post(url, sheet).context["form"]
    stale = {name: form[name].value() or "" for name in form.fields} | sheet | {"_typed": "1"}
    AttendanceFactory(session=session, person=one, mark="absent")
    client.post(url, stale | {f"mark_{two.pk}": "present"})
    assert marks(session) == {one.pk: "absent", two.pk: "present"}
    refused = client.post(url, stale | {f"mark_{one.pk}": "present"})
    assert refused.context["form"].errors == {
        f"mark_{one.pk}": [
            "Marked elsewhere since you opened the page: absent. Save again to put yours in its place."
        ]
    }
    seen = refused.context["form"]["seen"].value()
    client.post(url, stale | {f"mark_{one.pk}": "present", "seen": seen})
    assert marks(session) == {one.pk: "present", two.pk: "present"}
