"""How often somebody may try: wrong guesses are counted for an account and the place they come from, success is free.

Two rules keep an owner in: a place that guesses wrong closes the account to that place alone, and every count runs out
by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from common.clock import in_words
from common.counting import counted
from common.errors import DomainError
from people.models import Attempt

KEPT = timedelta(days=1)
SWEPT_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` of one kind within a time, for each one it is counted for. No longer than KEPT."""

    kind: str
    most: int
    within: timedelta


# A guess is counted for the account at one place, for the account everywhere, and for the place. A room of 160 people
# shares one place, and some of them mistype.
PASSWORD = Limit("wrong password", 5, timedelta(minutes=5))
PASSWORD_ANYWHERE = Limit("wrong password, from anywhere", 50, timedelta(hours=1))
SECOND_STEP = Limit("wrong second step", 5, timedelta(minutes=5))
SECOND_STEP_ANYWHERE = Limit("wrong second step, from anywhere", 30, timedelta(hours=1))
SECOND_STEP_USED = Limit("code of an app, used", 1, timedelta(minutes=5))
FROM_A_PLACE = Limit("wrong guess from a place", 400, timedelta(minutes=10))
MAIL = Limit("mail asked for", 5, timedelta(minutes=10))
MAIL_ANYWHERE = Limit("mail asked for, from anywhere", 20, timedelta(hours=1))
FORM = Limit("form of the entrance", 400, timedelta(minutes=10))
NAMED = Limit("address of a person typed", 20, timedelta(hours=1))

Claim = tuple[Limit, str]


class TooOften(DomainError):
    """A limit is used up. `again` is the moment from which the same may be tried once more."""

    def __init__(self, again: datetime, now: datetime) -> None:
        self.again = again
        self.seconds = max(1, ceil((again - now).total_seconds()))
        super().__init__(f"This was tried too often. Try again in {wait_in_words(self.seconds)}.")

    @property
    def time(self) -> str:
        """When, in Los Angeles."""
        return in_words(self.again)


def wait_in_words(seconds: int) -> str:
    """A wait as people say it, never shorter than it is: "40 seconds", "a minute", "5 minutes"."""
    if seconds <= 60:
        return "a minute" if seconds == 60 else f"{seconds} second{'' if seconds == 1 else 's'}"
    return counted(-(-seconds // 60), "minute")


def spend(claims: Iterable[Claim], *, now: datetime | None = None) -> list[int]:
    """Count one try against every limit; answers what to `give_back` when it was no wrong guess after all.

    Raises TooOften when one of them is used up, and then counts it against none. Call it outside of a transaction:
    rows written first and counted after are what keeps fifty tries at once from passing together.
    """
    now, claims = now or timezone.now(), list(claims)
    _sweep(now)
    rows = Attempt.objects.bulk_create(
        [Attempt(kind=limit.kind, whose=_digest(whose), at=now) for limit, whose in claims]
    )
    for (limit, _), row in zip(claims, rows, strict=True):
        same = Attempt.objects.filter(kind=limit.kind, whose=row.whose, at__gt=now - limit.within)
        # The one that must run out before there is room for another.
        full = same.order_by("-at", "-pk").values_list("at", flat=True)[limit.most : limit.most + 1].first()
        if full is not None:
            give_back([row.pk for row in rows])
            raise TooOften(full + limit.within, now)
    return [row.pk for row in rows]


def give_back(spent: Iterable[int]) -> None:
    """A try that was right, or that was refused, counts for nothing."""
    Attempt.objects.filter(pk__in=list(spent)).delete()


def forget(claims: Iterable[Claim]) -> None:
    """Whoever proved themselves starts again from nothing."""
    for limit, whose in claims:
        Attempt.objects.filter(kind=limit.kind, whose=_digest(whose)).delete()


def _digest(whose: str) -> str:
    return salted_hmac("people.attempts", whose, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _sweep(now: datetime) -> None:
    """What no limit looks at any more goes, a few rows each time, so that no job is needed for it."""
    old = Attempt.objects.filter(at__lt=now - KEPT).order_by("at").values("pk")[:SWEPT_AT_ONCE]
    Attempt.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
