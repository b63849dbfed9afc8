"""What a stipend pays for, as data: published per role and program year, never edited after (rules.md §1)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from fractions import Fraction
from typing import Any, Literal, get_args

from common.reading import FieldError, Fields
from stipends.rules import kinds
from stipends.rules.kinds import AttendanceKind

# The words of a policy. What decides by one of them matches all of them (assert_never): a word added here and
# forgotten there fails the type check, and raises instead of paying by another rule.
CreditKind = Literal["exact", "full_only"]
Excused = Literal["exclude", "absent", "present"]
DeliverablesRule = Literal["weighted", "all_or_nothing"]
Proration = Literal["service_days", "none"]
Leave = Literal["exclude_days", "protected"]
IncompleteYear = Literal["earned_to_date", "forfeit"]
Whole = Literal["components", "all_or_nothing"]

COMPONENTS = ("attendance", "deliverables", "attestation")
WHOLE_BP = 10_000
MOST_MAKE_UPS = 1000


class PolicyError(FieldError):
    """A policy cannot be used: `field` says where, `sentence` what to write instead."""


@dataclass(frozen=True, slots=True)
class Bands:
    """From `full` of its length a session counts in full, from `half` on by half."""

    full: Fraction
    half: Fraction


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy. `credit` is "exact", "full_only" or Bands; a limit or minimum of None is none."""

    weights_bp: tuple[int, int, int]
    attendance: AttendanceKind
    credit: CreditKind | Bands
    excused: Excused
    make_up_credit: Fraction
    make_up_limit: int | None
    deliverables: DeliverablesRule
    proration: Proration
    leave: Leave
    incomplete_year: IncompleteYear
    whole: Whole
    minimum_attendance: Fraction | None

    def __hash__(self) -> int:
        # Policies are few; a hash over every fraction takes longer than to compare two of them.
        return hash(self.weights_bp)


# What the guide says, word for word: every session, every deliverable; a make-up counts in full.
LITERAL = Policy(
    weights_bp=(6000, 2500, 1500),
    attendance=kinds.AllOrNothing(),
    credit="full_only",
    excused="absent",
    make_up_credit=Fraction(1),
    make_up_limit=None,
    deliverables="all_or_nothing",
    proration="service_days",
    leave="exclude_days",
    incomplete_year="earned_to_date",
    whole="components",
    minimum_attendance=None,
)


def parse_policy(data: object, at: str = "") -> Policy:
    """The policy in a JSON object. Raises PolicyError for the first field that cannot be used."""
    fields = Fields(data, at, PolicyError)
    policy = Policy(
        weights_bp=_weights(fields),
        attendance=kinds.read(fields.object("attendance")),
        credit=_credit(fields.object("credit")),
        excused=fields.choice("excused", words_of(Excused)),
        make_up_credit=fields.fraction("make_up_credit", most=1),
        make_up_limit=fields.integer("make_up_limit", most=MOST_MAKE_UPS)
        if fields.has("make_up_limit")
        else None,
        deliverables=fields.choice("deliverables", words_of(DeliverablesRule)),
        proration=fields.choice("proration", words_of(Proration)),
        leave=fields.choice("leave", words_of(Leave)),
        incomplete_year=fields.choice("incomplete_year", words_of(IncompleteYear)),
        whole=fields.choice("whole", words_of(Whole)),
        minimum_attendance=(
            fields.fraction("minimum_attendance", most=1) if fields.has("minimum_attendance") else None
        ),
    )
    fields.done()
    return policy


def words_of(kind: Any) -> tuple[Any, ...]:
    """The words of a Literal, in the order in which it names them."""
    return get_args(kind)


def _weights(fields: Fields) -> tuple[int, int, int]:
    weights = fields.list("weights_bp")
    whole = [weight for weight in weights if type(weight) is int and weight >= 0]
    if len(whole) != len(weights) or len(whole) != len(COMPONENTS):
        raise fields.fail("weights_bp", f"Write three whole numbers: {', '.join(COMPONENTS)}.")
    if sum(whole) != WHOLE_BP:
        raise fields.fail("weights_bp", f"The weights add up to {sum(whole):,}. They must add up to 10,000.")
    return whole[0], whole[1], whole[2]


def _credit(fields: Fields) -> CreditKind | Bands:
    if fields.value("kind") != "bands":
        fields.choice("kind", (*words_of(CreditKind), "bands"))
        kind: CreditKind = fields.choice("kind", words_of(CreditKind))
        fields.done()
        return kind
    bands = Bands(fields.fraction("full", most=1), fields.fraction("half", most=1))
    if not 0 < bands.half <= bands.full:
        raise fields.fail("half", "Write a bound above 0 that is not above `full`.")
    fields.done()
    return bands


def to_json(policy: Policy) -> dict[str, Any]:
    """The policy as `parse_policy` reads it: fractions as strings in lowest terms."""
    credit = policy.credit
    plain = {
        "weights_bp": list(policy.weights_bp),
        "attendance": {"kind": policy.attendance.name, **_plain(policy.attendance)},
        "credit": {"kind": "bands", **_plain(credit)} if isinstance(credit, Bands) else {"kind": credit},
    }
    return {**_plain(policy), **plain}


def _plain(part: Any) -> dict[str, Any]:
    return {
        name: dict(value) if name == "cents" and isinstance(value, tuple) else _value(value)
        for name, value in ((one.name, getattr(part, one.name)) for one in fields_of(part))
    }


def _value(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_value(item) for item in value]
    return value


def canonical(policy: Policy) -> str:
    """One text per policy, for its hash: sorted keys, no spaces."""
    return json.dumps(to_json(policy), sort_keys=True, separators=(",", ":"))
