"""Who sees sessions, marks rosters and plans: every hat."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Exists

from common.errors import NotAllowed
from pathways.models import PathwayManager
from people.models import Hat
from seminars.models import Session, audience_of, leads
from seminars.policies import (
    OWN_PATHWAYS,
    PLANNERS,
    SAME_PEOPLE,
    leads_it,
    not_now,
    why_not,
    why_not_planned_for,
)
from seminars.states import Action, Marking, Planning
from tests.factories.pathways import CohortFactory, PlacementFactory, RoleFactory
from tests.factories.people import HatFactory, UserFactory, administrator, manager
from tests.factories.seminars import AFTER, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


def wearing(kind):
    return lambda: HatFactory(kind=kind).person


def left():
    person = manager()
    person.is_active = False
    person.save()
    return person


def planner():
    """Whom an administrator lets plan sessions."""
    person = UserFactory()
    person.user_permissions.add(
        Permission.objects.get(content_type__app_label="seminars", codename="change_session")
    )
    return person


HATS = {
    "manager": (manager, True, True, True),
    "administrator": (administrator, True, True, True),
    "coach": (wearing(Hat.Kind.COACH), False, False, True),
    "preparer": (wearing(Hat.Kind.PREPARER), False, False, True),
    "planner": (planner, False, True, False),
    "teacher": (UserFactory, False, False, False),
    "visitor": (AnonymousUser, False, False, False),
    "a manager who left": (left, False, False, False),
}


def plans(user, session=None):
    return why_not(user, Planning.PLAN, session) is None


@pytest.mark.parametrize(("make", "marks", "planning", "sees"), HATS.values(), ids=HATS)
def test_each_hat_marks_plans_and_sees_its_part(make, marks, planning, sees):
    session, user = SessionFactory(), make()
    assert {why_not(user, verb, session) is None for verb in Marking} == {marks}
    assert (leads_it(user, session), plans(user), plans(user, session)) == (marks, planning, planning)
    assert list(Session.objects.visible_to(user)) == ([session] if sees else [])


def test_a_facilitator_marks_the_own_session_and_no_other():
    user = UserFactory()
    own, other = SessionFactory(facilitated_by=user), SessionFactory(facilitated_by=UserFactory())
    assert [leads_it(user, session) for session in (own, other)] == [True, False]
    asked = {row.pk: leads_it(user, row) for row in Session.objects.annotate(leads=leads(user))}
    assert asked == {own.pk: True, other.pk: False}
    assert isinstance(leads(user), Exists)


def test_a_facilitator_changes_the_plan_of_the_own_session_and_plans_more_of_its_event_for_the_same_people():
    user, role = UserFactory(), RoleFactory()
    own, other = SessionFactory(facilitated_by=user, roles=[role]), SessionFactory()
    assert plans(user)
    assert [why_not(user, Planning.CHANGE, session) is None for session in (own, other)] == [True, False]
    same, wider = (audience_of(roles, [], fellows=False, school_leaders=False) for roles in ([role], []))
    asked = [(own.event, same), (own.event, wider), (other.event, same), (None, same)]
    refused = [why_not_planned_for(user, event, whom) for event, whom in asked]
    assert [str(one or "") for one in refused] == ["", SAME_PEOPLE, PLANNERS, PLANNERS]


def test_a_manager_of_some_pathways_plans_for_their_roles_and_for_nobody_else():
    mine, other = RoleFactory(), RoleFactory()
    user = manager()
    PathwayManager.objects.create(hat=user.hats.get(), pathway=mine.pathway)
    cohort = CohortFactory(role=other)
    asked = {
        "own": audience_of([mine], [], fellows=False, school_leaders=False),
        "another": audience_of([mine, other], [], fellows=False, school_leaders=False),
        "a cohort of another": audience_of([], [cohort], fellows=False, school_leaders=False),
        "all": audience_of([], [], fellows=False, school_leaders=False),
        "fellows": audience_of([mine], [], fellows=True, school_leaders=False),
        "school leaders": audience_of([mine], [], fellows=False, school_leaders=True),
    }
    refused = {name: str(why_not_planned_for(user, None, whom) or "") for name, whom in asked.items()}
    assert refused == {name: "" if name == "own" else OWN_PATHWAYS for name in asked}
    assert {
        name: why_not_planned_for(manager(), None, whom) for name, whom in asked.items()
    } == dict.fromkeys(asked)
    sessions = [SessionFactory(roles=[role]) for role in (mine, other)]
    assert [why_not(user, Planning.CHANGE, one) is None for one in sessions] == [True, False]


@pytest.mark.parametrize("action", Action)
def test_who_does_not_lead_a_session_takes_none_of_its_steps_whatever_its_state(action):
    refusal = why_not(UserFactory(), action, SessionFactory(), AFTER)
    assert isinstance(refusal, NotAllowed)
    assert str(refusal) == "Only this session's facilitators and program managers may do this."


def test_a_session_on_a_day_that_belongs_to_another_year_is_not_shown_to_who_serves_that_year():
    """Entered before days were held against the year: it counts in its own year, and for nobody of the next one."""
    placement = PlacementFactory(year__first=2027)
    day = datetime(2027, 9, 15, 16, tzinfo=UTC)
    stray = SessionFactory(event__year__first=2026, starts_at=day)
    own = SessionFactory(event__year__first=2027, starts_at=day)
    assert list(Session.objects.visible_to(placement.person)) == [own]
    assert stray.event.year != own.event.year


def test_a_leader_sees_what_invites_or_marked_them_and_what_they_lead():
    placement = PlacementFactory()
    person, year = placement.person, placement.year
    invited = SessionFactory(event__year=year, roles=[placement.role])
    led, marked = SessionFactory(facilitated_by=person), SessionFactory()
    AttendanceFactory(session=marked, person=person)
    stranger = SessionFactory(event__year=year, roles=[PlacementFactory().role])
    shown = set(Session.objects.visible_to(person))
    assert shown == {invited, led, marked}
    assert stranger not in shown


@pytest.mark.parametrize(
    ("state", "minutes", "action", "said"),
    [
        ("held", 0, Action.CLOSE, ""),
        ("held", -1, Action.CLOSE, "This session is not over yet. Close its roster once it has ended."),
        ("planned", 0, Action.CLOSE, ""),
        ("planned", -1, Action.CLOSE, "This session is not over yet. Close its roster once it has ended."),
        ("closed", 0, Action.CLOSE, "This was done already."),
        (
            "cancelled",
            0,
            Action.CLOSE,
            "This is cancelled now, so it is not the time to close.",
        ),
        ("planned", 0, Action.CANCEL, ""),
        ("planned", 0, Action.MOVE, ""),
        ("closed", 0, Action.REOPEN, ""),
        (
            "planned",
            0,
            Action.REOPEN,
            "This is planned now, so it is not the time to reopen.",
        ),
    ],
)
def test_a_step_whose_time_it_is_not_says_why_whoever_asks(state, minutes, action, said):
    session = SessionFactory.build(event__year=None, state=state)
    assert str(not_now(action, session, session.ends_at + timedelta(minutes=minutes)) or "") == said
    assert session.ends_at < AFTER
