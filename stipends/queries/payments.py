"""What payroll paid, and what came back of what was paid too much, by the calendar year of its day: that is what a tax
year counts.

A part that came back has a day of its own; what was settled whole counts on the day it was recorded. What was taken off
a later payment is not counted: that payment was less.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from common.clock import LOS_ANGELES, day_begins, day_ends
from people.models import User
from stipends.models import CameBack, LineConfirmation, Overpayment
from stipends.policies import sees_money
from stipends.queries.lines import within
from stipends.states import OverpaymentState


@dataclass(frozen=True, slots=True)
class Paid:
    """The sums of a calendar year: what was paid, on how many lines; what came back, of how many overpayments; and how
    many people either is about."""

    cents: int
    lines: int
    people: int
    back_cents: int = 0
    overpayments: int = 0

    @property
    def kept_cents(self) -> int:
        return self.cents - self.back_cents


def _moments(calendar_year: int) -> tuple[datetime, datetime]:
    first, last = within(calendar_year)
    return day_begins(first), day_ends(last)


def _parts(calendar_year: int) -> "QuerySet[CameBack]":
    return CameBack.objects.filter(came_on__range=within(calendar_year)).order_by()


def _settled(calendar_year: int) -> "QuerySet[Overpayment]":
    begins, ends = _moments(calendar_year)
    rows = Overpayment.objects.filter(state=OverpaymentState.SETTLED, ended_at__gte=begins, ended_at__lt=ends)
    return rows.order_by()


def came_back_in(calendar_year: int) -> Q:
    """Of overpayments: those of which something came back in the calendar year."""
    begins, ends = _moments(calendar_year)
    settled = Q(state=OverpaymentState.SETTLED, ended_at__gte=begins, ended_at__lt=ends)
    return settled | Q(pk__in=_parts(calendar_year).values("overpayment"))


def years_of_payment() -> list[int]:
    """The calendar years in which something was paid or came back, the latest first: three queries."""
    return sorted(set(_years()), reverse=True)


def _years() -> Iterator[int]:
    for day in LineConfirmation.objects.order_by().dates("paid_on", "year"):
        yield day.year
    for day in CameBack.objects.order_by().dates("came_on", "year"):
        yield day.year
    settled = Overpayment.objects.filter(state=OverpaymentState.SETTLED).order_by()
    for moment in settled.datetimes("ended_at", "year", tzinfo=LOS_ANGELES):
        yield moment.year


def _sum_of(rows: "QuerySet[Any]", person: str, cents: str) -> Coalesce:
    """The cents of these rows that are of a person."""
    theirs = rows.filter(**{person: OuterRef("pk")}).values(person)
    return Coalesce(Subquery(theirs.annotate(n=Sum(cents, output_field=IntegerField())).values("n")), 0)


def paid_to(user: User, calendar_year: int) -> "QuerySet[User]":
    """Everybody who was paid in the calendar year, or of whom something came back in it, by name: `cents` paid in all,
    on how many `lines`, the `last` day, and the cents that came `back` and that were `kept`. None for whoever sees no
    money."""
    confirmed = "stipend_lines__confirmation"
    in_year = Q(**{f"{confirmed}__paid_on__range": within(calendar_year)})
    parts, settled = _parts(calendar_year), _settled(calendar_year)
    lines = LineConfirmation.objects.filter(paid_on__range=within(calendar_year)).order_by()
    people = User.objects.filter(
        Q(pk__in=lines.values("line__person"))
        | Q(pk__in=parts.values("overpayment__placement__person"))
        | Q(pk__in=settled.values("placement__person"))
    )
    summed = people.annotate(
        cents=Sum(f"{confirmed}__amount_cents", filter=in_year, default=0, output_field=IntegerField()),
        lines=Count(confirmed, filter=in_year),
        last=Max(f"{confirmed}__paid_on", filter=in_year),
        back=_sum_of(parts, "overpayment__placement__person", "cents")
        + _sum_of(settled, "placement__person", "ended_cents"),
    ).annotate(kept=F("cents") - F("back"))
    found: QuerySet[User] = summed if sees_money(user) else summed.none()
    return found.order_by("sort_name", "pk")


def paid_in(user: User, calendar_year: int) -> Paid:
    """The sums of the calendar year: two queries."""
    rows = paid_to(user, calendar_year).order_by()
    sums = rows.aggregate(
        **{name: Sum(of, default=0) for name, of in (("paid", "cents"), ("on", "lines"), ("came", "back"))},
        people=Count("pk"),
    )
    overpayments = Overpayment.objects.visible_to(user).filter(came_back_in(calendar_year)).count()
    return Paid(int(sums["paid"]), int(sums["on"]), sums["people"], int(sums["came"]), overpayments)
