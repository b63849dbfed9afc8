"""A year is made from the one before it, step by step: shown first, made once, published by nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from applications.models import RenewalInvitation
from dashboard.queries.turning import turn_over
from fellows.models import FellowCohort
from notifications.models import ReminderRule
from pathways.models import Offering, ProgramYear, Role, ScopeItem
from pathways.queries import calendar_in
from pathways.rules.calendar import Calendar, Span
from pathways.services import set_calendar
from people.models import User
from seminars.models import Session
from stipends.models import SchoolAllowance, StipendPolicy, SubstituteTerms
from tests.factories.fellows import FellowCohortFactory
from tests.factories.pathways import (
    OfferingFactory,
    PathwayFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import HatFactory, PostFactory, manager, registrar
from tests.factories.seminars import SessionFactory
from tests.factories.stipends import (
    SchoolAllowanceFactory,
    StipendPolicyFactory,
    SubstituteTermsFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 11)
PAGE = "/years/2027-28/turn-over/"
WAS = Calendar(
    date(2026, 8, 13), date(2027, 6, 9), (Span(date(2026, 11, 23), date(2026, 11, 27), "Thanksgiving"),)
)
FIXED = (
    Span(date(2026, 11, 11), date(2026, 11, 11), "Veterans Day"),
    Span(date(2027, 1, 1), date(2027, 1, 1), "New Year’s Day"),
)


@pytest.fixture(autouse=True)
def _today(clock: Any, settings: Any) -> None:
    clock(datetime(2027, 1, 11, 18, tzinfo=UTC))
    settings.DEMO = True


@pytest.fixture
def year() -> ProgramYear:
    """2027-28, with nothing in it; 2026-27 before it has one of everything."""
    Role.objects.all().delete()
    ReminderRule.objects.update(active=False)
    before = ProgramYearFactory()
    set_calendar(pk=before.pk, by=registrar(), calendar=WAS)
    old_role(before)
    SubstituteTermsFactory()
    SchoolAllowanceFactory(year=before, school__name="Jordan High School")
    SessionFactory(event__year=before)
    FellowCohortFactory(name="Cohort of 2026", starts=date(2026, 6, 22), ends=date(2027, 8, 22), places=7)
    return ProgramYearFactory(first=2027)


def old_role(before: ProgramYear, **of: Any) -> Role:
    """A role that was offered, paid and taught in the year before."""
    role = RoleFactory(**of)
    days = {"opens": date(2026, 2, 1), "closes": date(2026, 3, 31)}
    signed = {"cosign_by": date(2026, 4, 15), "answer_by": date(2026, 5, 15)}
    OfferingFactory(role=role, year=before, places_per_school=3, **days, **signed)
    StipendPolicyFactory(role=role, year=before, annual_cents=270_000)
    ScopeItem.objects.create(year=before, month=date(2026, 9, 1), role=role, focus="Literacy", text="Read")
    return role


def everybody() -> User:
    """One who may press every button: registrar, manager and preparer."""
    person = registrar()
    HatFactory(person=person)
    HatFactory(person=person, kind="preparer")
    return person


def page(answer: Any) -> str:
    return unescape(answer.content.decode())


def standing(user: User, year: ProgramYear) -> dict[str, tuple[bool, str]]:
    found = turn_over(user, year, TODAY)
    assert found is not None
    return {step.key: (step.done, step.told) for step in found.steps}


def test_each_step_says_what_it_would_make(year: ProgramYear) -> None:
    assert standing(everybody(), year) == {
        "calendar": (False, "210 service days to make"),
        "offerings": (False, "0 of 1 there"),
        "sessions": (False, "0 planned, 2026-27 had 1"),
        "scope": (False, "0 there, 1 to copy"),
        "goals": (False, "0 goals are set"),
        "policies": (False, "0 roles have one"),
        "rates": (False, "0 rates, 0 limits, 2 to draft"),
        "cohort": (False, "1 to open"),
        "reminders": (False, "0 rules"),
        "renewals": (False, "nobody to invite yet"),
    }


@pytest.mark.parametrize(
    ("kind", "leads"), [("registrar", True), ("program_manager", True), ("preparer", False)]
)
def test_the_step_of_reminders_leads_there_whoever_keeps_them(
    year: ProgramYear, client: Client, kind: str, leads: bool
) -> None:
    client.force_login(HatFactory(kind=kind).person)
    shown = page(client.get(f"{PAGE}?step=reminders"))
    assert ('href="/reminders/">Reminders</a>' in shown) is leads


def test_who_plans_no_session_is_led_to_the_plan_and_told_whose_it_is(year: ProgramYear) -> None:
    step = turn_over(registrar(), year, TODAY).step("sessions")
    assert (step.url, "Program managers plan them." in step.lead) == ("/seminars/plan/2027-28/", True)


def test_sessions_are_not_done_while_none_is_planned(year: ProgramYear) -> None:
    Session.objects.all().delete()
    assert standing(everybody(), year)["sessions"] == (False, "0 planned, 2026-27 had 0")
    found = turn_over(everybody(), year, TODAY)
    assert found is not None
    assert found.step("sessions").url == "/seminars/plan/2027-28/series/"
    SessionFactory(event__year=year)
    assert standing(everybody(), year)["sessions"] == (True, "1 planned, 2026-27 had 0")


def test_renewals_are_done_when_nobody_is_left_to_invite(year: ProgramYear) -> None:
    by, before = everybody(), ProgramYear.objects.get(label="2026-27")
    offering = OfferingFactory(role=Role.objects.get(), year=year)
    held = PlacementFactory.create_batch(3, year=before, role=offering.role)
    for one in held[:2]:
        PostFactory(person=one.person, school=one.school)
    invited = {"offering": offering, "invited_by": by, "invited_at": datetime(2027, 1, 11, tzinfo=UTC)}
    RenewalInvitation.objects.create(placement=held[0], **invited)
    # The third works there no more and cannot go on.
    assert standing(by, year)["renewals"] == (False, "1 of 2 invited, 0 renew")
    RenewalInvitation.objects.create(placement=held[1], **invited)
    assert standing(by, year)["renewals"] == (True, "2 of 2 invited, 0 renew")


def test_holidays_of_a_date_keep_it_and_say_so_before(year: ProgramYear) -> None:
    by, before = everybody(), ProgramYear.objects.get(label="2026-27")
    set_calendar(pk=before.pk, by=by, calendar=replace(WAS, off=(*WAS.off, *FIXED)))
    found = turn_over(by, year, TODAY)
    assert found is not None
    step = found.step("calendar")
    assert "holidays of a date, like November 11, keep it" in step.lead
    assert [(row.what, row.was, row.becomes, row.note) for row in step.rows[1:-1]] == [
        ("Veterans Day", "Nov 11", "Nov 11", ""),
        ("Thanksgiving", "Nov 23–27", "Nov 22–26", ""),
        ("New Year’s Day", "Jan 1", "Dec 31", "January 1 is a Saturday."),
    ]


def rows(user: User, year: ProgramYear, key: str) -> list[tuple[str, str, str]]:
    found = turn_over(user, year, TODAY)
    assert found is not None
    return [(row.what, row.was, row.becomes) for row in found.step(key).rows]


def test_rows_stand_beside_those_of_the_year_before(year: ProgramYear) -> None:
    by, role = everybody(), Role.objects.get()
    assert rows(by, year, "calendar") == [
        ("First day of school", "August 13, 2026", "August 12, 2027"),
        ("Thanksgiving", "Nov 23–27", "Nov 22–26"),
        ("Last day of school", "June 9, 2027", "June 7, 2028"),
    ]
    assert rows(by, year, "offerings") == [
        (
            f"{role.name}, 3 places at a school",
            "Sun, Feb 1, 2026 to Tue, Mar 31, 2026",
            "Sun, Jan 31, 2027 to Tue, Mar 30, 2027",
        )
    ]
    assert rows(by, year, "scope") == [("Literacy", "September 2026", "September 2027")]
    assert rows(by, year, "policies") == [(role.name, "$2,700.00 in 2026-27", "$2,700.00, a draft")]
    assert rows(by, year, "rates") == [
        (
            "80% of $243.12 a day, or of the school’s own cost",
            "Jul 1, 2026 to Jun 30, 2027",
            "Jul 1, 2027 to Jun 30, 2028, a draft",
        ),
        ("Jordan High School", "At most 40 days and $5,200.00", "At most 40 days and $5,200.00, a draft"),
    ]
    assert rows(by, year, "cohort") == [("Cohort of 2027", "", "Jun 22, 2027 to Aug 21, 2028, 7 places")]


def pressed(client: Client, key: str) -> Any:
    """Press the button of a step, as its page stands."""
    shown = client.get(f"{PAGE}?step={key}")
    step, ticks = shown.context["step"], [row.key for row in shown.context["step"].rows if row.key]
    return client.post(PAGE, {"verb": key, "seen": step.seen, "row": ticks}, follow=True)


KEYS = ("calendar", "offerings", "scope", "policies", "rates", "cohort")


def test_pressed_one_after_the_other_everything_is_there_and_nothing_is_public(
    year: ProgramYear, client: Client
) -> None:
    client.force_login(everybody())
    for key in KEYS:
        assert pressed(client, key).context["step"].key == key
    made = calendar_in(ProgramYear.objects.get(pk=year.pk))
    assert made is not None
    assert (made.first, made.last, [span.name for span in made.off]) == (
        date(2027, 8, 12),
        date(2028, 6, 7),
        ["Thanksgiving"],
    )
    offering = Offering.objects.get(year=year)
    assert (offering.published_version, offering.places_per_school, offering.closes) == (
        None,
        3,
        date(2027, 3, 30),
    )
    policy = StipendPolicy.objects.get(year=year)
    assert (policy.state, policy.annual_cents, policy.published_by) == ("draft", 270_000, None)
    terms = SubstituteTerms.objects.get(starts=year.starts)
    assert (terms.state, terms.says, terms.published_by) == (
        "draft",
        "80% of $243.12 a day, or of the school’s own cost",
        None,
    )
    limit = SchoolAllowance.objects.get(year=year)
    assert (limit.state, str(limit.school), limit.published_by) == ("draft", "Jordan High School", None)
    assert ScopeItem.objects.get(year=year).month == date(2027, 9, 1)
    assert FellowCohort.objects.filter(name="Cohort of 2027").count() == 1


def counts(year: ProgramYear) -> list[int]:
    kinds = (Offering, StipendPolicy, ScopeItem, SchoolAllowance)
    own = [kind.objects.filter(year=year).count() for kind in kinds]
    return [
        *own,
        SubstituteTerms.objects.filter(starts=year.starts).count(),
        year.service_days.count(),
        FellowCohort.objects.count(),
        year.events.count(),
    ]


def test_pressed_twice_nothing_is_made_twice(year: ProgramYear, client: Client) -> None:
    client.force_login(everybody())
    sent = {}
    for key in KEYS:
        step = client.get(f"{PAGE}?step={key}").context["step"]
        sent[key] = {"verb": key, "seen": step.seen, "row": [row.key for row in step.rows if row.key]}
        client.post(PAGE, sent[key])
    once = counts(year)
    for key in KEYS:
        client.post(PAGE, sent[key])
    assert counts(year) == once == [1, 1, 1, 1, 1, 210, 2, 1]


def test_a_second_window_reads_who_did_it_and_when_and_changes_nothing(
    year: ProgramYear, client: Client
) -> None:
    by = everybody()
    client.force_login(by)
    sent = {}
    for key in KEYS:
        step = client.get(f"{PAGE}?step={key}").context["step"]
        sent[key] = {"verb": key, "seen": step.seen, "row": [row.key for row in step.rows if row.key]}
        client.post(PAGE, sent[key])
    corrected = Calendar(date(2027, 8, 16), date(2028, 6, 7))
    set_calendar(pk=year.pk, by=by, calendar=corrected, now=datetime(2027, 1, 11, 19, tzinfo=UTC))
    client.get(PAGE)
    last = f"Last by {by.name}, Jan 11, 2027, 10:00 a.m."
    said = {}
    for key in KEYS:
        answer = client.post(PAGE, sent[key], follow=True)
        (said[key],) = (str(one) for one in answer.context["messages"])
    assert said == {
        "calendar": "2027-28 has its calendar already, and nothing of it was changed. "
        f"Last by {by.name}, Jan 11, 2027, 11:00 a.m.",
        "offerings": f"Nothing was made. 1 of the ticked is there already. {last}",
        "scope": f"Nothing was left to copy. {last}",
        "policies": f"Nothing was made. 1 of the ticked is there already. {last}",
        "rates": f"Nothing was made. 2 of the ticked are there already, or changed since. {last}",
        "cohort": "Nothing was opened: the fellows of this year have their cohort.",
    }
    assert calendar_in(ProgramYear.objects.get(pk=year.pk)) == corrected


def test_a_row_that_is_not_ticked_is_left_out(year: ProgramYear, client: Client) -> None:
    kept = old_role(ProgramYear.objects.get(label="2026-27"))
    client.force_login(everybody())
    for key in ("offerings", "policies"):
        client.post(PAGE, {"verb": key, "row": [kept.pk, "x"]})
    assert [row.role for row in Offering.objects.filter(year=year)] == [kept]
    assert [row.role for row in StipendPolicy.objects.filter(year=year)] == [kept]


def test_a_calendar_that_changed_since_the_page_was_opened_is_looked_at_first(
    year: ProgramYear, client: Client
) -> None:
    client.force_login(everybody())
    seen = client.get(f"{PAGE}?step=calendar").context["step"].seen
    before = ProgramYear.objects.get(label="2026-27")
    set_calendar(pk=before.pk, by=registrar(), calendar=Calendar(date(2026, 8, 17), date(2027, 6, 9)))
    answer = client.post(PAGE, {"verb": "calendar", "seen": seen}, follow=True)
    assert "This makes 213 service days." in page(answer)
    assert calendar_in(ProgramYear.objects.get(pk=year.pk)) is None


@pytest.mark.parametrize(
    ("worn", "may"),
    [
        ("registrar", {"calendar"}),
        ("program_manager", {"offerings", "scope", "cohort"}),
        ("preparer", {"policies", "rates"}),
        ("coach", set()),
    ],
)
def test_each_hat_presses_its_own_steps_and_is_told_whose_the_others_are(
    year: ProgramYear, client: Client, worn: str, may: set[str]
) -> None:
    person = HatFactory(kind=worn).person
    found = turn_over(person, year, TODAY)
    assert found is not None
    assert {step.key for step in found.steps if step.ready} == may
    client.force_login(person)
    for key in set(KEYS) - may:
        step = found.step(key)
        assert step.refusal or not step.rows
        assert client.post(PAGE, {"verb": key, "seen": step.seen}).status_code in (302, 403)
    assert counts(year) == [0, 0, 0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize("worn", ["coach", "registrar", "director"])
def test_who_sees_no_money_reads_how_many_are_paid_for_and_no_amount(
    year: ProgramYear, client: Client, worn: str
) -> None:
    client.force_login(HatFactory(kind=worn).person)
    for key in KEYS:
        assert "$" not in page(client.get(f"{PAGE}?step={key}")).partition("<main")[2]
    step = client.get(f"{PAGE}?step=policies").context["step"]
    assert (step.told, step.lead, step.url) == (
        "0 roles have one, 1 to draft",
        "Finance drafts and publishes these.",
        "",
    )


def test_a_manager_of_one_pathway_drafts_its_roles_alone(year: ProgramYear, client: Client) -> None:
    other = old_role(ProgramYear.objects.get(label="2026-27"), pathway=PathwayFactory())
    person = manager()
    person.hats.get().pathway_scopes.create(pathway=other.pathway)
    client.force_login(person)
    pressed(client, "offerings")
    assert [row.role for row in Offering.objects.filter(year=year)] == [other]


def test_the_first_year_has_nothing_to_be_made_from(client: Client) -> None:
    ProgramYearFactory(first=2027)
    client.force_login(registrar())
    assert "No year before it" in page(client.get(PAGE))
    assert "turn-over" not in page(client.get("/years/2027-28/"))


def test_the_page_of_a_year_leads_here(year: ProgramYear, client: Client) -> None:
    client.force_login(registrar())
    assert f'href="{PAGE}"' in page(client.get("/years/2027-28/"))


@pytest.mark.parametrize("more", [2, 40])
def test_the_steps_take_the_same_queries_however_much_there_is(
    year: ProgramYear, more: int, count_queries: Any
) -> None:
    before = ProgramYear.objects.get(label="2026-27")
    for _ in range(more):
        old_role(before)
        SchoolAllowanceFactory(year=before)
    person = everybody()
    with count_queries(29):
        turn_over(person, year, TODAY)


def test_only_a_manager_is_led_to_the_page_of_renewals(year: ProgramYear, client: Client) -> None:
    found = []
    for person in (manager(), HatFactory(kind="coach").person):
        client.force_login(person)
        found.append("Invite leaders to renew" in client.get(f"{PAGE}?step=renewals").content.decode())
    assert found == [True, False]
