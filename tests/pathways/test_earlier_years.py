"""Completed years of before the program was kept here: taken over, counted, taken back."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from applications.queries.drafts import completed_years
from common.errors import DomainError, NotAllowed
from pathways.forms.earlier import EarlierFileForm
from pathways.models import EarlierYear, PathwayManager
from pathways.services import Earlier, take_back_year, take_over_year
from people.queries import account_at, accounts_at, today
from tests.factories.files import PDF
from tests.factories.pathways import (
    OfferingFactory,
    PathwayFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
PAGE = "/placements/earlier/"


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture
def year():
    return ProgramYearFactory(first=2021)


@pytest.fixture
def role():
    return RoleFactory()


@pytest.fixture
def person():
    return UserFactory(verified=True)


def earlier(person, role, year, reason="Her letter of 2022.", school=None):
    return Earlier(person, role, year, school, reason)


def told(call, *arguments, **given):
    with pytest.raises(DomainError) as refusal:
        call(*arguments, **given)
    return str(refusal.value)


def test_it_counts_where_completed_years_are_asked_for(person, role, year):
    offering = OfferingFactory(role=RoleFactory(after_role=role, after_years=1))
    assert completed_years(person, offering) == 0
    row = take_over_year(earlier=earlier(person, role, year), by=manager())
    assert completed_years(person, offering) == 1
    take_back_year(pk=row.pk, by=manager(), reason="It was another Ana.")
    assert completed_years(person, offering) == 0


def test_a_year_served_here_and_one_taken_over_are_two_and_no_year_counts_twice(person, role, year):
    offering = OfferingFactory(role=RoleFactory(after_role=role, after_years=1))
    PlacementFactory(person=person, role=role, year=ProgramYearFactory(first=2025))
    take_over_year(earlier=earlier(person, role, year), by=manager())
    assert completed_years(person, offering) == 2


def test_the_same_again_changes_nothing(person, role, year):
    by = manager()
    first = take_over_year(earlier=earlier(person, role, year), by=by)
    assert take_over_year(earlier=earlier(person, role, year, "Again."), by=by) == first
    assert list(EarlierYear.objects.values_list("reason", flat=True)) == ["Her letter of 2022."]


def test_what_was_taken_back_can_be_taken_over_anew(person, role, year):
    by = manager()
    row = take_over_year(earlier=earlier(person, role, year), by=by)
    for _ in range(2):
        take_back_year(pk=row.pk, by=by, reason="A slip.")
    assert take_over_year(earlier=earlier(person, role, year), by=by) != row
    assert list(EarlierYear.objects.order_by("pk").values_list("taken_back_why", flat=True)) == [
        "A slip.",
        "",
    ]


def test_what_cannot_be_is_said_in_words(person, role, year):
    by = manager()
    assert told(take_over_year, earlier=earlier(person, role, year, " "), by=by) == (
        "Say how this year is known. It stays on record."
    )
    now = ProgramYearFactory(first=2026)
    assert told(take_over_year, earlier=earlier(person, role, now), by=by) == (
        "The program year 2026-27 is not over, so nobody completed it yet."
    )
    PlacementFactory(person=person, role=role, year=year)
    assert told(take_over_year, earlier=earlier(person, role, year), by=by) == (
        f"{person} served as {role} in 2021-22 here: that year counts already."
    )
    row = take_over_year(earlier=earlier(UserFactory(), role, year), by=by)
    assert told(take_back_year, pk=row.pk, by=by, reason="") == (
        "Say why it counts no longer. The reason stays on record."
    )


def test_only_managers_of_the_pathway_and_nobody_for_themselves(person, role, year):
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=PathwayFactory())
    for by in (UserFactory(), hat.person):
        with pytest.raises(NotAllowed):
            take_over_year(earlier=earlier(person, role, year), by=by)
    own = manager()
    with pytest.raises(NotAllowed, match="nobody their own"):
        take_over_year(earlier=earlier(own, role, year), by=own)


def test_it_is_never_deleted_nor_said_by_somebody_else(person, role, year):
    row = take_over_year(earlier=earlier(person, role, year), by=manager())
    for change in (row.delete, lambda: EarlierYear.objects.update(entered_by=person)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- the page ------------------------------------------------------------------------------------
def one(person, role, year, **changed):
    sent = {"email": person.email, "role": role.pk, "year": year.pk, "school": "", "reason": "Her letter."}
    return {"verb": "one"} | {f"one-{name}": value for name, value in (sent | changed).items()}


def test_a_manager_takes_a_year_over_with_its_document(client, person, role, year):
    client.force_login(manager())
    school, file = SchoolFactory(), SimpleUploadedFile("letter.pdf", PDF)
    page = client.post(PAGE, one(person, role, year, school=school.pk, file=file), follow=True)
    row = EarlierYear.objects.get()
    assert [str(said) for said in page.context["messages"]] == [f"{row} counts from now on."]
    assert (row.school, row.reason) == (school, "Her letter.")
    answer = client.get(f"{PAGE}{row.pk}/file/")
    assert b"".join(answer.streaming_content) == PDF
    client.force_login(UserFactory())
    assert client.get(f"{PAGE}{row.pk}/file/").status_code == 404


def test_an_address_nobody_has_is_said_at_its_field(client, person, role, year):
    client.force_login(manager())
    answer = client.post(PAGE, one(person, role, year, email="nobody@example.org"))
    assert answer.status_code == 422
    assert "Nobody here has the address nobody@example.org." in answer.content.decode()
    assert EarlierYear.objects.count() == 0


def confirmed(page):
    """The form that came back with what it comes to, sent as it stands."""
    form = page.context["many"]
    return {"verb": "file", **{f"file-{name}": form[name].value() for name in ("text", "seen")}}


def file(*lines, head="email,role,year,reason,school"):
    text = "\r\n".join([head, *lines])
    return {"verb": "file", "file-file": SimpleUploadedFile("years.csv", text.encode())}


def test_a_file_is_taken_over_whole_and_again_nothing_is_doubled(client, person, role, year):
    client.force_login(manager())
    school, other = SchoolFactory(), UserFactory(verified=True)
    lines = [
        f"{person.email},{role.name},2021-22,Letter,{school.name}",
        f"{other.email},{role.name.upper()},2021-22,Letter,",
    ]
    looked = client.post(PAGE, file(*lines))
    assert (str(looked.context["many"].first_look), EarlierYear.objects.count()) == ("2 years are new.", 0)
    assert [(one.number, one.row.person, one.new) for one in looked.context["many"].taken] == [
        (2, person, True),
        (3, other, True),
    ]
    assert '<td data-label="School">Not known</td>' in looked.text
    page = client.post(PAGE, confirmed(looked), follow=True)
    assert page.text.count('<td data-label="School">Not known</td>') == 1
    assert [str(said) for said in page.context["messages"]] == ["2 years of the file count from now on."]
    assert EarlierYear.objects.count() == 2
    again = client.post(PAGE, file(*lines))
    assert str(again.context["many"].first_look) == (
        "Nothing is new. 2 are on record already and stay as they are."
    )
    client.post(PAGE, confirmed(again))
    assert EarlierYear.objects.count() == 2


def test_lines_that_come_to_something_else_meanwhile_are_looked_at_anew(client, person, role, year):
    client.force_login(manager())
    looked = client.post(PAGE, file(f"{person.email},{role.name},2021-22,Letter,"))
    take_over_year(earlier=earlier(person, role, year), by=manager())
    again = client.post(PAGE, confirmed(looked))
    assert (
        str(again.context["many"].first_look) == "Nothing is new. 1 is on record already and stays as it is."
    )


def test_people_of_a_file_are_found_by_their_id_too(client, role, year):
    client.force_login(manager())
    one, other = UserFactory(external_id="T-1"), UserFactory(external_id="T-2", verified=True)
    head = "employee_id,email,role,year,reason"
    lines = [f"T-1,,{role.name},2021-22,Letter", f"T-2,{other.email},{role.name},2021-22,Letter"]
    looked = client.post(PAGE, file(*lines, head=head))
    assert [one.row.person for one in looked.context["many"].taken] == [one, other]
    refused = client.post(PAGE, file(lines[0], f"T-1,{other.email},{role.name},2021-22,Letter", head=head))
    assert refused.status_code == 422
    told = f"Line 3: {other.email} and T-1 are two people. Leave out the wrong one."
    assert refused.context["many"].errors["text"] == [told]
    assert [one.row.person for one in refused.context["many"].taken] == [one]


@pytest.mark.parametrize("count", [2, 40])
def test_people_of_a_file_are_looked_up_at_once(role, year, count, django_assert_num_queries):
    people = [UserFactory(verified=True) for _ in range(count)]
    with django_assert_num_queries(2):
        found = accounts_at({person.email for person in people} | {"nobody@example.org", "no address"})
    assert found == {person.email: person for person in people}


def test_an_address_of_a_file_finds_whom_it_finds_when_typed():
    signed_up, confirmed, closed = UserFactory(), UserFactory(verified=True), UserFactory(is_active=False)
    typed = [signed_up.email.upper(), confirmed.email, closed.email, "x"]
    assert accounts_at(typed) == {text: found for text in typed if (found := account_at(text))}


def test_a_file_with_a_wrong_line_changes_nothing_and_names_all_that_is_wrong(client, person, role, year):
    client.force_login(manager())
    lines = [
        f"{person.email},{role.name},2021-22,Letter,",
        f"{person.email},Mayor,2021-22,Letter,Nowhere High",
        f"gone@example.org,{role.name},1999,Letter,",
        f"{person.email},{role.name},2021-22,,",
    ]
    answer = client.post(PAGE, file(*lines))
    html = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "Line 3: There is no role “Mayor”.",
        "There is no school “Nowhere High”.",
        "Line 4: “gone@example.org” is nobody&#x27;s address or id here.",
    ):
        assert words in html
    assert EarlierYear.objects.count() == 0
    again = client.post(PAGE, file(lines[3])).content.decode()
    assert "Line 2: Say how this year is known." in again


def test_a_line_repeated_in_a_file_is_refused_by_both_numbers(client, person, role, year):
    client.force_login(manager())
    other = UserFactory(verified=True)
    lines = [
        f"{one.email},{role.name},2021-22,{why}," for one, why in ((person, "A"), (other, "A"), (person, "B"))
    ]
    form = client.post(PAGE, file(*lines)).context["many"]
    assert form.errors["text"] == [
        f"Line 4: Line 2 says that {person} was {role} in 2021-22 already. Leave one of the two."
    ]
    assert [one.number for one in form.taken] == [2, 3]


def test_only_years_that_are_over_are_offered(client, year):
    ProgramYearFactory(first=today().year + 1)
    client.force_login(manager())
    assert [str(one) for one in client.get(PAGE).context["one"].fields["year"].queryset] == ["2021-22"]


def test_it_is_taken_back_on_a_page_that_asks_why(client, person, role, year):
    row = take_over_year(earlier=earlier(person, role, year), by=manager())
    client.force_login(manager())
    assert client.get(f"{PAGE}{row.pk}/back/").status_code == 200
    client.post(f"{PAGE}{row.pk}/back/", {"reason": "A slip."})
    assert "A slip." in client.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_takes_as_many_queries_for_many_as_for_few(client, role, year, count, count_queries):
    by = manager()
    for _ in range(count):
        take_over_year(earlier=earlier(UserFactory(), role, year), by=by)
    client.force_login(by)
    client.get(PAGE)
    with count_queries(10):
        assert len(client.get(PAGE).context["page"]) == min(count, 50)


def test_it_is_for_program_managers(client):
    client.force_login(UserFactory())
    assert client.get(PAGE).status_code == 403


def test_names_of_columns_without_a_line_are_refused_in_words():
    form = EarlierFileForm({"text": "email,role,year,reason\n"})
    assert form.errors["text"] == ["There is no line below the names of the columns."]
