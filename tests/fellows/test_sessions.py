"""Supplemental professional development: sessions for fellows, on the page of each of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from fellows.queries.sessions import sessions_of
from pathways.models import Pathway, PathwayManager
from seminars.models import Session, audience_of
from seminars.policies import OWN_PATHWAYS, why_not_planned_for
from seminars.queries import invited_people
from tests.factories.fellows import FellowCohortFactory, FellowFactory
from tests.factories.pathways import PathwayFactory, ProgramYearFactory
from tests.factories.people import HatFactory, manager
from tests.factories.seminars import NINE, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def still(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def fellow():
    cohort = FellowCohortFactory(starts=date(2026, 6, 22), ends=date(2027, 8, 22))
    return FellowFactory(state="enrolled", cohort=cohort)


def session(title, days=0, **fields):
    fields.setdefault("fellows", True)
    return SessionFactory(title=title, starts_at=NINE + days * DAY, **fields)


def shown(client, fellow, user):
    client.force_login(user)
    return client.get(reverse("fellows:detail", args=[fellow.pk])).content.decode()


def test_what_is_ahead_and_what_was_stands_with_the_mark_of_the_fellow(fellow, count_queries):
    came = session("Budgets")
    AttendanceFactory(session=came, person=fellow.person, minutes=90)
    AttendanceFactory(session=came)
    session("Walks", 7)
    session("Families", 40, planned=True)
    session("Schedules", 30, planned=True)
    session("For leaders", 31, fellows=False, planned=True)
    session("Called off", 32, state="cancelled")
    session("Before they studied", -120)
    with count_queries(1):
        found = sessions_of(fellow, NOW)
    assert [one.title for one in found.ahead] == ["Schedules", "Families"]
    assert [(one.title, one.my_mark, one.my_minutes) for one in found.were] == [
        ("Walks", None, None),
        ("Budgets", "present", 90),
    ]
    assert found.came == 1


def test_a_session_one_came_to_without_being_asked_stands_there_too(fellow):
    before = session("Before they studied", -120)
    AttendanceFactory(session=before, person=fellow.person)
    assert [one.title for one in sessions_of(fellow, NOW).were] == ["Before they studied"]


def test_of_who_left_nothing_is_ahead():
    gone = FellowFactory(
        state="withdrawn", cohort=FellowCohortFactory(starts=date(2026, 6, 22), ends=date(2027, 8, 22))
    )
    session("Schedules", 30, planned=True)
    session("Budgets")
    found = sessions_of(gone, NOW)
    assert ([one.title for one in found.ahead], [one.title for one in found.were]) == ([], ["Budgets"])


def test_the_fellow_and_program_managers_read_them_and_nobody_else(fellow, client):
    AttendanceFactory(session=session("Budgets"), person=fellow.person, mark="absent")
    for user in (fellow.person, manager()):
        page = shown(client, fellow, user)
        assert ("0 of 1</span> attended so far" in page, "None is planned ahead." in page) == (True, True)
    director = HatFactory(kind="director").person
    assert "Sessions for fellows" not in shown(client, fellow, director)


def test_from_the_board_one_plans_a_session_with_fellows_chosen(fellow, client):
    ProgramYearFactory()
    client.force_login(manager())
    link = reverse("dashboard:plans") + "?for=fellows"
    assert link in client.get(reverse("fellows:board", args=[fellow.cohort_id])).content.decode()
    page = client.get(link, follow=True)
    assert page.context["form"]["fellows"].value() is True
    day = {"title": "Budgets", "day": "2026-12-02", "starts": "15:30", "ends": "17:30", "required": "yes"}
    given = {**day, "belongs": "new", "kind": "other", "fellows": "on"}
    looked = client.post(page.request["PATH_INFO"], given)
    hidden = {name: looked.context["form"][name].value() for name in ("seen", "found")}
    rows = looked.context["days"]
    typed = {**given, **hidden, **rows.data.dict(), "verb": "plan"}
    assert client.post(page.request["PATH_INFO"], typed).status_code == 302
    made = Session.objects.get()
    assert (made.fellows, made.whom, list(invited_people(made))) == (True, "Fellows", [fellow.person])


def test_whoever_manages_the_fellowship_plans_for_fellows_and_a_manager_of_other_pathways_does_not():
    fellows = audience_of([], [], fellows=True, school_leaders=False)
    for kind, refused in ((Pathway.Kind.FELLOWSHIP, ""), (Pathway.Kind.LEADERSHIP, OWN_PATHWAYS)):
        user = manager()
        PathwayManager.objects.create(hat=user.hats.get(), pathway=PathwayFactory(kind=kind))
        assert str(why_not_planned_for(user, None, fellows) or "") == refused
