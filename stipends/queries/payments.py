"""What payroll paid, by the calendar year of its payment: that is what a tax year counts."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, Max, QuerySet, Sum

from people.models import User
from stipends.models import LineConfirmation
from stipends.policies import sees_money
from stipends.queries.lines import within


@dataclass(frozen=True, slots=True)
class Paid:
    """The sum of a calendar year, on how many lines, to how many people."""

    cents: int
    lines: int
    people: int


def years_of_payment() -> list[int]:
    """The calendar years in which something was paid, the latest first: one query."""
    return [day.year for day in LineConfirmation.objects.order_by().dates("paid_on", "year", order="DESC")]


def paid_to(user: User, calendar_year: int) -> "QuerySet[User]":
    """Everybody who was paid in the calendar year, by name: `cents` in all, on how many `lines`, and the `last` day.
    None for whoever sees no money."""
    people = User.objects.filter(stipend_lines__confirmation__paid_on__range=within(calendar_year))
    confirmed = "stipend_lines__confirmation"
    summed = people.annotate(
        cents=Sum(f"{confirmed}__amount_cents", output_field=IntegerField()),
        lines=Count(confirmed),
        last=Max(f"{confirmed}__paid_on"),
    )
    found: QuerySet[User] = summed if sees_money(user) else summed.none()
    return found.order_by("sort_name", "pk")


def paid_in(calendar_year: int) -> Paid:
    """The sums of the calendar year: one query."""
    rows = LineConfirmation.objects.filter(paid_on__range=within(calendar_year)).order_by()
    sums = rows.aggregate(
        cents=Sum("amount_cents", default=0, output_field=IntegerField()),
        lines=Count("pk"),
        people=Count("line__person", distinct=True),
    )
    return Paid(**sums)
