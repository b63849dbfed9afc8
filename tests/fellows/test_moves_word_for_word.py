"""What the verbs on fellows, milestones and suspensions write and refuse, word for word and at their edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import NotAllowed
from common.states import in_words
from fellows import services
from fellows.models import Fellow, Milestone, Suspension
from fellows.states import Action, State
from notifications.models import Message
from people.models import Post
from tests import verbs
from tests.factories.fellows import (
    FellowCohortFactory,
    FellowFactory,
    MilestoneFactory,
)
from tests.factories.notifications import MessageFactory
from tests.factories.people import (
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    teacher_at,
)
from tests.verbs import history

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 17, tzinfo=UTC)
TODAY = date(2025, 7, 10)
DAY = timedelta(days=1)


def refusal(verb, **told):
    return verbs.refusal(verb, **({"now": NOW} | told))


# --- nominating and moving ------------------------------------------------------------------------
@pytest.mark.parametrize("position", Post.Position.values)
def test_teachers_counselors_coordinators_and_coaches_are_nominated(position):
    person = PostFactory(position=position).person
    told = {"person": person, "cohort": FellowCohortFactory(), "by": manager()}
    if position in {"teacher", "counselor", "coordinator", "coach"}:
        assert services.nominate(now=NOW, **told).state == "nominated"
    else:
        assert refusal(services.nominate, **told) == (
            f"{person} has no position as teacher, counselor, coordinator or coach at a network school today."
        )


@pytest.mark.parametrize(
    ("post", "since", "nominated"),
    [
        ({}, None, True),
        ({"ends": TODAY}, None, False),
        ({"ends": TODAY + DAY}, None, True),
        ({"starts": TODAY}, None, True),
        ({"starts": TODAY + DAY}, None, False),
        ({}, TODAY, True),
        ({}, TODAY + DAY, False),
    ],
)
def test_a_post_counts_on_its_days_at_a_school_that_is_a_member_by_then(post, since, nominated):
    school = SchoolFactory()
    if since:
        school.memberships.update(starts=since)
    person = PostFactory(school=school, **post).person
    told = {"person": person, "cohort": FellowCohortFactory(), "by": manager()}
    if nominated:
        assert history(services.nominate(now=NOW, **told)) == [
            ("nominate", "nominated", "nominated", told["by"].pk, NOW, "")
        ]
    else:
        assert "has no position" in refusal(services.nominate, **told)
    assert Fellow.objects.exists() is nominated


def test_nobody_nominates_themselves_and_no_teacher_anybody():
    by = manager()
    PostFactory(person=by)
    said = "Only a program manager may nominate, and nobody nominates themselves."
    told = {"cohort": FellowCohortFactory()}
    assert refusal(services.nominate, refused_as=NotAllowed, person=by, by=by, **told) == said
    person = teacher_at(SchoolFactory())
    assert refusal(services.nominate, refused_as=NotAllowed, person=person, by=UserFactory(), **told) == said
    assert services.nominate(person=by, by=manager(), **told).person == by


def test_nobody_is_nominated_twice_for_a_cohort():
    person, by = teacher_at(SchoolFactory(), given_name="Ana", family_name="Ruiz"), manager()
    fellow = services.nominate(person=person, cohort=FellowCohortFactory(), by=by, now=NOW)
    told = {"person": person, "cohort": fellow.cohort, "by": by}
    assert refusal(services.nominate, **told) == "Ana Ruiz is in this cohort already."
    Fellow.objects.update(state="withdrawn")
    assert refusal(services.nominate, **told) == (
        f"Ana Ruiz left the {fellow.cohort}, and nobody joins the same cohort twice. Nominate them for a later cohort; "
        "they can also apply for it."
    )


@pytest.mark.parametrize("state", State)
def test_who_is_a_fellow_now_is_not_nominated_for_another_cohort_and_who_was_one_is(state):
    person, by = teacher_at(SchoolFactory(), given_name="Ana", family_name="Ruiz"), manager()
    FellowFactory(person=person, cohort__name="Cohort of 2023", state=state, graduated_on=TODAY)
    told = {"person": person, "cohort": FellowCohortFactory(), "by": by}
    if state in {"fulfilled", "withdrawn", "released", "discharged", "ended_unfulfilled", "taken_back"}:
        assert services.nominate(now=NOW, **told).state == "nominated"
    else:
        assert refusal(services.nominate, **told) == (
            f"Ana Ruiz is in the Cohort of 2023 already, as “{in_words(state)}”. Nobody is a fellow twice at once: "
            "nominate somebody else, or end that fellowship first."
        )
        assert not told["cohort"].fellows.exists()


def test_a_fellow_elsewhere_keeps_nobody_else_from_being_nominated():
    FellowFactory(serving=True)
    person = teacher_at(SchoolFactory())
    told = {"person": person, "cohort": FellowCohortFactory(), "by": manager()}
    assert services.nominate(now=NOW, **told).person == person


@pytest.mark.parametrize(
    ("state", "action", "after", "told"),
    [
        ("nominated", Action.SELECT, "selected", True),
        ("selected", Action.APPLY_UCLA, "applied_ucla", False),
        ("enrolled", Action.GRADUATE, "graduated", True),
        ("graduated", Action.BEGIN_SERVICE, "serving", False),
        ("serving", Action.RELEASE, "released", True),
        ("graduated", Action.DISCHARGE, "discharged", True),
        ("selected", Action.WITHDRAW, "withdrawn", True),
    ],
)
def test_a_move_is_kept_in_the_history_and_told_where_it_matters_to_the_fellow(state, action, after, told):
    graduated = date(2024, 6, 14) if state in {"graduated", "serving"} else None
    fellow, by = FellowFactory(state=state, graduated_on=graduated, signed=True), manager()
    on = TODAY if action is Action.GRADUATE else None
    services.move(pk=fellow.pk, action=action, by=by, on=on, note="Noted", now=NOW)
    assert history(fellow) == [(action, state, after, by.pk, NOW, "Noted")]
    fellow.refresh_from_db()
    assert (fellow.state, fellow.graduated_on) == (after, on or graduated)
    mails = [(mail.to_person, mail.template, mail.dedupe_key) for mail in Message.objects.all()]
    assert mails == ([(fellow.person, "fellows/moved", f"fellow-{fellow.pk}-{after}")] if told else [])


def test_a_day_given_with_another_move_is_no_graduation():
    fellow = FellowFactory()
    services.move(pk=fellow.pk, action=Action.SELECT, by=manager(), on=TODAY, now=NOW)
    fellow.refresh_from_db()
    assert fellow.graduated_on is None


def test_who_may_not_move_a_fellow_is_told_so():
    person = manager()
    fellow = FellowFactory(person=person)
    for by in (UserFactory(), person):
        assert refusal(services.move, refused_as=NotAllowed, pk=fellow.pk, action=Action.SELECT, by=by) == (
            "Only a program manager may do this, and nobody decides about themselves."
        )


@pytest.mark.parametrize(
    "state", ["selected", "applied_ucla", "admitted", "enrolled", "graduated", "serving", "fulfilled"]
)
def test_whoever_studies_or_serves_holds_a_place_of_the_cohort(state):
    cohort = FellowCohortFactory(places=2, name="Cohort of 2023")
    FellowFactory.create_batch(2, cohort=cohort, state=state, graduated_on=TODAY)
    FellowFactory(state=state, graduated_on=TODAY)
    told = {"pk": FellowFactory(cohort=cohort).pk, "action": Action.SELECT, "by": manager()}
    assert refusal(services.move, **told) == "All 2 places of the Cohort of 2023 are taken."
    cohort.places = 3
    cohort.save()
    assert services.move(now=NOW, **told).state == "selected"


@pytest.mark.parametrize("state", ["nominated", "withdrawn", "released", "discharged", "ended_unfulfilled"])
def test_whoever_was_not_chosen_or_left_holds_no_place(state):
    cohort = FellowCohortFactory(places=1)
    FellowFactory(cohort=cohort, state=state, graduated_on=TODAY)
    fellow = FellowFactory(cohort=cohort)
    assert services.move(pk=fellow.pk, action=Action.SELECT, by=manager(), now=NOW).state == "selected"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, "Give the day of graduation, today or earlier."),
        (TODAY + DAY, "Give the day of graduation, today or earlier."),
        (
            date(2024, 4, 30),
            "The Cohort of 2023 began on June 1, 2023, and nobody graduates within eleven months. Choose a day from "
            "May 1, 2024 on.",
        ),
        (TODAY, ""),
        (date(2024, 5, 1), ""),
    ],
)
def test_somebody_graduates_between_eleven_months_after_the_cohorts_first_day_and_today(day, said):
    fellow = FellowFactory(state="enrolled", signed=True, cohort__name="Cohort of 2023")
    told = {"pk": fellow.pk, "action": Action.GRADUATE, "by": manager(), "on": day}
    if said:
        assert refusal(services.move, **told) == said
    else:
        assert services.move(now=NOW, **told).graduated_on == day


# --- milestones and suspensions -------------------------------------------------------------------
def test_a_milestone_is_planned_moved_and_kept_in_the_history():
    fellow, by = FellowFactory(), manager()
    told = {"pk": fellow.pk, "kind": "clear", "by": by, "now": NOW}
    services.plan_milestone(due=TODAY + DAY, **told)
    assert refusal(services.plan_milestone, due=TODAY + 2 * DAY, **told) == (
        "It is due on July 11, 2025 now. Write why it moves: the reason stays in the history."
    )
    services.plan_milestone(due=TODAY + 2 * DAY, reason=" Two weeks in hospital ", **told)
    services.plan_milestone(due=TODAY + 2 * DAY, **told)
    services.plan_milestone(due=TODAY, attempt=2, **told)
    assert list(Milestone.objects.order_by("attempt").values_list("fellow", "kind", "attempt", "due")) == [
        (fellow.pk, "clear", 1, TODAY + 2 * DAY),
        (fellow.pk, "clear", 2, TODAY),
    ]
    assert [row[-1] for row in history(fellow)] == [
        "Clear credential: due July 11, 2025",
        "Clear credential: due July 12, 2025, before that July 11, 2025 Two weeks in hospital",
        "Clear credential, attempt 2: due July 10, 2025",
    ]
    assert history(fellow)[0][:-1] == ("plan_milestone", "nominated", "nominated", by.pk, NOW)


def test_a_milestone_that_was_reached_may_be_planned_for_the_day_it_has_and_others_freely():
    reached = MilestoneFactory(due=TODAY, reached_on=TODAY)
    MilestoneFactory(fellow=reached.fellow, kind="clear", due=TODAY, reached_on=TODAY)
    told = {"pk": reached.fellow_id, "by": manager(), "now": NOW}
    services.plan_milestone(kind=reached.kind, due=TODAY, **told)
    services.plan_milestone(kind="degree", due=TODAY, **told)
    assert Milestone.objects.get(kind="degree").due == TODAY
    other = FellowFactory()
    services.plan_milestone(**(told | {"pk": other.pk}), kind=reached.kind, due=TODAY + DAY)
    assert refusal(services.plan_milestone, **told, kind=reached.kind, due=TODAY + DAY) == (
        "This milestone was reached on July 10, 2025: its due day stays."
    )


def test_a_milestone_that_was_reached_keeps_its_days_and_its_note():
    milestone = MilestoneFactory(due=TODAY - DAY)
    other = MilestoneFactory(fellow=milestone.fellow, kind="clear")
    MessageFactory(topic=f"milestone-{other.pk}")
    by = manager()
    found = services.reach_milestone(
        pk=milestone.fellow_id,
        kind=milestone.kind,
        on=TODAY,
        by=by,
        expires=TODAY + DAY,
        note="With honors",
        now=NOW,
    )
    found.refresh_from_db()
    assert (found.pk, found.due, found.reached_on, found.expires_on, found.note) == (
        milestone.pk,
        TODAY - DAY,
        TODAY,
        TODAY + DAY,
        "With honors",
    )
    assert history(milestone.fellow) == [
        ("reach_milestone", "nominated", "nominated", by.pk, NOW, "CalAPA cycle 1: July 10, 2025")
    ]
    assert Message.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"on": TODAY + DAY}, "A milestone is reached today or earlier. Choose such a day."),
        ({"on": TODAY, "expires": TODAY}, "A credential expires after the day it was reached."),
    ],
)
def test_days_of_a_milestone_that_cannot_be_are_refused(days, said):
    told = {"pk": FellowFactory().pk, "kind": "clear", "by": manager()}
    assert refusal(services.reach_milestone, **told, **days) == said


@pytest.mark.parametrize("day", [date(2022, 6, 1), date(2039, 8, 1)])
def test_the_first_and_the_last_day_near_a_cohort_are_taken(day):
    fellow = FellowFactory()
    services.plan_milestone(pk=fellow.pk, kind="clear", due=day, by=manager(), now=NOW)
    assert Milestone.objects.get().due == day


@pytest.mark.parametrize("verb", ["plan_milestone", "reach_milestone"])
def test_milestones_are_recorded_by_program_managers_and_never_the_own(verb):
    person = manager()
    fellow = FellowFactory(person=person)
    day = {"due": TODAY} if verb == "plan_milestone" else {"on": TODAY}
    for by in (UserFactory(), person):
        told = {"pk": fellow.pk, "kind": "clear", "by": by} | day
        assert refusal(getattr(services, verb), refused_as=NotAllowed, **told) == (
            "Only a program manager records milestones, and nobody their own."
        )


def test_a_suspension_is_kept_with_who_approved_it():
    fellow, by = FellowFactory(serving=True, signed=True), manager()
    row = services.suspend(
        pk=fellow.pk, category="family", starts=fellow.graduated_on, months=1, by=by, now=NOW
    )
    assert (row.fellow, row.category, row.starts, row.months, row.approved_by) == (
        fellow,
        "family",
        date(2024, 6, 14),
        1,
        by,
    )
    assert history(fellow) == [("suspend", "serving", "serving", by.pk, NOW, "1 month from June 14, 2024")]


@pytest.mark.parametrize(
    ("before", "months", "left"),
    [([], 36, None), ([], 37, 36), ([], 0, 36), ([20, 10], 6, None), ([20, 10], 7, 6), ([36], 1, 0)],
)
def test_a_fellow_is_suspended_for_36_months_in_all(before, months, left):
    fellow, by = FellowFactory(serving=True, signed=True), manager()
    for year, one in enumerate(before, 2027):
        starts = date(year * 2 - 2027, 1, 1)
        Suspension.objects.create(fellow=fellow, category="study", starts=starts, months=one, approved_by=by)
    told = {"pk": fellow.pk, "category": "study", "starts": TODAY, "months": months, "by": by}
    if left is None:
        assert services.suspend(now=NOW, **told).months == months
    else:
        assert refusal(services.suspend, **told) == (
            f"At most 36 months may be suspended; {left} are left. Choose fewer."
        )


def test_months_of_another_fellow_do_not_count():
    by = manager()
    Suspension.objects.create(
        fellow=FellowFactory(serving=True), category="study", starts=TODAY, months=36, approved_by=by
    )
    fellow = FellowFactory(serving=True, signed=True)
    told = {"pk": fellow.pk, "category": "study", "starts": TODAY, "months": 36}
    assert services.suspend(by=by, now=NOW, **told).months == 36
    for stranger in (UserFactory(), fellow.person):
        assert refusal(services.suspend, refused_as=NotAllowed, by=stranger, **told) == (
            "Only a program manager may suspend service, and nobody their own."
        )
