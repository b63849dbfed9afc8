"""Every word of a policy is wired in, in the rules and in the words; one that nobody wired in never pays by another."""

import gc
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from common.reading import FieldError, Fields
from fellows.rules.service import Period, Terms, Year, parse_terms, years_credited
from stipends.models import StipendRun
from stipends.queries.evidence import SETTLES
from stipends.rules import (
    LITERAL,
    Deliverable,
    FactError,
    Policy,
    PolicyError,
    Segment,
    Session,
    Step,
    in_words,
    kinds,
    parse_policy,
    parse_step,
    payment,
    statement,
    to_json,
)
from stipends.rules.kinds import (
    KINDS,
    AllOrNothing,
    AttendanceKind,
    Deduction,
    PerUnit,
    Proportional,
    Threshold,
    Tiers,
)
from stipends.rules.policy import Bands

HALF = Fraction(1, 2)
SAMPLES: dict[type, AttendanceKind] = {
    AllOrNothing: AllOrNothing(),
    Proportional: Proportional(),
    Threshold: Threshold(HALF),
    Tiers: Tiers(((HALF, HALF),)),
    Deduction: Deduction(0, (("seminar", 5_000),)),
    PerUnit: PerUnit("day", 60, 5_000),
}
# Half of what was asked was attended, in the middle of everything that a word of a policy decides.
SEGMENT = Segment(
    annual_cents=300_000,
    share=Fraction(1),
    service_days=90,
    year_service_days=180,
    leave_days=10,
    sessions=(
        Session(date(2026, 10, 14), "seminar", 180, "present", 90),
        Session(date(2026, 11, 11), "seminar", 180, "excused"),
    ),
    deliverables=(Deliverable(Fraction(1), "accepted"), Deliverable(Fraction(1), "open")),
    attested=True,
)


def earned(policy: Policy, *, completed: bool = True, segment: Segment = SEGMENT) -> int:
    return statement(policy, True, completed, [segment]).earned_cents


def test_the_samples_are_all_kinds_of_attendance_there_are():
    assert set(SAMPLES) == set(KINDS.values()) == set(AttendanceKind.__subclasses__())
    files = {path.stem for path in Path(kinds.__file__).parent.glob("*.py")} - {"__init__", "base"}
    assert files == {kind.__module__.rpartition(".")[2] for kind in KINDS.values()} == set(KINDS)


@pytest.mark.parametrize("kind", SAMPLES.values(), ids=lambda kind: type(kind).__name__)
def test_each_kind_of_attendance_pays_is_said_and_comes_back_from_a_file(kind):
    policy = replace(LITERAL, attendance=kind)
    assert parse_policy(to_json(policy)) == policy
    assert earned(policy) >= 0
    assert len(in_words(policy)) == len(in_words(LITERAL))


def test_no_two_kinds_of_attendance_pay_or_read_the_same():
    lines = [in_words(replace(LITERAL, attendance=kind))[1] for kind in SAMPLES.values()]
    assert len(set(lines)) == len(SAMPLES)


def test_a_kind_of_attendance_that_does_not_say_what_it_pays_and_how_it_reads_cannot_be_made():
    half = type("Half", (AttendanceKind,), {"name": "half", "read": classmethod(lambda cls, fields: cls())})
    try:
        with pytest.raises(TypeError, match=r"abstract methods? .*pays.*said"):
            half()
    finally:
        del half
        gc.collect()


def test_with_a_kind_of_attendance_nobody_wired_in_nothing_starts():
    unwired = type("Unwired", (AttendanceKind,), {"name": "unwired"})
    try:
        with pytest.raises(TypeError, match=r"^Kinds of attendance that are not in KINDS: Unwired\.$"):
            kinds.by_name(*KINDS.values())
    finally:
        del unwired
        gc.collect()


WORDS = {
    name: [word for one in (get_args(hint) or (hint,)) for word in (get_args(one) or ())]
    or list(get_args(hint))
    for name, hint in get_type_hints(Policy).items()
    if name in {"credit", "excused", "deliverables", "proration", "leave", "incomplete_year", "whole"}
}


def with_word(name: str, word: str) -> tuple[Policy, dict[str, Any]]:
    """A policy with this word, and the facts among which it decides something."""
    policy = replace(LITERAL, **{name: word})
    return policy, {"completed": name != "incomplete_year"}


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in WORDS.items() for word in words])
def test_each_word_of_a_policy_pays_is_said_and_comes_back_from_a_file(name, word):
    policy, facts = with_word(name, word)
    assert parse_policy(to_json(policy)) == policy
    assert earned(policy, **facts) >= 0
    assert in_words(policy)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_word_of_a_policy_nobody_wired_in_neither_pays_nor_is_said(name):
    policy, facts = with_word(name, "unheard of")
    with pytest.raises(AssertionError, match="unheard of"):
        earned(policy, **facts)
    with pytest.raises(KeyError, match="unheard of"):
        in_words(policy)


@pytest.mark.parametrize("name", sorted({*WORDS, "attendance"} - {"credit"}))
def test_an_unknown_word_is_refused_at_its_field_with_a_sentence(name):
    data = to_json(LITERAL)
    data[name] = {"kind": "unheard of"} if name == "attendance" else "unheard of"
    with pytest.raises(PolicyError, match=r"Write one of .*, not 'unheard of'\."):
        parse_policy(data)


def test_an_unknown_credit_is_refused_with_all_the_words_there_are():
    data = {**to_json(LITERAL), "credit": {"kind": "unheard of"}}
    with pytest.raises(PolicyError) as refused:
        parse_policy(data)
    assert str(refused.value) == "credit.kind: Write one of exact, full_only, bands, not 'unheard of'."


def test_bands_are_said_and_paid():
    policy = replace(LITERAL, credit=Bands(Fraction(1), HALF), attendance=Proportional())
    assert earned(policy) == earned(replace(policy, credit="exact"))
    assert "by half from 50% on" in in_words(policy)[2]


def test_a_unit_nobody_wired_in_neither_pays_nor_is_said():
    policy = replace(LITERAL, attendance=PerUnit("week", 60, 5_000))  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="week"):
        earned(policy)
    with pytest.raises(KeyError, match="week"):
        in_words(policy)


def test_a_mark_nobody_wired_in_is_refused_and_not_paid_as_an_absence():
    segment = replace(SEGMENT, sessions=(Session(date(2026, 10, 14), "seminar", 180, "late"),))
    with pytest.raises(FactError, match="Nobody has said what the mark 'late' counts"):
        earned(LITERAL, segment=segment)


def test_a_state_of_a_deliverable_nobody_wired_in_is_refused_and_not_paid_as_missing():
    segment = replace(SEGMENT, deliverables=(Deliverable(Fraction(1), "half"),))
    with pytest.raises(FactError, match="Nobody has said what a deliverable that is 'half' pays"):
        earned(LITERAL, segment=segment)


def test_a_step_nobody_wired_in_pays_nothing_by_another_rule():
    with pytest.raises(AssertionError, match="unheard of"):
        payment(Step("unheard of", HALF), 100, 200, 0)  # type: ignore[arg-type]
    with pytest.raises(FieldError, match="Write one of share_of_maximum, share_of_earned, balance"):
        parse_step(Fields({"kind": "unheard of"}))


def test_every_kind_of_run_says_whether_it_settles_the_year():
    assert set(SETTLES) == set(StipendRun.Kind)


TERMS = {
    "required_years": "4",
    "granularity": "semester",
    "half_year_counts": False,
    "fte": "threshold",
    "fte_threshold": "1/2",
}
SERVED = Year(180, (Period(90, Fraction(1), qualifies=True, verified=True),))


@pytest.mark.parametrize("name", ["granularity", "fte"])
def test_a_word_of_an_agreement_nobody_wired_in_credits_nothing_by_another_rule(name):
    terms = replace(parse_terms(Fields(TERMS)), **{name: "unheard of"})
    with pytest.raises(AssertionError, match="unheard of"):
        years_credited(terms, SERVED)
    with pytest.raises(FieldError, match="Write one of"):
        parse_terms(Fields({**TERMS, name: "unheard of"}))


@pytest.mark.parametrize(
    ("name", "word"),
    [(name, word) for name in ("granularity", "fte") for word in get_args(get_type_hints(Terms)[name])],
)
def test_each_word_of_an_agreement_credits(name, word):
    terms = replace(parse_terms(Fields(TERMS)), **{name: word})
    assert 0 <= years_credited(terms, SERVED) <= 1
