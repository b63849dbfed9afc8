"""Every list asks the same number of questions with 3 rows and with 60."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.queries.lists import next_step
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
    principal_for,
)
from tests.factories.pathways import OfferingFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def world():
    """One school and offering, a principal and a manager, and a way to add applications."""
    school, offering = SchoolFactory(), OfferingFactory(places_per_school=5)
    principal_for(school)
    return school, offering


def add(world, count, **trait):
    school, offering = world
    return [ApplicationFactory(school=school, offering=offering, **trait) for _ in range(count)]


@pytest.fixture
def measure(client, count_queries, signed_in):
    """`measure(user, address, exactly)`: the page's queries, with the session warm."""

    def run(user, address, exactly):
        browser = signed_in(user)
        browser.get(address)
        with count_queries(exactly):
            response = browser.get(address)
        assert response.status_code == 200
        assert len(response.content) < 60_000
        return response

    return run


def test_the_staff_list(world, measure):
    staff, address = manager(), reverse("applications:list")
    for count in (3, 57):
        add(world, count, submitted=True)
        response = measure(staff, address, 7)
    assert len(response.context["page"]) == 50


def test_the_staff_list_reads_no_password(world, signed_in):
    add(world, 1, submitted=True)
    browser = signed_in(manager())
    with CaptureQueriesContext(connection) as asked:
        browser.get(reverse("applications:list"))
    [rows] = [q["sql"] for q in asked if '"applications_application"."changed_at"' in q["sql"]]
    assert "password" not in rows
    assert "last_login" not in rows
    assert "answers" not in rows


def test_the_search(world, measure):
    staff = manager()
    for count in (3, 57):
        add(world, count, submitted=True)
        response = measure(staff, reverse("applications:list") + "?q=family&state=submitted", 7)
    assert response.context["page"].paginator.count == 60


def test_the_search_finds_by_name_state_role_and_school(world, signed_in):
    found = ApplicationFactory(submitted=True, person=UserFactory(given_name="Xochitl"))
    add(world, 2, submitted=True)
    browser = signed_in(manager())
    for query in (
        "q=xochi",
        f"offering={found.offering_id}",
        f"school={found.school_id}",
        f"q=xochi&state=submitted&school={found.school_id}",
    ):
        page = browser.get(reverse("applications:list") + "?" + query).context["page"]
        assert list(page) == [found]
    for wrong in ("state=nonsense", "school=x", "offering=99999999999999999999", "page=-1", "q=%00"):
        assert browser.get(reverse("applications:list") + "?" + wrong).status_code == 200


def test_each_state_says_how_many_the_other_filters_leave_in_it(world, signed_in):
    school, offering = world
    add(world, 2, submitted=True)
    add(world, 1, in_review=True)
    ApplicationFactory(offering=offering, submitted=True)
    browser = signed_in(manager())
    asked = reverse("applications:list") + f"?school={school.pk}&state=in_review"
    page = browser.get(asked)
    told = dict(page.context["form"].fields["state"].choices)
    assert (told["submitted"], told["in_review"], told["offered"]) == (
        "Submitted (2)",
        "In review (1)",
        "Offered (0)",
    )
    assert page.context["page"].paginator.count == 1


def test_the_staff_list_narrows_to_what_waits_for_a_signer_to_be_found(world, signed_in):
    staff = manager()
    [found] = add(world, 1, submitted=True, signer=None)
    add(world, 1, submitted=True)
    [own] = add(world, 1, submitted=True, signer=None, person=staff)
    browser = signed_in(staff)
    shown = browser.get(reverse("applications:list"), {"signer": "find"})
    assert list(shown.context["page"]) == [found]
    assert f'<a class="usa-link" href="{reverse("applications:list")}">Show all</a>' in shown.content.decode()
    every = browser.get(reverse("applications:list"), {"state": "submitted"})
    assert {found, own} < set(every.context["page"])


def test_my_list(world, measure):
    person = UserFactory()
    for count in (3, 57):
        for _ in range(count):
            ApplicationFactory(person=person, submitted=True, offering=world[1])
        measure(person, reverse("applications:list"), 9)


def test_my_list_says_whom_it_waits_for(signed_in):
    application = ApplicationFactory(submitted=True, submitted_at=NOW - timedelta(days=4))
    application.events.create(action="remind", at=NOW - timedelta(days=3), days=3)
    rows = signed_in(application.person).get(reverse("applications:list")).context["rows"]
    assert rows[0][1] == f"waiting for {application.signer} for 4 days; reminded on Friday"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"q": "x" * 3000}, "Search for at most 100 characters."),
        ({"state": "nonsense"}, "There is no such state. Choose one of the list."),
        ({"offering": "999999"}, "There is no such role. Choose one of the list."),
        ({"school": "999999"}, "There is no such school. Choose one of the list."),
    ],
)
def test_the_staff_list_says_what_it_cannot_ask_and_lists_nothing(world, signed_in, asked, words):
    add(world, 1, submitted=True)
    answer = signed_in(manager()).get(reverse("applications:list"), asked)
    assert words in answer.content.decode()
    assert list(answer.context["page"]) == []


def test_an_applicant_reads_what_happens_next_and_need_do_nothing(signed_in):
    sent, read = ApplicationFactory(submitted=True), ApplicationFactory(in_review=True)
    rest = "the Partnership reads it, and you get a mail with the decision. You need do nothing now."
    by = f"{sent.offering.cosign_by:%B %-d, %Y}"
    assert next_step(sent) == f"Next: {sent.signer} reads and signs it, by {by}. Then {rest}"
    assert next_step(read) == rest[0].upper() + rest[1:]
    page = reverse("applications:detail", args=[sent.pk])
    assert next_step(sent) in signed_in(sent.person).get(page).content.decode()
    assert next_step(sent) not in signed_in(sent.signer).get(page).content.decode()


def test_an_offer_says_the_day_with_its_year_and_how_long_the_role_runs(signed_in):
    application = ApplicationFactory(offered=True)
    year = application.offering.year
    html = (
        signed_in(application.person)
        .get(reverse("applications:detail", args=[application.pk]))
        .content.decode()
    )
    assert f"An answer is asked for by {application.answer_by:%B %-d, %Y}" in html
    starts, ends = application.starts, year.ends - timedelta(days=1)
    assert (
        f"The role runs from {starts:%b} {starts.day}, {starts.year} to {ends:%b} {ends.day}, {ends.year}."
        in html
    )


def test_the_desk(world, measure):
    for count in (3, 57):
        waiting = add(world, count, submitted=True)
        measure(waiting[0].signer, reverse("applications:desk"), 6)


def test_the_review_queue(world, measure):
    reviewer = UserFactory()
    for count in (3, 57):
        for application in add(world, count, in_review=True):
            ReviewFactory(application=application, reviewer=reviewer)
        measure(reviewer, reverse("applications:queue"), 6)


def test_the_panel(world, measure):
    staff = manager()
    for count in (3, 57):
        for application in add(world, count, in_review=True):
            ReviewFactory(application=application, scored=True)
            DecisionFactory(application=application)
        measure(staff, reverse("applications:decide", args=[world[1].pk]), 9)


def test_one_application(world, measure):
    staff = manager()
    application = ReviewFactory(scored=True, application=add(world, 1, in_review=True)[0]).application
    address = reverse("applications:detail", args=[application.pk])
    measure(staff, address, 10)
    measure(application.person, address, 8)


@pytest.mark.parametrize(("page", "asked"), [("edit", 10), ("check", 9)])
def test_the_words_people_sign_are_read_with_the_draft(world, measure, page, asked):
    [application] = add(world, 1)
    measure(application.person, reverse(f"applications:{page}", args=[application.pk]), asked)
