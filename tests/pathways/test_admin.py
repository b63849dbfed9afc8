from datetime import date

import pytest
from django.contrib import admin
from django.db import IntegrityError

from pathways.models import (
    Attestation,
    DeliverableEvent,
    DeliverableRecord,
    Leave,
    OfferingEvent,
    PlacementEvent,
    ProgramYear,
    Role,
    ServiceDay,
)
from tests.factories.pathways import (
    CohortFactory,
    DeliverableRecordFactory,
    IltExpectationFactory,
    OfferingFactory,
    PathwayFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.pathways.administering import address

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "pathways"]
LOCKED = [
    "Attestation",
    "CalendarEntry",
    "EarlierYear",
    "EngagementAnswer",
    "EngagementAssessment",
    "EvidenceFile",
    "Feeder",
    "GoalEvent",
    "GoalNote",
    "NoteTakenBack",
    "SchoolGoal",
    "ProgramEvent",
    "ProgramEventLine",
    "SignedPaper",
    "TakenOver",
    "DeliverableEvent",
    "DeliverableRecord",
    "Leave",
    "OfferingEvent",
    "OfferingVersion",
    "Placement",
    "PlacementEvent",
    "ProgramYearEvent",
    "SchoolAssignment",
    "ScopeEvent",
    "ScopeItem",
    "ServiceDay",
]


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
    return {"label": "2026-27", "starts": "2026-07-01", "ends": "2027-06-30", "days": days}


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
        history = {"by": placement.person, "at": "2027-05-03T17:00Z"}
        DeliverableEvent.objects.create(record=record, action="submit", **history)
        PlacementEvent.objects.create(placement=placement, action="begin", **history)
        OfferingEvent.objects.create(offering=offering, action="extend", **history)
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
