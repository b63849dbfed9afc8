"""Lines of a file that name people: whom each of them means, and the refusal of those that cannot be."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from common.errors import DomainError
from people.models import School, User
from people.queries import accounts_at


class NamesSomebody(Protocol):
    """A line; one of the two may be empty."""

    @property
    def email(self) -> str: ...
    @property
    def external_id(self) -> str: ...


class LinesRefused(DomainError):
    """Some lines cannot be taken over, so none was; `lines` say which and why. `schools`: those on whose pages what is
    wrong may be put right, each once."""

    def __init__(self, lines: Sequence[str], schools: Iterable[School] = ()) -> None:
        super().__init__(" ".join(lines))
        self.lines, self.schools = tuple(lines), tuple(dict.fromkeys(schools))


@dataclass(frozen=True, slots=True)
class SaidOnce:
    """What the lines of one file speak of, each by the number of its first line."""

    first: dict[Hashable, int] = field(default_factory=dict)

    def hear(self, number: int, about: Hashable, words: str) -> None:
        """Line `number` speaks of `about`, which people call `words`. Raises DomainError, with the number of the other
        line, where one did before: which of the two is meant is not for us to choose."""
        before = self.first.setdefault(about, number)
        if before != number:
            raise DomainError(f"Line {before} says {words} already. Leave one of the two.")


@dataclass(frozen=True, slots=True)
class Named:
    """Whom lines may name by the address or the id of an account: read at once, however many they are. Nobody is found
    by a name."""

    by_address: dict[str, User]
    by_id: dict[str, User]

    @classmethod
    def of(cls, lines: Iterable[NamesSomebody]) -> "Named":
        lines = list(lines)
        ids = {line.external_id for line in lines} - {""}
        return cls(
            accounts_at({line.email for line in lines if line.email}),
            {one.external_id: one for one in User.objects.filter(external_id__in=ids, is_active=True)},
        )

    def person(self, line: NamesSomebody, wrong: list[str]) -> User | None:
        """Whom the line means; where it means nobody or two people, why, in `wrong`."""
        named = [
            words
            for words, known in ((line.email, self.by_address), (line.external_id, self.by_id))
            if words and words not in known
        ]
        if named or not (line.email or line.external_id):
            who = f"“{named[0]}” is nobody's address or id here." if named else "Nobody is named."
            wrong.append(f"{who} Write the email of their account, or their external id.")
            return None
        found = {self.by_address.get(line.email), self.by_id.get(line.external_id)} - {None}
        if len(found) > 1:
            wrong.append(f"{line.email} and {line.external_id} are two people. Leave out the wrong one.")
            return None
        return found.pop()
