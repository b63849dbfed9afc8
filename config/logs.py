"""No token reaches a log, wherever in a line its path stands; a refusal is one line."""

import re
from collections.abc import MutableMapping
from typing import Any

_SECRET = re.compile(
    r"(/(?:cosign|service|check-in|calendar)/|/accounts/(?:confirm-email|password/reset/key)/)"
    # Numbers are rows, not secrets: /cosign/12/ stays readable.
    r"(?!\d{1,12}(?:[/\s\"'?&]|$))[^/\s\"'?&]{8,}"
)


def mask(text: str) -> str:
    """The text with the secret part of each of our token paths replaced."""
    return _SECRET.sub(r"\1[masked]", text)


def masked(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: every value that is text, masked."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = mask(value)
    return event


def without_refusals(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: a 403 or 404 is no fault of the program, so its line brings no traceback."""
    status = getattr(event.get("_record"), "status_code", 500)
    if status < 500:
        event.pop("exc_info", None)
    return event
