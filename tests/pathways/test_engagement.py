"""How a school engages families: assessed on a day, drawn against last time, taken back with a reason."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import DatabaseError, IntegrityError, InternalError, transaction

from common.errors import NotAllowed
from pathways import services
from pathways.models import EngagementAnswer, EngagementAssessment
from pathways.queries.engagement import assessments_of, compared
from pathways.rules.engagement import STATEMENTS
from people.models import Hat
from tests.factories.pathways import (
    AssessmentFactory,
    DeliverableFactory,
    DeliverableRecordFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager, principal_of
from tests.verbs import refusal
from tests.waiting import second_after

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
DAY = date(2026, 11, 16)
SCORES = dict.fromkeys(STATEMENTS, 3)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


def assess(placement, by=None, **told):
    fields = {"day": DAY, "scores": SCORES, "now": NOW} | told
    return services.assess(school=placement.school, year=placement.year, by=by or placement.person, **fields)


def test_an_assessment_is_kept_with_an_answer_to_each_statement():
    placement = PlacementFactory()
    row = assess(placement, words="The front office speaks Spanish now.", scores=SCORES | {"heard": 1})
    assert (row.school, row.day, row.by, row.words) == (
        placement.school,
        DAY,
        placement.person,
        "The front office speaks Spanish now.",
    )
    assert dict(row.answers.values_list("statement", "score")) == SCORES | {"heard": 1}


def test_sent_twice_it_is_kept_once_and_another_of_that_day_is_refused():
    placement = PlacementFactory()
    assert assess(placement) == assess(placement)
    assert refusal(assess, placement, scores=SCORES | {"heard": 1}) == (
        "That day has an assessment already. Choose another day, or take the other one back first."
    )
    assert EngagementAnswer.objects.count() == len(STATEMENTS)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"day": date(2026, 11, 17)}, "This day is still to come. Choose today or a day before it."),
        ({"day": date(2026, 6, 30)}, "Choose a day within 2026-27."),
        ({"scores": SCORES | {"leading": 5}}, "Choose one for “Families lead something at this school.”"),
        ({"scores": {}}, "Choose one for “Families feel welcome when they come in or call.”"),
    ],
)
def test_what_cannot_be_is_refused_in_words(told, said):
    assert refusal(assess, PlacementFactory(), **told) == said


def test_the_newest_is_compared_with_the_one_before_that_stands():
    school, year = SchoolFactory(), ProgramYearFactory()
    AssessmentFactory(school=school, year=year, day=date(2026, 9, 1), score=1)
    wrong = AssessmentFactory(school=school, year=year, day=date(2026, 10, 5), score=4)
    services.take_back_assessment(pk=wrong.pk, by=manager(), reason="Of another school.", now=NOW)
    AssessmentFactory(school=school, year=year, day=date(2026, 11, 1), score=3)
    found = compared(assessments_of(school))
    assert {(one.now, one.before, one.said, one.moved) for one in found} == {
        (3, 1, "Often, before not yet", "up")
    }
    assert [one.words for one in found] == list(STATEMENTS.values())
    assert compared([]) == []


def test_what_was_left_out_is_named_and_each_assessment_stays_readable(client):
    placement = PlacementFactory()
    AssessmentFactory(school=placement.school, year=placement.year, day=date(2026, 9, 1), words="The first")
    for day in (1, 5):
        AssessmentFactory(school=placement.school, year=placement.year, day=date(2026, 11, day), score=3)
    client.force_login(placement.person)
    page = unescape(client.get(f"/schools/{placement.school.slug}/engagement/").content.decode())
    assert (page.count("What was answered"), "The first" in page) == (3, True)
    address = f"/schools/{placement.school.slug}/engagement/2026-27/new/"
    refused = unescape(client.post(address, {"day": "2026-11-16"}).content.decode())
    assert all(f"Choose one for “{words}”" in refused for words in STATEMENTS.values())


def test_it_completes_what_leaders_of_the_school_owe_from_it():
    placement = PlacementFactory()
    owed = DeliverableFactory(
        offering__role=placement.role, offering__year=placement.year, completes_from="assessment"
    )
    mine = DeliverableRecordFactory(placement=placement, deliverable=owed)
    elsewhere = DeliverableRecordFactory(
        placement=PlacementFactory(role=placement.role, year=placement.year), deliverable=owed
    )
    assess(placement)
    for row, state in ((mine, "accepted"), (elsewhere, "open")):
        row.refresh_from_db()
        assert row.state == state
    line = mine.events.get()
    assert (line.source, line.note) == (
        "assessment",
        "The engagement of families was assessed on November 16.",
    )
    row = EngagementAssessment.objects.get()
    services.take_back_assessment(pk=row.pk, by=manager(), reason="Of another school.", now=NOW)
    mine.refresh_from_db()
    assert (mine.state, mine.evidence_gone_at) == ("accepted", NOW)
    assert mine.events.latest("pk").note == f"{placement.school} has no assessment of 2026-27 any more."


def test_who_writes_the_goals_of_a_school_assesses_it_and_nobody_else():
    placement = PlacementFactory()
    director = HatFactory(kind=Hat.Kind.DIRECTOR)
    director.schools.add(placement.school)
    for by in (
        UserFactory(),
        director.person,
        HatFactory(kind=Hat.Kind.COACH).person,
        PlacementFactory().person,
    ):
        assert refusal(assess, placement, by, refused_as=NotAllowed).startswith(
            "The principal, the assistant"
        )
    for day, by in ((1, principal_of(placement.school)), (2, manager())):
        assert assess(placement, by, day=date(2026, 11, day)).by == by


def test_it_is_taken_back_once_with_a_reason():
    row, by = AssessmentFactory(), manager()
    assert refusal(services.take_back_assessment, pk=row.pk, by=by, reason=" ") == (
        "Say what was wrong. The reason stays on record."
    )
    services.take_back_assessment(pk=row.pk, by=by, reason="Of another school.", now=NOW)
    assert refusal(services.take_back_assessment, pk=row.pk, by=by, reason="Again.") == (
        "This assessment was taken back already."
    )


@pytest.mark.django_db(transaction=True)
def test_two_assessments_of_one_day_at_once_are_one():
    placement, by = PlacementFactory(), manager()
    answer = second_after(
        lambda: assess(placement), lambda: assess(placement, by, scores=SCORES | {"heard": 1})
    )
    assert str(answer).startswith("That day has an assessment already.")
    assert (EngagementAssessment.objects.count(), EngagementAnswer.objects.count()) == (1, len(STATEMENTS))


# --- pages -------------------------------------------------------------------------------------------
def test_a_lead_assesses_on_a_page_and_sees_it_against_last_time(client):
    placement = PlacementFactory()
    AssessmentFactory(school=placement.school, year=placement.year, score=2)
    client.force_login(placement.person)
    page = f"/schools/{placement.school.slug}/engagement/"
    new = f"{page}{placement.year.label}/new/"
    answer = client.post(new, {"day": "2026-11-16", **SCORES, "words": "", "leading": ""})
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"leading": ["Choose one for “Families lead something at this school.”"]},
    )
    assert client.post(new, {"day": "2026-11-16", **SCORES})["Location"] == page
    html = client.get(page).content.decode()
    assert "Often, before beginning" in html
    row = EngagementAssessment.objects.latest("pk")
    client.post(f"/engagement/{row.pk}/back/", {"reason": "Of another school."})
    assert "Of another school." in client.get(page).content.decode()


def test_who_does_not_read_the_goals_of_a_school_finds_no_assessment(client):
    row = AssessmentFactory()
    client.force_login(PlacementFactory().person)
    for page in (f"/schools/{row.school.slug}/engagement/", f"/engagement/{row.pk}/back/"):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("rows", [2, 20])
def test_the_page_takes_as_many_queries_however_often_a_school_was_assessed(client, rows, count_queries):
    school, year = SchoolFactory(), ProgramYearFactory()
    for day in range(1, rows + 1):
        AssessmentFactory(school=school, year=year, day=date(2026, 10, day))
    client.force_login(manager())
    page = f"/schools/{school.slug}/engagement/"
    client.get(page)
    with count_queries(7):
        client.get(page)


@pytest.mark.parametrize("fields", [{"score": 5}, {"score": 0}, {"statement": "other"}], ids=str)
def test_the_database_keeps_answers_on_the_scale(fields):
    row = AssessmentFactory()
    EngagementAnswer.objects.filter(assessment=row)[:1]
    with pytest.raises(IntegrityError), transaction.atomic():
        EngagementAnswer.objects.create(
            **{"assessment": AssessmentFactory.build(pk=row.pk), "statement": "welcome", "score": 1} | fields
        )


def test_the_database_keeps_an_assessment_as_it_was_said():
    row = AssessmentFactory()
    for fields in ({"day": DAY}, {"taken_back_at": NOW}, {"reason": "Why"}):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            EngagementAssessment.objects.filter(pk=row.pk).update(**fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        EngagementAssessment.objects.filter(pk=row.pk)._raw_delete("default")
