"""Steps at UCLA: each with its day and who said so; what was wrong is corrected, and stays."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from common.errors import DomainError, NotAllowed
from dashboard.queries import waiting_for
from fellows.models import Fellow, FellowEvent, FellowTakenOver, Milestone, UclaStep
from fellows.queries.ucla import way_in
from fellows.services import move, plan_milestone, reach_milestone, record_ucla
from fellows.states import Action
from tests.factories.fellows import FellowCohortFactory, FellowFactory, MilestoneFactory
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 3, 18, 0, tzinfo=UTC)
APPLIED, INVITED, ADMITTED, ENROLLED = (
    date(2027, 2, 1),
    date(2027, 3, 8),
    date(2027, 4, 12),
    date(2027, 5, 3),
)
OFFICE = "UCLA’s admissions office, by mail"


@pytest.fixture(autouse=True)
def still(clock, settings):
    clock(NOW)
    settings.DEMO = True


def fellow_in(state):
    cohort = FellowCohortFactory(name="Cohort of 2027", starts=date(2027, 6, 21), ends=date(2028, 8, 19))
    return FellowFactory(state=state, cohort=cohort)


@pytest.fixture
def fellow():
    return fellow_in("selected")


def say(fellow, step, on, **more):
    given = {"pk": fellow.pk, "step": step, "on": on, "by": manager(), "said_by": OFFICE}
    return record_ucla(**(given | more))


def refused(fellow, step, on, **more):
    with pytest.raises(DomainError) as refusal:
        say(fellow, step, on, **more)
    return str(refusal.value)


def state_of(fellow):
    return Fellow.objects.get(pk=fellow.pk).state


def test_each_step_that_leads_on_moves_the_fellow_with_its_day(fellow):
    states = []
    for step, on in (
        ("applied", APPLIED),
        ("interview", INVITED),
        ("admitted", ADMITTED),
        ("enrolled", ENROLLED),
    ):
        say(fellow, step, on)
        states.append(state_of(fellow))
    assert states == ["applied_ucla", "applied_ucla", "admitted", "enrolled"]
    lines = FellowEvent.objects.exclude(ucla=None).order_by("pk")
    assert [line.about for line in lines] == [
        f"Applied: February 1, 2027. Said by {OFFICE}.",
        f"Interview at UCLA: March 8, 2027. Said by {OFFICE}.",
        f"Admitted: April 12, 2027. Said by {OFFICE}.",
        f"Enrolled: May 3, 2027. Said by {OFFICE}.",
    ]


def test_what_leads_on_is_a_milestone_too(fellow):
    for step, on in (("applied", APPLIED), ("admitted", ADMITTED), ("enrolled", ENROLLED)):
        say(fellow, step, on)
    reached = Milestone.objects.order_by("reached_on").values_list("kind", "reached_on")
    assert list(reached) == [("applied", APPLIED), ("admitted", ADMITTED), ("enrolled", ENROLLED)]


def test_the_same_again_changes_nothing(fellow):
    assert say(fellow, "applied", APPLIED) == say(fellow, "applied", APPLIED)
    assert FellowEvent.objects.exclude(ucla=None).count() == 1


def test_a_correction_says_why_and_what_was_said_before_stays(fellow):
    first = say(fellow, "applied", APPLIED)
    second = say(fellow, "applied", date(2027, 2, 2), reason="The letter says February 2.")
    assert (second.corrects, first.on) == (first, APPLIED)
    assert [row.on for row in fellow.ucla_steps.standing()] == [date(2027, 2, 2)]
    assert state_of(fellow) == "applied_ucla"
    assert refused(fellow, "applied", APPLIED) == "It is recorded already. Write why it is corrected."


def test_a_corrected_day_of_admission_corrects_its_milestone(fellow):
    say(fellow, "applied", APPLIED)
    say(fellow, "admitted", ADMITTED)
    say(fellow, "admitted", date(2027, 4, 13), reason="A day later.")
    assert Milestone.objects.get(kind="admitted").reached_on == date(2027, 4, 13)


def test_a_step_recorded_by_mistake_is_taken_back_with_what_it_led_to(fellow):
    say(fellow, "applied", APPLIED)
    say(fellow, "admitted", ADMITTED)
    say(fellow, "admitted", None, not_taken=True, reason="Of another fellow.")
    assert state_of(fellow) == "applied_ucla"
    assert Milestone.objects.get(kind="admitted").reached_on is None
    actions = list(FellowEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == [
        *("apply_ucla", "reach_milestone", "admit", "reach_milestone"),
        *("undo_ucla", "unreach_milestone"),
    ]
    assert FellowEvent.objects.get(action="undo_ucla").about == (
        f"Admitted: not taken after all. Said by {OFFICE}."
    )
    say(fellow, "admitted", ADMITTED, reason="Now it is theirs.")
    assert state_of(fellow) == "admitted"


def test_what_led_on_is_taken_back_from_the_end(fellow):
    say(fellow, "applied", APPLIED)
    say(fellow, "admitted", ADMITTED)
    said = refused(fellow, "applied", None, not_taken=True, reason="Wrong.")
    assert said == "They went on since. Take back the later step first."


def test_an_interview_that_did_not_take_place_moves_nobody(fellow):
    say(fellow, "applied", APPLIED)
    say(fellow, "interview", INVITED)
    say(fellow, "interview", None, not_taken=True, reason="It was moved.")
    assert state_of(fellow) == "applied_ucla"
    assert [row.step for row in fellow.ucla_steps.standing()] == ["applied"]


def test_of_who_is_enrolled_already_earlier_steps_are_recorded_without_a_move():
    fellow = fellow_in("enrolled")
    say(fellow, "applied", APPLIED)
    assert state_of(fellow) == "enrolled"


@pytest.mark.parametrize(
    ("step", "on", "more", "words"),
    [
        ("applied", None, {}, "Give the day of this step."),
        (
            "applied",
            date(2027, 5, 4),
            {},
            "A step is recorded once it was taken: choose today or an earlier day.",
        ),
        ("applied", date(2021, 5, 4), {}, "Choose a day from June 21, 2026 to"),
        ("applied", APPLIED, {"said_by": " "}, "Say who said it, like “UCLA’s admissions office, by mail”."),
        ("applied", APPLIED, {"said_by": "x" * 121}, "Write at most 120 characters."),
        ("applied", APPLIED, {"reason": "x" * 301}, "Write at most 300 characters."),
        ("interview", INVITED, {}, "Record first that they applied at UCLA."),
        (
            "applied",
            None,
            {"not_taken": True, "reason": "No."},
            "Nothing is recorded of this step, so there is nothing to take back.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(fellow, step, on, more, words):
    assert refused(fellow, step, on, **more).startswith(words)
    assert not UclaStep.objects.exists()


def test_nobody_is_admitted_before_they_applied(fellow):
    assert refused(fellow, "admitted", ADMITTED)
    assert (state_of(fellow), UclaStep.objects.count()) == ("selected", 0)


def test_steps_come_in_the_order_of_their_days(fellow):
    say(fellow, "applied", APPLIED)
    say(fellow, "admitted", ADMITTED)
    said = refused(fellow, "interview", date(2027, 1, 15))
    assert said == "Recorded as “applied” is February 1, 2027: choose that day or later."
    said = refused(fellow, "interview", date(2027, 4, 20))
    assert said == "Recorded as “admitted” is April 12, 2027: choose that day or earlier."


@pytest.mark.parametrize("state", ["nominated", "withdrawn"])
def test_of_who_is_not_selected_nothing_is_recorded(state):
    fellow = fellow_in(state)
    assert refused(fellow, "applied", APPLIED) == (
        "What UCLA does is recorded from the day somebody is selected."
    )


def test_only_program_managers_record_and_nobody_of_themselves(fellow):
    with pytest.raises(NotAllowed):
        say(fellow, "applied", APPLIED, by=UserFactory())
    with pytest.raises(NotAllowed):
        say(fellow, "applied", APPLIED, by=fellow.person)


# --- one door, and its days -----------------------------------------------------------------------
BY_UCLA = (
    "This is reached by a step at UCLA, with its day and who said so. Record that step on the page of the fellow, "
    "under “At UCLA”."
)


@pytest.mark.parametrize("kind", ["applied", "admitted", "enrolled"])
def test_a_step_at_ucla_is_not_recorded_as_a_milestone(fellow, kind):
    given = {"pk": fellow.pk, "kind": kind, "by": manager()}
    with pytest.raises(DomainError) as refusal:
        reach_milestone(on=APPLIED, **given)
    assert (str(refusal.value), refusal.value.at) == (BY_UCLA, "reached_on")
    plan_milestone(due=APPLIED, **given)
    with pytest.raises(DomainError):
        reach_milestone(on=APPLIED, **given)
    known = Milestone.objects.get(kind=kind)
    assert (known.due, known.reached_on) == (APPLIED, None)


def test_whoever_writes_it_ucla_said_it_or_paper_does(fellow):
    say(fellow, "applied", APPLIED)
    with pytest.raises(IntegrityError, match="reached by a step at UCLA"), transaction.atomic():
        MilestoneFactory(fellow=fellow, kind="admitted", reached_on=APPLIED)
    with pytest.raises(IntegrityError, match="reached by a step at UCLA"), transaction.atomic():
        Milestone.objects.filter(kind="applied").update(reached_on=INVITED)
    Milestone.objects.filter(kind="applied").update(due=INVITED)
    before = FellowTakenOver.objects.create(
        fellow=FellowFactory(state="enrolled", cohort=fellow.cohort),
        reason="Binder",
        state="enrolled",
        by=manager(),
        at=NOW,
    )
    assert MilestoneFactory(fellow=before.fellow, kind="admitted", reached_on=ADMITTED).pk


def test_a_day_by_which_they_apply_stands_on_the_way_until_they_did(fellow):
    plan_milestone(pk=fellow.pk, kind="applied", due=INVITED, by=manager())
    assert [step.words for step in way_in(fellow_now(fellow)).steps][2] == "by Mar 8, 2027"
    say(fellow, "applied", APPLIED)
    assert [step.words for step in way_in(fellow_now(fellow)).steps][2] == "Feb 1, 2027"


def test_a_step_whose_day_is_over_waits_for_program_managers(fellow):
    staff = manager()
    fellow.person.hats.create(kind="program_manager", starts=date(2026, 1, 1))
    for kind, due in (("applied", INVITED), ("admitted", ADMITTED)):
        plan_milestone(pk=fellow.pk, kind=kind, due=due, by=staff)

    def waits(person, day):
        found = waiting_for(person, day=day, now=NOW)
        return [(one.what, one.since, one.url) for one in found if one.kind == "ucla_late"]

    url, who = f"/fellows/{fellow.pk}/#ucla", fellow.person
    assert waits(staff, INVITED) == []
    late = [(f"Step at UCLA of {who}: applied at UCLA", INVITED, url)]
    assert waits(staff, ENROLLED) == late
    assert waits(who, ENROLLED) == []
    say(fellow, "applied", APPLIED)
    assert waits(staff, ENROLLED) == [(f"Step at UCLA of {who}: Admitted", ADMITTED, url)]
    say(fellow, "admitted", ADMITTED)
    assert waits(staff, ENROLLED) == []


# --- the database ---------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_what_was_said_stays(fellow, verb):
    say(fellow, "applied", APPLIED)
    rows = UclaStep.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete() if verb == "delete" else rows.update(on=ADMITTED)


def test_a_step_has_one_first_word_and_a_day_or_what_it_corrects(fellow):
    row = say(fellow, "applied", APPLIED)
    given = {"fellow": fellow, "said_by": OFFICE, "recorded_by": row.recorded_by, "recorded_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        UclaStep.objects.create(step="applied", on=APPLIED, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        UclaStep.objects.create(step="interview", on=None, **given)


# --- pages ----------------------------------------------------------------------------------------
def test_the_way_in_is_a_line_with_the_days_that_are_known(fellow):
    say(fellow, "applied", APPLIED)
    steps = [(step.name, step.state, step.words) for step in way_in(fellow_now(fellow)).steps]
    assert steps == [
        ("Nominated", "done", ""),
        ("Selected", "done", ""),
        ("Applied at UCLA", "here", "Feb 1, 2027"),
        ("Admitted", "ahead", ""),
        ("Enrolled", "ahead", ""),
    ]


def test_the_way_in_tells_the_days_of_los_angeles(fellow):
    fellow = FellowFactory(cohort=fellow.cohort)
    evening = datetime(2026, 12, 1, 0, 5, tzinfo=UTC)
    FellowEvent.objects.create(
        fellow=fellow, action="nominate", from_state="nominated", to_state="nominated", at=evening
    )
    move(pk=fellow.pk, action=Action.SELECT, by=manager(), now=evening)
    assert [step.words for step in way_in(fellow_now(fellow)).steps][:2] == ["Nov 30, 2026", "Nov 30, 2026"]


def fellow_now(fellow):
    return Fellow.objects.get(pk=fellow.pk)


def test_staff_record_a_step_on_the_page_and_correct_it_there(fellow, client):
    client.force_login(manager())
    page = reverse("fellows:detail", args=[fellow.pk])
    move, correct = (
        reverse("fellows:detail_apply_ucla", args=[fellow.pk]),
        reverse("fellows:detail_ucla", args=[fellow.pk]),
    )
    assert client.post(move, {"on": "02/01/2027"}).status_code == 422
    assert client.post(move, {"on": "02/01/2027", "said_by": OFFICE}).status_code == 302
    typed = {"step": "applied", "on": "02/02/2027", "said_by": OFFICE}
    assert client.post(correct, typed).status_code == 422
    assert client.post(correct, typed | {"reason": "The letter says so."}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Feb 2, 2027" in shown
    assert "before that Feb 1, 2027" in shown
    assert "The letter says so." in shown


def test_the_fellow_reads_it_and_changes_nothing(fellow, client):
    say(fellow, "applied", APPLIED)
    client.force_login(fellow.person)
    shown = client.get(reverse("fellows:detail", args=[fellow.pk])).content.decode()
    assert f"Said by {OFFICE}" in shown
    assert "Record or correct a step" not in shown
