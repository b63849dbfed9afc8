"""The plan of a cohort: written once, looked at, applied to all its fellows; what is over or one's own stays."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from common.errors import DomainError, LookFirst, NotAllowed
from fellows import services
from fellows.models import CohortPlanEvent, FellowCohort, FellowEvent, Milestone
from fellows.queries.board import board_of
from fellows.queries.plans import history_of, mark_of_plan, plan_of, suggested_plan, what_applying_does
from fellows.rules.plans import Applied, Change, Known, applied
from fellows.services.plans import mark_of_applying
from fellows.states import Action, State
from notifications.models import Message
from people.models import User
from tests.factories.fellows import FellowCohortFactory, FellowFactory, MilestoneFactory, fellowship_offering
from tests.factories.notifications import MessageFactory
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 7, 10, 17, 0, tzinfo=UTC)
WHY = "UCLA moved its calendar."
FALL, CALAPA = date(2023, 12, 11), date(2023, 12, 18)


@pytest.fixture
def by() -> User:
    return manager()


@pytest.fixture
def cohort(by: User) -> FellowCohort:
    plan = {"term_fall": FALL, "calapa_1": CALAPA}
    return services.save_plan(pk=FellowCohortFactory().pk, due=plan, hours=None, by=by, now=NOW)


def apply(cohort: FellowCohort, by: User) -> int:
    return services.apply_plan(
        pk=cohort.pk, by=by, seen=mark_of_applying(what_applying_does(cohort)), now=NOW
    )


def rows() -> list[tuple[object, ...]]:
    return list(
        Milestone.objects.order_by("kind", "attempt").values_list("kind", "attempt", "due", "follows_plan")
    )


# --- the rule -------------------------------------------------------------------------------------
def test_the_plan_makes_moves_and_takes_off_and_leaves_what_is_over_or_ones_own() -> None:
    one, two = date(2023, 9, 1), date(2023, 10, 1)
    plan = dict.fromkeys(("new", "moves", "same", "own", "over"), two)
    known = [
        Known("moves", one, follows=True, over=False),
        Known("same", two, follows=True, over=False),
        Known("own", one, follows=False, over=False),
        Known("over", one, follows=True, over=True),
        Known("gone", one, follows=True, over=False),
        Known("by hand", one, follows=False, over=False),
        Known("done", one, follows=True, over=True),
    ]
    changes = (Change("new", None, two), Change("moves", one, two), Change("gone", one, None))
    assert applied(plan, known) == Applied(changes, own=("own",), over=("over",))


# --- applied --------------------------------------------------------------------------------------
def test_applied_it_is_a_milestone_of_every_fellow_and_again_it_writes_nothing(
    cohort: FellowCohort, by: User
) -> None:
    fellow = FellowFactory(cohort=cohort, state=State.ENROLLED)
    FellowFactory(cohort=cohort)
    FellowFactory(state=State.ENROLLED)
    assert [apply(cohort, by), apply(cohort, by)] == [2, 0]
    assert rows() == [("calapa_1", 1, CALAPA, True), ("term_fall", 1, FALL, True)]
    told = [(e.fellow_id, e.action, e.about, e.by_id, e.at) for e in FellowEvent.objects.order_by("pk")]
    assert told == [
        (fellow.pk, "plan_milestone", "fall term: due December 11, 2023", by.pk, NOW),
        (fellow.pk, "plan_milestone", "CalAPA cycle 1: due December 18, 2023", by.pk, NOW),
    ]


# --- who joins later ------------------------------------------------------------------------------
def planned_of(fellow: Any) -> list[tuple[object, ...]]:
    events = FellowEvent.objects.filter(fellow=fellow, action="plan_milestone").order_by("pk")
    return [(one.milestone, one.day, one.by_id, one.at) for one in events]


def test_whoever_is_selected_into_a_cohort_whose_plan_was_applied_has_it_at_once(
    cohort: FellowCohort, by: User
) -> None:
    FellowFactory(cohort=cohort, state=State.ENROLLED)
    apply(cohort, by)
    later = {"calapa_1": FALL, "calapa_2": CALAPA}
    services.save_plan(pk=cohort.pk, due=later, hours=None, by=by, reason=WHY)
    joins, elsewhere = FellowFactory(cohort=cohort), FellowFactory()
    for one in (joins, elsewhere):
        services.move(pk=one.pk, action=Action.SELECT, by=by, now=NOW)
    assert planned_of(joins) == [("term_fall", FALL, by.pk, NOW), ("calapa_1", CALAPA, by.pk, NOW)]
    found = joins.milestones.order_by("due").values_list("kind", "due", "follows_plan")
    assert list(found) == [("term_fall", FALL, True), ("calapa_1", CALAPA, True)]
    assert not elsewhere.milestones.exists()
    row = next(row for row in board_of(cohort, FALL).rows if row.fellow == joins)
    assert [cell.at.day for cell in row.cells if cell.kind == "term_fall"] == [FALL]
    assert [mail.template for mail in Message.objects.filter(to_person=joins.person)] == ["fellows/moved"]


def test_a_plan_that_was_never_applied_is_nobodys(cohort: FellowCohort, by: User) -> None:
    joins = FellowFactory(cohort=cohort)
    services.move(pk=joins.pk, action=Action.SELECT, by=by, now=NOW)
    assert not Milestone.objects.exists()
    assert apply(cohort, by) == 2


def test_whoever_accepts_the_offer_has_the_plan_of_the_cohort_at_once(by: User) -> None:
    offering, person = fellowship_offering(), UserFactory()
    plan = {"term_fall": date(2027, 12, 11)}
    cohort = services.save_plan(pk=offering.fellow_cohort.pk, due=plan, hours=None, by=by, now=NOW)
    FellowFactory(cohort=cohort, state=State.SELECTED)
    apply(cohort, by)
    given = {"person": person, "offering": offering, "commitment_sha256": "a" * 64, "by": person, "now": NOW}
    fellow = services.begin_fellow(**given)
    services.begin_fellow(**given)
    assert planned_of(fellow) == [("term_fall", date(2027, 12, 11), None, NOW)]
    assert apply(cohort, by) == 0


def test_nothing_is_done_before_it_was_looked_at(cohort: FellowCohort, by: User) -> None:
    fellow = FellowFactory(cohort=cohort, state=State.ENROLLED)
    with pytest.raises(LookFirst) as look:
        services.apply_plan(pk=cohort.pk, by=by)
    assert (look.value.lines, Milestone.objects.count()) == ((f"{fellow.person}: 2 milestones are made.",), 0)
    assert services.apply_plan(pk=cohort.pk, by=by, seen=look.value.seen) == 2


def test_a_plan_that_changed_moves_those_who_follow_it_and_nobody_else(
    cohort: FellowCohort, by: User
) -> None:
    follows = FellowFactory(cohort=cohort, state=State.ENROLLED)
    apply(cohort, by)
    own = FellowFactory(cohort=cohort, state=State.ENROLLED)
    apply(cohort, by)
    later = date(2024, 1, 15)
    services.plan_milestone(pk=own.pk, kind="calapa_1", due=later, by=by, reason="On leave", now=NOW)
    services.reach_milestone(pk=follows.pk, kind="term_fall", on=date(2023, 7, 1), by=by, now=NOW)
    waits = follows.milestones.get(kind="calapa_1")
    MessageFactory(topic=f"milestone-{waits.pk}")
    moved = date(2023, 12, 20)
    services.save_plan(pk=cohort.pk, due={"calapa_1": moved}, hours=None, by=by, reason=WHY)
    assert apply(cohort, by) == 2
    stands = {
        fellow: dict(fellow.milestones.values_list("kind", "due").order_by("kind"))
        for fellow in (follows, own)
    }
    assert stands == {follows: {"calapa_1": moved, "term_fall": FALL}, own: {"calapa_1": later}}
    words = [event.about for event in FellowEvent.objects.order_by("-pk")[:2]]
    assert sorted(words) == [
        "CalAPA cycle 1: due December 20, 2023, before that December 18, 2023",
        "fall term, before that December 11, 2023",
    ]


def test_reminders_of_a_day_that_moved_are_not_sent(cohort: FellowCohort, by: User) -> None:
    fellow = FellowFactory(cohort=cohort, state=State.ENROLLED)
    apply(cohort, by)
    mail = MessageFactory(topic=f"milestone-{fellow.milestones.get(kind='calapa_1').pk}")
    later = {"calapa_1": date(2024, 1, 8), "term_fall": FALL}
    services.save_plan(pk=cohort.pk, due=later, hours=None, by=by, reason=WHY)
    apply(cohort, by)
    mail.refresh_from_db()
    assert mail.state == "cancelled"


# --- written --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due", "hours", "at"),
    [
        ({"calapa_1": date(2001, 1, 1)}, None, "calapa_1"),
        ({"calapa_1": CALAPA}, 240, "fieldwork"),
        ({"fieldwork": CALAPA}, 0, "hours"),
        ({"fieldwork": CALAPA}, 2001, "hours"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_where_it_is_wrong(
    cohort: FellowCohort, by: User, due: dict[str, date], hours: int | None, at: str
) -> None:
    with pytest.raises(DomainError) as refused:
        services.save_plan(pk=cohort.pk, due=due, hours=hours, by=by)
    assert (refused.value.at, len(plan_of(cohort))) == (at, 2)


def test_another_windows_plan_is_looked_at_before_it_is_replaced(cohort: FellowCohort, by: User) -> None:
    seen = mark_of_plan(plan_of(cohort))
    given: dict[str, Any] = {"pk": cohort.pk, "hours": None, "by": by, "reason": WHY}
    services.save_plan(due={"calapa_1": CALAPA}, seen=seen, **given)
    with pytest.raises(LookFirst) as look:
        services.save_plan(due={"term_fall": FALL}, seen=seen, **given)
    assert look.value.lines[0] == "CalAPA cycle 1: December 18, 2023"
    services.save_plan(due={"term_fall": FALL}, seen=look.value.seen, **given)
    assert [line.kind for line in plan_of(cohort)] == ["term_fall"]


# --- its history ----------------------------------------------------------------------------------
def told(cohort: FellowCohort) -> list[tuple[object, ...]]:
    return [(saved.by, saved.at, saved.why, saved.lines) for saved in history_of(cohort)]


def test_who_changed_which_day_when_and_why_stays_the_newest_first(cohort: FellowCohort, by: User) -> None:
    other, later = manager(), NOW + timedelta(days=1)
    due = {"calapa_1": date(2024, 1, 8), "fieldwork": date(2024, 6, 1)}
    given: dict[str, Any] = {"pk": cohort.pk, "by": other, "reason": WHY, "now": later}
    services.save_plan(due=due, hours=240, **given)
    services.save_plan(due=due, hours=240, **given)
    services.save_plan(due=due, hours=200, **{**given, "now": later + timedelta(days=1)})
    assert told(cohort)[:2] == [
        (
            other,
            later + timedelta(days=1),
            WHY,
            ["Fieldwork hours: due June 1, 2024 (200 hours), before that June 1, 2024 (240 hours)"],
        ),
        (
            other,
            later,
            WHY,
            [
                "Fall term, before that December 11, 2023: taken off",
                "Fieldwork hours: due June 1, 2024 (240 hours)",
                "CalAPA cycle 1: due January 8, 2024, before that December 18, 2023",
            ],
        ),
    ]
    assert told(cohort)[2][3] == [
        "Fall term: due December 11, 2023",
        "CalAPA cycle 1: due December 18, 2023",
    ]
    assert str(CohortPlanEvent.objects.first()).startswith("Day set, ")


def test_that_a_plan_was_applied_stands_in_its_history(cohort: FellowCohort, by: User) -> None:
    FellowFactory(cohort=cohort, state=State.ENROLLED)
    later = NOW + timedelta(days=1)
    seen = mark_of_applying(what_applying_does(cohort))
    services.apply_plan(pk=cohort.pk, by=by, seen=seen, now=later)
    saved = next(one for one in history_of(cohort) if one.at == later)
    assert (saved.by, saved.why, saved.lines) == (by, "", ["Applied to all its fellows: 2 days of fellows"])


def test_a_day_that_stood_changes_for_a_reason(cohort: FellowCohort, by: User) -> None:
    for due in ({"calapa_1": FALL, "term_fall": FALL}, {"calapa_1": CALAPA}):
        with pytest.raises(DomainError) as refused:
            services.save_plan(pk=cohort.pk, due=due, hours=None, by=by, reason=" ")
        assert (refused.value.at, len(plan_of(cohort))) == ("reason", 2)
    more = {"calapa_1": CALAPA, "term_fall": FALL, "term_spring": date(2024, 5, 20)}
    services.save_plan(pk=cohort.pk, due=more, hours=None, by=by)
    for action in ("move", "take_off"):
        line = {"action": action, "by": by, "at": NOW, "kind": "calapa_1"}
        with pytest.raises(IntegrityError, match="moves_for_a_reason"), transaction.atomic():
            CohortPlanEvent.objects.create(cohort=cohort, **line)


def test_an_empty_plan_begins_with_that_of_the_cohort_before(by: User) -> None:
    before = FellowCohortFactory(name="Cohort of 2023", starts=date(2023, 6, 22), ends=date(2024, 8, 22))
    services.save_plan(pk=before.pk, due={"fieldwork": date(2024, 6, 1)}, hours=240, by=by)
    after = FellowCohortFactory(starts=date(2025, 6, 20), ends=date(2026, 8, 20))
    assert suggested_plan(after) == {
        "due": {"fieldwork": date(2026, 6, 1)},
        "hours": 240,
        "of": "Cohort of 2023",
    }
    assert suggested_plan(before) == {}


def test_only_program_managers_plan_and_apply(cohort: FellowCohort) -> None:
    words = "Only a program manager plans the milestones of a cohort."
    with pytest.raises(NotAllowed, match=words):
        services.save_plan(pk=cohort.pk, due={}, hours=None, by=UserFactory())
    with pytest.raises(NotAllowed, match=words):
        services.apply_plan(pk=cohort.pk, by=UserFactory())


def test_hours_stand_at_fieldwork_alone_whoever_writes_them(cohort: FellowCohort) -> None:
    for kind, hours in (("calapa_1", 5), ("fieldwork", 0), ("fieldwork", 2001)):
        with pytest.raises(IntegrityError, match="hours_are_of_fieldwork"), transaction.atomic():
            cohort.plan.create(kind=kind if kind == "fieldwork" else "calapa_2", due=FALL, hours=hours)
    with pytest.raises(IntegrityError, match="one_line_of_a_plan_per_kind"), transaction.atomic():
        cohort.plan.create(kind="calapa_1", due=FALL)
    follower = MilestoneFactory(due=None)
    with (
        pytest.raises(IntegrityError, match="who_follows_a_plan_has_a_day"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE fellows_milestone SET follows_plan = true WHERE id = %s", [follower.pk])


# --- pages ----------------------------------------------------------------------------------------
def test_a_manager_writes_the_plan_looks_at_it_and_applies_it(signed_in: Any, by: User) -> None:
    client = signed_in(by)
    cohort = FellowCohortFactory()
    fellow = FellowFactory(cohort=cohort, state=State.ENROLLED)
    page, applying = (reverse(f"fellows:{name}", args=[cohort.pk]) for name in ("plan", "plan_apply"))
    assert "No plan yet" in client.get(applying).content.decode()
    typed = {
        "fieldwork": "2024-06-01",
        "hours": "240",
        "seen": client.get(page).context["form"]["seen"].value(),
    }
    assert client.post(page, typed).headers["Location"] == applying
    looked = client.get(applying)
    assert "1 milestone made." in looked.content.decode()
    done = client.post(applying, {"seen": looked.context["form"]["seen"].value()}, follow=True)
    assert "The plan is applied: 1 day was set." in done.content.decode()
    assert "Everybody has this plan already" in done.content.decode()
    assert list(fellow.milestones.values_list("kind", "due")) == [("fieldwork", date(2024, 6, 1))]
    again = client.post(applying, {"seen": ""}, follow=True).content.decode()
    assert "Everybody has this plan already. Nothing was changed." in again
    shown = client.get(page)
    assert "Fieldwork hours: due June 1, 2024 (240 hours)" in shown.content.decode()
    typed = {"fieldwork": "2024-06-02", "hours": "240", "seen": shown.context["form"]["seen"].value()}
    refused = client.post(page, typed)
    assert (refused.status_code, "Write why it changes" in refused.content.decode()) == (422, True)
    assert client.post(page, typed | {"reason": "A Saturday."}).headers["Location"] == applying
    assert "A Saturday." in client.get(page).content.decode()


def test_what_it_does_is_asked_in_as_many_questions_for_many_fellows(
    cohort: FellowCohort, count_queries: Any
) -> None:
    FellowFactory.create_batch(3, cohort=cohort, state=State.ENROLLED)
    with count_queries(3):
        assert len(what_applying_does(cohort)) == 3
