"""Which people of a file may touch one another, so that a file can be compared in pieces. Two of one piece are compared
with each other, two of different pieces never: whoever may be the same, want the same address or the same seat of a
principal must be in one. Rather too many together than too few."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from common.names import name_key
from people.rules.clashes import PRINCIPAL
from people.rules.difference import Ref
from people.rules.roster import PersonLine, Roster
from people.rules.standing import PersonNow

# Where a line stands: the number of the piece it was read in, and its key.
Place = tuple[int, str]


class Related:
    """People who touch something in common are related, and so are those who are related to the same."""

    def __init__(self) -> None:
        self._first: dict[Hashable, Place] = {}
        # Only of those who are related to somebody.
        self._with: dict[Place, Place] = {}

    def touch(self, place: Place, what: Iterable[Hashable]) -> None:
        """The person there touches these."""
        for one in what:
            first = self._first.setdefault(one, place)
            if first != place:
                self._relate(first, place)

    def share(self, one: Hashable, other: Hashable) -> None:
        """Who touches the `one` touches the `other` too; nothing where nobody touches `one`."""
        if one in self._first:
            self.touch(self._first[one], [other])

    def touches(self, what: Hashable) -> bool:
        return what in self._first

    def accounts(self) -> Iterator[tuple[int, Place]]:
        """Each account that somebody touches, and one of those who do."""
        for what, place in self._first.items():
            if isinstance(what, int):
                yield what, place

    def groups(self) -> list[list[Place]]:
        """Those who are related, two and more together; everybody else is alone."""
        found: dict[Place, list[Place]] = defaultdict(list)
        for place in self._with:
            found[self._head(place)].append(place)
        return sorted(sorted(group) for group in found.values())

    def _relate(self, one: Place, other: Place) -> None:
        for place in (one, other):
            self._with.setdefault(place, place)
        self._with[self._head(other)] = self._head(one)

    def _head(self, place: Place) -> Place:
        while (above := self._with[place]) != place:
            # The way gets shorter for whoever asks next.
            self._with[place] = self._with[above]
            place = above
        return place


def packed(groups: Iterable[list[Place]], most: int) -> Iterator[list[Place]]:
    """Whole groups, as many together as make no more than `most`; a group that is larger is one piece alone."""
    pack: list[Place] = []
    for group in groups:
        if pack and len(pack) + len(group) > most:
            yield pack
            pack = []
        pack = pack + group
    if pack:
        yield pack


def looks_for(line: PersonLine) -> list[str]:
    """By what an account is looked for; by the name only where the line says neither id nor address."""
    found = [f"id:{line.external_id}"] if line.external_id else []
    found += [f"mail:{line.email}"] if line.email else []
    return found or [f"name:{name_key(line.given_name, line.family_name)}"]


def accounts(people: Iterable[PersonNow]) -> dict[str, list[int]]:
    """The accounts that `looks_for` finds, by what finds them."""
    found: dict[str, list[int]] = defaultdict(list)
    for person in people:
        words = {f"id:{number}" for number in person.ids}
        words |= {f"mail:{address}" for address in person.addresses}
        for word in {*words, f"name:{person.key}"}:
            found[word].append(person.pk)
    return found


def touched(line: PersonLine, found: Mapping[str, list[int]]) -> Iterator[Hashable]:
    """The address a person wants, and the accounts the line may mean."""
    if line.email:
        yield f"mail:{line.email}"
    for word in looks_for(line):
        yield from found.get(word, ())


def seats(roster: Roster, refs: Mapping[str, Ref], positions: Mapping[str, str]) -> Iterator[tuple[str, Ref]]:
    """Of the lines of principals: whose they are, and at which school."""
    for post in roster.posts:
        position = positions.get(post.role, "") if roster.district else post.role
        if position == PRINCIPAL and post.person in roster.people and post.school in refs:
            yield post.person, refs[post.school]
