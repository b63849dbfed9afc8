"""Offerings in the administration: edited, published, kept open longer."""

from datetime import date

import pytest

from pathways.models import (
    IltExpectation,
    Offering,
    OfferingEvent,
    OfferingVersion,
)
from tests.factories.pathways import (
    PROMPTS,
    IltExpectationFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import SchoolFactory, clerk
from tests.pathways.administering import address, deliverable_data, errors_of, offering_data, press
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db


def test_publishing_by_an_action_makes_a_version(inside):
    offering = OfferingFactory(published=False)
    said = f"{offering}: version 1 is published. New applicants see and sign it."
    assert said in press(inside, "Offering", "publish", offering)
    assert list(OfferingVersion.objects.values_list("offering", "number")) == [(offering.pk, 1)]


def test_publishing_what_is_published_says_that_nothing_new_was(inside):
    offering = OfferingFactory(published=False)
    press(inside, "Offering", "publish", offering)
    said = f"{offering}: version 1 says just this already. Nothing new was published."
    assert said in press(inside, "Offering", "publish", offering)
    assert OfferingVersion.objects.count() == 1


def test_an_offering_is_kept_open_longer_with_a_reason(inside, by):
    offering = OfferingFactory(closes=date(2026, 10, 1))
    typed = {"until": "2026-10-15", "reason": "Smoke days."}
    assert "Extended: 1." in press(inside, "Offering", "extend", offering, **typed)
    offering.refresh_from_db()
    assert offering.extended_to == date(2026, 10, 15)
    assert lines_told(offering) == [
        ("extend", "The last day to apply: October 1, 2026, now October 15, 2026.", "Smoke days.")
    ]
    assert OfferingEvent.objects.get().by == by


@pytest.mark.parametrize("action", ["publish", "extend"])
def test_who_manages_no_pathway_publishes_and_extends_nothing(client, action):
    client.force_login(clerk())
    offering = OfferingFactory(published=False)
    text = press(client, "Offering", action, offering, until="2027-01-31", reason="x")
    assert "Only a program manager of this pathway may do this." in text
    assert OfferingEvent.objects.count() == 0


def test_the_questions_of_an_offering_are_typed_each_in_its_field(inside):
    offering = OfferingFactory()
    page = inside.get(address("Offering", "change", offering.pk)).content.decode()
    assert "When will you do this work?</textarea>" in page
    changed = offering_data(offering, time="On which days?")
    assert inside.post(address("Offering", "change", offering.pk), changed).status_code == 302
    assert Offering.objects.get().prompts == {**PROMPTS, "time": "On which days?"}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"answer_by": "2026-12-01"},
            {
                "answer_by": [
                    "People apply until December 31, 2026, so nobody can answer before. Choose that day or a later one."
                ]
            },
        ),
        (
            {"cosign_by": "2026-12-01"},
            {
                "cosign_by": [
                    "People apply until December 31, 2026, so nobody can sign before. Choose that day or a later one."
                ]
            },
        ),
        (
            {"priority_by": "2025-12-31"},
            {"priority_by": ["Choose a day on which people can apply, or leave it empty."]},
        ),
        (
            {"most_words": 0, "places_per_school": 0},
            {"most_words": ["Write 1 or more."], "places_per_school": ["Write 1 or more."]},
        ),
    ],
    ids=["answer", "sign", "priority", "numbers"],
)
def test_senseless_values_of_an_offering_come_back_at_their_fields(inside, typed, errors):
    offering = OfferingFactory(published=False)
    data = offering_data(offering, role=offering.role_id, year=offering.year_id, **typed)
    assert errors_of(inside, "Offering", data, offering.pk) == errors


def test_days_of_a_published_offering_change_there_with_a_reason_only(inside, by):
    offering = OfferingFactory()
    page, later = address("Offering", "change", offering.pk), {"answer_by": "2027-03-01"}
    refused = inside.post(page, offering_data(offering, **later)).content.decode()
    assert "Say why the days change: this offering is published." in refused
    assert inside.post(page, offering_data(offering, why="Spring break.", **later)).status_code == 302
    assert lines_told(offering) == [
        ("change_days", "The last day to answer: January 31, 2027, now March 1, 2027.", "Spring break.")
    ]
    assert OfferingEvent.objects.get().by == by


def test_a_deliverable_is_due_in_its_program_year_or_soon_after(inside):
    offering = OfferingFactory()
    said = ["Choose a day in the program year 2026-27, or at most 31 days after it."]
    for day, errors in (("2026-06-30", said), ("2027-08-01", said), ("2028-03-01", said)):
        assert errors_of(inside, "Deliverable", deliverable_data(offering, due=day)) == {"due": errors}
    page = address("Deliverable", "add")
    assert inside.post(page, deliverable_data(offering, due="2027-07-31")).status_code == 302


def test_a_deliverable_written_with_its_offering_is_due_in_the_year_too(inside):
    offering = OfferingFactory(published=False)
    row = {
        f"deliverables-0-{key}": value for key, value in deliverable_data(offering, due="2028-03-01").items()
    }
    data = offering_data(offering, role=offering.role_id, year=offering.year_id) | row
    data |= {"deliverables-TOTAL_FORMS": 1, "deliverables-0-offering": offering.pk}
    answer = inside.post(address("Offering", "change", offering.pk), data).content.decode()
    assert "Choose a day in the program year 2026-27, or at most 31 days after it." in answer


def test_a_deliverable_of_a_new_offering_is_due_in_its_year_too(inside):
    year, role = ProgramYearFactory(), RoleFactory()
    like = OfferingFactory.build(role=role, year=year)
    row = {f"deliverables-0-{key}": value for key, value in deliverable_data(like, due="2028-03-01").items()}
    data = offering_data(like, role=role.pk, year=year.pk) | row | {"deliverables-TOTAL_FORMS": 1}
    data["deliverables-0-offering"] = ""
    answer = inside.post(address("Offering", "add"), data).content.decode()
    assert "Choose a day in the program year 2026-27, or at most 31 days after it." in answer


def test_nothing_new_is_asked_of_leaders_who_hold_the_role_already(inside):
    offering = OfferingFactory()
    PlacementFactory(role=offering.role, year=offering.year)
    assert errors_of(inside, "Deliverable", deliverable_data(offering))["__all__"] == [
        "Leaders hold this role in 2026-27 already and owe what they signed. A new deliverable is for the offering "
        "of a later year."
    ]
    page = inside.get(address("Offering", "change", offering.pk)).content.decode()
    assert "so its deliverables stay as they were signed" in page
    assert 'name="deliverables-0-title"' not in page


@pytest.mark.parametrize(("lowest", "highest"), [(9, 6), (-2, 6), (6, 13)])
def test_grades_of_a_cohort_that_cannot_be_are_refused_like_a_schools(inside, lowest, highest):
    data = {"role": RoleFactory().pk, "name": "All", "lowest_grade": lowest, "highest_grade": highest}
    assert errors_of(inside, "Cohort", data | {"position": 0}) == {
        "lowest_grade": ["Grades go from -1 (TK) and 0 (K) to 12, the lowest first."]
    }


@pytest.mark.parametrize(
    ("starts", "ends", "errors"),
    [
        (
            "0001-07-01",
            "0002-07-01",
            {key: ["Choose a day from 2000 to 2100."] for key in ["starts", "ends"]},
        ),
        (
            "9998-07-01",
            "9999-07-01",
            {key: ["Choose a day from 2000 to 2100."] for key in ["starts", "ends"]},
        ),
        ("2026-07-01", "2062-07-01", {"ends": ["A program year lasts 366 days at most. Check both days."]}),
    ],
)
def test_a_program_year_that_cannot_be_is_refused_at_its_days(inside, starts, ends, errors):
    typed = {"label": "2028-29", "starts": starts, "ends": ends, "days": ""}
    assert errors_of(inside, "ProgramYear", typed) == errors


def test_what_was_published_keeps_its_role_and_year(inside):
    offering, other = OfferingFactory(), RoleFactory()
    inside.post(address("Offering", "change", offering.pk), offering_data(offering, role=other.pk))
    assert Offering.objects.get().role == offering.role


def test_expectations_are_written_and_taken_away_by_the_service(inside):
    school, offering = SchoolFactory(), OfferingFactory()
    given = {"school": school.pk, "offering": offering.pk, "text": " Joins the ILT. "}
    assert inside.post(address("IltExpectation", "add"), given).status_code == 302
    row = IltExpectation.objects.get()
    assert row.text == "Joins the ILT."
    assert "already exists" in inside.post(address("IltExpectation", "add"), given).content.decode()
    inside.post(address("IltExpectation", "change", row.pk), {"text": "Leads the ILT."})
    assert IltExpectation.objects.get().text == "Leads the ILT."
    inside.post(address("IltExpectation", "delete", row.pk), {"post": "yes"})
    assert IltExpectation.objects.count() == 0


def test_who_wears_no_hat_writes_no_expectations(client):
    client.force_login(clerk())
    row = IltExpectationFactory()
    assert client.post(address("IltExpectation", "change", row.pk), {"text": "x"}).status_code == 403
    given = {"school": SchoolFactory().pk, "offering": OfferingFactory().pk, "text": "x"}
    text = client.post(address("IltExpectation", "add"), given).content.decode()
    assert "Only who signs for the school or a program manager writes its expectations." in text
    assert IltExpectation.objects.count() == 1
