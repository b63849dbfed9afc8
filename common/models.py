"""Shapes that several apps share. Periods are half-open `[starts, ends)`; an open end is null."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, ClassVar, Self, cast

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import GreaterThan
from django.utils.timezone import localtime

from common.guards import append_only
from common.states import told

UPSIDE_DOWN = "It must end after it starts."


class DateRange(Func):
    """SQL `daterange(starts, ends)`, half-open, for exclusion constraints."""

    function = "daterange"
    output_field = DateRangeField()


def period() -> DateRange:
    return DateRange(F("starts"), F("ends"))


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends__isnull=True) | Q(GreaterThan(F("ends"), F("starts"))),
        name=name,
        violation_error_message=UPSIDE_DOWN,
    )


def one_of(field: str, words: Iterable[str], name: str) -> models.CheckConstraint:
    """The column holds one of these words, whoever writes it. An empty one among them allows nothing to be said."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": sorted(map(str, words))}),
        name=name,
        violation_error_message="Choose one of the words there are.",
    )


class Ids:
    """Many ids as one value for `…__any_of`, written out once for all who ask by it. Of a list or a set Django would
    look at every single one, in every question."""

    __slots__ = ("array",)

    def __init__(self, ids: Iterable[int]) -> None:
        self.array = "{" + ",".join(map(str, ids)) + "}"


@models.Field.register_lookup
@models.ForeignObject.register_lookup
class AnyOf(models.Lookup):
    """`…__any_of=[ids]`, or `Ids`, for thousands of ids: `= ANY (array)`, one value instead of one for each id. It
    compiles ten times as quickly as `__in`, and an index is walked once for all of them. The array goes as one text,
    which the database reads quicker than an expression of a thousand numbers."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, values = self.process_lhs(compiler, connection)
        ids = self.rhs if isinstance(self.rhs, Ids) else Ids(self.rhs)
        return f"{column} = ANY (%s::bigint[])", [*values, ids.array]


@models.Field.register_lookup
class AnyText(models.Lookup):
    """`…__any_text=[texts]`: as `any_of`, for texts."""

    lookup_name = "any_text"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s::text[])", [*values, list(self.rhs)]


def life_of(model: type[models.Model]) -> list[str]:
    """The words that the field `state` of a model may hold, in the order of its life."""
    field = model._meta.get_field("state")
    assert isinstance(field, models.Field)
    return [str(state) for state, _ in field.flatchoices]


class PeriodQuerySet(models.QuerySet):
    def on(self, day: date | Func) -> Self:
        """Those whose period holds `day`."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=day), starts__lte=day)


class Period(models.Model):
    """What lasts from `starts` to `ends`. Asked to validate itself, it says where a period is upside down; the
    constraints that compare periods could only fail at it."""

    # Said by each kind.
    starts: models.DateField
    ends: models.DateField

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day that belongs to it; None while it has no end."""
        return self.ends - timedelta(days=1) if self.ends else None

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        if "ends" not in (exclude or ()) and self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": UPSIDE_DOWN})
        super().validate_constraints(exclude)


class EventQuerySet(models.QuerySet):
    def told(self) -> Self:
        """As a history tells them: the newest first, with all that their words read."""
        kind = cast(type[Event], self.model)
        return self.select_related("by", *kind.reads).order_by("-at", "-pk")


class Event(models.Model):
    """A line of history: what was done, by whom, when, from which state to which. Never changed, never deleted. Each
    kind says what may be done: `action = DeedField(Action)`, and keeps the facts of it in columns of its own: `note`
    is what somebody typed."""

    # Said by each kind; `reads`: what `about` follows to other rows.
    action: models.CharField
    reads: ClassVar[tuple[str, ...]] = ()

    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        triggers: ClassVar[list[Any]] = [append_only("history_is_append_only")]

    @property
    def about(self) -> str:
        """What it was about, said from the columns of its kind. Read by `told()`, it asks nothing."""
        return ""

    @property
    def words(self) -> str:
        """What somebody typed, as a history shows it."""
        return self.note

    def __str__(self) -> str:
        return f"{told(self.action)}, {localtime(self.at):%Y-%m-%d %H:%M}"
