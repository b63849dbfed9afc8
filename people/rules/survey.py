"""A file in pieces, looked over before it is compared: who touches whom, and what all of it speaks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from people.rules.comparing import Spoken
from people.rules.related import Place, Related, accounts, packed, seats, touched
from people.rules.roster import Roster
from people.rules.schools import Schools
from people.rules.standing import PersonNow, Present
from people.rules.wanting import counted


@dataclass(frozen=True, slots=True)
class Cut:
    """How a file is compared: each piece as it was read but for those `apart`, with the accounts that belong to it
    (`alone`, by number); then each of the `packs` of people from several pieces, with theirs (`together`)."""

    packs: Sequence[list[Place]]
    apart: Mapping[int, set[str]]
    alone: Mapping[int, list[int]]
    together: Mapping[int, list[int]]


@dataclass
class Survey:
    """What is kept of a whole file while it is compared: keys, never rows."""

    schools: Schools
    # Of roles of the source, the position they are here.
    positions: Mapping[str, str]
    spoken: Spoken = field(default_factory=Spoken)
    related: Related = field(default_factory=Related)
    # Schools that stand, of which a line names the principal.
    seats: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.spoken.hear(self.schools)

    def hear(self, number: int, piece: Roster, people: Sequence[PersonNow]) -> None:
        """A piece, and the accounts its lines may mean."""
        found = accounts(people)
        for key, line in piece.people.items():
            self.related.touch((number, key), touched(line, found))
        for key, school in seats(piece, self.schools.refs, self.positions):
            self.related.touch((number, key), [("principal", school)])
            self.seats |= {school} if isinstance(school, int) else set()
        present = Present(people=tuple(people), positions=self.positions)
        self.spoken.hear_people(counted(piece, self.schools, present))

    def held(self, seats: Iterable[tuple[int, int]]) -> None:
        """Which accounts hold the seats, once all pieces were heard: school and account."""
        for school, pk in seats:
            self.related.share(("principal", school), pk)

    def cut(self, most: int) -> Cut:
        """Everybody once, and every account in the one piece where somebody touches it."""
        groups = [group for group in self.related.groups() if len({number for number, _ in group}) > 1]
        packs = list(packed(groups, most))
        which = {place: number for number, places in enumerate(packs) for place in places}
        apart: dict[int, set[str]] = defaultdict(set)
        for number, key in which:
            apart[number].add(key)
        alone: dict[int, list[int]] = defaultdict(list)
        together: dict[int, list[int]] = defaultdict(list)
        for pk, place in self.related.accounts():
            (together[which[place]] if place in which else alone[place[0]]).append(pk)
        return Cut(packs, apart, alone, together)

    def untouched(self, pks: Iterable[int]) -> list[int]:
        """Those of these accounts that no line touches."""
        return sorted(pk for pk in pks if not self.related.touches(pk))
