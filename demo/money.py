"""The money of the demo is made by the product itself: last year's run goes through its own services."""

from datetime import date, datetime, timedelta

from common.clock import day_begins
from pathways.models import Placement, ProgramYear, Role
from pathways.services import corrections
from pathways.states import Ending
from people.models import Post, User
from stipends.models import AccountCode, Export, Overpayment, StipendLine, StipendPolicy, StipendRun
from stipends.services import (
    Coded,
    Confirmed,
    Planned,
    Wrong,
    add_fund,
    agree_to_take,
    answer_dispute,
    approve,
    calculate,
    calculate_chunk,
    confirm,
    dispute,
    export,
    finish_run,
    plan_payday,
    prepare_run,
    publish_budget,
    write_budget,
    write_codes,
)

HALF_OF_MAXIMUM = {"kind": "share_of_maximum", "share": "1/2"}


def calculated(run: StipendRun, *, by: User, now: datetime) -> StipendRun:
    """The run with its lines, calculated here and now by what a worker would do."""
    calculate(pk=run.pk, by=by, now=now)
    contexts: dict = {}
    while calculate_chunk(run_id=run.pk, contexts=contexts):
        pass
    finish_run(run_id=run.pk, now=now)
    run.refresh_from_db()
    return run


def make_codes(years: list[ProgramYear], preparer: User, *, now: datetime) -> None:
    """Three funds, and what the books call each role and channel in these years."""
    names = {"4210": "Foundation grant", "4035": "Title II", "1000": "General"}
    funds = [add_fund(code=code, name=name, by=preparer, now=now) for code, name in names.items()]
    paid_by = {"team-lead": 0, "peer-coach": 1, "senior-peer-coach": 1}
    roles = [
        Coded(
            account=f"1100-{number:02d}",
            role=role,
            fund=funds[paid_by.get(role.slug, 0 if number % 2 else 2)],
            program=f"TLP-{number:02d}",
        )
        for number, role in enumerate(Role.objects.order_by("pk"), 1)
    ]
    channels = [
        Coded(f"9500-{number:02d}", channel=channel) for number, channel in enumerate(Post.Channel.values, 1)
    ]
    substitutes = [
        Coded("1102-01", substitutes=AccountCode.Substitutes.COST, fund=funds[1], program="TLP-SUB"),
        Coded("9500-09", substitutes=AccountCode.Substitutes.OWED),
    ]
    for year in years:
        write_codes(year=year, rows=[*roles, *channels, *substitutes], by=preparer, now=now)


def make_budget(year: ProgramYear, named: dict[str, User], *, now: datetime) -> None:
    """What the roles of a year cost if everybody earns everything, rounded up to the next $5,000."""
    policies = StipendPolicy.objects.published().filter(year=year).select_related("role")
    held = {row.role_id: 0 for row in policies}
    for role in Placement.objects.filter(year=year, role__in=held).values_list("role", flat=True):
        held[role] += 1
    rows = [
        Planned(row.role, -(-row.annual_cents * held[row.role_id] // 500_000) * 500_000)
        for row in policies
        if held[row.role_id]
    ]
    budget = write_budget(year=year, rows=rows, by=named["preparer"], now=now)
    publish_budget(pk=budget.pk, by=named["approver"], now=now)


def make_paydays(year: ProgramYear, named: dict[str, User]) -> None:
    """Half of the whole amount in the middle of a year, and the balance after it."""
    middle, end = year.starts.replace(month=12, day=15), year.ends.replace(month=7, day=15)
    by = named["preparer"]
    plan_payday(year=year, kind="instalment", number=1, step=HALF_OF_MAXIMUM, pay_on=middle, by=by)
    plan_payday(year=year, kind="final", number=1, step=None, pay_on=end, by=by)


def make_last_runs(year: ProgramYear, named: dict[str, User], *, now: datetime) -> None:
    """Last year's installment in its December, which payroll confirmed, and its final run two weeks after that year.
    Both prepared by one person, calculated, approved by another, exported, never later than now. What the final run
    finds paid too much is open, and one of its people agreed to have it taken off."""
    paid_on = year.starts.replace(month=12, day=15)
    first = min(now, day_begins(paid_on - timedelta(days=7)) + timedelta(hours=10))
    run = _paid_run(year, "instalment", HALF_OF_MAXIMUM, named, now=first)
    lines = StipendLine.objects.filter(run=run, amount_cents__gt=0).order_by("pk")
    rows = [
        Confirmed(row, line.pk, line.amount_cents, reference=f"W{row:04d}")
        for row, line in enumerate(lines, 2)
    ]
    told = day_begins(paid_on + timedelta(days=2)) + timedelta(hours=9)
    told = min(now, told)
    confirm(pk=run.pk, rows=rows, by=named["preparer"], paid_on=paid_on, now=told)
    _one_resigns(year, named, paid_on - timedelta(days=14))
    last = min(now, day_begins(year.ends + timedelta(days=14)) + timedelta(hours=10))
    _paid_run(year, "final", None, named, now=last)
    if found := Overpayment.objects.waiting().select_related("placement__person").order_by("pk").last():
        agree_to_take(pk=found.pk, by=found.placement.person, cents=found.open_cents, now=now)


def _one_resigns(year: ProgramYear, named: dict[str, User], ends: date) -> None:
    """Who left two weeks before the payment, and said so after it."""
    others = Placement.objects.filter(year=year).exclude(person__in=named.values()).order_by("pk")
    one = others.filter(role__slug="team-lead").last() or others.last()
    if one is not None:
        corrections.end(
            pk=one.pk, by=named["manager"], last_day=ends - timedelta(days=1), reason=Ending.RESIGNED
        )


def _paid_run(
    year: ProgramYear, kind: str, step: dict[str, str] | None, named: dict[str, User], *, now: datetime
) -> StipendRun:
    preparer, approver = named["preparer"], named["approver"]
    prepared = prepare_run(year=year, kind=kind, step=step, by=preparer, now=now)
    run = calculated(prepared, by=preparer, now=now)
    approve(pk=run.pk, by=approver, snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=now)
    export(pk=run.pk, layout=Export.Layout.GENERIC, by=preparer, now=now)
    return run


def make_projection(year: ProgramYear, named: dict[str, User], *, now: datetime) -> None:
    """What the year in progress will cost by what stands today."""
    preparer = named["preparer"]
    calculated(prepare_run(year=year, kind="projection", by=preparer, now=now), by=preparer, now=now)


def make_disputes(year: ProgramYear, named: dict[str, User], *, now: datetime) -> None:
    """Two leaders of the year say that something is wrong: one was answered, one waits."""
    others = Placement.objects.filter(year=year).exclude(person__in=named.values())
    asked, waiting = others.select_related("person").order_by("pk")[:2]
    day = now - timedelta(days=3)
    amount = Wrong("amount")
    words = "I lead the team since August, and the amount looks like that of half a year."
    row = dispute(pk=asked.pk, by=asked.person, wrong=amount, words=words, now=day)
    answer = "It is the whole year's: half of it comes in December, the rest after the year."
    answer_dispute(
        pk=row.pk, by=named["preparer"], outcome="stays", words=answer, now=now - timedelta(days=1)
    )
    words = "I was at the seminar in October, and my statement says that I was not."
    dispute(pk=waiting.pk, by=waiting.person, wrong=amount, words=words, now=day)
