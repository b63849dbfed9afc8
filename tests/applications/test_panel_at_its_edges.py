"""Who may read, who is on the panel and in which order, which places are taken and who moves up."""

from datetime import date, timedelta

import pytest

from applications.models import Application
from applications.queries.panel import (
    by_school,
    fingerprint_of,
    in_words,
    offerings_to_decide,
    panel,
    said_to_be_full,
    staged_for,
    totals,
)
from applications.queries.places import next_on_waitlist, taken_at
from applications.queries.posts import _of_one, _post_and_twins, post_missing, put_post_on, with_post
from applications.queries.reviewers import conflict_of, may_be_asked, readers, stand_ins
from applications.rules.checklist import Missing, missing
from applications.rules.days import usual_first_day
from common.written import ROW, Values
from pathways.models import SchoolAssignment
from tests.factories.applications import ANSWERS, NOW, ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.pathways import OfferingFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 14)
DAY = timedelta(days=1)


# --- rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("needs", "has", "found"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_a_cohort_is_missing_where_one_is_needed_and_none_was_chosen(needs, has, found):
    left = missing(ANSWERS, most_words=100, needs_cohort=needs, has_cohort=has)
    assert left == ((Missing("cohort", "Choose a cohort."),) if found else ())


@pytest.mark.parametrize(("words", "long"), [(3, False), (4, True)])
def test_an_answer_has_as_many_words_as_are_allowed_and_not_one_more(words, long):
    answers = {name: "word" for name in ANSWERS} | {"mindset": "word " * words}
    left = missing(answers, most_words=3, needs_cohort=False, has_cohort=False)
    said = "Shorten the answer about mindset: it has 4 words, at most 3 fit."
    assert left == ((Missing("mindset", said, too_long=True),) if long else ())


def test_a_role_begins_with_its_year_or_on_the_day_of_a_later_release():
    assert [usual_first_day(TODAY, TODAY + days * DAY) for days in (-1, 0, 1)] == [TODAY, TODAY, TODAY + DAY]


# --- who may read -----------------------------------------------------------------------------------
def test_a_reader_is_neither_the_applicant_nor_of_their_school_nor_a_rival():
    application = ApplicationFactory(in_review=True)
    rival = ApplicationFactory(offering=application.offering, submitted=True).person
    colleague = PostFactory(school=application.school).person
    withdrawn = ApplicationFactory(offering=application.offering, state="withdrawn").person
    left = PostFactory(school=application.school, ends=TODAY).person
    elsewhere = ApplicationFactory(submitted=True).person
    said = [
        conflict_of(person, application, TODAY)
        for person in (application.person, colleague, rival, withdrawn, left, elsewhere)
    ]
    assert said == [
        f"{application.person} is the applicant. Choose another reviewer.",
        f"{colleague} works at {application.school}. Choose a reviewer from elsewhere.",
        f"{rival} applied for the same role. Choose another reviewer.",
        "",
        "",
        "",
    ]


def test_readers_and_those_who_sign_in_place_of_a_principal_wear_a_hat_of_the_day():
    worn = {
        kind: HatFactory(kind=kind).person
        for kind in ("program_manager", "coach", "director", "preparer", "approver")
    }
    HatFactory(ends=TODAY)
    HatFactory(kind="director", starts=TODAY + DAY)
    HatFactory(person__is_active=False)
    HatFactory(person=worn["coach"], kind="director")
    assert set(readers(TODAY)) == {worn[kind] for kind in ("program_manager", "coach", "director")}
    assert list(stand_ins(TODAY)) == list(readers(TODAY))
    assert len(readers(TODAY)) == 3


def test_a_coach_does_not_sign_in_place_of_a_principal():
    HatFactory(kind="coach")
    assert list(stand_ins(TODAY)) == []


def test_those_who_may_be_asked_are_readers_without_a_conflict_who_were_not_asked_yet():
    free, asked, colleague, rival, own = (manager() for _ in range(5))
    application = ApplicationFactory(in_review=True, person=own)
    ReviewFactory(application=application, reviewer=asked)
    ReviewFactory(reviewer=free)
    PostFactory(person=colleague, school=application.school)
    PostFactory(person=free)
    ApplicationFactory(person=rival, offering=application.offering, submitted=True)
    ApplicationFactory(person=free, submitted=True)
    assert list(may_be_asked(application, TODAY)) == [free]


# --- the panel --------------------------------------------------------------------------------------
def on_panel(offering, school, state="in_review", score=None):
    return ApplicationFactory(
        offering=offering,
        school=school,
        state=state,
        score_hundredths=score,
        submitted_at=NOW,
        signed=False,
    )


def test_the_panel_stands_by_school_the_undecided_and_strongest_first():
    offering = OfferingFactory(places_per_school=9)
    ash, oak = (SchoolFactory(name=name) for name in ("Ash", "Oak"))
    there = on_panel(offering, oak, score=400)
    unread, weak, strong = (on_panel(offering, ash, score=score) for score in (None, 200, 300))
    declined = on_panel(offering, ash, "declined", 400)
    waiting = on_panel(offering, ash, "waitlisted", 250)
    on_panel(offering, ash, "cosigned", 400)
    on_panel(offering, ash, "withdrawn", 400)
    on_panel(OfferingFactory(), ash)
    rows = list(panel(manager(), offering))
    assert rows == [strong, waiting, weak, unread, declined, there]
    assert totals(manager(), offering)["rows"] == 6


def test_a_row_of_the_panel_says_who_read_and_how_far_they_are_apart():
    application = ApplicationFactory(in_review=True)
    ReviewFactory(application=application, scored=True)
    ReviewFactory(application=application, scored=True, time=1, mindset=1, skillset=1, experience=1)
    ReviewFactory(application=application)
    ReviewFactory(
        application=application, scored=True, state="recused", time=4, mindset=4, skillset=4, experience=4
    )
    DecisionFactory(application=application, outcome="decline", reason="places")
    [row] = panel(manager(), application.offering)
    assert (row.readers, row.scored, row.highest, row.lowest, row.staged) == (3, 2, 12, 4, "decline")


def test_what_was_released_is_not_staged_any_more():
    application = ApplicationFactory(waitlisted=True)
    [row] = panel(manager(), application.offering)
    assert row.staged is None
    assert totals(manager(), application.offering) == {"rows": 1, "offer": 0, "waitlist": 0, "decline": 0}


def test_what_is_staged_is_counted_by_outcome_and_told_in_words():
    offering = OfferingFactory()
    for outcome, reason in (("offer", "strongest"), ("offer", "strongest"), ("decline", "places")):
        DecisionFactory(application__offering=offering, outcome=outcome, reason=reason)
    DecisionFactory()
    found = totals(manager(), offering)
    assert found == {"rows": 3, "offer": 2, "waitlist": 0, "decline": 1}
    assert in_words({name: found[name] for name in ("offer", "waitlist", "decline")}) == [
        "2 offers",
        "1 decline",
    ]
    assert in_words({"waitlist": 1}) == ["1 place on the waitlist"]


def taken_by_everybody(offering, school):
    """A place each for an offer, a placement, one completed and one that moves here; none for what is over."""
    ApplicationFactory(offering=offering, school=school, offered=True, signed=False)
    held = {"role": offering.role, "year": offering.year}
    for reason in ("", "completed", "resigned"):
        PlacementFactory(school=school, end_reason=reason, **held)
    coming = PlacementFactory(**held)
    days = {"starts": TODAY + DAY, "ends": coming.ends}
    coming.assignments.update(ends=TODAY + DAY)
    SchoolAssignment.objects.create(placement=coming, school=school, **days)
    # Of another offering, role or year.
    ApplicationFactory(school=school, offered=True, signed=False)
    PlacementFactory(school=school, year=offering.year)
    PlacementFactory(school=school, role=offering.role, year=ProgramYearFactory(first=2027))


def test_places_are_taken_by_offers_placements_and_moves_to_come():
    offering, school = OfferingFactory(places_per_school=5), SchoolFactory()
    taken_by_everybody(offering, school)
    row = on_panel(offering, school)
    on_panel(offering, SchoolFactory())
    [here] = by_school(offering, [row])
    assert taken_at(offering, school.pk) == 4
    assert (here.name, here.places, here.taken, here.free, here.rows) == (school.name, 5, 4, 1, [row])


def test_a_school_over_its_places_has_none_free():
    offering, school = OfferingFactory(places_per_school=3), SchoolFactory()
    taken_by_everybody(offering, school)
    [here] = by_school(offering, [on_panel(offering, school)])
    assert (here.taken, here.free) == (4, 0)


def test_a_staged_decision_says_whether_anybody_read_and_stands_in_the_order_of_applications():
    offering = OfferingFactory()
    first, second = (ApplicationFactory(offering=offering, in_review=True) for _ in range(2))
    ReviewFactory(application=first, scored=True)
    ReviewFactory(application=second)
    late, early = (DecisionFactory(application=application) for application in (second, first))
    DecisionFactory()
    assert [(row, row.read) for row in staged_for(offering)] == [(early, True), (late, False)]


def test_a_school_is_not_full_while_offers_staged_there_leave_a_place():
    offering = OfferingFactory(places_per_school=2)
    full, free = SchoolFactory(), SchoolFactory()
    for school, offers in ((full, 2), (free, 1)):
        for _ in range(offers):
            DecisionFactory(application__offering=offering, application__school=school)
    fields = {"application__offering": offering, "outcome": "decline"}
    DecisionFactory(application__school=full, reason="places", **fields)
    said = DecisionFactory(application__school=free, reason="places", **fields)
    DecisionFactory(application__school=free, reason="time", **fields)
    assert said_to_be_full(offering, staged_for(offering)) == {said.pk}


@pytest.mark.parametrize(
    "change",
    [{"outcome": "decline"}, {"reason": "other"}, {"words": "More."}, {"rank": 1}, {"starts": TODAY + DAY}],
)
def test_any_other_decision_gives_another_fingerprint(change):
    staged = DecisionFactory(starts=TODAY)
    shown = fingerprint_of([staged], default=TODAY)
    assert fingerprint_of([staged], default=TODAY + DAY) == shown
    for name, value in change.items():
        setattr(staged, name, value)
    assert fingerprint_of([staged], default=TODAY) != shown


def test_the_first_day_counts_for_offers_alone():
    declined = DecisionFactory(outcome="decline", reason="places")
    shown = [fingerprint_of([declined], default=TODAY + days * DAY) for days in (0, 1)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ("cosigned", (1, 0, 0)),
        ("in_review", (1, 0, 0)),
        ("waitlisted", (0, 1, 0)),
        ("offered", (0, 0, 1)),
        ("submitted", None),
        ("accepted", None),
    ],
)
def test_an_offering_is_to_be_decided_while_somebody_waits_there(state, counts):
    application = ApplicationFactory(**{state: True})
    OfferingFactory()
    found = [(one, one.to_read, one.waitlisted, one.offered) for one in offerings_to_decide()]
    assert found == ([(application.offering, *counts)] if counts else [])


# --- the waitlist -----------------------------------------------------------------------------------
def waitlisted(offering, school, rank, hours):
    place = {"outcome": "waitlist", "reason": "places", "rank": rank}
    application = ApplicationFactory(offering=offering, school=school, in_review=True)
    DecisionFactory(application=application, released_at=NOW + timedelta(hours=hours), **place)
    Application.objects.filter(pk=application.pk).update(state="waitlisted")
    return application


def test_the_lowest_rank_moves_up_then_the_earliest_decision_then_the_earliest_application():
    offering, school = OfferingFactory(), SchoolFactory()
    second = waitlisted(offering, school, 2, 0)
    late = waitlisted(offering, school, 1, 2)
    first, twin = (waitlisted(offering, school, 1, 1) for _ in range(2))
    waitlisted(offering, SchoolFactory(), 1, 0)
    waitlisted(OfferingFactory(), school, 1, 0)
    moved = []
    for _ in range(4):
        found = next_on_waitlist(offering, school.pk)
        moved.append(found)
        Application.objects.filter(pk=found.pk).update(state="withdrawn")
    assert moved == [first, twin, late, second]
    assert next_on_waitlist(offering, school.pk) is None


def test_a_place_on_the_waitlist_that_is_staged_alone_moves_nobody_up():
    staged = DecisionFactory(outcome="waitlist", reason="places", rank=1)
    Application.objects.filter(pk=staged.application_id).update(state="waitlisted")
    assert next_on_waitlist(staged.application.offering, staged.application.school_id) is None


# --- posts ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "held"),
    [
        ({}, True),
        ({"ends": TODAY}, False),
        ({"ends": TODAY + DAY}, True),
        ({"starts": date(2027, 6, 30)}, True),
        ({"starts": date(2027, 7, 1)}, False),
    ],
    ids=["since long ago", "until yesterday", "until today", "from the last day", "from the next year"],
)
def test_a_post_at_the_school_is_held_today_or_later_in_the_year_applied_for(days, held):
    application = ApplicationFactory(submitted=True)
    PostFactory(person=application.person)
    PostFactory(school=application.school)
    PostFactory(person=application.person, school=application.school, **days)
    row = with_post(Application.objects.all()).get()
    said = (
        f"Our records do not show that {row.person} works at {row.school} in 2026-27. With a new account that is usual,"
        " and nothing has to wait for it. If they do work there, they say so under “Where you work” and its principal"
        " confirms it, or a registrar enters it."
    )
    assert (row.has_post, post_missing(row)) == (held, "" if held else said)
    put_post_on(application)
    assert application.has_post == held


def test_what_is_put_on_one_application_reads_as_its_queryset_does():
    for day in (TODAY, date(2027, 7, 1)):
        sql, values = _post_and_twins(7, day).query.sql_with_params()
        assert (_of_one().sql, _of_one().values(Values({ROW: 7}, day))) == (sql, list(values))


def test_the_twins_put_on_one_application_are_those_of_a_row_of_many(clock):
    clock(NOW)
    application = ApplicationFactory(submitted=True)
    names = {"given_name": application.person.given_name, "family_name": application.person.family_name}
    PostFactory(person=UserFactory(**names), school=application.school)
    row = with_post(Application.objects.all()).get()
    put_post_on(application)
    assert [twin["schools"] for twin in application.twins] == [[application.school.name]]
    assert application.twins == row.twins


@pytest.mark.parametrize(
    ("state", "first", "matters"),
    [("offered", 2026, True), ("draft", 2026, False), ("accepted", 2026, False), ("submitted", 2025, False)],
)
def test_a_missing_post_matters_until_it_is_decided_in_years_that_are_not_over(state, first, matters):
    year = ProgramYearFactory(first=first)
    ApplicationFactory(
        state=state, starts=year.starts, answer_by=year.starts, signed=False, offering__year=year
    )
    assert bool(post_missing(with_post(Application.objects.all()).get())) is matters
