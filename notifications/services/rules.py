"""Rules of reminders: which day they stand on, and whether they are on. Every change is a line of history."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.edits import ChangedElsewhere, mark_of
from common.errors import DomainError, demand
from common.states import spoken, step
from notifications.models import ReminderRule, ReminderRuleEvent
from notifications.policies import why_not_rule
from notifications.rules import MOST_DAYS, REMINDERS, as_typed
from notifications.states import RULE_MOVES, RuleAction, RuleState
from people.models import User


@transaction.atomic
def add_rule(*, what: str, days_before: int, by: User, now: datetime | None = None) -> ReminderRule:
    """A reminder about `what`, so many days before its day (negative: after it), turned on.

    Raises DomainError for a day on which it would remind of nothing, and where the same rule is there already.
    """
    demand(why_not_rule(by, RuleAction.ADD))
    _check(what, days_before)
    try:
        with transaction.atomic():
            rule = ReminderRule.objects.create(what=what, days_before=days_before)
    except IntegrityError:
        raise _there_already(what, days_before) from None
    _record(rule, RuleAction.ADD, by, now)
    return rule


@transaction.atomic
def change_days(
    *, pk: int, days_before: int, by: User, seen: Mapping[str, str] | None = None, now: datetime | None = None
) -> ReminderRule:
    """Another day for a rule; the same day changes nothing. `seen` are the marks of the day as the page showed it.

    Raises ChangedElsewhere where another window moved it since, and DomainError as `add_rule` does.
    """
    rule = _locked(pk)
    demand(why_not_rule(by, RuleAction.CHANGE_DAYS, rule))
    stored, typed, shown = as_typed(rule.days_before), as_typed(days_before), seen or {}
    # Days and side are one answer: a side that another window chose makes another day of the same number.
    elsewhere = {
        name: text
        for name, text in stored.items()
        if text != typed[name] and shown.get(name, "") not in {"", mark_of(text)}
    }
    if elsewhere:
        raise ChangedElsewhere(elsewhere)
    if stored == typed:
        return rule
    _check(rule.what, days_before)
    was, rule.days_before = rule.days_before, days_before
    try:
        with transaction.atomic():
            rule.save(update_fields=["days_before"])
    except IntegrityError:
        raise _there_already(rule.what, days_before) from None
    _record(rule, RuleAction.CHANGE_DAYS, by, now, was=was)
    return rule


@transaction.atomic
def turn_on(*, pk: int, by: User, now: datetime | None = None) -> ReminderRule:
    """It reminds again, from the next hour on. Raises DomainError when it does already."""
    return _turn(pk, RuleAction.TURN_ON, by, now)


@transaction.atomic
def turn_off(*, pk: int, by: User, now: datetime | None = None) -> ReminderRule:
    """It owes no more mails; those that are owed leave. Raises DomainError when it is off already."""
    return _turn(pk, RuleAction.TURN_OFF, by, now)


def _turn(pk: int, action: RuleAction, by: User, now: datetime | None) -> ReminderRule:
    rule = _locked(pk)
    demand(why_not_rule(by, action, rule))
    rule.active = step(RULE_MOVES, rule.state, action) is RuleState.ON
    rule.save(update_fields=["active"])
    _record(rule, action, by, now)
    return rule


def _locked(pk: int) -> ReminderRule:
    return ReminderRule.objects.select_for_update(of=("self",)).get(pk=pk)


def _check(what: str, days_before: int) -> None:
    if what not in REMINDERS:
        raise DomainError("Choose one of the reminders there are.", at="what")
    if abs(days_before) > MOST_DAYS:
        raise DomainError(f"Choose at most {MOST_DAYS} days: further away it reminds of nothing.", at="days")
    if not REMINDERS[what].allows(days_before):
        raise DomainError(REMINDERS[what].never, at="side")


def _there_already(what: str, days_before: int) -> DomainError:
    rule = ReminderRule.objects.get(what=what, days_before=days_before)
    return DomainError(
        f"There is this rule already, and it is {spoken(rule.state)}: {rule.sentence}", at="days"
    )


def _record(
    rule: ReminderRule, action: RuleAction, by: User, now: datetime | None, *, was: int | None = None
) -> None:
    at = now or timezone.now()
    ReminderRuleEvent.objects.create(
        rule=rule, action=action, by=by, at=at, days_before=rule.days_before, was=was
    )
