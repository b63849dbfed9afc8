"""What leaves the house shows something, and all of it together tells nothing that is hidden."""

from collections.abc import Hashable, Iterable
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fellows.rules.outcomes import MEASURES, Facts, counts, whole
from fellows.rules.publication import Publication, Published, publish
from fellows.rules.suppression import SMALL
from tests.fellows.attacker import Sum, most
from tests.fellows.test_rules_suppression import sums_of

TODAY = date(2027, 2, 11)


def graduate(cohort: int, **known: object) -> Facts:
    """Of a cohort that began in a year from 2015 on; a teacher in the network with a credential, unless said."""
    begins = 2014 + cohort
    stands = {
        "stands": "owing",
        "led_before": False,
        "role": "other",
        "credential": date(2016, 8, 1),
        **known,
    }
    return Facts(cohort, begins, graduated=date(begins + 1, 8, 22), **stands)  # type: ignore[arg-type]


def eight(cohort: int) -> list[Facts]:
    """A cohort as they are: two leave, three lead, two of them within a year; one has no credential yet."""
    year = 2015 + cohort
    return [
        graduate(cohort, role="principal", led_on=date(year, 9, 1), led_before=True),
        graduate(cohort, role="assistant_principal", led_on=date(year + 1, 7, 1), led_before=True),
        graduate(
            cohort,
            role="assistant_principal",
            led_on=date(year + 1, 9, 1),
            led_before=True,
            stands="fulfilled",
        ),
        graduate(cohort, led_before=True, stands="fulfilled"),
        graduate(cohort, credential=None),
        graduate(cohort, stands="fulfilled"),
        graduate(cohort, role="outside", left_on=date(year + 1, 7, 1)),
        graduate(cohort, role="outside", left_on=date(year + 4, 7, 1)),
    ]


def by_key(published: Publication) -> dict[str, Published]:
    return {table.key: table for table in published.tables}


def test_cohorts_of_eight_show_something_together() -> None:
    """Of one alone not a number could leave."""
    published = publish([one for cohort in range(1, 11) for one in eight(cohort)], TODAY)
    assert published.waiting == ()
    tables = by_key(published)
    assert (tables["now"].rows, tables["now"].numbers) == (
        ("2015 to 2019", "2020 to 2024", "All together"),
        ((15, 15, 10, 40), (15, 15, 10, 40), (30, 30, 20, 80)),
    )
    assert tables["roles"].numbers == ((10, 20, 30),)
    assert tables["credential"].numbers == ((None, None, 40), (None, None, 40), (70, 10, 80))


def test_fewer_than_ten_graduates_publish_nothing() -> None:
    assert publish(eight(1), TODAY) == Publication((), (1,), ())
    assert publish([], TODAY) == Publication((), (), ())


def test_a_cohort_nobody_has_graduated_of_waits() -> None:
    studying = [Facts(9, 2026, "studying", False)] * 8
    assert publish([*eight(1), *eight(2), *studying], TODAY).waiting == (9,)


def test_groups_that_left_the_house_before_stay_and_new_cohorts_wait_until_they_are_enough() -> None:
    """Else the difference of two files would be the numbers of one small cohort."""
    three = [one for cohort in (1, 2, 3) for one in eight(cohort)]
    first = publish(three, TODAY).groups
    assert first == ((1, 2, 3),)
    four = publish([*three, *eight(4)], TODAY, first)
    assert (four.groups, four.waiting) == (first, (4,))
    assert by_key(four)["now"].rows == ("2015 to 2017",)
    assert publish([*three, *eight(4), *eight(5)], TODAY, first).groups == ((1, 2, 3), (4, 5))


def test_groups_are_made_anew_when_a_correction_takes_away_their_graduates() -> None:
    assert publish([*eight(2), *eight(3)], TODAY, ((1,), (2, 3))).groups == ((2, 3),)


ONE = st.builds(
    graduate,
    cohort=st.just(1),
    stands=st.sampled_from(["owing", "fulfilled", "ended"]),
    led_before=st.booleans(),
    credential=st.sampled_from([None, date(2016, 8, 1)]),
    led_on=st.sampled_from([None, date(2016, 9, 1), date(2017, 8, 1), date(2020, 8, 1)]),
    role=st.sampled_from(["other", "outside", "principal", "assistant_principal"]),
)
KINDS = st.lists(ONE, min_size=1, max_size=6)
SIZES = st.lists(st.lists(st.integers(0, 14), min_size=6, max_size=6), min_size=1, max_size=5)


def people(kinds: list[Facts], sizes: list[list[int]]) -> list[Facts]:
    """Cohorts with so many of each kind; who is outside left at some time after graduating."""
    found = []
    for cohort, numbers in enumerate(sizes, 1):
        for at, (kind, number) in enumerate(zip(kinds, numbers, strict=False)):
            left = date(2015 + cohort + at, 9, 1) if kind.role == "outside" else None
            known = {
                name: getattr(kind, name) for name in ("stands", "led_before", "credential", "led_on", "role")
            }
            found += [graduate(cohort, left_on=left, **known)] * number
    return found


def all_sums(published: Publication) -> list[Sum]:
    """Every sum in every table, and what tables say of each other."""
    tables = by_key(published)
    sums = [sum_ for table in tables.values() for sum_ in sums_of(table.numbers, _inside(table), table.key)]
    for key in ("credential", "before", "placed", "service", "now"):
        for row in range(len(tables[key].rows) if key in tables else 0):
            sums += _same(tables, ("path", (row, 0)), (key, (row, len(tables[key].columns) - 1)))
    if "roles" in tables:
        sums += _same(tables, ("roles", (0, 2)), ("now", (len(tables["now"].rows) - 1, 0)))
    if "kept" in tables:
        sums += _same(tables, ("kept", (1, 3)), ("now", (len(tables["now"].rows) - 1, 2)))
        sums += _same(tables, ("kept", (2, 3)), ("now", (len(tables["now"].rows) - 1, 3)))
        sums.append(({("kept", (0, 1)): 1}, 0))
    return [sum_ for sum_ in sums if sum_[0]]


def _inside(table: Published) -> int:
    return len(table.rows) - (len(table.rows) > 1)


def _same(
    tables: dict[str, Published], one: tuple[str, tuple[int, int]], other: tuple[str, tuple[int, int]]
) -> Iterable[Sum]:
    factors: dict[Hashable, int] = {}
    total = 0
    for sign, (key, (row, column)) in ((1, one), (-1, other)):
        number = tables[key].numbers[row][column]
        if number is None:
            factors[key, (row, column)] = sign
        else:
            total -= sign * number
    if factors:
        yield factors, total


@settings(max_examples=25)
@given(KINDS, SIZES)
@example(
    [graduate(1, role="outside"), graduate(1, role="principal", led_on=date(2016, 9, 1))], [[3, 9], [12, 9]]
)
def test_all_tables_together_tell_no_hidden_number(kinds: list[Facts], sizes: list[list[int]]) -> None:
    published = publish(people(kinds, sizes), TODAY)
    sums = all_sums(published)
    for table in published.tables:
        for row, numbers in enumerate(table.numbers):
            for column, number in enumerate(numbers):
                place = (table.key, (row, column))
                assert number is None or number >= SMALL or (place == ("kept", (0, 1)) and number == 0)
                if number is None:
                    own = [sum_ for sum_ in sums if any(name[0] == table.key for name in sum_[0])]  # type: ignore[index]
                    low, high = most(own, place, -1), most(own, place)
                    assert low is not None
                    assert high is None or (high >= SMALL and high - low >= SMALL), place


@given(KINDS, SIZES)
def test_everybody_is_in_one_class_of_each_measure(kinds: list[Facts], sizes: list[list[int]]) -> None:
    found = people(kinds, sizes)
    for measure in MEASURES:
        assert sum(counts(measure, found, TODAY)) == len(whole(measure, found))
