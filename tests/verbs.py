"""What a verb leaves behind: the words of its refusal, and the lines of history of what it moved."""

from collections.abc import Callable
from typing import Any

import pytest

from common.errors import DomainError


def refusal(
    verb: Callable[..., Any], *args: Any, refused_as: type[Exception] = DomainError, **told: Any
) -> str:
    """The sentence with which the verb refuses; the refusal is of this kind and no other."""
    with pytest.raises(refused_as) as refused:
        verb(*args, **told)
    assert type(refused.value) is refused_as
    return str(refused.value)


def history(row: Any) -> list[tuple[Any, ...]]:
    """Every line of history of a row, the oldest first; last what it says: what it was about, and what was typed."""
    return [
        (
            line.action,
            line.from_state,
            line.to_state,
            line.by_id,
            line.at,
            f"{line.about} {line.note}".strip(),
        )
        for line in row.events.order_by("pk")
    ]


def lines_told(row: Any) -> list[tuple[str, str, str]]:
    """The same lines: the deed, what it was about, and what somebody typed."""
    return [(line.action, line.about, line.note) for line in row.events.order_by("pk")]


def last_told(row: Any) -> tuple[str, str, str]:
    """The newest of them."""
    return lines_told(row)[-1]
