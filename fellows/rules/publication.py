"""What may leave the house of the outcomes: cohorts pooled until numbers can be shown, and tables that go out
together, none of which tells what another hides (rules.md §11, What leaves the house). Plain Python."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fellows.rules.outcomes import (
    BEFORE,
    CREDENTIAL,
    KEPT,
    NOW,
    PATH,
    PLACED,
    ROLES,
    SERVICE,
    Facts,
    Measure,
    counts,
    graduates,
)
from fellows.rules.suppression import SMALL, Place, Shown, Table, suppress

# The numbers of cohorts that are shown together.
Group = tuple[int, ...]
ALL, TOTAL = "All together", "Together"
TODAY = {"here": "In our schools today", "gone": "Outside our schools today, or not known"}


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it leaves: `rows` and `columns` name what the numbers count, totals last; None is hidden."""

    key: str
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: Shown


@dataclass(frozen=True, slots=True)
class Publication:
    """All that leaves of one day. `waiting`: cohorts that are in no number until more have graduated."""

    groups: tuple[Group, ...]
    waiting: Group
    tables: tuple[Published, ...]


def publish(facts: Sequence[Facts], today: date, kept: Sequence[Group] = ()) -> Publication:
    """The tables of all groups. Of the ways to pool, that which shows the most classes; of equal ones the finest.

    `kept`: groups that left the house before. They stay as they are, so that no two files differ by one small cohort.
    Nothing is published while fewer than SMALL graduated.
    """
    there = sorted({(one.begins, one.cohort) for one in facts})
    best = Publication((), tuple(cohort for _, cohort in there), ())
    most = (-1, -1)
    for groups in _ways(facts, [cohort for _, cohort in there], kept):
        tables = tuple(_tables(facts, groups, today))
        told = _told(tables, len(groups))
        if told > most:
            pooled = {cohort for group in groups for cohort in group}
            best = Publication(groups, tuple(one for _, one in there if one not in pooled), tables)
            most = told
    return best


def _told(tables: Sequence[Published], groups: int) -> tuple[int, int]:
    """How many classes of groups are shown, then how many of all together: totals are shown in any case."""
    classes = [
        [number is not None for number in row[:-1]] for table in tables for row in table.numbers[:groups]
    ]
    together = [
        [number is not None for number in row[:-1]] for table in tables for row in table.numbers[groups:]
    ]
    return sum(map(sum, classes)), sum(map(sum, together))


def _ways(
    facts: Sequence[Facts], cohorts: Sequence[int], kept: Sequence[Group]
) -> Iterable[tuple[Group, ...]]:
    """Every way to pool that is looked at, the finest first."""
    size: dict[int, int] = defaultdict(int)
    for one in graduates(facts):
        size[one.cohort] += 1
    if any(sum(size[cohort] for cohort in group) < SMALL for group in kept):
        kept = ()  # a correction took away what stood there
    before = {cohort for group in kept for cohort in group}
    rest = [cohort for cohort in cohorts if size[cohort] and cohort not in before]
    ways = {
        (*kept, *_pooled(rest, size, least, alone=not kept)): None
        for least in range(SMALL, max(sum(size.values()), SMALL) + SMALL, SMALL)
    }
    return [way for way in ways if way]


def _pooled(cohorts: Sequence[int], size: dict[int, int], least: int, alone: bool) -> list[Group]:
    """Consecutive cohorts together until so many graduated. What is left over joins the last group, or waits where
    groups left the house before."""
    groups: list[list[int]] = []
    open_group: list[int] = []
    for cohort in cohorts:
        open_group.append(cohort)
        if sum(size[one] for one in open_group) >= least:
            groups.append(open_group)
            open_group = []
    if groups and alone:
        groups[-1] += open_group
    elif alone and sum(size[one] for one in open_group) >= SMALL:
        groups.append(open_group)
    return [tuple(group) for group in groups]


def _tables(facts: Sequence[Facts], groups: Sequence[Group], today: date) -> Iterable[Published]:
    """The number of graduates of each group and of all is in every table, so each shows it and they tell nothing of
    each other; a table of a part is published where that part is shown."""
    people = [[one for one in facts if one.cohort in group] for group in groups]
    names = _names(facts, groups)
    yield _table(PATH, people, names, today, known=0)
    for measure in (CREDENTIAL, BEFORE, PLACED, SERVICE):
        yield _table(measure, people, names, today)
    now = _table(NOW, people, names, today)
    yield now
    everybody = [one for group in people for one in group]
    leading, _, outside, graduated = now.numbers[-1]
    if leading is not None:
        yield _roles(everybody)
    if outside is not None and graduated is not None and graduated - outside >= SMALL:
        yield _kept(everybody, today)


def _table(
    measure: Measure, people: Sequence[Sequence[Facts]], names: Sequence[str], today: date, known: int = -1
) -> Published:
    found = tuple(counts(measure, group, today) for group in people)
    rows = (*names, *([ALL] if len(names) > 1 else []))
    shown = suppress(Table(found, frozenset((row, known) for row in range(len(rows)))))
    return Published(measure.key, measure.title, rows, (*measure.classes.values(), TOTAL), shown)


def _roles(people: Sequence[Facts]) -> Published:
    """As what those lead who lead a school today."""
    found = (tuple(sum(one.graduated is not None and one.role == role for one in people) for role in ROLES),)
    shown = suppress(Table(found, frozenset({(0, -1)})))
    return Published("roles", "Who leads a school of ours", (ALL,), (*ROLES.values(), TOTAL), shown)


def _kept(people: Sequence[Facts], today: date) -> Published:
    """Who is there today, by what they were after so many years: nobody who is there today had left by then."""
    here = [one for one in graduates(people) if one.left_on is None]
    gone = [one for one in graduates(people) if one.left_on is not None]
    rows: tuple[str, ...] = (*TODAY.values(), ALL)
    known: set[Place] = {(0, -1), (1, -1), (2, -1), (0, list(KEPT.classes).index("gone"))}
    shown = suppress(Table((counts(KEPT, here, today), counts(KEPT, gone, today)), frozenset(known)))
    return Published(KEPT.key, KEPT.title, rows, (*KEPT.classes.values(), TOTAL), shown)


def in_years(begins: Collection[int], others: Collection[int]) -> str:
    """Years in which cohorts began, as "2016, 2018 to 2025": what is said as from one to another holds none of
    `others`, years of cohorts that are not among them."""
    runs: list[list[int]] = []
    for year in sorted(set(begins)):
        apart = not runs or any(runs[-1][-1] < other < year for other in set(others) - set(begins))
        runs[-1:] = [*runs[-1:], [year]] if apart else [[*runs[-1], year]]
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _names(facts: Sequence[Facts], groups: Sequence[Group]) -> list[str]:
    """Each group by the years in which its cohorts began: "2015 to 2018", "2020"."""
    begins = {one.cohort: one.begins for one in facts}
    found = []
    for group in groups:
        years = [begins[one] for one in group if one in begins]
        found.append(in_years(years, begins.values()))
    return found
