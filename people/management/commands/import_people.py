"""manage.py import_people FILE|DIR|ZIP [--dry-run]: schools, people and posts, as the page imports them."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.clock import program_year_begins
from common.counting import counted
from common.errors import DomainError
from people.adapters.bundles import packed
from people.models import Import, SourceId, User
from people.policies import may_import
from people.queries import person_at, today
from people.services import imports
from people.states import ImportState
from people.tables import POSITIONS, cannot_end, changes, last_day

ONE_DAY = timedelta(days=1)
# Of each list so many, and how many more there are.
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
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            metavar="ROLE=POSITION",
            help="Which position a role of OneRoster is here, as aide=teacher; aide= leaves it out; kept",
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
        self._tell(row)
        if options["dry_run"]:
            imports.give_up(pk=row.pk, by=by)
            if row.state == ImportState.REFUSED:
                raise CommandError("Nothing was changed. Correct the lines above before you import them.")
            kept = "Nothing was imported. What you answered is kept."
            self.stdout.write(kept if _has_answers(options) else "Nothing was changed.")
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
        try:
            return self._answered(row, options, by)
        except (CommandError, DomainError):
            imports.give_up(pk=row.pk, by=by)
            raise

    def _answered(self, row: Import, options: dict[str, Any], by: User) -> Import:
        """Roles first: who has one that is a position may be asked about."""
        positions = dict(_position(said, row) for said in options["role"])
        if positions:
            row = self._checked_again(imports.answer(pk=row.pk, answers={}, positions=positions, by=by))
        answers = {
            question: value for question, _, value in (said.rpartition("=") for said in options["answer"])
        }
        answers |= {key: value for said in options["same"] for key, value in _same(said, row)}
        if answers:
            row = self._checked_again(imports.answer(pk=row.pk, answers=answers, by=by))
        return row

    def _checked_again(self, row: Import) -> Import:
        return imports.check(pk=row.pk, also=self._say)

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
        changed = any(counts[name] for name in ("schools", "people", "posts", "changed", "ends", "unnamed"))
        # An answer is kept too: who is the same person.
        changed = changed or _has_answers(options)
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

    def _tell(self, row: Import) -> None:
        shown, counts = row.shown, row.shown["counts"]
        made = ", ".join(
            (
                counted(counts["schools"], "new school"),
                counted(counts["people"], "new person", "new people"),
                counted(counts["posts"], "new position"),
            )
        )
        others = ", ".join(
            (
                counted(counts["changed"] + counts["moved"], "change"),
                counted(counts["ends"], "position ends", "positions end"),
                counted(counts["same"], "row stays as it is", "rows stay as they are"),
            )
        )
        self.stdout.write(f"{made}; {others}.")
        signing = [f"  signs: {one['name']} {one['words']}" for one in shown["signing"]]
        roles = [_role(role, position) for role, position in imports.positions_in(row).items()]
        self.stdout.write("\n".join([*signing, *roles, *_lines(shown)]))


def _has_answers(options: dict[str, Any]) -> bool:
    return bool(options["answer"] or options["same"] or options["role"])


def _role(role: str, position: str) -> str:
    counts = f"counts as {POSITIONS[position]}" if position else "is left out"
    return f'  role: {role} {counts}. --role "{role}=…" says otherwise'


def _position(said: str, row: Import) -> tuple[str, str]:
    """A role of the file and the position that was said of it; "" leaves it out."""
    role, _, position = said.rpartition("=")
    roles = imports.positions_in(row)
    if role not in roles:
        has = f"It has {', '.join(roles)}." if roles else "It names no roles."
        raise CommandError(f"The file has no role {role or said}. {has}")
    if position and position not in POSITIONS:
        raise CommandError(f"Choose one of the positions: {', '.join(POSITIONS)}.")
    return role, position


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
    """What a difference holds, a line each, the worst first; in the words of the page."""
    counts = shown["counts"]
    yield from _first(map(_wrong, shown["wrong"]), counts["wrong"])
    yield from _first(map(_question, shown["questions"]), counts["questions"])
    changed = (f"  changes: {who}: {_change(*told)}" for who, *told in changes(shown))
    yield from _first(changed, counts["changes"] + counts["links"])
    moved = (
        f"  moves: {one['name']}: {one['what']} ends {last_day(one['ends'])}; another position begins"
        for one in shown["moved"]
    )
    yield from _first(moved, counts["moved"])
    ends = (f"  ends {last_day(one['ends'])}: {one['name']}, {one['what']}" for one in shown["ends"])
    yield from _first(ends, counts["ends"])
    stays = (
        f"  stays: {one['name']}, {one['what']}, still named by {', '.join(one['others'])}"
        for one in shown["unnamed"]
    )
    yield from _first(stays, counts["unnamed"])
    fixed = (f"  cannot end: {one['name']}, {one['what']}, since {one['since']}" for one in cannot_end(shown))
    yield from _first(fixed, counts["cannot_end"])
    left = (f"  left alone: {one['name']}: {one['words']}" for one in shown["left"])
    yield from _first(left, counts["left"])
    yield from _left_out(shown)


def _first(lines: Iterable[str], count: int) -> Iterator[str]:
    """The first lines of a list that has `count`, and how many more there are."""
    said = list(islice(lines, MOST_LINES))
    yield from said
    if count > len(said):
        yield f"  and {count - len(said):,} more"


def _wrong(one: dict[str, Any]) -> str:
    where = f"{one['at']['file']}, line {one['at']['line']}, {one['column']}"
    return f"  wrong: {where} “{one['cell']}”: {one['words']}"


def _question(one: dict[str, Any]) -> str:
    offered = ", ".join(f"{choice['code']} ({choice['label']})" for choice in one["choices"])
    return f'  asks: {one["asks"]} {offered}. Answered: {one["answer"] or "no"}. --answer "{one["key"]}=…"'


def _change(what: str, before: str, after: str) -> str:
    return f"{what} from “{before}” to “{after}”" if before else f"{what} “{after}”"


def _left_out(shown: dict[str, Any]) -> Iterator[str]:
    for words, count in shown["skipped"].items():
        yield f"  left out: {words}: {count}"
        yield from (f"    {name}" for name in shown["named"].get(words, ()))
