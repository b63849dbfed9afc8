"""OneRoster 1.1 and 1.2 as CSV: schools, staff and their roles. Students, parents and guardians are counted on the way
and never kept; passwords and demographics are never read. `beginDate` is the first day, `endDate` the first day after.
"""

import csv
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import replace
from io import StringIO

from common.errors import DomainError
from common.tables import SEPARATORS, decoded
from people.adapters.bundles import ONEROSTER, Bundle
from people.adapters.cells import Cells
from people.rules.roster import At, PersonLine, PostLine, Roster, SchoolLine, Wrong

# Whose rows are counted, and nothing more.
NEVER = {"student": "students", **dict.fromkeys(("parent", "guardian", "relative"), "parents and guardians")}
NO_ROLE = "people without a role in the file"
VERSIONS = ("1.0", "1.1", "1.2")
MODES = ("absent", "bulk", "delta")
ORGS = ("sourcedId", "name", "type", "identifier")
USERS = ("sourcedId", "enabledUser", "givenName", "familyName", "email")
ROLES = ("sourcedId", "userSourcedId", "role", "orgSourcedId")
GONE = "tobedeleted"


def read_oneroster(bundle: Bundle, known: Container[str]) -> Roster:
    """What the bundle says. `known` are ids of people who are here: of anybody else nothing is kept unless a role says
    that they are no student.

    Raises DomainError, in words, for a bundle that is none; what is wrong with single lines stands in the roster.
    """
    reading = _Reading(bundle, known)
    told = reading.manifest()
    reading.orgs()
    staff = reading.roles() if "roles.csv" in bundle.files else None
    reading.users(staff)
    whole = told.get("file.users") == "bulk" and (staff is None or told.get("file.roles") == "bulk")
    name = told.get("source.systemName", "") or told.get("source.systemCode", "")
    return Roster(
        source=f"OneRoster: {name}"[:100] if name else "OneRoster",
        found=f"OneRoster {told.get('oneroster.version', '')}, {'all' if whole else 'changes'}",
        lines=reading.lines,
        whole=whole,
        schools=tuple(reading.schools),
        people=reading.people,
        posts=tuple(reading.posts),
        wrong=tuple(sorted(set(reading.wrong))),
        skipped=dict(sorted(reading.skipped.items())),
        district=True,
    )


class _Reading:
    def __init__(self, bundle: Bundle, known: Container[str]) -> None:
        self.bundle, self.known = bundle, known
        self.lines = 0
        self.schools: list[SchoolLine] = []
        self.people: dict[str, PersonLine] = {}
        self.posts: list[PostLine] = []
        self.wrong: list[Wrong] = []
        self.skipped: Counter[str] = Counter()
        # Whom roles call a student or a parent, and nothing else.
        self.never: dict[str, str] = {}

    def rows(self, name: str, needed: tuple[str, ...]) -> Iterator[Cells]:
        """The lines of a file one by one. Headers are case-sensitive and may stand in any order."""
        text, _ = decoded(self.bundle.files[name])
        reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text, needed))
        try:
            names = [cell.strip() for cell in next(reader, [])]
            if missing := [one for one in needed if one not in names]:
                raise DomainError(
                    f"{name} has no column {', '.join(missing)}. Export it again as OneRoster CSV."
                )
            for cells in reader:
                if not any(cells):
                    continue
                at = At(name, reader.line_num)
                if len(cells) > len(names):
                    self.wrong.append(
                        Wrong(at, "line", "", "There are more cells than columns. Put quotes around commas.")
                    )
                yield Cells(at, dict(zip(names, cells, strict=False)), self.wrong)
        except csv.Error as error:
            raise DomainError(f"{name} is no CSV file: {error}.") from None

    def manifest(self) -> dict[str, str]:
        """What the manifest says, and whether the files agree with it."""
        if "manifest.csv" not in self.bundle.files:
            raise DomainError("There is no manifest.csv in this bundle. Export it again as OneRoster CSV.")
        told, places = {}, {}
        for cells in self.rows("manifest.csv", ("propertyName", "value")):
            name = cells.text("propertyName")
            told[name], places[name] = cells.text("value"), cells
        first = Cells(At("manifest.csv", 1), {}, self.wrong)
        if told.get("oneroster.version") not in VERSIONS:
            where = places.get("oneroster.version", first)
            where.fail("value", "This is no version of OneRoster that can be read: 1.0, 1.1 or 1.2.")
        for file in ONEROSTER[1:]:
            self._agree(file, told.get(f"file.{file.removesuffix('.csv')}", "absent"), places, first)
        return told

    def _agree(self, file: str, mode: str, places: Mapping[str, Cells], first: Cells) -> None:
        where = places.get(f"file.{file.removesuffix('.csv')}", first)
        if mode not in MODES:
            where.fail("value", "Write absent, bulk or delta.")
        elif (mode == "absent") == (file in self.bundle.names):
            there = "is in the bundle" if mode == "absent" else "is not in the bundle"
            where.fail("value", f"The manifest says {mode}, and {file} {there}. Export it again.")

    def orgs(self) -> None:
        if "orgs.csv" not in self.bundle.files:
            return
        for cells in self.rows("orgs.csv", ORGS):
            self.lines += 1
            if cells.text("type") != "school" or cells.text("status") == GONE:
                self.skipped["organizations that are no schools"] += 1
                continue
            code = cells.text("identifier")
            code = code if len(code) == 14 and code.isascii() and code.isdigit() else ""
            self.schools.append(SchoolLine(cells.at, cells.id("sourcedId"), code, cells.line("name")))

    def roles(self) -> set[str]:
        """The posts of 1.2; answers who has a role that is not a student's or a parent's."""
        staff: set[str] = set()
        for cells in self.rows("roles.csv", ROLES):
            self.lines += 1
            user, role = cells.id("userSourcedId"), cells.text("role")
            if role in NEVER:
                self.never[user] = NEVER[role]
                continue
            staff.add(user)
            post = self._post(cells, user, role, cells.id("orgSourcedId"))
            self.posts.append(replace(post, external_id=cells.id("sourcedId")))
        return staff

    def _post(self, cells: Cells, user: str, role: str, org: str) -> PostLine:
        starts, ends = cells.day("beginDate"), cells.day("endDate")
        if starts and ends and ends <= starts:
            cells.fail("endDate", "It ends before it begins. Correct one of the days.")
        gone = cells.text("status") == GONE
        return PostLine(
            cells.at, "", f"id:{user}", org, role[:60], starts=starts, ends=ends, says_days=True, gone=gone
        )

    def users(self, staff: set[str] | None) -> None:
        if "users.csv" not in self.bundle.files:
            return
        for cells in self.rows(
            "users.csv", USERS if staff is not None else (*USERS, "role", "orgSourcedIds")
        ):
            self.lines += 1
            if self._is_ours(cells, staff):
                self._user(cells, posts=staff is None)

    def _is_ours(self, cells: Cells, staff: set[str] | None) -> bool:
        """Whether more than a count may be kept of this person."""
        user, role = cells.text("sourcedId"), cells.text("role")
        never = self.never.get(user, "") if staff is not None else NEVER.get(role, "")
        if (user in staff) if staff is not None else not never:
            return True
        if not never and user in self.known:
            return True
        self.skipped[never or NO_ROLE] += 1
        return False

    def _user(self, cells: Cells, posts: bool) -> None:
        key = f"id:{cells.id('sourcedId')}"
        enabled = cells.text("enabledUser").lower()
        if enabled not in ("", "true", "false"):
            cells.fail("enabledUser", "Write true or false.")
        gone = cells.text("status") == GONE or enabled == "false"
        line = _person(cells, gone)
        before = self.people.setdefault(key, line)
        if before != line and replace(before, at=line.at) != line:
            cells.fail(
                "sourcedId", f"Line {before.at.line} says something else of this id. Leave one of them."
            )
        elif posts and before is line:
            for org in filter(None, (one.strip() for one in cells.text("orgSourcedIds").split(","))):
                self.posts.append(self._post(cells, line.external_id, cells.text("role"), org))


def _separator(text: str, needed: Collection[str]) -> str:
    """What separates the columns: a comma by the format, or what a spreadsheet wrote that opened and saved the file."""
    first = text.partition("\n")[0]

    def named(sign: str) -> int:
        return len({cell.strip() for cell in next(csv.reader([first], delimiter=sign), [])} & set(needed))

    return max(SEPARATORS, key=named)


def _person(cells: Cells, gone: bool) -> PersonLine:
    """Of who is gone nothing is kept but the id."""
    user, modified = cells.id("sourcedId"), cells.moment("dateLastModified")
    if not user:
        cells.fail("sourcedId", "Every person needs an id.")
    if gone:
        return PersonLine(cells.at, user, "", "", "", gone=True, modified=modified)
    given, family = cells.name("givenName"), cells.name("familyName")
    if not (given or family):
        cells.fail("familyName", "Write the name of the person.")
    return PersonLine(
        cells.at,
        user,
        cells.address("email"),
        given,
        family,
        cells.name("preferredGivenName") if "preferredGivenName" in cells.told else None,
        modified=modified,
    )
