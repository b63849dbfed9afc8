"""What stands beside a rule as it is typed: three people over what the role asks for, and the cost over real people."""

import pytest
from django.urls import reverse

from stipends.models import StipendPolicy
from stipends.queries import Draft, cost_of
from stipends.rules import LITERAL, parse_policy
from stipends.services import Planned, write_budget
from tests.factories.pathways import (
    DeliverableFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import SchoolFactory
from tests.factories.stipends import NOW, PROPORTIONAL, Year, approver, preparer, published_budget
from tests.stipends.typed import typed

pytestmark = pytest.mark.django_db
RULE_WITHOUT_DAYS = PROPORTIONAL | {"proration": "none"}


@pytest.fixture
def year(clock):
    clock(NOW)
    year = Year()
    year.leader()
    year.leader(missed={5})
    year.close()
    return year


def shown(client, of, rule=PROPORTIONAL, **given):
    data = typed(rule, role=of.role.pk, year=of.year.pk, amount="2,400") | given
    return client.post(reverse("stipends:policy_beside"), data)


def draft(year, policy=None):
    return Draft(year.role, 300_000, policy or parse_policy(PROPORTIONAL))


def test_beside_the_form_stand_three_people_over_what_the_role_asks_for(signed_in, year):
    page = shown(signed_in(preparer()), year)
    people = [(one.title, one.cents) for one, _ in page.context["beside"].people]
    assert people == [
        ("Comes to everything", 240_000),
        ("Misses one session", 231_000),
        ("Comes on Dec 17", 120_000),
    ]
    text = page.content.decode()
    assert (
        "Seminar Sep 16 (Sep 16, 2026), 180 of 2,880 minutes: $90.00 less, which a make-up brings back."
        in text
    )
    assert "All 11 sessions, 2 of 2 accepted, the principal confirms." in text
    assert "<li>Attendance pays in proportion to the required minutes that count.</li>" in text


def test_nothing_is_saved_by_looking(signed_in, year):
    shown(signed_in(preparer()), year)
    assert StipendPolicy.objects.count() == 1


def test_what_cannot_be_calculated_yet_says_what_is_missing(signed_in, year):
    text = shown(signed_in(preparer()), year, weight_attendance="50").content.decode()
    assert "Percent for sessions: These three add up to 90%. They must add up to 100%." in text


def test_a_role_for_which_nothing_is_planned_yet_says_so(signed_in, year):
    other = ProgramYearFactory(first=2027)
    beside = shown(signed_in(preparer()), year, year=other.pk).context["beside"]
    assert beside.people == ()
    assert beside.without == (
        f"No session and no deliverable of {year.role} is planned in 2027-28 yet: plan them, and three people are"
        " shown."
    )


def test_a_role_without_sessions_yet_says_that_nobody_misses_one(signed_in, year):
    other = ProgramYearFactory(first=2027)
    offering = OfferingFactory(role=year.role, year=other)
    DeliverableFactory(offering=offering)
    beside = shown(signed_in(preparer()), year, RULE_WITHOUT_DAYS, year=other.pk).context["beside"]
    assert [one.title for one, _ in beside.people] == ["Comes to everything"]
    assert beside.without == f"No session of {year.role} is planned in 2027-28 yet, so nobody misses one."


def test_a_year_without_service_days_says_what_to_enter(signed_in, year):
    year.year.service_days.all().delete()
    beside = shown(signed_in(preparer()), year).context["beside"]
    assert beside.without == "The calendar of this program year has no service days. Enter them."


def test_only_a_preparer_looks(signed_in, year):
    assert shown(signed_in(approver()), year).status_code == 403


def test_the_form_without_script_shows_what_it_pays_and_saves_nothing(signed_in, year):
    data = typed(PROPORTIONAL, role=year.role.pk, year=year.year.pk, amount="2400", verb="look")
    page = signed_in(preparer()).post(reverse("stipends:policy_new"), data)
    assert page.status_code == 200
    assert page.context["beside"].people[0][0].cents == 240_000
    assert StipendPolicy.objects.count() == 1


def test_the_cost_of_a_year_is_reckoned_over_its_people(year):
    cost = cost_of(draft(year), year.year, NOW)
    assert (cost.likely_cents, cost.most_cents, cost.places, cost.people) == (588_750, 600_000, 2, 2)
    # By the guide's own rule whoever missed one session loses all of attendance.
    assert cost.guide_cents == 300_000 + 120_000
    assert cost_of(draft(year, LITERAL), year.year, NOW).likely_cents == cost.guide_cents
    assert cost.budget_cents is None


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (600_000, "$112.50 under the budget"),
        (588_750, "exactly the budget"),
        (500_000, "$887.50 over the budget"),
    ],
)
def test_the_budget_of_the_role_stands_beside_the_cost_with_the_difference(signed_in, year, cents, words):
    published_budget(year.year, RoleFactory(), cents=1)
    published_budget(year.year, year.role, RoleFactory(), cents=cents)
    cost = cost_of(draft(year), year.year, NOW)
    assert (cost.budget_cents, cost.against) == (cents, words)
    page = shown(signed_in(preparer()), year, amount="3,000").content.decode()
    assert f"It is likely <b>{words}</b> this role has for the year." in page


def test_a_budget_that_is_not_published_or_names_other_roles_stands_beside_no_cost(signed_in, year):
    published_budget(year.year, RoleFactory())
    rows = [Planned(year.role, 100)]
    write_budget(year=year.year, rows=rows, by=preparer())
    cost = cost_of(draft(year), year.year, NOW)
    assert (cost.budget_cents, cost.against, cost.over_cents) == (None, "", 0)
    assert "budget" not in shown(signed_in(preparer()), year).content.decode()


def test_a_year_nobody_serves_yet_is_reckoned_by_the_last_one_and_its_own_places(year):
    coming = ProgramYearFactory(first=2027)
    SchoolFactory()
    OfferingFactory(role=year.role, year=coming, places_per_school=1)
    cost = cost_of(draft(year), coming, NOW)
    schools = year.year.placements.values("school").distinct().count() + 1
    assert (cost.people, cost.places, cost.facts_of) == (2, schools, year.year)
    assert cost.likely_cents == (588_750 * schools + 1) // 2
    assert cost.most_cents == 300_000 * schools


def test_a_role_nobody_ever_held_has_no_cost_yet(year):
    assert cost_of(Draft(RoleFactory(), 300_000, LITERAL), year.year, NOW) is None


@pytest.mark.parametrize("more", [1, 20])
def test_looking_asks_the_same_queries_however_many_hold_the_role(signed_in, count_queries, year, more):
    for _ in range(more):
        PlacementFactory(role=year.role, year=year.year)
    client = signed_in(preparer())
    # The sessions of the year once for what the role asks for, and once for what its people were at.
    with count_queries(27, repeats=True):
        shown(client, year)
