"""How many lines wait for someone, kept from page to page: every page shows it, and few things change it.

What is kept is nobody's but theirs, is dropped by whatever they do, and is never older than a minute, so that what
others do shows soon. It lives in the cache: while that is away, every page asks anew.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex

from django.core.cache import cache

from dashboard.queries.waiting import waiting_for
from people.models import User

KEPT = timedelta(minutes=1)
# Longer than a count lives and any request takes.
DEED_KEPT = timedelta(minutes=10)


@dataclass(frozen=True)
class Head:
    """The `count` that is kept of somebody, None when it has to be asked; `deed` names the latest thing they did."""

    deed: str
    count: int | None


def _keys(user: User) -> tuple[str, str]:
    return f"waits-deed-{user.pk}", f"waits-count-{user.pk}"


def head_of(user: User, now: datetime) -> Head:
    """What is kept of `user` at `now`: no question to the database."""
    deed_key, count_key = _keys(user)
    found = cache.get_many([deed_key, count_key])
    deed = found.get(deed_key, "")
    before, at, count = found.get(count_key, (None, now, None))
    current = before == deed and timedelta(0) <= now - at < KEPT
    return Head(deed, count if current else None)


def keep(user: User, head: Head, count: int, now: datetime) -> None:
    """Keep what was counted at `now`. `head` was read before counting: whatever they did since then outdates it."""
    cache.set(_keys(user)[1], (head.deed, now, count), KEPT.total_seconds())


def forget(user: User) -> None:
    """After something `user` did: also what is being counted just now is not kept."""
    cache.set(_keys(user)[0], token_hex(8), DEED_KEPT.total_seconds())


def waiting_count(user: User, *, day: date, now: datetime) -> int:
    """How many lines home has for `user`: as kept, else counted."""
    head = head_of(user, now)
    if head.count is not None:
        return head.count
    count = len(waiting_for(user, day=day, now=now))
    keep(user, head, count, now)
    return count
