"""What a draft would change over real facts, by pathway and school."""

import pytest
from django.urls import reverse

from stipends.rules import LITERAL, to_json
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory
from tests.factories.stipends import NOW, StipendPolicyFactory, Year, approver, preparer
from tests.stipends.test_runs import calculated

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(clock):
    clock(NOW)
    year = Year()
    east, west = SchoolFactory(name="East"), SchoolFactory(name="West")
    year.leader(school=east)
    year.leader(school=west, missed={5})
    year.leader(school=west)
    year.close()
    return year


def drafted(of, **fields):
    given = {"role": of.role, "year": of.year, "version": 2, "rule": to_json(LITERAL), "draft": True}
    return StipendPolicyFactory(**{**given, **fields})


def page(client, draft, **asked):
    return client.get(reverse("stipends:policy_what_if", args=[draft.pk]), asked)


def rows(answer):
    return [
        (row.school.name, row.people, row.moved, row.now_cents, row.draft_cents, row.more_cents)
        for row in answer.context["found"].rows
    ]


def test_a_draft_is_tried_over_the_people_of_its_year(signed_in, year):
    answer = page(signed_in(approver()), drafted(year))
    assert rows(answer) == [
        ("East", 1, 0, 300_000, 300_000, 0),
        ("West", 2, 1, 588_750, 420_000, -168_750),
    ]
    assert answer.context["found"].whole == (3, 1, 888_750, 720_000)
    text = answer.content.decode()
    assert "Over the facts of 2026-27" in text
    assert "-$1,687.50" in text


def test_a_draft_of_a_year_nobody_serves_yet_is_tried_over_the_one_before(signed_in, year):
    coming = drafted(year, year=ProgramYearFactory(first=2027), version=1)
    answer = page(signed_in(preparer()), coming)
    assert answer.context["found"].facts_of == year.year
    assert rows(answer)[1] == ("West", 2, 1, 588_750, 420_000, -168_750)


def test_all_drafts_of_a_year_are_tried_together(signed_in, year):
    other = StipendPolicyFactory(draft=True, year=year.year, annual_cents=100_000)
    school = year.year.placements.order_by("pk").first().school
    PlacementFactory(role=other.role, year=year.year, school=school)
    client, draft = signed_in(approver()), drafted(year)
    assert len(rows(page(client, draft))) == 2
    together = page(client, draft, drafts="all").context["found"]
    assert {(row.role, row.people) for row in together.rows} == {
        (year.role, 1),
        (year.role, 2),
        (other.role, 1),
    }


def test_a_role_nobody_held_says_so(signed_in):
    text = page(signed_in(approver()), StipendPolicyFactory(draft=True)).content.decode()
    assert "Nobody has held this role yet" in text


def test_what_is_published_is_no_draft_to_try(signed_in, year):
    assert page(signed_in(approver()), year.policy).status_code == 404


def test_what_it_would_change_is_a_file_too(signed_in, year):
    answer = page(signed_in(approver()), drafted(year), save="csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "School,Pathway,Role,People,Moved,Now,By the draft,Difference"
    assert lines[2].startswith("West,")
    assert lines[2].endswith(",2,1,5887.50,4200.00,-1687.50")


@pytest.mark.parametrize("more", [3, 60])
def test_a_draft_is_tried_with_the_same_queries_however_many_hold_the_role(
    signed_in, count_queries, year, more
):
    for _ in range(more):
        PlacementFactory(role=year.role, year=year.year)
    client, draft = signed_in(approver()), drafted(year)
    with count_queries(23):
        page(client, draft)


def test_who_did_not_sign_yet_is_said_apart_as_the_forecast_of_the_budget_leaves_them_out(signed_in, clock):
    clock(NOW)
    year = Year()
    year.leader()
    year.leader(commitment_sha256="", commitment_in_force=False)
    year.close()
    run = calculated(year, kind="projection")
    answer = page(signed_in(approver()), drafted(year))
    before, forecast = answer.context["before"], sum(run.lines.values_list("earned_cents", flat=True))
    assert (before, forecast) == (600_000, 300_000)
    text = answer.content.decode()
    assert "$3,000.00 is what 1 person may still earn whose commitment is not signed by both yet." in text
