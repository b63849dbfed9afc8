"""The rule of a stipend as sentences: every value is a field inside one, and what is sent is read by the rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from django.forms import BoundField

from stipends.forms.blanks import Asking, Missing, asking
from stipends.forms.written import PercentField, PortionField, whole_number, written
from stipends.rules import COMPONENTS, PolicyError, parse_policy, to_json
from stipends.rules.kinds import KINDS, AttendanceKind
from stipends.rules.policy import (
    MOST_MAKE_UPS,
    WHOLE_BP,
    CreditKind,
    DeliverablesRule,
    Excused,
    IncompleteYear,
    Leave,
    Proration,
    Whole,
    words_of,
)

BANDS = "bands"
PLACE = re.compile(r"\{(\w+)\}")
WEIGHTS = tuple(f"weight_{name}" for name in COMPONENTS)
# Of each word of a rule, how it ends its sentence on the form.
CREDIT = {
    "exact": "by the minute",
    "full_only": "only if they stayed to the end",
    BANDS: "in steps",
}
EXCUSED = {
    "exclude": "does not count either way",
    "absent": "counts as missed",
    "present": "counts as attended",
}
DELIVERABLES = {
    "weighted": "by the weight of what is accepted",
    "all_or_nothing": "all or nothing, as the guide says",
}
PRORATION = {"service_days": "the share of service days they served", "none": "as much as for the whole year"}
LEAVE = {"exclude_days": "are taken off, unless they are protected", "protected": "stay paid"}
INCOMPLETE_YEAR = {"earned_to_date": "what was earned so far", "forfeit": "nothing"}
WHOLE = {"components": "by itself", "all_or_nothing": "only if every other one is complete too"}


def _choices(words: Mapping[str, str], among: Sequence[str]) -> list[tuple[str, str]]:
    """In the order of the rules; a word without words stops the start."""
    return [(word, words[word]) for word in among]


def _select(label: str, words: Mapping[str, str], kind: Any, *more: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_choices(words, (*words_of(kind), *more)))


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: words, or the fields of a blank (several of a blank with rows)."""

    words: str = ""
    fields: tuple[BoundField, ...] = ()


@dataclass(frozen=True, slots=True)
class KindShown:
    """A kind of attendance to choose: its sentence in pieces, and whether it is chosen."""

    name: str
    parts: tuple[Part, ...]
    chosen: bool

    @property
    def label(self) -> str:
        """What stands before its first blank."""
        return self.parts[0].words.strip()

    @property
    def whole(self) -> str:
        """The whole sentence, for those who hear it: its blanks are dots."""
        return "".join(part.words or "…" for part in self.parts)

    @property
    def rest(self) -> tuple[Part, ...]:
        return self.parts[1:]

    @property
    def fields(self) -> tuple[BoundField, ...]:
        return tuple(field for part in self.parts for field in part.fields)


class RuleForm(forms.Form):
    """A rule in sentences. `rule` is what it says, as rules are stored, once it is valid."""

    weight_attendance = PercentField(label="Percent for sessions")
    weight_deliverables = PercentField(label="Percent for work handed in")
    weight_attestation = PercentField(label="Percent for what the principal confirms")
    attendance = forms.ChoiceField(label="Sessions pay", choices=[(name, name) for name in KINDS])
    credit = _select("Coming late or leaving early counts", CREDIT, CreditKind, BANDS)
    credit_full = PortionField(label="Share of a session from which it counts in full", required=False)
    credit_half = PortionField(label="Share of a session from which it counts by half", required=False)
    excused = _select("An excused session", EXCUSED, Excused)
    make_up_credit = PortionField(label="Share that a make-up brings back")
    make_up_limit = whole_number("Make-ups that count in a year", 0, MOST_MAKE_UPS, required=False)
    deliverables = _select("Work pays", DELIVERABLES, DeliverablesRule)
    proration = _select("Whoever serves part of a year gets", PRORATION, Proration)
    leave = _select("Days of leave", LEAVE, Leave)
    incomplete_year = _select("Whoever does not complete the year is paid", INCOMPLETE_YEAR, IncompleteYear)
    whole = _select("Each of the three is paid", WHOLE, Whole)
    minimum_attendance = PortionField(
        label="Share of the minutes below which nothing is paid", required=False
    )
    demands = {"credit_full": "when sessions count in steps", "credit_half": "when sessions count in steps"}
    rule: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks: dict[str, dict[str, Asking[Any]]] = {
            name: {value: asking(blank, f"{name}-{value}") for value, blank in kind.blanks.items()}
            for name, kind in KINDS.items()
        }
        known = self.data if self.is_bound else self.initial
        for asks in self.asks.values():
            for one in asks.values():
                self.fields |= one.fields(known)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self._not_asked(data):
            self.errors.pop(name, None)
        if not self.errors:
            self._weigh(data)
            self._band(data)
        if not self.errors:
            self._read(data)
        return data

    def _not_asked(self, data: Mapping[str, Any]) -> Iterator[str]:
        """The fields of kinds that are not chosen: what stands there stays as typed, and hinders nothing."""
        for kind in KINDS:
            if kind != data.get("attendance"):
                yield from (name for name in self.fields if name.startswith(f"{kind}-"))
        if data.get("credit") != BANDS:
            yield from ("credit_full", "credit_half")

    def _weigh(self, data: dict[str, Any]) -> None:
        whole = sum(data[name] for name in WEIGHTS)
        if whole != WHOLE_BP:
            words = f"These three add up to {written(Fraction(whole, WHOLE_BP))}. They must add up to 100%."
            self.add_error(WEIGHTS[0], words)

    def _band(self, data: dict[str, Any]) -> None:
        if data["credit"] != BANDS:
            return
        for name in ("credit_full", "credit_half"):
            if data[name] is None:
                self.add_error(name, "Write a percentage such as 85%.")
        if not self.errors and not 0 < data["credit_half"] <= data["credit_full"]:
            words = "Write a share above 0% that is not above the one from which it counts in full."
            self.add_error("credit_half", words)

    def _read(self, data: dict[str, Any]) -> None:
        kind = data["attendance"]
        try:
            values = {value: one.value(data) for value, one in self.asks[kind].items()}
            self.rule = to_json(parse_policy(_as_stored(data, {"kind": kind, **values})))
        except Missing as missing:
            self.add_error(missing.field, missing.sentence)
        except PolicyError as refusal:
            self.add_error(self._at(kind, refusal.field), refusal.sentence)

    def _at(self, kind: str, path: str) -> str | None:
        """The field a refusal of the rules is about: the first of a blank with several."""
        value = path.rsplit(".", 1)[-1]
        begin = f"{kind}-{value}"
        return next((name for name in self.fields if name == begin or name.startswith(f"{begin}-")), None)

    def _bound(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    # The fields of each sentence, for what is wrong in them.
    @property
    def of_amount(self) -> list[BoundField]:
        return self._bound("role", "year", "amount", *WEIGHTS)

    @property
    def of_credit(self) -> list[BoundField]:
        return self._bound("credit", "credit_full", "credit_half", "excused")

    @property
    def of_make_ups(self) -> list[BoundField]:
        return self._bound("make_up_credit", "make_up_limit")

    @property
    def of_work(self) -> list[BoundField]:
        return self._bound("deliverables")

    @property
    def of_part(self) -> list[BoundField]:
        return self._bound("proration", "leave", "incomplete_year")

    @property
    def of_gates(self) -> list[BoundField]:
        return self._bound("whole", "minimum_attendance")

    @property
    def kinds(self) -> list[KindShown]:
        """The kinds that are usual."""
        return [shown for shown in self._kinds() if KINDS[shown.name].usual]

    @property
    def other_kinds(self) -> list[KindShown]:
        return [shown for shown in self._kinds() if not KINDS[shown.name].usual]

    @property
    def other_chosen(self) -> bool:
        return any(shown.chosen for shown in self.other_kinds)

    def _kinds(self) -> Iterator[KindShown]:
        chosen = self["attendance"].value()
        for name, kind in KINDS.items():
            yield KindShown(name, tuple(self._parts(name, kind)), name == chosen)

    def _parts(self, name: str, kind: type[AttendanceKind]) -> Iterator[Part]:
        for number, piece in enumerate(PLACE.split(kind.sentence)):
            if number % 2:
                begin = f"{name}-{piece}"
                yield Part(
                    fields=tuple(
                        self[one] for one in self.fields if one == begin or one.startswith(f"{begin}-")
                    )
                )
            elif piece:
                yield Part(piece)


def _as_stored(data: Mapping[str, Any], attendance: dict[str, Any]) -> dict[str, Any]:
    credit: dict[str, Any] = {"kind": data["credit"]}
    if data["credit"] == BANDS:
        credit |= {"full": str(data["credit_full"]), "half": str(data["credit_half"])}
    least = data["minimum_attendance"]
    same = ("excused", "make_up_limit", "deliverables", "proration", "leave", "incomplete_year", "whole")
    return {
        "weights_bp": [data[name] for name in WEIGHTS],
        "attendance": attendance,
        "credit": credit,
        "make_up_credit": str(data["make_up_credit"]),
        "minimum_attendance": None if least is None else str(least),
        **{name: data[name] for name in same},
    }


def shown(rule: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields begin with, for a rule as it is stored. Raises PolicyError for one that cannot be read."""
    stored = to_json(parse_policy(rule))
    credit, attendance, least = stored["credit"], stored["attendance"], stored["minimum_attendance"]
    begins: dict[str, Any] = {}
    for name, kind in KINDS.items():
        for value, blank in kind.blanks.items():
            one = asking(blank, f"{name}-{value}")
            begins |= one.shown(attendance[value]) if name == attendance["kind"] else one.usual()
    bands = credit if credit["kind"] == BANDS else {"full": "9/10", "half": "1/2"}
    same = ("excused", "make_up_limit", "deliverables", "proration", "leave", "incomplete_year", "whole")
    return {
        **begins,
        **{name: stored[name] for name in same},
        **dict(zip(WEIGHTS, map(percent, stored["weights_bp"]), strict=True)),
        "attendance": attendance["kind"],
        "credit": credit["kind"],
        "credit_full": written(bands["full"]),
        "credit_half": written(bands["half"]),
        "make_up_credit": written(stored["make_up_credit"]),
        "minimum_attendance": None if least is None else written(least),
    }


def percent(basis_points: int) -> str:
    """A weight as its field shows it: "60" or "33.33"."""
    return written(Fraction(basis_points, WHOLE_BP)).removesuffix("%")
