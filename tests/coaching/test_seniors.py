"""Senior Peer Coaches: a hosted seminar whose visitors confirm, and the Peer Coaches they coach; who reads of it."""

from datetime import UTC, date, datetime

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from coaching import services
from coaching.models import CoachedPeer, HostedSeminar, PeerVisit, SeminarVisitor
from common.errors import NotAllowed
from tests.coaching.test_peers import duty, shown
from tests.coaching.test_who_reads_peers import everybody
from tests.factories.coaching import (
    CoachedPeerFactory,
    HostedSeminarFactory,
    PeerCoachFactory,
    PeerVisitFactory,
    SeminarVisitorFactory,
)
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import UserFactory, administrator, manager, principal_of, teacher_at
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


@pytest.fixture
def placement():
    return PeerCoachFactory(senior=True)


def hosted(placement, **other):
    said = {"day": TODAY, "title": "Coaching in math"} | other
    return services.host_seminar(placement_pk=placement.pk, by=placement.person, **said)


# --- a hosted seminar --------------------------------------------------------------------------------
def test_a_seminar_is_hosted_once_a_day_by_a_senior_peer_coach_within_the_role(placement):
    assert hosted(placement).pk == hosted(placement, title="Again").pk
    assert hosted(placement, day=date(2027, 2, 10)).day == date(2027, 2, 10)
    assert refusal(
        services.host_seminar, placement_pk=placement.pk, by=placement.person, day=date(2027, 7, 1), title="x"
    ) == ("You did not hold this role on that day. Choose another day.")
    peer = PeerCoachFactory()
    for row, by in ((peer, peer.person), (placement, manager()), (placement, principal_of(placement.school))):
        given = {"placement_pk": row.pk, "by": by, "day": TODAY, "title": "x"}
        refusal(services.host_seminar, **given, refused_as=NotAllowed)


def test_visitors_are_people_of_the_program_or_the_school_named_once(placement):
    seminar, by = hosted(placement), placement.person
    other = PeerCoachFactory(year=placement.year).person
    people = [other, teacher_at(placement.school), manager()]
    assert len(services.name_visitors(pk=seminar.pk, by=by, people=people)) == 3
    assert services.name_visitors(pk=seminar.pk, by=by, people=people) == []
    for wrong in ([], [UserFactory()], [by]):
        assert refusal(services.name_visitors, pk=seminar.pk, by=by, people=wrong) == (
            "Choose who visits out of the list."
        )
    services.take_back_seminar(pk=seminar.pk, by=by)
    assert refusal(services.name_visitors, pk=seminar.pk, by=by, people=people) == (
        "This seminar was taken back. Record it again."
    )


def test_a_seminar_that_somebody_observed_stays(client, placement):
    one = SeminarVisitorFactory(seminar__placement=placement, confirmed=True)
    assert refusal(services.take_back_seminar, pk=one.seminar_id, by=placement.person) == (
        "1 visitor confirmed that they observed, and that stays. Tell a program manager if it is wrong."
    )
    client.force_login(placement.person)
    told = shown(client.get(reverse("coaching:peer", args=[placement.pk])))
    assert "It does not take place" not in told


def test_only_the_visitor_says_after_the_day_whether_they_were_there_and_corrects_it(placement):
    visitor = SeminarVisitorFactory(seminar__placement=placement)
    says = {"pk": visitor.pk, "was_there": True}
    for by in (placement.person, manager(), administrator(), principal_of(placement.school)):
        refusal(services.say_whether_there, **says, by=by, refused_as=NotAllowed)
    no = services.say_whether_there(pk=visitor.pk, by=visitor.person, was_there=False)
    assert (no.was_there, no.answered_at) == (False, NOW)
    first, again = (services.say_whether_there(**says, by=visitor.person) for _ in range(2))
    assert (first.was_there, first.answered_at) == (True, again.answered_at)
    assert first.otherwise_at == NOW
    assert refusal(services.take_back_visitor, pk=visitor.pk, by=placement.person) == (
        "They confirmed that they observed, and that stays."
    )
    ahead = SeminarVisitorFactory(seminar__placement=placement, seminar__day=date(2026, 10, 21))
    assert refusal(services.say_whether_there, pk=ahead.pk, by=ahead.person, was_there=True) == (
        "This seminar is still to come. Confirm it afterwards."
    )
    services.take_back_visitor(pk=ahead.pk, by=placement.person)
    assert refusal(services.say_whether_there, pk=ahead.pk, by=ahead.person, was_there=True) == (
        "The host took this back. There is nothing to confirm any more."
    )


def test_a_visitor_finds_it_on_their_home_and_confirms_in_one_press(client, placement):
    visitor = SeminarVisitorFactory(seminar__placement=placement)
    task = f"Were you at the seminar of {placement.person.name}?"
    SeminarVisitorFactory(seminar__placement=placement, seminar__day=TODAY)
    client.force_login(visitor.person)
    assert task in shown(client.get("/"))
    page, press = reverse("coaching:seminar_visits"), reverse("coaching:visitor_answer", args=[visitor.pk])
    assert shown(client.get(page)).count('name="was_there"') == 2
    client.post(press)
    assert SeminarVisitor.objects.waiting().filter(person=visitor.person).count() == 1
    client.post(press, {"was_there": "no"})
    assert "You said on Oct 20, 2026 that you were not there." in shown(client.get(page))
    client.post(press, {"was_there": "yes"})
    told = shown(client.get(page))
    assert "You confirmed on Oct 20" in told
    assert "Before, on Oct 20, 2026, you had said that you were not there." in told
    client.post(press, {"was_there": "no"})
    assert "you had said that you observed" in shown(client.get(page))
    assert task not in shown(client.get("/"))
    client.force_login(UserFactory())
    assert client.post(press, {"was_there": "yes"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_visitor_who_presses_twice_at_once_confirms_once(at_once):
    visitor = SeminarVisitorFactory()

    def press():
        row = services.say_whether_there(pk=visitor.pk, by=visitor.person, was_there=True)
        return row.answered_at

    assert len(set(at_once(press, press, press))) == 1


def test_three_visitors_who_confirm_complete_it_and_of_two_seminars_the_better_one_counts(placement):
    seminar = HostedSeminarFactory(placement=placement)
    SeminarVisitorFactory.create_batch(2, seminar=seminar, confirmed=True)
    other = HostedSeminarFactory(placement=placement, day=TODAY)
    SeminarVisitorFactory.create_batch(2, seminar=other, confirmed=True)
    SeminarVisitorFactory(seminar=other, was_there=False, answered_at=NOW)
    assert duty(placement, 3) == (2, 3, False)
    SeminarVisitorFactory(seminar=other, confirmed=True)
    assert duty(placement, 3) == (3, 3, True)


def test_a_confirmation_that_is_corrected_leaves_the_duty_open_and_what_it_completed_to_managers(placement):
    owed = DeliverableRecordFactory(placement=placement, deliverable__completes_from="hosted_seminar")
    guest = SeminarVisitorFactory(seminar__placement=placement)
    SeminarVisitorFactory.create_batch(2, seminar=guest.seminar, confirmed=True)
    services.say_whether_there(pk=guest.pk, by=guest.person, was_there=True)
    assert duty(placement, 3) == (3, 3, True)
    services.say_whether_there(pk=guest.pk, by=guest.person, was_there=False)
    owed.refresh_from_db()
    assert (duty(placement, 3), owed.state, owed.evidence_gone_at) == ((2, 3, False), "accepted", NOW)


# --- Peer Coaches they coach -------------------------------------------------------------------------
def test_two_peer_coaches_visited_twice_complete_the_coaching_of_others(placement):
    by = placement.person
    for _ in range(2):
        peer = PeerCoachFactory(year=placement.year)
        given = {"placement_pk": placement.pk, "by": by, "peer": peer, "since": date(2026, 10, 1)}
        row = services.coach_peer(**given)
        assert services.coach_peer(**given).pk == row.pk
        for day in (date(2026, 10, 5), TODAY):
            visit = services.visit_peer(pk=row.pk, by=by, day=day)
            assert services.visit_peer(pk=row.pk, by=by, day=day).pk == visit.pk
    assert duty(placement, 5) == (2, 2, True)
    services.take_back_peer_visit(pk=visit.pk, by=by)
    assert duty(placement, 5) == (1, 2, False)
    assert refusal(services.take_back_peer, pk=row.pk, by=by) == (
        "You recorded 1 visit. If all are wrong, take back each first."
    )


def test_whom_a_senior_peer_coach_cannot_coach_or_visit_is_refused(placement):
    by, own = placement.person, {"placement_pk": placement.pk, "by": placement.person, "since": TODAY}
    for wrong in (
        PeerCoachFactory(year__first=2025),
        PeerCoachFactory(year=placement.year, end_reason="resigned"),
    ):
        assert refusal(services.coach_peer, **own, peer=wrong) == "Choose a Peer Coach out of the list."
    row = CoachedPeerFactory(placement=placement, since=date(2026, 10, 1))
    assert refusal(services.visit_peer, pk=row.pk, by=by, day=date(2026, 9, 30)) == (
        "You did not coach them on that day. Choose another day."
    )
    assert refusal(services.visit_peer, pk=row.pk, by=by, day=date(2026, 10, 21)) == (
        "This day is still to come. Record it afterwards."
    )
    services.take_back_peer(pk=row.pk, by=by)
    assert refusal(services.visit_peer, pk=row.pk, by=by, day=TODAY) == (
        "This Peer Coach is listed no more. Add them again."
    )
    refusal(services.visit_peer, pk=row.pk, by=row.peer.person, day=TODAY, refused_as=NotAllowed)


# --- pages and who reads -----------------------------------------------------------------------------
def test_a_senior_peer_coach_records_everything_on_pages(client, placement):
    peer, page = PeerCoachFactory(year=placement.year), reverse("coaching:peer", args=[placement.pk])
    client.force_login(placement.person)
    form = {"day": "2026-10-20", "title": "Coaching in math"}
    answer = client.post(reverse("coaching:seminar", args=[placement.pk]), form)
    seminar = HostedSeminar.objects.get()
    assert answer.url == reverse("coaching:seminar_visitors", args=[seminar.pk])
    assert client.post(answer.url, {}).status_code == 422
    assert client.post(answer.url, {"people": [peer.person_id]}).url == page
    form = {"peer": peer.pk, "since": "2026-10-01"}
    assert client.post(reverse("coaching:coached_peer", args=[placement.pk]), form).url == page
    row = CoachedPeer.objects.get()
    assert client.post(reverse("coaching:peer_visit", args=[row.pk]), {"day": "2026-10-19"}).url == page
    told = shown(client.get(page))
    assert all(words in told for words in ("Coaching in math", "Did not answer yet", "Visited Oct 19"))
    for name, pk in (
        ("visitor_take_back", SeminarVisitor.objects.get().pk),
        ("seminar_take_back", seminar.pk),
        ("peer_visit_take_back", PeerVisit.objects.get().pk),
        ("coached_peer_take_back", row.pk),
    ):
        address = reverse(f"coaching:{name}", args=[pk])
        assert "Take this back?" in shown(client.post(address))
        assert client.post(address, {"sure": "1"}).url == page
    told = shown(client.get(page))
    assert "Coaching in math" not in told
    assert peer.person.name not in told


def test_visitors_and_peers_are_read_by_those_who_read_names_and_by_themselves(client, placement):
    visitor = SeminarVisitorFactory(seminar__placement=placement, person__family_name="Quillfeather")
    row = CoachedPeerFactory(placement=placement, peer=PeerCoachFactory(year=placement.year))
    PeerVisitFactory(coached=row, day=date(2026, 9, 22))
    here, strangers = everybody(placement)
    page = reverse("coaching:peer", args=[placement.pk])
    for person in here:
        client.force_login(person)
        told = shown(client.get(page))
        assert "Quillfeather" in told
        assert "Visited Sep 22" in told
    client.force_login(principal_of(placement.school))
    told = shown(client.get(page))
    assert "Quillfeather" not in told
    assert row.peer.person.name not in told
    for person in [*strangers, visitor.person, row.peer.person]:
        client.force_login(person)
        assert client.get(page).status_code == 404
    assert "Visited you Sep 22" in shown(client.get(reverse("coaching:listed")))
    assert (
        client.post(reverse("coaching:peer_visit", args=[row.pk]), {"day": "2026-10-19"}).status_code == 404
    )


def test_the_page_of_a_senior_peer_coach_asks_the_same_however_much_they_did(
    client, placement, count_queries
):
    client.force_login(placement.person)
    for number in range(10):
        seminar = HostedSeminarFactory(placement=placement, day=date(2026, 9, 1 + number))
        SeminarVisitorFactory.create_batch(2, seminar=seminar)
        PeerVisitFactory(coached=CoachedPeerFactory(placement=placement))
    page = reverse("coaching:peer", args=[placement.pk])
    client.get(page)
    with count_queries(13):
        client.get(page)


# --- promises of the database ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE coaching_hostedseminar SET day = '2026-10-01'",
        "DELETE FROM coaching_hostedseminar",
        "UPDATE coaching_seminarvisitor SET was_there = false",
        "UPDATE coaching_seminarvisitor SET answered_at = now()",
        "UPDATE coaching_seminarvisitor SET otherwise_at = now()",
        "UPDATE coaching_seminarvisitor SET was_there = false, answered_at = now(), otherwise_at = added_at",
        "UPDATE coaching_seminarvisitor SET answered_at = NULL, was_there = NULL",
        "UPDATE coaching_seminarvisitor SET seminar_id = seminar_id + 1",
        "DELETE FROM coaching_seminarvisitor",
        "UPDATE coaching_coachedpeer SET peer_id = placement_id",
        "DELETE FROM coaching_coachedpeer",
        "UPDATE coaching_peervisit SET day = '2026-10-01'",
        "DELETE FROM coaching_peervisit",
    ],
)
def test_past_the_application_nobody_changes_what_was_recorded(placement, sql):
    SeminarVisitorFactory(seminar__placement=placement, confirmed=True)
    PeerVisitFactory(coached__placement=placement)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_keeps_one_row_of_each_and_an_answer_with_its_day(placement):
    visitor, visit = SeminarVisitorFactory(seminar__placement=placement), PeerVisitFactory()
    coached = visit.coached
    for promise, again in (
        ("one_hosted_seminar_on_a_day", lambda: HostedSeminarFactory(placement=placement)),
        (
            "a_visitor_of_a_seminar_is_one",
            lambda: SeminarVisitorFactory(seminar=visitor.seminar, person=visitor.person),
        ),
        ("a_visitor_answered_on_a_day", lambda: SeminarVisitorFactory(was_there=True)),
        (
            "one_row_per_peer_coach",
            lambda: CoachedPeerFactory(placement=coached.placement, peer=coached.peer),
        ),
        ("nobody_is_their_own", lambda: CoachedPeerFactory(placement=placement, peer=placement)),
        ("one_visit_of_a_peer_coach", lambda: PeerVisitFactory(coached=coached)),
    ):
        with pytest.raises(Error, match=promise), transaction.atomic():
            again()
