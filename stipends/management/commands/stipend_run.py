"""manage.py stipend_run YEAR KIND [--now]: prepares and calculates a run; prints JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import DomainError
from pathways.models import ProgramYear
from people.models import Hat, User
from people.queries import person_at, today
from stipends.models import StipendRun
from stipends.services import calculate, prepare_run
from stipends.tasks import calculate_run, start

# By the names people know them by; the stored words are taken too.
KINDS = {str(kind.label).lower(): kind for kind in StipendRun.Kind}


def _name(word: str) -> str:
    return next((name for name, kind in KINDS.items() if kind == word), word)


class Command(BaseCommand):
    help = "Prepares a stipend run and has it calculated; with --now in this process. Prints JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", help='The program year, such as "2026-27"')
        parser.add_argument("kind", type=_name, choices=tuple(KINDS))
        parser.add_argument("--number", type=int, default=1, help="Which installment or supplement")
        parser.add_argument("--share", help='What an installment pays of the maximum, such as "1/2"')
        parser.add_argument("--by", help="Email of the preparer; without it, the first finance preparer")
        parser.add_argument("--now", action="store_true", help="Calculate here instead of in the workers")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self._run(options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        if options["now"]:
            calculate_run(run.pk)
        else:
            start(run.pk)
        run.refresh_from_db()
        self.stdout.write(json.dumps(_summary(run), indent=2))

    def _run(self, options: dict[str, Any]) -> StipendRun:
        year = ProgramYear.objects.filter(label=options["year"]).first()
        if year is None:
            raise CommandError(f"There is no program year {options['year']}. Write it like 2026-27.")
        by = self._preparer(options["by"])
        step = {"kind": "share_of_maximum", "share": options["share"]} if options["share"] else None
        run = prepare_run(year=year, kind=KINDS[options["kind"]], by=by, number=options["number"], step=step)
        return calculate(pk=run.pk, by=by)

    def _preparer(self, email: str | None) -> User:
        worn = Hat.objects.on(today()).filter(kind=Hat.Kind.PREPARER)
        preparers = User.objects.filter(is_active=True, hats__in=worn).order_by("pk")
        found = person_at(email) if email else preparers.first()
        if found is None:
            raise CommandError(
                "There is no such finance preparer. Give somebody the hat, or name one with --by."
            )
        return found


def _summary(run: StipendRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "year": str(run.year),
        "kind": run.kind,
        "number": run.number,
        "state": run.state,
        "lines": run.lines_count,
        "total_cents": run.total_cents,
        "snapshot_sha256": run.snapshot_sha256,
    }
