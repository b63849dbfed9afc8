"""What program.json says of the program: its pathways, roles, questions, promises and deliverables, in our words."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.with_name("program.json")


@cache
def guide() -> dict[str, Any]:
    """All of program.json."""
    said: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return said


def of_role(slug: str) -> dict[str, Any]:
    """What it says of one role; nothing of a role it does not know."""
    roles = (role for pathway in guide()["pathways"] for role in pathway["roles"])
    return next((role for role in roles if role["slug"] == slug), {})
