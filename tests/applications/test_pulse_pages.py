"""The pages of the mid-year check: pressed, sent, finished later, drawn to the true whole, with a fixed number of
queries."""

from datetime import UTC, datetime
from html import unescape

import pytest

from applications.models import CommitmentPulse, PulseAnswer, PulsePair
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import UserFactory, manager
from tests.factories.pulses import PulsePairFactory, apart_pair, signed_placement

pytestmark = pytest.mark.django_db
ALL = {"kept-school-1": "yes", "kept-school-2": "yes", "kept-teacher-1": "yes"}


@pytest.fixture(autouse=True)
def now(clock, settings):
    clock(datetime(2027, 1, 20, 20, tzinfo=UTC))
    settings.DEMO = True


@pytest.fixture
def pair():
    return PulsePairFactory()


@pytest.fixture
def inside(client, pair):
    client.force_login(pair.placement.person)
    return client


def shown(answer):
    return unescape(answer.content.decode())


def test_a_press_is_kept_and_the_page_says_how_many_are_answered(inside, pair):
    kept = inside.post(f"/pulse/{pair.pk}/keep/", {"kept-school-1": "partly", "words-school-1": "One of two"})
    assert (kept.status_code, "<b>1 of 3</b>" in shown(kept)) == (200, True)
    page = shown(inside.get(f"/pulse/{pair.pk}/"))
    assert ("One of two" in page, 'value="partly" checked' in page, "<b>1 of 3</b>" in page) == (True,) * 3


def test_what_cannot_be_kept_is_said_where_it_was_pressed(inside, pair):
    assert inside.post(f"/pulse/{pair.pk}/keep/", {"kept-school-1": "perhaps"}).status_code == 422
    CommitmentPulse.objects.update(ends="2027-01-20")
    kept = inside.post(f"/pulse/{pair.pk}/keep/", {"kept-school-1": "yes"})
    assert (kept.status_code, "It was open until Jan 19, 2027." in shown(kept)) == (422, True)


def test_what_is_not_answered_is_named_and_what_was_typed_comes_back(inside, pair):
    sent = inside.post(f"/pulse/{pair.pk}/", {"kept-school-1": "no", "words-school-1": "Never"})
    page = shown(sent)
    assert sent.status_code == 422
    assert "Say whether this is kept: The school gives a room." in page
    assert ("Never" in page, 'href="#kept-school-2"' in page) == (True, True)


def test_what_is_finished_later_is_kept_and_not_sent(inside, pair):
    assert inside.post(f"/pulse/{pair.pk}/", {"kept-school-1": "no", "later": "1"}).url == "/"
    pair.refresh_from_db()
    assert (PulseAnswer.objects.get().kept, pair.teacher_sent_at, pair.state) == ("no", None, "asked")


def test_all_that_was_sent_is_changed_until_the_last_day_and_then_read(inside, pair):
    assert inside.post(f"/pulse/{pair.pk}/", ALL).url == f"/pulse/{pair.pk}/"
    assert "Save the changes" in shown(inside.get(f"/pulse/{pair.pk}/"))
    inside.post(f"/pulse/{pair.pk}/", ALL | {"kept-teacher-1": "partly"})
    assert PulseAnswer.objects.newest().get(whose="teacher").kept == "partly"
    CommitmentPulse.objects.update(ends="2027-01-20")
    page = shown(inside.get(f"/pulse/{pair.pk}/"))
    assert ("Save the changes" in page, "You: Partly" in page) == (False, True)
    late = inside.post(f"/pulse/{pair.pk}/", ALL)
    assert (late.status_code, "It was open until Jan 19, 2027." in shown(late)) == (422, True)


def test_after_it_was_sent_a_press_alone_changes_nothing(inside, pair):
    inside.post(f"/pulse/{pair.pk}/", ALL)
    page = shown(inside.get(f"/pulse/{pair.pk}/"))
    assert ("/keep/" in page, "A change counts once you save it" in page) == (False, True)
    kept = inside.post(f"/pulse/{pair.pk}/keep/", {"kept-school-1": "no"})
    says = "You sent your answers. A change counts once you press “Save the changes”."
    assert (kept.status_code, says in shown(kept)) == (422, True)
    assert not PulseAnswer.objects.filter(kept="no").exists()


def test_what_was_settled_is_opened_again_only_on_purpose(client):
    pair = apart_pair(settled=True)
    client.force_login(pair.placement.person)
    assert "This is settled" in shown(client.get(f"/pulse/{pair.pk}/"))
    refused = client.post(f"/pulse/{pair.pk}/", ALL)
    assert (refused.status_code, "If it is otherwise now, say so here" in shown(refused)) == (422, True)
    client.post(f"/pulse/{pair.pk}/", ALL | {"kept-teacher-1": "no", "sure": "on"})
    pair.refresh_from_db()
    assert pair.state == "differing"


def test_one_check_is_opened_at_once_several_are_listed_and_none_says_when(client, inside, pair):
    assert inside.get("/pulse/").url == f"/pulse/{pair.pk}/"
    principal = pair.school.posts.get(position="principal").person
    PulsePairFactory(placement=signed_placement(school=pair.school))
    client.force_login(principal)
    assert shown(client.get("/pulse/")).count("Waits for you") == 2
    client.force_login(UserFactory())
    assert "Nothing to answer" in shown(client.get("/pulse/"))


def test_staff_read_where_two_differ_and_counts_drawn_to_the_pairs_who_both_answered(client):
    pair = apart_pair()
    client.force_login(manager())
    assert client.get("/pulse/").url == "/pulse/years/2026-27/"
    page = shown(client.get("/pulse/years/2026-27/"))
    for words in (
        "1 pair differs or one says no",
        "Not since fall",
        'aria-label="The school gives two periods a week.: both yes 0, both say partly 0, they differ 1, both no 0"',
        f'aria-label="{pair.school.name}: 1 of 1 differ, or one says no"',
    ):
        assert words in page
    file = b"".join(client.get("/pulse/years/2026-27/?save=promises")).decode("utf-8-sig")
    assert file.splitlines()[1] == "The school gives two periods a week.,School,0,0,1,0,1"


def test_the_page_of_staff_asks_the_same_however_many_pairs_there_are(client, count_queries):
    client.force_login(manager())
    for _ in range(3):
        apart_pair(placement=signed_placement())
    year = PulsePair.objects.first().pulse.year
    client.get(f"/pulse/years/{year.label}/")
    with count_queries(11):
        client.get(f"/pulse/years/{year.label}/")
    for _ in range(9):
        apart_pair(placement=signed_placement())
    with count_queries(11):
        client.get(f"/pulse/years/{year.label}/")


def test_managers_set_the_days_from_january_15_to_february_15_unless_they_say_otherwise(client):
    year = ProgramYearFactory()
    client.force_login(manager())
    page = shown(client.get(f"/pulse/years/{year.label}/days/"))
    assert ("2027-01-15" in page, "2027-02-15" in page) == (True, True)
    assert "No days are set yet" in shown(client.get(f"/pulse/years/{year.label}/"))
    days = {"first_day": "2027-01-25", "last_day": "2027-02-20"}
    assert client.post(f"/pulse/years/{year.label}/days/", days).url == f"/pulse/years/{year.label}/"
    assert "it opens Jan 25, 2027" in shown(client.get(f"/pulse/years/{year.label}/"))
    client.force_login(UserFactory())
    assert client.get(f"/pulse/years/{year.label}/days/").status_code == 403
