"""The year in numbers: right, scoped, each leading to its rows and to a file."""

import gzip
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from common.clock import LOS_ANGELES
from dashboard.queries import reports, waiting_for
from dashboard.queries.jobs import JOBS
from dashboard.tasks import owe_reminders
from notifications.models import Heartbeat, Message
from notifications.services import heartbeat
from pathways.models import ProgramYear
from people.models import Hat
from seminars.models import Session
from tests.architecture.saved_lists import file_of, narrowed
from tests.factories.applications import ApplicationFactory
from tests.factories.coaching import CycleFactory
from tests.factories.fellows import FellowFactory, MilestoneFactory
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    RoleFactory,
)
from tests.factories.people import HatFactory, UserFactory, manager
from tests.factories.seminars import AttendanceFactory, SessionFactory
from tests.factories.stipends import StipendPolicyFactory, approved_line, preparer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


def numbers(person: Any, name: str) -> list[tuple[str, str]]:
    """A section as it reads."""
    sections = reports.overview(person, ProgramYear.objects.get(), TODAY)
    return [(row.label, row.text) for one in sections if one.name == name for row in one.rows]


def director_of(school: Any) -> Any:
    person = UserFactory()
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(school)
    return person


def test_reports_are_for_staff(signed_in: Any, client: Client) -> None:
    assert client.get("/reports/").status_code == 302
    for path in ("/reports/", "/reports/deliverables/", "/reports/coaching.csv", "/reports/jobs/"):
        assert signed_in(UserFactory()).get(path).status_code == 403


@pytest.mark.parametrize("kind", [Hat.Kind.COACH, Hat.Kind.PREPARER, Hat.Kind.REGISTRAR])
def test_a_part_one_may_not_see_is_refused_and_not_linked(signed_in: Any, kind: str) -> None:
    OfferingFactory()
    client = signed_in(HatFactory(kind=kind).person)
    assert "funnel.csv" not in client.get("/reports/").content.decode()
    assert client.get("/reports/funnel.csv").status_code == 403
    assert client.get("/reports/nothing.csv").status_code == 404


def test_every_section_has_its_name_among_the_known_ones() -> None:
    OfferingFactory()
    sections = reports.overview(manager(), ProgramYear.objects.get(), TODAY)
    assert {section.name for section in sections} <= reports.NAMES


def test_a_year_or_a_state_that_does_not_exist_is_a_sentence_and_no_rows(signed_in: Any) -> None:
    DeliverableRecordFactory()
    client = signed_in(manager())
    for path in ("/reports/", "/reports/deliverables/", "/reports/applications/"):
        assert "There is no program year “2031-32”." in client.get(f"{path}?year=2031-32").content.decode()
    assert client.get("/reports/deliverables.csv?year=2031-32").status_code == 404
    page = client.get("/reports/deliverables/?state=lost%00")
    assert "There is no state “lost" in page.content.decode()
    assert page.context["page"].paginator.count == 0


def test_the_funnel_counts_applications_by_state_in_the_order_of_their_life() -> None:
    offering = OfferingFactory()
    ApplicationFactory(offering=offering, in_review=True, signed=False)
    for _ in range(2):
        ApplicationFactory(offering=offering, submitted=True, signed=False)
    assert numbers(manager(), "funnel") == [("Submitted", "2"), ("In review", "1")]


def test_a_director_sees_the_deliverables_of_their_schools_only() -> None:
    mine = DeliverableRecordFactory()
    DeliverableRecordFactory()
    assert numbers(manager(), "deliverables") == [("Open", "2")]
    assert numbers(director_of(mine.placement.school), "deliverables") == [("Open", "1")]


def test_each_leader_is_owed_two_cycles() -> None:
    PlacementFactory()
    assert sum(int(text) for _, text in numbers(manager(), "coaching")) == 2


def test_attendance_counts_who_came_or_made_it_up() -> None:
    session = SessionFactory(title="Day one")
    for mark in ("present", "absent"):
        AttendanceFactory(session=session, mark=mark)
    type(session).objects.filter(pk=session.pk).update(state="closed", closed_at=NOW)
    assert numbers(manager(), "attendance") == [("Day one", "1 of 2")]


def test_the_budget_is_exact_for_shares_of_a_post() -> None:
    role = RoleFactory(pathway__name="Arts")
    StipendPolicyFactory(role=role, annual_cents=100_000)
    PlacementFactory(role=role)
    PlacementFactory(role=role, share_numerator=1, share_denominator=3)
    assert numbers(manager(), "budget") == [("Arts", "$1,333.33")]


def test_the_budget_of_a_pathway_leads_to_exactly_its_placements(signed_in: Any) -> None:
    sizes = {"Arts": 3, "Coaching": 1, "Teams": 2}
    for name, size in sizes.items():
        role = RoleFactory(pathway__name=name)
        StipendPolicyFactory(role=role, annual_cents=100_000)
        for _ in range(size):
            PlacementFactory(role=role)
    client = signed_in(manager())
    sections = reports.overview(manager(), ProgramYear.objects.get(), TODAY)
    rows = next(one.rows for one in sections if one.name == "budget")
    rows = {row.label: row.url for row in rows}
    pages = {name: client.get(url) for name, url in rows.items()}
    assert {name: page.context["page"].paginator.count for name, page in pages.items()} == sizes
    files = {name: client.get(f"{rows[name]}&save=csv") for name, page in pages.items()}
    lines = {name: b"".join(file.streaming_content).decode().splitlines() for name, file in files.items()}
    assert {name: len(found) - 1 for name, found in lines.items()} == sizes


def test_a_session_where_fifty_of_fifty_two_came_is_not_full() -> None:
    session = SessionFactory(title="Day one")
    for mark in ["present"] * 50 + ["absent"] * 2:
        AttendanceFactory(session=session, mark=mark)
    type(session).objects.filter(pk=session.pk).update(state="closed", closed_at=NOW)
    sections = reports.overview(manager(), ProgramYear.objects.get(), TODAY)
    [row] = next(one.rows for one in sections if one.name == "attendance")
    assert (row.value, row.whole, row.text) == (50, 52, "50 of 52")


def test_money_is_shown_to_finance_and_managers_only() -> None:
    placement = PlacementFactory()
    assert numbers(director_of(placement.school), "budget") == []
    assert numbers(director_of(placement.school), "paid") == []


def test_the_file_of_a_section_holds_the_rows_of_its_list_and_no_live_formula(signed_in: Any) -> None:
    PlacementFactory(person__family_name="=1+1", person__given_name="Ann")
    answer = signed_in(manager()).get("/reports/budget.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="budget.csv"'
    assert [line.split(",")[:2] for line in lines] == [["\ufeffFamily name", "Given name"], ["'=1+1", "Ann"]]


def busy_year() -> Any:
    """Rows behind the numbers of every section, at two schools; the first of them."""
    first = None
    for number in range(4):
        placement = PlacementFactory(role__pathway__name=f"Pathway {number % 2}")
        first = first or placement
        StipendPolicyFactory(role=placement.role, annual_cents=100_000)
        DeliverableRecordFactory(placement=placement, state="submitted" if number % 2 else "open")
        offering = OfferingFactory(role=placement.role)
        ApplicationFactory(
            offering=offering, submitted=bool(number % 2), in_review=not number % 2, signed=False
        )
        CycleFactory(placement=placement, due=date(2026, 10, 1 + number))
        session = SessionFactory(title=f"Day {number}")
        for mark in ("present", "absent"):
            person = placement.person if mark == "present" else UserFactory()
            AttendanceFactory(session=session, person=person, mark=mark)
        type(session).objects.filter(pk=session.pk).update(state="closed", closed_at=NOW)
        FellowFactory(state="nominated" if number % 2 else "enrolled")
        approved_line(placement=placement, run__year=placement.year, run__number=1 + number)
    return first


def rows_of(client: Client, address: str) -> list[list[str]]:
    return file_of(client, address)[1:]


@pytest.mark.parametrize("hat", ["manager", "director", "preparer"])
def test_the_file_of_a_section_holds_exactly_the_rows_behind_its_numbers(signed_in: Any, hat: str) -> None:
    first = busy_year()
    people = {"manager": manager, "director": lambda: director_of(first.school), "preparer": preparer}
    person = people[hat]()
    client, seen = signed_in(person), set()
    for section in reports.overview(person, first.year, TODAY):
        if section.name == "schools":
            # Sums, and no rows of people behind them: test_directors.py.
            continue
        lists = [bar.whole_url or bar.url for bar in section.rows]
        behind = [row for url in lists for row in rows_of(client, narrowed(url, {"save": "csv"}))]
        saved = rows_of(client, f"/reports/{section.name}.csv")
        # A leader stands in the file of coaching once, whose two cycles are two numbers.
        rows = {tuple(row) for row in behind}
        found = {tuple(row[1:] if section.name == "attendance" else row) for row in saved}
        assert found == rows, section.name
        seen |= {section.name} if saved else set()
    assert {"deliverables", "coaching", "attendance"} <= seen


def test_a_file_of_a_section_one_may_not_see_is_refused(signed_in: Any) -> None:
    person = director_of(PlacementFactory().school)
    assert signed_in(person).get("/reports/budget.csv").status_code == 403
    assert signed_in(person).get("/reports/nothing.csv").status_code == 404


def test_without_a_year_the_page_says_so(signed_in: Any) -> None:
    assert "No program year yet" in signed_in(manager()).get("/reports/").content.decode()


def test_an_unknown_year_shows_the_running_one(signed_in: Any) -> None:
    PlacementFactory()
    assert "2026-27" in signed_in(manager()).get("/reports/?year=nonsense").content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_the_overview_asks_ten_questions_however_many_rows(
    rows: int, signed_in: Any, count_queries: Any
) -> None:
    for _ in range(rows):
        SessionFactory(closed=True)
        DeliverableRecordFactory()
    client = signed_in(manager())
    client.get("/")  # the first page of a session of staff notes the time
    with count_queries(10):
        answer = client.get("/reports/")
    assert answer.status_code == 200
    assert len(answer.content) <= 60 * 1024
    assert len(gzip.compress(answer.content, 6)) <= 10 * 1024


@pytest.mark.parametrize("rows", [3, 60])
def test_the_rows_behind_deliverables_ask_eight_questions(
    rows: int, signed_in: Any, count_queries: Any
) -> None:
    for _ in range(rows):
        DeliverableRecordFactory()
    client = signed_in(manager())
    client.get("/")
    with count_queries(8):
        answer = client.get("/reports/deliverables/?state=open&year=2026-27")
    assert len(answer.content) <= 60 * 1024
    assert f"{rows} deliverables" in answer.content.decode()


def test_managers_see_when_jobs_last_ran_and_which_are_late(signed_in: Any) -> None:
    heartbeat(job="outbox", result="3 sent.", now=timezone.now() - timedelta(hours=1))
    heartbeat(job="lapse-offers", result="", now=timezone.now() - timedelta(minutes=7))
    heartbeat(job="unfinished-runs", result="", now=timezone.now() + timedelta(seconds=3483))
    html = signed_in(manager()).get("/reports/jobs/").content.decode()
    rows = re.findall(
        r'data-label="Job">(.*?)</th>.*?data-label="That is">(.*?)</td>.*?>(Late|On time)<', html, re.S
    )
    never = [(words, "never", "Late") for job, words in JOBS.items() if job not in RAN]
    assert sorted(rows) == sorted(
        [
            ("Send the mails that are due", "1 hour ago", "Late"),
            ("End offers nobody answered in time", "7 minutes ago", "On time"),
            ("Go on with stipend runs that stopped midway", "in the future: the clock was set back", "Late"),
            *never,
        ]
    )
    assert "3 sent." in html


RAN = ("outbox", "lapse-offers", "unfinished-runs")


@pytest.mark.parametrize("job", list(settings.CELERY_BEAT_SCHEDULE))
def test_every_job_notes_that_it_ran(job: str) -> None:
    import_string(settings.CELERY_BEAT_SCHEDULE[job]["task"])()
    assert list(Heartbeat.objects.values_list("job", flat=True)) == [job]


@pytest.mark.parametrize(("hour", "owed"), [(6, 0), (7, 1), (19, 1), (20, 0), (2, 0)])
def test_nobody_is_reminded_at_night(clock: Any, hour: int, owed: int) -> None:
    clock(datetime(2026, 11, 16, hour, 30, tzinfo=LOS_ANGELES))
    MilestoneFactory(due=date(2026, 11, 23))
    ReminderRuleFactory(what="milestone", days_before=7)
    owe_reminders()
    assert Message.objects.count() == owed


@pytest.mark.parametrize("rows", [3, 60])
def test_the_rows_behind_the_funnel_ask_eight_questions(
    rows: int, signed_in: Any, count_queries: Any
) -> None:
    offering = OfferingFactory()
    for _ in range(rows):
        ApplicationFactory(offering=offering, submitted=True, signed=False)
    client = signed_in(manager())
    client.get("/")
    with count_queries(8):
        answer = client.get("/reports/applications/?state=submitted&year=2026-27")
    assert len(answer.content) <= 60 * 1024
    assert f"{rows} applications" in answer.content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_the_rows_behind_the_attendance_of_a_session_ask_seven_questions(
    rows: int, signed_in: Any, count_queries: Any
) -> None:
    session = SessionFactory()
    for _ in range(rows):
        AttendanceFactory(session=session, mark="present")
    Session.objects.update(state="closed", closed_at=NOW)
    client = signed_in(manager())
    client.get("/")
    with count_queries(7):
        answer = client.get(f"/reports/attendance/{session.pk}/?mark=came")
    assert len(answer.content) <= 60 * 1024
    assert f"{rows} people" in answer.content.decode()


def test_a_director_reads_what_is_overdue_at_a_school(signed_in: Any) -> None:
    placement, elsewhere = PlacementFactory(), PlacementFactory()
    late = {"deliverable__due": date(2026, 11, 1), "deliverable__required": True}
    overdue = DeliverableRecordFactory(placement=placement, **late)
    other = DeliverableRecordFactory(placement=elsewhere, **late)
    DeliverableRecordFactory(placement=placement, **(late | {"deliverable__due": date(2026, 12, 1)}))
    DeliverableRecordFactory(placement=placement, **(late | {"deliverable__required": False}))
    person = director_of(placement.school)
    person.hats.get().schools.add(elsewhere.school)
    address = f"/reports/deliverables/?state=overdue&school={placement.school_id}"
    assert [
        one.url for one in waiting_for(person, day=TODAY, now=NOW) if one.what.endswith(str(placement.school))
    ] == [address]
    shown = signed_in(person).get(address)
    assert list(shown.context["page"]) == [overdue]
    assert f"Only at {placement.school}." in shown.content.decode()
    everywhere = signed_in(person).get("/reports/deliverables/?state=overdue")
    assert set(everywhere.context["page"]) == {overdue, other}


@pytest.mark.parametrize("job", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_every_periodic_job_says_in_words_what_it_does(job: str) -> None:
    assert job in JOBS
