"""What one person drafts and another puts in force: the steps that terms, limits and layouts share."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from common.errors import DomainError, demand, demand_reason
from common.states import step
from people.models import User
from stipends.models import PayrollLayout, SchoolAllowance, SubstituteTerms
from stipends.states import RATE_MOVES, RateAction, RateState

Row = TypeVar("Row", SubstituteTerms, SchoolAllowance, PayrollLayout)
FIELDS = ("state", "published_by", "published_at", "ended_by", "ended_at", "ended_because")


def locked(kind: type[Row], pk: int) -> Row:
    """The row, for this transaction alone."""
    return kind.objects.select_for_update(of=("self",)).get(pk=pk)


def publish(row: Row, by: User, now: datetime | None, also: Collection[str] = ()) -> Row:
    """In force from now on. Whether `by` may is asked before. `also`: further fields that are saved with it."""
    row.state = step(RATE_MOVES, RateState(row.state), RateAction.PUBLISH)
    row.published_by, row.published_at = by, now or timezone.now()
    row.save(update_fields=[*FIELDS, *also])
    return row


def end(row: Row, action: RateAction, by: User, why: str, now: datetime | None) -> Row:
    """Retired or discarded, with the reason on record. Whether `by` may is asked before."""
    row.state = step(RATE_MOVES, RateState(row.state), action)
    row.ended_by, row.ended_at, row.ended_because = by, now or timezone.now(), why
    row.save(update_fields=FIELDS)
    return row


def end_in_words(
    row: Row,
    action: RateAction,
    by: User,
    reason: str,
    now: datetime | None,
    why_not: Callable[[User, RateAction, Row], DomainError | None],
) -> Row:
    """As `end`. Raises DomainError where `by` may not, and without a reason."""
    demand(why_not(by, action, row))
    return end(row, action, by, demand_reason(reason, at=""), now)
