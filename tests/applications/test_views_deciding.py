"""The reader's queue and the panel: what waits comes first, and what they say in numbers and words."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.architecture.saved_lists import numbers
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
    principal_for,
)
from tests.factories.pathways import OfferingFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
FREE = (
    "The reason says that all places at this school are taken, but with the offers staged so far there are places "
    "free. Stage the offers, or choose another reason before you release."
)


@pytest.fixture(autouse=True)
def demo(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


def page(name, *arguments):
    return reverse(f"applications:{name}", args=arguments)


# --- the queue ------------------------------------------------------------------------------------
def test_the_queue_shows_what_waits_first_and_years_that_are_over_only_when_asked(signed_in):
    reader = UserFactory()
    over = OfferingFactory(year=ProgramYearFactory(first=2024))
    earlier = ReviewFactory(reviewer=reader, application__offering=over, scored=True)
    declined = ApplicationFactory(state="declined", submitted_at=NOW)
    needless = ReviewFactory(reviewer=reader, application=declined)
    waits = ReviewFactory(reviewer=reader)
    browser = signed_in(reader)
    assert list(browser.get(page("queue")).context["mine"].page) == [waits]
    this_year = browser.get(page("queue"), {"show": "all"})
    assert list(this_year.context["mine"].page) == [waits, needless]
    shown = browser.get(page("queue"), {"show": "all", "years": "all"})
    assert list(shown.context["mine"].page) == [waits, needless, earlier]


def test_ones_own_reading_stands_before_what_nobody_reads_and_that_can_be_narrowed_to_an_offering(signed_in):
    first, second = ApplicationFactory(cosigned=True), ApplicationFactory(cosigned=True)
    staff = manager()
    ReviewFactory(reviewer=staff)
    browser = signed_in(staff)
    shown = browser.get(page("queue"))
    assert set(shown.context["without_readers"].page) == {first, second}
    headings = re.findall(r"<h2.*?>(.*?)</h2>", shown.content.decode())
    assert headings == ["For you to read", "Without readers"]
    assert 'id="without-readers"' in shown.content.decode()
    narrowed = browser.get(page("queue"), {"offering": first.offering_id})
    assert list(narrowed.context["without_readers"].page) == [first]
    odd = browser.get(page("queue"), {"offering": "9" * 30})
    assert set(odd.context["without_readers"].page) == {first, second}


def test_what_nobody_reads_is_listed_beyond_fifty(signed_in):
    offering = OfferingFactory()
    for _ in range(52):
        ApplicationFactory(cosigned=True, offering=offering, signed=False)
    browser = signed_in(manager())
    assert len(browser.get(page("queue")).context["without_readers"].page) == 50
    last = browser.get(page("queue"), {"page-without-readers": 2, "offering": offering.pk})
    assert len(last.context["without_readers"].page) == 2
    assert f"Only {offering}. <a" in last.content.decode()


def test_the_panel_narrows_to_what_all_readers_have_answered_and_nobody_has_staged(signed_in):
    offering, staff = OfferingFactory(), manager()
    scored = {"offering": offering, "in_review": True, "score_hundredths": 300}
    read, staged = ApplicationFactory(**scored), ApplicationFactory(**scored)
    DecisionFactory(application=staged)
    waits = ReviewFactory(application=ApplicationFactory(**scored)).application
    own = ApplicationFactory(person=staff, **scored)
    browser = signed_in(staff)
    assert set(browser.get(page("decide", offering.pk)).context["page"]) == {read, staged, waits, own}
    narrowed = browser.get(page("decide", offering.pk), {"show": "read"})
    assert (list(narrowed.context["page"]), narrowed.context["page"].paginator.count) == ([read], 1)
    assert narrowed.context["staged_count"] == 1
    assert f'href="{page("decide", offering.pk)}">Show all</a>' in narrowed.content.decode()
    DecisionFactory(application=own)
    shown = browser.get(page("decide", offering.pk), {"show": "staged"})
    assert (list(shown.context["page"]), shown.context["page"].paginator.count) == ([staged], 1)
    DecisionFactory(application=read)
    assert "Nothing of this kind now" in (
        browser.get(page("decide", offering.pk), {"show": "read"}).content.decode()
    )


# --- the panel ------------------------------------------------------------------------------------
def test_the_panel_gives_the_scale_of_a_score_and_counts_decisions_in_words(signed_in):
    offering, school = OfferingFactory(places_per_school=2), SchoolFactory()
    for outcome in ("offer", "offer", "decline"):
        application = ApplicationFactory(in_review=True, offering=offering, school=school)
        DecisionFactory(application=application, outcome=outcome, reason="other", words="So it is.")
    shown = signed_in(manager()).get(page("decide", offering.pk)).content.decode()
    assert "Releasing sends 3 mails, one to each applicant: 2 offers, 1 decline." in shown
    assert '<th scope="col" class="number">Score, of 4</th>' in shown


def test_who_decides_reads_how_far_each_reader_is_in_the_words_of_the_review(signed_in):
    application = ApplicationFactory(in_review=True)
    ReviewFactory(application=application, scored=True)
    ReviewFactory(application=application)
    ReviewFactory(application=application, state="recused")
    stage = page("stage", application.offering_id, application.pk)
    shown = signed_in(manager()).get(stage).content.decode()
    said = [
        words
        for words in ("Handed in", "To read", "Stepped aside", "Submitted")
        if f">{words}</span>" in shown
    ]
    assert said == ["Handed in", "To read", "Stepped aside"]


def test_declining_because_all_is_taken_while_places_are_free_is_warned_of(signed_in):
    application = ApplicationFactory(in_review=True)
    browser = signed_in(manager())
    stage = page("stage", application.offering_id, application.pk)
    answer = browser.post(stage, {"outcome": "decline", "reason": "places"})
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [f"Staged for {application.person}. Nobody is told before the release.", FREE]
    assert FREE in browser.get(stage).content.decode()
    assert "Places are free there" in browser.get(page("release", application.offering_id)).content.decode()


def test_a_place_a_staged_offer_takes_is_not_free(signed_in):
    application = ApplicationFactory(in_review=True)
    principal_for(application.school)
    other = ApplicationFactory(in_review=True, offering=application.offering, school=application.school)
    DecisionFactory(application=other)
    browser = signed_in(manager())
    stage = page("stage", application.offering_id, application.pk)
    answer = browser.post(stage, {"outcome": "decline", "reason": "places"})
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [f"Staged for {application.person}. Nobody is told before the release."]


# --- its numbers ----------------------------------------------------------------------------------
def test_every_number_of_the_panel_opens_exactly_its_rows(signed_in):
    person, offering = manager(), OfferingFactory()
    read, unread, own, gone = (
        ApplicationFactory(offering=offering, in_review=True, signed=False, **fields)
        for fields in ({}, {}, {"person": person}, {})
    )
    for application, states in (
        (read, ["submitted", "submitted", "recused"]),
        (unread, ["assigned"]),
        (own, ["submitted"]),
        (gone, ["recused"]),
    ):
        for state in states:
            ReviewFactory(application=application, state=state, scored=state == "submitted")
    for application in (read, gone):
        DecisionFactory(application=application)
    client = signed_in(person)
    found = numbers(client, page("decide", offering.pk))
    assert found == {
        "Check and release": (2, 2),
        f"2 of 2 readers of {read.person.name}": (2, 2),
        f"0 of 1 readers of {unread.person.name}": (1, 1),
    }
    shown = client.get(page("decide", offering.pk)).content.decode()
    assert f'href="/schools/{read.school.slug}/?year={offering.year.label}">' in shown
