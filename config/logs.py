"""No token, no address and no row of a table reaches a log, wherever in a line it stands; a refusal is one line."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

_SECRET = re.compile(
    r"(/(?:alumni|cosign|service|check-in|calendar)/|/accounts/(?:confirm-email|password/reset/key)/)"
    # Numbers are rows, not secrets: /cosign/12/ stays readable.
    r"(?!\d{1,12}(?:[/\s\"'?&]|$))[^/\s\"'?&]{8,}"
)


# What PostgreSQL adds to an error quotes the row: "Key (lower(email))=(…)", "Failing row contains (…)", and so does the
# statement it could not read. Up to the next error of a chain, for a value may hold line breaks.
_QUOTED = re.compile(
    r"^(DETAIL|CONTEXT|LINE \d+):.*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL | re.MULTILINE
)
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=/]+@[^\s<>()\[\]\"',;:=/]*[^\s<>()\[\]\"',;:=/.]")


def mask(text: str) -> str:
    """The text with the secret part of each of our token paths, every address, and what PostgreSQL quotes of a row
    replaced."""
    text = _SECRET.sub(r"\1[masked]", text)
    return _ADDRESS.sub("[address]", _QUOTED.sub(r"\1: [masked]", text))


def masked(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: every text of the line, masked, however deep it lies."""
    for key, value in event.items():
        event[key] = _masked(value)
    return event


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {key: _masked(held) for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(held) for held in value]
    return value if value is None or isinstance(value, bool | int | float) else mask(str(value))


def without_refusals(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: a 403 or 404 is no fault of the program, so its line brings no traceback."""
    status = getattr(event.get("_record"), "status_code", 500)
    if status < 500:
        event.pop("exc_info", None)
    return event
