"""Whether an import may write a field: only where the row still holds what the last import wrote."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from people.rules.standing import Values


@dataclass(frozen=True, slots=True)
class Field:
    """A field of which the file says something else than the row holds; `may`: nobody decided what it holds."""

    name: str
    before: Any
    after: Any
    may: bool


def differing(says: Mapping[str, Any], now: Values, imported: Values | None, fill: bool) -> Iterator[Field]:
    """Where a file and a row differ. What the file says as it did at the last import is no news: whoever changed the
    row since then knew it. `fill`: what was empty and never imported may be filled.
    """
    for name, said in says.items():
        held = now[name]
        if said == held:
            continue
        if imported is None or name not in imported:
            yield Field(name, held, said, may=fill and held == "")
        elif held == imported[name]:
            yield Field(name, held, said, may=True)
        elif said != imported[name]:
            yield Field(name, held, said, may=False)
