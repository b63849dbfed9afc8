"""Hours of fieldwork: logged by the fellow from a phone, accepted by somebody else, complete when enough are."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError, NoSuchMove, NotAllowed
from dashboard.queries import waiting_for
from fellows import services
from fellows.models import Fellow, FieldworkEntry
from fellows.policies import why_not_fieldwork
from fellows.queries.board import board_of
from fellows.queries.fieldwork import pace_of, who_may_supervise
from fellows.rules.hours import MOST_MINUTES, SLACK, Pace, hours_number, hours_text, pace
from fellows.services import Did
from fellows.states import FIELDWORK_MOVES, FieldworkAction, FieldworkState
from notifications.models import Message
from people.models import User
from tests.factories.fellows import FellowCohortFactory, FellowFactory, FieldworkFactory, MilestoneFactory
from tests.factories.people import (
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
    teacher_at,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 10, 2, 17, 0, tzinfo=UTC)
TODAY = date(2023, 10, 2)
DAY = timedelta(days=1)


@pytest.fixture
def principal() -> User:
    return principal_of(SchoolFactory())


@pytest.fixture
def fellow(principal: User) -> Fellow:
    """Enrolled in a cohort from June 2023 that asks for 3 hours by June 2024."""
    school = principal.posts.get().school
    cohort = FellowCohortFactory()
    cohort.plan.create(kind="fieldwork", due=date(2024, 5, 31), hours=3)
    return FellowFactory(cohort=cohort, state="enrolled", person=teacher_at(school))


def did(supervisor: User, **changes: Any) -> Did:
    return Did(
        **{"day": TODAY, "minutes": 90, "what": "Led a data meeting", "supervisor": supervisor, **changes}
    )


# --- the rule -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("minutes", "number", "text"),
    [
        (0, "0", "0 hours"),
        (15, "0.25", "0.25 hours"),
        (60, "1", "1 hour"),
        (90, "1.5", "1.5 hours"),
        (100, "1.67", "1.67 hours"),
        (8880, "148", "148 hours"),
        (72_000, "1,200", "1,200 hours"),
    ],
)
def test_minutes_are_told_as_hours(minutes: int, number: str, text: str) -> None:
    assert (hours_number(minutes), hours_text(minutes)) == (number, text)


STARTS, DUE = date(2026, 6, 22), date(2027, 5, 28)


@pytest.mark.parametrize(
    ("accepted", "hours", "due", "today", "stands"),
    [
        (0, None, DUE, DUE, Pace(0, 5, 0, 0)),
        (0, 240, None, DUE, Pace(0, 5, 14400, 0)),
        (0, 240, DUE, STARTS - DAY, Pace(0, 5, 14400, 0)),
        (0, 240, DUE, STARTS + (DUE - STARTS) / 2, Pace(0, 5, 14400, 7200)),
        (0, 240, DUE, DUE + DAY, Pace(0, 5, 14400, 14400)),
        (0, 240, STARTS, STARTS, Pace(0, 5, 14400, 14400)),
        (0, 240, STARTS, STARTS - DAY, Pace(0, 5, 14400, 0)),
    ],
)
def test_an_even_pace_goes_from_the_first_day_of_the_cohort_to_the_day_hours_are_due(
    accepted: int, hours: int | None, due: date | None, today: date, stands: Pace
) -> None:
    assert pace(accepted, 5, hours, starts=STARTS, due=due, today=today) == stands


@given(accepted=st.integers(0, 20_000), expected=st.integers(0, 20_000))
def test_who_is_behind_by_more_than_a_quarter_of_the_pace_is_behind(accepted: int, expected: int) -> None:
    behind = Pace(accepted, 0, 20_000, expected).behind
    assert (behind > 0) == (expected > 0 and accepted < expected * (1 - SLACK))
    assert behind in (0, expected - accepted)


@given(asked=st.integers(1, 2000), days=st.integers(-10, 700))
def test_the_pace_never_passes_what_is_asked_and_never_goes_back(asked: int, days: int) -> None:
    now, later = (
        pace(0, 0, asked, starts=STARTS, due=DUE, today=STARTS + timedelta(days=number)).expected
        for number in (days, days + 1)
    )
    assert 0 <= now <= later <= asked * 60
    assert later - now <= Fraction(asked * 60, (DUE - STARTS).days) + 1


def test_the_table_of_moves_is_the_one_that_was_agreed() -> None:
    S, A = FieldworkState, FieldworkAction
    assert FIELDWORK_MOVES == {
        (S.LOGGED, A.ACCEPT): S.ACCEPTED,
        (S.LOGGED, A.SEND_BACK): S.SENT_BACK,
        (S.LOGGED, A.CORRECT): S.LOGGED,
        (S.LOGGED, A.TAKE_BACK): S.TAKEN_BACK,
        (S.SENT_BACK, A.CORRECT): S.LOGGED,
        (S.SENT_BACK, A.TAKE_BACK): S.TAKEN_BACK,
        (S.ACCEPTED, A.SEND_BACK): S.SENT_BACK,
    }


# --- logged and accepted --------------------------------------------------------------------------
def test_hours_are_logged_once_and_count_once_they_are_accepted(fellow: Fellow, principal: User) -> None:
    rows = [services.log_hours(pk=fellow.pk, did=did(principal), by=fellow.person, now=NOW) for _ in range(2)]
    assert (rows[0], FieldworkEntry.objects.count()) == (rows[1], 1)
    before = pace_of(fellow, TODAY)
    services.accept_hours(pk=rows[0].pk, by=principal, now=NOW)
    after = pace_of(fellow, TODAY)
    assert [(one.accepted, one.logged, one.asked) for one in (before, after)] == [(0, 90, 180), (90, 0, 180)]
    assert [
        (event.action, event.from_state, event.to_state, event.by_id, event.about)
        for event in rows[0].events.order_by("pk")
    ] == [
        ("log", "", "logged", fellow.person_id, "1.5 hours on October 2, 2023"),
        ("accept", "logged", "accepted", principal.pk, "1.5 hours on October 2, 2023"),
    ]


def test_enough_hours_reach_the_milestone_and_are_complete_then(fellow: Fellow, principal: User) -> None:
    milestone = MilestoneFactory(fellow=fellow, kind="fieldwork", due=date(2024, 5, 31))
    rows = FieldworkFactory.create_batch(3, fellow=fellow, supervisor=principal)
    services.accept_hours(pk=rows[0].pk, by=principal, now=NOW)
    milestone.refresh_from_db()
    assert milestone.reached_on is None
    for row in rows[1:]:
        services.accept_hours(pk=row.pk, by=principal, now=NOW)
    milestone.refresh_from_db()
    assert milestone.reached_on == TODAY
    assert [event.about for event in fellow.events.all()] == ["fieldwork hours: October 2, 2023"]
    with pytest.raises(DomainError, match="The hours are complete since October 2, 2023"):
        services.send_back_hours(pk=rows[0].pk, note="Not there", by=principal, now=NOW)


def test_without_hours_in_the_plan_nothing_completes_by_itself(fellow: Fellow, principal: User) -> None:
    fellow.cohort.plan.update(hours=None)
    row = FieldworkFactory(fellow=fellow, supervisor=principal, minutes=MOST_MINUTES)
    services.accept_hours(pk=row.pk, by=principal, now=NOW)
    assert not fellow.milestones.exists()


def test_what_is_sent_back_is_corrected_and_waits_anew(fellow: Fellow, principal: User) -> None:
    row = FieldworkFactory(fellow=fellow, supervisor=principal)
    services.send_back_hours(pk=row.pk, note=" It was an hour ", by=principal, now=NOW)
    mail = Message.objects.get()
    assert (mail.to_person, mail.subject) == (
        fellow.person,
        "[Action required] Your hours of October 2 came back",
    )
    assert "It was an hour" in mail.body
    services.correct_hours(pk=row.pk, did=did(principal, minutes=60), by=fellow.person, now=NOW)
    row.refresh_from_db()
    mail.refresh_from_db()
    assert (row.state, row.minutes, mail.state) == ("logged", 60, "cancelled")
    services.take_back_hours(pk=row.pk, by=fellow.person, now=NOW)
    services.log_hours(pk=fellow.pk, did=did(principal, minutes=60), by=fellow.person, now=NOW)
    assert [entry.state for entry in FieldworkEntry.objects.order_by("pk")] == ["taken_back", "logged"]


def test_what_was_accepted_by_mistake_goes_back_until_the_hours_are_complete(
    fellow: Fellow, principal: User
) -> None:
    row = FieldworkFactory(fellow=fellow, supervisor=principal, state="accepted")
    assert services.send_back_hours(pk=row.pk, note="Twice", by=manager(), now=NOW).state == "sent_back"


# --- who ------------------------------------------------------------------------------------------
def test_the_supervisor_or_a_manager_accepts_and_nobody_their_own(fellow: Fellow, principal: User) -> None:
    row = FieldworkFactory(fellow=fellow, supervisor=principal)
    HatFactory(person=fellow.person)
    for by in (fellow.person, UserFactory(), principal_of(SchoolFactory())):
        for action in (services.accept_hours, services.send_back_hours):
            words: dict[str, Any] = {"note": "No"} if action is services.send_back_hours else {}
            with pytest.raises(NotAllowed, match="nobody their own"):
                action(pk=row.pk, by=by, now=NOW, **words)
    for action in (FieldworkAction.CORRECT, FieldworkAction.TAKE_BACK, FieldworkAction.LOG):
        assert isinstance(why_not_fieldwork(principal, action, row), NotAllowed)
    assert services.accept_hours(pk=row.pk, by=manager(), now=NOW).state == "accepted"


def test_a_supervisor_sees_what_they_saw_and_nothing_else(fellow: Fellow, principal: User) -> None:
    seen = FieldworkFactory(fellow=fellow, supervisor=principal)
    other = FieldworkFactory()
    visible = {
        who: set(FieldworkEntry.objects.visible_to(user))
        for who, user in {
            "fellow": fellow.person,
            "supervisor": principal,
            "manager": manager(),
            "director": HatFactory(kind="director").person,
            "stranger": UserFactory(),
        }.items()
    }
    assert visible == {
        "fellow": {seen},
        "supervisor": {seen},
        "manager": {seen, other},
        "director": {seen, other},
        "stranger": set(),
    }


def test_supervisors_lead_a_school_today_ones_own_first_and_are_never_oneself(
    fellow: Fellow, principal: User
) -> None:
    far = principal_of(SchoolFactory(), family_name="Aaron")
    PostFactory(person=fellow.person, principal=True, school=SchoolFactory())
    assert list(who_may_supervise(fellow, TODAY)) == [principal, far]
    far.is_active = False
    far.save()
    assert list(who_may_supervise(fellow, TODAY)) == [principal]


# --- refused --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "at", "words"),
    [
        ({"day": TODAY + DAY}, "day", "Log hours once they are done."),
        ({"day": date(2023, 5, 31)}, "day", "lasts from June 1, 2023 to July 31, 2024"),
        ({"minutes": 0}, "hours", "A day has 24 hours"),
        ({"minutes": MOST_MINUTES - 89}, "hours", "A day has 24 hours"),
        ({"what": " "}, "what", "Write what you did."),
        ({"supervisor": None}, "supervisor", "A supervisor leads a school today"),
    ],
)
def test_hours_that_cannot_be_are_refused_where_they_are_wrong(
    fellow: Fellow, principal: User, changes: dict[str, Any], at: str, words: str
) -> None:
    FieldworkFactory(fellow=fellow, supervisor=principal)
    by_whom = UserFactory() if "supervisor" in changes else principal
    said = did(by_whom, what="More")
    said = replace(said, **{name: value for name, value in changes.items() if name != "supervisor"})
    with pytest.raises(DomainError, match=words) as refused:
        services.log_hours(pk=fellow.pk, did=said, by=fellow.person, now=NOW)
    assert (refused.value.at, FieldworkEntry.objects.count()) == (at, 1)


def test_the_same_twice_no_words_and_a_step_that_is_not_there_are_refused(
    fellow: Fellow, principal: User
) -> None:
    row = FieldworkFactory(fellow=fellow, supervisor=principal)
    other = FieldworkFactory(fellow=fellow, supervisor=principal, what="Something else")
    with pytest.raises(DomainError, match="You logged exactly this already"):
        services.correct_hours(pk=other.pk, did=did(principal, what=row.what), by=fellow.person, now=NOW)
    with pytest.raises(DomainError, match="Write what is not right"):
        services.send_back_hours(pk=row.pk, note=" ", by=principal, now=NOW)
    services.accept_hours(pk=row.pk, by=principal, now=NOW)
    with pytest.raises(NoSuchMove):
        services.take_back_hours(pk=row.pk, by=fellow.person, now=NOW)
    left = FellowFactory(state="withdrawn", cohort=fellow.cohort)
    with pytest.raises(DomainError, match="logged from selection to graduation"):
        services.log_hours(pk=left.pk, did=did(principal), by=left.person, now=NOW)


def test_the_database_keeps_what_was_promised(fellow: Fellow, principal: User) -> None:
    row = FieldworkFactory(fellow=fellow, supervisor=principal)
    for column, value, promise in (
        ("minutes", "0", "fieldwork_fits_into_a_day"),
        ("minutes", "1441", "fieldwork_fits_into_a_day"),
        ("what", "''", "fieldwork_says_what_was_done"),
        ("state", "'lost'", "fieldwork_is_in_a_state_there_is"),
    ):
        with (
            pytest.raises(IntegrityError, match=promise),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE fellows_fieldworkentry SET {column} = {value} WHERE id = {row.pk}")
    with pytest.raises(IntegrityError, match="one_entry_of_fieldwork_for_the_same"), transaction.atomic():
        FieldworkFactory(fellow=fellow, supervisor=principal, what=row.what)
    with (
        pytest.raises(InternalError, match="stays as it was said"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE fellows_fieldworkentry SET logged_at = now() WHERE id = %s", [row.pk])


# --- pages ----------------------------------------------------------------------------------------
def test_a_fellow_logs_hours_and_finds_the_last_supervisor_chosen(
    signed_in: Any, clock: Any, fellow: Fellow, principal: User
) -> None:
    clock(NOW)
    client, address = signed_in(fellow.person), f"/fellows/{fellow.pk}/hours/"
    typed = {
        "day": "2023-10-02",
        "hours": "1.3",
        "what": "Walked classrooms",
        "supervisor": str(principal.pk),
    }
    refused = client.post(address, typed)
    assert (refused.status_code, "Write quarters of an hour" in refused.content.decode()) == (422, True)
    page = client.post(address, typed | {"hours": "1.5"}, follow=True)
    assert "Logged. It counts once it is accepted." in page.content.decode()
    assert page.context["form"]["supervisor"].value() == principal.pk
    assert FieldworkEntry.objects.values_list("minutes", "what").get() == (90, "Walked classrooms")


def test_a_supervisor_accepts_what_waits_and_sees_no_page_of_the_fellow(
    signed_in: Any, fellow: Fellow, principal: User
) -> None:
    row = FieldworkFactory(fellow=fellow, supervisor=principal)
    FieldworkFactory()
    client = signed_in(principal)
    assert client.get(f"/fellows/{fellow.pk}/hours/").status_code == 404
    page = client.get("/fellows/hours/").content.decode()
    assert (page.count("<article"), f"/fellows/hours/{row.pk}/accept/" in page) == (1, True)
    done = client.post(f"/fellows/hours/{row.pk}/accept/", follow=True).content.decode()
    assert "1.5 hours accepted." in done
    assert "Nothing to accept" in client.get("/fellows/hours/").content.decode()
    assert signed_in(manager()).get("/fellows/hours/").content.decode().count("<article") == 1


def test_hours_wait_for_their_supervisor_for_a_manager_when_that_account_is_closed_and_for_the_fellow(
    fellow: Fellow, principal: User
) -> None:
    row = FieldworkFactory(fellow=fellow, supervisor=principal)
    staff = manager()
    assert [kinds(principal), kinds(staff), kinds(fellow.person)] == [["hours"], [], []]
    principal.is_active = False
    principal.save()
    assert kinds(staff) == ["hours"]
    services.send_back_hours(pk=row.pk, note="No", by=staff, now=NOW)
    assert kinds(fellow.person) == ["hours_back"]


def test_hours_of_who_withdrew_wait_for_nobody_and_are_not_accepted(
    fellow: Fellow, principal: User, signed_in: Any
) -> None:
    row = FieldworkFactory(fellow=fellow, supervisor=principal)
    Fellow.objects.update(state="withdrawn")
    for by in (principal, manager()):
        for action in (FieldworkAction.ACCEPT, FieldworkAction.SEND_BACK):
            found = why_not_fieldwork(by, action, FieldworkEntry.objects.get(pk=row.pk))
            assert str(found) == "This fellowship is over, so its hours stay as they are."
    assert kinds(principal) == []
    assert ">Accept<" not in signed_in(manager()).get("/fellows/hours/").content.decode()


def test_the_hours_of_who_completed_them_on_paper_say_so(fellow: Fellow, signed_in: Any) -> None:
    MilestoneFactory(fellow=fellow, kind="fieldwork", reached_on=date(2024, 5, 20))
    page = signed_in(fellow.person).get(f"/fellows/{fellow.pk}/hours/").content.decode()
    assert "The hours were complete on May 20, 2024: what is not listed here is on paper." in page
    assert "missing" not in page


def kinds(user: User) -> list[str]:
    found = waiting_for(User.objects.get(pk=user.pk), day=TODAY, now=NOW)
    return [row.kind for row in found if row.kind.startswith("hours")]


def test_the_board_says_who_is_behind_and_whose_hours_wait(fellow: Fellow, principal: User) -> None:
    MilestoneFactory(fellow=fellow, kind="fieldwork", due=date(2023, 10, 10))
    FieldworkFactory(fellow=fellow, supervisor=principal, state="accepted", minutes=60)
    board = board_of(fellow.cohort, TODAY)
    (row,) = board.rows
    assert [cell.words for cell in row.cells] == ["1 of 3 hours, 2 behind; next, due Oct 10, 2023"]
    assert (row.flag, row.late, row.cells[0].short) == ("Hours: late", ["Hours, 2 hours behind"], "1")
    assert [len(board.shown(what)) for what in ("late", "hours")] == [1, 0]
    FieldworkFactory(fellow=fellow, supervisor=principal, minutes=120)
    board = board_of(fellow.cohort, TODAY)
    assert board.hours == Pace(60, 120, 180, 169)
    assert len(board.shown("hours")) == 1
