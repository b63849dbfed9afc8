"""Pages of fellows, by hat."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml.html import fromstring

from fellows.models import Fellow, ServiceRecord
from tests.factories.fellows import (
    FellowCohortFactory,
    FellowFactory,
    MilestoneFactory,
    ServiceRecordFactory,
    calendar_of,
)
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, manager, teacher_at

pytestmark = pytest.mark.django_db
LIST = "/fellows/"
REPORT = {
    "employer": "The district",
    "site": "Elsewhere Academy",
    "position": "Assistant principal",
    "fte": "0.5",
    "starts": "2024-08-12",
    "last_day": "2025-06-10",
    "verifier_email": "office@example.org",
}


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_takes_the_same_queries_however_long(count: int, signed_in: Any, count_queries: Any) -> None:
    FellowFactory.create_batch(count, cohort=FellowCohortFactory())
    client = signed_in(manager())
    client.get(LIST)
    with count_queries(7):
        page = client.get(LIST).content.decode()
    assert page.count('<th scope="row"') == min(count, 50)


def test_each_cohort_and_state_says_how_many_fellows_it_leaves_beside_the_other(signed_in: Any) -> None:
    early, late = FellowCohortFactory(name="Early"), FellowCohortFactory(name="Late")
    for cohort in (early, late):
        FellowFactory(cohort=cohort)
    FellowFactory(cohort=early, state="graduated", graduated_on=date(2026, 6, 1))
    client = signed_in(manager())

    def said(**asked: Any) -> tuple[set[str], int]:
        answer = client.get(LIST, asked)
        options = fromstring(answer.content).xpath("//select/option/text()")
        return {one for one in options if "(" in one and "(0)" not in one}, len(answer.context["page_obj"])

    cohorts, states = {"Early (2)", "Late (1)"}, {"Nominated (2)", "Graduated (1)"}
    assert said() == (cohorts | states, 3)
    assert said(cohort=early.pk) == (cohorts | {"Nominated (1)", "Graduated (1)"}, 2)
    assert said(state="graduated") == ({"Early (1)"} | states, 1)
    assert said(reached="graduated") == ({"Early (1)", "Graduated (1)"}, 1)


def test_a_fellow_is_led_to_their_own_page(signed_in: Any) -> None:
    fellow = FellowFactory()
    FellowFactory()
    assert signed_in(fellow.person).get(LIST)["Location"] == f"/fellows/{fellow.pk}/"


@pytest.mark.parametrize(
    ("states", "led_to"),
    [
        (("serving", "withdrawn"), "Cohort of 2023"),
        (("withdrawn", "nominated"), "Cohort of 2026"),
        (("serving", "nominated"), "Cohort of 2026"),
        (("released", "withdrawn"), "Cohort of 2026"),
    ],
)
def test_of_several_fellowships_one_is_led_to_that_which_goes_on_and_it_links_to_the_others(
    states: tuple[str, str], led_to: str, signed_in: Any
) -> None:
    person = UserFactory()
    for year, state in zip((2023, 2026), states, strict=True):
        cohort = FellowCohortFactory(
            name=f"Cohort of {year}", starts=date(year, 6, 22), ends=date(year + 1, 8, 1)
        )
        FellowFactory(person=person, cohort=cohort, state=state, graduated_on=date(2024, 6, 1))
        # Of somebody else, and so no link of theirs.
        FellowFactory(cohort=cohort)
    shown, other = Fellow.objects.filter(person=person).order_by("pk")
    if shown.cohort.name != led_to:
        shown, other = other, shown
    client = signed_in(person)
    assert client.get(LIST)["Location"] == f"/fellows/{shown.pk}/"
    for fellow, link in ((shown, other), (other, shown)):
        links = fromstring(client.get(f"/fellows/{fellow.pk}/").content).xpath("//main//a/@href")
        assert [one for one in links if re.fullmatch(r"/fellows/\d+/", one)] == [f"/fellows/{link.pk}/"]


def test_somebody_else_sees_no_fellow(signed_in: Any) -> None:
    fellow, client = FellowFactory(), signed_in(UserFactory())
    for path in ("", "history/", "agreement/", "service/report/", "milestones/", "move/select/"):
        assert client.get(f"/fellows/{fellow.pk}/{path}").status_code == 404
    assert "not a fellow" in client.get(LIST).content.decode()


def test_a_director_sees_all_and_changes_nothing(signed_in: Any) -> None:
    fellow, director = FellowFactory(), HatFactory(kind="director").person
    client = signed_in(director)
    assert client.get(LIST).status_code == 200
    assert client.get(f"/fellows/{fellow.pk}/").status_code == 200
    for path in ("move/select/", "milestones/", "suspend/", "service/report/"):
        assert client.post(f"/fellows/{fellow.pk}/{path}").status_code == 403


def test_the_list_is_narrowed_by_cohort_and_state(signed_in: Any) -> None:
    one, other = FellowFactory(), FellowFactory(state="enrolled")
    page = signed_in(manager()).get(LIST, {"cohort": other.cohort_id, "state": "enrolled"}).content.decode()
    assert (other.person.name in page, one.person.name in page) == (True, False)


@pytest.mark.parametrize("number", [1, 30])
def test_a_fellow_takes_the_same_queries_however_long_they_serve(
    number: int, signed_in: Any, count_queries: Any
) -> None:
    calendar_of(ProgramYearFactory(first=2024))
    fellow = FellowFactory(serving=True, signed=True)
    ServiceRecordFactory.create_batch(number, fellow=fellow)
    for attempt in range(number):
        MilestoneFactory(fellow=fellow, attempt=attempt + 1)
    client = signed_in(manager())
    client.get(f"/fellows/{fellow.pk}/")
    FellowFactory.create_batch(number, person=fellow.person)
    with count_queries(28):
        page = client.get(f"/fellows/{fellow.pk}/").content.decode()
    assert "1 of 4 years credited" in page


def test_the_ledger_says_what_counts_and_why(signed_in: Any) -> None:
    calendar_of(ProgramYearFactory(first=2024))
    record = ServiceRecordFactory(reported=True)
    page = signed_in(record.fellow.person).get(f"/fellows/{record.fellow_id}/").content.decode()
    assert "0 of 4 years credited" in page
    assert "180 of 180 days, not confirmed by the site yet." in page


def test_a_manager_nominates_and_moves_on(signed_in: Any) -> None:
    person, cohort, client = teacher_at(SchoolFactory()), FellowCohortFactory(), signed_in(manager())
    client.post("/fellows/nominate/", {"email": person.email.upper(), "cohort": cohort.pk})
    fellow = Fellow.objects.get(person=person)
    client.post(f"/fellows/{fellow.pk}/move/select/", {"note": "Strong"})
    fellow.refresh_from_db()
    assert fellow.state == "selected"


def test_an_unknown_address_comes_back_with_what_was_typed(signed_in: Any) -> None:
    cohort = FellowCohortFactory()
    response = signed_in(manager()).post(
        "/fellows/nominate/", {"email": "nobody@example.org", "cohort": cohort.pk}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert ("Nobody here has confirmed this address" in page, "nobody@example.org" in page) == (True, True)


def test_looking_at_a_move_does_nothing_and_an_unknown_move_is_not_found(signed_in: Any) -> None:
    fellow, client = FellowFactory(), signed_in(manager())
    assert client.get(f"/fellows/{fellow.pk}/move/select/").status_code == 200
    assert client.post(f"/fellows/{fellow.pk}/move/burn/").status_code == 404
    assert client.get(f"/fellows/{'9' * 30}/").status_code == 404
    fellow.refresh_from_db()
    assert fellow.state == "nominated"


def test_a_milestone_is_planned_and_reached(signed_in: Any) -> None:
    fellow, client = FellowFactory(), signed_in(manager())
    path = f"/fellows/{fellow.pk}/milestones/"
    assert client.post(path, {"kind": "calapa_1", "attempt": 1}).status_code == 422
    client.post(path, {"kind": "calapa_1", "attempt": 1, "due": "2024-05-01"})
    client.post(path, {"kind": "calapa_1", "attempt": 1, "reached_on": "2024-05-03"})
    milestone = fellow.milestones.get()
    assert (milestone.due, milestone.reached_on) == (date(2024, 5, 1), date(2024, 5, 3))


def test_of_a_day_due_and_a_day_that_lies_ahead_the_page_saves_neither(signed_in: Any) -> None:
    fellow = FellowFactory()
    typed = {"kind": "calapa_1", "attempt": 1, "due": "2024-05-01", "reached_on": "2099-01-01"}
    response = signed_in(manager()).post(f"/fellows/{fellow.pk}/milestones/", typed)
    assert (response.status_code, "2099-01-01" in response.content.decode()) == (422, True)
    assert (fellow.milestones.count(), fellow.events.count()) == (0, 0)


def test_a_fellow_whose_service_is_over_is_offered_no_report(signed_in: Any) -> None:
    fellow = FellowFactory(state="fulfilled", graduated_on=date(2024, 6, 14))
    client, address = signed_in(fellow.person), f"/fellows/{fellow.pk}/service/report/"
    assert address not in client.get(f"/fellows/{fellow.pk}/").content.decode()
    page = client.get(address, follow=True)
    assert "Service is reported after graduation and until it is fulfilled." in page.content.decode()


def test_a_graduate_reports_service_with_inclusive_days(signed_in: Any) -> None:
    fellow = FellowFactory(serving=True)
    client, path = signed_in(fellow.person), f"/fellows/{fellow.pk}/service/report/"
    assert client.post(path, REPORT | {"site": ""}).status_code == 422
    assert client.post(path, REPORT).status_code == 302
    record = ServiceRecord.objects.get()
    assert (record.starts, record.ends, record.fte_thousandths) == (date(2024, 8, 12), date(2025, 6, 11), 500)


def test_who_reports_days_of_another_report_is_told_which(signed_in: Any) -> None:
    fellow = FellowFactory(serving=True)
    client, path = signed_in(fellow.person), f"/fellows/{fellow.pk}/service/report/"
    client.post(path, REPORT)
    told = client.post(path, REPORT | {"position": "Coach"}, follow=True).content.decode()
    assert "covers some of the same days. Service counts at most one year a year" in told
    after = client.post(path, REPORT | {"starts": "2025-06-12", "last_day": ""}, follow=True).content.decode()
    assert "covers some of the same days" not in after


def test_a_disputed_record_is_corrected_and_a_verified_one_accepted(signed_in: Any) -> None:
    disputed = ServiceRecordFactory(disputed=True, school=None, disagreement={"fte": "Half time"})
    client = signed_in(disputed.fellow.person)
    page = client.get(f"/fellows/service/{disputed.pk}/correct/").content.decode()
    assert "Half time" in page
    client.post(f"/fellows/service/{disputed.pk}/correct/", REPORT)
    disputed.refresh_from_db()
    assert disputed.state == "reported"
    verified = ServiceRecordFactory(verified=True)
    signed_in(manager()).post(f"/fellows/service/{verified.pk}/accept/")
    verified.refresh_from_db()
    assert verified.state == "accepted"


@pytest.mark.parametrize(("typed", "kept"), [("0.05", 50), ("1", 1000)])
def test_the_least_and_the_most_of_a_post_can_be_corrected_to(typed: str, kept: int, signed_in: Any) -> None:
    disputed = ServiceRecordFactory(disputed=True, school=None, disagreement={"fte": typed})
    path = f"/fellows/service/{disputed.pk}/correct/"
    assert signed_in(disputed.fellow.person).post(path, REPORT | {"fte": typed}).status_code == 302
    disputed.refresh_from_db()
    assert (disputed.state, disputed.fte_thousandths) == ("reported", kept)


def test_somebody_elses_record_is_not_found(signed_in: Any) -> None:
    record, client = ServiceRecordFactory(verified=True), signed_in(FellowFactory().person)
    for verb in ("accept", "ask", "correct"):
        assert client.post(f"/fellows/service/{record.pk}/{verb}/").status_code == 404


def test_a_decision_about_a_school_is_listed_with_its_reasons(signed_in: Any) -> None:
    client, path = signed_in(manager()), "/fellows/similar-schools/"
    client.post(path, {"school_name": "Elsewhere", "similar": "yes", "reasons": "Same communities"})
    assert "Same communities" in client.get(path).content.decode()
    assert signed_in(UserFactory()).get(path).status_code == 403


def test_outcomes_are_for_staff_and_begin_with_one_sentence(
    signed_in: Any,
) -> None:
    cohort = FellowCohortFactory(name="2023")
    for number in range(24):
        fellow = FellowFactory(cohort=cohort, serving=True)
        MilestoneFactory(fellow=fellow, kind="clear", reached_on=date(2024, 9, 1) if number < 12 else None)
        PostFactory(person=fellow.person, position="coach" if number < 20 else "assistant_principal")
    client = signed_in(manager())
    page = fromstring(client.get("/fellows/outcomes/").content.decode())
    [lead] = page.xpath("//main//p[@class='lead'][.//a]")
    words = " ".join(lead.text_content().split())
    assert words.startswith(
        "24 fellows graduated. 12 hold the credential, 4 lead a school of ours today, and 100% are still in our schools"
    )
    assert signed_in(UserFactory()).get("/fellows/outcomes/").status_code == 403


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get(LIST)["Location"].startswith("/accounts/login/")


def test_a_milestone_ahead_and_one_that_was_reached_differ_in_word_and_shape(signed_in: Any) -> None:
    fellow = FellowFactory()
    MilestoneFactory(fellow=fellow, kind="term_fall", reached_on=date(2026, 2, 26))
    MilestoneFactory(fellow=fellow, kind="term_spring")
    html = signed_in(fellow.person).get(f"/fellows/{fellow.pk}/").content.decode()
    assert html.count('<li class="timeline__done">') == html.count("Reached Feb 26, 2026") == 1
    assert html.count('<li class="timeline__ahead">') == html.count("Not reached yet, due Mar 1, 2026") == 1
