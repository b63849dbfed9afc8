"""Fellows of before from a file: shown first, then all of them or none; and the pages of it."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from common.errors import DomainError
from fellows import services
from fellows.forms.takeover import TakeOverForm
from fellows.imports import fellow_lines
from fellows.models import Fellow, FellowTakenOver, ServiceRecord
from fellows.queries.takeover import DAYS
from fellows.services.takeover_lines import EXPIRE, MILESTONES
from notifications.models import Message
from pathways.services.lines import LinesRefused
from people.models import User
from tests.factories.fellows import AgreementVersionFactory, FellowFactory
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
PAGE, FILE = "/fellows/take-over/", "/fellows/take-over/file/"
HEAD = (
    "email,first_name,last_name,cohort,state,graduated_on,since,preliminary_on,preliminary_expires,agreement_signed_on,"
    "agreement_terms,agreement_kept,reason,year,site,employer,position,fte,days,confirmed_by,confirmed_on,paper_kept"
)
ALUMNA = (
    "carmen@example.org,Carmen,Ortiz,2016,Serving,8/18/2017,,2017-10-01,2022-10-01,3/1/2016,Version 7,Binder of 2016,"
    "The binder"
)
YEAR = "Jordan High School,The district,Assistant principal,,,Dana Lee,2021-06-30,Binder"


@pytest.fixture
def world() -> None:
    AgreementVersionFactory(published=True, for_paper=True, number=7, granularity="year")
    SchoolFactory(name="Jordan High School")
    for first in range(2018, 2021):
        ProgramYearFactory(first=first, days_count=180)


@pytest.fixture
def staff(client: Any, settings: Any, world: None) -> Any:
    settings.DEMO = True
    client.force_login(manager())
    return client


def table(*rows: str) -> str:
    return "\n".join([HEAD, *rows])


def alumni() -> str:
    """A line with her first year, one with her second, and somebody who withdrew."""
    second = f"carmen@example.org{',' * 13}2019-20,{YEAR}"
    gone = "ben@example.org,Ben,,2016,withdrawn,,2017-02-01,,,,,,A letter,,,,,,,,,"
    return table(f"{ALUMNA},2018-19,{YEAR}", second, gone)


def errors(text: str, by: User | None = None) -> list[str]:
    with pytest.raises(LinesRefused) as refused:
        services.take_over_lines(lines=fellow_lines(text), by=by or manager())
    return list(refused.value.lines)


def messages(page: Any) -> list[str]:
    return [str(said) for said in page.context["messages"]]


def test_what_a_file_comes_to_is_shown_first_then_done_and_again_changes_nothing(staff: Any) -> None:
    shown = staff.post(FILE, {"file": SimpleUploadedFile("alumni.csv", alumni().encode())})
    form = shown.context["form"]
    assert (shown.status_code, str(form.first_look)) == (422, "2 fellows are new, or more is known of them.")
    assert [(one.which, one.taken.added) for one in form.taken] == [
        (
            "2, 3",
            (
                "an account, without a mail",
                "the Cohort of 2016, from Jun 22, 2016",
                "a fellow, “serving”",
                "Preliminary (Tier 1) credential",
                "the agreement on paper",
                "service of 2018-19 on paper",
                "service of 2019-20 on paper",
            ),
        ),
        ("4", ("an account, without a mail", "a fellow, “withdrawn”")),
    ]
    assert (Fellow.objects.count(), User.objects.filter(given_name="Carmen").count()) == (0, 0)
    page = staff.post(FILE, {"text": form["text"].value(), "seen": form.first_look.seen}, follow=True)
    assert messages(page) == [
        "2 fellows are on record. Another program manager accepts their service on paper."
    ]
    assert (Fellow.objects.count(), ServiceRecord.objects.count(), Message.objects.count()) == (2, 2, 0)
    again = staff.post(FILE, {"text": alumni()}).context["form"].first_look
    assert str(again) == "Nothing is new. 2 fellows are on record already and stay as they are."
    assert "2 years of service on paper wait for another program manager" in page.text


def test_every_line_that_cannot_be_is_told_and_nothing_is_done(world: None) -> None:
    rows = [
        f"a@example.org,Ada,,Cohort of Nowhere,happy,soon,,,,,9,,x,2030-31,{YEAR}",
        f"b@example.org,,,2016,serving,8/18/2017,,,2022-10-01,,,,x,2018-19,{YEAR.replace(',,,', ',2/0,some,')}",
        "b@example.org,,,2015,,,,,,,,,,,,,,,,,,",
        "not an address,Cora,,,serving,8/18/2017,,,,3/1/2016,7,,x,,,,,,,,,",
        ",,,2016,withdrawn,,2017-02-01,,,,,,x,,,,,,,,,",
        "d@example.org,Dora,,2016,serving,8/18/2017,,,,,7,Binder,x,2018-19,,,,,,,,",
    ]
    nobody = "is nobody's address or id here. Write the email of their account, or their external id."
    names = "Write given_name and family_name too where an account is to be made."
    states = (
        "selected, applied ucla, admitted, enrolled, graduated, serving, fulfilled, withdrawn, released, discharged, "
        "ended unfulfilled"
    )
    assert errors(table(*rows)) == [
        "Line 2: There is no cohort “Cohort of Nowhere”. Write its name, or the year it began in.",
        "Line 2: There is no program year “2030-31”. Write it like 2018-19; one of before is opened under Years, and "
        "the number of its days is enough.",
        "Line 2: Write the day on which the agreement was signed.",
        "Line 2: graduated_on: “soon” is no day. Write it like 2019-06-30 or 6/30/2019.",
        "Line 2: “9” is no version of the terms. Write the number of one that is published: 7.",
        f"Line 2: “happy” is no state to take over. Write one of: {states}.",
        "Line 3: Write preliminary_on too: the day it was reached.",
        "Line 3: “2/0” is no share of full time. Write it like 1, 1/2 or 0.6.",
        f"Line 3: “b@example.org” {nobody} {names}",
        "Line 3: “some” is no number of days. Leave it empty for all days of the year.",
        "Line 4: Line 3 says cohort “2016”, this one “2015”. Leave one of the two.",
        "Line 5: Write the cohort. Write its name, or the year it began in.",
        "Line 5: “not an address” is no email address. Correct it.",
        f"Line 6: Nobody is named. {nobody.partition('. ')[2]}",
        "Line 7: Write on which day it was confirmed on paper.",
        "Line 7: Write the day on which the agreement was signed.",
    ]
    assert not Fellow.objects.exists()


def test_what_a_rule_refuses_is_told_at_the_line_of_its_fellow(world: None) -> None:
    person = UserFactory()
    late = f"{person.email},,,2016,serving,8/18/2017,,,,3/1/2016,7,Binder,The binder"
    rows = [f"{late},2018-19,{YEAR}", f"a@example.org,Ada,,2016,released,,,,,,,,,{',' * 8}"]
    assert errors(table(*rows)) == [
        "Line 3: Say how this is known. It stays on record.",
        "Line 3: Write since which day they are “released”.",
        "Line 3: Write the day of graduation: service is counted from it.",
    ]
    fellow = FellowFactory(person=person, serving=True)
    assert [words.partition(". ")[0] for words in errors(table(rows[0]))] == [
        f"Line 2: {person} is in the {fellow.cohort} already, as “Serving”"
    ]


def test_so_many_lines_are_taken_over_at_once() -> None:
    with pytest.raises(DomainError, match="more than 500 lines"):
        services.take_over_lines(lines=fellow_lines(table(*["x@example.org" + "," * 21] * 501)), by=manager())


def test_one_is_taken_over_by_the_form_and_her_years_come_next(staff: Any) -> None:
    version = AgreementVersionFactory(published=True, for_paper=True)
    person = UserFactory()
    typed = {
        "email": person.email,
        "began": "2016",
        "state": "serving",
        "graduated_on": "2017-08-18",
        "degree_on": "2017-09-01",
        "kept": "Binder of 2016",
        "signed_on": "2016-03-01",
        "terms_of": version.pk,
        "reason": "The binder",
    }
    page = staff.post(PAGE, typed, follow=True)
    fellow = Fellow.objects.get()
    assert page.request["PATH_INFO"] == f"/fellows/{fellow.pk}/paper/enter/"
    assert "Nobody was told." in messages(page)[0]
    years = {"first": "2018-19", "last": "2020-21"}
    form = page.context["form"]
    given = {name: form.fields[name].queryset.get(label=label).pk for name, label in years.items()}
    given |= {"site": "Jordan High School", "employer": "The district", "position": "Principal", "fte": "1"}
    given |= {"confirmed_by": "Dana Lee", "signed_on": "2021-06-30", "kept": "Binder"}
    page = staff.post(f"/fellows/{fellow.pk}/paper/enter/", given, follow=True)
    assert messages(page) == ["3 school years are entered. Another program manager accepts them."]
    assert "On paper: confirmed by Dana Lee on Jun 30, 2021" in page.text
    assert "Taken over from before" in page.text
    agreement = staff.get(f"/fellows/{fellow.pk}/agreement/").text
    assert "On paper, signed on Mar 1, 2016" in agreement
    assert "Save as PDF" not in agreement
    assert staff.get(f"/fellows/agreements/signed/{fellow.agreements.get().pk}/pdf/").status_code == 404
    again = staff.post(PAGE, typed, follow=True)
    assert messages(again) == [f"{fellow} is on record just so. Nothing was changed."]


def test_the_form_says_what_is_missing_at_its_field(staff: Any) -> None:
    typed = {
        "email": "a@example.org",
        "began": "2016",
        "state": "serving",
        "kept": "Binder",
        "preliminary_expires": "2022-01-01",
    }
    page = staff.post(PAGE, typed)
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "reason": ["Fill this in."],
        "signed_on": ["Write the day on which it was signed."],
        "terms_of": ["Choose the terms it has."],
        "preliminary_on": ["Write since when they hold it."],
    }
    typed |= {"reason": "x", "signed_on": "2016-03-01", "preliminary_on": "2017-01-01"}
    typed["terms_of"] = str(AgreementVersionFactory(published=True).pk)
    page = staff.post(PAGE, typed)
    assert list(page.context["form"].errors) == ["given_name"]
    lost = staff.post(PAGE, {**typed, "kept": "", "signed_on": "2016-03-01"})
    assert lost.context["form"].errors["kept"] == ["Say where the paper is kept."]


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_asks_the_same_however_long(staff: Any, count: int, django_assert_num_queries: Any) -> None:
    by = manager()
    for _ in range(count):
        fellow = FellowFactory(serving=True)
        FellowTakenOver.objects.create(
            fellow=fellow, reason="x", state="serving", by=by, at=fellow.person.date_joined
        )
    staff.get(PAGE)
    with django_assert_num_queries(QUERIES):
        staff.get(PAGE)


QUERIES = 10


def test_terms_for_paper_are_signed_by_nobody_here(staff: Any) -> None:
    old = AgreementVersionFactory(published=True, signed_from=date(2020, 1, 1))
    draft = AgreementVersionFactory(for_paper=True, signed_from=date(2016, 1, 1))
    page = staff.get(f"/fellows/agreements/{draft.pk}/publish/")
    seen = page.context["form"]["seen"].value()
    page = staff.post(f"/fellows/agreements/{draft.pk}/publish/", {"seen": seen}, follow=True)
    assert messages(page) == [f"{draft} is published. Agreements on paper may have its terms."]
    shown = staff.get("/fellows/agreements/")
    assert shown.context["today"] == old


def test_a_workbook_is_read_as_its_lines_by_the_sheet_that_names_the_columns(staff: Any) -> None:
    book = Workbook()
    book.active.append(["What this is", "Alumni of 2016"])
    rows = [line.split(",") for line in alumni().splitlines()]
    sheet = book.create_sheet("Fellows")
    for row in [["Alumni"], [], *rows]:
        sheet.append(row)
    # As Excel keeps them: a day as a day, a number as a number.
    sheet["F4"], sheet["D4"] = date(2017, 8, 18), 2016
    told = BytesIO()
    book.save(told)
    shown = staff.post(FILE, {"file": SimpleUploadedFile("alumni.xlsx", told.getvalue())})
    form = shown.context["form"]
    assert [(one.which, one.taken.fellow.person.email) for one in form.taken] == [
        ("4, 5", "carmen@example.org"),
        ("6", "ben@example.org"),
    ]
    again = {"text": form["text"].value(), "seen": form["seen"].value()}
    done = staff.post(FILE, again, follow=True)
    assert messages(done) == [
        "2 fellows are on record. Another program manager accepts their service on paper."
    ]
    assert Fellow.objects.get(person__email="carmen@example.org").graduated_on == date(2017, 8, 18)
    broken = staff.post(FILE, {"file": SimpleUploadedFile("alumni.xlsx", told.getvalue()[:900])})
    assert (broken.status_code, "This is an archive, or an Excel file that is damaged." in broken.text) == (
        422,
        True,
    )


def test_the_form_asks_for_every_day_a_file_may_hold(staff: Any) -> None:
    asked = {*TakeOverForm.base_fields}
    days = {*DAYS, "since", *(f"{kind}_on" for kind in MILESTONES), *(f"{kind}_expires" for kind in EXPIRE)}
    assert days <= asked
    version, person = AgreementVersionFactory(published=True, for_paper=True), UserFactory()
    typed = {"email": person.email, "began": "2016", "state": "serving", "kept": "Binder", "reason": "Paper"}
    typed |= {"signed_on": "2016-03-01", "terms_of": version.pk, "graduated_on": "2017-08-18"}
    typed |= {"calapa_2_on": "2017-03-01", "enrolled_on": "2016-06-27", "clear_expires": "2028-08-31"}
    page = staff.post(PAGE, typed)
    assert page.context["form"].errors == {"clear_on": ["Write since when they hold it."]}
    assert "<details open>" in page.text
    staff.post(PAGE, typed | {"clear_on": "2019-11-04"})
    fellow = Fellow.objects.get()
    reached = {row.kind: (row.reached_on, row.expires_on) for row in fellow.milestones.all()}
    assert reached == {
        "enrolled": (date(2016, 6, 27), None),
        "calapa_2": (date(2017, 3, 1), None),
        "clear": (date(2019, 11, 4), date(2028, 8, 31)),
    }


def test_a_file_with_names_of_columns_alone_is_refused_where_it_was_chosen(staff: Any) -> None:
    page = staff.post(FILE, {"text": HEAD})
    words = ["There is no line below the names of the columns."]
    assert (page.status_code, page.context["form"].errors) == (422, {"text": words})
    page = staff.post(FILE, {"file": SimpleUploadedFile("alumni.csv", HEAD.encode())})
    assert page.context["form"].errors == {"file": words}


def test_what_is_wrong_in_a_file_stands_at_the_file_and_with_pasted_lines_at_the_lines(staff: Any) -> None:
    lost = alumni().replace("Serving", "Lost")
    page = staff.post(FILE, {"file": SimpleUploadedFile("alumni.csv", lost.encode())})
    assert list(page.context["form"].errors) == ["file"]
    assert list(staff.post(FILE, {"text": lost}).context["form"].errors) == ["text"]


def test_a_share_with_a_comma_is_said_to_want_a_point(world: None) -> None:
    lines = alumni().replace("Assistant principal,,", "Assistant principal,0;5,", 1)
    half = lines.replace(",", "|").replace(";", ",").replace("|", ";")
    assert errors(half) == ["Line 2: “0,5” has a comma. Write the share with a point: 0.5."]


def test_where_paper_is_kept_is_no_name(staff: Any) -> None:
    typed = {
        "email": "carmen@example.org",
        "began": "2016",
        "state": "serving",
        "kept": "Binder 2016-17, shelf 412",
    }
    assert "kept" not in staff.post(PAGE, typed).context["form"].errors
    page = staff.post(PAGE, typed | {"kept": "Binder\nfolder"})
    assert page.context["form"].errors["kept"] == ["Write it on one line."]
