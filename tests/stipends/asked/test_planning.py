"""Several sessions are planned at once: looked at with all they meet and move, all or none, once, told, kept."""

from datetime import UTC, datetime, timedelta

import pytest

from common.errors import DomainError
from notifications.models import Message
from seminars.models import Event, Session
from seminars.services import Draft
from stipends import services
from stipends.models import StatementChange
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import EventFactory
from tests.factories.stipends import Year
from tests.stipends.asked.january import NOW, closed_until_now
from tests.stipends.worth import worth

pytestmark = pytest.mark.django_db
FIRST = datetime(2027, 2, 24, 23, 30, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def year():
    """Pays attendance by the share of sessions; all rosters until January are closed."""
    return Year()


@pytest.fixture
def leader(year):
    placement = year.leader()
    closed_until_now(year)
    return placement


def drafts(year, many=3, **fields):
    event = Event(year=year.year, kind="hosted_seminar", title="Peer Coach seminars")
    return [
        Draft(
            Session(
                event=event,
                title=f"Peer Coach seminar {number + 1}",
                starts_at=FIRST + timedelta(days=7 * number),
                ends_at=FIRST + timedelta(days=7 * number) + TWO_HOURS,
                required_minutes=120,
                **fields,
            ),
            {},
        )
        for number in range(many)
    ]


def looked(year, by, *, reason="", seen="", **given):
    with pytest.raises(services.PlanLook) as look:
        services.plan_sessions(year=year.year, drafts=drafts(year, **given), by=by, reason=reason, seen=seen)
    return look.value


def planned(year, by, look, *, reason="Asked for.", **given):
    return services.plan_sessions(
        year=year.year, drafts=drafts(year, **given), by=by, reason=reason, seen=look.seen
    )


def test_what_is_planned_is_looked_at_first_and_nothing_is_done(year, leader):
    before = Session.objects.count()
    look = looked(year, manager(), reason="Asked for.")
    assert [one.session.title for one in look.judged] == [f"Peer Coach seminar {n}" for n in (1, 2, 3)]
    assert (Session.objects.count(), Event.objects.filter(title="Peer Coach seminars").count()) == (before, 0)
    assert not StatementChange.objects.exists()
    assert not Message.objects.exists()


def test_where_nobody_has_signed_no_reason_is_asked(year):
    by = manager()
    look = looked(year, by)
    assert (look.moves, look.reason_missing) == (None, False)
    assert str(look) == "This makes 3 sessions; 0 meet something. Nothing is saved yet."
    planned(year, by, look, reason="")
    assert Session.objects.filter(event__title="Peer Coach seminars").count() == 3
    assert not StatementChange.objects.exists()
    assert not Message.objects.exists()


def test_whom_it_touches_and_what_it_moves_is_what_the_statement_says_after(year, leader):
    by = manager()
    before = worth(leader, NOW)
    look = looked(year, by, reason="Asked for.")
    (row,) = look.moves.rows
    assert (row.placement, (row.before.earned, row.before.possible)) == (leader, before)
    planned(year, by, look)
    assert (row.after.earned, row.after.possible) == worth(leader, NOW)
    assert row.before.earned != row.after.earned


def test_it_is_kept_as_one_line_on_each_statement_and_told_in_one_mail(year, leader):
    by = manager()
    planned(year, by, looked(year, by, reason="Asked for."))
    kept = StatementChange.objects.get()
    assert (kept.kind, kept.session, kept.day, kept.reason, kept.by) == (
        "series",
        None,
        None,
        "Asked for.",
        by,
    )
    assert kept.title == (
        "3 sessions, Feb 24, 2027 to Mar 10, 2027: Peer Coach seminar 1, Peer Coach seminar 2, Peer Coach seminar 3"
    )
    mail = Message.objects.get()
    assert mail.to_email == leader.person.email
    assert mail.subject == f"Sessions were added: {kept.title}"


def test_one_alone_is_named_on_the_statement_with_its_day(year, leader):
    by = manager()
    planned(year, by, looked(year, by, many=1, reason="Asked for."), many=1)
    kept = StatementChange.objects.get()
    assert (kept.kind, kept.title) == ("added", "Peer Coach seminar 1")
    assert kept.session.title == "Peer Coach seminar 1"
    assert kept.day.isoformat() == "2027-02-24"


def test_of_many_sessions_a_line_holds_as_many_names_as_it_can(year, leader):
    by = manager()
    given = {"many": 18}
    planned(year, by, looked(year, by, reason="Asked for.", **given), **given)
    title = StatementChange.objects.get().title
    assert title.startswith("18 sessions, Feb 24, 2027 to Jun 23, 2027: Peer Coach seminar 1, ")
    assert title.endswith(" …")
    assert len(title) == 300


def test_without_a_reason_it_is_asked_for_and_what_it_moves_stays_in_sight(year, leader):
    by = manager()
    look = looked(year, by)
    again = looked(year, by, seen=look.seen, reason="  ")
    assert again.reason_missing
    assert str(again) == (
        "Say why: the people it touches have signed, and read the reason on their statement."
    )
    assert [row.placement for row in again.moves.rows] == [leader]
    assert not Session.objects.filter(event__title="Peer Coach seminars").exists()


def test_other_days_than_were_looked_at_are_looked_at_first(year):
    by = manager()
    look = looked(year, by)
    assert len(looked(year, by, seen=look.seen, many=2).judged) == 2
    assert looked(year, by, seen=look.seen, place="Room 4").judged


def test_a_conflict_that_came_meanwhile_is_looked_at_first(year, leader):
    by = manager()
    look = looked(year, by, reason="Asked for.")
    session = Session(
        event=EventFactory(year=year.year), title="Another", starts_at=FIRST, ends_at=FIRST + TWO_HOURS
    )
    session.required_minutes, session.required, session.state = 120, False, "planned"
    session.save()
    again = looked(year, by, reason="Asked for.", seen=look.seen)
    assert [one.conflicts.count for one in again.judged] == [1, 0, 0]


def test_pressed_twice_it_is_planned_once_and_told_once(year, leader):
    by = manager()
    look = looked(year, by, reason="Asked for.")
    assert [one.new for one in planned(year, by, look)] == [True, True, True]
    assert [one.new for one in planned(year, by, look)] == [False, False, False]
    assert Session.objects.filter(event__title="Peer Coach seminars").count() == 3
    assert Message.objects.count() == 1
    assert StatementChange.objects.count() == 1


def test_what_stands_already_is_passed_over_and_the_rest_is_made(year):
    by = manager()
    planned(year, by, looked(year, by, many=2), many=2)
    look = looked(year, by)
    assert [one.there for one in look.judged] == [True, True, False]
    assert [one.new for one in planned(year, by, look)] == [False, False, True]


def test_all_or_none_one_that_cannot_be_held_stops_all(year):
    wrong = drafts(year)
    wrong[2].session.starts_at = datetime(2027, 7, 1, 17, tzinfo=UTC)
    wrong[2].session.ends_at = datetime(2027, 7, 1, 19, tzinfo=UTC)
    with pytest.raises(DomainError) as refused:
        services.plan_sessions(year=year.year, drafts=wrong, by=manager())
    assert str(refused.value) == (
        "Peer Coach seminar 3: Choose a day within 2026-27, the program year of this session."
    )
    assert not Session.objects.filter(event__title="Peer Coach seminars").exists()


def test_who_plans_nothing_is_refused(year):
    with pytest.raises(DomainError, match=r"^Only program managers and facilitators plan sessions[.]$"):
        services.plan_sessions(year=year.year, drafts=drafts(year), by=UserFactory())
