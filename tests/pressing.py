"""What a browser sends from a page of several verbs."""

from typing import Any


def pressed(verb: str, **typed: Any) -> dict[str, Any]:
    """The button of `verb`, and what was typed in its fields."""
    return {"verb": verb, **{f"{verb}-{name}": value for name, value in typed.items()}}
