"""What a school's ILT expects of each role is asked of whoever signs there, on one page, before people apply."""

from datetime import UTC, date, datetime

import pytest

from common.clock import day_in_words
from pathways.models import IltExpectation, SchoolPlaces
from tests.factories.pathways import IltExpectationFactory, OfferingFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory, UserFactory, principal_of

pytestmark = pytest.mark.django_db
SOON = {"opens": date(2026, 2, 28), "closes": date(2026, 3, 31)}


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 2, 1, 20, tzinfo=UTC))


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def inside(client, school):
    client.force_login(principal_of(school))
    return client


def page(school):
    return f"/schools/{school.slug}/expectations/"


def sent(client, school, **texts):
    form = client.get(page(school)).context["form"]
    return {name: form[name].value() for name in form.fields} | texts


def asked(client, school):
    return [offering.pk for offering in client.get(page(school)).context["asked"].offerings]


def waiting(client):
    return [line.what for line in client.get("/").context["waiting"] if line.kind == "expectations"]


def test_roles_that_are_open_or_open_within_a_month_are_asked_for(inside, school):
    soon, now = OfferingFactory(**SOON), OfferingFactory(opens=date(2026, 1, 1))
    OfferingFactory(opens=date(2026, 3, 4))
    OfferingFactory(opens=date(2025, 1, 1), closes=date(2026, 1, 31))
    OfferingFactory(**SOON, published=False)
    assert sorted(asked(inside, school)) == sorted([soon.pk, now.pk])


def test_a_role_without_a_place_here_is_not_asked_for(inside, school):
    offering = OfferingFactory(**SOON, published=False)
    SchoolPlaces.objects.create(offering=offering, school=school, places=0)
    assert asked(inside, school) == []
    assert "Nothing is asked now" in inside.get(page(school)).content.decode()


def test_one_press_keeps_what_was_written_for_all(inside, school):
    first, second, third = (OfferingFactory(**SOON) for _ in range(3))
    answer = inside.post(
        page(school), sent(inside, school, **{str(first.pk): "One.", str(second.pk): " Two. "})
    )
    assert (answer.status_code, answer.url) == (302, f"/schools/{school.slug}/")
    assert dict(IltExpectation.objects.values_list("offering", "text")) == {
        first.pk: "One.",
        second.pk: "Two.",
    }
    assert third.pk not in IltExpectation.objects.values_list("offering", flat=True)


def test_what_stood_there_the_year_before_is_filled_in(inside, school):
    before = IltExpectationFactory(school=school, offering__year=ProgramYearFactory(first=2025))
    offering = OfferingFactory(**SOON, role=before.offering.role)
    form = inside.get(page(school)).context["form"]
    assert form[str(offering.pk)].value() == before.text
    inside.post(page(school), sent(inside, school))
    assert IltExpectation.objects.get(offering=offering).text == before.text


def said_last_year(school):
    year = ProgramYearFactory(first=2025)
    return IltExpectationFactory(school=school, offering__year=year, offering__published=False)


def said_after(client, school, **texts):
    answer = client.post(page(school), sent(client, school, **texts), follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_what_somebody_took_out_is_not_filled_in_again_and_nothing_waits(inside, school):
    offering = OfferingFactory(**SOON, role=said_last_year(school).offering.role)
    said = said_after(inside, school, **{str(offering.pk): ""})
    assert said == ["Saved. Nothing is written for applicants now."]
    assert inside.get(page(school)).context["form"][str(offering.pk)].value() == ""
    assert waiting(inside) == []
    assert said_after(inside, school, **{str(offering.pk): "Anew."}) == [
        "Saved. Applicants see it from now on."
    ]


def test_the_page_of_one_role_takes_its_text_out_for_good_and_says_so(inside, school):
    role = said_last_year(school).offering.role
    said = IltExpectationFactory(school=school, offering=OfferingFactory(**SOON, role=role))
    answer = inside.post(f"{page(school)}{said.offering_id}/", {"text": " "}, follow=True)
    told = f"Saved. Applicants for {said.offering.role} read nothing of this school now."
    assert [str(message) for message in answer.context["messages"]] == [told]
    assert inside.get(page(school)).context["form"][str(said.offering_id)].value() == ""


def test_of_several_roles_it_says_of_which_nothing_is_written(inside, school):
    first, second = OfferingFactory(**SOON), OfferingFactory(**SOON)
    said = said_after(inside, school, **{str(first.pk): "One."})
    assert said == [f"Saved. Applicants see it from now on. Nothing is written of {second.role}."]


def test_one_role_is_saved_by_save_and_an_error_stands_once_on_top(inside, school):
    offering = OfferingFactory(**SOON)
    answer = inside.post(page(school), sent(inside, school, **{str(offering.pk): "x" * 4001}))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert text.count('class="error-summary"') == 1
    assert '<button class="usa-button" type="submit">Save</button>' in text


def test_a_text_that_is_emptied_stays_as_a_school_that_writes_nothing(inside, school):
    said = IltExpectationFactory(school=school, offering=OfferingFactory(**SOON))
    OfferingFactory(**SOON)
    inside.post(page(school), sent(inside, school, **{str(said.offering_id): ""}))
    assert list(IltExpectation.objects.values_list("offering", "text")) == [(said.offering_id, "")]
    assert waiting(inside) == ["Write what your ILT expects of 1 role"]


def test_a_role_of_which_nothing_was_sent_keeps_its_text(inside, school):
    written = IltExpectationFactory(school=school, offering=OfferingFactory(**SOON))
    inside.post(page(school), {})
    assert [one.text for one in IltExpectation.objects.all()] == [written.text]


def test_what_another_window_wrote_is_shown_before_it_is_written_over(inside, school):
    offering = OfferingFactory(**SOON)
    mine = sent(inside, school, **{str(offering.pk): "Mine."})
    inside.post(page(school), sent(inside, school, **{str(offering.pk): "Theirs."}))
    answer = inside.post(page(school), mine)
    assert answer.status_code == 422
    assert "There it reads: “Theirs.”." in answer.content.decode()
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert inside.post(page(school), again).status_code == 302
    assert IltExpectation.objects.get().text == "Mine."


def test_what_this_window_left_alone_stays_as_another_wrote_it(inside, school):
    first, second = OfferingFactory(**SOON), OfferingFactory(**SOON)
    mine = sent(inside, school, **{str(first.pk): "Mine."})
    inside.post(page(school), sent(inside, school, **{str(second.pk): "Theirs."}))
    inside.post(page(school), mine)
    assert dict(IltExpectation.objects.values_list("offering", "text")) == {
        first.pk: "Mine.",
        second.pk: "Theirs.",
    }


def test_whoever_signs_finds_on_home_how_many_roles_are_left(inside, school):
    first, _ = OfferingFactory(**SOON), OfferingFactory(**SOON)
    assert waiting(inside) == ["Write what your ILT expects of 2 roles"]
    IltExpectationFactory(school=school, offering=first)
    assert waiting(inside) == ["Write what your ILT expects of 1 role"]


def test_home_says_to_write_by_the_day_the_first_of_them_opens(inside, school):
    first = OfferingFactory(**SOON)
    OfferingFactory(**{**SOON, "opens": date(2026, 3, 2)})
    page = inside.get("/").content.decode()
    assert f'<td data-label="When">by {day_in_words(first.opens)}</td>' in page


def test_nothing_waits_once_all_is_written_or_nothing_opens_soon(inside, school):
    IltExpectationFactory(school=school, offering=OfferingFactory(**SOON))
    OfferingFactory(opens=date(2026, 3, 4))
    assert waiting(inside) == []


def test_nobody_else_writes_for_a_school(client, school):
    client.force_login(UserFactory())
    answer = client.get(page(school))
    assert answer.status_code == 403
    assert "Only who signs for the school" in answer.content.decode()
