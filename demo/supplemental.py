"""Sessions for fellows: supplemental professional development in the year in progress, and who came."""

from collections.abc import Sequence
from datetime import date, timedelta

from demo.year import at
from fellows.models import Fellow
from pathways.models import ProgramYear
from people.models import User
from seminars.models import Attendance, Event, Session
from seminars.states import State

# Days after the first of the year, and what it is about.
SESSIONS = (
    (86, "How a school spends its money"),
    (114, "Walking classrooms with a principal"),
    (142, "Meetings with families that change something"),
    (212, "A master schedule from nothing"),
    (268, "What the law asks of a principal"),
)
MINUTES = 120


def make_sessions_for_fellows(
    fellows: Sequence[Fellow], year: ProgramYear, *, today: date, leads: User
) -> None:
    """Those before `today` are closed; of them one fellow missed one and came late to another."""
    event = Event.objects.create(
        year=year, kind=Event.Kind.OTHER, title=f"Supplemental development of fellows {year.label}"
    )
    made = Session.objects.bulk_create(
        _session(event, title, year.starts + timedelta(days=days)) for days, title in SESSIONS
    )
    through = Session.facilitators.through
    through.objects.bulk_create(through(session=session, user=leads) for session in made)
    were = [one for one in made if one.ends_at < at(today, 0)]
    Session.objects.filter(pk__in=[one.pk for one in were]).update(state=State.HELD)
    Attendance.objects.bulk_create(
        _mark(session, fellow.person, number, place, leads)
        for place, session in enumerate(were)
        for number, fellow in enumerate(fellows)
    )
    for session in were:
        session.state, session.closed_at, session.closed_by = State.CLOSED, session.ends_at, leads
    Session.objects.bulk_update(were, ["state", "closed_at", "closed_by"])


def _session(event: Event, title: str, day: date) -> Session:
    starts = at(day, 16)
    return Session(
        event=event,
        title=title,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=MINUTES),
        place="Partnership office, Boyle Heights",
        required_minutes=MINUTES,
        fellows=True,
        substitute_eligible=False,
    )


def _mark(session: Session, person: User, number: int, place: int, leads: User) -> Attendance:
    missed = (number + place) % 8 == 0
    late = number == 7 and place == 0
    return Attendance(
        session=session,
        person=person,
        mark="absent" if missed else "present",
        minutes=MINUTES - 45 if late else None,
        source="staff",
        marked_by=leads,
        marked_at=session.ends_at,
    )
