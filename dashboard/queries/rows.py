"""One shape for everything that waits, so that the database puts it all in one order in one query."""

from typing import Any

from django.db.models import CharField, Count, F, IntegerField, Min, Model, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim, TruncDate

from common.clock import LOS_ANGELES

COLUMNS = ("w_kind", "w_key", "w_who", "w_what", "w_where", "w_since", "w_count", "w_rank")
REFUSED = "run_refused"
BACK = "policy_back"
# First duties stand before everything else, however old; what nobody waits for by name stands last.
USUAL, RANKS = 1, {REFUSED: 0, BACK: 0, "expectations": 2}
NOTHING = Value("", CharField())


def name_of(person: str) -> Combinable:
    """What people call the person behind a key, as users.User.name does."""
    given = Coalesce(NullIf(F(f"{person}__preferred_name"), Value("")), F(f"{person}__given_name"))
    full = Trim(Concat(given, Value(" "), F(f"{person}__family_name"), output_field=TextField()))
    return Coalesce(NullIf(full, Value("")), F(f"{person}__email"), output_field=TextField())


def local_day(field: str) -> TruncDate:
    """The day of a moment in Los Angeles."""
    return TruncDate(field, tzinfo=LOS_ANGELES)


def text(what: str | Combinable) -> Cast:
    """Columns of a union need one type."""
    return Cast(F(what) if isinstance(what, str) else what, TextField())


def each(
    rows: "QuerySet[Model]",
    kind: str,
    *,
    since: str | Combinable,
    what: str | Combinable = NOTHING,
    who: str | Combinable = NOTHING,
    where: str | Combinable = NOTHING,
    key: str = "pk",
) -> "QuerySet[Model, Any]":
    """A line for every row."""
    return (
        rows.order_by()
        .annotate(
            w_kind=Value(kind, TextField()),
            w_key=F(key),
            w_who=text(who),
            w_what=text(what),
            w_where=text(where),
            w_since=F(since) if isinstance(since, str) else since,
            w_count=Value(1, IntegerField()),
            w_rank=Value(RANKS.get(kind, USUAL), IntegerField()),
        )
        .values_list(*COLUMNS)
    )


def grouped(
    rows: "QuerySet[Model]",
    kind: str,
    *,
    by: str,
    since: str | Combinable,
    what: str | Combinable = NOTHING,
    where: str | Combinable = NOTHING,
) -> "QuerySet[Model, Any]":
    """A line for all rows of one `by`, with how many they are and since when the oldest waits."""
    return (
        rows.order_by()
        .annotate(one_since=F(since) if isinstance(since, str) else since)
        .values(w_key=F(by), w_what=text(what), w_where=text(where))
        .annotate(
            w_kind=Value(kind, TextField()),
            w_who=text(NOTHING),
            w_since=Min("one_since"),
            w_count=Count("pk", distinct=True),
            w_rank=Value(USUAL, IntegerField()),
        )
        .values_list(*COLUMNS)
    )
