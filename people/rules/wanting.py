"""Which lines of a file count here: roles that are positions, at schools that are here, of people who work at one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from common.counting import counted as so_many
from people.rules.difference import Omitted, Ref
from people.rules.roster import PersonLine, PostLine, Roster, Wrong
from people.rules.schools import Schools
from people.rules.standing import PersonNow, Present, by_id

NO_ROLE = "roles that are no position here"
NO_POST = "people without a position at a school here"
ELSEWHERE = "positions at schools that are not here"
OLDER = "rows older than what was imported before"


@dataclass
class Counted:
    """`posts`: lines with the school and position they mean; `people`: those whose account they are about."""

    posts: list[tuple[PostLine, Ref, str]] = field(default_factory=list)
    people: dict[str, PersonLine] = field(default_factory=dict)
    # Accounts of whom the roster says that they are gone, and posts it says are over, by its ids.
    gone: set[int] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    wrong: list[Wrong] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    omitted: list[Omitted] = field(default_factory=list)


def counted(roster: Roster, schools: Schools, present: Present) -> Counted:
    """The lines that count, and how many do not, and why."""
    found = Counted()
    known = by_id(present.people, roster.people)
    older = {key for key, line in roster.people.items() if _is_older(line, known.get(line.external_id))}
    found.skipped[OLDER] = len(older)
    gone = {key for key, line in roster.people.items() if line.gone}
    ids = (roster.people[key].external_id for key in gone - older)
    found.gone = {known[one].pk for one in ids if one in known}
    for line in roster.posts:
        if line.person not in gone | older:
            _take(found, line, roster, schools, present.positions)
    wrong = {one.at for one in found.wrong}
    # Of whom a line is wrong it is said there.
    told = gone | older | {line.person for line in roster.posts if line.at in wrong}
    with_post = {line.person for line, _, _ in found.posts}
    for key, person in roster.people.items():
        if key in with_post or (person.external_id in known and key not in gone | older):
            found.people[key] = person
        elif key not in told:
            found.skipped[NO_POST] += 1
            found.omitted.append(Omitted(NO_POST, person.at, person.name or person.external_id))
    return found


def _is_older(line: PersonLine, known: PersonNow | None) -> bool:
    return known is not None and "" < line.modified < known.modified


def _take(
    found: Counted, line: PostLine, roster: Roster, schools: Schools, positions: Mapping[str, str]
) -> None:
    school = schools.refs.get(line.school)
    position = positions.get(line.role, "") if roster.district else line.role
    if line.gone:
        found.over.add(line.external_id)
    elif school is None and not roster.district:
        found.wrong.append(Wrong(line.at, "school", line.school, _no_school(line.school, schools)))
    elif school is None:
        found.skipped[ELSEWHERE] += 1
        found.omitted.append(Omitted(ELSEWHERE, line.at, _elsewhere(line, roster, schools)))
    elif not position:
        found.skipped[f"{NO_ROLE} ({line.role or 'none is written'})"] += 1
    elif line.person in roster.people:
        found.posts.append((line, school, position))
    else:
        words = "No line of the file of people has this id. Add the person, or take this line out."
        found.wrong.append(Wrong(line.at, "userSourcedId", line.person.removeprefix("id:"), words))


def _elsewhere(line: PostLine, roster: Roster, schools: Schools) -> str:
    """Who, as what, and where."""
    person, school = roster.people.get(line.person), schools.not_here.get(line.school)
    who = person.name if person is not None else line.person.removeprefix("id:")
    return f"{who}, {line.role} at {school.name if school is not None and school.name else line.school}"


def _no_school(code: str, schools: Schools) -> str:
    """What to write in place of what is no code of a school here; the nearest name helps, and is never taken."""
    if not code:
        return (
            "Write the school's 14-digit code. Who works at no school is added on the page of people: take this line "
            "out."
        )
    named = {name.casefold(): ref for ref, name in schools.names.items()}
    codes = {ref: key for key, ref in schools.refs.items() if key.isdigit() and len(key) == 14}
    ref = named.get(code.casefold())
    if ref is not None and ref in codes:
        return f"Write the school's 14-digit code: {schools.names[ref]} is {codes[ref]}."
    digits = code.lstrip("0")
    near = [found for found in codes.values() if digits and (digits in found or found.startswith(digits))]
    if code.isdigit() and len(code) != 14:
        lost = f" {schools.names[schools.refs[near[0]]]} is {near[0]}." if len(near) == 1 else ""
        return f"{so_many(len(code), 'digit')}; a school code has 14.{lost}"
    return "No school here has this code. Import or enter the school first."
