"""The tables of the product as docs/data.md shows them: drawn from the models, never by hand."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from inspect import getdoc
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import models

from dashboard.rules.keeping import KEPT

PAGE = Path(settings.BASE_DIR) / "docs" / "data.md"
HEAD = """# The tables

Drawn from the models by `make data`; a test compares. One picture for each app, the lowest first: a key leads to a
table of the same app or of one above it on this page, never the other way.

Nearly every table names people (who it is about, who did it). Such a key stands among the fields, with “a person”, and
is drawn as a line only in `people`. A table of another app is drawn as an empty box. What a table promises are the
names of its constraints and triggers: the database keeps them, whoever writes. How long rows are kept is said in
`dashboard/rules/keeping.py`; `manage.py retention` counts what is kept no longer, and takes it off with `--apply`.
"""
KINDS = {
    "BigAutoField": "id",
    "BigIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "SmallIntegerField": "integer",
    "CharField": "text",
    "TextField": "text",
    "EmailField": "text",
    "SlugField": "text",
    "URLField": "text",
    "UUIDField": "uuid",
    "DateField": "day",
    "DateTimeField": "moment",
    "TimeField": "time",
    "BooleanField": "yes_or_no",
    "DecimalField": "decimal",
    "JSONField": "json",
    "ArrayField": "list",
    "BinaryField": "bytes",
    "FileField": "file",
}


class Command(BaseCommand):
    help = "Print the tables of the product as Markdown with Mermaid diagrams, or write docs/data.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/data.md")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        text = data_model()
        if write:
            PAGE.write_text(text)
        else:
            self.stdout.write(text, ending="")


def data_model() -> str:
    """The whole page."""
    return HEAD + "".join(f"\n{section(app)}" for app in own_apps())


def own_apps() -> list[AppConfig]:
    """The apps of the product that have tables, the lowest first."""
    home = Path(settings.BASE_DIR)
    own = [app for app in apps.get_app_configs() if Path(app.path).parent == home and any(app.get_models())]
    return own[::-1]


def section(app: AppConfig) -> str:
    """The picture of one app, and what each of its tables promises."""
    tables = sorted(app.get_models(), key=lambda one: one.__name__)
    # A proxy is the table of another app with promises of this one.
    own = [table for table in tables if not table._meta.proxy]
    drawn = [line for table in own for line in box(table)] + [line for table in own for line in lines(table)]
    picture = "\n".join(f"    {line}" for line in drawn)
    told = "".join(f"| {cells} |\n" for cells in (" | ".join(row(table)) for table in tables))
    head = "| table | what it is | kept | what it promises |\n|---|---|---|---|\n"
    return f"## {app.label}\n\n```mermaid\nerDiagram\n{picture}\n```\n\n{head}{told}"


def box(table: type[models.Model]) -> Iterator[str]:
    """A table with its fields."""
    yield f"{table.__name__} {{"
    for field in table._meta.concrete_fields:
        if field.name != "id":
            yield f"    {entry(field)}"
    yield "}"


def entry(field: Any) -> str:
    """A field: its kind, its name, what kind of key it is, what it leads to."""
    kind, key, notes = kind_of(field), "UK" if field.unique else "", []
    if field.is_relation:
        person = field.related_model is get_user_model()
        kind, key, notes = "key", "FK", ["a person" if person else field.related_model.__name__]
    notes += ["may be empty"] if field.null else []
    parts = [kind, field.name, key, f'"{", ".join(notes)}"' if notes else ""]
    return " ".join(part for part in parts if part)


def kind_of(field: Any) -> str:
    """The kind of a field as people say it."""
    name = field.get_internal_type()
    return KINDS.get(name, name.removesuffix("Field").lower())


def lines(table: type[models.Model]) -> Iterator[str]:
    """What the table leads to; to people only from within `people`."""
    for field in [*table._meta.concrete_fields, *table._meta.many_to_many]:
        other: Any = field.related_model
        if field.is_relation and (other is not get_user_model() or table._meta.app_label == "people"):
            yield f'{table.__name__} {ends(field)} {other.__name__} : "{field.name}"'


def ends(field: Any) -> str:
    """How many of each side belong together, as Mermaid draws it."""
    if field.many_to_many:
        return "}o--o{"
    many = "|o" if field.one_to_one else "}o"
    return f"{many}--{'o|' if field.null else '||'}"


def row(table: type[models.Model]) -> Sequence[str]:
    """Its name and file, what its docstring says first, how long it is kept, and the names of its promises."""
    file = f"{table.__module__.replace('.', '/')}.py"
    names = [one.name for one in table._meta.constraints]
    names += [one.name for one in getattr(table._meta, "triggers", ())]
    promises = ", ".join(name.replace("_", " ") for name in names)
    real = table._meta.concrete_model
    kept = KEPT[real._meta.label] if real else ""
    return f"[{table.__name__}](../{file})", what(table), kept, promises


def what(table: type[models.Model]) -> str:
    """The first sentence of its own docstring; Django writes one of its own where there is none."""
    said = (getdoc(table) or "").split("\n\n")[0].replace("\n", " ")
    return "" if said.startswith(f"{table.__name__}(") else said.split(". ")[0].rstrip(".:").replace("|", "/")
