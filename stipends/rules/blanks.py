"""What a kind of attendance is asked for on a form: each of its values is a blank of its sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Portion:
    """From 0 to 1, exact; people write a percentage or a fraction. `usual` is what the form begins with."""

    label: str
    usual: str


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from `least` to `most`."""

    label: str
    usual: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Cents:
    """Whole cents, none below zero; people write dollars."""

    label: str
    usual: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these values, each with its words; the first is what the form begins with."""

    label: str
    words: tuple[tuple[str | bool, str], ...]

    @property
    def usual(self) -> str | bool:
        return self.words[0][0]


@dataclass(frozen=True, slots=True)
class Steps:
    """Pairs of portions in falling order: from what on, and what of it is paid."""

    label: str
    usual: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CentsByKind:
    """Whole cents for each kind of session, none for a kind that has no amount."""

    label: str
    usual: tuple[tuple[str, int], ...]


Blank = Portion | Count | Cents | Choice | Steps | CentsByKind
