"""The plan of a year, and planning on its pages: shown day by day, then made, all or none."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from notifications.models import Message
from pathways.models import CalendarEntry, ProgramYear, ScopeItem
from seminars.models import Event, Session
from stipends.models import StatementChange
from tests.factories.pathways import PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import UserFactory, manager, registrar
from tests.factories.seminars import EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
ONE_WEEK = timedelta(weeks=1)
NEXT = datetime(2027, 10, 13, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2027, 3, 16, 18, tzinfo=UTC))


@pytest.fixture
def year():
    """Next year, with its calendar: a spring break lies on the second Wednesday of April."""
    return calendar(ProgramYearFactory(first=2027))


def calendar(year):
    year.school_starts, year.school_ends = date(year.starts.year, 8, 12), date(year.ends.year, 6, 9)
    year.save()
    spring = date(year.ends.year, 4, 10)
    CalendarEntry.objects.create(year=year, name="Spring break", starts=spring, ends=spring.replace(day=15))
    return year


@pytest.fixture
def by(client):
    person = manager(given_name="Paula", family_name="Guzman")
    client.force_login(person)
    return person


def sentence(**fields):
    return {
        "title": "Peer Coach seminar",
        "place": "Santee",
        "weekday": "2",
        "every": "m2",
        "first": "2027-09-01",
        "last": "2028-04-30",
        "breaks": "out",
        "starts": "15:30",
        "ends": "17:30",
        "required": "yes",
        "belongs": "new",
        "kind": "hosted_seminar",
        "event_title": "Peer Coach seminars",
        "substitute_eligible": "on",
        "verb": "look",
        **fields,
    }


def address(year, kind="series"):
    return reverse("dashboard:plan_new", args=[year.label, kind])


def typed(response, **fields):
    """What stands in the form of the page, as a browser sends it."""
    page = response.context
    rows = {
        f"{row.prefix}-{name}": row[name].value()
        for row in (page["days"] or ())
        for name in row.fields
        if row[name].value() not in (None, "", False)
    }
    rows = {name: "on" if value is True else value for name, value in rows.items()}
    form = {name: page["form"][name].value() for name in page["form"].fields}
    sent = {name: value for name, value in form.items() if value not in (None, "", False)}
    management = {"days-TOTAL_FORMS": len(page["days"] or ()), "days-INITIAL_FORMS": 0}
    return {**sent, **rows, **management, **fields}


def days(response):
    return [(row.form["day"].value(), bool(row.form["keep"].value())) for row in response.context["rows"]]


def test_the_days_of_a_series_are_shown_before_they_are_made(client, by, year):
    shown = client.post(address(year), sentence())
    assert shown.status_code == 422
    assert days(shown) == [
        ("2027-09-08", True),
        ("2027-10-13", True),
        ("2027-11-10", True),
        ("2027-12-08", True),
        ("2028-01-12", True),
        ("2028-02-09", True),
        ("2028-03-08", True),
        ("2028-04-12", False),
    ]
    assert "Left out: it is in Spring break." in shown.text
    assert "Take Apr 19" in shown.text
    assert "This makes 7 sessions; 0 meet something. Nothing is saved yet." in shown.text
    assert (Session.objects.count(), Event.objects.count()) == (0, 0)


def test_what_was_shown_is_made(client, by, year):
    shown = client.post(address(year), sentence())
    done = client.post(address(year), typed(shown, verb="plan"))
    assert done.url == reverse("dashboard:plan", args=[year.label])
    made = list(Session.objects.order_by("starts_at"))
    assert [one.title for one in made] == [f"Peer Coach seminar {number}" for number in range(1, 8)]
    first = made[0]
    assert first.starts_at.isoformat() == "2027-09-08T22:30:00+00:00"
    assert (first.required_minutes, first.place, first.required, first.state) == (
        120,
        "Santee",
        True,
        "planned",
    )
    # The same hour on both sides of the clock change.
    assert made[3].starts_at.isoformat() == "2027-12-08T23:30:00+00:00"
    assert {one.event.title for one in made} == {"Peer Coach seminars"}
    assert "7 sessions are planned." in client.get(done.url).text
    assert not Message.objects.exists()


def test_a_day_is_dropped_and_another_taken_and_looked_at_again(client, by, year):
    shown = client.post(address(year), sentence())
    taken = client.post(address(year), typed(shown, verb="look", take="7:2028-04-19"))
    assert days(taken)[7] == ("2028-04-19", True)
    dropped = typed(taken, verb="plan")
    del dropped["days-0-keep"]
    again = client.post(address(year), dropped)
    assert again.status_code == 422
    assert "This makes 7 sessions" in again.text
    client.post(address(year), typed(again, verb="plan"))
    made = Session.objects.order_by("starts_at")
    assert [f"{one.starts_at:%m-%d}" for one in made][0::6] == ["10-13", "04-19"]


def test_a_sentence_that_says_other_days_finds_them_anew(client, by, year):
    shown = client.post(address(year), sentence())
    other = client.post(address(year), typed(shown, verb="plan", every="m1"))
    assert other.status_code == 422
    assert [day for day, _ in days(other)][:2] == ["2027-09-01", "2027-10-06"]
    assert not Session.objects.exists()


def test_one_session_is_planned_with_all_that_is_typed(client, by, year):
    role, item = (
        RoleFactory(),
        ScopeItem.objects.create(year=year, month=date(2027, 10, 1), focus="Literacy", text="Word study"),
    )
    given = sentence(
        day="2027-10-20",
        roles=[role.pk],
        school_leaders="on",
        facilitators=[by.pk],
        scope_item=item.pk,
        required="no",
        capacity="20",
        required_minutes="60",
        content_code="coaching-1",
        video_link="https://example.org/room",
    )
    shown = client.post(address(year, "one"), given)
    assert days(shown) == [("2027-10-20", True)]
    client.post(address(year, "one"), typed(shown, verb="plan"))
    one = Session.objects.get()
    assert (one.title, one.capacity, one.required_minutes, one.content_code, one.required) == (
        "Peer Coach seminar",
        20,
        60,
        "coaching-1",
        False,
    )
    assert (list(one.roles.all()), list(one.facilitators.all()), one.scope_item) == ([role], [by], item)
    assert (one.school_leaders, one.fellows, one.video_link) == (True, False, "https://example.org/room")


def test_what_is_wrong_comes_back_with_all_that_was_typed(client, by, year):
    shown = client.post(address(year), sentence())
    wrong = client.post(
        address(year), typed(shown, verb="plan", ends="15:00", others="nobody@example.org", title="Kept")
    )
    assert wrong.status_code == 422
    assert "It must end after it starts." in wrong.text
    assert "Nobody here has the address nobody@example.org." in wrong.text
    assert wrong.context["form"]["title"].value() == "Kept"
    assert len(wrong.context["rows"]) == 8


def test_without_any_day_it_is_asked_to_keep_one(client, by, year):
    shown = client.post(address(year), sentence(first="2028-04-12", last="2028-04-12"))
    assert days(shown) == [("2028-04-12", False)]
    assert "Keep at least one day." in shown.text


def test_whom_it_touches_is_told_after_a_reason_and_stands_on_the_statement(client, by):
    year = calendar(ProgramYearFactory(first=2026))
    leader = PlacementFactory(year=year)
    given = sentence(first="2027-04-01", last="2027-06-01")
    shown = client.post(address(year), given)
    assert "This touches 1 person who has signed." in shown.text
    why = client.post(address(year), typed(shown, verb="plan"))
    assert "Say why: the people it touches have signed" in why.text
    client.post(address(year), typed(why, verb="plan", reason="Coaches asked for time together."))
    kept = StatementChange.objects.get()
    assert (kept.placement, kept.reason, kept.by) == (leader, "Coaches asked for time together.", by)
    assert Message.objects.get().to_email == leader.person.email


def test_last_years_sessions_come_shifted_with_their_people_and_once(client, by, year):
    before, role = ProgramYearFactory(first=2026), RoleFactory()
    event = EventFactory(year=before, kind="summer_institute", title="Summer Institute 2026-27")
    old = SessionFactory(event=event, title="Day 1", roles=[role], fellows=True, facilitated_by=by)
    shown = client.get(address(year, "again"))
    # Wednesday, October 14, 2026: the same week of the year.
    assert days(shown) == [("2027-10-13", True)]
    assert "Summer Institute 2026-27; it was on Wed, Oct 14" in shown.text
    looked = client.post(address(year, "again"), typed(shown, verb="look"))
    assert "This makes 1 session; 0 meet something." in looked.text
    client.post(address(year, "again"), typed(looked, verb="plan"))
    new = Session.objects.exclude(pk=old.pk).get()
    assert (new.title, new.event.title, new.event.kind) == (
        "Day 1",
        "Summer Institute 2027-28",
        "summer_institute",
    )
    assert new.starts_at.isoformat() == "2027-10-13T16:00:00+00:00"
    assert (list(new.roles.all()), list(new.facilitators.all()), new.fellows) == ([role], [by], True)
    again = client.post(address(year, "again"), typed(looked, verb="plan"))
    assert "Nothing was made twice." in client.get(again.url).text
    assert Session.objects.count() == 2


def test_rows_of_the_year_before_keep_what_was_corrected_in_them(client, by, year):
    event = EventFactory(year=ProgramYearFactory(first=2026))
    SessionFactory.create_batch(2, event=event)
    shown = client.get(address(year, "again"))
    sent = typed(shown, verb="look", **{"days-0-day": "2027-11-03", "days-0-title": "Another"})
    del sent["days-1-keep"]
    looked = client.post(address(year, "again"), sent)
    assert days(looked) == [("2027-11-03", True), ("2027-10-13", False)]
    client.post(address(year, "again"), typed(looked, verb="plan"))
    assert [(one.title, f"{one.starts_at:%m-%d}") for one in Session.objects.filter(event__year=year)] == [
        ("Another", "11-03")
    ]


def test_what_is_planned_on_another_day_already_is_left_out_and_said(client, by, year):
    event = EventFactory(year=ProgramYearFactory(first=2026), title="Seminars 2026-27")
    for title in ("Seminar 2 of 2026-27", "Seminar 3"):
        SessionFactory(event=event, title=title)
    SessionFactory(
        event=EventFactory(year=year),
        title="Seminar 2 of 2027-28",
        starts_at=datetime(2027, 10, 20, 16, tzinfo=UTC),
    )
    shown = client.get(address(year, "again"))
    assert days(shown) == [("2027-10-13", False), ("2027-10-13", True)]
    assert "Seminar 2 of 2027-28 is planned on Oct 20 already." in shown.text
    looked = client.post(address(year, "again"), typed(shown, verb="look", **{"days-0-keep": "on"}))
    assert "Seminar 2 of 2027-28 is planned on Oct 20 already." in looked.text


def test_what_was_shifted_and_got_another_title_and_day_is_not_made_twice(client, by, year):
    event = EventFactory(year=ProgramYearFactory(first=2026), title="Seminars")
    old = SessionFactory(event=event, title="Seminar 2")
    shown = client.get(address(year, "again"))
    looked = client.post(address(year, "again"), typed(shown, verb="look"))
    client.post(address(year, "again"), typed(looked, verb="plan"))
    Session.objects.filter(shifted_from=old).update(
        title="Writing together", starts_at=NEXT + ONE_WEEK, ends_at=NEXT + ONE_WEEK + timedelta(hours=2)
    )
    shown = client.get(address(year, "again"))
    assert days(shown) == [("2027-10-13", False)]
    assert "Writing together is planned on Oct 20 already." in shown.text
    anyway = client.post(address(year, "again"), typed(shown, verb="look", **{"days-0-keep": "on"}))
    assert "Nothing was made twice." in client.get(anyway.url).text
    assert Session.objects.filter(event__year=year).count() == 1


def test_one_session_that_is_planned_stands_for_one_of_its_title(client, by, year):
    event = EventFactory(year=ProgramYearFactory(first=2026), title="Seminars")
    for day in (14, 21):
        SessionFactory(event=event, title="Seminar", starts_at=datetime(2026, 10, day, 16, tzinfo=UTC))
    SessionFactory(
        event=EventFactory(year=year, title="Seminars"), title="Seminar", starts_at=NEXT + ONE_WEEK
    )
    assert days(client.get(address(year, "again"))) == [("2027-10-13", True), ("2027-10-20", False)]


def test_a_day_that_is_past_is_left_out_and_said(client, by, year, clock):
    SessionFactory(event__year=ProgramYearFactory(first=2026))
    clock(datetime(2027, 10, 14, 18, tzinfo=UTC))
    client.force_login(by)
    shown = client.get(address(year, "again"))
    assert days(shown) == [("2027-10-13", False)]
    assert "This day is past." in shown.text


def test_without_a_year_before_or_sessions_in_it_the_page_says_what_to_do(client, by, year):
    assert "There is no year before" in client.get(address(year, "again")).text
    ProgramYearFactory(first=2026)
    assert "The year before has no sessions" in client.get(address(year, "again")).text


def test_the_plan_lists_sessions_with_what_they_meet_and_draws_the_year(client, by, year):
    PlacementFactory(year=year)
    one = SessionFactory(
        event=EventFactory(year=year), planned=True, place="", starts_at=NEXT, facilitated_by=by
    )
    SessionFactory(
        event=one.event, planned=True, place="", starts_at=NEXT, school_leaders=True, title="Leaders"
    )
    page = client.get(reverse("dashboard:plan", args=[year.label]))
    text = re.sub(r"<[^>]+>", " ", page.text)
    assert "2 sessions in the year" in text
    assert [lane.name for lane in page.context["lanes"]] == ["Every role", "School leaders"]
    assert "Paula Guzman" in text


def test_an_empty_plan_leads_to_last_years_or_to_a_series(client, by, year):
    address = reverse("dashboard:plan", args=[year.label])
    assert "Plan a series" in client.get(address).text
    ProgramYearFactory(first=2026)
    assert "Shift last year’s" in client.get(address).text


def test_the_short_address_leads_to_the_year_that_runs_or_is_next(client, by):
    assert "No program year is open" in client.get(reverse("dashboard:plans")).text
    ProgramYearFactory(first=2026)
    ProgramYearFactory(first=2027)
    assert client.get(reverse("dashboard:plans")).url == reverse("dashboard:plan", args=["2026-27"])


@pytest.mark.parametrize("many", [3, 60])
def test_the_plan_takes_as_many_questions_whatever_it_holds(client, by, year, many, count_queries):
    role = PlacementFactory(year=year).role
    event = EventFactory(year=year)
    SessionFactory.create_batch(many, event=event, planned=True, starts_at=NEXT, roles=[role])
    address = reverse("dashboard:plan", args=[year.label])
    with count_queries(16):
        client.get(address)


def test_who_leads_a_session_plans_more_of_its_event_and_sees_the_own_ones(client, year):
    user = UserFactory()
    client.force_login(user)
    own = SessionFactory(event=EventFactory(year=year, title="Arts"), facilitated_by=user, starts_at=NEXT)
    SessionFactory(event=EventFactory(year=year), title="Others", starts_at=NEXT)
    page = client.get(reverse("dashboard:plan", args=[year.label]))
    assert [row.title for row in page.context["page"]] == [own.title]
    form = client.get(address(year, "one")).context["form"]
    assert form.fields["belongs"].choices == [(str(own.event.pk), "Arts")]
    given = sentence(day="2027-10-20", belongs=own.event.pk)
    shown = client.post(address(year, "one"), given)
    client.post(address(year, "one"), typed(shown, verb="plan"))
    assert own.event.sessions.count() == 2
    refused = client.post(address(year, "one"), {**given, "school_leaders": "on"})
    assert "plans more of it for the same people" in refused.text


def test_who_plans_nothing_is_told_so(client, year):
    client.force_login(UserFactory())
    for where in (reverse("dashboard:plans"), reverse("dashboard:plan", args=[year.label]), address(year)):
        assert client.get(where).status_code == 403
    client.force_login(registrar())
    read = client.get(reverse("dashboard:plan", args=[year.label]))
    assert "Ask one of them." in read.text
    assert client.get(address(year)).status_code == 403
    assert client.get("/seminars/plan/2027-28/nothing/").status_code == 403
    client.force_login(manager())
    assert client.get("/seminars/plan/2027-28/nothing/").status_code == 404
    assert client.get("/seminars/plan/1999-00/").status_code == 404
    assert ProgramYear.objects.count() == 1
