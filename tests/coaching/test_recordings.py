"""Exemplar recordings: shown while everybody seen in them agrees, hidden from everybody at once when one withdraws."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coaching import services
from coaching.models import Recording, SeenInRecording
from coaching.queries import link_of, to_watch
from coaching.services import Exemplar
from common.errors import NotAllowed
from notifications.models import Message
from tests.coaching.test_peers import duty, shown
from tests.factories.coaching import (
    ConsentFactory,
    PeerCoachFactory,
    RecordingFactory,
    SeenInRecordingFactory,
)
from tests.factories.pathways import DeliverableRecordFactory, PlacementFactory
from tests.factories.people import UserFactory, administrator, manager, principal_of, registrar, teacher_at
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
LINK = "https://video.example.org/secret-talk"
PHONES = "Https://video.example.org/secret-talk"


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def placement():
    return PeerCoachFactory(senior=True)


@pytest.fixture
def teacher(placement):
    return teacher_at(placement.school)


def recorded(placement, *people, names=(), **other):
    said = {"title": "Wait time", "link": LINK, "audience": "leaders"} | other
    return services.record_exemplar(
        placement_pk=placement.pk, by=placement.person, said=Exemplar(**said, people=people, names=names)
    )


def watched_by(row, *people):
    return [link_of(row.pk, one) for one in people]


# --- recorded ----------------------------------------------------------------------------------------
def test_a_recording_is_a_link_of_https_with_the_people_seen_in_it(placement, teacher):
    say = {"placement_pk": placement.pk, "by": placement.person}
    told = {"title": "x", "audience": "peers"}
    assert refusal(
        services.record_exemplar, **say, said=Exemplar(**told, link="http://a.org", people=[teacher])
    ) == ("Give a link that begins with https.")
    assert refusal(services.record_exemplar, **say, said=Exemplar(**told, link=LINK, names=[" "])) == (
        "Say who is seen in it: you too, if you are."
    )
    assert refusal(
        services.record_exemplar, **say, said=Exemplar(**told, link=LINK, people=[UserFactory()])
    ) == ("Choose who is seen out of the list, or type a name.")
    assert refusal(
        services.record_exemplar, **say, said=Exemplar(**told, link=LINK, names=["Sam, who was late"])
    ) == ("Type the name alone: letters, no number, no comma, no other words.")
    row = recorded(placement, teacher, placement.person, names=["Sam Okafor", "Sam Okafor "], link=PHONES)
    assert (row.link, recorded(placement, teacher).pk) == (LINK, row.pk)
    assert [str(one) for one in row.seen.all()] == [teacher.name, placement.person.name, "Sam Okafor"]
    other = PeerCoachFactory(senior=True)
    with pytest.raises(Exception, match="Another Senior Peer Coach recorded this link"):
        recorded(other, other.person)
    peer = PeerCoachFactory()
    refusal(
        services.record_exemplar,
        placement_pk=peer.pk,
        by=peer.person,
        said=Exemplar(**told, link=LINK, people=[peer.person]),
        refused_as=NotAllowed,
    )


def test_whoever_was_seen_under_a_link_is_not_left_out_by_recording_it_again(placement, teacher):
    row = recorded(placement, teacher, placement.person)
    services.agree(pk=row.seen.get(person=teacher).pk, by=teacher)
    services.withdraw_consent(pk=row.seen.get(person=teacher).pk, by=teacher)
    services.take_back_exemplar(pk=row.pk, by=placement.person)
    for link in (LINK, f"{LINK}/", f"{LINK}?x=1", f"{PHONES}#t"):
        with pytest.raises(Exception, match=f"{teacher.name} was seen under this link before"):
            recorded(placement, placement.person, link=link)
    again = recorded(placement, placement.person, teacher)
    services.agree(pk=again.seen.get(person=placement.person).pk, by=placement.person)
    assert watched_by(again, placement.person) == [None]


# --- consent -----------------------------------------------------------------------------------------
def test_a_recording_is_shown_once_everybody_agreed_and_hidden_at_once_when_one_withdraws(placement, teacher):
    row = recorded(placement, teacher, names=["Sam Okafor"])
    leader = PlacementFactory(year=placement.year).person
    everybody = [placement.person, leader, manager(), administrator(), teacher]
    own, name = row.seen.get(person=teacher), row.seen.get(person=None)
    services.agree(pk=own.pk, by=teacher)
    assert watched_by(row, *everybody) == [None] * 5
    services.record_consent(pk=name.pk, by=placement.person, given_on=TODAY, paper="The release")
    # The teacher holds no role, so they are in no audience.
    assert watched_by(row, *everybody) == [LINK] * 4 + [None]
    services.withdraw_consent(pk=own.pk, by=teacher)
    assert watched_by(row, *everybody) == [None] * 5
    assert list(to_watch(leader)) == []


def test_what_was_withdrawn_comes_back_with_a_new_consent_of_the_same_person_alone(placement, teacher):
    row = recorded(placement, teacher)
    seen = row.seen.get()
    first, again = (services.agree(pk=seen.pk, by=teacher) for _ in range(2))
    assert first.pk == again.pk
    for _ in range(2):
        services.withdraw_consent(pk=seen.pk, by=teacher)
    assert watched_by(row, placement.person) == [None]
    assert services.agree(pk=seen.pk, by=teacher).pk != first.pk
    assert watched_by(row, placement.person) == [LINK]


def test_who_does_not_agree_says_so_once_and_is_asked_no_more(client, placement, teacher):
    row = recorded(placement, teacher)
    seen, task = row.seen.get(), "May a recording with you be shown?"
    client.force_login(teacher)
    assert task in shown(client.get("/"))
    client.post(reverse("coaching:seen_withdraw", args=[seen.pk]))
    assert task not in shown(client.get("/"))
    assert "You do not agree, so it is shown to nobody." in shown(client.get(reverse("coaching:seen_in")))
    services.agree(pk=seen.pk, by=teacher)
    assert watched_by(row, placement.person) == [LINK]


def test_who_has_an_account_answers_for_themselves_whatever_paper_somebody_saw(client, placement, teacher):
    seen = recorded(placement, teacher).seen.get()
    paper = {"pk": seen.pk, "by": placement.person, "given_on": TODAY, "paper": "She told me so"}
    own = "They have an account, so they answer for themselves, on their own page."
    assert refusal(services.record_consent, **paper) == own
    services.withdraw_consent(pk=seen.pk, by=teacher)
    assert refusal(services.record_consent, **paper) == own
    client.force_login(placement.person)
    page, consents = (
        reverse(f"coaching:{name}", args=[pk])
        for name, pk in (("seen_paper", seen.pk), ("consents", placement.pk))
    )
    assert client.get(page).status_code == 403
    told = shown(client.get(consents))
    assert page not in told
    assert "does not agree" in told
    # Her account is closed: what she said herself still stands.
    teacher.is_active = False
    teacher.save(update_fields=["is_active"])
    assert refusal(services.record_consent, **paper) == "They said no themselves, so only they agree again."


def test_a_paper_of_a_closed_account_is_told_as_one_to_whoever_comes_back(client, placement, teacher):
    teacher.is_active = False
    teacher.save(update_fields=["is_active"])
    row = recorded(placement, placement.person)
    services.agree(pk=row.seen.get().pk, by=placement.person)
    seen = SeenInRecordingFactory(recording=row, person=teacher)
    services.record_consent(pk=seen.pk, by=placement.person, given_on=TODAY, paper="The release")
    teacher.is_active = True
    teacher.save(update_fields=["is_active"])
    client.force_login(teacher)
    task, page = "Is it so that you agreed? Wait time", reverse("coaching:seen_in")
    assert task in shown(client.get("/"))
    told = shown(client.get(page))
    assert "Your consent on paper of Oct 20, 2026 (“The release”) was recorded by" in told
    assert "You agree that it is shown." not in told
    client.post(reverse("coaching:seen_agree", args=[seen.pk]))
    assert "You agree that it is shown." in shown(client.get(page))
    assert task not in shown(client.get("/"))
    assert watched_by(row, placement.person) == [LINK]
    client.post(reverse("coaching:seen_withdraw", args=[seen.pk]))
    assert watched_by(row, placement.person) == [None]


def test_withdrawn_on_their_word_needs_a_newer_paper(placement):
    row = recorded(placement, names=["Sam Okafor"])
    given = {"pk": row.seen.get().pk, "by": manager()}
    assert refusal(services.record_consent, **given, given_on=TODAY, paper=" ") == (
        "Say on what paper they agreed."
    )
    assert refusal(services.record_consent, **given, given_on=date(2026, 10, 21), paper="x") == (
        "This day is still to come."
    )
    services.record_consent(**given, given_on=date(2026, 10, 1), paper="The release")
    services.withdraw_consent(**given)
    assert refusal(services.record_consent, **given, given_on=date(2026, 10, 19), paper="x") == (
        "They withdrew after that day. A new consent needs a new paper."
    )
    services.record_consent(**given, given_on=TODAY, paper="A new release")
    assert watched_by(row, placement.person) == [LINK]
    services.take_back_exemplar(pk=row.pk, by=placement.person)
    assert watched_by(row, placement.person) == [None]
    services.withdraw_consent(**given)
    assert refusal(services.record_consent, **given, given_on=TODAY, paper="x") == (
        "This recording was taken back. There is nothing to agree to any more."
    )


def test_only_who_is_seen_agrees_and_only_the_host_and_managers_keep_papers(placement, teacher):
    seen = recorded(placement, teacher).seen.get()
    for by in (placement.person, manager(), administrator(), UserFactory()):
        refusal(services.agree, pk=seen.pk, by=by, refused_as=NotAllowed)
    paper = {"pk": seen.pk, "given_on": TODAY, "paper": "x", "refused_as": NotAllowed}
    for by in (teacher, principal_of(placement.school), registrar()):
        refusal(services.record_consent, **paper, by=by)
    for by in (principal_of(SeenInRecordingFactory().recording.placement.school), registrar()):
        refusal(services.withdraw_consent, pk=seen.pk, by=by, refused_as=NotAllowed)


def test_each_audience_watches_and_nobody_else(placement):
    peer = PeerCoachFactory(year=placement.year).person
    leader, ended = (
        PlacementFactory(year=placement.year).person,
        PlacementFactory(year=placement.year, ends=TODAY, end_reason="resigned").person,
    )
    others = [UserFactory(), principal_of(placement.school), ended]
    expected = {
        "peers": [LINK, None, None, LINK, LINK],
        "leaders": [LINK, LINK, None, LINK, LINK],
        "staff": [None, None, LINK, LINK, LINK],
    }
    for number, (audience, told) in enumerate(expected.items()):
        row = RecordingFactory(placement=placement, audience=audience, link=f"{LINK}{number}")
        ConsentFactory(seen__recording=row, seen__person=placement.person)
        found = watched_by(row, peer, leader, registrar(), manager(), placement.person)
        assert [one and one[: len(LINK)] for one in found] == told, audience
        assert watched_by(row, *others) == [None] * 3


# --- pages -------------------------------------------------------------------------------------------
def test_a_recording_goes_its_way_on_pages_and_its_link_stands_on_none(client, placement, teacher):
    pages = {
        name: reverse(f"coaching:{name}", args=[placement.pk]) for name in ("recording", "consents", "peer")
    }
    client.force_login(placement.person)
    form = {"title": "Wait time", "link": LINK, "audience": "leaders", "people": [], "names": ""}
    assert client.post(pages["recording"], form).status_code == 422
    assert client.post(pages["recording"], {**form, "link": "ftp://a.org"}).status_code == 422
    assert client.post(pages["recording"], {**form, "names": "Sam\n" * 41}).status_code == 422
    form |= {"people": [teacher.pk], "names": "Sam Okafor\n"}
    assert client.post(pages["recording"], form).url == pages["peer"]
    row, own = Recording.objects.get(), SeenInRecording.objects.get(person=teacher)
    paper = reverse("coaching:seen_paper", args=[SeenInRecording.objects.get(person=None).pk])
    assert client.post(paper, {"given_on": "2026-10-19", "paper": "The release"}).url == pages["consents"]
    told = shown(client.get(pages["consents"]))
    assert "Shown to nobody until everybody below agrees." in told
    client.force_login(teacher)
    assert "May a recording with you be shown? Wait time" in shown(client.get("/"))
    assert client.post(reverse("coaching:seen_agree", args=[own.pk])).url == reverse("coaching:seen_in")
    mine = shown(client.get(reverse("coaching:seen_in")))
    assert "You agree that it is shown." in mine
    watch = reverse("coaching:recording_watch", args=[row.pk])
    assert client.get(watch).status_code == 404
    leader = PlacementFactory(year=placement.year).person
    client.force_login(leader)
    listed = shown(client.get(reverse("coaching:recordings")))
    assert watch in listed
    assert client.get(watch).url == LINK
    client.force_login(placement.person)
    told += mine + listed + shown(client.get(pages["consents"])) + shown(client.get(pages["peer"]))
    assert LINK not in told
    back = client.post(reverse("coaching:seen_withdraw", args=[own.pk]))
    assert back.url == pages["consents"]
    client.force_login(leader)
    assert client.get(watch).status_code == 404
    assert watch not in shown(client.get(reverse("coaching:recordings")))
    client.force_login(placement.person)
    assert (
        client.post(reverse("coaching:recording_take_back", args=[row.pk]), {"sure": "1"}).url
        == pages["consents"]
    )


def test_no_mail_export_or_administration_holds_the_link(client, placement, teacher):
    owed = DeliverableRecordFactory(placement=placement, deliverable__completes_from="recordings")
    row = recorded(placement, teacher)
    services.agree(pk=row.seen.get().pk, by=teacher)
    owed.refresh_from_db()
    assert (owed.state, duty(placement, 4)) == ("accepted", (1, 1, True))
    assert owed.events.get().note == (
        "Shared an exemplar recording, with the consent of everybody who is seen in it: 1 person."
    )
    sent = " ".join(f"{one.subject} {one.body}" for one in Message.objects.all())
    assert LINK not in sent
    assert teacher.name not in sent
    client.force_login(administrator())
    page = shown(client.get(reverse("admin:coaching_recording_change", args=[row.pk])))
    assert "Wait time" in page
    assert LINK not in page
    search = {"q": "secret-talk"}
    assert LINK not in shown(client.get("/search/", search))


def test_who_is_seen_and_who_agreed_is_read_by_those_who_read_names(client, placement, teacher):
    seen = recorded(placement, teacher).seen.get()
    page = reverse("coaching:consents", args=[placement.pk])
    for person, status in (
        (placement.person, 200),
        (manager(), 200),
        (principal_of(placement.school), 404),
        (teacher, 404),
        (PlacementFactory(year=placement.year).person, 404),
    ):
        client.force_login(person)
        assert client.get(page).status_code == status
    back = reverse("coaching:recording_take_back", args=[seen.recording_id])
    assert client.post(back).status_code == 404
    for name in ("seen_agree", "seen_withdraw", "seen_paper"):
        assert client.post(reverse(f"coaching:{name}", args=[seen.pk])).status_code == 404


def test_the_pages_of_recordings_ask_the_same_however_many_there_are(client, placement, count_queries):
    for number in range(12):
        row = RecordingFactory(placement=placement, link=f"{LINK}/{number}")
        ConsentFactory(seen__recording=row)
        ConsentFactory(seen__recording=row, seen__person=placement.person, by=placement.person)
    client.force_login(placement.person)
    for name, args, number in (("consents", [placement.pk], 9), ("recordings", [], 5), ("seen_in", [], 6)):
        page = reverse(f"coaching:{name}", args=args)
        client.get(page)
        with count_queries(number):
            client.get(page)
