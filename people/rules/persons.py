"""What a file changes of the people who are here, and what it leaves alone because somebody decided it."""

from dataclasses import dataclass, field
from typing import Any

from people.rules.agreeing import Field, differing
from people.rules.difference import CALLED, Change, LeftAlone, Link, Memory, NewPerson
from people.rules.identity import People, Register, may_readdress
from people.rules.roster import PersonLine
from people.rules.standing import PersonNow

WORDS = {
    "given_name": "First name",
    "family_name": "Last name",
    "preferred_name": "Called",
    "email": "Email",
}
CLOSED = "The account is closed here, and stays so. Open it first if they are back."


@dataclass
class Persons:
    new: list[NewPerson] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    left: list[LeftAlone] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    same: int = 0


def compare_people(who: People, register: Register) -> Persons:
    """What the lines make and change of people, once it is known whom they mean."""
    found = Persons()
    for key, line in who.new.items():
        number = "" if line.external_id in register.numbers else line.external_id
        called = line.external_id if not number or line.external_id in register.by_id else ""
        values = {**says(line), "preferred_name": line.preferred_name or ""}
        found.new.append(NewPerson(key, number, values, called))
    for key, person in who.known.items():
        if not person.active:
            found.left.append(LeftAlone(person.name, CLOSED))
            continue
        _take(found, who.lines[key], person, register)
    return found


def says(line: PersonLine) -> dict[str, Any]:
    """What a line says of its person; what it leaves open is not said."""
    told: dict[str, Any] = {"given_name": line.given_name, "family_name": line.family_name}
    if line.preferred_name is not None:
        told["preferred_name"] = line.preferred_name
    return {**told, "email": line.email} if line.email else told


def _take(found: Persons, line: PersonLine, person: PersonNow, register: Register) -> None:
    told = says(line)
    changes, waits = [], {}
    for one in differing(told, person.values, person.imported, fill=True):
        refusal = _why_not(one, line, person, register)
        if not refusal:
            changes.append(Change("person", person.pk, person.name, one.name, one.before, one.after))
            continue
        found.left.append(LeftAlone(person.name, refusal))
        if one.may:
            # Not said yet, as far as the next file is concerned.
            waits[one.name] = one.before
    found.changes += changes
    if line.external_id and register.by_id.get(line.external_id) is not person:
        free = not person.external_id and line.external_id not in register.numbers
        found.links.append(Link("person" if free else CALLED, person.pk, line.external_id, person.name))
    elif not changes:
        found.same += 1
    kept = {**told, **waits}
    found.memories.append(Memory("person", person.pk, line.external_id, kept, line.modified))


def _why_not(one: Field, line: PersonLine, person: PersonNow, register: Register) -> str:
    """Why a field stays as it is; empty where the file may write it."""
    stays = f"{WORDS[one.name]} stays {one.before}"
    if not one.may:
        return f"{stays}: somebody wrote it here. The file says {one.after}."
    if one.name != "email":
        return ""
    if not may_readdress(person):
        return f"{stays}: no file writes the address of who wears a hat. The file says {one.after}."
    if (holder := register.holder(line)) is not None and holder.pk != person.pk:
        return f"{stays}: somebody else signs in with {one.after}."
    return ""
