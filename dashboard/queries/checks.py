"""What the mid-year check asks of the two who signed, of whoever settles what they see
differently, and of whoever says when it is open."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast

from applications.models import PulsePair
from dashboard.queries.rows import each, grouped, local_day, name_of
from pathways.models import Placement, ProgramYear
from people.models import User

# A month before the usual first day, January 15, of a year that ends on July 1.
BEFORE_THE_END = timedelta(days=198)


def to_answer(user: User, day: date) -> Any:
    """The leader's own that they have not sent."""
    return _each(PulsePair.objects.waiting_for_leader(user, day), "pulse")


def to_answer_for(user: User, day: date) -> Any:
    """Those that whoever signs for a school has not sent."""
    return _each(PulsePair.objects.waiting_for_school(user, day), "pulse_school")


def apart(user: User) -> Any:
    """Pairs that see it differently, for the managers of their pathways."""
    rows = PulsePair.objects.to_settle(user)
    since, label = local_day("opened_at"), "pulse__year__label"
    return grouped(rows, "pulse_apart", by="pulse", since=since, what=label)


def without_days(day: date) -> Any:
    """The year that goes on and has leaders to ask, from the middle of December to its end, while nobody has said when
    its check is open."""
    asked = Placement.objects.standing().filter(year=OuterRef("pk"), commitment_in_force=True)
    years = ProgramYear.objects.filter(
        Exists(asked.exclude(commitment_sha256="")),
        starts__lte=day,
        ends__gt=day,
        ends__lte=day + BEFORE_THE_END,
        pulse=None,
    )
    since = Cast(F("ends") - Value(BEFORE_THE_END), DateField())
    return each(years, "pulse_unset", since=since, what="label")


def _each(rows: Any, kind: str) -> Any:
    last = Cast(F("pulse__ends") - Value(timedelta(days=1)), DateField())
    return each(
        rows,
        kind,
        since=last,
        who=name_of("placement__person"),
        what="placement__role__name",
        where="school__name",
    )
