"""manage.py import_people FILE|DIR|ZIP [--dry-run]: schools, people and posts, as the page imports them."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.clock import program_year_begins
from common.errors import DomainError
from people.adapters.bundles import packed
from people.models import Import, SourceId, User
from people.policies import may_import
from people.queries import person_at, today
from people.services import imports
from people.states import ImportState

ONE_DAY = timedelta(days=1)
MOST_LINES = 40
DOING = {"compare": "People compared", "write": "Rows written"}


class Command(BaseCommand):
    help = (
        "Imports schools, people and positions from CSV or OneRoster 1.1/1.2; with --dry-run only says what it would "
        "do."
    )

    # Whether it was said that something goes on.
    told = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="A CSV file, a folder of them, or a zip")
        parser.add_argument("--dry-run", action="store_true", help="Say what it would do, and do nothing")
        parser.add_argument("--whole", action="store_true", help="Who is not in a plain list has left")
        parser.add_argument("--day", type=date.fromisoformat, help="What has no first day begins then; today")
        parser.add_argument(
            "--members-from",
            type=date.fromisoformat,
            help="New schools are members from then; the first day of the program year of --day",
        )
        parser.add_argument(
            "--last-day", type=date.fromisoformat, help="Of who has left; the day before --day"
        )
        parser.add_argument("--ends", type=int, help="How many positions end: said, or nothing is imported")
        parser.add_argument("--answer", action="append", default=[], help='An answer, as "question=answer"')
        parser.add_argument(
            "--same",
            action="append",
            default=[],
            metavar="NUMBER=ID",
            help="Whom the file calls ID, with the address of an account, is the person with that NUMBER here, as "
            "HR-17=a91-5. The id of this source is kept beside the number, and later files of the source find "
            "the account by it. The page of the import says it for many at once",
        )
        parser.add_argument("--by", help="Email of the registrar; without it, the first administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None

    def _handle(self, options: dict[str, Any]) -> None:
        by = self._registrar(options["by"])
        row = self._checked(options, by)
        self._tell(row.shown)
        if options["dry_run"]:
            imports.give_up(pk=row.pk, by=by)
            if row.state == ImportState.REFUSED:
                raise CommandError("Nothing was changed. Correct the lines above before you import them.")
            self.stdout.write("Nothing was changed.")
        elif row.state == ImportState.REFUSED:
            imports.give_up(pk=row.pk, by=by)
            raise CommandError("Nothing was imported. Correct the lines above.")
        else:
            self._import(row, options, by)

    def _checked(self, options: dict[str, Any], by: User) -> Import:
        name, content = packed(options["path"])
        day = options["day"] or today()
        last_day = options["last_day"] or day - ONE_DAY
        told = {"whole": options["whole"], "day": day, "last_day": last_day}
        told["members_from"] = options["members_from"] or program_year_begins(day)
        row = imports.check(
            pk=imports.read_file(name=name, content=content, by=by, **told).pk, also=self._say
        )
        answers = {
            question: value for question, _, value in (said.rpartition("=") for said in options["answer"])
        }
        try:
            answers |= {key: value for said in options["same"] for key, value in _same(said, row)}
        except CommandError:
            imports.give_up(pk=row.pk, by=by)
            raise
        if answers:
            row = imports.check(pk=imports.answer(pk=row.pk, answers=answers, by=by).pk, also=self._say)
        return row

    def _import(self, row: Import, options: dict[str, Any], by: User) -> None:
        try:
            imports.start_import(pk=row.pk, ends=options["ends"], seen=row.mark, by=by)
        except DomainError as refusal:
            imports.give_up(pk=row.pk, by=by)
            raise CommandError(f"{refusal} Nothing was imported.") from None
        row = imports.apply_import(pk=row.pk, also=self._say)
        if row.state != ImportState.APPLIED:
            raise CommandError(row.stopped)
        counts = row.shown["counts"]
        changed = any(counts[name] for name in ("schools", "people", "posts", "changed", "ends"))
        # An answer is kept too: who is the same person.
        changed = changed or bool(options["answer"] or options["same"])
        self.stdout.write("Imported." if changed else "Nothing was left to import.")

    def _registrar(self, email: str | None) -> User:
        found = person_at(email) if email else User.objects.filter(is_active=True, is_superuser=True).first()
        if found is None or not may_import(found):
            raise CommandError("There is no such registrar. Name one with --by.")
        return found

    def _say(self, doing: str, done: int, total: int) -> None:
        """How far it is, beside what the command answers; of a file of one piece nothing."""
        if 0 < done < total or self.told:
            self.told = done < total
            self.stderr.write(f"{DOING[doing]}: {done:,} of {total:,}")

    def _tell(self, shown: dict[str, Any]) -> None:
        counts = shown["counts"]
        made = (
            f"{counts['schools']} new schools, {counts['people']} new people, {counts['posts']} new positions"
        )
        others = f"{counts['changed']} change, {counts['ends']} end, {counts['same']} stay as they are"
        self.stdout.write(f"{made}; {others}.")
        signing = [f"  signs: {one['name']} {one['words']}" for one in shown["signing"]]
        lines = [*signing, *_lines(shown)]
        self.stdout.write("\n".join(lines[:MOST_LINES]))
        if len(lines) > MOST_LINES:
            self.stdout.write(f"  and {len(lines) - MOST_LINES} more")


def _same(said: str, row: Import) -> Iterator[tuple[str, str]]:
    """The question whether the line of an id is the account with a number, and the answer that it is; nothing where the
    source was said to call them so before."""
    number, _, called = said.partition("=")
    person = User.objects.filter(external_id=number).exclude(external_id="").first()
    if SourceId.objects.filter(source=row.source, external_id=called, person=person).exists():
        return
    for one in row.shown["questions"]:
        codes = {choice["code"] for choice in one["choices"]}
        about = one["key"].partition(":")[2].startswith(f"id:{called}:")
        if person is not None and about and f"same:{person.pk}" in codes:
            yield one["key"], f"same:{person.pk}"
            return
    raise CommandError(
        f"Nothing asks whether {called or said} is {number}. Say it as NUMBER=ID, of a line with the address of "
        "the account; on the page of the person a registrar writes another number."
    )


def _lines(shown: dict[str, Any]) -> Iterator[str]:
    """What a difference holds, a line each, the worst first."""
    for one in shown["wrong"]:
        where = f"{one['at']['file']}, line {one['at']['line']}, {one['column']}"
        yield f"  wrong: {where} “{one['cell']}”: {one['words']}"
    for one in shown["questions"]:
        offered = ", ".join(f"{choice['code']} ({choice['label']})" for choice in one["choices"])
        yield f'  asks: {one["asks"]} {offered}. Answered: {one["answer"] or "no"}. --answer "{one["key"]}=…"'
    for one in shown["changes"]:
        yield f"  {one['name']}: {one['field']} {one['before']} → {one['after']}"
    for one in shown["ends"]:
        yield f"  ends before {one['ends']}: {one['name']}, {one['what']}"
    for one in shown["cannot_end"]:
        yield f"  cannot end before {one['starts']}: {one['name']}, {one['what']}"
    for one in shown["left"]:
        yield f"  left alone: {one['name']}: {one['words']}"
    yield from _left_out(shown)


def _left_out(shown: dict[str, Any]) -> Iterator[str]:
    for words, count in shown["skipped"].items():
        yield f"  left out: {words}: {count}"
        yield from (f"    {name}" for name in shown["named"].get(words, ()))
