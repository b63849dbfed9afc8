"""From leaders to fellows: who led where, in which program year, and who became a fellow since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from fellows.models import Fellow
from fellows.rules.pipeline import Led, Source, counted_of, sources
from fellows.states import State
from pathways.models import EarlierYear, Placement, ProgramYear
from people.models import User

# By what leaders are told apart, and its name on a placement and on a year of before.
GROUPS = {"pathway": "role__pathway__name", "school": "school__name"}
# The years of one page, the last of them that have begun.
MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody a number counts: what they led, by year and school, and the last cohort they were selected into."""

    person: User
    led: tuple[str, ...]
    fellow: Fellow | None

    @property
    def cohort(self) -> str:
        return self.fellow.cohort.name if self.fellow else ""


def pipeline(by: str, day: date) -> tuple[list[ProgramYear], list[Source]]:
    """The last program years that have begun on `day`, and by pathway or by school (`by`, one of GROUPS) how many led
    in each and became fellows since. Years of before count with those kept here; one without a school is of no school.
    Four queries."""
    begun = _begun(day)
    return begun, sources(_led(by, begun), [year.starts for year in begun], _began())


def leaders_of(by: str, of: str, day: date, *, year: str = "", became: bool = False) -> list[Leader]:
    """The people one number of the pipeline counts, by name: those who led in the group `of`, in the year of this label
    or in all of them; without `of` in any group. With `became` those of them who became fellows since. Eight
    queries."""
    begun = _begun(day)
    asked = [one for one in begun if year in ("", one.label)]
    led = [one for one in _led(by, asked) if of in ("", one.group)]
    people = counted_of(led, [one.starts for one in asked], _began(), became=became)
    fellows = {one.person_id: one for one in _selected().filter(person__in=people).select_related("cohort")}
    held = _held(by, of, asked, people)
    rows = User.objects.filter(pk__in=people).order_by("sort_name", "pk")
    return [Leader(row, tuple(held[row.pk]), fellows.get(row.pk)) for row in rows]


def _begun(day: date) -> list[ProgramYear]:
    return list(ProgramYear.objects.filter(starts__lte=day).order_by("-starts")[:MOST_YEARS])[::-1]


def _rows(by: str, years: Sequence[ProgramYear]) -> "Iterator[QuerySet[Placement] | QuerySet[EarlierYear]]":
    """Who led in these years, here and before the program was kept here."""
    yield Placement.objects.held().filter(year__in=years).order_by()
    yield EarlierYear.objects.standing().exclude(**{GROUPS[by]: None}).filter(year__in=years).order_by()


def _led(by: str, years: Sequence[ProgramYear]) -> list[Led]:
    found = (rows.values_list(GROUPS[by], "year__starts", "person").distinct() for rows in _rows(by, years))
    return [Led(*row) for told in found for row in told]


def _held(by: str, of: str, years: Sequence[ProgramYear], people: Iterable[int]) -> dict[int, list[str]]:
    """What each of them led there, the first year first: "Team Lead 2025-26, Grape Street Elementary"."""
    of_group = {GROUPS[by]: of} if of else {}
    told = {
        line
        for rows in _rows(by, years)
        for line in rows.filter(person__in=people, **of_group).values_list(
            "person", "year__starts", "year__label", "role__name", "school__name"
        )
    }
    found: dict[int, list[str]] = defaultdict(list)
    for person, _, label, role, school in sorted(told, key=lambda line: (line[1], line[3], line[4] or "")):
        found[person].append(f"{role} {label}" + (f", {school}" if school else ""))
    return found


def _selected() -> "QuerySet[Fellow]":
    """Whoever was selected, in the order of their cohorts."""
    return Fellow.objects.exclude(state=State.NOMINATED).order_by("cohort__starts", "pk")


def _began() -> dict[int, date]:
    """By person the first day of the last cohort they were selected into."""
    rows = _selected().order_by().values_list("person")
    return dict(rows.annotate(Max("cohort__starts")))
