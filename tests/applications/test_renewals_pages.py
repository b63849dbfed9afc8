"""The pages by which a role goes on, for staff and for its holder."""

import re
from datetime import UTC, datetime

import pytest

from applications.models import Application, RenewalDeclined, RenewalInvitation
from applications.services import invite_to_renew, renew, start
from notifications.models import Message
from pathways.models import PathwayManager, Placement, TakenOver
from tests.applications.test_renewals import DAYS, SPRING
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.pathways import OfferingFactory, PathwayFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring(clock):
    clock(SPRING)


@pytest.fixture
def held():
    application = ApplicationFactory(accepted=True, school=SchoolFactory())
    PostFactory(person=application.person, school=application.school)
    return application


@pytest.fixture
def offering(held):
    return OfferingFactory(role=held.offering.role, year=ProgramYearFactory(first=2027), **DAYS)


@pytest.fixture
def staff(client, one_factor):
    client.force_login(manager())
    return client


def messages(page):
    return [str(said) for said in page.context["messages"]]


def test_a_manager_ticks_and_invites(staff, offering, held):
    other = PlacementFactory(role=held.offering.role, year=held.offering.year)
    page = staff.get(f"/renewals/{offering.pk}/")
    assert page.context["counts"] == {
        "open": 1,
        "began": 0,
        "invited": 0,
        "waits": 0,
        "declined": 0,
        "cannot": 1,
    }
    assert f"Has no position at {other.school} on Jul 1, 2027." in page.content.decode()
    placement = Placement.objects.get(person=held.person)
    asked = staff.post(f"/renewals/{offering.pk}/", {"placements": [placement.pk]})
    assert asked.status_code == 422
    assert "1 leader gets a mail and finds a task on their home. Nobody was told yet." in asked.text
    assert "Send 1 mail<" in asked.text
    assert not RenewalInvitation.objects.exists()
    seen = asked.context["form"]["seen"].value()
    sent = {"placements": [placement.pk], "seen": seen}
    page = staff.post(f"/renewals/{offering.pk}/", sent, follow=True)
    assert messages(page) == ["1 leader was invited."]
    assert page.context["counts"] == {
        "open": 0,
        "began": 0,
        "invited": 1,
        "waits": 1,
        "declined": 0,
        "cannot": 1,
    }
    page = staff.post(f"/renewals/{offering.pk}/", {"placements": [placement.pk]}, follow=True)
    assert messages(page) == ["0 leaders were invited."]
    assert RenewalInvitation.objects.count() == 1


def test_nobody_is_ticked_before_somebody_ticks_and_all_are_in_one_press(staff, offering, held):
    other = ApplicationFactory(accepted=True, offering=held.offering, school=SchoolFactory())
    PostFactory(person=other.person, school=other.school)
    address = f"/renewals/{offering.pk}/"
    boxes = {str(pk) for pk in Placement.objects.values_list("pk", flat=True)}
    shown = staff.get(address)
    assert (shown.context["ticked"], " checked" in shown.text, "all 2</a>" in shown.text) == (
        set(),
        False,
        True,
    )
    assert staff.get(f"{address}?tick=all").context["ticked"] == boxes


def test_schools_with_fewer_places_than_people_are_named_before_anybody_is_invited(staff, offering, held):
    address, words = f"/renewals/{offering.pk}/", f"{held.school} has 1 free place and 2 people to go on."
    assert staff.get(address).context["too_few"] == []
    other = ApplicationFactory(accepted=True, offering=held.offering, school=held.school)
    PostFactory(person=other.person, school=held.school)
    assert staff.get(address).context["too_few"] == [words]
    asked = staff.post(address, {"placements": [Placement.objects.get(person=held.person).pk]})
    assert words in asked.text
    PlacementFactory(role=offering.role, year=offering.year, school=held.school)
    assert staff.get(address).context["too_few"] == [words.replace("1 free place", "0 free places")]


def test_another_leader_ticked_after_the_question_is_asked_about_too(staff, offering, held):
    other = ApplicationFactory(accepted=True, offering=held.offering, school=SchoolFactory())
    PostFactory(person=other.person, school=other.school)
    address, (one, two) = f"/renewals/{offering.pk}/", Placement.objects.values_list("pk", flat=True)
    seen = staff.post(address, {"placements": [one]}).context["form"]["seen"].value()
    asked = staff.post(address, {"placements": [one, two], "seen": seen})
    assert "2 leaders get a mail and find a task on their home." in asked.text
    names = [row.placement.person.name for row in asked.context["rows"]]
    assert f"{names[0]} and {names[1]} get a mail." in asked.text
    assert "Send 2 mails<" in asked.text
    assert not RenewalInvitation.objects.exists()


def test_the_question_shows_only_who_gets_a_mail_and_leads_back_to_all_with_the_ticks(staff, offering, held):
    for _ in range(6):
        more = ApplicationFactory(accepted=True, offering=held.offering, school=SchoolFactory())
        PostFactory(person=more.person, school=more.school)
    address, one = f"/renewals/{offering.pk}/", Placement.objects.get(person=held.person)
    asked = staff.post(address, {"placements": [one.pk]})
    assert [row.pk for row in asked.context["rows"]] == [one.pk]
    assert f"<p>{held.person.name} gets a mail.</p>" in asked.text
    back = staff.post(address, {"placements": [one.pk], "others": "1"})
    assert (back.status_code, len(back.context["rows"]), back.context["ticked"]) == (200, 7, {str(one.pk)})
    seven = [row.box for row in back.context["rows"]]
    names = [row.placement.person.name for row in back.context["rows"]]
    asked = staff.post(address, {"placements": seven})
    assert f"{', '.join(names[:5])} and 2 more get a mail." in asked.text


def test_nobody_ticked_is_said_and_who_cannot_is_not_taken(staff, offering, held):
    other = PlacementFactory(role=held.offering.role, year=held.offering.year)
    page = staff.post(f"/renewals/{offering.pk}/", {})
    assert (page.status_code, page.context["form"].errors) == (422, {"placements": ["Tick whom you invite."]})
    page = staff.post(f"/renewals/{offering.pk}/", {"placements": [other.pk]})
    assert page.context["form"].errors == {
        "placements": ["Somebody you ticked cannot be invited any more. Look at the list again."]
    }


def test_the_offerings_that_are_open_say_how_many_renew(staff, offering, held):
    placement = Placement.objects.get(person=held.person)
    invite_to_renew(offering_pk=offering.pk, placements=[placement.pk], by=manager())
    renew(person=held.person, offering_pk=offering.pk)
    rows = staff.get("/renewals/").context["offerings"]
    assert [(row, row.invited, row.renew) for row in rows] == [(offering, 1, 1)]


def test_without_an_open_offering_the_page_says_what_to_do(staff):
    assert "No offering is open now" in staff.get("/renewals/").content.decode()


def test_only_managers_of_the_pathway_see_who_may_go_on(client, one_factor, offering):
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=PathwayFactory())
    answers = []
    for person in (hat.person, HatFactory(kind="registrar").person, UserFactory()):
        client.force_login(person)
        answers.append(client.get(f"/renewals/{offering.pk}/").status_code)
    assert answers == [403, 403, 403]


def test_home_asks_who_is_invited_until_they_begin(client, offering, held):
    placement = Placement.objects.get(person=held.person)
    client.force_login(held.person)
    asked = f"Go on as {placement.role}?"
    assert asked not in client.get("/").content.decode()
    invite_to_renew(offering_pk=offering.pk, placements=[placement.pk], by=manager())
    assert asked in client.get("/").content.decode()
    renew(person=held.person, offering_pk=offering.pk)
    assert asked not in client.get("/").content.decode()


def test_who_is_invited_says_no_in_a_press_and_managers_see_it_until_they_change_their_mind(
    client, offering, held, one_factor
):
    placement, by = Placement.objects.get(person=held.person), manager()
    address = f"/applications/renew/{offering.pk}/"
    client.force_login(held.person)
    assert "I do not go on" not in client.get(address).text
    invite_to_renew(offering_pk=offering.pk, placements=[placement.pk], by=by)
    assert "I do not go on" in client.get(address).text
    home = client.post(address, {"no": "I do not go on"}, follow=True)
    assert messages(home) == [f"Noted: you do not go on as {offering.role} in {offering.year}."]
    assert f"Go on as {placement.role}?" not in home.text
    shown = client.get(address).text
    assert ("On Mar 1, 2027 you said that you do not go on." in shown, "I do not go on" in shown) == (
        True,
        False,
    )
    client.force_login(by)
    page = client.get(f"/renewals/{offering.pk}/")
    assert page.context["counts"] == {
        "open": 0,
        "began": 0,
        "invited": 1,
        "waits": 0,
        "declined": 1,
        "cannot": 0,
    }
    assert "1 was invited, 0 of them without an answer yet; 0 renew, 1 said no" in page.text
    assert re.search(r"Said no</span> on Mar 1, 2027", page.text)
    [listed] = client.get("/renewals/").context["offerings"]
    assert (listed.invited, listed.declined, listed.renew) == (1, 1, 0)
    renew(person=held.person, offering_pk=offering.pk)
    counts = client.get(f"/renewals/{offering.pk}/").context["counts"]
    assert counts == {"open": 0, "began": 1, "invited": 1, "waits": 0, "declined": 1, "cannot": 0}
    [listed] = client.get("/renewals/").context["offerings"]
    assert (listed.invited, listed.declined, listed.renew) == (1, 1, 1)


def test_nobody_says_no_who_was_not_invited_or_began(client, offering, held):
    address = f"/applications/renew/{offering.pk}/"
    client.force_login(held.person)
    assert (
        "Nobody invited you to renew this role, so there is nothing to say no to."
        in client.post(address, {"no": "1"}).text
    )
    start(person=held.person, offering_pk=offering.pk, school=SchoolFactory(), cohort=None)
    words = "You began to apply for this role. Withdraw that application instead."
    assert words in client.post(address, {"no": "1"}).text
    assert not RenewalDeclined.objects.exists()


def test_the_holder_begins_with_what_they_wrote_last(client, offering, held):
    client.force_login(held.person)
    assert client.get(f"/applications/new/{offering.pk}/")["Location"] == (
        f"/applications/renew/{offering.pk}/"
    )
    assert client.get(f"/applications/new/{offering.pk}/?elsewhere=1").status_code == 200
    assert client.get(f"/applications/renew/{offering.pk}/").status_code == 200
    for _ in range(2):
        page = client.post(f"/applications/renew/{offering.pk}/", follow=True)
        application = Application.objects.get(offering=offering)
        assert page.redirect_chain[-1][0] == f"/applications/{application.pk}/edit/"
        assert application.answers == ANSWERS
    assert "You renew your role." in page.content.decode()


def test_who_holds_no_role_applies_instead(client, offering):
    client.force_login(UserFactory())
    assert client.get(f"/applications/renew/{offering.pk}/")["Location"] == (
        f"/applications/new/{offering.pk}/"
    )


def test_after_the_window_nothing_is_renewed(client, offering, held, clock):
    clock(datetime(2027, 4, 10, 18, tzinfo=UTC))
    client.force_login(held.person)
    page = client.get(f"/applications/renew/{offering.pk}/", follow=True)
    assert "Not open for applications" in page.content.decode()


def test_who_may_go_on_reads_renew_where_others_read_apply(client, offering, held):
    pathway = offering.role.pathway
    pages = (f"/pathways/{pathway.slug}/", "/pathways/")
    for person, shown, address in (
        (held.person, "Renew<span", f"/applications/renew/{offering.pk}/"),
        (UserFactory(), "Apply<span", f"/applications/new/{offering.pk}/"),
    ):
        client.force_login(person)
        for page in pages:
            content = client.get(page).content.decode()
            assert (shown in content, address in content) == (True, True)


def test_the_page_of_a_pathway_says_the_places_at_ones_own_school(client, offering, held):
    address = f"/pathways/{offering.role.pathway.slug}/"
    client.force_login(held.person)
    content = {"places_per_school": 1, "places_at": {str(held.school_id): 3}}
    published = {"published_by": None, "published_at": SPRING}
    offering.published_version = offering.versions.create(number=2, content=content, **published)
    offering.save()
    PlacementFactory(role=offering.role, year=offering.year, school=held.school)
    content = client.get(address).content.decode()
    assert f"<dt>At {held.school}</dt><dd>3 places, 2 free</dd>" in content
    client.logout()
    assert f"<dt>At {held.school}</dt>" not in client.get(address).content.decode()


def test_all_renewals_are_staged_in_one_press(staff, offering, held):
    placement = Placement.objects.get(person=held.person)
    ApplicationFactory(
        in_review=True, offering=offering, person=held.person, school=held.school, renews=placement
    )
    page = staff.get(f"/decisions/{offering.pk}/")
    assert page.context["renewals"] == 1
    assert "Not read anew" in page.content.decode()
    page = staff.post(f"/decisions/{offering.pk}/renewals/", follow=True)
    assert messages(page) == ["Staged as offers; nobody is told before the release."]
    assert page.context["renewals"] == 0
    shown = staff.get(f"/decisions/{offering.pk}/release/").content.decode()
    assert "Renewal</span>" in shown
    assert "Nobody has read it" not in shown


def test_the_form_of_a_renewal_comes_filled_and_others_cannot_say_it_renews(staff, offering, held):
    placement = Placement.objects.get(person=held.person)
    about = {"in_review": True, "offering": offering}
    mine = ApplicationFactory(**about, person=held.person, school=held.school, renews=placement)
    form = staff.get(f"/decisions/{offering.pk}/{mine.pk}/").context["form"]
    assert (form.initial, "unread" in form.fields) == ({"outcome": "offer", "reason": "renewed"}, False)
    other = ApplicationFactory(**about)
    form = staff.get(f"/decisions/{offering.pk}/{other.pk}/").context["form"]
    assert "renewed" not in dict(form.fields["reason"].choices)


def test_a_renewal_is_not_dealt_out_for_reading_and_its_way_has_no_reading(client, offering, held):
    placement = Placement.objects.get(person=held.person)
    application = ApplicationFactory(
        in_review=True, offering=offering, person=held.person, school=held.school, renews=placement
    )
    client.force_login(held.person)
    steps = client.get(f"/applications/{application.pk}/").context["steps"]
    assert [(step.name, step.state) for step in steps] == [
        ("Sent", "done"),
        ("Principal signs", "done"),
        ("Decision", "here"),
        ("Your answer", "ahead"),
        ("You begin", "ahead"),
    ]


def words_of_a_renewal(client, offering, placement):
    """Of the mail, the page that begins it, and the draft."""
    invite_to_renew(offering_pk=offering.pk, placements=[placement.pk], by=manager())
    client.force_login(placement.person)
    home = client.get("/").content.decode()
    page = client.get(f"/applications/renew/{offering.pk}/").content.decode()
    draft = client.post(f"/applications/renew/{offering.pk}/", follow=True).content.decode()
    return [Message.objects.get(template="applications/renew").body, home, page, draft]


def test_who_was_taken_over_and_never_wrote_is_told_of_no_draft(client, offering, held):
    post = PostFactory()
    about = {"person": post.person, "school": post.school, "role": offering.role, "year": held.offering.year}
    placement = PlacementFactory(**about, commitment_sha256="", commitment_in_force=False)
    TakenOver.objects.create(placement=placement, reason="A letter.", by=manager(), at=SPRING)
    told = words_of_a_renewal(client, offering, placement)
    assert ["rote last" in words for words in told] == [False] * 4


def test_who_wrote_is_told_of_the_draft(client, offering, held):
    told = words_of_a_renewal(client, offering, Placement.objects.get(person=held.person))
    assert ["rote last" in words for words in told] == [True, False, True, True]
