"""The words of a service agreement: every term is said, other terms are other words, and no amount is named."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.reading import Fields
from fellows.rules import Terms, parse_terms
from fellows.rules.agreement import (
    USUAL,
    Version,
    agreement_text,
    frozen,
    kept_as,
    names_money,
    paragraphs,
    words_of,
)
from fellows.rules.service import FTE_RULES, GRANULARITIES, HALF, MOST_SUSPENDED_MONTHS, MOST_YEARS

TENTHS = st.integers(1, MOST_YEARS * 10).map(lambda number: Fraction(number, 10))
SHARES = st.integers(1, 1000).map(lambda number: Fraction(number, 1000))


@st.composite
def terms_that_can_be_chosen(draw):
    granularity, fte = draw(st.sampled_from(GRANULARITIES)), draw(st.sampled_from(FTE_RULES))
    return Terms(
        required_years=draw(TENTHS),
        window_years=draw(st.none() | st.integers(1, MOST_YEARS)),
        granularity=granularity,
        half_year_counts=granularity == "year" and draw(st.booleans()),
        fte=fte,
        fte_threshold=draw(SHARES) if fte == "threshold" else HALF,
        similar_schools=draw(st.booleans()),
        most_suspended_months=draw(st.integers(0, MOST_SUSPENDED_MONTHS)),
    )


TERMS = terms_that_can_be_chosen()


@given(TERMS, TERMS)
def test_two_different_terms_give_different_words(one, other):
    assert (paragraphs(one) == paragraphs(other)) is (one == other)


@given(TERMS)
def test_every_term_that_can_be_chosen_is_said(terms):
    text = " ".join(paragraphs(terms))
    years = f"{float(terms.required_years):g} school year"
    window = "no last day for it" if terms.window_years is None else f"I have {terms.window_years} year"
    counts = {
        "day": "by the day",
        "month": "by whole months",
        "semester": "by whole semesters",
        "year": "half of one or more" if terms.half_year_counts else "by whole school years",
    }[terms.granularity]
    part_time = {
        "accumulate": "by its share of full time",
        "full_time": "Only full-time posts",
        "threshold": f"at least {float(terms.fte_threshold * 100):g}% of full time",
    }[terms.fte]
    months = terms.most_suspended_months
    away = f"for at most {months} month" if months else "It cannot be suspended."
    where = (
        "or at schools that staff decided are similar"
        if terms.similar_schools
        else "does not count, however similar"
    )
    said = [years, window, counts, part_time, away, where]
    assert [words for words in said if words not in text] == []
    assert not names_money(text)


@given(TERMS)
def test_terms_are_kept_as_facts_that_are_read_back(terms):
    assert parse_terms(Fields(kept_as(terms))) == terms


def test_terms_of_before_count_similar_schools_and_let_36_months_be_suspended():
    facts = kept_as(replace(USUAL, similar_schools=False, most_suspended_months=3))
    del facts["similar_schools"], facts["most_suspended_months"]
    assert parse_terms(Fields(facts)) == USUAL


def test_the_agreement_reads_word_for_word():
    version = Version(3, USUAL, "Section 1 of the code.")
    assert agreement_text(version, "Ana Ruiz", "Cohort of 2023") == (
        "Service agreement of Ana Ruiz, fellow of the Cohort of 2023 (version 3)\n\n"
        "After I graduate from the fellowship I will serve 4 school years at schools of the network, or at schools that"
        " staff decided are similar.\n\n"
        "My service begins on the first July 1 on or after the day I graduate, and I have 6 years for it. Staff may"
        " suspend it, for at most 36 months altogether: a suspension moves the last day by its months, and it earns"
        " nothing.\n\n"
        "Service counts by whole semesters, and two of them are a school year. A post of at least 50% of full time"
        " counts in full, and a lesser one does not count.\n\n"
        "Each year I report where I served. It counts once the principal or acting signer whom the network knows for"
        " that school has confirmed it. Where somebody else confirms it, it counts once staff have accepted it too.\n\n"
        "Legal basis: Section 1 of the code.\n"
    )


def test_another_fellow_another_number_and_another_paragraph_are_other_bytes():
    version, of = Version(3, USUAL, "A"), {"fellow": 1, "name": "Ana Ruiz", "cohort": "Cohort of 2023"}
    others = [
        frozen(version, **of),
        frozen(version, **(of | {"fellow": 2})),
        frozen(replace(version, number=4), **of),
        frozen(replace(version, legal_basis="B"), **of),
    ]
    assert len(set(others)) == 4


@pytest.mark.parametrize(
    ("text", "named"),
    [("Pay $5,000.", True), ("five thousand Dollars", True), ("USD 5", True), ("Section 1 of 2025", False)],
)
def test_an_amount_of_money_is_noticed(text, named):
    assert names_money(text) is named


def test_the_terms_are_said_one_by_one_in_the_order_of_the_agreement():
    assert words_of(dict(reversed(kept_as(USUAL).items()))) == [
        "Years of service owed: 4",
        "Years to serve them in: 6",
        "Service counts by the: semester",
        "Half a year counts: no",
        "Part-time posts: count in full from the least full-time equivalent on",
        "Least full-time equivalent: 1/2",
        "Similar schools count: yes",
        "Most months of suspension: 36",
    ]
