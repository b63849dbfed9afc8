"""What is in the database when a file is compared with it, as plain rows.

`imported` is what the last import of the same source wrote. Where the row still holds that, nobody decided otherwise,
and the next import may write it anew; where it holds anything else, somebody did, and an import leaves it alone.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SchoolNow:
    pk: int
    cds_code: str
    values: Values
    external_id: str = ""
    imported: Values | None = None

    @property
    def name(self) -> str:
        return str(self.values["name"])


@dataclass(frozen=True, slots=True)
class PersonNow:
    """`called`: the ids that a registrar said the source of the file calls them by; `imported_id`: the one its last
    file had. `guarded`: their address gives more than an account of their own (a hat, the administration), so that no
    file writes another."""

    pk: int
    external_id: str
    values: Values
    addresses: frozenset[str]
    name: str
    key: str
    active: bool = True
    guarded: bool = False
    # Where they work, or worked, for whoever has to tell two of one name apart.
    works: str = ""
    imported: Values | None = None
    modified: str = ""
    # Ids of accounts that were merged into this one.
    merged: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    imported_id: str = ""

    @property
    def ids(self) -> frozenset[str]:
        """All by which a file may mean them."""
        return (self.called | self.merged | {self.external_id}) - {""}


def by_id(people: Iterable[PersonNow], lines: Container[str]) -> dict[str, PersonNow]:
    """Whom a source means by each id (rules.md §7, Who is meant); `lines`: the keys of its lines. What the source calls
    somebody goes before what an account is numbered; the number of one that a line calls otherwise means nobody."""
    found: dict[str, PersonNow] = {}
    rows = sorted(people, key=lambda person: person.pk)
    for person in rows:
        own = set() if any(f"id:{one}" in lines for one in person.called) else {person.external_id}
        for number in own | person.merged:
            found[number] = person
    for person in rows:
        for number in person.called:
            found[number] = person
    found.pop("", None)
    return found


@dataclass(frozen=True, slots=True)
class PostNow:
    pk: int
    person: int
    school: int
    position: str
    values: Values
    external_id: str = ""
    # None: no import of this source wrote it.
    imported: Values | None = None
    # What the last file that names it said, of each other source that does.
    others: Mapping[str, Values] = field(default_factory=dict)

    @property
    def starts(self) -> date:
        starts: date = self.values["starts"]
        return starts

    @property
    def ends(self) -> date | None:
        ends: date | None = self.values["ends"]
        return ends

    @property
    def ended_by_file(self) -> bool:
        """Whether its end is what a file wrote, of whichever source."""
        told = (self.imported, *self.others.values())
        return any(said is not None and said.get("ends") == self.ends for said in told)

    def named_on(self, day: date) -> tuple[str, ...]:
        """The other sources by which somebody holds it on that day."""
        ends = {source: said.get("ends") for source, said in self.others.items()}
        return tuple(sorted(source for source, last in ends.items() if last is None or last > day))


@dataclass(frozen=True, slots=True)
class Present:
    """All schools, and the people and posts there are."""

    schools: tuple[SchoolNow, ...] = ()
    people: tuple[PersonNow, ...] = ()
    posts: tuple[PostNow, ...] = ()
    # Of roles of this source, the position they are here; "" for none.
    positions: Mapping[str, str] = field(default_factory=dict)
