"""What an export of one person holds, part by part, as plain values. The same number of queries, whatever there is."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Field, FileField, ForeignKey, Model, Q, QuerySet

from dashboard.rules.exporting import NEVER, PARTS, For, Part
from people.models import PersonExport, User, accounts_of

Row = dict[str, Any]


def parts_for(export: PersonExport) -> dict[str, Part]:
    """The parts that whoever asked for it gets, by table."""
    seen = (
        {For.ALL}
        | ({For.MONEY} if export.money or export.own else set())
        | ({For.OWN} if export.own else set())
    )
    return {label: part for label, part in PARTS.items() if part.reads in seen}


def rows_in(export: PersonExport, label: str, part: Part) -> "QuerySet[Any]":
    """The rows of one table that are about the person, under whichever of their accounts."""
    model = apps.get_model(label)
    own = list(accounts_of(export.person).values_list("pk", flat=True))
    about = Q(pk__in=[])
    for path in part.by:
        about |= Q(**{f"{path}__in": own})
    rows = model._base_manager.filter(about).order_by("pk")
    for column, value in (*part.but, *(() if export.own else part.own_rows)):
        rows = rows.exclude(**{column: value})
    linked = [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return rows.select_related(*linked) if linked else rows


def told(export: PersonExport, label: str, part: Part) -> Iterator[tuple[Row, list[tuple[str, Any]]]]:
    """Each row as plain values by column, with its files: where they lie in the export, and the file itself."""
    left = NEVER | set(part.without) | (set() if export.own else set(part.own))
    fields = [field for field in apps.get_model(label)._meta.concrete_fields if field.name not in left]
    for row in rows_in(export, label, part).iterator(500):
        files = [
            (
                f"files/{label}/{row.pk}-{field.name}{_ending(getattr(row, field.name).name)}",
                getattr(row, field.name),
            )
            for field in fields
            if export.own and isinstance(field, FileField) and getattr(row, field.name)
        ]
        names = {file.name: place for place, file in files}
        yield {field.name: _plain(field, row, names) for field in fields}, files


def _ending(name: str) -> str:
    """Of a file as it is stored: ours, never what somebody typed."""
    return f".{name.rpartition('.')[2]}" if "." in name.rpartition("/")[2] else ""


def _plain(field: Field, row: Model, names: dict[str, str]) -> Any:
    if isinstance(field, FileField):
        return names.get(getattr(row, field.name).name, "")
    value = getattr(row, field.name)
    if isinstance(value, User):
        return str(value.name)
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return value
