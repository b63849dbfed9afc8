"""Refusals in words a teacher can read."""

from collections.abc import Iterable, Sequence


class DomainError(Exception):
    """A rule refuses. The message is a sentence that says what to do; the page shows it, at the field of the name `at`
    where its form has one."""

    def __init__(self, sentence: str = "", *, at: str = "") -> None:
        super().__init__(sentence)
        self.at = at


class NotAllowed(DomainError):
    """This person may not do this. Views answer 403."""


class SomeoneElse(NotAllowed):
    """This person has done, or is about to be paid by, the other part: somebody else has to do this one."""


class DoneAlready(DomainError):
    """What is asked for is so already: whoever pressed twice is led to it without a word."""


class NoSuchMove(DomainError):
    """The state does not know this action."""


class Several(DomainError):
    """More than one rule refuses; each of `refusals` stands at its own field."""

    def __init__(self, refusals: Sequence[DomainError]) -> None:
        super().__init__(" ".join(map(str, refusals)))
        self.refusals = tuple(refusals)


class LookFirst(DomainError):
    """What a verb would do has to be looked at before it is done; nothing was done. `lines` say it one by one, and
    `seen` is the mark to send back with the verb: with it, exactly that is done."""

    def __init__(self, sentence: str, *, lines: Sequence[str], seen: str) -> None:
        super().__init__(sentence)
        self.lines, self.seen = tuple(lines), seen


def demand(refusal: DomainError | None) -> None:
    """Raises what stands in the way of a verb, if anything does."""
    if refusal is not None:
        raise refusal


def demand_all(refusals: Iterable[DomainError]) -> None:
    """Raises everything that stands in the way at once, if anything does."""
    found = list(refusals)
    if found:
        raise found[0] if len(found) == 1 else Several(found)


def demand_reason(text: str, *, at: str = "reason") -> str:
    """The reason as it is kept, without white space around it. Raises DomainError where there is none."""
    if not text.strip():
        raise DomainError("Say why. It stays on record.", at=at)
    return text.strip()
