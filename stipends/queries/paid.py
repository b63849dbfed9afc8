"""What the people of placements keep of all that approved runs paid, and what may be taken off the next payment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from common.clock import LOS_ANGELES
from common.models import Ids
from stipends.models import CameBack, Overpayment, StipendLine
from stipends.states import LOCKED, OverpaymentState


@dataclass(frozen=True, slots=True)
class Paid:
    """Of one placement: `cents` is what its person keeps (paid by runs and taken off for overpayments of other
    placements, less what came back or was taken off elsewhere); `waived_cents` of it were waived; `last_line` is the
    last line that paid it."""

    cents: int = 0
    waived_cents: int = 0
    last_line: int | None = None


NOTHING = Paid()


def paid(ids: Ids) -> dict[int, Paid]:
    """By placement; those that were paid nothing are left out. Two queries, three where anything was overpaid."""
    lines = StipendLine.objects.locked().filter(placement__any_of=ids).order_by()
    newest = ArrayAgg("pk", order_by=("-run__approved_at", "-pk"), filter=Q(amount_cents__gt=0), default=[])
    sums = lines.values_list("placement_id").annotate(
        cents=Sum(F("amount_cents") + F("taken_cents")), newest=newest
    )
    back, waived = _ended(ids)
    return {
        pk: Paid(cents - back[pk], waived[pk], newest[0] if newest else None) for pk, cents, newest in sums
    }


def _ended(ids: Ids) -> tuple[dict[int, int], dict[int, int]]:
    """Cents that came back or were taken off elsewhere, and cents that were waived, by placement."""
    back, waived = defaultdict[int, int](int), defaultdict[int, int](int)
    # Asked first, for mostly there is none: then the long question below is not even prepared.
    found = list(Overpayment.objects.filter(placement__any_of=ids).order_by().values_list("pk", flat=True))
    if not found:
        return back, waived
    rows = Overpayment.objects.filter(pk__any_of=found).order_by()
    locked = Q(takings__line__run__state__in=LOCKED)
    taken = Sum("takings__cents", filter=locked, default=0)
    of_it = CameBack.objects.filter(overpayment=OuterRef("pk")).order_by().values("overpayment")
    parts = Coalesce(Subquery(of_it.annotate(cents=Sum("cents")).values("cents")), 0)
    for pk, state, ended, off, came in rows.annotate(off=taken, came=parts).values_list(
        "placement_id", "state", "ended_cents", "off", "came"
    ):
        back[pk] += off + came + (ended if state == OverpaymentState.SETTLED else 0)
        waived[pk] += ended if state == OverpaymentState.WAIVED else 0
    return back, waived


def first_paid(placement_id: int) -> date | None:
    """The first day on which something was paid for a placement: the one payroll confirmed, else the one on which the
    run was approved. None where nothing was. One query."""
    lines = StipendLine.objects.locked().filter(placement=placement_id, amount_cents__gt=0).order_by()
    day = Coalesce("confirmation__paid_on", TruncDate("run__approved_at", tzinfo=LOS_ANGELES))
    found: date | None = lines.aggregate(first=Min(day))["first"]
    return found


@dataclass(frozen=True, slots=True)
class Agreed:
    """An open overpayment whose person agreed to have it taken off their next payment."""

    pk: int
    placement_id: int
    person_id: int
    open_cents: int


def agreed(people: Iterable[int]) -> list[Agreed]:
    """Those of these people, the oldest first. One query."""
    rows = Overpayment.objects.agreed().filter(placement__person__any_of=Ids(people))
    columns = ("pk", "placement_id", "placement__person_id", "open_cents")
    return [Agreed(*row) for row in rows.order_by("found_at", "pk").values_list(*columns)]
