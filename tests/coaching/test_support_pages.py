"""The pages of support: who asks, who has room, who was not seen for long, the visits made for a request."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, InternalError, transaction
from lxml.html import fromstring

from coaching import queries, services
from coaching.models import ActionStep, SupportRequest, SupportWord, Visit
from coaching.services import Seen
from people.models import Hat
from tests.factories.coaching import (
    ActionStepFactory,
    CycleFactory,
    LeadersCoachFactory,
    SupportFactory,
    VisitFactory,
    coach,
)
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory, administrator, manager, principal_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
DAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


def opened(client, person, address):
    client.force_login(person)
    return client.get(address)


# --- pages -------------------------------------------------------------------------------------------
def test_a_leader_asks_on_a_page_and_finds_it_again(client):
    placement = PlacementFactory()
    client.force_login(placement.person)
    assert f"/support/new/{placement.pk}/" in client.get("/support/").content.decode()
    typed = {"about": "Fractions across grades", "words": "", "needed_by": "2026-10-27"}
    answer = client.post(f"/support/new/{placement.pk}/", typed)
    row = SupportRequest.objects.get()
    assert (answer["Location"], row.needed_by) == (f"/support/{row.pk}/", date(2026, 10, 27))
    assert "Fractions across grades" in client.get("/support/").content.decode()


def test_a_refused_request_keeps_what_was_typed(client):
    placement = PlacementFactory()
    client.force_login(placement.person)
    typed = {"about": "Fractions", "words": "Grade 5", "needed_by": "2026-10-19"}
    answer = client.post(f"/support/new/{placement.pk}/", typed)
    form = answer.context["form"]
    assert (answer.status_code, {name: form[name].value() for name in typed}) == (422, typed)


def test_a_teacher_without_a_role_reads_that_support_comes_with_one(client):
    assert "Support comes with a role" in opened(client, UserFactory(), "/support/").content.decode()


def test_whoever_assigns_sees_what_has_nobody_and_gives_it_to_a_coach(client):
    row, ida = SupportFactory(), coach(given_name="Ida", family_name="Moreno")
    SupportFactory(given=True)
    LeadersCoachFactory(coach=ida)
    assert "1 request has nobody yet" in opened(client, manager(), "/support/").content.decode()
    html = client.get(f"/support/{row.pk}/assign/").content.decode()
    assert f'<option value="{ida.pk}">Ida Moreno: 1 leader, 0 requests</option>' in html
    answer = client.post(f"/support/{row.pk}/assign/", {"coach": ida.pk}, follow=True)
    assert "Ida Moreno comes. Both get a mail." in answer.content.decode()
    assert SupportRequest.objects.get(pk=row.pk).coach == ida


def test_the_words_that_close_a_request_are_read_by_the_two_alone(client):
    row = SupportFactory(given=True)
    services.answer(pk=row.pk, by=row.coach, words="We planned it together.")
    director = HatFactory(kind=Hat.Kind.DIRECTOR)
    director.schools.add(row.placement.school)
    VisitFactory(placement=row.placement, coach=row.coach, request=row, words="She asks twice now")
    secrets = ("We planned it together.", "She asks twice now")
    pages = (
        "/support/",
        "/support/all/",
        f"/support/{row.pk}/",
        f"/coaching/with/{row.placement_id}/",
        "/search/?q=planned",
    )
    for person in (manager(), coach(), administrator(), director.person, principal_of(row.placement.school)):
        client.force_login(person)
        read = "".join(client.get(page).content.decode() for page in pages)
        assert not any(said in read for said in secrets)
    for person in (row.coach, row.placement.person):
        html = opened(client, person, f"/support/{row.pk}/").content.decode()
        assert all(said in html for said in secrets)


@pytest.mark.parametrize("who", ["principal", "director", "finance", "another leader"])
def test_who_neither_asks_nor_assigns_finds_no_request(client, who):
    row = SupportFactory(given=True)
    director = HatFactory(kind=Hat.Kind.DIRECTOR)
    director.schools.add(row.placement.school)
    person = {
        "principal": lambda: principal_of(row.placement.school),
        "director": lambda: director.person,
        "finance": lambda: HatFactory(kind=Hat.Kind.PREPARER).person,
        "another leader": lambda: PlacementFactory(school=row.placement.school).person,
    }[who]()
    assert opened(client, person, f"/support/{row.pk}/").status_code == 404
    assert row.about not in client.get("/support/all/").content.decode()
    assert row.about not in client.get("/support/all/?format=csv").content.decode()


def test_the_administration_shows_that_it_was_asked_and_not_what(client):
    row, step = SupportFactory(given=True), ActionStepFactory()
    services.answer(pk=row.pk, by=row.coach, words="We planned it together.")
    word = SupportWord.objects.get()
    client.force_login(administrator())
    for address in (
        "/admin/coaching/supportrequest/",
        f"/admin/coaching/supportrequest/{row.pk}/change/",
        "/admin/coaching/actionstep/",
        f"/admin/coaching/actionstep/{step.pk}/change/",
        "/admin/coaching/supportevent/",
        "/admin/coaching/supportword/",
        f"/admin/coaching/supportword/{word.pk}/change/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert not any(said in text for said in (row.about, row.words, word.words, step.words))


@pytest.mark.parametrize("rows", [3, 40])
def test_the_page_of_support_takes_as_many_queries_however_much_is_asked(client, rows, count_queries):
    for _ in range(rows):
        row = SupportFactory(given=True)
        LeadersCoachFactory(placement=row.placement, coach=row.coach)
        SupportFactory()
    client.force_login(manager())
    client.get("/support/")
    with count_queries(9):
        client.get("/support/")


# --- load and who was not seen -----------------------------------------------------------------------
def test_the_load_of_a_coach_counts_leaders_of_this_year_and_open_requests():
    ida = coach()
    LeadersCoachFactory(coach=ida)
    LeadersCoachFactory(coach=ida, placement__ends=DAY)
    LeadersCoachFactory(coach=ida, until=DAY)
    SupportFactory(given=True, coach=ida)
    SupportFactory(state="closed", coach=ida, ended_at=NOW)
    [load] = queries.loads(DAY)
    assert (load.coach, load.leaders, load.requests, load.whole) == (ida, 1, 1, 28)


def test_who_was_not_seen_for_six_weeks_stands_first_by_how_long_it_is():
    never = PlacementFactory(starts=date(2026, 7, 1))
    long = PlacementFactory(starts=date(2026, 7, 1))
    VisitFactory(placement=long, on=date(2026, 9, 8))
    seen, observed, taken_back = (PlacementFactory(starts=date(2026, 7, 2)) for _ in range(3))
    VisitFactory(placement=seen, on=date(2026, 9, 9))
    CycleFactory(placement=observed, state="observation", observed_on=date(2026, 10, 1))
    VisitFactory(placement=taken_back, on=date(2026, 10, 9), taken_back_at=NOW)
    found = [(row.pk, queries.days_unseen(row, DAY)) for row in queries.not_seen_for_long(DAY)]
    assert found == [(never.pk, 111), (taken_back.pk, 110), (long.pk, 42)]


def test_the_list_of_who_was_not_seen_names_coach_and_days(client):
    row = PlacementFactory(starts=date(2026, 7, 1))
    LeadersCoachFactory(placement=row, coach=coach(given_name="Ida", family_name="Moreno"))
    answer = opened(client, manager(), "/coaching/unseen/")
    [line] = fromstring(answer.content).xpath("//tbody/tr")
    assert [cell.text_content().strip() for cell in line][-3:] == ["Ida Moreno", "Not yet", "111"]
    assert opened(client, row.person, "/coaching/unseen/").status_code == 403


# --- visits for a request ----------------------------------------------------------------------------
def saw(row, by, **told):
    seen = Seen(DAY, "class", "She waits five seconds", None, row.pk)
    return services.record_visit(
        placement_pk=row.placement_id, by=by, seen=seen, key=uuid4(), now=NOW, **told
    )


def test_a_visit_for_a_request_stands_with_it(client):
    row = SupportFactory(given=True)
    form = opened(client, row.coach, f"/coaching/with/{row.placement_id}/saw/").context["form"]
    assert form["request"].value() == str(row.pk)
    typed = {"when": NOW.date().isoformat(), "where": "class", "key": str(uuid4()), "request": row.pk}
    assert client.post(f"/coaching/with/{row.placement_id}/saw/", typed).status_code == 302
    assert Visit.objects.get().request == row
    assert "in class" in client.get(f"/support/{row.pk}/").content.decode()


def test_a_visit_that_waited_on_a_phone_is_kept_though_its_request_ended_and_says_so(client):
    row = SupportFactory(state="closed", coach=coach(), ended_at=NOW)
    client.force_login(row.coach)
    typed = {"when": NOW.date().isoformat(), "where": "class", "key": str(uuid4()), "request": row.pk}
    page = client.post(f"/coaching/with/{row.placement_id}/saw/", typed, follow=True).content.decode()
    assert "The request you came for had ended, so the visit stands without it." in page
    assert Visit.objects.get().request is None


def test_a_visit_is_for_no_request_of_another_coach():
    row = SupportFactory(given=True)
    assert saw(row, coach()).request is None


# --- what the database holds -------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {"state": "assigned"},
        {"state": "closed"},
        {"ended_at": NOW},
    ],
    ids=str,
)
def test_the_database_keeps_requests_whole(fields):
    row = SupportFactory()
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        SupportRequest.objects.filter(pk=row.pk).update(**fields)


def test_the_database_keeps_what_was_said():
    row = SupportFactory(given=True)
    services.answer(pk=row.pk, by=row.coach, words="Done")
    for fields in ({"words": "Other"}, {"words": ""}):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            SupportWord.objects.update(**fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        SupportWord.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    "fields",
    [
        {"look_back": None},
        {"words": ""},
        {"words": "Another"},
        {"came_of": "done"},
        {"looked_on": DAY},
        {"came_of": "maybe"},
    ],
    ids=str,
)
def test_the_database_keeps_action_steps_whole(fields):
    step = ActionStepFactory()
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        ActionStep.objects.filter(pk=step.pk).update(**fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        ActionStep.objects.filter(pk=step.pk)._raw_delete("default")
