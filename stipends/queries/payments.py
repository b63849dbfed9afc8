"""What payroll paid, and what came back of it, by the calendar year of its day: that is what a tax year counts.
Stipends and assistance of fellows are summed apart, and together.

Of what was paid too much, a part that came back has a day of its own; what was settled whole counts on the day it was
recorded. What was taken off a later payment is not counted: that payment was less. Assistance that the bank returned
counts in the year of the day it came back, if it was paid before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from common.clock import LOS_ANGELES, day_begins, day_ends
from fellows.models import Disbursement
from people.models import User
from stipends.models import CameBack, LineConfirmation, Overpayment
from stipends.policies import sees_money
from stipends.queries.assisted import came_back_parts, paid_parts
from stipends.queries.lines import within
from stipends.states import OverpaymentState


@dataclass(frozen=True, slots=True)
class Paid:
    """The sums of a calendar year: what was paid, on how many lines of runs; what came back, of how many overpayments;
    and how many people either is about. Of both sums `assisted_cents`, in `parts` payments, and
    `assisted_back_cents`, of `parts_back`, are assistance of fellows."""

    cents: int
    lines: int
    people: int
    back_cents: int = 0
    overpayments: int = 0
    assisted_cents: int = 0
    parts: int = 0
    assisted_back_cents: int = 0
    parts_back: int = 0

    @property
    def stipend_cents(self) -> int:
        return self.cents - self.assisted_cents

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
    """The calendar years in which something was paid or came back, the latest first: five queries."""
    return sorted(set(_years()), reverse=True)


def _years() -> Iterator[int]:
    for day in LineConfirmation.objects.order_by().dates("paid_on", "year"):
        yield day.year
    for day in CameBack.objects.order_by().dates("came_on", "year"):
        yield day.year
    settled = Overpayment.objects.filter(state=OverpaymentState.SETTLED).order_by()
    for moment in settled.datetimes("ended_at", "year", tzinfo=LOS_ANGELES):
        yield moment.year
    paid = Disbursement.objects.filter(paid_on__isnull=False).order_by()
    for name in ("paid_on", "came_back_on"):
        for day in paid.filter(**{f"{name}__isnull": False}).dates(name, "year"):
            yield day.year


def _of(rows: "QuerySet[Any]", person: str, what: Any) -> Subquery:
    """What these rows that are of a person come to."""
    theirs = rows.filter(**{person: OuterRef("pk")}).values(person)
    return Subquery(theirs.annotate(n=what).values("n"))


def _sum_of(rows: "QuerySet[Any]", person: str, cents: str) -> Coalesce:
    """The cents of these rows that are of a person."""
    return Coalesce(_of(rows, person, Sum(cents, output_field=IntegerField())), 0)


FELLOW = "award__fellow__person"


def paid_to(user: User, calendar_year: int) -> "QuerySet[User]":
    """Everybody who was paid in the calendar year, or of whom something came back in it, by name: `cents` paid in all,
    of which `assisted` is assistance, on how many `lines` of runs and in how many `parts` of assistance, the `last`
    day, and the cents that came `back` and that were `kept`. None for whoever sees no money."""
    confirmed = "stipend_lines__confirmation"
    in_year = Q(**{f"{confirmed}__paid_on__range": within(calendar_year)})
    parts, settled = _parts(calendar_year), _settled(calendar_year)
    lines = LineConfirmation.objects.filter(paid_on__range=within(calendar_year)).order_by()
    assisted, returned = paid_parts(calendar_year), came_back_parts(calendar_year)
    people = User.objects.filter(
        Q(pk__in=lines.values("line__person"))
        | Q(pk__in=parts.values("overpayment__placement__person"))
        | Q(pk__in=settled.values("placement__person"))
        | Q(pk__in=assisted.values(FELLOW))
        | Q(pk__in=returned.values(FELLOW))
    )
    summed = people.annotate(
        stipends=Sum(f"{confirmed}__amount_cents", filter=in_year, default=0, output_field=IntegerField()),
        assisted=_sum_of(assisted, FELLOW, "cents"),
        lines=Count(confirmed, filter=in_year),
        parts=Coalesce(_of(assisted, FELLOW, Count("pk")), 0),
        last=Greatest(Max(f"{confirmed}__paid_on", filter=in_year), _of(assisted, FELLOW, Max("paid_on"))),
        back=_sum_of(parts, "overpayment__placement__person", "cents")
        + _sum_of(settled, "placement__person", "ended_cents")
        + _sum_of(returned, FELLOW, "cents"),
    ).annotate(cents=F("stipends") + F("assisted"), kept=F("stipends") + F("assisted") - F("back"))
    found: QuerySet[User] = summed if sees_money(user) else summed.none()
    return found.order_by("sort_name", "pk")


def paid_in(user: User, calendar_year: int) -> Paid:
    """The sums of the calendar year: three queries."""
    rows = paid_to(user, calendar_year).order_by()
    named = ("cents", "lines", "back", "assisted", "parts")
    sums = rows.aggregate(**{f"all_{name}": Sum(name, default=0) for name in named}, people=Count("pk"))
    whole = {name: int(sums[f"all_{name}"]) for name in named}
    overpayments = Overpayment.objects.visible_to(user).filter(came_back_in(calendar_year)).count()
    returned = Disbursement.objects.visible_to(user).filter(
        pk__in=came_back_parts(calendar_year).values("pk")
    )
    came = returned.aggregate(cents=Sum("cents", default=0), rows=Count("pk"))
    return Paid(
        whole["cents"],
        whole["lines"],
        sums["people"],
        whole["back"],
        overpayments,
        whole["assisted"],
        whole["parts"],
        int(came["cents"]),
        came["rows"],
    )
