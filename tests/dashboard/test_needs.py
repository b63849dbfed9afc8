"""What a program year needs: nine things, each with state, count, gaps and a link, in two questions."""

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from dashboard.queries.needs import SESSIONS, Needs, needs_of
from dashboard.queries.whose import read_by
from notifications.models import ReminderRule
from pathways.models import ProgramYear, Role, ScopeItem, ServiceDay
from pathways.queries import months_of
from people.models import School
from stipends.models import StipendPolicy
from tests.factories.fellows import FellowCohortFactory
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import OfferingFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import (
    ActingSignerFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    registrar,
)
from tests.factories.seminars import SessionFactory
from tests.factories.stipends import StipendPolicyFactory, approver, preparer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)
NAMES = [
    "Calendar",
    "Schools and signers",
    "Offerings",
    "Places",
    "Sessions",
    "Scope and sequence",
    "Stipend policies",
    "Reminders",
    "Fellows’ cohort",
]


@pytest.fixture(autouse=True)
def _monday(clock: Any, settings: Any) -> None:
    clock(NOW)
    settings.DEMO = True


def told(needs: Needs) -> dict[str, tuple[str, str, str]]:
    return {need.name: (need.state, need.count, need.gap) for need in needs.rows}


def member(name: str, **post: Any) -> School:
    school: School = SchoolFactory(name=name, member=True)
    return school


def filled() -> ProgramYear:
    """A year that needs nothing any more."""
    year: ProgramYear = ProgramYearFactory()
    ServiceDay.objects.create(year=year, day=TODAY)
    ActingSignerFactory(school=member("Jordan"))
    role = RoleFactory(name="Arts Lead")
    OfferingFactory(role=role, year=year)
    SessionFactory(event__year=year, starts_at=NOW)
    for audience in (role, None):
        ScopeItem.objects.create(year=year, month=date(2026, 11, 1), focus="Evidence", role=audience, text="")
    StipendPolicyFactory(role=role, year=year)
    ReminderRuleFactory()
    FellowCohortFactory(starts=date(2026, 6, 21), ends=date(2027, 8, 21))
    return year


def test_a_year_with_nothing_says_of_each_thing_what_to_do() -> None:
    RoleFactory(name="Arts Lead")
    ReminderRule.objects.all().delete()
    needs = needs_of(ProgramYearFactory(), TODAY)
    assert [need.name for need in needs.rows] == NAMES
    assert told(needs) == {
        "Calendar": ("empty", "0 days of service", "Type its first and last day, breaks and holidays."),
        "Schools and signers": ("empty", "0 of 0 have a signer", "No school is in the network in this year."),
        "Offerings": ("empty", "0 of 1 published", "None yet: Arts Lead"),
        "Places": ("empty", "0 at 0 schools", "No places yet: Arts Lead"),
        "Sessions": ("empty", "0 planned", "None yet"),
        "Scope and sequence": ("empty", "0 cells filled", "Nothing is written yet."),
        "Stipend policies": ("empty", "0 of 1 published", "None yet: Arts Lead"),
        "Reminders": ("empty", "0 rules on", "Nobody is reminded of anything."),
        "Fellows’ cohort": ("empty", "none", "No cohort of fellows begins in 2026."),
    }
    assert (needs.ready, needs.others) == (0, "9 are empty")


def test_a_year_that_has_all_is_ready() -> None:
    needs = needs_of(filled(), TODAY)
    assert [need.name for need in needs.rows if not need.ready] == []
    assert (needs.ready, needs.others, needs.first_gap) == (9, "", None)


def test_schools_without_a_signer_are_named_for_the_first_day_of_a_year_ahead() -> None:
    for name in ("Jordan", "Ritter", "Santee"):
        school = member(name)
        if name != "Santee":
            PostFactory(principal=True, school=school, ends=date(2027, 7, 1))
        else:
            PostFactory(principal=True, school=school)
    gap = told(needs_of(ProgramYearFactory(first=2027), TODAY))["Schools and signers"]
    assert gap == ("gap", "1 of 3 has a signer", "2 schools without a signer from July 1 on: Jordan, Ritter")
    assert told(needs_of(ProgramYearFactory(), TODAY))["Schools and signers"][0] == "ready"


def test_of_many_schools_three_are_named() -> None:
    for number in range(5):
        member(f"School {number}")
    assert told(needs_of(ProgramYearFactory(), TODAY))["Schools and signers"][2] == (
        "5 schools without a signer: School 0, School 1, School 2 and 2 more"
    )


def test_drafts_and_roles_without_an_offering_are_told_apart() -> None:
    year = ProgramYearFactory()
    for name, published in (("Arts Lead", True), ("Peer Coach", False)):
        OfferingFactory(role=RoleFactory(name=name), year=year, published=published)
    RoleFactory(name="Team Lead")
    assert told(needs_of(year, TODAY))["Offerings"] == (
        "gap",
        "1 of 3 published",
        "Drafts: Peer Coach. None yet: Team Lead",
    )


def test_a_role_without_a_required_session_is_named_and_last_years_number_stands_beside() -> None:
    before, year = ProgramYearFactory(first=2025), ProgramYearFactory()
    for _ in range(3):
        SessionFactory(event__year=before)
    arts, peer = RoleFactory(name="Arts Lead"), RoleFactory(name="Peer Coach")
    session = SessionFactory(event__year=year)
    session.roles.set([arts])
    optional = SessionFactory(event__year=year, required=False)
    optional.roles.set([peer])
    assert told(needs_of(year, TODAY))["Sessions"] == (
        "gap",
        "2 of 3 planned",
        "No required session for: Peer Coach. 2025-26 had 3",
    )


def test_months_of_the_scope_that_lack_a_cell_are_named() -> None:
    year = ProgramYearFactory()
    arts = RoleFactory(name="Arts Lead")
    SessionFactory(event__year=year, starts_at=datetime(2027, 3, 10, 18, tzinfo=UTC))
    for audience in (arts, None):
        ScopeItem.objects.create(year=year, month=date(2026, 11, 1), focus="Evidence", role=audience, text="")
    assert told(needs_of(year, TODAY))["Scope and sequence"] == (
        "gap",
        "2 of 4 cells filled",
        "Not complete: March",
    )


def test_an_institute_before_school_begins_asks_for_no_month_of_the_scope() -> None:
    year = ProgramYearFactory(school_starts=date(2026, 8, 13), school_ends=date(2027, 6, 1))
    ScopeItem.objects.create(year=year, month=date(2026, 11, 1), focus="Evidence", role=None, text="")
    for month, day in ((7, 27), (8, 5)):
        SessionFactory(
            event__year=year,
            event__kind="summer_institute",
            starts_at=datetime(2026, month, day, 18, tzinfo=UTC),
        )
    assert told(needs_of(year, TODAY))["Scope and sequence"][0] == "ready"
    assert months_of(year)[-1] == date(2027, 5, 1)


def test_the_page_where_the_scope_is_typed_counts_the_same_cells_of_the_same_whole(signed_in: Any) -> None:
    year = ProgramYearFactory()
    arts = RoleFactory(name="Arts Lead")
    SessionFactory(event__year=year, starts_at=datetime(2027, 3, 10, 18, tzinfo=UTC))
    ScopeItem.objects.create(year=year, month=date(2026, 11, 1), focus="Evidence", role=arts, text="")
    assert told(needs_of(year, TODAY))["Scope and sequence"][1] == "1 of 4 cells filled"
    scope = signed_in(manager()).get(f"/years/{year}/scope/").context["scope"]
    assert (scope.filled, scope.asked) == (1, 4)


def test_a_draft_of_a_policy_waits_for_a_second_person() -> None:
    year = ProgramYearFactory()
    StipendPolicyFactory(
        role=RoleFactory(name="Arts Lead"), year=year, state="draft", published_by=None, published_at=None
    )
    assert told(needs_of(year, TODAY))["Stipend policies"] == (
        "empty",
        "0 of 1 published",
        "To be published by a second person: Arts Lead",
    )
    assert StipendPolicy.objects.count() == Role.objects.count() == 1


@pytest.mark.parametrize("rows", [3, 60])
def test_what_a_year_needs_is_asked_in_two_questions_however_much_there_is(
    rows: int, count_queries: Any
) -> None:
    year = filled()
    for number in range(rows):
        school = member(f"School {number}")
        PostFactory(principal=True, school=school)
        role = RoleFactory()
        OfferingFactory(role=role, year=year)
        SessionFactory(event__year=year)
    with count_queries(2):
        needs_of(year, TODAY)


def coach() -> Any:
    return HatFactory(kind="coach").person


def director() -> Any:
    return HatFactory(kind="director").person


KEPT_BY_OTHERS = {
    "Offerings": "Program managers write them.",
    "Places": "Program managers set them.",
    "Scope and sequence": "Program managers write it.",
    "Stipend policies": "Finance writes them.",
    "Reminders": "Registrars and program managers keep them.",
    "Fellows’ cohort": "A program manager opens it.",
}


@pytest.mark.parametrize(
    ("who", "closed"),
    [
        (registrar, set(KEPT_BY_OTHERS) - {"Offerings", "Places", "Reminders"}),
        (manager, {"Stipend policies"}),
        (coach, set(KEPT_BY_OTHERS)),
        (director, set(KEPT_BY_OTHERS)),
        (administrator, set()),
    ],
)
def test_what_others_keep_leads_nowhere_and_says_whose_it_is(who: Any, closed: set[str]) -> None:
    rows = read_by(who(), needs_of(ProgramYearFactory(), TODAY)).rows
    assert {row.name for row in rows if not row.url} == closed
    assert [row.name for row in rows if row.gap.endswith(KEPT_BY_OTHERS.get(row.name, "-"))] == [
        row.name for row in rows if row.name in closed
    ]


def test_whose_it_is_begins_a_sentence_of_its_own() -> None:
    year = ProgramYearFactory()
    for number in range(4):
        RoleFactory(name=f"Role {number}")
    gaps = {row.name: row.gap for row in read_by(registrar(), needs_of(year, TODAY)).rows}
    assert gaps["Stipend policies"] == "None yet: Role 0, Role 1, Role 2 and 1 more. Finance writes them."
    assert gaps["Scope and sequence"] == "Nothing is written yet. Program managers write it."


@pytest.mark.parametrize(("who", "verb"), [(registrar, "Appoint"), (manager, "Appoint"), (coach, "Open")])
def test_whoever_appoints_is_led_to_the_form_and_others_to_the_school(who: Any, verb: str) -> None:
    school = member("Ritter")
    (row,) = (
        one
        for one in read_by(who(), needs_of(ProgramYearFactory(), TODAY)).rows
        if one.name.startswith("Sch")
    )
    form = "signer/" if verb == "Appoint" else ""
    assert (row.url, row.verb) == (f"/schools/{school.slug}/{form}", verb)


@pytest.mark.parametrize("who", [registrar, manager, administrator, coach, director, preparer, approver])
def test_every_link_of_the_checklist_opens_for_who_reads_it(client: Client, who: Any) -> None:
    person = who()
    client.force_login(person)
    rows = read_by(person, needs_of(ProgramYearFactory(), TODAY)).rows
    assert {row.name: client.get(row.url).status_code for row in rows if row.url} == {
        row.name: 200 for row in rows if row.url
    }


def test_the_page_of_the_year_leads_to_the_first_gap(client: Client) -> None:
    ReminderRule.objects.all().delete()
    ProgramYearFactory()
    client.force_login(HatFactory(kind="registrar").person)
    page = unescape(client.get("/years/2026-27/").content.decode())
    assert "0 of 9" in page
    assert 'href="/years/2026-27/calendar/">Calendar: 0 days of service</a>' in page


def test_home_says_what_years_still_need_until_they_are_ready(client: Client) -> None:
    year = filled()
    client.force_login(manager())
    assert 'hx-get="/years/needs/"' in client.get("/").content.decode()
    assert client.get("/years/needs/").content.decode().strip() == ""
    ServiceDay.objects.all().delete()
    page = unescape(client.get("/years/needs/").content.decode())
    assert "What 2026-27 still needs" in page
    assert "8 of 9</b> are ready; 1 is empty." in page
    assert f'href="/years/{year}/calendar/">Calendar</a>' in page


def test_home_asks_for_the_first_year_where_there_is_none(client: Client) -> None:
    for person, does in (
        (registrar(), 'href="/years/new/">Open a year'),
        (manager(), "A registrar opens the first;"),
    ):
        client.force_login(person)
        page = client.get("/years/needs/").content.decode()
        assert "No program year is open yet" in page
        assert does in page


def test_home_of_finance_says_what_stipends_wait_for_and_on_whom(client: Client) -> None:
    for person in (preparer(), approver()):
        client.force_login(person)
        assert "What program years still need is told above." in client.get("/").content.decode()
        assert "A registrar opens the first;" in client.get("/years/needs/").content.decode()
    year = ProgramYearFactory()
    RoleFactory(name="Arts Lead")
    amounts = {
        preparer: f'href="/offerings/years/{year}/">Stipend policies</a>: 0 of 1 published.',
        approver: "None yet: Arts Lead. A finance preparer types the amounts.",
    }
    for who, told in amounts.items():
        client.force_login(who())
        page = unescape(client.get("/years/needs/").content.decode())
        assert "What stipends of 2026-27 wait for" in page
        assert "Type its first and last day, breaks and holidays. A registrar keeps it." in page
        assert "None yet. Program managers plan them." in page
        assert told in page
        assert "Scope and sequence" not in page


def test_home_of_whoever_prepares_years_never_says_that_nothing_waits(client: Client) -> None:
    client.force_login(registrar())
    page = client.get("/").content.decode()
    assert "Nothing waits for you" not in page
    assert "What program years still need is told above." in page


def test_home_of_others_says_nothing_of_years(client: Client) -> None:
    ProgramYearFactory()
    client.force_login(UserFactory())
    assert "/years/needs/" not in client.get("/").content.decode()
    assert client.get("/years/needs/").content.decode().strip() == ""


def test_sessions_are_offered_to_whoever_plans_some_and_others_are_told_whose_they_are() -> None:
    year = ProgramYearFactory()
    needs = needs_of(year, date(2026, 11, 29))
    read = [read_by(who(), needs).rows for who in (manager, registrar)]
    assert [(row.verb, row.gap) for rows in read for row in rows if row.name == SESSIONS] == [
        ("Plan them", "None yet"),
        ("Open", "None yet. Program managers plan them."),
    ]
