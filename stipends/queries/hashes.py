"""What is hashed of a line and of its inputs, letter by letter."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import orjson

from stipends.rules import Line


def canonical(value: Any) -> str:
    """One text per JSON value, for its hash: sorted keys, no spaces, letters as they are (RFC 8259)."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


# What a line says beside its cells, in the order in which it is written and hashed; verify_runs reads the same.
HASHED = (
    "person_id",
    "placement_id",
    "role_id",
    "school_id",
    "policy_id",
    "channel",
    "status",
    "exclusion",
    "earned_cents",
    "already_paid_cents",
    "amount_cents",
)


# What stands beside an amount, in this order.
BESIDE = ("whole_cents", "overpaid_cents", "nothing_to_deliver", "taken_cents", "reverses_id")
Beside = tuple[int | None, int, bool, int, int | None]


def beside_of(result: Line, corrects: int | None) -> Beside:
    """The columns of BESIDE for a line; `corrects` is the line that paid its placement before, where it pays a
    difference."""
    reverses = corrects if result.pays else None
    return (
        result.whole_cents,
        result.overpaid_cents,
        result.nothing_to_deliver,
        result.taken_cents,
        reverses,
    )


def line_hash(said: Iterable[Any], cells: str, beside: Beside, inputs_sha256: str) -> str:
    """Over everything a line says, so that the hash of a run covers every word of it. `cells` is canonical; `beside`
    are the columns of BESIDE, hashed as they were once written, so that lines of every age have one hash."""
    return digest(canonical([*said, list(_as_hashed(*beside)), inputs_sha256]) + cells)


def _as_hashed(
    whole_cents: int | None,
    overpaid_cents: int,
    nothing_to_deliver: bool,
    taken_cents: int,
    reverses_id: int | None,
) -> Iterator[str]:
    if nothing_to_deliver:
        yield "no_deliverables"
    if whole_cents is not None:
        yield f"whole:{whole_cents}"
    if overpaid_cents:
        yield f"overpaid:{overpaid_cents}"
    if taken_cents:
        yield f"taken:{taken_cents}"
    if reverses_id is not None:
        yield f"reverses:{reverses_id}"
