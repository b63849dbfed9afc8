"""What a file would change: the file and what stands, compared row by row. Plain values in, a Difference out.

The lines may come in any order. What was imported, imported again, changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from people.rules.clashes import as_they_will_be, clashes
from people.rules.difference import Difference, End, Ref, in_order
from people.rules.ends import Covered, begins_of, ends_of
from people.rules.identity import NO_ADDRESS, People, Register, identify
from people.rules.persons import compare_people
from people.rules.posts import OVER, Posts, Wanted, compare_posts
from people.rules.roster import Roster, Wrong
from people.rules.schools import NOT_HERE, Schools, compare_schools
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
    """What importing `roster` would do, and what stands in its way."""
    schools = compare_schools(roster, present)
    lines = counted(roster, schools, present)
    register = Register(present.people, roster.people)
    who = identify(lines.people, register, asked.answers, lax=roster.district)
    people = compare_people(who, register)
    wanted = list(_wanted(lines, who, schools))
    posts = compare_posts(wanted, present.posts, asked.day)
    ends = list(_ends(roster, present, asked, _Found(schools, lines, who, posts)))
    wrong = [*schools.wrong, *lines.wrong, *who.wrong, *posts.wrong]
    wrong += _clashes(present, schools, posts, ends)
    return Difference(
        schools=in_order(schools.new.values()),
        people=in_order(people.new),
        posts=in_order(posts.new),
        links=in_order([*schools.links, *people.links]),
        changes=in_order([*schools.changes, *people.changes, *posts.changes]),
        ends=in_order(ends),
        left=in_order({*schools.left, *people.left, *posts.left}),
        questions=tuple(sorted(who.questions, key=lambda one: one.key)),
        wrong=_once(roster.wrong, wrong),
        memories=(*schools.memories, *people.memories, *posts.memories),
        skipped=_skipped(roster, schools, lines, who, posts),
        same=schools.same + people.same + posts.same,
    )


def _once(unread: Iterable[Wrong], found: Iterable[Wrong]) -> tuple[Wrong, ...]:
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


def _ends(roster: Roster, present: Present, asked: Asked, found: _Found) -> Iterator[End]:
    """Whoever is asked about and not known yet is not absent."""
    people = {person.pk: person for person in present.people}
    listed = {known.pk for known in found.who.known.values()}
    asked_about = {
        int(choice.code.removeprefix("same:"))
        for one in found.who.questions
        for choice in one.choices
        if choice.code.startswith("same:")
    }
    taught = {school for _, school, _ in found.lines.posts}
    covered = Covered(
        whole=roster.whole,
        schools={*found.schools.covered, *taught},
        met=found.posts.met,
        begins=begins_of(found.posts.new),
        gone=found.lines.gone,
        over=found.lines.over,
    )
    posts = [post for post in present.posts if post.person not in asked_about - listed]
    yield from ends_of(posts, people, found.schools.names, covered, asked.ends)


def _clashes(present: Present, schools: Schools, posts: Posts, ends: list[End]) -> Iterator[Wrong]:
    names: dict[Ref, str] = {person.pk: person.name for person in present.people}
    held = as_they_will_be(present.posts, posts.new, posts.changes, ends, names, posts.places)
    return clashes(held, schools.names)


def _skipped(roster: Roster, schools: Schools, lines: Counted, who: People, posts: Posts) -> dict[str, int]:
    """What is left out, in words, and how often."""
    found = Counter(roster.skipped) + lines.skipped
    found += Counter({NOT_HERE: len(schools.not_here), NO_ADDRESS: who.no_address, OVER: posts.over})
    return dict(sorted(found.items()))
