"""Coaching cycles of 2026-27."""

from datetime import UTC, date, datetime
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from coaching.models import (
    ActionStep,
    CoachedPeer,
    CoachedTeacher,
    CoachingCycle,
    Consent,
    HostedSeminar,
    LeadersCoach,
    PeerVisit,
    Recording,
    ReleaseTime,
    SchoolwidePD,
    SeenInRecording,
    SeminarVisitor,
    SupportRequest,
    TeacherCycle,
    Visit,
)
from pathways.models import Placement
from people.models import Hat
from tests.factories.pathways import PlacementFactory, RoleFactory
from tests.factories.people import HatFactory, UserFactory


def coach(**fields):
    """An academic-team coach."""
    return HatFactory(person=UserFactory(**fields), kind=Hat.Kind.COACH).person


class CycleFactory(DjangoModelFactory):
    """A mid-year cycle just planned; `talked=True` has had its conversation and can be closed."""

    class Meta:
        model = CoachingCycle

    class Params:
        talked = factory.Trait(
            state="conversation",
            observed_on=date(2026, 10, 1),
            feedback_on=date(2026, 10, 2),
            conversation_on=date(2026, 10, 5),
        )

    placement: Placement = factory.SubFactory(PlacementFactory)
    coach = factory.LazyFunction(coach)
    window = "mid_year"
    due = date(2027, 1, 31)
    planned_on = date(2026, 9, 1)


class VisitFactory(DjangoModelFactory):
    """Seen in class in October."""

    class Meta:
        model = Visit

    placement: Placement = factory.SubFactory(PlacementFactory)
    coach = factory.LazyFunction(coach)
    on = date(2026, 10, 6)
    where = "class"
    words = "She waits five seconds now."
    key = factory.LazyFunction(uuid4)
    recorded_at = datetime(2026, 10, 6, 20, tzinfo=UTC)


class LeadersCoachFactory(DjangoModelFactory):
    """Dealt out at the start of the year."""

    class Meta:
        model = LeadersCoach

    placement: Placement = factory.SubFactory(PlacementFactory)
    coach = factory.LazyFunction(coach)
    since = date(2026, 8, 3)
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 8, 3, 20, tzinfo=UTC)


class PeerCoachFactory(PlacementFactory):
    """A Peer Coach; `senior=True` a Senior Peer Coach."""

    class Params:
        senior = factory.Trait(role=factory.SubFactory(RoleFactory, peer_work="peers"))

    role = factory.SubFactory(RoleFactory, peer_work="teachers")


class ReleaseTimeFactory(DjangoModelFactory):
    """Two periods a week, proposed by the Peer Coach; `confirmed=True` by somebody who signs."""

    class Meta:
        model = ReleaseTime

    class Params:
        confirmed = factory.Trait(
            confirmed_by=factory.SubFactory(UserFactory), confirmed_at=datetime(2026, 9, 2, 20, tzinfo=UTC)
        )

    placement: Placement = factory.SubFactory(PeerCoachFactory)
    minutes = 110
    since = date(2026, 9, 1)
    proposed_by = factory.LazyAttribute(lambda one: one.placement.person)
    proposed_at = datetime(2026, 9, 1, 20, tzinfo=UTC)


class CoachedTeacherFactory(DjangoModelFactory):
    """A teacher with an account; `typed=True` a name alone."""

    class Meta:
        model = CoachedTeacher

    class Params:
        typed = factory.Trait(person=None, name=factory.Sequence(lambda n: f"Typed Teacher {n}"))

    placement: Placement = factory.SubFactory(PeerCoachFactory)
    person = factory.SubFactory(UserFactory)
    starts = date(2026, 9, 1)
    added_at = datetime(2026, 9, 1, 20, tzinfo=UTC)


class TeacherCycleFactory(DjangoModelFactory):
    """Observed and talked over in September."""

    class Meta:
        model = TeacherCycle

    teacher: CoachedTeacher = factory.SubFactory(CoachedTeacherFactory)
    observed_on = date(2026, 9, 14)
    talked_on = date(2026, 9, 15)
    focus = "Another focus"
    own_focus = factory.Sequence(lambda n: f"Wait time {n}")
    recorded_at = datetime(2026, 9, 15, 20, tzinfo=UTC)


class SchoolwidePDFactory(DjangoModelFactory):
    class Meta:
        model = SchoolwidePD

    placement: Placement = factory.SubFactory(PeerCoachFactory)
    day = date(2026, 9, 21)
    title = factory.Sequence(lambda n: f"Talk moves, part {n}")
    came = 34
    minutes = 60
    recorded_at = datetime(2026, 9, 21, 23, tzinfo=UTC)


class ActionStepFactory(DjangoModelFactory):
    """To look back at in November, of a talk that was held."""

    class Meta:
        model = ActionStep

    cycle = factory.SubFactory(CycleFactory, talked=True)
    words = factory.Sequence(lambda number: f"Two questions on paper, {number}")
    look_back = date(2026, 11, 3)
    written_at = datetime(2026, 10, 6, 20, tzinfo=UTC)


class SupportFactory(DjangoModelFactory):
    """Asked for in October; nobody comes yet. `given=True` has a coach, `answered=True` their word too."""

    class Meta:
        model = SupportRequest

    class Params:
        given = factory.Trait(state="assigned", coach=factory.LazyFunction(coach))
        answered = factory.Trait(state="answered", coach=factory.LazyFunction(coach))

    placement: Placement = factory.SubFactory(PlacementFactory)
    about = factory.Sequence(lambda number: f"Small-group reading, {number}")
    words = "Two of my teachers have never run groups."
    asked_at = datetime(2026, 10, 8, 20, tzinfo=UTC)


def support_in(state):
    """A request in this state, with whatever the state asks for."""
    given = {"given": True} if state == "assigned" else {"answered": True} if state == "answered" else {}
    ended = (
        {} if state in {"asked", "assigned", "answered"} else {"ended_at": datetime(2026, 10, 20, tzinfo=UTC)}
    )
    return SupportFactory(**given, **({} if given else {"state": state}), **ended)


class HostedSeminarFactory(DjangoModelFactory):
    """A seminar in the first days of October."""

    class Meta:
        model = HostedSeminar

    placement: Placement = factory.SubFactory(PeerCoachFactory, senior=True)
    day = date(2026, 10, 5)
    title = factory.Sequence(lambda n: f"Coaching in math, part {n}")
    recorded_at = datetime(2026, 10, 5, 20, tzinfo=UTC)


class SeminarVisitorFactory(DjangoModelFactory):
    """Named and not asked yet; `confirmed=True` observed."""

    class Meta:
        model = SeminarVisitor

    class Params:
        confirmed = factory.Trait(was_there=True, answered_at=datetime(2026, 10, 6, 20, tzinfo=UTC))

    seminar: HostedSeminar = factory.SubFactory(HostedSeminarFactory)
    person = factory.SubFactory(UserFactory)
    added_at = datetime(2026, 10, 5, 20, tzinfo=UTC)


class CoachedPeerFactory(DjangoModelFactory):
    """A Peer Coach of another school, coached from September on."""

    class Meta:
        model = CoachedPeer

    placement: Placement = factory.SubFactory(PeerCoachFactory, senior=True)
    peer = factory.LazyAttribute(lambda one: PeerCoachFactory(year=one.placement.year))
    since = date(2026, 9, 1)
    added_at = datetime(2026, 9, 1, 20, tzinfo=UTC)


class PeerVisitFactory(DjangoModelFactory):
    class Meta:
        model = PeerVisit

    coached: CoachedPeer = factory.SubFactory(CoachedPeerFactory)
    day = date(2026, 9, 22)
    recorded_at = datetime(2026, 9, 22, 20, tzinfo=UTC)


class RecordingFactory(DjangoModelFactory):
    """For all leaders; nobody is seen in it yet, so nobody may watch."""

    class Meta:
        model = Recording

    placement: Placement = factory.SubFactory(PeerCoachFactory, senior=True)
    title = factory.Sequence(lambda n: f"A talk about wait time, part {n}")
    link = factory.Sequence(lambda n: f"https://video.example.org/{n}")
    audience = "leaders"
    recorded_at = datetime(2026, 10, 5, 20, tzinfo=UTC)


class SeenInRecordingFactory(DjangoModelFactory):
    class Meta:
        model = SeenInRecording

    recording: Recording = factory.SubFactory(RecordingFactory)
    person = factory.SubFactory(UserFactory)
    added_at = datetime(2026, 10, 5, 20, tzinfo=UTC)


class ConsentFactory(DjangoModelFactory):
    """By the own press of who is seen."""

    class Meta:
        model = Consent

    seen: SeenInRecording = factory.SubFactory(SeenInRecordingFactory)
    given_on = date(2026, 10, 6)
    by = factory.LazyAttribute(lambda one: one.seen.person)
    at = datetime(2026, 10, 6, 20, tzinfo=UTC)
