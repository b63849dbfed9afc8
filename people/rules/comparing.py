"""What a file would change: the file and what stands, compared row by row. Plain values in, a Difference out.

The lines may come in any order. What was imported, imported again, changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from people.rules.clashes import as_they_will_be, clashes
from people.rules.difference import IN_ORDER, CannotEnd, Difference, End, Omitted, Ref, Unnamed, in_order
from people.rules.ends import Covered, begins_of, ends_of
from people.rules.identity import NO_ADDRESS, People, Register, identify
from people.rules.persons import compare_people
from people.rules.posts import OVER, Posts, Wanted, compare_posts
from people.rules.roster import Roster, Wrong
from people.rules.schools import NOT_HERE, Schools, compare_schools, name_of
from people.rules.standing import Present
from people.rules.wanting import Counted, counted


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever imports said: on which day begins what has no first day, the first day (`ends`) on which posts that
    are not in the file are no longer held, and the answers to questions."""

    day: date
    ends: date
    answers: Mapping[str, str]


def compare(roster: Roster, present: Present, asked: Asked) -> Difference:
    """What importing `roster` would do, and what stands in its way; compared in one piece. What `of_schools` and
    `of_people` say of a file in pieces comes to the same."""
    schools = compare_schools(roster, present)
    spoken = Spoken()
    spoken.hear(schools)
    spoken.hear_people(counted(roster, schools, present))
    return joined(
        [of_schools(roster, schools), of_people(roster, schools, present, asked, spoken)], roster.wrong
    )


@dataclass
class Spoken:
    """What all pieces of a file speak for together: schools, and posts that are over, by the ids of the source."""

    schools: set[Ref] = field(default_factory=set)
    over: set[str] = field(default_factory=set)

    def hear(self, schools: Schools) -> None:
        self.schools |= schools.covered

    def hear_people(self, lines: Counted) -> None:
        self.schools |= {school for _, school, _ in lines.posts}
        self.over |= lines.over


def of_schools(roster: Roster, schools: Schools) -> Difference:
    """What a file does with schools, and what was left out of it while it was read."""
    return Difference(
        schools=tuple(schools.new.values()),
        links=tuple(schools.links),
        changes=tuple(schools.changes),
        left=tuple(schools.left),
        wrong=tuple(schools.wrong),
        memories=tuple(schools.memories),
        skipped=Counter(roster.skipped) + Counter({NOT_HERE: len(schools.not_here)}),
        omitted=tuple(Omitted(NOT_HERE, line.at, name_of(line)) for line in schools.not_here.values()),
        same=schools.same,
    )


def of_people(roster: Roster, schools: Schools, present: Present, asked: Asked, spoken: Spoken) -> Difference:
    """What a piece of a file does with people and posts. `present` holds all accounts its lines may mean and whoever
    is principal where one of its lines is; of nobody else it says anything."""
    lines = counted(roster, schools, present)
    register = Register(present.people, roster.people)
    who = identify(lines.people, register, asked.answers, lax=roster.district)
    people = compare_people(who, register)
    wanted = list(_wanted(lines, who, schools))
    posts = compare_posts(wanted, present.posts, asked.day)
    over = list(_ends(roster, present, asked, spoken, _Found(schools, lines, who, posts)))
    ends = [one for one in over if isinstance(one, End)]
    wrong = [*lines.wrong, *who.wrong, *posts.wrong]
    wrong += _clashes(present, schools, posts, ends)
    return Difference(
        people=tuple(people.new),
        posts=tuple(posts.new),
        links=tuple(people.links),
        changes=(*people.changes, *posts.changes),
        ends=tuple(ends),
        unnamed=tuple(one for one in over if isinstance(one, Unnamed)),
        cannot_end=tuple(one for one in over if isinstance(one, CannotEnd)),
        left=(*people.left, *posts.left),
        questions=tuple(who.questions),
        wrong=tuple(wrong),
        memories=(*people.memories, *posts.memories),
        skipped=lines.skipped + Counter({NO_ADDRESS: who.no_address, OVER: posts.over}),
        omitted=tuple(lines.omitted),
        same=people.same + posts.same,
    )


def joined(pieces: Sequence[Difference], unread: Iterable[Wrong]) -> Difference:
    """What pieces come to, in an order that does not depend on that of the file; `unread` cells are wrong besides."""
    told: dict[str, Any] = {
        name: in_order(row for piece in pieces for row in getattr(piece, name)) for name in IN_ORDER
    }
    return Difference(
        **told,
        cannot_end=in_order(row for piece in pieces for row in piece.cannot_end),
        left=in_order({row for piece in pieces for row in piece.left}),
        questions=tuple(
            sorted((one for piece in pieces for one in piece.questions), key=lambda one: one.key)
        ),
        wrong=once(unread, (one for piece in pieces for one in piece.wrong)),
        memories=tuple(one for piece in pieces for one in piece.memories),
        skipped=dict(sorted(sum((Counter(piece.skipped) for piece in pieces), Counter()).items())),
        omitted=tuple(sorted(one for piece in pieces for one in piece.omitted)),
        same=sum(piece.same for piece in pieces),
    )


def once(unread: Iterable[Wrong], found: Iterable[Wrong]) -> tuple[Wrong, ...]:
    """What is wrong, line by line; of a cell that could not be read nothing more is said."""
    told = {(one.at, one.column): one for one in found} | {(one.at, one.column): one for one in unread}
    return tuple(sorted(told.values()))


@dataclass(frozen=True, slots=True)
class _Found:
    schools: Schools
    lines: Counted
    who: People
    posts: Posts


def _wanted(lines: Counted, who: People, schools: Schools) -> Iterator[Wanted]:
    """The posts of people whose account is known, open, or made."""
    for line, school, position in lines.posts:
        known = who.known.get(line.person)
        where = schools.names[school]
        if known is not None and known.active:
            yield Wanted(known.pk, school, position, line, known.name, where)
        elif line.person in who.new:
            yield Wanted(line.person, school, position, line, who.new[line.person].name, where)


def _ends(
    roster: Roster, present: Present, asked: Asked, spoken: Spoken, found: _Found
) -> Iterator[End | Unnamed | CannotEnd]:
    """Whoever is asked about and not known yet is not absent."""
    people = {person.pk: person for person in present.people}
    listed = {known.pk for known in found.who.known.values()}
    asked_about = {
        int(choice.code.removeprefix("same:"))
        for one in found.who.questions
        for choice in one.choices
        if choice.code.startswith("same:")
    }
    covered = Covered(
        whole=roster.whole,
        schools=spoken.schools,
        met=found.posts.met,
        begins=begins_of(found.posts.new),
        gone=found.lines.gone,
        over=spoken.over,
    )
    posts = [post for post in present.posts if post.person not in asked_about - listed]
    yield from ends_of(posts, people, found.schools.names, covered, asked.ends)


def _clashes(present: Present, schools: Schools, posts: Posts, ends: list[End]) -> Iterator[Wrong]:
    names: dict[Ref, str] = {person.pk: person.name for person in present.people}
    held = as_they_will_be(present.posts, posts.new, posts.changes, ends, names, posts.places)
    return clashes(held, schools.names)
