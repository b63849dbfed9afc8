"""Two windows on the same texts: which of them were changed where. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from common.errors import DomainError


@dataclass(frozen=True, slots=True)
class Merged:
    """`kept` is what to save; `elsewhere` what was changed in two windows, with the text that is stored."""

    kept: dict[str, str]
    elsewhere: dict[str, str]


class ChangedElsewhere(DomainError):
    """Texts were changed in another window since this one showed them: `texts` holds what is stored."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__("This was changed in another window meanwhile. Nothing was saved yet.")
        self.texts = dict(texts)

    def beside(self, text: str) -> str:
        """What a page says at a field whose stored text is `text`."""
        return f"{self} There it reads: “{text}”. Save again to keep what stands here."


def mark_of(text: str) -> str:
    """What a page says of the text it showed: the same for the two ways of ending a line."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return sha256(plain.encode()).hexdigest()[:16]


def merge(stored: Mapping[str, str], typed: Mapping[str, str], seen: Mapping[str, str]) -> Merged:
    """What to save of `typed`, when the page showed texts with the marks `seen`.

    A text this window did not touch never goes over one that another window changed. One without a mark is
    taken as typed.
    """
    kept, elsewhere = {}, {}
    for name, text in typed.items():
        now, mine = mark_of(stored.get(name, "")), mark_of(text)
        shown = seen.get(name) or now
        if shown == now or mine == now:
            kept[name] = text
        elif mine != shown:
            elsewhere[name] = stored.get(name, "")
    return Merged(kept, elsewhere)


def changed(stored: Mapping[str, str], typed: Mapping[str, str], seen: Mapping[str, str]) -> frozenset[str]:
    """The names of the texts that this window changes. Raises ChangedElsewhere where another changed the same one."""
    merged = merge(stored, typed, seen)
    if merged.elsewhere:
        raise ChangedElsewhere(merged.elsewhere)
    return frozenset(name for name, text in merged.kept.items() if text != stored[name])
