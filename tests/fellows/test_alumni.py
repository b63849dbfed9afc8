"""Graduates say once a year whether all is still right; staff see roles by class and who is silent."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from common.errors import DomainError, LookFirst, NotAllowed
from dashboard.queries import waiting_for
from fellows import services
from fellows.models import AlumniAnswer, AlumniLink, FellowEvent
from fellows.queries.alumni import DEAD, alumni, known_now
from fellows.reminders import owe
from notifications.models import Message
from tests.factories.fellows import FellowFactory, ServiceRecordFactory
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
TODAY = NOW.date()
MAY = datetime(2027, 5, 1, 18, 0, tzinfo=UTC)
PAGE = "/fellows/alumni/"


@pytest.fixture(autouse=True)
def _today(clock: Any, settings: Any) -> None:
    clock(NOW)
    settings.DEMO = True


def graduate(**given: Any) -> Any:
    return FellowFactory(**{"state": "fulfilled", "graduated_on": date(2017, 8, 18), **given})


def token_in(message: Message) -> str:
    found = re.search(r"/alumni/([\w-]+)/", message.body)
    assert found is not None
    return found[1]


def asked(fellow: Any, now: datetime = NOW) -> str:
    """The token of a mail that staff sent."""
    by = manager()
    with pytest.raises(LookFirst) as look:
        services.write_to(fellows=[fellow.pk], by=by, now=now)
    assert services.write_to(fellows=[fellow.pk], by=by, seen=look.value.seen, now=now) == 1
    return token_in(Message.objects.order_by("-pk").first())  # type: ignore[arg-type]


def test_one_click_says_that_all_is_still_right_with_its_day(client: Any) -> None:
    post = PostFactory(position="principal")
    fellow = graduate(person=post.person)
    token = asked(fellow)
    page = client.get(f"/alumni/{token}/")
    assert (page.status_code, AlumniAnswer.objects.count()) == (200, 0)
    assert (page.context["known"].role_words, page.context["known"].place) == ("principal", post.school.name)
    assert "Thank you" in client.post(f"/alumni/{token}/", {"same": "yes"}).text
    answer = AlumniAnswer.objects.get()
    assert (answer.role, answer.school, answer.same, answer.at) == ("principal", post.school, True, NOW)
    assert FellowEvent.objects.get(fellow=fellow).action == "still_same"
    again = client.post(f"/alumni/{token}/", {"same": "yes"})
    assert (again.status_code, AlumniAnswer.objects.count()) == (404, 1)


def test_who_changed_says_what_and_where(client: Any) -> None:
    fellow = graduate()
    token = asked(fellow)
    assert "Yes, still right" not in client.get(f"/alumni/{token}/").text
    unknown = client.post(f"/alumni/{token}/", {"same": "yes"})
    assert unknown.status_code == 422
    page = client.post(f"/alumni/{token}/", {"role": "office"})
    assert page.context["form"].errors == {"place": ["Choose a school of the network, or write where it is."]}
    client.post(f"/alumni/{token}/", {"role": "office", "place": "Region East"})
    assert known_now(fellow, TODAY).known.place == "Region East"
    dead = client.get("/alumni/neverthere12345/")
    assert (dead.status_code, DEAD in dead.text) == (404, True)


def test_what_cannot_be_said_is_refused_in_words() -> None:
    fellow = graduate()
    for given, words in (
        ({"role": "king"}, "Choose what you do now."),
        ({"role": "teacher", "place": " "}, "Choose a school of the network, or write where it is."),
    ):
        with pytest.raises(DomainError) as error:
            services.say_role(pk=fellow.pk, by=fellow.person, **given)
        assert str(error.value) == words
    with pytest.raises(DomainError, match="Nothing is known of what you do now"):
        services.still_same(pk=fellow.pk, by=fellow.person)
    with pytest.raises(NotAllowed, match="said by the fellow alone"):
        services.say_role(pk=fellow.pk, by=manager(), role="none")
    studies = FellowFactory(state="enrolled")
    with pytest.raises(DomainError, match="asked of graduates"):
        services.say_role(pk=studies.pk, by=studies.person, role="none")
    with pytest.raises(DomainError) as dead:
        services.answer_alumni(token="never", same=True)
    assert str(dead.value) == DEAD
    assert services.say_role(pk=fellow.pk, by=fellow.person, role="none", place="Anywhere").where == ""


def test_on_their_own_page_it_is_one_click_too(client: Any) -> None:
    post = PostFactory()
    fellow = graduate(person=post.person)
    client.force_login(fellow.person)
    assert "Is this still right?" in client.get(f"/fellows/{fellow.pk}/").text
    client.post(f"/fellows/{fellow.pk}/still/")
    assert AlumniAnswer.objects.get().role == "teacher"
    said = {"role": "assistant_principal", "school": post.school.pk}
    client.post(f"/fellows/{fellow.pk}/now/", said)
    assert AlumniAnswer.objects.count() == 2


def waits(fellow: Any, day: date, now: datetime = NOW) -> list[tuple[date, str]]:
    found = waiting_for(fellow.person, day=day, now=now)
    return [(one.since, one.url) for one in found if one.kind == "what_now"]


def test_the_yearly_question_waits_on_their_home_until_they_answered_and_again_from_may_on() -> None:
    fellow = graduate(person=PostFactory().person)
    asked_again = (date(2026, 5, 1), f"/fellows/{fellow.pk}/#alum")
    assert waits(fellow, TODAY) == [asked_again]
    services.still_same(pk=fellow.pk, by=fellow.person, now=datetime(2026, 5, 1, 6, tzinfo=UTC))
    # In Los Angeles that was the last hour of April.
    assert waits(fellow, TODAY) == [asked_again]
    services.still_same(pk=fellow.pk, by=fellow.person, now=datetime(2026, 5, 1, 8, tzinfo=UTC))
    assert (waits(fellow, TODAY), waits(fellow, date(2027, 4, 30))) == ([], [])
    assert waits(fellow, date(2027, 5, 1), MAY) == [(date(2027, 5, 1), f"/fellows/{fellow.pk}/#alum")]


def test_whoever_owes_service_or_never_graduated_is_not_asked_for_it() -> None:
    for given in ({"serving": True}, {"state": "enrolled"}, {"state": "withdrawn"}):
        assert waits(FellowFactory(**given), TODAY) == []


def test_of_whom_nothing_is_known_only_what_changed_is_asked(client: Any) -> None:
    fellow = graduate()
    client.force_login(fellow.person)
    page = client.get(f"/fellows/{fellow.pk}/").text
    assert ("Is this still right?" in page, f"/fellows/{fellow.pk}/still/" in page) == (True, False)
    services.say_role(pk=fellow.pk, by=fellow.person, role="office", place="Region East", now=NOW)
    page = client.get(f"/fellows/{fellow.pk}/").text
    assert ("Is this still right?" in page, f"/fellows/{fellow.pk}/still/" in page) == (False, True)


def test_what_the_network_knows_comes_first_then_what_they_said_then_where_they_serve() -> None:
    school = SchoolFactory()
    serves = ServiceRecordFactory(fellow=graduate(), school=school).fellow
    away = graduate()
    services.say_role(pk=away.pk, by=away.person, role="teacher", place="A charter", now=NOW)
    nobody = graduate()
    leader = PlacementFactory(year=ProgramYearFactory(first=2026))
    PostFactory(person=leader.person, school=leader.school, position="coordinator")
    leads = graduate(person=leader.person)
    found = {one.pk: one for one in alumni(TODAY)}
    told = {pk: (one.known.role, one.known.place, one.known.network, one.leads) for pk, one in found.items()}
    assert told == {
        serves.pk: ("unknown", school.name, "network", ()),
        away.pk: ("teacher", "A charter", "outside", ()),
        nobody.pk: ("unknown", "", "unknown", ()),
        leads.pk: ("coach", leader.school.name, "network", (leader.role.name,)),
    }
    assert [(found[one.pk].heard, found[one.pk].silent) for one in (away, nobody)] == [
        (TODAY, 0),
        (date(2017, 8, 18), 111),
    ]


def test_who_served_or_held_a_position_since_was_heard_of_by_it() -> None:
    served, lasts, reported, held, holds = (graduate() for _ in range(5))
    told = {"state": "accepted", "starts": date(2019, 7, 1)}
    ServiceRecordFactory(fellow=served, ends=date(2023, 7, 1), **told)
    ServiceRecordFactory(fellow=lasts, confirmed_on=date(2025, 6, 10), **told)
    ServiceRecordFactory(fellow=reported, state="reported", starts=date(2019, 7, 1), ends=date(2023, 7, 1))
    PostFactory(person=held.person, starts=date(2019, 7, 1), ends=date(2024, 2, 1))
    PostFactory(person=holds.person, starts=date(2019, 7, 1))
    heard = {one.pk: one.heard for one in alumni(TODAY)}
    assert heard == {
        served.pk: date(2023, 6, 30),
        lasts.pk: date(2025, 6, 10),
        reported.pk: date(2017, 8, 18),
        held.pk: date(2024, 1, 31),
        holds.pk: TODAY,
    }


def test_staff_find_who_is_silent_and_write_to_them(client: Any) -> None:
    silent, heard = graduate(), graduate()
    services.say_role(pk=heard.pk, by=heard.person, role="none", now=NOW)
    client.force_login(manager())
    page = client.get(PAGE, {"silent": "24"})
    assert (silent.person.name in page.text, page.context["number"]) == (True, 1)
    shown = client.post(f"{PAGE}?silent=24", {})
    look = shown.context["write"].first_look
    assert (shown.status_code, look.lines) == (422, (f"{silent.person.name}, {silent.person.email}",))
    done = client.post(f"{PAGE}?silent=24", {"seen": look.seen}, follow=True)
    assert [str(said) for said in done.context["messages"]] == ["1 mail is on the way."]
    assert Message.objects.get().to_person == silent.person
    refused = client.post(f"{PAGE}?silent=24", {})
    assert "in the last two weeks" in refused.text
    rows = b"".join(client.get(PAGE, {"silent": "24", "save": "csv"}).streaming_content).decode()
    assert (silent.person.name in rows, heard.person.name in rows) == (True, False)
    assert client.get(PAGE, {"role": "king"}).context["number"] == 0


def test_directors_read_it_and_only_managers_write(client: Any) -> None:
    graduate()
    director = HatFactory(kind="director").person
    client.force_login(director)
    assert "Write to" not in client.get(PAGE).text
    assert client.post(PAGE, {}).status_code == 403
    with pytest.raises(NotAllowed, match="Only a program manager writes to graduates"):
        services.write_to(fellows=[], by=director)
    client.force_login(UserFactory())
    assert client.get(PAGE).status_code == 403


def test_once_a_year_those_who_owe_nothing_are_asked_and_who_answered_is_not_again(clock: Any) -> None:
    ReminderRuleFactory(what="alumni", days_before=0)
    ReminderRuleFactory(what="alumni", days_before=-21)
    silent, answers, owes = graduate(), graduate(), FellowFactory(serving=True)
    clock(MAY)
    assert owe(MAY) == 2
    assert owe(MAY) == 0
    assert set(AlumniLink.objects.values_list("fellow", "year", "number", "by")) == {
        (silent.pk, 2027, 0, None),
        (answers.pk, 2027, 0, None),
    }
    assert not owes.alumni_links.exists()
    services.say_role(pk=answers.pk, by=answers.person, role="none", now=MAY)
    later = MAY + timedelta(days=21)
    clock(later)
    assert owe(later) == 1
    assert list(silent.alumni_links.values_list("number", flat=True)) == [-21, 0]


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_asks_the_same_however_many(client: Any, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        post = PostFactory()
        fellow = graduate(person=post.person)
        if number % 2:
            services.say_role(pk=fellow.pk, by=fellow.person, role="none", now=NOW)
    client.force_login(manager())
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


QUERIES = 14
