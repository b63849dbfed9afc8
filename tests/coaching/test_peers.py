"""The work of a Peer Coach: release time that is confirmed, teachers, cycles of days and a focus, schoolwide PD."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from coaching import services
from coaching.models import CoachedTeacher, ReleaseTime, SchoolwidePD, TeacherCycle
from coaching.queries import duties, who_may_be_coached, with_counts
from coaching.services import Free, Led, Round
from common.errors import DomainError, NotAllowed
from notifications.models import Message
from pathways.imports import load_program
from pathways.models import Placement, Role
from tests.factories.coaching import (
    CoachedTeacherFactory,
    PeerCoachFactory,
    ReleaseTimeFactory,
    SchoolwidePDFactory,
    TeacherCycleFactory,
    coach,
)
from tests.factories.people import PostFactory, UserFactory, administrator, manager, principal_of, teacher_at
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
FREE = Free(110, date(2026, 9, 1), "period 3")


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def placement():
    return PeerCoachFactory()


@pytest.fixture
def work(placement):
    """A teacher with a cycle; PD."""
    row = CoachedTeacherFactory(placement=placement)
    TeacherCycleFactory(teacher=row)
    SchoolwidePDFactory(placement=placement)
    return row


@pytest.fixture
def principal(placement):
    return principal_of(placement.school)


def duty(placement, number):
    found = duties(with_counts(Placement.objects.filter(pk=placement.pk)).get())[number]
    return found.done, found.of, found.complete


def saved(client):
    """The list as a file."""
    link = re.search(r'href="(\?[^"]*csv[^"]*)"', shown(client.get(reverse("coaching:peers")))).group(1)
    answer = client.get(reverse("coaching:peers") + link)
    return b"".join(answer).decode()


def shown(answer):
    return unescape(answer.content.decode())


# --- release time ------------------------------------------------------------------------------------
def test_release_time_waits_until_whoever_signs_for_the_school_confirms_it_once(placement, principal):
    row = services.say_release_time(placement_pk=placement.pk, by=placement.person, said=FREE)
    again = services.say_release_time(placement_pk=placement.pk, by=placement.person, said=FREE)
    assert (row.pk, row.confirmed_at, duty(placement, 0)) == (again.pk, None, (0, 1, False))
    refusal(services.confirm_release_time, pk=row.pk, by=placement.person, refused_as=NotAllowed)
    refusal(services.confirm_release_time, pk=row.pk, by=manager(), refused_as=NotAllowed)
    first = services.confirm_release_time(pk=row.pk, by=principal)
    assert services.confirm_release_time(pk=row.pk, by=principal).confirmed_at == first.confirmed_at
    assert duty(placement, 0) == (1, 1, True)


def test_the_principal_says_what_it_really_is_and_what_was_proposed_stays_on_record(placement, principal):
    row = services.say_release_time(placement_pk=placement.pk, by=manager(), said=FREE)
    really = Free(55, date(2026, 10, 1))
    services.say_release_time(placement_pk=placement.pk, by=principal, said=really)
    later = services.say_release_time(
        placement_pk=placement.pk, by=principal, said=Free(0, date(2026, 10, 19))
    )
    mail = Message.objects.get(subject__contains="55 minutes a week")
    assert (mail.to_person, mail.template) == (placement.person, "coaching/release_time")
    told = ReleaseTime.objects.order_by("pk").values_list("minutes", "confirmed_by", "set_aside_at")
    now = datetime(2026, 10, 20, 18, tzinfo=UTC)
    assert list(told) == [(110, None, now), (55, principal.pk, None), (0, principal.pk, None)]
    assert refusal(services.confirm_release_time, pk=row.pk, by=principal) == (
        "Something else was said about this release time meanwhile. Look at it again."
    )
    assert (later.confirmed_by, duty(placement, 0)) == (principal, (0, 1, False))


def test_of_one_day_the_number_that_was_confirmed_last_counts_and_another_that_waits_is_told(
    client, placement, principal
):
    for minutes in (55, 60):
        services.say_release_time(placement_pk=placement.pk, by=principal, said=Free(minutes, FREE.since))
    services.say_release_time(placement_pk=placement.pk, by=placement.person, said=FREE)
    client.force_login(placement.person)
    told = shown(client.get(reverse("coaching:peer", args=[placement.pk])))
    assert told.count("Counts no more: another number was confirmed for this day.") == 1
    assert told.index("60 minutes a week") < told.index("Counts no more")
    assert "of 1 confirmed: 60 minutes a week; another number waits" in told


def test_whose_role_ended_still_finds_their_own_work(client):
    over = PeerCoachFactory(ends=date(2026, 10, 1), end_reason="resigned")
    client.force_login(over.person)
    assert client.get(reverse("coaching:peers")).url == reverse("coaching:peer", args=[over.pk])


def test_release_time_is_within_a_week_and_the_year(placement):
    say = {"placement_pk": placement.pk, "by": placement.person}
    assert refusal(services.say_release_time, **say, said=Free(2401, TODAY)) == (
        "Write minutes a week, from 0 to 2,400."
    )
    assert refusal(services.say_release_time, **say, said=Free(0, TODAY)) == (
        "Write at least 1 minute. If your school gives none, ask whoever signs for it to say so here, and write to the "
        "program managers of the pathway."
    )
    assert refusal(services.say_release_time, **say, said=Free(60, date(2027, 7, 1))) == (
        "Choose a day within 2026-27, the year of this role."
    )
    refusal(services.say_release_time, **{**say, "by": UserFactory()}, said=FREE, refused_as=NotAllowed)


def test_release_time_is_a_task_on_the_home_of_the_principal_until_confirmed(client, placement, principal):
    row = ReleaseTimeFactory(placement=placement)
    client.force_login(principal)
    task = f"Confirm the release time of {placement.person.name}"
    assert task in shown(client.get("/"))
    page = reverse("coaching:peer", args=[placement.pk])
    assert "110 minutes a week" in shown(client.get(page))
    assert client.post(reverse("coaching:release_confirm", args=[row.pk])).url == page
    assert task not in shown(client.get("/"))
    client.force_login(placement.person)
    assert task not in shown(client.get("/"))


# --- teachers, cycles, PD ----------------------------------------------------------------------------
def added(placement, **who):
    who = who or {"person": teacher_at(placement.school)}
    return services.add_teacher(placement_pk=placement.pk, by=placement.person, since=TODAY, **who)


def test_a_teacher_is_somebody_who_works_at_the_school_or_a_name_and_listed_once(placement):
    person = teacher_at(placement.school)
    assert added(placement, person=person).pk == added(placement, person=person).pk
    assert added(placement, name="Ana  O'Neil ").pk == added(placement, name="ana O’Neil").pk
    assert CoachedTeacher.objects.count() == 2
    nobody = "Choose a teacher of your school, or type a name."
    assert (
        refusal(services.add_teacher, placement_pk=placement.pk, by=placement.person, since=TODAY) == nobody
    )
    with pytest.raises(DomainError, match="You chose a teacher and typed a name, too"):
        added(placement, person=person, name="Ana")
    with pytest.raises(DomainError, match="does not work at your school today"):
        added(placement, person=UserFactory())
    with pytest.raises(DomainError, match="You cannot coach yourself"):
        added(placement, person=placement.person)


def test_whoever_leads_the_school_or_keeps_its_office_is_not_listed_to_be_coached(placement, principal):
    clerk = PostFactory(school=placement.school, position="clerk").person
    teacher = teacher_at(placement.school)
    listed = set(who_may_be_coached(placement, TODAY))
    assert (teacher in listed, {principal, clerk} & listed) == (True, set())


def test_only_the_peer_coach_records_and_only_while_they_hold_the_role(placement, principal):
    person = teacher_at(placement.school)
    for by in (principal, manager(), coach(), administrator(), person):
        refused = {"placement_pk": placement.pk, "by": by, "refused_as": NotAllowed}
        refusal(services.add_teacher, **refused, since=TODAY, person=person)
        refusal(services.record_pd, **refused, said=Led(TODAY, "Talk moves", 30, 60))
    over = PeerCoachFactory(ends=date(2026, 10, 1), end_reason="resigned")
    refusal(
        services.record_pd,
        placement_pk=over.pk,
        by=over.person,
        said=Led(date(2026, 9, 1), "Talk moves", 30, 60),
        refused_as=NotAllowed,
    )


@pytest.mark.parametrize(
    ("said", "at"),
    [
        (Round(TODAY + timedelta(days=1), "Questions and wait time"), "observed_on"),
        (Round(TODAY - timedelta(days=1), "Questions and wait time"), "observed_on"),
        (Round(TODAY, "Questions and wait time", TODAY + timedelta(days=1)), "talked_on"),
        (Round(TODAY, "Questions and wait time", TODAY - timedelta(days=1)), "talked_on"),
        (Round(TODAY, " "), "focus"),
        (Round(TODAY, "she shouts at kids"), "focus"),
    ],
)
def test_a_cycle_that_cannot_be_is_refused_at_its_field(placement, said, at):
    with pytest.raises(DomainError) as refused:
        services.record_cycle(teacher_pk=added(placement).pk, by=placement.person, said=said)
    assert (refused.value.at, TeacherCycle.objects.count()) == (at, 0)


def test_a_teacher_coached_no_more_keeps_their_cycles_and_one_listed_by_mistake_gets_none(placement):
    row = added(placement)
    first, again = (services.end_teacher(pk=row.pk, by=placement.person) for _ in range(2))
    assert first.ends == again.ends == TODAY + timedelta(days=1)
    wrong = services.take_back_teacher(pk=added(placement).pk, by=placement.person)
    with pytest.raises(DomainError, match="listed no more"):
        services.record_cycle(
            teacher_pk=wrong.pk, by=placement.person, said=Round(TODAY, "Questions and wait time")
        )
    cycle = TeacherCycleFactory(teacher__placement=placement, talked_on=date(2026, 9, 15))
    with pytest.raises(DomainError, match="recorded already"):
        services.record_talk(pk=cycle.pk, by=placement.person, on=TODAY)


def test_pd_says_the_day_what_it_was_how_many_came_and_how_long(placement):
    say = {"placement_pk": placement.pk, "by": placement.person}
    row = services.record_pd(**say, said=Led(TODAY, " Talk moves", 30, 60))
    assert services.record_pd(**say, said=Led(TODAY, "Talk moves", 30, 60)).pk == row.pk
    assert duty(placement, 2) == (1, 1, True)
    assert refusal(services.record_pd, **say, said=Led(TODAY, "x", 0, 60)) == (
        "Write how many came, from 1 to 5,000."
    )
    assert refusal(services.record_pd, **say, said=Led(TODAY, "x", 9, 0)) == (
        "Write how many minutes it took, from 1 to 2,400."
    )
    assert refusal(services.record_pd, **say, said=Led(date(2026, 6, 30), "x", 9, 9)) == (
        "You did not hold this role on that day. Choose another day."
    )
    services.take_back_pd(pk=row.pk, by=placement.person)
    assert duty(placement, 2) == (0, 1, False)


# --- pages -------------------------------------------------------------------------------------------
def test_a_peer_coach_records_everything_on_pages(client, placement):
    person = teacher_at(placement.school)
    client.force_login(placement.person)
    page = reverse("coaching:peer", args=[placement.pk])
    form = {"person": person.pk, "name": "", "since": "2026-09-01"}
    assert client.post(reverse("coaching:teacher", args=[placement.pk]), form).url == page
    assert (
        client.post(reverse("coaching:teacher", args=[placement.pk]), {"since": "2026-09-01"}).status_code
        == 422
    )
    row = CoachedTeacher.objects.get()
    form = {
        "teacher": row.pk,
        "observed_on": "2026-10-05",
        "talked_on": "",
        "focus": "Academic vocabulary",
    }
    typed = client.post(reverse("coaching:teacher_cycle", args=[placement.pk]), form | {"focus": "Zebra"})
    assert typed.status_code == 422
    assert client.post(reverse("coaching:teacher_cycle", args=[placement.pk]), form).url == page
    cycle = TeacherCycle.objects.get()
    assert client.post(reverse("coaching:teacher_talk", args=[cycle.pk]), {"on": "2026-10-06"}).url == page
    form = {"day": "2026-10-07", "title": "Talk moves", "came": "34", "minutes": "60"}
    assert client.post(reverse("coaching:pd", args=[placement.pk]), form).url == page
    form = {"minutes": "110", "since": "2026-09-01", "periods": "period 3"}
    assert client.post(reverse("coaching:release", args=[placement.pk]), form).url == page
    told = shown(client.get(page))
    for words in (
        person.name,
        "Academic vocabulary",
        "Talk moves",
        "34 came",
        "110 minutes a week from Sep 1",
    ):
        assert words in told
    for name, pk in (
        ("teacher_cycle_take_back", cycle.pk),
        ("teacher_end", row.pk),
        ("teacher_take_back", row.pk),
        ("pd_take_back", SchoolwidePD.objects.get().pk),
    ):
        assert client.post(reverse(f"coaching:{name}", args=[pk]), {"sure": "1"}).url == page
    assert "Nobody is listed yet." in shown(client.get(page))


def test_the_list_of_peer_coaches_asks_the_same_however_many_there_are(client, placement, count_queries):
    client.force_login(manager())
    for _ in range(30):
        other = PeerCoachFactory(role=placement.role, year=placement.year)
        TeacherCycleFactory.create_batch(2, teacher__placement=other)
    client.get(reverse("coaching:peers"))
    with count_queries(9):
        client.get(reverse("coaching:peers"))
    # The heading, and 31 Peer Coaches.
    assert saved(client).count("\n") == 32


def test_the_page_of_a_peer_coach_asks_the_same_however_much_they_did(client, placement, count_queries):
    client.force_login(placement.person)
    for _ in range(20):
        TeacherCycleFactory.create_batch(2, teacher=CoachedTeacherFactory(placement=placement))
        SchoolwidePDFactory(placement=placement)
    page = reverse("coaching:peer", args=[placement.pk])
    client.get(page)
    with count_queries(10):
        client.get(page)


# --- promises of the database ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE coaching_releasetime SET minutes = 2401",
        "UPDATE coaching_releasetime SET minutes = 60",
        "UPDATE coaching_releasetime SET confirmed_at = NULL, confirmed_by_id = NULL",
        "UPDATE coaching_releasetime SET set_aside_at = now()",
        "DELETE FROM coaching_releasetime",
        "UPDATE coaching_coachedteacher SET name = 'Both'",
        "UPDATE coaching_coachedteacher SET person_id = NULL",
        "UPDATE coaching_coachedteacher SET ends = starts",
        "UPDATE coaching_coachedteacher SET starts = '2026-08-01'",
        "DELETE FROM coaching_coachedteacher",
        "UPDATE coaching_teachercycle SET focus = ''",
        "UPDATE coaching_teachercycle SET focus = 'Other'",
        "UPDATE coaching_teachercycle SET focus = 'Academic vocabulary'",
        "UPDATE coaching_teachercycle SET talked_on = NULL",
        "DELETE FROM coaching_teachercycle",
        "UPDATE coaching_schoolwidepd SET came = 0",
        "UPDATE coaching_schoolwidepd SET came = 12",
        "DELETE FROM coaching_schoolwidepd",
        "UPDATE pathways_role SET peer_work = 'all'",
    ],
)
def test_past_the_application_nobody_changes_what_was_recorded(placement, work, sql):
    ReleaseTimeFactory(placement=placement, confirmed=True)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_keeps_one_row_of_each(placement, work):
    cycle, pd = TeacherCycle.objects.get(), SchoolwidePD.objects.get()
    ReleaseTimeFactory(placement=placement)
    for promise, again in (
        ("one_release_time_waits", lambda: ReleaseTimeFactory(placement=placement)),
        ("one_row_per_teacher", lambda: CoachedTeacherFactory(placement=placement, person=work.person)),
        (
            "recorded_once",
            lambda: TeacherCycleFactory(
                teacher=work, own_focus=cycle.own_focus, observed_on=cycle.observed_on
            ),
        ),
        ("recorded_once", lambda: SchoolwidePDFactory(placement=placement, title=pd.title, day=pd.day)),
        (
            "one_talks_after_one_observed",
            lambda: TeacherCycleFactory(teacher=work, talked_on=date(2026, 9, 1)),
        ),
    ):
        with pytest.raises(Error, match=promise), transaction.atomic():
            again()


@pytest.mark.django_db(transaction=True)
def test_two_who_press_confirm_at_once_make_one_confirmation(at_once):
    placement = PeerCoachFactory()
    principal = principal_of(placement.school)
    row = ReleaseTimeFactory(placement=placement)

    def press():
        return services.confirm_release_time(pk=row.pk, by=principal).confirmed_at

    def really():
        return services.say_release_time(
            placement_pk=placement.pk, by=principal, said=Free(55, TODAY)
        ).minutes

    answers = at_once(press, press, really)
    assert answers[2] == 55
    assert ReleaseTime.objects.waiting().count() == 0
    assert ReleaseTime.objects.confirmed().count() in (1, 2)


def test_the_two_roles_of_the_guide_coach_colleagues():
    load_program()
    told = Role.objects.exclude(peer_work="").order_by("slug").values_list("slug", "peer_work")
    assert list(told) == [("peer-coach", "teachers"), ("senior-peer-coach", "peers")]
