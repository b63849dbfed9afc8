"""Which school a line means, and what it changes of it. By the id of the source or the state's code, never by name."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from people.rules.agreeing import differing
from people.rules.difference import Change, LeftAlone, Link, Memory, NewSchool, Ref
from people.rules.roster import Roster, SchoolLine, Wrong
from people.rules.standing import Present, SchoolNow, Values

NOT_HERE = "schools that are not in the network here"
TWICE = "Another line says something else about this school. Leave one of them."
WORDS = {
    "name": "Name",
    "level": "Level",
    "lowest_grade": "Lowest grade",
    "highest_grade": "Highest grade",
    "community": "Community",
}


@dataclass
class Schools:
    """What the lines of schools come to, and by `refs` the school behind each code and id."""

    refs: dict[str, Ref] = field(default_factory=dict)
    names: dict[Ref, str] = field(default_factory=dict)
    # Those this file speaks of.
    covered: set[Ref] = field(default_factory=set)
    said: dict[Ref, Values] = field(default_factory=dict)
    new: dict[str, NewSchool] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    left: list[LeftAlone] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    # By id or code.
    not_here: dict[str, SchoolLine] = field(default_factory=dict)
    same: int = 0


def compare_schools(roster: Roster, present: Present) -> Schools:
    """What the lines of schools make, link and change."""
    found = Schools()
    by_code = {school.cds_code: school for school in present.schools}
    by_id = {school.external_id: school for school in present.schools if school.external_id}
    for school in present.schools:
        found.refs[school.cds_code] = school.pk
        found.names[school.pk] = school.name
    for school in by_id.values():
        found.refs[school.external_id] = school.pk
    for line in roster.schools:
        _take(found, line, by_code.get(line.cds_code), by_id.get(line.external_id))
    return found


def _take(found: Schools, line: SchoolLine, coded: SchoolNow | None, known: SchoolNow | None) -> None:
    if known is not None and line.cds_code and known.cds_code != line.cds_code:
        words = (
            f"This id belongs to {known.name}, whose code is {known.cds_code}. Correct the id or the code."
        )
        found.wrong.append(Wrong(line.at, "identifier", line.cds_code, words))
        return
    school = known or coded
    if school is None:
        _make(found, line)
        return
    if line.external_id and school.external_id and school.external_id != line.external_id:
        words = f"{school.name} has the id {school.external_id} in this source. Correct the id or the code."
        found.wrong.append(Wrong(line.at, "sourcedId", line.external_id, words))
        return
    if line.external_id:
        found.refs[line.external_id] = school.pk
    if found.said.setdefault(school.pk, says(line)) != says(line):
        found.wrong.append(Wrong(line.at, "cds_code", line.cds_code, TWICE))
    elif school.pk not in found.covered:
        found.covered.add(school.pk)
        _compare(found, line, school)


def _make(found: Schools, line: SchoolLine) -> None:
    """A new one, where the line says all that a school needs."""
    if not (line.level and line.cds_code):
        found.not_here.setdefault(line.external_id or line.cds_code, line)
        return
    key = f"school:{line.cds_code}"
    made = NewSchool(key, line.external_id, line.cds_code, says(line))
    if found.new.get(key, made) != made:
        found.wrong.append(Wrong(line.at, "cds_code", line.cds_code, TWICE))
        return
    found.new[key] = made
    found.names[key] = line.name
    found.covered.add(key)
    found.refs[line.cds_code] = key
    if line.external_id:
        found.refs[line.external_id] = key


def name_of(line: SchoolLine) -> str:
    """A school that is not here, as whoever adds it needs it."""
    return (
        f"{line.name or line.external_id}, {f'CDS code {line.cds_code}' if line.cds_code else 'no CDS code'}"
    )


def says(line: SchoolLine) -> Values:
    """What a line says of its school, field by field."""
    if not line.level:
        return {"name": line.name}
    return {name: getattr(line, name) for name in WORDS}


def _compare(found: Schools, line: SchoolLine, school: SchoolNow) -> None:
    changed = list(_changes(found, line, school))
    found.changes += changed
    if line.external_id and not school.external_id:
        found.links.append(Link("school", school.pk, line.external_id, school.name))
    elif not changed:
        found.same += 1
    found.memories.append(Memory("school", school.pk, line.external_id, says(line)))


def _changes(found: Schools, line: SchoolLine, school: SchoolNow) -> Iterator[Change]:
    for one in differing(says(line), school.values, school.imported, fill=True):
        if one.may:
            yield Change("school", school.pk, school.name, one.name, one.before, one.after)
        else:
            words = f"{WORDS[one.name]} stays “{one.before}”: somebody wrote it here. The file says “{one.after}”."
            found.left.append(LeftAlone(school.name, words))
