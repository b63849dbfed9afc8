"""The money of the demo is made by the product itself: last year's run goes through its own services."""

from datetime import datetime, timedelta

from common.clock import day_begins
from pathways.models import Placement, ProgramYear, Role
from people.models import Post, User
from stipends.models import AccountCode, Export, StipendPolicy, StipendRun
from stipends.services import (
    Coded,
    Planned,
    add_fund,
    approve,
    calculate,
    calculate_chunk,
    export,
    finish_run,
    prepare_run,
    publish_budget,
    write_budget,
    write_codes,
)


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


def make_last_run(year: ProgramYear, named: dict[str, User], *, now: datetime) -> None:
    """Last year's final run, two weeks after that year: prepared by one person, calculated, approved by another,
    exported. Never later than now."""
    now = min(now, day_begins(year.ends + timedelta(days=14)) + timedelta(hours=10))
    preparer, approver = named["preparer"], named["approver"]
    run = calculated(prepare_run(year=year, kind="final", by=preparer, now=now), by=preparer, now=now)
    approve(pk=run.pk, by=approver, snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=now)
    export(pk=run.pk, layout=Export.Layout.GENERIC, by=preparer, now=now)
