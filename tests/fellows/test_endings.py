"""A service ends for good only when it may, for a reason; suspensions lie apart, and one by mistake is taken back."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import NotAllowed
from common.states import in_words
from fellows import services
from fellows.models import FellowEvent, Suspension
from fellows.policies import why_not
from fellows.queries import ledger
from fellows.states import LET_GO, Action, State
from notifications.models import Message
from tests import verbs
from tests.factories.fellows import FellowFactory, ServiceRecordFactory, calendar_of
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import UserFactory, manager
from tests.owner import owners_rights
from tests.verbs import history

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 17, tzinfo=UTC)
TODAY = date(2025, 7, 10)
# Who graduated in June 2024 begins to serve on July 1, 2024: the window of eight years is over on July 1, 2032.
OVER = datetime(2032, 7, 1, 17, tzinfo=UTC)
WHY = "Moved abroad, and does not answer."
ENDS = (Action.END_UNFULFILLED, Action.RELEASE, Action.DISCHARGE)


def refusal(verb, **told):
    return verbs.refusal(verb, **({"now": NOW} | told))


def suspended(fellow, starts, months, **more):
    return Suspension.objects.create(
        fellow=fellow, category="family", starts=starts, months=months, approved_by=UserFactory(), **more
    )


# --- ended for good -------------------------------------------------------------------------------
def test_service_ends_unfulfilled_after_the_last_day_alone(clock):
    fellow, by = FellowFactory(serving=True, signed__window_years=8), manager()
    told = {"pk": fellow.pk, "action": Action.END_UNFULFILLED, "by": by, "note": WHY}
    clock(OVER - timedelta(days=1))
    words = (
        "This fellow may serve until Jun 30, 2032. Service ends unfulfilled only after that day; until then it can be "
        "suspended, and a fellow be released."
    )
    assert str(why_not(by, Action.END_UNFULFILLED, fellow)) == words
    assert refusal(services.move, **told | {"now": OVER - timedelta(days=1)}) == words
    clock(OVER)
    assert refusal(services.move, **told | {"now": OVER - timedelta(days=1)}) == words
    assert services.move(**told, now=OVER).state == "ended_unfulfilled"
    assert [mail.template for mail in Message.objects.filter(to_person=fellow.person)] == ["fellows/moved"]


def test_a_suspension_moves_the_day_on_which_service_may_end_and_one_taken_back_does_not(clock):
    fellow, by = FellowFactory(serving=True, signed__window_years=8), manager()
    row = suspended(fellow, TODAY, 12)
    clock(OVER)
    assert "until Jun 30, 2033." in str(why_not(by, Action.END_UNFULFILLED, fellow))
    services.take_back_suspension(pk=row.pk, by=by, reason=WHY, now=OVER)
    assert why_not(by, Action.END_UNFULFILLED, fellow) is None


@pytest.mark.parametrize(
    ("signed", "words"),
    [
        ({}, "No service agreement is signed, so no last day to serve is known. Record that first."),
        (
            {"signed__window_years": None},
            "The agreement of this fellow has no last day to serve, so service does not end by itself.",
        ),
        ({"signed__fte": "so"}, "The terms of this agreement cannot be read ("),
    ],
)
def test_without_a_last_day_service_does_not_end_by_itself(signed, words):
    fellow = FellowFactory(serving=True, **signed)
    told = {"pk": fellow.pk, "action": Action.END_UNFULFILLED, "by": manager(), "note": WHY}
    assert refusal(services.move, **told).startswith(words)


def test_what_was_served_in_full_does_not_end_unfulfilled():
    calendar_of(ProgramYearFactory(first=2024))
    fellow = FellowFactory(serving=True, signed__required_years="1", signed__window_years=1)
    ServiceRecordFactory(fellow=fellow)
    told = {"pk": fellow.pk, "action": Action.END_UNFULFILLED, "by": manager(), "note": WHY}
    assert refusal(services.move, **told) == (
        "Nothing remains to be served, so this service is fulfilled: record that instead."
    )


@pytest.mark.parametrize("action", ENDS)
def test_what_ends_a_service_for_good_says_why_by_the_form_the_service_and_the_database(action, clock):
    clock(OVER)
    fellow, by = FellowFactory(serving=True, signed__window_years=8), manager()
    told = {"pk": fellow.pk, "action": action, "by": by}
    assert refusal(services.move, **told, note=" ", now=OVER) == (
        "Write why the fellowship ends. The fellow reads it in a mail, and it stays in the history."
    )
    with pytest.raises(IntegrityError, match="a fellowship ends early for a reason"), transaction.atomic():
        FellowEvent.objects.create(fellow=fellow, action=action, by=by, at=OVER)
    services.move(**told, note=WHY, now=OVER)
    assert history(fellow)[0][-1] == WHY
    body = Message.objects.get(to_person=fellow.person).body
    assert (f"Why: {WHY}" in body, "a later cohort" in body) == (True, False)


def test_the_page_asks_why_before_a_service_ends(signed_in):
    fellow = FellowFactory(serving=True, signed=True)
    staff = signed_in(manager())
    at = f"/fellows/{fellow.pk}/move/release/"
    asked = staff.get(at).content.decode()
    assert (
        "The fellow is told by mail, with your reason. This ends their service for good: it cannot be undone."
        in asked
    )
    assert staff.post(at, {"note": ""}).status_code == 422
    assert staff.post(at, {"note": WHY}).url == f"/fellows/{fellow.pk}/"


def test_the_button_stands_on_the_page_once_it_may_be_pressed(signed_in, clock):
    fellow = FellowFactory(serving=True, signed__window_years=8)
    staff = signed_in(manager())
    assert "End unfulfilled" not in staff.get(f"/fellows/{fellow.pk}/").content.decode()
    clock(OVER)
    assert "End unfulfilled" in signed_in(manager()).get(f"/fellows/{fellow.pk}/").content.decode()


@pytest.mark.parametrize("state", LET_GO)
def test_the_page_of_who_was_let_go_says_so_and_neither_forecasts_nor_suspends(signed_in, state):
    fellow = FellowFactory(state=state, graduated_on=date(2024, 6, 14), signed=True)
    ServiceRecordFactory(fellow=fellow, ends=None)
    account = ledger(fellow, TODAY)
    assert (account.standing, account.done_on) == (state, None)
    page = signed_in(manager()).get(f"/fellows/{fellow.pk}/").content.decode()
    assert [
        words
        for words in ("In progress", "At risk", "Suspend service", "nothing remains on")
        if words in page
    ] == []
    assert page.count(in_words(state).capitalize()) >= 1


@pytest.mark.parametrize("state", [*LET_GO, State.FULFILLED])
def test_service_that_is_over_is_not_suspended(state):
    fellow = FellowFactory(state=state, graduated_on=date(2024, 6, 14), signed=True)
    told = {"pk": fellow.pk, "category": "family", "starts": TODAY, "months": 1, "by": manager()}
    assert (
        refusal(services.suspend, **told) == "Service of this fellow is over, so there is nothing to suspend."
    )


# --- suspensions ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("starts", "months", "apart"),
    [
        (date(2027, 3, 1), 6, False),
        (date(2026, 12, 31), 1, False),
        (date(2027, 6, 30), 1, False),
        (date(2027, 7, 1), 6, True),
        (date(2026, 12, 1), 1, True),
    ],
)
def test_suspensions_that_overlap_are_refused_in_words_and_by_the_database(starts, months, apart):
    fellow, by = FellowFactory(serving=True, signed=True), manager()
    told = {"pk": fellow.pk, "category": "family", "by": by}
    services.suspend(**told, starts=date(2027, 1, 1), months=6, now=NOW)
    suspended(FellowFactory(serving=True), starts, months)
    if apart:
        services.suspend(**told, starts=starts, months=months, now=NOW)
        assert ledger(fellow, TODAY).deadline_moved_by == 6 + months
        return
    assert refusal(services.suspend, **told, starts=starts, months=months) == (
        "Service is suspended from Jan 1, 2027 to Jun 30, 2027 already. Choose days that lie outside, or take that "
        "suspension back first."
    )
    with pytest.raises(IntegrityError, match="no_month_is_suspended_twice"), transaction.atomic():
        suspended(fellow, starts, months)
    assert ledger(fellow, TODAY).deadline_moved_by == 6


def test_a_suspension_by_mistake_is_taken_back_for_a_reason_and_stays_on_the_page(signed_in):
    fellow, by = FellowFactory(serving=True, signed=True), manager()
    row = suspended(fellow, date(2027, 1, 1), 6)
    at, staff = f"/fellows/suspension/{row.pk}/take-back-suspension/", signed_in(by)
    assert "Jan 1, 2027 – Jun 30, 2027 (6 months): Family" in words_of(staff.get(f"/fellows/{fellow.pk}/"))
    assert staff.post(at, {"reason": ""}).status_code == 422
    assert (
        refusal(services.take_back_suspension, pk=row.pk, by=by, reason=" ") == "Say why. It stays on record."
    )
    assert staff.post(at, {"reason": WHY}).url == f"/fellows/{fellow.pk}/"
    assert f": {WHY}" in words_of(staff.get(f"/fellows/{fellow.pk}/"))
    assert [(line[0], line[-1]) for line in history(fellow)] == [
        ("take_back_suspension", f"6 months from January 1, 2027 {WHY}")
    ]
    assert ledger(fellow, TODAY).deadline_moved_by == 0
    told = {"pk": row.pk, "by": by, "reason": WHY}
    assert refusal(services.take_back_suspension, **told) == "This suspension was taken back already."
    services.suspend(pk=fellow.pk, category="family", starts=date(2027, 3, 1), months=36, by=by, now=NOW)


def test_a_suspension_is_taken_back_by_program_managers_of_others_who_still_owe_service():
    fellow, by = FellowFactory(serving=True, signed=True), manager()
    row = suspended(fellow, date(2027, 1, 1), 6)
    for stranger in (UserFactory(), fellow.person):
        told = {"pk": row.pk, "by": stranger, "reason": WHY, "refused_as": NotAllowed}
        assert refusal(services.take_back_suspension, **told) == (
            "Only a program manager takes back a suspension, and nobody their own."
        )
    services.move(pk=fellow.pk, action=Action.RELEASE, by=by, note=WHY, now=NOW)
    assert refusal(services.take_back_suspension, pk=row.pk, by=by, reason=WHY) == (
        "This fellow owes no service any more, and what that rests on stays."
    )


def test_the_migration_takes_back_the_later_of_suspensions_that_overlap():
    first, fellow = (FellowFactory(serving=True) for _ in range(2))
    with owners_rights(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE fellows_suspension DROP CONSTRAINT no_month_is_suspended_twice")
        kept = suspended(fellow, date(2027, 3, 1), 6)
        back = suspended(fellow, date(2027, 1, 1), 6)
        kept_too = suspended(fellow, date(2027, 1, 1), 2)
        other = suspended(first, date(2027, 1, 1), 6)
        cursor.execute(import_module("fellows.migrations.0007_suspensions_lie_apart").LATER_ONES)
    assert set(Suspension.objects.kept()) == {kept, kept_too, other}
    back.refresh_from_db()
    assert (back.taken_back_by, back.why_back[:41]) == (None, "It overlapped another suspension when the")


def words_of(page):
    return " ".join(page.content.decode().split())
