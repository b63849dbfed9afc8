"""Cycles of the CalAPA are tried again; each attempt stays with its result."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.errors import DomainError, NotAllowed
from fellows import services
from fellows.models import Milestone
from fellows.reminders import owe
from tests.factories.fellows import FellowFactory, MilestoneFactory
from tests.factories.notifications import MessageFactory, ReminderRuleFactory
from tests.factories.people import HatFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
RESULT, AGAIN = date(2026, 3, 5), date(2026, 5, 1)


def refusal(milestone: Milestone, **changes: object) -> str:
    told: dict[str, Any] = {"on": RESULT, "due": AGAIN, "by": manager(), "now": NOW, **changes}
    with pytest.raises(DomainError) as refused:
        services.not_passed(pk=milestone.pk, **told)
    return str(refused.value)


def test_an_attempt_that_was_not_passed_stays_and_the_next_one_has_its_own_day() -> None:
    first, by = MilestoneFactory(kind="calapa_2"), manager()
    waits = MessageFactory(topic=f"milestone-{first.pk}")
    following = services.not_passed(pk=first.pk, on=RESULT, due=AGAIN, by=by, note="Part C", now=NOW)
    assert list(
        first.fellow.milestones.order_by("attempt").values_list("attempt", "due", "not_passed_on", "note")
    ) == [(1, date(2026, 3, 1), RESULT, "Part C"), (2, AGAIN, None, "")]
    assert [(event.action, event.about, event.note) for event in first.fellow.events.order_by("pk")] == [
        ("not_passed", "CalAPA cycle 2: March 5, 2026", "Part C"),
        ("plan_milestone", "CalAPA cycle 2, attempt 2: due May 1, 2026", ""),
    ]
    waits.refresh_from_db()
    assert waits.state == "cancelled"
    reached = services.reach_milestone(
        pk=first.fellow_id, kind="calapa_2", attempt=2, on=date(2026, 3, 9), by=by, now=NOW
    )
    assert (reached.pk, reached.reached_on) == (following.pk, date(2026, 3, 9))


def test_only_the_attempt_that_is_open_is_waited_for_and_reminded_of() -> None:
    ReminderRuleFactory(what="milestone", days_before=30)
    first = MilestoneFactory(fellow=FellowFactory(state="enrolled"), due=date(2026, 4, 1))
    services.not_passed(pk=first.pk, on=RESULT, due=date(2026, 4, 3), by=manager(), now=NOW)
    assert list(Milestone.objects.to_reach(date(2026, 12, 31)).values_list("attempt", flat=True)) == [2]
    assert owe(NOW) == 1


def test_a_next_attempt_that_was_planned_before_gets_the_new_day() -> None:
    first = MilestoneFactory()
    MilestoneFactory(fellow=first.fellow, attempt=2, due=date(2026, 4, 1))
    assert services.not_passed(pk=first.pk, on=RESULT, due=AGAIN, by=manager(), now=NOW).due == AGAIN
    assert first.fellow.events.latest("pk").about == (
        "CalAPA cycle 1, attempt 2: due May 1, 2026, before that April 1, 2026"
    )


def test_what_cannot_be_is_refused_in_words() -> None:
    assert refusal(MilestoneFactory(kind="degree")) == "Only a cycle of the CalAPA is tried again."
    passed = MilestoneFactory(reached_on=RESULT)
    assert refusal(passed) == "This attempt was passed on March 5, 2026."
    first = MilestoneFactory()
    assert refusal(first, on=date(2026, 3, 11)) == "A result came today or earlier. Choose such a day."
    assert refusal(first, due=RESULT) == "The next attempt is due after the day of this result."
    services.not_passed(pk=first.pk, on=RESULT, due=AGAIN, by=manager(), now=NOW)
    over = (
        "This attempt was not passed on March 5, 2026: it stays as it is. The next attempt has its own line."
    )
    assert refusal(first) == over
    told = {"pk": first.fellow_id, "kind": first.kind, "by": manager(), "now": NOW}
    with pytest.raises(DomainError, match="The next attempt has its own line"):
        services.reach_milestone(on=RESULT, **told)
    with pytest.raises(DomainError, match="The next attempt has its own line"):
        services.plan_milestone(due=AGAIN, reason="Later", **told)


def test_a_fellow_does_not_record_a_result_of_their_own() -> None:
    first = MilestoneFactory()
    HatFactory(person=first.fellow.person)
    for by in (first.fellow.person, UserFactory()):
        with pytest.raises(NotAllowed):
            services.not_passed(pk=first.pk, on=RESULT, due=AGAIN, by=by, now=NOW)


# --- taken back -----------------------------------------------------------------------------------
def undo(milestone: Milestone, **changes: object) -> Milestone:
    told: dict[str, Any] = {"by": manager(), "reason": "It was of Rosa.", "now": NOW, **changes}
    return services.undo_not_passed(pk=milestone.pk, **told)


def not_undone(milestone: Milestone, **changes: object) -> str:
    with pytest.raises(DomainError) as refused:
        undo(milestone, **changes)
    return str(refused.value)


def test_not_passed_by_mistake_is_taken_back_with_a_reason_and_the_history_keeps_both() -> None:
    first = MilestoneFactory(kind="calapa_2")
    again = services.not_passed(pk=first.pk, on=RESULT, due=AGAIN, by=manager(), note="Part C", now=NOW)
    waits = MessageFactory(topic=f"milestone-{again.pk}")
    undo(first)
    assert list(first.fellow.milestones.values_list("attempt", "due", "not_passed_on", "note")) == [
        (1, date(2026, 3, 1), None, "")
    ]
    told = [(event.action, event.about, event.note) for event in first.fellow.events.order_by("pk")]
    assert told == [
        ("not_passed", "CalAPA cycle 2: March 5, 2026", "Part C"),
        ("plan_milestone", "CalAPA cycle 2, attempt 2: due May 1, 2026", ""),
        ("undo_not_passed", "CalAPA cycle 2: March 5, 2026", "It was of Rosa."),
        ("take_off_milestone", "CalAPA cycle 2, attempt 2, before that May 1, 2026", ""),
    ]
    waits.refresh_from_db()
    assert waits.state == "cancelled"
    services.reach_milestone(pk=first.fellow_id, kind="calapa_2", on=RESULT, by=manager(), now=NOW)


def test_what_was_tried_since_is_taken_back_first() -> None:
    first = MilestoneFactory()
    second = services.not_passed(pk=first.pk, on=date(2026, 3, 3), due=RESULT, by=manager(), now=NOW)
    services.not_passed(pk=second.pk, on=RESULT, due=AGAIN, by=manager(), now=NOW)
    assert not_undone(first) == "Attempt 2 was not passed since. Take that back first."
    undo(second)
    services.reach_milestone(pk=first.fellow_id, kind=first.kind, attempt=2, on=RESULT, by=manager(), now=NOW)
    assert not_undone(first) == "Attempt 2 was passed since, so this one stays as it is."


def test_what_cannot_be_taken_back_is_refused_in_words() -> None:
    first = MilestoneFactory()
    assert not_undone(first) == "This attempt is not on record as not passed."
    services.not_passed(pk=first.pk, on=RESULT, due=AGAIN, by=manager(), now=NOW)
    assert not_undone(first, reason=" ") == ("Write why it is taken back: the reason stays in the history.")
    assert not_undone(first, reason="Document 220123456").startswith("This looks like the number")
    with pytest.raises(NotAllowed):
        undo(first, by=first.fellow.person)


def test_a_result_is_not_taken_back_under_a_later_one_nor_without_a_reason_whoever_writes_it() -> None:
    first = MilestoneFactory(not_passed_on=RESULT)
    MilestoneFactory(fellow=first.fellow, attempt=2, reached_on=RESULT)
    with pytest.raises(IntegrityError, match="tried again since"), transaction.atomic():
        Milestone.objects.filter(pk=first.pk).update(not_passed_on=None)
    line = {"by": manager(), "at": NOW, "action": "undo_not_passed"}
    with pytest.raises(IntegrityError, match="what_is_undone_says_why"), transaction.atomic():
        first.fellow.events.create(**line)


def test_no_attempt_is_passed_and_not_passed_whoever_writes_it() -> None:
    with pytest.raises(IntegrityError, match="an_attempt_is_passed_or_not"), transaction.atomic():
        MilestoneFactory(reached_on=RESULT, not_passed_on=RESULT)
    with pytest.raises(IntegrityError, match="only_calapa_is_tried_again"), transaction.atomic():
        MilestoneFactory(kind="degree", not_passed_on=RESULT)


def test_a_manager_records_it_on_the_page_of_the_fellow(signed_in: Any) -> None:
    client = signed_in(manager())
    first = MilestoneFactory(due=date(2024, 2, 1))
    page = client.get(reverse("fellows:detail", args=[first.fellow_id])).content.decode()
    address = reverse("fellows:milestone_not_passed", args=[first.pk])
    assert address in page
    done = client.post(address, {"on": "2024-02-09", "due": "2024-04-01", "note": ""}, follow=True)
    assert "Recorded. Attempt 2 is due Apr 1, 2024." in done.content.decode()
    assert "Not passed on Feb 9, 2024" in done.content.decode()
    undo_it = reverse("fellows:milestone_undo_not_passed", args=[first.pk])
    assert undo_it in done.content.decode()
    assert client.post(undo_it, {"reason": ""}).status_code == 422
    done = client.post(undo_it, {"reason": "It was of Rosa."}, follow=True)
    assert "Taken back: this attempt is open again." in done.content.decode()
