"""The pages by which leaders in office are taken over, and what they show where it counts."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application
from applications.services import add_paper, take_over
from common.uploads import Accepted
from pathways.models import PathwayManager, Placement, SignedPaper
from pathways.services import Leader, Paper
from tests.applications.shared import signing
from tests.factories.applications import NOW, principal_for
from tests.factories.files import PDF
from tests.factories.pathways import CohortFactory, OfferingFactory, PathwayFactory
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
PAGE, LINES = "/placements/in-office/", "/placements/in-office/file/"
AUGUST = date(2026, 8, 5)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def offering():
    return OfferingFactory()


@pytest.fixture
def staff(client, one_factor):
    client.force_login(manager())
    return client


def leader_of(offering, **fields):
    given = {"person": UserFactory(), "school": SchoolFactory(), "starts": AUGUST, "reason": "A letter."}
    leader = Leader(role=offering.role, **given | fields)
    PostFactory(person=leader.person, school=leader.school)
    return leader


def paper():
    return Paper("Ana Ruiz and Dana Lee", date(2026, 8, 3), Accepted("pdf", PDF))


def typed(leader, **changed):
    sent = {
        "who": leader.person.email,
        "role": leader.role.pk,
        "cohort": "",
        "school": leader.school.pk,
        "starts": "2026-08-05",
        "share": "1/2",
        "reason": "A letter.",
        "stands": "here",
    }
    return sent | changed


def messages(page):
    return [str(said) for said in page.context["messages"]]


def test_a_school_that_was_no_member_then_is_led_to(staff, offering):
    school = SchoolFactory(member=False)
    refused = staff.post(PAGE, typed(leader_of(offering, school=school)))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["school"])
    assert f'/schools/{school.slug}/">To the page of {school}</a>' in refused.text


def test_everything_wrong_with_a_leader_is_said_at_once_each_at_its_field(staff, offering):
    CohortFactory(role=offering.role)
    school = SchoolFactory(member=False)
    sent = {"reason": "", "stands": "paper", "share": "2", "signed_by": "Ana", "signed_on": "2030-01-02"}
    refused = staff.post(PAGE, typed(leader_of(offering, school=school), **sent))
    form = refused.context["form"]
    assert list(form.errors) == ["reason", "cohort", "school", "share", "file", "signed_on"]
    assert form.errors["cohort"] == [f"Choose the cohort of {offering.role} they lead."]
    assert "where the role has cohorts" in refused.text


def test_a_leader_is_taken_over_on_their_paper(staff, offering):
    leader = leader_of(offering)
    file = SimpleUploadedFile("scan.pdf", PDF)
    given = {"stands": "paper", "signed_by": "Ana and Dana", "signed_on": "2026-08-03", "file": file}
    page = staff.post(PAGE, typed(leader, **given), follow=True)
    placement = Placement.objects.get()
    assert messages(page) == [f"{placement} is on record."]
    assert (str(placement.share), placement.commitment_in_force) == ("1/2", True)
    row = SignedPaper.objects.get()
    shown = staff.get(f"/placements/{placement.pk}/").content.decode()
    assert "Signed on paper on Aug 3, 2026 by Ana and Dana" in shown
    answer = staff.get(f"/placements/in-office/papers/{row.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_leader_is_found_by_external_id_and_signs_here(staff, client, offering):
    person, school = UserFactory(external_id="E-77"), SchoolFactory()
    principal_for(school)
    leader = leader_of(offering, person=person, school=school)
    page = staff.post(PAGE, typed(leader, who="E-77"), follow=True)
    placement = Placement.objects.get()
    assert messages(page) == [
        f"{placement} is on record. A mail asks {person} to sign; nothing is paid until both have."
    ]
    assert "Not signed by both yet" in staff.get(f"/placements/{placement.pk}/").content.decode()


AHEAD = (
    "May 1, 2027 lies ahead, and a leader in office holds the role already. Whoever begins later applies and is "
    "offered the role. Choose the day on which they began."
)


def test_a_first_day_ahead_is_refused_at_its_field(staff, offering):
    page = staff.post(PAGE, typed(leader_of(offering), starts="2027-05-01"))
    assert page.status_code == 422
    assert page.context["form"].errors == {"starts": [AHEAD]}
    assert Placement.objects.count() == 0


def test_a_first_day_ahead_in_a_file_is_refused_at_its_line(staff, offering):
    leader = leader_of(offering)
    row = f"{leader.person.email},{leader.role.name},{leader.school.name},5/1/2027,x"
    text = f"email,role,school,starts,reason\n{row}\n"
    page = staff.post(LINES, {"text": text})
    assert page.context["form"].errors == {"text": [f"Line 2: {AHEAD}"]}
    assert Placement.objects.count() == 0


def test_what_is_missing_of_a_paper_is_said_at_its_field_and_what_was_typed_stays(staff, offering):
    leader = leader_of(offering)
    page = staff.post(PAGE, typed(leader, stands="paper", who="nobody@example.org"))
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "who": [
            "“nobody@example.org” is nobody's address or id here. Write the email of their account, or their external "
            "id."
        ],
        "signed_by": ["Write who signed the paper."],
        "signed_on": ["Write on which day it was signed."],
        "file": ["Choose the file of the paper."],
    }
    assert page.context["form"]["reason"].value() == "A letter."
    assert Placement.objects.count() == 0


def test_the_leader_reads_and_signs_without_questions(client, one_factor, offering, signed_in):
    school = SchoolFactory()
    principal_for(school)
    leader = leader_of(offering, school=school)
    take_over(leader=leader, by=manager())
    application = Application.objects.get()
    signed_in(leader.person)
    assert client.get(f"/applications/{application.pk}/edit/")["Location"] == (
        f"/applications/{application.pk}/check/"
    )
    page = client.get(f"/applications/{application.pk}/check/")
    assert page.context["text"]["answers"] == []
    assert page.context["text"]["in_office_since"] == "August 5, 2026"
    sent = signing(leader.person, page.context["sha256"])
    page = client.post(f"/applications/{application.pk}/check/", sent, follow=True)
    assert messages(page) == ["You signed for the role you hold."]
    application.refresh_from_db()
    assert application.state == "submitted"
    steps = client.get(f"/applications/{application.pk}/").context["steps"]
    assert [(step.name, step.state) for step in steps] == [
        ("Sent", "done"),
        ("Principal signs", "here"),
        ("You begin", "ahead"),
    ]
    assert steps[-1].words == "since Aug 5, 2026"


def test_home_asks_the_leader_to_sign(client, offering):
    leader = leader_of(offering)
    take_over(leader=leader, by=manager())
    client.force_login(leader.person)
    shown = client.get("/").content.decode()
    assert f"Sign for your role: {leader.role}" in shown
    assert "Sign for the role you hold: nothing is paid before." in shown


def test_a_paper_is_added_on_the_leaders_page(staff, offering):
    placement, _ = take_over(leader=leader_of(offering), by=manager())
    page = staff.post(f"/placements/{placement.pk}/paper/", {"signed_by": "", "reason": ""})
    assert sorted(page.context["form"].errors) == ["file", "reason", "signed_by", "signed_on"]
    file = SimpleUploadedFile("scan.pdf", PDF)
    given = {"signed_by": "Ana and Dana", "signed_on": "2026-08-03", "file": file, "reason": "The drawer."}
    page = staff.post(f"/placements/{placement.pk}/paper/", given, follow=True)
    assert messages(page) == [f"{placement} stands on this paper."]


def test_a_paper_is_opened_by_the_leader_the_signer_and_the_managers(client, one_factor, offering):
    school = SchoolFactory()
    signer = principal_for(school)
    leader = leader_of(offering, school=school)
    take_over(leader=leader, by=manager(), paper=paper())
    row = SignedPaper.objects.get()
    elsewhere = HatFactory()
    PathwayManager.objects.create(hat=elsewhere, pathway=PathwayFactory())
    answers = {}
    people = {
        "leader": leader.person,
        "signer": signer,
        "manager": manager(),
        "manager elsewhere": elsewhere.person,
        "preparer": HatFactory(kind="preparer").person,
        "stranger": UserFactory(),
    }
    for name, person in people.items():
        client.force_login(person)
        answer = client.get(f"/placements/in-office/papers/{row.pk}/")
        answers[name] = answer.status_code
        b"".join(answer)
    assert answers == {
        "leader": 200,
        "signer": 200,
        "manager": 200,
        "manager elsewhere": 403,
        "preparer": 403,
        "stranger": 404,
    }


def test_the_list_says_whose_turn_it_is(staff, offering):
    school = SchoolFactory()
    principal = principal_for(school)
    first, _ = take_over(leader=leader_of(offering), by=manager(), paper=paper())
    second, _ = take_over(leader=leader_of(offering), by=manager())
    third, _ = take_over(leader=leader_of(offering, school=school), by=manager())
    Application.objects.filter(in_office=third).update(state="submitted", submitted_at=NOW, signer=principal)
    answer = staff.get(f"{PAGE}?save=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    found = {line.split(",")[0]: line for line in lines}
    assert "Signed on paper on Aug 3, 2026 by Ana Ruiz and Dana Lee" in found[first.person.name]
    assert f"Waits for {second.person} to sign" in found[second.person.name]
    assert f"Waits for {principal}" in found[third.person.name]


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_asks_the_same_however_long(staff, offering, count, django_assert_num_queries):
    by = manager()
    for number in range(count):
        placement, _ = take_over(leader=leader_of(offering), by=by)
        if number % 3 == 0:
            add_paper(pk=placement.pk, paper=paper(), by=by, reason="A scan.")
    staff.get(PAGE)
    with django_assert_num_queries(10):
        staff.get(PAGE)


# --- a file ----------------------------------------------------------------------------------------
def table(*rows):
    head = "email,external_id,role,cohort,school,starts,share,reason"
    return "\n".join([head, *(",".join(str(cell) for cell in row) for row in rows)])


def line(person, offering, school, starts="8/5/2026", share="", cohort=""):
    return (person.email, "", offering.role.name, cohort, school.name, starts, share, "The list of 2026")


def test_what_a_file_comes_to_is_shown_first_then_done_and_again_changes_nothing(staff, offering):
    school, people = SchoolFactory(), [UserFactory() for _ in range(2)]
    text = table(*(line(one, offering, school) for one in people))
    shown = staff.post(LINES, {"file": SimpleUploadedFile("leaders.csv", text.encode())})
    look = shown.context["form"].first_look
    assert shown.status_code == 422
    assert str(look) == "2 leaders are new and will get a mail to sign here."
    assert Placement.objects.count() == 0
    again = {"text": shown.context["form"]["text"].value(), "seen": look.seen}
    page = staff.post(LINES, again, follow=True)
    assert messages(page) == ["2 leaders are on record; a mail asks each to sign."]
    assert Application.objects.filter(in_office__isnull=False).count() == 2
    look = staff.post(LINES, {"text": text}).context["form"].first_look
    assert str(look) == "Nobody is new: 2 are on record already and stay as they are."


def test_every_line_that_cannot_be_is_named_and_nothing_is_done(staff, offering):
    school, person = SchoolFactory(), UserFactory()
    CohortFactory(role=OfferingFactory().role)
    rows = [
        line(person, offering, school),
        ("no@example.org", "", "Nobody", "", "Nowhere", "soon", "2/0", "x"),
        line(UserFactory(), offering, school, cohort="Cohort of others"),
        ("", "", offering.role.name, "", school.name, "2026-08-05", "", "x"),
        (UserFactory().email, "", "", "", "", "2026-08-05", "", "x"),
    ]
    page = staff.post(LINES, {"text": table(*rows)})
    assert page.context["form"].errors["text"] == [
        "Line 3: “no@example.org” is nobody's address or id here. Write the email of their account, or their external "
        "id. There is no role “Nobody”. There is no school “Nowhere”. “soon” is no day. Write it like 2026-08-05 or "
        "8/5/2026. “2/0” is no share. Write it like 1, 1/2 or 0.5.",
        f"Line 4: {offering.role} has no cohort “Cohort of others”.",
        "Line 5: Nobody is named. Write the email of their account, or their external id.",
        "Line 6: Write the role. Write the school of the role.",
    ]
    assert Placement.objects.count() == 0


def test_lines_refused_for_their_school_lead_to_its_page_once_and_say_all_that_is_wrong(staff, offering):
    outside, member = SchoolFactory(member=False), SchoolFactory()
    rows = [line(UserFactory(), offering, outside) for _ in range(2)]
    rows += [line(UserFactory(), offering, outside, starts="1/2/2030"), line(UserFactory(), offering, member)]
    page = staff.post(LINES, {"text": table(*rows)})
    assert page.context["schools"] == (outside,)
    assert page.text.count(f'<a class="usa-link" href="/schools/{outside.slug}/">') == 1
    refused = page.context["form"].errors["text"]
    assert [words.partition(":")[0] for words in refused] == ["Line 2", "Line 3", "Line 4"]
    assert "Jan 2, 2030 lies ahead" in refused[2]
    assert f"{outside} was not part of the network on Jan 2, 2030." in refused[2]


def test_an_address_and_an_id_of_two_people_are_refused(staff, offering):
    one, other = UserFactory(), UserFactory(external_id="E-9")
    row = (one.email, "E-9", offering.role.name, "", SchoolFactory().name, "2026-08-05", "", "x")
    page = staff.post(LINES, {"text": table(row)})
    assert page.context["form"].errors["text"] == [
        f"Line 2: {one.email} and E-9 are two people. Leave out the wrong one."
    ]
    assert other.placements.count() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Choose a file, or paste the lines."),
        ("email,role,school,starts,reason\n", "There is no line below the names of the columns."),
    ],
)
def test_a_file_without_lines_says_so(staff, text, words):
    page = staff.post(LINES, {"text": text})
    assert page.context["form"].errors == {"text": [words]}
