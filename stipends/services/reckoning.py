"""What an approved run finds paid too much, and what it took off; and what becomes of both when it is made void."""

from collections.abc import Iterable
from datetime import datetime

import orjson
from django.db.models import F, Q, QuerySet

from common.models import Ids
from people.models import User
from stipends.models import Overpayment, OverpaymentEvent, StipendLine, StipendRun, TakenOff
from stipends.queries.paid import NOTHING, paid
from stipends.queries.touched import may_earn
from stipends.rules import left_open, taken_off
from stipends.services.overpayments import change, find, take, undo
from stipends.states import OverpaymentState

Exclusion = StipendLine.Exclusion
# Lines that say what was earned. Others wait for something, and decide nothing.
DECIDED = ["", Exclusion.ZERO, Exclusion.SET_AGAINST]


def hold(run: StipendRun) -> None:
    """Lock what is open of everybody on a run that is about to be approved: nobody agrees, settles or waives meanwhile,
    and another run does not take the same off."""
    people = StipendLine.objects.filter(run=run).order_by().values("placement__person")
    rows = Overpayment.objects.waiting().filter(placement__person__in=people).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def reckon(run: StipendRun, by: User, at: datetime) -> None:
    """In the transaction that approves a run, once it is approved: what its lines took off is recorded, and what they
    find paid too much is open from now on, is another amount, or closes by itself."""
    _take(run, by, at)
    gets = F("already_paid_cents") + F("amount_cents") + F("taken_cents")
    asked = Q(overpaid_cents__gt=0) | Q(placement__overpayments__state=OverpaymentState.OPEN)
    if run.kind == StipendRun.Kind.INSTALMENT:
        asked |= Q(amount_cents__gt=0, earned_cents__lt=gets)
    _find(_decided(StipendLine.objects.filter(asked, run=run)), run, by, at)


def _take(run: StipendRun, by: User, at: datetime) -> None:
    for line in run.lines.filter(taken_cents__gt=0).order_by("placement_id"):
        against = orjson.loads(line.inputs)["against"]
        off = taken_off(line.amount_cents + line.taken_cents, [cents for _, cents in against])
        for (pk, _), cents in zip(against, off, strict=True):
            if cents:
                TakenOff.objects.create(line=line, overpayment_id=pk, cents=cents)
                take(Overpayment.objects.get(pk=pk), line, cents, by, at)


def _decided(lines: "QuerySet[StipendLine]") -> "QuerySet[StipendLine]":
    shown = lines.filter(exclusion__in=DECIDED).select_related(
        "run__year", "placement__person", "placement__year"
    )
    return (
        shown.select_related("placement__role").defer("cells", "inputs").order_by("placement_id").distinct()
    )


def _find(lines: Iterable[StipendLine], run: StipendRun, by: User, at: datetime) -> None:
    """Hold each of these lines against what its person keeps now."""
    found = list(lines)
    ids = [line.placement_id for line in found]
    sums = paid(Ids(ids))
    # An installment is paid ahead: only what can never be earned any more was too much.
    still = may_earn(run.year, ids, at) if run.kind == StipendRun.Kind.INSTALMENT else {}
    rows = {row.placement_id: row for row in Overpayment.objects.waiting().filter(placement__in=ids)}
    for line in found:
        earned = max(line.earned_cents, still.get(line.placement_id, 0))
        keeps = sums.get(line.placement_id, NOTHING)
        cents = left_open(keeps.cents, earned, keeps.waived_cents)
        row = rows.get(line.placement_id)
        if row is not None:
            change(row, cents, by, at, line)
        elif cents:
            find(line, cents, by, at)


def unreckon(run: StipendRun, by: User, at: datetime) -> None:
    """In the transaction that makes an approved run void: what it found or took off is as the runs before it say."""
    moved = Overpayment.objects.filter(events__line__run=run).order_by().values("placement").distinct()
    ids = list(moved.values_list("placement", flat=True))
    last: dict[int, StipendLine] = {}
    lines = _decided(StipendLine.objects.locked().filter(placement__in=ids)).order_by(
        "run__approved_at", "pk"
    )
    # A share of the whole amount says what is too much only where it found it: others were paid ahead, and stand.
    found = set(OverpaymentEvent.objects.filter(line__in=lines).values_list("line", flat=True))
    for line in lines:
        if line.run.pays.kind == "balance" or line.pk in found:
            last[line.placement_id] = line
    for row in Overpayment.objects.waiting().filter(placement__in=set(ids) - set(last)):
        undo(row, by, at)
    for line in last.values():
        _find([line], line.run, by, at)
