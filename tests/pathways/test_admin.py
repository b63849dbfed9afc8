import html
from datetime import UTC, date, datetime

import pytest
from django.contrib import admin
from django.db import IntegrityError
from django.urls import reverse

from notifications.models import Message
from pathways.models import (
    Attestation,
    Deliverable,
    DeliverableEvent,
    DeliverableRecord,
    IltExpectation,
    Leave,
    Offering,
    OfferingEvent,
    OfferingVersion,
    Placement,
    PlacementEvent,
    ProgramYear,
    Role,
    SchoolAssignment,
    ServiceDay,
)
from pathways.services import submit
from tests.factories.pathways import (
    PROMPTS,
    CohortFactory,
    DeliverableFactory,
    DeliverableRecordFactory,
    IltExpectationFactory,
    OfferingFactory,
    PathwayFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import SchoolFactory, UserFactory, administrator, clerk, principal_of

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "pathways"]
LOCKED = [
    "Attestation",
    "DeliverableEvent",
    "DeliverableRecord",
    "Leave",
    "OfferingEvent",
    "OfferingVersion",
    "Placement",
    "PlacementEvent",
    "SchoolAssignment",
    "ServiceDay",
]


@pytest.fixture
def by():
    return administrator()


@pytest.fixture
def inside(client, by):
    client.force_login(by)
    return client


def address(name, page, *args):
    return reverse(f"admin:pathways_{name.lower()}_{page}", args=args)


def press(client, name, action, *rows, **typed):
    """Choose rows and an action, and send its form if it has one; the words of the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "_typed": "1", **typed}
    answer = client.post(address(name, "changelist"), chosen, follow=True)
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_opens_and_searches(inside, model):
    CohortFactory()
    DeliverableRecordFactory()
    for query in ({}, {"q": "nobody"}):
        assert inside.get(address(model.__name__, "changelist"), query).status_code == 200


@pytest.mark.parametrize("name", LOCKED)
def test_what_services_write_is_read_only(inside, name):
    assert inside.get(address(name, "add")).status_code == 403


@pytest.mark.parametrize("model", [m for m in OURS if m.__name__ not in LOCKED], ids=lambda m: m.__name__)
def test_what_staff_write_can_be_added(inside, model):
    assert inside.get(address(model.__name__, "add")).status_code == 200


def test_a_state_cannot_be_posted(inside):
    record = DeliverableRecordFactory()
    path = address("DeliverableRecord", "change", record.pk)
    assert inside.get(path).status_code == 200
    assert inside.post(path, {"state": "accepted"}).status_code == 403
    assert DeliverableRecord.objects.get().state == "open"


# --- deliverables ---------------------------------------------------------------------------------
def handed_in():
    record = DeliverableRecordFactory()
    return submit(pk=record.pk, by=record.placement.person, note="See the plan.")


def last_event():
    return DeliverableEvent.objects.values_list("action", "from_state", "to_state", "by", "note").latest("pk")


def test_accepting_by_an_action_obeys_the_states(inside, by):
    done, open_ = handed_in(), DeliverableRecordFactory()
    text = press(inside, "DeliverableRecord", "accept", done, open_)
    states = DeliverableRecord.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "open"]
    assert last_event() == ("accept", "submitted", "accepted", by.pk, "")
    assert "Accepted: 1." in text
    assert "not the time to accept" in text


def test_a_deliverable_is_returned_with_words(inside, by):
    record = handed_in()
    assert "Returned: 1." in press(inside, "DeliverableRecord", "return", record, words="Name the goal.")
    record.refresh_from_db()
    assert (record.state, record.words, record.decided_by) == ("returned", "Name the goal.", by)
    assert last_event() == ("return", "submitted", "returned", by.pk, "Name the goal.")
    assert Message.objects.filter(to_person=record.placement.person, template__endswith="returned").exists()


def test_a_deliverable_is_waived_with_a_reason(inside, by):
    record = DeliverableRecordFactory()
    assert "Waived: 1." in press(inside, "DeliverableRecord", "waive", record, words="The school moved.")
    assert last_event() == ("waive", "open", "waived", by.pk, "The school moved.")


@pytest.mark.parametrize("action", ["return", "waive"])
def test_without_words_nothing_is_returned_or_waived(inside, action):
    record = handed_in()
    assert "Fill this in." in press(inside, "DeliverableRecord", action, record, words=" ")
    record.refresh_from_db()
    assert record.state == "submitted"


def test_what_cannot_be_returned_is_refused_in_words_and_they_are_kept(inside):
    record = DeliverableRecordFactory()
    text = press(inside, "DeliverableRecord", "return", record, words="Name the goal.")
    assert "This is open now, so it is not the time to return." in text
    assert "Name the goal.</textarea>" in text


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("accept", "This deliverable is for someone else to decide."),
        ("return", "This deliverable is for someone else to decide."),
        ("waive", "This deliverable is for someone else to decide."),
    ],
)
def test_who_wears_no_hat_decides_nothing_there_either(client, action, said):
    client.force_login(clerk())
    record = handed_in()
    assert said in press(client, "DeliverableRecord", action, record, words="Because.")
    record.refresh_from_db()
    assert record.state == "submitted"


def test_an_administrator_who_leads_does_not_decide_about_their_own(inside, by):
    record = DeliverableRecordFactory(placement__person=by)
    submit(pk=record.pk, by=by, note="See the plan.")
    text = press(inside, "DeliverableRecord", "accept", record)
    assert "This deliverable is for someone else to decide." in text


def buttons(client, name, row):
    page = client.get(address(name, "change", row.pk))
    assert page.status_code == 200
    return [name for name, _ in page.context["buttons"]]


def test_a_record_offers_what_its_state_allows_and_says_who_hands_in(inside):
    assert buttons(inside, "DeliverableRecord", handed_in()) == ["accept", "return", "waive"]
    record = DeliverableRecordFactory()
    assert buttons(inside, "DeliverableRecord", record) == ["waive"]
    text = inside.get(address("DeliverableRecord", "change", record.pk)).content.decode()
    assert f"Evidence is handed in by {record.placement.person}, nobody else." in text


def test_a_deliverable_that_is_owed_offers_nothing_to_save(inside):
    owed, free = DeliverableRecordFactory().deliverable, DeliverableFactory()
    pages = [inside.get(address("Deliverable", "change", row.pk)).content.decode() for row in (owed, free)]
    assert ['name="_save"' in page for page in pages] == [False, True]
    assert "it stays as it was signed" in pages[0]
    assert inside.post(address("Deliverable", "change", owed.pk), {"weight": 9}).status_code == 403
    assert inside.post(address("Deliverable", "delete", owed.pk), {"post": "yes"}).status_code == 403
    assert Deliverable.objects.count() == 2


# --- placements -----------------------------------------------------------------------------------
def last_line(placement):
    return PlacementEvent.objects.filter(placement=placement).values_list("action", "by", "note").latest("pk")


def test_placements_are_completed_by_an_action(client, by, clock):
    placement = PlacementFactory()
    clock(datetime(2027, 6, 30, 18, tzinfo=UTC))
    client.force_login(by)
    assert "Completed: 1." in press(client, "Placement", "complete", placement)
    placement.refresh_from_db()
    assert (placement.end_reason, placement.ends) == ("completed", placement.year.ends)
    assert last_line(placement) == ("end", by.pk, "completed")


def test_a_placement_is_ended_with_day_and_reason(inside, by):
    placement = PlacementFactory()
    typed = {"last_day": "2027-02-12", "reason": "resigned", "note": "Moves away.", "sure": "on"}
    assert "Ended: 1." in press(inside, "Placement", "end", placement, **typed)
    placement.refresh_from_db()
    assert (placement.ends, placement.end_reason) == (date(2027, 2, 13), "resigned")
    assert last_line(placement) == ("end", by.pk, "Moves away.")


def test_a_day_outside_a_placement_is_refused_and_what_was_typed_stays(inside):
    placement = PlacementFactory()
    typed = {"last_day": "2030-01-01", "reason": "resigned", "note": "Moves away.", "sure": "on"}
    text = press(inside, "Placement", "end", placement, **typed)
    assert "Choose a last day within the placement and its program year." in text
    assert 'value="2030-01-01"' in text
    assert '<option value="resigned" selected>' in text
    placement.refresh_from_db()
    assert placement.end_reason == ""


def test_a_placement_moves_to_another_school(inside, by):
    placement, school = PlacementFactory(), SchoolFactory()
    typed = {"school": school.pk, "first_day": "2026-07-02"}
    assert "Moved: 1." in press(inside, "Placement", "move", placement, **typed)
    placement.refresh_from_db()
    assert placement.school == school
    assert list(SchoolAssignment.objects.values_list("school", flat=True)) == [
        SchoolAssignment.objects.first().school_id,
        school.pk,
    ]
    assert last_line(placement)[:2] == ("move", by.pk)


def test_a_move_to_a_school_without_a_free_place_is_done_with_a_warning(inside):
    offering, school = OfferingFactory(), SchoolFactory(name="Aragon")
    PlacementFactory(role=offering.role, year=offering.year, school=school)
    placement = PlacementFactory(role=offering.role, year=offering.year)
    said = press(inside, "Placement", "move", placement, school=school.pk, first_day="2026-07-02")
    assert "Moved: 1." in said
    assert "Aragon now has more leaders than places for" in said


def test_a_leave_is_recorded_with_its_last_day_included(inside, by):
    placement = PlacementFactory()
    typed = {"category": "family", "protected": "on", "first_day": "2027-01-11", "last_day": "2027-02-12"}
    assert "Leaves recorded: 1." in press(inside, "Placement", "leave", placement, **typed)
    assert list(Leave.objects.values_list("category", "protected", "starts", "ends")) == [
        ("family", True, date(2027, 1, 11), date(2027, 2, 13))
    ]
    assert last_line(placement)[:2] == ("leave", by.pk)


@pytest.mark.parametrize(
    ("action", "typed", "said"),
    [
        ("complete", {}, "Only a program manager of this pathway may end a placement."),
        (
            "end",
            {"last_day": "2027-02-12", "reason": "resigned", "sure": "on"},
            "Only a program manager of this pathway may end a placement.",
        ),
        (
            "leave",
            {"category": "jury", "first_day": "2027-01-11", "last_day": "2027-01-12"},
            "Only a program manager of this pathway may record a leave.",
        ),
        (
            "move",
            {"first_day": "2027-01-11"},
            "Only the principal of the receiving school or a program manager may move a placement.",
        ),
    ],
)
def test_who_wears_no_hat_moves_no_placement_there_either(client, action, typed, said):
    client.force_login(clerk())
    placement = PlacementFactory()
    typed = typed | ({"school": SchoolFactory().pk} if action == "move" else {})
    assert said in press(client, "Placement", action, placement, **typed)
    assert PlacementEvent.objects.count() == 0


def test_a_placement_says_who_attests_or_that_nobody_can(inside):
    placement = PlacementFactory()
    page = address("Placement", "change", placement.pk)
    assert "Appoint an acting signer first." in inside.get(page).content.decode()
    principal = principal_of(placement.school)
    assert f"is said by {principal}, nobody else." in html.unescape(inside.get(page).content.decode())


def test_a_placement_that_was_ended_is_put_right_and_not_ended_again(inside):
    ahead = {"year": ProgramYearFactory(first=2040)}
    over = {"year": ProgramYearFactory(first=2024)}
    standing = ["end", "move", "correct_the_start", "leave"]
    assert buttons(inside, "Placement", PlacementFactory(**ahead)) == standing
    assert buttons(inside, "Placement", PlacementFactory(**over)) == ["complete", *standing]
    # When and where it was served until then may still be put right.
    assert buttons(inside, "Placement", PlacementFactory(end_reason="resigned", **ahead)) == [
        "correct_the_end",
        "take_back_the_end",
        *standing[1:],
    ]


def test_how_a_placement_ended_is_put_right_by_an_action(inside, by):
    placement = PlacementFactory(end_reason="resigned")
    typed = {"last_day": "2027-02-12", "reason": "moved", "why": "A wrong day."}
    assert "Corrected: 1." in press(inside, "Placement", "correct_the_end", placement, **typed)
    note = "Was: resigned, last day June 30, 2027. A wrong day."
    assert last_line(placement) == ("correct_the_end", by.pk, note)


def test_a_leave_and_a_move_ahead_are_taken_back_by_actions(inside, by):
    placement, to = PlacementFactory(year=ProgramYearFactory(first=2040)), SchoolFactory()
    leave = placement.leaves.create(category="jury", starts=date(2041, 1, 4), ends=date(2041, 1, 9))
    press(inside, "Placement", "move", placement, school=to.pk, first_day="2041-01-11")
    assert buttons(inside, "Placement", placement) == [
        "end",
        "take_back_move",
        "correct_the_start",
        "leave",
        "take_back_leave",
    ]
    assert "Taken back: 1." in press(inside, "Placement", "take_back_move", placement, why="Wrong.")
    typed = {"leave": leave.pk, "why": "Wrong."}
    assert "Taken back: 1." in press(inside, "Placement", "take_back_leave", placement, **typed)
    assert (placement.assignments.count(), placement.leaves.count()) == (1, 0)


def test_a_placement_is_found_by_name_school_and_number(inside):
    # Words and digits that stand in no counted name and no year.
    placement = PlacementFactory(
        pk=98_765_431, person=UserFactory(family_name="Okafor"), school__name="Mulberry Street"
    )
    PlacementFactory()
    for words in ("kafo", placement.school.name, str(placement.pk)):
        found = inside.get(address("Placement", "changelist"), {"q": words}).context["cl"].result_list
        assert list(found) == [placement]


# --- attestations ---------------------------------------------------------------------------------
def attested(**fields):
    placement = PlacementFactory(**fields)
    said = {"met": True, "by": UserFactory(), "at": "2027-05-03T17:00Z"}
    return Attestation.objects.create(placement=placement, **said)


def test_an_attestation_is_corrected_with_a_reason(inside, by):
    said = attested()
    asked = {"action": "correct", "_selected_action": said.pk}
    page = inside.post(address("Attestation", "changelist"), asked)
    assert page.context["form"].initial == {"met": "yes", "words": ""}
    typed = {"met": "no", "words": "Release time.", "reason": "A wrong click."}
    assert "Corrected: 1." in press(inside, "Attestation", "correct", said, **typed)
    said.refresh_from_db()
    assert (said.met, said.words, said.by) == (False, "Release time.", by)
    assert last_line(said.placement) == ("correct_attestation", by.pk, "Was: met. A wrong click.")


def test_an_administrator_does_not_correct_the_word_on_their_own_placement(inside, by):
    said = attested(person=by)
    text = press(inside, "Attestation", "correct", said, met="no", words="x", reason="y")
    assert "Only a program manager of this pathway corrects an attestation." in text
    said.refresh_from_db()
    assert said.met is True


# --- offerings ------------------------------------------------------------------------------------
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
    assert list(OfferingEvent.objects.values_list("action", "by", "note")) == [
        ("extend", by.pk, "From October 1, 2026 to October 15, 2026. Smoke days.")
    ]


@pytest.mark.parametrize("action", ["publish", "extend"])
def test_who_manages_no_pathway_publishes_and_extends_nothing(client, action):
    client.force_login(clerk())
    offering = OfferingFactory(published=False)
    text = press(client, "Offering", action, offering, until="2027-01-31", reason="x")
    assert "Only a program manager of this pathway may do this." in text
    assert OfferingEvent.objects.count() == 0


def offering_data(offering, **changes):
    fields = ("opens", "closes", "cosign_by", "answer_by", "places_per_school", "most_words")
    data = {name: getattr(offering, name) for name in fields}
    data |= {"teacher_commitment": "I engage.", "principal_commitment": "We give time.", **PROMPTS}
    data |= {
        f"{name}-{key}": 0 for name in ("deliverables", "events") for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return data | changes


def test_the_questions_of_an_offering_are_typed_each_in_its_field(inside):
    offering = OfferingFactory()
    page = inside.get(address("Offering", "change", offering.pk)).content.decode()
    assert "When will you do this work?</textarea>" in page
    changed = offering_data(offering, time="On which days?")
    assert inside.post(address("Offering", "change", offering.pk), changed).status_code == 302
    assert Offering.objects.get().prompts == {**PROMPTS, "time": "On which days?"}


def errors_of(client, name, data, *args):
    page = address(name, "change" if args else "add", *args)
    return client.post(page, data).context["adminform"].form.errors


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
    assert list(OfferingEvent.objects.values_list("action", "by", "note")) == [
        ("change_days", by.pk, "The last day to answer: January 31, 2027, now March 1, 2027. Spring break.")
    ]


def deliverable_data(offering, **changes):
    data = {"offering": offering.pk, "title": "Plan", "evidence": "note", "due": "2027-03-01", "weight": 1}
    return data | {"accepted_by": "staff"} | changes


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


# --- catalogue and years --------------------------------------------------------------------------
def test_saving_a_pathway_and_a_role_unchanged_changes_nothing(inside):
    """A duty with a comma in it is one duty."""
    pathway = PathwayFactory(work=["Plans, leads and looks back", "Coaches"], grows=["Alone, and together"])
    role = RoleFactory(pathway=pathway, adds=["Hosts, once a year, a seminar"])
    for name, row in (("Pathway", pathway), ("Role", role)):
        form = inside.get(address(name, "change", row.pk)).context["adminform"].form
        data = {field.html_name: field.value() for field in form if field.value() is not None}
        data |= {f"cohorts-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
        assert inside.post(address(name, "change", row.pk), data).status_code == 302
        before = type(row).objects.filter(pk=row.pk).values().get()
        assert before == {key: getattr(row, key) for key in before}


def test_a_zero_byte_in_a_duty_is_refused(inside):
    pathway = PathwayFactory(work=["Plans"])
    data = {"name": "A", "slug": "a", "kind": "leadership", "leads": "x", "work": "a\x00b", "position": 1}
    assert inside.post(address("Pathway", "change", pathway.pk), data).status_code == 200


def year_data(days):
    return {"label": "2026-27", "starts": "2026-07-01", "ends": "2027-07-01", "days": days}


def test_the_calendar_is_entered_a_day_a_line(inside):
    inside.post(address("ProgramYear", "add"), year_data("2026-08-11\n2026-08-10\n2026-08-10"))
    days = ProgramYear.objects.get().service_days.values_list("day", flat=True)
    assert [day.isoformat() for day in days] == ["2026-08-10", "2026-08-11"]


@pytest.mark.parametrize(
    ("days", "said"),
    [("2026-08-10\nMonday", "Line 2: “Monday” is no day"), ("2027-07-01", "2027-07-01 is not in this year")],
)
def test_a_calendar_that_cannot_be_names_the_line(inside, days, said):
    response = inside.post(address("ProgramYear", "add"), year_data(days))
    assert said in response.content.decode()
    assert ProgramYear.objects.count() == 0


def test_the_days_of_a_year_are_changed_on_its_page_alone(inside):
    day = ServiceDay.objects.create(year=ProgramYearFactory(), day=date(2026, 8, 10))
    page = inside.get(address("ServiceDay", "change", day.pk)).content.decode()
    assert "on the page of the program year 2026-27" in page
    assert 'name="_save"' not in page


@pytest.fixture
def filled(request):
    """So many rows of everything, each with its own person, school, role and day."""
    year = ProgramYearFactory()
    for number in range(request.param):
        record = DeliverableRecordFactory(placement__year=year, deliverable__offering__year=year)
        placement, offering = record.placement, record.deliverable.offering
        history = {"action": "x", "by": placement.person, "at": "2027-05-03T17:00Z"}
        DeliverableEvent.objects.create(record=record, **history)
        PlacementEvent.objects.create(placement=placement, **history)
        OfferingEvent.objects.create(offering=offering, **history)
        days = {"starts": date(2027, 1, 11), "ends": date(2027, 1, 12)}
        Leave.objects.create(placement=placement, category="jury", **days)
        word = {"met": True, "by": placement.person, "at": "2027-05-03T17:00Z"}
        Attestation.objects.create(placement=placement, **word)
        IltExpectationFactory(offering=offering, school=placement.school)
        CohortFactory(role=placement.role)
        ServiceDay.objects.create(year=year, day=date.fromordinal(date(2026, 8, 1).toordinal() + number))


@pytest.mark.parametrize("filled", [3, 60], indirect=True)
def test_lists_take_ten_queries_at_most(inside, count_queries, filled):
    for model in OURS:
        with count_queries(at_most=10, repeats=True):
            inside.get(address(model.__name__, "changelist"))


def test_a_program_year_that_ends_before_it_starts_comes_back_with_a_word_at_its_end(inside):
    typed = {"label": "2028-29", "starts": "2029-07-01", "ends": "2028-07-01", "days": ""}
    answer = inside.post(address("ProgramYear", "add"), typed)
    assert answer.context["adminform"].form.errors == {"ends": ["It must end after it starts."]}


# --- what was published keeps its name --------------------------------------------------------------
def role_data(role, **changes):
    data = {"pathway": role.pathway_id, "name": role.name, "slug": role.slug, "after_years": 0, "position": 7}
    return data | {f"cohorts-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS")} | changes


def test_a_role_keeps_its_name_and_pathway_once_an_offering_of_it_is_published(inside):
    role = OfferingFactory().role
    sent = role_data(role, name="Renamed", pathway=PathwayFactory().pk)
    assert inside.post(address("Role", "change", role.pk), sent).status_code == 302
    kept = Role.objects.values_list("name", "pathway", "position").get(pk=role.pk)
    assert kept == (role.name, role.pathway_id, 7)


def test_a_role_nobody_was_offered_yet_is_renamed(inside):
    role = OfferingFactory(published=False).role
    assert inside.post(address("Role", "change", role.pk), role_data(role, name="Renamed")).status_code == 302
    assert Role.objects.values_list("name", flat=True).get(pk=role.pk) == "Renamed"


def test_the_page_of_a_published_role_says_why_its_name_stays(inside):
    role = OfferingFactory().role
    assert inside.get(address("Role", "change", role.pk)).context["not_here"] == [
        "An offering of this role is published, so people signed for it by this name and in this pathway: both "
        "stay. Make a new role for what is another one."
    ]


def test_the_database_keeps_the_name_of_a_published_role():
    role = OfferingFactory().role
    with pytest.raises(IntegrityError, match="its name and pathway stay"):
        Role.objects.filter(pk=role.pk).update(name="Renamed")


# --- what is asked first, and what was done before --------------------------------------------------
def test_completing_a_placement_asks_first(inside):
    placement = PlacementFactory(year=ProgramYearFactory(first=2024))
    chosen = {"action": "complete", "_selected_action": placement.pk}
    asked = inside.post(address("Placement", "changelist"), chosen)
    assert (asked.status_code, asked.context["lead"]) == (
        200,
        "The whole year was served: once its last day has come, this ends the placement. The leader gets a mail.",
    )
    assert Placement.objects.get().end_reason == ""


def test_a_deliverable_that_was_accepted_says_so_when_it_is_accepted_again(inside):
    record = handed_in()
    press(inside, "DeliverableRecord", "accept", record)
    text = press(inside, "DeliverableRecord", "accept", record)
    record.refresh_from_db()
    assert f"{record}: This was done already. Reload the page to see it as it is." in text
    assert DeliverableEvent.objects.filter(action="accept").count() == 1


def test_history_of_a_placement_leads_to_its_own_lines(inside):
    page = address("Placement", "change", PlacementFactory().pk)
    assert f'href="{page}#events-group"' in inside.get(page).content.decode()
    assert inside.get(page.replace("change/", "history/")).url == f"{page}#events-group"


def test_history_of_what_is_edited_by_hand_stays_djangos(inside):
    page = address("Cohort", "change", CohortFactory().pk)
    assert inside.get(page.replace("change/", "history/")).status_code == 200


def test_a_page_with_buttons_brings_what_keeps_unsaved_typing(inside):
    script = "/js/admin."
    pages = [
        address("Offering", "change", OfferingFactory().pk),
        address("Cohort", "change", CohortFactory().pk),
    ]
    assert [script in inside.get(page).content.decode() for page in pages] == [True, False]
