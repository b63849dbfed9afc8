"""What payroll offices get of a run, and how they want it: the payable lines as their files need them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from people.models import User
from stipends.models import Export, PayrollLayout, StipendLine, StipendRun
from stipends.queries.codes import Codes, codes_of
from stipends.rules.files import Paid
from stipends.rules.layouts import Layout, shown

# What a page shows of a run in a layout.
PREVIEWED = 5


def paid_of(run: StipendRun, most: int | None = None) -> list[Paid]:
    """The payable lines of a run by number, or the first of them, with the codes of its year: three queries."""
    rows = StipendLine.objects.filter(run=run, status=StipendLine.Status.PAYABLE).order_by("pk")[:most]
    columns = (
        "role",
        "placement__starts",
        "placement__ends",
        "pk",
        "person__external_id",
        "person__family_name",
        "person__given_name",
        "person__email",
        "school__name",
        "school__cds_code",
        "role__pathway__name",
        "role__name",
        "channel",
        "amount_cents",
        "reverses_id",
    )
    codes, year = codes_of(run.year_id), run.year
    found = []
    for role, starts, ends, *row in rows.values_list(*columns):
        first, last = max(starts, year.starts), min(ends or year.ends, year.ends) - timedelta(days=1)
        found.append(coded(codes, role, replace(Paid(*row), first_day=first, last_day=last)))
    return found


def coded(codes: Codes, role: int | None, line: Paid) -> Paid:
    """The line with the codes of its year."""
    of_role = codes.roles.get(role) if role is not None else None
    of_channel = codes.channels.get(line.channel)
    if of_role is not None and of_role.fund is not None:
        line = replace(line, account=of_role.account, fund=of_role.fund.code, program=of_role.program)
    return replace(line, payable=of_channel.account) if of_channel else line


def layouts_in_force() -> list[PayrollLayout]:
    """By name."""
    return list(PayrollLayout.objects.published().prefetch_related("columns"))


def layouts_sent(run_id: int) -> list[Layout]:
    """Those in which payroll got a file of this run, the newest first: one of them may come back."""
    return layouts_of(Export.objects.filter(run=run_id))


def layouts_of(files: "QuerySet[Any]") -> list[Layout]:
    """The payroll office's own layouts among these files, the newest first."""
    own = files.filter(office_layout__isnull=False).order_by("-made_at", "-pk")
    rows = own.select_related("office_layout").prefetch_related("office_layout__columns").defer("content")
    return [file.office_layout.in_rules for file in rows]


def runs_to_try(user: User) -> list[StipendRun]:
    """The latest runs with lines to look at."""
    runs = StipendRun.objects.visible_to(user).filter(calculated_at__isnull=False, lines_count__gt=0)
    return list(runs.select_related("year").order_by("-prepared_at", "-pk")[:20])


def preview(row: PayrollLayout, run: StipendRun) -> list[list[str]]:
    """The first lines of this run as this layout writes them, below the names of its columns."""
    return shown(row.in_rules, str(run), paid_of(run, PREVIEWED))
