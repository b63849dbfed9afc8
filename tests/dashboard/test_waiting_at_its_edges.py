"""What waits for somebody as themselves: on which days, in which states, and nothing of anybody else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard.queries import waiting_for
from fellows.states import State as FellowState
from pathways.services import accept, reopen, send_back, submit
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.coaching import CycleFactory, coach
from tests.factories.fellows import (
    AgreementVersionFactory,
    FellowFactory,
    MilestoneFactory,
    ServiceRecordFactory,
)
from tests.factories.pathways import DeliverableRecordFactory, ProgramYearFactory
from tests.factories.people import DelegationFactory, SchoolFactory, UserFactory, manager, principal_of
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


def kinds(person: Any) -> list[str]:
    return [one.kind for one in waiting_for(person, day=TODAY, now=NOW)]


def if_so(kind: str, waits: bool) -> list[str]:
    return [kind] if waits else []


@pytest.mark.parametrize(
    ("window", "waits"),
    [
        ({"opens": TODAY, "closes": TODAY}, True),
        ({"opens": TODAY + DAY}, False),
        ({"closes": TODAY - DAY, "extended_to": TODAY}, True),
        ({"closes": TODAY - 2 * DAY, "extended_to": TODAY - DAY}, False),
    ],
    ids=["its only day", "from tomorrow", "extended to today", "extended to yesterday"],
)
def test_a_draft_waits_while_its_window_is_open(window: dict[str, date], waits: bool) -> None:
    draft = ApplicationFactory(**{f"offering__{name}": day for name, day in window.items()})
    assert kinds(draft.person) == if_so("draft", waits)


def test_an_application_that_came_back_waits_for_its_writer_alone() -> None:
    ApplicationFactory(state="returned", submitted_at=NOW)
    mine = ApplicationFactory(
        state="returned", submitted_at=NOW, offering__role__name="Team Lead", school__name="First Street"
    )
    [line] = waiting_for(mine.person, day=TODAY, now=NOW)
    assert (line.kind, line.what, line.why, line.since, line.url) == (
        "returned",
        "Your application came back: Team Lead",
        "First Street asks you to change something before it is signed.",
        TODAY,
        f"/applications/{mine.pk}/",
    )


def test_an_offer_waits_until_its_last_day_to_answer() -> None:
    offer = ApplicationFactory(offered=True, answer_by=date(2026, 11, 20))
    [line] = waiting_for(offer.person, day=TODAY, now=NOW)
    assert (line.since, line.due, line.late) == (date(2026, 11, 20), True, False)


@pytest.mark.parametrize(
    ("review", "waits"),
    [({}, True), ({"scored": True}, False), ({"state": "recused"}, False)],
    ids=["asked", "scored", "stepped aside"],
)
def test_a_review_waits_until_it_is_given(review: dict[str, Any], waits: bool) -> None:
    assert kinds(ReviewFactory(**review).reviewer) == if_so("review", waits)


def test_a_review_of_what_is_decided_waits_no_longer() -> None:
    assert kinds(ReviewFactory(application=ApplicationFactory(offered=True)).reviewer) == []


@pytest.mark.parametrize(
    ("placement", "first", "waits"),
    [
        ({}, 2026, True),
        ({"placement__end_reason": "completed"}, 2026, True),
        ({"placement__end_reason": "resigned", "placement__ends": TODAY}, 2026, False),
        ({"placement__end_reason": "resigned", "placement__ends": TODAY + DAY}, 2026, True),
        ({}, 2025, False),
        ({}, 2027, False),
    ],
)
def test_a_deliverable_waits_in_its_year_unless_the_placement_was_ended_by_today(
    placement: dict[str, Any], first: int, waits: bool
) -> None:
    year = ProgramYearFactory(first=first)
    record = DeliverableRecordFactory(deliverable__due=TODAY, placement__year=year, **placement)
    assert kinds(record.placement.person) == if_so("deliverable", waits)


DECIDED = {"returned": "Add dates.", "accepted": "", "waived": "It was called off."}


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("open", ["deliverable"]),
        ("returned", ["deliverable_returned"]),
        ("submitted", []),
        ("accepted", []),
        ("waived", []),
    ],
)
def test_a_deliverable_waits_for_its_leader_alone_while_it_is_theirs_to_hand_in(
    state: str, shown: list[str]
) -> None:
    said = {"words": DECIDED[state], "decided_by": UserFactory()} if state in DECIDED else {}
    mine, _ = (DeliverableRecordFactory(deliverable__due=TODAY, state=state, **said) for _ in range(2))
    assert kinds(mine.placement.person) == shown


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("open", ["deliverable_before"]),
        ("returned", ["deliverable_returned_before"]),
        ("submitted", []),
        ("accepted", []),
        ("waived", []),
    ],
)
def test_what_was_due_before_the_role_waits_once_while_it_is_theirs_to_hand_in(
    state: str, shown: list[str]
) -> None:
    said = {"words": DECIDED[state], "decided_by": UserFactory()} if state in DECIDED else {}
    record = DeliverableRecordFactory(
        placement__starts=TODAY - DAY, deliverable__due=TODAY - 2 * DAY, state=state, **said
    )
    assert kinds(record.placement.person) == shown


@pytest.mark.parametrize(
    ("session", "waits"),
    [
        ({"ends_at": NOW - DAY}, True),
        ({"ends_at": NOW - DAY, "planned": True}, True),
        ({"ends_at": NOW}, False),
        ({"ends_at": NOW - DAY, "closed": True}, False),
    ],
    ids=["held", "never marked as held", "ends this moment", "closed"],
)
def test_a_roster_waits_from_the_end_of_its_session_until_it_is_closed(
    session: dict[str, Any], waits: bool
) -> None:
    me = UserFactory()
    SessionFactory(facilitated_by=me, starts_at=NOW - 2 * DAY, **session)
    assert kinds(me) == if_so("roster", waits)


@pytest.mark.parametrize(
    ("cycle", "waits"),
    [
        ({"due": TODAY + 14 * DAY}, True),
        ({"due": TODAY + 15 * DAY}, False),
        ({"due": TODAY, "talked": True, "state": "closed", "closed_at": NOW}, False),
    ],
    ids=["in two weeks", "a day later", "closed"],
)
def test_a_cycle_waits_for_its_coach_from_two_weeks_before_it_is_due(
    cycle: dict[str, Any], waits: bool
) -> None:
    who = coach()
    CycleFactory(coach=who, **cycle)
    assert kinds(who) == if_so("cycle", waits)


@pytest.mark.parametrize(
    ("milestone", "waits"),
    [
        ({"due": TODAY + 30 * DAY}, True),
        ({"due": TODAY + 31 * DAY}, False),
        ({"due": TODAY, "reached_on": TODAY}, False),
        ({"due": TODAY, "fellow__state": "withdrawn"}, False),
    ],
    ids=["in thirty days", "a day later", "reached", "of a fellow who left"],
)
def test_a_milestone_waits_from_thirty_days_before_it_is_due(milestone: dict[str, Any], waits: bool) -> None:
    assert kinds(MilestoneFactory(**milestone).fellow.person) == if_so("milestone", waits)


def test_no_milestone_waits_for_a_graduate_nor_for_another_fellow() -> None:
    graduate = FellowFactory(serving=True, signed=True)
    MilestoneFactory(fellow=graduate, due=TODAY)
    MilestoneFactory(due=TODAY)
    assert (kinds(graduate.person), kinds(FellowFactory().person)) == ([], [])


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("state", [FellowState.SELECTED, FellowState.ENROLLED, FellowState.GRADUATED])
def test_an_agreement_waits_for_a_fellow_who_is_selected_until_it_is_signed(
    state: FellowState, signed: bool
) -> None:
    AgreementVersionFactory(published=True)
    graduated = TODAY if state is FellowState.GRADUATED else None
    fellow = FellowFactory(state=state, graduated_on=graduated, signed=signed)
    assert kinds(fellow.person) == if_so("agreement", not signed)


@pytest.mark.parametrize(("selected", "since"), [(None, date(2020, 1, 3)), (NOW - 9 * DAY, TODAY - 9 * DAY)])
def test_an_agreement_waits_since_it_can_be_signed(selected: datetime | None, since: date) -> None:
    AgreementVersionFactory(published=True)
    fellow = FellowFactory(state=FellowState.SELECTED)
    if selected:
        fellow.events.create(action="select", at=selected, from_state="nominated", to_state="selected")
    assert [one.since for one in waiting_for(fellow.person, day=TODAY, now=NOW)] == [since]


def test_no_agreement_waits_for_who_is_nominated_nor_before_one_is_published() -> None:
    early = FellowFactory(state=FellowState.ENROLLED)
    assert kinds(early.person) == []
    AgreementVersionFactory(published=True, signed_from=TODAY + DAY)
    assert (kinds(early.person), kinds(FellowFactory().person)) == ([], [])


def test_a_draft_of_the_agreement_waits_for_another_program_manager_once_counsel_has_written() -> None:
    writer, reader = manager(), manager()
    AgreementVersionFactory(drafted_by=writer, legal_basis="")
    assert "agreement_draft" not in kinds(reader)
    AgreementVersionFactory(drafted_by=writer)
    assert ["agreement_draft" in kinds(person) for person in (reader, writer)] == [True, False]


@pytest.mark.parametrize(
    ("state", "shown"), [("disputed", ["disputed"]), ("reported", []), ("verified", []), ("accepted", [])]
)
def test_service_waits_for_its_fellow_while_an_employer_disagrees(state: str, shown: list[str]) -> None:
    assert kinds(ServiceRecordFactory(state=state).fellow.person) == shown


def test_whom_a_signer_named_reads_what_waits_for_the_signer_but_never_their_own() -> None:
    school, deputy = SchoolFactory(), UserFactory()
    principal = principal_of(school)
    DelegationFactory(principal=principal, delegate=deputy)
    ApplicationFactory(school=school, submitted=True)
    ApplicationFactory(school=school, submitted=True, person=deputy)
    ApplicationFactory(school=school, cosigned=True)
    asked = "expectations"
    assert (kinds(deputy), kinds(principal)) == (["cosign", asked], ["cosign", "cosign", asked])


def test_whom_a_signer_named_until_yesterday_reads_nothing_any_more() -> None:
    school, deputy = SchoolFactory(), UserFactory()
    DelegationFactory(principal=principal_of(school), delegate=deputy, ends=TODAY)
    ApplicationFactory(school=school, submitted=True)
    assert kinds(deputy) == []


def test_what_came_back_or_was_reopened_waits_for_its_leader_however_far_its_day_is() -> None:
    leader, due = UserFactory(), date(2027, 4, 30)
    owed = [
        DeliverableRecordFactory(
            placement__person=leader, deliverable__due=due, deliverable__completes_from="event"
        )
        for _ in range(3)
    ]
    send_back(pk=submit(pk=owed[0].pk, by=leader, note="x", now=NOW).pk, by=manager(), words="More.", now=NOW)
    accept(pk=submit(pk=owed[1].pk, by=leader, note="x", now=NOW).pk, by=manager(), now=NOW)
    reopen(pk=owed[1].pk, by=manager(), reason="Another school's.", now=NOW)
    assert [(one.kind, one.url) for one in waiting_for(leader, day=TODAY, now=NOW)] == [
        ("deliverable_reopened", f"/deliverables/{owed[1].pk}/"),
        ("deliverable_returned", f"/deliverables/{owed[0].pk}/"),
    ]
