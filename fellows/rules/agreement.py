"""The words of a service agreement, made from its terms. Plain Python. No amount of money is computed or named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from common.canonical import canonical
from common.counting import counted
from common.money import half_up
from fellows.rules.service import HALF, MOST_SUSPENDED_MONTHS, Terms

# What the first draft begins with; each later one begins as the version before it.
USUAL = Terms(
    required_years=Fraction(4),
    window_years=6,
    granularity="semester",
    half_year_counts=False,
    fte="threshold",
    fte_threshold=HALF,
    similar_schools=True,
    most_suspended_months=MOST_SUSPENDED_MONTHS,
)
MONEY = re.compile(r"[$€£]|\b(?:dollars?|USD)\b", re.IGNORECASE)
COUNTS = {
    "day": "Service counts by the day: each school day I serve is its part of a school year.",
    "month": "Service counts by whole months, and ten of them are a school year.",
    "semester": "Service counts by whole semesters, and two of them are a school year.",
    "year": "Service counts by whole school years: a part of one earns nothing.",
}
HALF_COUNTS = "Service counts by school years: half of one or more counts as a whole one, less earns nothing."
CONFIRMED = (
    "Each year I report where I served. It counts once the principal or acting signer whom the network knows for"
    " that school has confirmed it. Where somebody else confirms it, it counts once staff have accepted it too."
)


@dataclass(frozen=True, slots=True)
class Version:
    """A numbered version of the agreement, as its text names it: the terms, and the paragraph of counsel."""

    number: int
    terms: Terms
    legal_basis: str


def agreement_text(version: Version, name: str, cohort: str) -> str:
    """The agreement as it is shown and signed: a heading, and a paragraph for each thing that was agreed."""
    head = f"Service agreement of {name}, fellow of the {cohort} (version {version.number})"
    return "\n\n".join([head, *paragraphs(version.terms), f"Legal basis: {version.legal_basis}"]) + "\n"


def paper_text(version: Version, name: str, cohort: str, *, signed_on: date, kept: str) -> str:
    """An agreement that was signed on paper, as it is shown here: where the paper is, and the terms service counts
    by. It is no copy of the paper, and says so."""
    head = f"Service agreement of {name}, fellow of the {cohort}, on paper"
    says = (
        f"This agreement was signed on paper on {signed_on:%B %-d, %Y}. The paper is kept: {kept}. Nothing was signed"
        f" here; what follows are the terms by which service is counted (version {version.number})."
    )
    return "\n\n".join([head, says, *paragraphs(version.terms), f"Legal basis: {version.legal_basis}"]) + "\n"


def paragraphs(terms: Terms) -> list[str]:
    """The terms in plain words. Every term that can be chosen is said; other terms are other words."""
    return [_what(terms), _when(terms), _how(terms), CONFIRMED]


def _what(terms: Terms) -> str:
    years = _years(terms.required_years, "school year")
    if terms.similar_schools:
        where = "at schools of the network, or at schools that staff decided are similar."
    else:
        where = (
            "at schools of the network. Service at other schools does not count, however similar they are."
        )
    return f"After I graduate from the fellowship I will serve {years} {where}"


def _when(terms: Terms) -> str:
    begins = "My service begins on the first July 1 on or after the day I graduate"
    months = counted(terms.most_suspended_months, "month")
    if terms.window_years is None:
        begins, moves = f"{begins}, and there is no last day for it.", ""
    else:
        begins = f"{begins}, and I have {_years(Fraction(terms.window_years), 'year')} for it."
        moves = " moves the last day by its months, and it"
    if not terms.most_suspended_months:
        return f"{begins} It cannot be suspended."
    return (
        f"{begins} Staff may suspend it, for at most {months} altogether: a suspension{moves} earns nothing."
    )


def _how(terms: Terms) -> str:
    counts = HALF_COUNTS if terms.half_year_counts else COUNTS[terms.granularity]
    if terms.fte == "accumulate":
        return f"{counts} A part-time post counts by its share of full time."
    if terms.fte == "full_time":
        return f"{counts} Only full-time posts count."
    share = number_text(terms.fte_threshold * 100)
    return (
        f"{counts} A post of at least {share}% of full time counts in full, and a lesser one does not count."
    )


def names_money(text: str) -> bool:
    """Whether a paragraph names an amount of money. What somebody would owe for leaving is a question for counsel, per
    agreement; none is named here."""
    return MONEY.search(text) is not None


def frozen(version: Version, *, fellow: int, name: str, cohort: str) -> bytes:
    """The exact bytes a fellow signs: the text, and the terms it was made from. They hold no time."""
    return canonical(
        {
            "format": "service agreement 1",
            "fellow": fellow,
            "name": name,
            "cohort": cohort,
            "version": version.number,
            "terms": kept_as(version.terms),
            "legal_basis": version.legal_basis,
            "text": agreement_text(version, name, cohort),
        }
    )


def kept_as(terms: Terms) -> dict[str, object]:
    """Terms as an agreement keeps them; `parse_terms` reads them back. What does not hold for them is not said."""
    threshold = {"fte_threshold": str(terms.fte_threshold)} if terms.fte == "threshold" else {}
    return {
        "required_years": str(terms.required_years),
        "window_years": terms.window_years,
        "granularity": terms.granularity,
        "half_year_counts": terms.half_year_counts,
        "fte": terms.fte,
        **threshold,
        "similar_schools": terms.similar_schools,
        "most_suspended_months": terms.most_suspended_months,
    }


LABELS = {
    "required_years": "Years of service owed",
    "window_years": "Years to serve them in",
    "granularity": "Service counts by the",
    "half_year_counts": "Half a year counts",
    "fte": "Part-time posts",
    "fte_threshold": "Least full-time equivalent",
    "similar_schools": "Similar schools count",
    "most_suspended_months": "Most months of suspension",
}
VALUES = {
    "threshold": "count in full from the least full-time equivalent on",
    "full_time": "do not count",
    "accumulate": "count by their share",
    "True": "yes",
    "False": "no",
    "None": "no limit",
}


def pairs_of(terms: Mapping[str, object]) -> list[tuple[str, str]]:
    """Each term in words, by its name: ("Years of service owed", "4")."""
    names = [*(name for name in LABELS if name in terms), *(name for name in terms if name not in LABELS)]
    return [(LABELS.get(name, name), VALUES.get(str(terms[name]), str(terms[name]))) for name in names]


def words_of(terms: Mapping[str, object]) -> list[str]:
    """Each term in words: "Years of service owed: 4"."""
    return [f"{name}: {value}" for name, value in pairs_of(terms)]


def number_text(value: Fraction) -> str:
    """At most three decimals, none that is not needed: 7/2 is "3.5"."""
    thousandths = half_up(value * 1000)
    return f"{thousandths // 1000}.{thousandths % 1000:03}".rstrip("0").rstrip(".")


def _years(years: Fraction, word: str) -> str:
    return f"{number_text(years)} {word}{'' if years == 1 else 's'}"
