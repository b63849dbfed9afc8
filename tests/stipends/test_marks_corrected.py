"""A closed roster is opened again, a mark put right and the roster closed: told, and kept on each statement."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import resolve, reverse

from common.errors import DomainError
from notifications.models import Message
from seminars import services as seminars
from seminars.models import Session
from seminars.states import Action
from stipends import services
from stipends.models import StatementChange
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, administrator, manager
from tests.factories.stipends import Year
from tests.stipends.worth import worth

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 20, 18, tzinfo=UTC)
QUERIES = 30
WHY = "The paper sheet says otherwise."


@pytest.fixture(autouse=True)
def time(clock, settings):
    """`time()`: an hour later."""
    settings.DEMO = True
    moments = (NOW + timedelta(hours=hour) for hour in range(20))
    clock(next(moments))
    return lambda: clock(next(moments))


@pytest.fixture
def year():
    """Two leaders who attended everything, of a year whose rosters are all closed."""
    year = Year()
    for name in ("Ana", "Bo"):
        year.leader(person__given_name=name, person__preferred_name="", person__family_name="Ruiz")
    year.close()
    return year


@pytest.fixture
def ana(year):
    return year.role.placements.get(person__given_name="Ana")


@pytest.fixture
def by():
    return manager()


@pytest.fixture
def session(year, by, time):
    """The first seminar: its roster was closed by a person for the first time."""
    session = year.sessions[4]
    session.title = "Seminar 3"
    session.state, session.closed_at = "held", None
    session.save()
    services.close_roster(pk=session.pk, by=by)
    time()
    return session


def put_right(session, by, time, *people, **mark):
    """Open the roster again and mark these people otherwise."""
    seminars.reopen(pk=session.pk, by=by, reason=WHY)
    time()
    for person in people:
        seminars.mark(session_pk=session.pk, sheet=seminars.Mark(person.pk, **mark), by=by)
    time()


def page(session):
    return f"/seminars/sessions/{session.pk}/roster/close/"


def pressed(browser, session):
    seen = browser.get(page(session)).context["closing"].seen
    assert browser.post(page(session), {"seen": seen}).status_code == 302


def titles():
    return list(StatementChange.objects.order_by("pk").values_list("placement__person__given_name", "title"))


def test_the_page_that_closes_again_keeps_it_on_the_statement_and_mails_whose_mark_differs_alone(
    session, ana, by, time, signed_in
):
    before = worth(ana, NOW)
    put_right(session, by, time, ana.person, mark="absent")
    closer = manager()
    pressed(signed_in(closer), session)
    kept = StatementChange.objects.get()
    assert (kept.placement, kept.kind, kept.session, kept.title, kept.day, kept.reason, kept.by, kept.at) == (
        ana,
        "mark",
        session,
        "Seminar 3: absent, was present",
        date(2026, 9, 16),
        WHY,
        closer,
        NOW + timedelta(hours=3),
    )
    assert (kept.earned_before_cents, kept.possible_before_cents) == before == (300_000, 300_000)
    after = worth(ana, NOW + timedelta(hours=3))
    assert (kept.earned_after_cents, kept.possible_after_cents) == after == (288_750, 288_750)
    mail = Message.objects.get()
    assert (mail.to_person, mail.template, mail.subject) == (
        ana.person,
        "stipends/asked_changed",
        "A mark was corrected: Seminar 3: absent, was present",
    )
    assert "a mark was corrected after you signed as " in mail.body
    assert ": Seminar 3: absent, was present, on September 16, 2026." in mail.body
    assert f"Why: {WHY}" in mail.body
    assert "Your stipend, earned so far: $3,000.00 before, $2,887.50 now." in mail.body


def test_my_stipend_shows_the_dated_line(session, ana, by, time, signed_in):
    put_right(session, by, time, ana.person, mark="absent")
    services.close_roster(pk=session.pk, by=by)
    shown = " ".join(signed_in(ana.person).get("/stipends/").content.decode().split())
    assert "<b>Jan 20, 2027: a mark was corrected.</b>" in shown
    assert ">Seminar 3: absent, was present</a>, Sep 16, 2026. The paper sheet says otherwise." in shown
    assert "<b>$2,887.50</b>" in shown


def test_the_administration_that_closes_again_names_it_first_and_keeps_it_too(session, ana, by, time, client):
    put_right(session, by, time, ana.person, mark="absent")
    client.force_login(administrator())
    address = reverse("admin:seminars_session_changelist")
    sent = {"action": "close", "_selected_action": session.pk}
    asked = client.post(address, sent)
    assert "Marks that differ from the last closing: Ana Ruiz: present → absent." in asked.content.decode()
    assert titles() == []
    seen = asked.context["form"]["seen"].value()
    assert client.post(address, {**sent, "_typed": "1", "seen": seen}).status_code == 302
    assert titles() == [("Ana", "Seminar 3: absent, was present")]
    assert Message.objects.get().to_person == ana.person


@pytest.mark.parametrize(
    ("mark", "title"),
    [
        ({"mark": "present", "minutes": 90}, "Seminar 3: present for 90 minutes, was present"),
        ({"mark": "present", "minutes": 1}, "Seminar 3: present for 1 minute, was present"),
        ({"mark": "excused", "reason": "Jury duty"}, "Seminar 3: excused, was present"),
    ],
    ids=str,
)
def test_whatever_of_a_mark_counts_is_told(session, ana, by, time, mark, title):
    put_right(session, by, time, ana.person, **mark)
    services.close_roster(pk=session.pk, by=by)
    assert titles() == [("Ana", title)]
    kept = StatementChange.objects.get()
    assert (kept.earned_after_cents, kept.possible_after_cents) == worth(ana, NOW + timedelta(hours=3))


def test_what_does_not_count_is_not_told(session, ana, by, time):
    """All the minutes are the whole session, and words beside a mark pay nobody."""
    put_right(session, by, time, ana.person, mark="present", minutes=180, reason="Came early.")
    services.close_roster(pk=session.pk, by=by)
    assert titles() == []
    assert not Message.objects.exists()


def test_a_mark_turned_and_turned_back_is_not_told(session, ana, by, time):
    put_right(session, by, time, ana.person, mark="absent")
    seminars.mark(session_pk=session.pk, sheet=seminars.Mark(ana.person.pk, "present"), by=by)
    services.close_roster(pk=session.pk, by=by)
    assert titles() == []
    assert not Message.objects.exists()


def test_whom_only_closing_again_marks_absent_is_told(year, session, by, time):
    late = PlacementFactory(role=year.role, year=year.year, person__given_name="Cy")
    before = worth(late, NOW)
    put_right(session, by, time)
    services.close_roster(pk=session.pk, by=by)
    assert titles() == [("Cy", "Seminar 3: absent, had no mark")]
    kept = StatementChange.objects.get()
    assert (kept.earned_before_cents, kept.possible_before_cents) == before
    assert (kept.earned_after_cents, kept.possible_after_cents) == worth(late, NOW + timedelta(hours=3))
    assert Message.objects.get().to_person == late.person


def test_a_first_closing_tells_nobody(session, by):
    assert session.events.filter(action="close").count() == 1
    assert titles() == []
    assert not Message.objects.exists()


def test_closing_twice_is_refused_and_tells_once(session, ana, by, time):
    put_right(session, by, time, ana.person, mark="absent")
    services.close_roster(pk=session.pk, by=by)
    with pytest.raises(DomainError):
        services.close_roster(pk=session.pk, by=by)
    assert titles() == [("Ana", "Seminar 3: absent, was present")]
    assert Message.objects.count() == 1


def test_a_roster_opened_once_more_is_compared_with_its_last_closing(session, ana, by, time):
    put_right(session, by, time, ana.person, mark="absent")
    services.close_roster(pk=session.pk, by=by)
    time()
    put_right(session, by, time)
    services.close_roster(pk=session.pk, by=by)
    time()
    assert titles() == [("Ana", "Seminar 3: absent, was present")]
    put_right(session, by, time, ana.person, mark="present")
    services.close_roster(pk=session.pk, by=by)
    assert titles() == [
        ("Ana", "Seminar 3: absent, was present"),
        ("Ana", "Seminar 3: present, was absent"),
    ]
    first, last = StatementChange.objects.order_by("pk")
    assert (first.earned_before_cents, first.earned_after_cents) == (
        last.earned_after_cents,
        last.earned_before_cents,
    )


def test_who_has_signed_nothing_and_for_whom_the_session_is_optional_are_not_told(session, ana, by, time):
    put_right(session, by, time, UserFactory(), mark="present")
    services.close_roster(pk=session.pk, by=by)
    time()
    Session.objects.filter(pk=session.pk).update(required=False)
    put_right(session, by, time, ana.person, mark="absent")
    services.close_roster(pk=session.pk, by=by)
    assert titles() == []
    assert not Message.objects.exists()


def test_a_refused_closing_keeps_nothing(session, ana, by, time):
    put_right(session, by, time, ana.person, mark="absent")
    with pytest.raises(DomainError):
        services.close_roster(pk=session.pk, by=by, seen="other")
    assert titles() == []


def test_it_asks_as_many_queries_for_two_people_as_for_one(year, session, by, time, count_queries):
    people = [row.person for row in year.role.placements.all()]
    for some in (people[:1], people):
        put_right(session, by, time, *some, mark="absent" if len(some) == 1 else "excused", reason="Ill.")
        with count_queries(QUERIES):
            services.close_roster(pk=session.pk, by=by)
        time()
    assert StatementChange.objects.count() == 3


def test_no_door_closes_a_roster_past_what_keeps_it_on_statements():
    assert resolve("/seminars/sessions/1/roster/close/").func.verbs[0].does is services.close_roster
    assert admin.site.get_model_admin(Session).life.of(Action.CLOSE).does is services.close_roster
    root = Path(__file__).resolve().parents[2]
    calls = {
        "/".join(path.relative_to(root).parts)
        for path in root.glob("*/**/*.py")
        if path.relative_to(root).parts[0] not in {"tests", ".venv"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "close"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"services", "seminars"}
    }
    assert calls == {"stipends/services/rosters.py"}
