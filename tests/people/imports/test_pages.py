"""The pages of an import: uploaded, looked at, answered, imported; by whoever keeps people and nobody else."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from dashboard.tasks import sweep_imports
from people.models import Import, Post, School, SourceId, User
from people.rules.schools import NOT_HERE
from people.rules.wanting import ELSEWHERE, NO_POST
from people.services import imports
from people.states import ImportState
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    ImportFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
)
from tests.people.imports.bundles import DAY, bundle, people, table
from tests.people.imports.test_rules_files import ODD
from tests.people.imports.test_two_sources import OFFICE, PROGRAM, of_office, written

pytestmark = pytest.mark.django_db
CODE = "19647336058051"
ANA = ("T-1", "Ana", "Ruiz", "ana@example.org", CODE, "teacher")
BO = ("T-2", "Bo", "Li", "bo@example.org", CODE, "teacher")
INDEX = "/people/import/"


@pytest.fixture
def registrar(client):
    SchoolFactory(cds_code=CODE, name="Hollenbeck Middle")
    person = administrator()
    client.force_login(person)
    return person


def upload(client, content, **more):
    told = {"day": DAY, "last_day": DAY, "members_from": DAY, **more}
    return client.post(INDEX, {"file": SimpleUploadedFile("people.csv", content), **told})


def uploaded(client, content, **more):
    answer = upload(client, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("pk")


def page_of(row):
    return reverse("people:import", args=[row.pk])


def words(answer):
    return " ".join(html.fromstring(answer.content.decode()).find(".//main").text_content().split())


def choose(client, row, verb, **more):
    """Press a button of the page, as it stands there."""
    form = client.get(page_of(row)).context["form"]
    told = {"seen": row.mark, "verb": verb, **{name: form[name].value() or "" for name in form.roles}, **more}
    return client.post(page_of(row), told)


def test_a_file_is_shown_whole_before_anything_is_changed(client, registrar):
    row = uploaded(client, people(ANA, BO))
    said = words(client.get(page_of(row)))
    assert "2 lines read. Nothing is changed yet." in said
    assert "2 new people, 2 positions" in said
    assert Post.objects.count() == 0
    assert choose(client, row, "start").status_code == 302
    assert Post.objects.count() == 2
    assert "Imported" in words(client.get(page_of(row)))


def test_new_schools_are_members_from_the_first_day_of_the_program_year_or_as_was_said(
    client, registrar, clock
):
    clock(datetime(2027, 3, 16, 18, tzinfo=UTC))
    client.force_login(registrar)
    assert client.get(INDEX).context["form"]["members_from"].value() == date(2026, 7, 1)
    head = "name,level,lowest_grade,highest_grade,cds_code,community"
    content = table(head, [["Santee High", "high", "9", "12", "19647336058052", "South Central"]])
    row = uploaded(client, content, members_from="2026-07-01")
    assert "member from Jul 1, 2026" in words(client.get(page_of(row)))
    choose(client, row, "start")
    assert School.objects.get(name="Santee High").memberships.get().starts == date(2026, 7, 1)


def test_one_of_each_is_told_of_as_one(client, registrar):
    row = uploaded(client, people(ANA))
    said = words(client.get(page_of(row)))
    assert "1 line read. Nothing is changed yet." in said
    assert "1 new person, 1 position" in said
    choose(client, row, "start")
    again = words(client.get(page_of(uploaded(client, people(ANA)))))
    assert "2 rows stay as they are." in again
    event = row.events.latest("pk")
    event.rows = 1
    assert event.about == "1 row"


def test_what_is_left_out_and_still_to_be_done_is_said_in_words(client, registrar):
    UserFactory(email="ana@example.org")
    file = bundle(
        users=[("t1", "Ana", "Ruiz", "ana@example.org"), ("s1", "Sam", "Lee", "")],
        roles=[("r1", "t1", "teacher", "o1"), ("r2", "s1", "student", "o1")],
        orgs=[("o1", "Hollenbeck Middle", CODE)],
    )
    row = imports.read_file(name="a.zip", content=file, by=registrar, day=DAY, last_day=DAY, whole=False)
    imports.check(pk=row.pk)
    said = words(client.get(page_of(row)))
    assert "Students: 1" in said
    assert "Still to be done: 1 question to answer." in said
    assert "Assistant principal" in said
    assert "assistant principal" not in said


def test_who_is_missing_and_cannot_end_before_they_began_is_named(client, registrar):
    choose(client, uploaded(client, people(ANA, BO)), "start")
    said = words(client.get(page_of(uploaded(client, people(ANA), whole="on", last_day="2026-11-28"))))
    assert "0 positions end Nobody else whom an earlier file brought is missing." in said
    assert "1 position cannot end on Nov 28, 2026" in said
    assert "Bo Liteacher at Hollenbeck Middlesince Nov 29, 2026" in said
    assert "read the file anew with a later last day" in said


def test_what_another_source_still_names_is_said_to_stay(client, registrar):
    for name, content in (OFFICE, PROGRAM):
        written(content((1, CODE), (2, CODE)), registrar, name)
    row = uploaded(client, of_office((2, CODE)), whole="on", day="2100-02-01", last_day="2100-01-31")
    said = words(client.get(page_of(row)))
    assert (
        "0 positions end Nobody else whom an earlier file brought is missing. 1 position stays because"
        in said
    )
    assert "Given1 Ngteacher at Hollenbeck Middlestill named by OneRoster: Example SIS" in said
    choose(client, row, "start")
    assert (Import.objects.get(pk=row.pk).state, Post.objects.filter(ends=None).count()) == ("applied", 2)


def test_what_is_left_out_for_its_school_is_named_and_leads_to_where_schools_are_added(client, registrar):
    users = [(f"t{number}", f"Ana{number}", "Ruiz", f"a{number}@example.org") for number in range(22)]
    roles = [(f"r{number}", f"t{number}", "teacher", "o2") for number in range(22)]
    orgs = [("o1", "Hollenbeck Middle", CODE), ("o2", "Far High", "19647330000000")]
    page = client.get(page_of(uploaded(client, bundle(users, roles, orgs))))
    schools, posts, persons = (
        page.context["shown"]["named"][kind] for kind in (NOT_HERE, ELSEWHERE, NO_POST)
    )
    assert schools == ["Far High, CDS code 19647330000000 (orgs.csv, line 3)"]
    assert (posts[0], posts[19:]) == (
        "Ana0 Ruiz, teacher at Far High (roles.csv, line 2)",
        ["Ana19 Ruiz, teacher at Far High (roles.csv, line 21)"],
    )
    assert persons[19:] == ["Ana19 Ruiz (users.csv, line 21)"]
    assert words(page).count("and 2 more") == 2
    assert 'href="/schools/new/"' in page.content.decode()


def test_wrong_lines_stop_it_and_a_corrected_file_takes_its_place(client, registrar):
    row = uploaded(client, people(ANA, ("T-2", "Bo", "Li", "bo", CODE, "teacher")))
    said = words(client.get(page_of(row)))
    assert "1 cell cannot be taken, so nothing is imported" in said
    assert "Import all of it" not in said
    choose(client, row, "read_again", file=SimpleUploadedFile("b.csv", people(ANA, BO)))
    row.refresh_from_db()
    assert (row.file_name, row.state) == ("b.csv", ImportState.CHECKED)


def test_what_is_wrong_names_the_column_as_the_file_has_it(client, registrar):
    head = "external_id,First name,family_name,email,school,{}"
    for job in ("position", "Job"):
        file = people((*ANA[:5], "principal"), (*BO[:5], "principal"), head=head.format(job))
        assert [one["column"] for one in uploaded(client, file).shown["wrong"]] == [job]
    file = people((*ANA[:1], "x@y.z", *ANA[2:]), head=head.format("Job"))
    assert [one["column"] for one in uploaded(client, file).shown["wrong"]] == ["First name"]


def test_a_question_is_answered_on_the_page_and_stays_answered(client, registrar):
    mine = UserFactory(email="ana@example.org")
    row = uploaded(client, people(ANA))
    name = next(iter(client.get(page_of(row)).context["form"].questions))
    assert choose(client, row, "start").status_code == 422
    choose(client, row, "save", **{name: f"same:{mine.pk}"})
    row.refresh_from_db()
    assert "without an answer" not in words(client.get(page_of(row)))
    choose(client, row, "start")
    assert User.objects.get(external_id="T-1") == mine


def test_what_was_answered_with_the_last_press_is_looked_at_first(client, registrar):
    mine = UserFactory(email="ana@example.org")
    row = uploaded(client, people(ANA))
    name = next(iter(client.get(page_of(row)).context["form"].questions))
    answer = choose(client, row, "start", **{name: f"same:{mine.pk}"})
    assert answer.status_code == 422
    assert "Look at what it does now." in words(answer)
    row.refresh_from_db()
    assert (row.state, Post.objects.count()) == (ImportState.CHECKED, 0)
    choose(client, row, "start")
    assert Post.objects.count() == 1


def test_all_who_have_one_address_and_one_name_are_the_same_by_one_press(client, registrar):
    for number, name in enumerate(("Ana", "Bo"), 1):
        UserFactory(
            given_name=name, family_name="Ng", email=f"{name}@example.org", external_id=f"HR-{number}"
        )
    UserFactory(given_name="Carla", family_name="Abara", email="cy@example.org", external_id="HR-3")
    users = [(f"a{name}", name, "Ng", f"{name}@example.org") for name in ("Ana", "Bo", "Cy")]
    roles = [(f"r{name}", f"a{name}", "teacher", "o1") for name in ("Ana", "Bo", "Cy")]
    row = uploaded(client, bundle(users, roles, [("o1", "Hollenbeck Middle", CODE)]))
    assert "Yes, all 2 are the same people" in words(client.get(page_of(row)))
    choose(client, row, "same")
    page = client.get(page_of(row))
    row.refresh_from_db()
    assert (row.shown["counts"]["open"], page.context["alike"]) == (1, 0)
    name = next(iter(page.context["form"].questions))
    choose(client, row, "save", **{name: "out"})
    row.refresh_from_db()
    choose(client, row, "start")
    assert list(SourceId.objects.values_list("external_id", "person__external_id").order_by("pk")) == [
        ("aAna", "HR-1"),
        ("aBo", "HR-2"),
    ]


def test_more_questions_than_a_browser_sends_come_in_turns(client, registrar, monkeypatch):
    monkeypatch.setattr("people.forms.accounts.MOST_ASKED", 1)
    for one in (ANA, BO):
        UserFactory(email=one[3])
    row = uploaded(client, people(ANA, BO))
    page = client.get(page_of(row))
    assert "These 1 come first, of 2." in words(page)
    (name,) = page.context["form"].questions
    choose(client, row, "save", **{name: "out"})
    (then,) = client.get(page_of(row)).context["form"].questions.values()
    assert then != page.context["form"].questions[name]


def test_ends_need_their_number(client, registrar):
    row = uploaded(client, people(ANA, BO))
    choose(client, row, "start")
    row = uploaded(client, people(ANA), whole="on", last_day="2027-01-31", day="2027-02-01")
    assert "1 position ends" in words(client.get(page_of(row)))
    assert "Type how many positions end: 1." in words(choose(client, row, "start", ends="2"))
    choose(client, row, "start", ends="1")
    assert sorted(str(ends) for ends in Post.objects.values_list("ends", flat=True)) == ["2027-02-01", "None"]


CLEO = ("T-3", "Cleo", "Ash", "cleo@example.org", CODE, "principal")
DEE = ("T-4", "Dee", "Fox", "dee@example.org", CODE, "principal")


def signing(client, *rows):
    row = uploaded(client, people(*rows), whole="on", last_day="2027-01-31", day="2027-02-01")
    said = [f"{one['name']} {one['words']}" for one in row.shown["signing"]]
    assert ("Who signs" in words(client.get(page_of(row)))) is bool(said)
    return said


def test_the_end_of_a_principal_whom_nobody_follows_is_said_before(client, registrar):
    choose(client, uploaded(client, people(ANA, CLEO)), "start")
    assert signing(client, ANA) == [
        "Cleo Ash is principal of Hollenbeck Middle, and after January 31, 2027 nobody signs for it. "
        "Appoint somebody on the page of the school, or enter the next principal."
    ]
    assert signing(client, ANA, (*CLEO, "", "", "2027-03-05")) == [
        "Cleo Ash is principal of Hollenbeck Middle, and after March 5, 2027 nobody signs for it. "
        "Appoint somebody on the page of the school, or enter the next principal."
    ]
    assert signing(client, ANA, DEE) == []
    ActingSignerFactory(school=School.objects.get())
    assert signing(client, ANA) == []


def test_the_end_of_whoever_acts_as_a_signer_says_that_they_still_do(client, registrar):
    choose(client, uploaded(client, people(ANA, BO)), "start")
    ana, bo = User.objects.get(external_id="T-1"), User.objects.get(external_id="T-2")
    school = School.objects.get()
    ActingSignerFactory(school=school, person=ana, ends=date(2027, 7, 1))
    DelegationFactory(principal=principal_of(school), delegate=bo, ends=date(2027, 3, 1))
    principal = Post.objects.get(position="principal").person
    assert signing(client, ANA) == [
        f"Bo Li acts for {principal} through February 28, 2027. That stays until somebody ends it."
    ]
    assert signing(client, BO) == [
        "Ana Ruiz is appointed to sign for Hollenbeck Middle through June 30, 2027. "
        "That stays until somebody ends it."
    ]


def test_a_role_nobody_wrote_is_said_so(client, registrar):
    content = bundle(
        [("t1", "Ana", "Ruiz", "ana@example.org")], [("r1", "t1", "", "o1")], [("o1", "H", CODE)]
    )
    row = uploaded(client, content)
    assert "Roles that are no position here (none is written): 1" in words(client.get(page_of(row)))


def test_a_role_is_mapped_on_the_page(client, registrar):
    content = bundle(
        [("t1", "Ana", "Ruiz", "ana@example.org")], [("r1", "t1", "aide", "o1")], [("o1", "H", CODE)]
    )
    row = uploaded(client, content)
    assert "Roles that are no position here (aide): 1" in words(client.get(page_of(row)))
    choose(client, row, "save", role0="coach")
    assert "1 new person, 1 position" in words(client.get(page_of(row)))


def test_it_is_discarded(client, registrar):
    row = uploaded(client, people(ANA))
    choose(client, row, "give_up")
    assert "Given up. Nothing was changed." in words(client.get(page_of(row)))
    assert choose(client, row, "save").status_code == 422


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_a_file_of_any_kind_gets_a_page(client, registrar, content):
    answer = upload(client, content)
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        assert client.get(answer.url).status_code == 200


def test_nobody_else_sees_or_does_it(client):
    row = ImportFactory()
    for person in (UserFactory(), manager()):
        client.force_login(person)
        answers = [
            client.get(INDEX),
            upload(client, people(ANA)),
            client.get(page_of(row)),
            client.post(page_of(row)),
        ]
        assert [answer.status_code for answer in answers] == [403] * 4


def test_a_large_file_is_worked_on_in_the_background_and_found_by_the_sweep(client, registrar, monkeypatch):
    monkeypatch.setattr("people.tasks.AT_ONCE", 1)
    row = uploaded(client, people(ANA, BO))
    assert row.state == ImportState.READ
    assert "Being compared with what is here" in words(client.get(page_of(row)))
    progress = client.get(reverse("people:import_progress", args=[row.pk]))
    assert "HX-Refresh" not in progress
    imports.check(pk=row.pk)
    assert client.get(reverse("people:import_progress", args=[row.pk]))["HX-Refresh"] == "true"
    assert sweep_imports() == 0


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_asks_as_often_for_many_as_for_few(client, registrar, django_assert_num_queries, rows):
    ImportFactory.create_batch(rows)
    client.get(INDEX)
    with django_assert_num_queries(5):
        assert client.get(INDEX).status_code == 200
