"""What is required changes after people signed: looked at, done with a reason, told, kept on the statement."""

import ast
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib import admin
from django.db import DatabaseError, transaction
from django.urls import resolve

from common.errors import DomainError
from notifications.models import Message
from seminars import services as seminars
from seminars.models import Session
from seminars.states import Action
from seminars.verbs import SESSION
from stipends import services
from stipends.models import StatementChange
from tests.architecture.rooms import ROOT
from tests.factories.pathways import PlacementFactory, RoleFactory
from tests.factories.people import manager
from tests.factories.seminars import EventFactory, SessionFactory
from tests.factories.stipends import Year
from tests.stipends.asked.january import NOW, closed_until_now
from tests.stipends.worth import worth
from tests.waiting import second_after

pytestmark = pytest.mark.django_db
START = datetime(2027, 2, 24, 17, tzinfo=UTC)
LITERAL = {"attendance": {"kind": "all_or_nothing"}, "credit": {"kind": "full_only"}}
ADD = "admin:seminars_session_add"
NO_LINES = {"events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}


@pytest.fixture
def year():
    """Pays attendance in full or not at all; all rosters until January are closed."""
    return Year(**LITERAL)


@pytest.fixture
def leader(year):
    placement = year.leader()
    closed_until_now(year)
    return placement


def plan(year, *, by=None, reason="", seen="", **fields):
    event = EventFactory(year=year.year, kind="seminar")
    by = by or manager()
    session = Session(event=event, title="Seminar 7", starts_at=START, ends_at=START + timedelta(hours=3))
    session.required_minutes = 180
    for name, value in fields.items():
        setattr(session, name, value)
    return services.change_asked(
        year=year.year,
        kind="added",
        asking=services.Asking(by, reason, seen),
        verb=lambda: seminars.plan(session=session, audience={}, by=by, reason=reason),
    )


def looked(does, /, **given):
    with pytest.raises(services.Moves) as look:
        does(**given)
    return look.value


def test_a_required_session_planned_after_signing_is_looked_at_first_and_nothing_is_done(year, leader):
    before = Session.objects.count()
    look = looked(plan, year=year, reason="A new need.")
    assert Session.objects.count() == before
    assert not StatementChange.objects.exists()
    assert not Message.objects.exists()
    (row,) = look.rows
    assert row.placement == leader
    assert (row.before.earned, row.before.possible) == worth(leader, NOW)


def test_what_is_shown_before_is_what_my_stipend_says_after(year, leader):
    look = looked(plan, year=year, reason="A new need.")
    plan(year, reason="A new need.", seen=look.seen)
    (row,) = look.rows
    assert (row.after.earned, row.after.possible) == worth(leader, NOW)


def test_one_session_more_moves_what_was_earned_to_the_cent(year):
    """All rosters are closed and everything was attended: one session more takes the attendance away."""
    placement = year.leader()
    year.close()
    assert worth(placement, NOW) == (300_000, 300_000)
    look = looked(plan, year=year, reason="Forgotten.", starts_at=START, ends_at=START + timedelta(hours=3))
    assert [(row.before.earned, row.after.earned) for row in look.rows] == [(300_000, 120_000)]
    assert str(look) == (
        "This touches 1 person who has signed. In all it moves what is earned so far by -$1,800.00, and what may be "
        "earned by $0.00. Look at the list, then do it again."
    )
    assert look.lines == (
        f"{placement.person} ({placement.role}): earned so far $3,000.00, then $1,200.00; may be earned $3,000.00, "
        "then $3,000.00.",
    )


def test_done_it_is_kept_on_the_statement_in_columns_and_told_in_the_same_transaction(year):
    placement, by = year.leader(), manager()
    year.close()
    look = looked(plan, year=year, reason="Forgotten.", by=by)
    session = plan(year, reason="Forgotten.", by=by, seen=look.seen)
    kept = StatementChange.objects.get()
    assert (kept.placement, kept.kind, kept.session, kept.title, kept.reason, kept.by, kept.at) == (
        placement,
        "added",
        session,
        "Seminar 7",
        "Forgotten.",
        by,
        NOW,
    )
    assert (kept.earned_before_cents, kept.earned_after_cents) == (300_000, 120_000)
    assert (kept.possible_before_cents, kept.possible_after_cents) == (300_000, 300_000)
    mail = Message.objects.get()
    assert (mail.to_person, mail.subject) == (placement.person, "A session was added: Seminar 7")
    assert "It is on Wednesday, February 24, 2027, 9:00 a.m. to 12:00 p.m.\nWhy: Forgotten." in mail.body
    assert "earned so far: $3,000.00 before, $1,200.00 now." in mail.body
    assert list(session.events.values_list("action", "by", "note")) == [("plan", by.pk, "Forgotten.")]


def test_my_stipend_shows_a_dated_line_with_the_reason_and_what_it_moved(year, signed_in):
    placement = year.leader()
    year.close()
    look = looked(plan, year=year, reason="Forgotten.")
    plan(year, reason="Forgotten.", seen=look.seen)
    page = " ".join(signed_in(placement.person).get("/stipends/").content.decode().split())
    assert "What changed after you signed" in page
    assert "<b>Jan 20, 2027: a session was added.</b>" in page
    assert "Forgotten." in page
    assert '<span class="quiet">$3,000.00</span>' in page
    assert "<b>$1,200.00</b>" in page


def test_without_a_reason_it_is_not_done(year, leader):
    look = looked(plan, year=year)
    with pytest.raises(DomainError, match="Say why"):
        plan(year, seen=look.seen, reason="  ")
    assert not StatementChange.objects.exists()


def test_something_else_than_was_seen_is_looked_at_again(year, leader):
    look = looked(plan, year=year, reason="A new need.")
    other = looked(plan, year=year, reason="A new need.", seen=look.seen, required_minutes=60)
    assert other.seen != look.seen
    PlacementFactory(role=year.role, year=year.year)
    assert len(looked(plan, year=year, reason="A new need.", seen=look.seen).rows) == 2


def test_an_optional_session_touches_nobody_and_needs_no_reason(year, leader):
    plan(year, required=False)
    assert not StatementChange.objects.exists()
    assert not Message.objects.exists()


def test_before_anybody_signed_nothing_is_asked():
    made = Year()
    plan(made)
    assert not StatementChange.objects.exists()


def test_where_no_policy_is_published_people_are_told_and_what_it_moves_is_not_known_yet(year):
    placement = PlacementFactory(year=year.year)
    look = looked(plan, year=year, reason="A new need.")
    assert look.lines == (
        f"{placement.person} ({placement.role}): earned so far nothing yet, then nothing yet; may be earned "
        "nothing yet, then nothing yet.",
    )
    plan(year, reason="A new need.", seen=look.seen)
    assert StatementChange.objects.get().possible_after_cents is None
    assert Message.objects.get().to_person == placement.person


def test_an_audience_that_does_not_hold_their_role_touches_nobody(year, leader):
    by, other = manager(), RoleFactory()
    event = EventFactory(year=year.year)
    session = Session(event=event, title="Others", starts_at=START, ends_at=START + timedelta(hours=3))
    session.required_minutes = 180
    services.change_asked(
        year=year.year,
        kind="added",
        asking=services.Asking(by, ""),
        verb=lambda: seminars.plan(session=session, audience={"roles": [other]}, by=by),
    )
    assert not StatementChange.objects.exists()


# --- every other way in which what is required changes ----------------------------------------------
def edited(year, session, audience=None, **fields):
    """Asks for a change of a session, and answers what it would move."""
    by = manager()
    for name, value in fields.items():
        setattr(session, name, value)
    return looked(
        services.change_asked,
        year=year.year,
        kind="changed",
        asking=services.Asking(by, "Why."),
        verb=lambda: seminars.change(session=session, audience=audience or {}, by=by, reason="Why."),
    )


def test_an_optional_session_made_required_touches_people(year, leader):
    session = SessionFactory(event__year=year.year, starts_at=START, required=False, planned=True)
    assert [row.placement for row in edited(year, session, required=True).rows] == [leader]


def test_a_session_made_optional_touches_people(year, leader):
    session = Session.objects.get(pk=year.sessions[-1].pk)
    assert [row.placement for row in edited(year, session, required=False).rows] == [leader]


def test_a_longer_session_touches_people(year, leader):
    session = Session.objects.get(pk=year.sessions[-1].pk)
    assert [row.placement for row in edited(year, session, required_minutes=60).rows] == [leader]


def test_a_wider_audience_touches_those_who_come_in(year, leader):
    other = RoleFactory()
    session = SessionFactory(event__year=year.year, starts_at=START, planned=True, roles=[other])
    look = edited(year, session, audience={"roles": [other, year.role]})
    assert [row.placement for row in look.rows] == [leader]


def test_a_session_moved_to_an_event_of_another_kind_touches_people(year, leader):
    session = Session.objects.get(pk=year.sessions[-1].pk)
    event = EventFactory(year=year.year, kind="winter_institute")
    assert [row.placement for row in edited(year, session, event=event).rows] == [leader]


def test_a_new_title_or_place_touches_nobody(year, leader):
    by, session = manager(), Session.objects.get(pk=year.sessions[-1].pk)
    session.title, session.place = "Another title", "Room 9"
    services.change_asked(
        year=year.year,
        kind="changed",
        asking=services.Asking(by, ""),
        verb=lambda: seminars.change(session=session, audience={}, by=by),
    )
    assert not StatementChange.objects.exists()


def test_a_change_is_looked_at_as_the_one_before_it_left_the_year(year, leader):
    """So what each kept adds up."""
    one = looked(plan, year=year, reason="One.")
    plan(year, reason="One.", seen=one.seen)
    two = looked(plan, year=year, reason="Two.", title="Seminar 8")
    assert (two.rows[0].before.earned, two.rows[0].before.possible) == (
        one.rows[0].after.earned,
        one.rows[0].after.possible,
    )


@pytest.mark.django_db(transaction=True)
def test_two_changes_of_one_year_wait_for_each_other(year, leader):
    first, second = ({"by": manager(), "reason": "One.", "title": title} for title in ("Eight", "Nine"))
    look = looked(plan, year=year, **first)

    def done(told):
        return lambda: plan(year, seen=look.seen, **told)

    answer = second_after(done(first), done(second))
    # What was seen is so no longer: whoever comes second looks again.
    assert type(answer) is services.Moves
    assert answer.rows[0].before.possible == look.rows[0].after.possible
    assert not Session.objects.filter(title="Nine").exists()


def test_a_change_after_signing_is_never_edited_nor_deleted(year, leader):
    look = looked(plan, year=year, reason="One.")
    plan(year, reason="One.", seen=look.seen)
    for verb in (lambda rows: rows.update(reason="Other."), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            verb(StatementChange.objects.all())


def test_somebody_who_was_not_there_on_the_day_is_not_touched(year):
    gone = PlacementFactory(role=year.role, year=year.year, ends=date(2026, 12, 1), end_reason="resigned")
    closed_until_now(year)
    plan(year)
    assert not StatementChange.objects.filter(placement=gone).exists()


CHANGING = {"plan", "change", "move", "cancel"}


def test_no_door_changes_a_session_past_what_shows_whom_it_touches():
    """The verbs that change what is required are called by the doors of stipends alone, and inside their own app."""
    found = set()
    for path in ROOT.glob("*/**/*.py"):
        parts = path.relative_to(ROOT).parts
        if parts[0] in {"tests", "stipends"} or "migrations" in parts or parts[0].startswith("."):
            continue
        tree = ast.parse(path.read_text())
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "seminars"
            for alias in node.names
            if alias.name in {"services", *CHANGING}
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or node.attr not in CHANGING:
                continue
            if isinstance(node.value, ast.Name) and node.value.id in names:
                found.add("/".join(parts))
    # Seminars say their words; stipends do them, where it is shown first what they move.
    assert found == {"seminars/verbs.py"}
    drawn = admin.site._registry[Session].life
    steps = [verb for verb in SESSION.verbs if isinstance(verb.action, Action)]
    assert [verb.action for verb in steps if drawn.of(verb.action).does == verb.does] == ["reopen"]
    for where, action in (("roster/close", Action.CLOSE), ("cancel", Action.CANCEL), ("move", Action.MOVE)):
        mounted = resolve(f"/seminars/sessions/1/{where}/").func.verbs[0]
        assert mounted.does is drawn.of(action).does
