"""Fellows of before as the lines of a file name them: a line a fellow, or one for each year of service. Looked at
first, then all of them or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from common.addresses import same_address
from common.counting import counted
from common.errors import DomainError, LookFirst, Several
from common.names import same_key
from common.reading import written_day, written_share
from common.states import in_words
from fellows.models import AgreementVersion, FellowCohort
from fellows.queries.takeover import DAYS, ON_PAPER
from fellows.services.papers import PaperYear
from fellows.services.takeover import Before, Newcomer, OnPaper, Reached, Taken, take_over
from fellows.states import State
from pathways.models import ProgramYear
from pathways.services.lines import LinesRefused, Named
from people.models import School, User

MOST_LINES = 500
DAY = "“{}” is no day. Write it like 2019-06-30 or 6/30/2019."
STATES = {in_words(one).casefold(): one for one in ON_PAPER} | {str(one): one for one in ON_PAPER}
# What paper may tell of besides: each has a column of its day, and those that expire one of that day.
MILESTONES = (
    "admitted",
    "enrolled",
    "calapa_1",
    "calapa_2",
    "calapa_3",
    "program",
    "degree",
    "recommended",
    "certificate",
    "preliminary",
    "clear",
)
EXPIRE = ("certificate", "preliminary", "clear")
OF_FELLOW = (
    "given_name",
    "family_name",
    "cohort",
    "state",
    *DAYS,
    "since",
    *(f"{kind}_on" for kind in MILESTONES if f"{kind}_on" not in DAYS),
    *(f"{kind}_expires" for kind in EXPIRE),
    "agreement_signed_on",
    "agreement_terms",
    "agreement_kept",
    "reason",
)
OF_YEAR = (
    "year",
    "site",
    "employer",
    "position",
    "fte",
    "days",
    "confirmed_by",
    "confirmed_on",
    "paper_kept",
)


@dataclass(frozen=True, slots=True)
class FellowLine:
    """A line by the number a spreadsheet has for it, and its cells by the names of the columns."""

    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    @property
    def email(self) -> str:
        return self.text("email")

    @property
    def external_id(self) -> str:
        return self.text("external_id")


@dataclass(frozen=True, slots=True)
class TakenLines:
    """What the lines of one fellow come to."""

    numbers: tuple[int, ...]
    taken: Taken
    state: str

    @property
    def which(self) -> str:
        return ", ".join(map(str, self.numbers))


class LookAtFellows(LookFirst):
    """What the lines come to; nothing was taken over yet."""

    def __init__(self, taken: Sequence[TakenLines], seen: str) -> None:
        self.taken, self.new = tuple(taken), sum(bool(one.taken.added) for one in taken)
        there = len(taken) - self.new
        known = counted(
            there, "fellow is on record already and stays", "fellows are on record already and stay"
        )
        words = (
            f"{counted(self.new, 'fellow is', 'fellows are')} new, or more is known of them."
            if self.new
            else "Nothing is new."
        )
        super().__init__(f"{words} {known} as they are." if there else words, lines=(), seen=seen)


@transaction.atomic
def take_over_lines(
    *, lines: Sequence[FellowLine], by: User, seen: str = "", now: datetime | None = None
) -> int:
    """All fellows of a file, or none of them. Answers of how many something is new; the same again changes nothing.

    Raises LinesRefused with every line that cannot be, LookAtFellows unless `seen` is the mark of just what it does.
    """
    if len(lines) > MOST_LINES:
        raise DomainError(f"These are more than {MOST_LINES} lines. Take them over in parts.")
    known, errors, taken = _Known.of(lines), list[tuple[int, str]](), list[TakenLines]()
    for group in _together(lines):
        try:
            taken.append(_take(group, known, by, now))
        except _Lines as refusals:
            errors += refusals.told
    if errors:
        raise LinesRefused([f"Line {number}: {words}" for number, words in sorted(errors)])
    mark = sha256("\n".join(_says(one) for one in taken).encode()).hexdigest()
    if seen != mark:
        raise LookAtFellows(taken, mark)
    return sum(bool(one.taken.added) for one in taken)


def _take(group: "list[FellowLine]", known: "_Known", by: User, now: datetime | None) -> TakenLines:
    """What the lines of one fellow come to. Raises _Lines."""
    numbers = tuple(line.number for line in group)
    try:
        before = known.before(group)
        with transaction.atomic():
            return TakenLines(numbers, take_over(before=before, by=by, now=now), before.state)
    except Several as refusals:
        raise _Lines([(numbers[0], str(one)) for one in refusals.refusals]) from refusals
    except _Lines:
        raise
    except DomainError as refusal:
        raise _Lines([(numbers[0], str(refusal))]) from refusal


def _says(one: TakenLines) -> str:
    """What was on the screen."""
    fellow = one.taken.fellow
    return "|".join([fellow.person.email, fellow.cohort.name, one.state, *one.taken.added])


def _together(lines: Iterable[FellowLine]) -> "list[list[FellowLine]]":
    """The lines of each fellow: of one address or id."""
    found: dict[str, list[FellowLine]] = {}
    for line in lines:
        key = same_address(line.email) or line.external_id or f"line {line.number}"
        found.setdefault(key, []).append(line)
    return list(found.values())


class _Lines(DomainError):
    """What is wrong with lines of one fellow, each by its number."""

    def __init__(self, told: Sequence[tuple[int, str]]) -> None:
        super().__init__(" ".join(words for _, words in told))
        self.told = tuple(told)


@dataclass(frozen=True)
class _Known:
    """Whom and what lines may name: read once, however many they are."""

    named: Named
    cohorts: dict[str, FellowCohort]
    versions: dict[int, AgreementVersion]
    years: dict[str, ProgramYear]
    schools: dict[str, School]

    @classmethod
    def of(cls, lines: Sequence[FellowLine]) -> "_Known":
        schools = list(School.objects.all())
        return cls(
            Named.of(lines),
            {cohort.name.casefold(): cohort for cohort in FellowCohort.objects.all()},
            {row.number: row for row in AgreementVersion.objects.with_terms()},
            {year.label: year for year in ProgramYear.objects.all()},
            {same_key(one.name): one for one in schools}
            | {one.cds_code: one for one in schools if one.cds_code},
        )

    def before(self, lines: Sequence[FellowLine]) -> Before:
        """What the lines of one fellow mean together. Raises DomainError with all that is wrong, by line."""
        wrong: list[tuple[int, str]] = []
        cells = _Cells(_merged(lines, wrong), lines[0].number, wrong)
        person = self._person(lines, cells)
        cohort, state = self._cohort(cells), cells.state()
        days = {one: day for name, one in DAYS.items() if (day := cells.day(name)) is not None}
        years = [self._year(line, wrong) for line in lines if any(line.text(name) for name in OF_YEAR)]
        reason, since = cells.text("reason"), cells.day("since")
        reached, agreement = tuple(_reached(cells)), self._agreement(cells)
        if wrong or person is None or cohort is None or state is None:
            raise _Lines(wrong)
        told = [one for one in years if one is not None]
        return Before(
            person=person,
            cohort=cohort,
            state=state,
            reason=reason,
            days=days,
            since=since,
            milestones=reached,
            agreement=agreement,
            years=told,
        )

    def _person(self, lines: Sequence[FellowLine], cells: "_Cells") -> User | Newcomer | None:
        first = lines[0]
        wrong: list[str] = []
        found = self.named.person(first, wrong)
        if found is not None:
            return found
        unknown = first.email and first.email not in self.named.by_address
        if unknown and cells.text("given_name") and first.external_id not in self.named.by_id:
            address = same_address(first.email)
            if address:
                names = (cells.text("given_name"), cells.text("family_name"))
                return Newcomer(address, *names, external_id=first.external_id)
            cells.fail(f"“{first.email}” is no email address. Correct it.")
            return None
        hint = " Write given_name and family_name too where an account is to be made." if unknown else ""
        cells.fail(" ".join(wrong) + hint)
        return None

    def _cohort(self, cells: "_Cells") -> FellowCohort | int | None:
        text = cells.text("cohort")
        if (known := self.cohorts.get(text.casefold())) is not None:
            return known
        if text.isascii() and text.isdigit() and len(text) == 4:
            return int(text)
        said = f"There is no cohort “{text}”." if text else "Write the cohort."
        cells.fail(f"{said} Write its name, or the year it began in.")
        return None

    def _agreement(self, cells: "_Cells") -> OnPaper | None:
        signed, terms, kept = (
            cells.day("agreement_signed_on"),
            cells.text("agreement_terms"),
            cells.text("agreement_kept"),
        )
        if not (cells.text("agreement_signed_on") or terms or kept):
            return None
        number = terms.casefold().removeprefix("version").strip()
        version = self.versions.get(int(number)) if number.isascii() and number.isdigit() else None
        if version is None:
            which = ", ".join(map(str, sorted(self.versions))) or "none yet"
            cells.fail(
                f"“{terms}” is no version of the terms. Write the number of one that is published: {which}."
            )
        if signed is None and not cells.text("agreement_signed_on"):
            cells.fail("Write the day on which the agreement was signed.")
        return None if version is None or signed is None else OnPaper(version, signed, kept)

    def _year(self, line: FellowLine, wrong: list[tuple[int, str]]) -> PaperYear | None:
        cells = _Cells(line.cells, line.number, wrong)
        year, site = self.years.get(cells.text("year")), cells.text("site")
        if year is None:
            cells.fail(
                f"There is no program year “{cells.text('year')}”. Write it like 2018-19; one of before is opened "
                "under Years, and the number of its days is enough."
            )
        signed, fte, days = cells.day("confirmed_on"), cells.thousandths("fte"), cells.number("days")
        if signed is None and not cells.text("confirmed_on"):
            cells.fail("Write on which day it was confirmed on paper.")
        if year is None or signed is None or fte is None:
            return None
        school = self.schools.get(same_key(site)) or self.schools.get(site)
        return PaperYear(
            year=year,
            school=school,
            site=school.name if school else site,
            employer=cells.text("employer"),
            position=cells.text("position"),
            fte_thousandths=fte,
            days=days,
            confirmed_by=cells.text("confirmed_by"),
            signed_on=signed,
            kept=cells.text("paper_kept"),
        )


def _merged(lines: Sequence[FellowLine], wrong: list[tuple[int, str]]) -> dict[str, str]:
    """What the lines say of the fellow together: each fact once, or alike."""
    said: dict[str, tuple[int, str]] = {}
    for line in lines:
        for name in OF_FELLOW:
            text = line.text(name)
            number, before = said.setdefault(name, (line.number, text)) if text else (line.number, text)
            if text and before != text:
                wrong.append(
                    (
                        line.number,
                        f"Line {number} says {name} “{before}”, this one “{text}”. Leave one of the two.",
                    )
                )
    return {name: text for name, (_, text) in said.items()}


def _reached(cells: "_Cells") -> "Iterable[Reached]":
    for kind in MILESTONES:
        day = cells.day(f"{kind}_on")
        expires = cells.day(f"{kind}_expires") if kind in EXPIRE else None
        if day is not None:
            yield Reached(kind, day, expires)
        elif expires is not None:
            cells.fail(f"Write {kind}_on too: the day it was reached.")


@dataclass(frozen=True)
class _Cells:
    """Cells as values; what cannot be read is noted with the number of the line."""

    cells: Mapping[str, str]
    line: int
    wrong: list[tuple[int, str]]

    def fail(self, words: str) -> None:
        if (self.line, words) not in self.wrong:
            self.wrong.append((self.line, words))

    def text(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def day(self, name: str) -> date | None:
        if not self.text(name):
            return None
        try:
            return written_day(self.text(name))
        except ValueError:
            self.fail(f"{name}: {DAY.format(self.text(name))}")
            return None

    def state(self) -> State | None:
        found = STATES.get(self.text("state").replace("-", "_").casefold())
        if found is None:
            words = ", ".join(str(one).replace("_", " ") for one in ON_PAPER)
            self.fail(f"“{self.text('state')}” is no state to take over. Write one of: {words}.")
            return None
        return found

    def thousandths(self, name: str) -> int | None:
        try:
            share = written_share(self.text(name) or "1") * 1000
        except ValueError:
            share = None
        if share is None and "," in self.text(name):
            point = self.text(name).replace(",", ".")
            self.fail(f"“{self.text(name)}” has a comma. Write the share with a point: {point}.")
            return None
        if share is None or share.denominator != 1 or not 0 < share <= 2000:
            self.fail(f"“{self.text(name)}” is no share of full time. Write it like 1, 1/2 or 0.6.")
            return None
        return share.numerator

    def number(self, name: str) -> int | None:
        text = self.text(name)
        if text and not (text.isascii() and text.isdigit() and len(text) < 5):
            self.fail(f"“{text}” is no number of days. Leave it empty for all days of the year.")
            return None
        return int(text) if text else None
