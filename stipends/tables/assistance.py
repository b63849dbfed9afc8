"""The list of files of assistance: its columns, once, for the page and its files."""

from collections.abc import Callable
from typing import Any

from common.clock import local_date
from common.money import amount, dollars
from common.ui.lists import Column, to


def _cents(name: str, of: Callable[[Any], int]) -> Column:
    return Column(name, lambda row: amount(of(row)), drawn=lambda row: dollars(of(row)), look="number")


ASSISTANCE_FILES = (
    Column("File", str, leads=to("stipends:assistance_file")),
    Column("Year", lambda row: row.year.label, on_page=False),
    Column("Lines", lambda row: row.lines_count, look="number"),
    _cents("Amount", lambda row: row.total_cents),
    _cents("Paid", lambda row: row.paid_cents),
    _cents("Came back", lambda row: row.back_cents),
    Column("Lines not paid yet", lambda row: row.open_lines, look="number"),
    Column("Made", lambda row: local_date(row.made_at), below=lambda row: row.made_by.name),
    Column("Made by", lambda row: row.made_by.name, on_page=False),
)
