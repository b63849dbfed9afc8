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
    """Every line of history of a row, the oldest first."""
    lines = row.events.order_by("pk")
    return list(lines.values_list("action", "from_state", "to_state", "by", "at", "note"))
