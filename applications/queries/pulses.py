"""The mid-year check as pages ask for it: who is asked, what the two said, what differs, promise by promise."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from django.db.models import Count, Exists, OuterRef, QuerySet

from applications.models import CommitmentPulse, CommitmentRecord, PulseAnswer, PulsePair
from applications.models.pulses import reads_answers, sent
from applications.queries.commitments import read
from applications.rules.promises import SCHOOL, TEACHER, Kept, Promise, apart, promises
from applications.states import PairState
from common.ui.pictures import Part
from pathways.models import Placement, ProgramYear, managed
from people.models import School, User

# By whose promise and its number, what each of the two said.
Answered = dict[tuple[str, int], dict[str, PulseAnswer]]
PARTS = ("pulse__year", "placement__person", "placement__role__pathway", "school", "school_sent_by")


def to_ask(pulse: CommitmentPulse, day: date) -> "QuerySet[Placement]":
    """Placements of the year that are served on that day on a text both signed here, and were not asked about yet."""
    asked = PulsePair.objects.filter(pulse=pulse, placement=OuterRef("pk"))
    found = Placement.objects.on(day).filter(year=pulse.year_id).exclude(commitment_sha256="")
    found = found.filter(~Exists(asked), commitment_in_force=True).order_by("pk")
    return cast("QuerySet[Placement]", found)


def many_asked(year: ProgramYear) -> tuple[int, int]:
    """How many placements of a year stand on a text both signed here, and at how many schools: whom a check asks."""
    found = Placement.objects.standing().filter(year=year, commitment_in_force=True)
    counts = found.exclude(commitment_sha256="").aggregate(
        leaders=Count("pk"), schools=Count("school", distinct=True)
    )
    return counts["leaders"], counts["schools"]


def usual_days(year: ProgramYear) -> tuple[date, date]:
    """January 15 to February 15 of a program year; of one that holds no such days its middle month."""
    first, last = date(year.ends.year, 1, 15), date(year.ends.year, 2, 15)
    if year.starts <= first and last < year.ends:
        return first, last
    middle = year.starts + (year.ends - year.starts) / 2
    return middle, min(middle + timedelta(days=30), year.ends - timedelta(days=1))


def without_text(user: User, pulse: CommitmentPulse, day: date) -> int:
    """Of the placements `user` manages that are served then: how many stand on paper alone, whose promises are not
    known here."""
    found = Placement.objects.on(day).filter(year=pulse.year_id, commitment_sha256="").held()
    pathways = managed(user)
    return (found if pathways is None else found.filter(role__pathway__in=pathways)).count()


def records_of(placements: Iterable[Placement]) -> dict[int, int]:
    """By placement, the frozen text both signed."""
    by_hash = {one.commitment_sha256: one.pk for one in placements}
    rows = CommitmentRecord.objects.filter(sha256__any_text=list(by_hash)).values_list("sha256", "pk")
    return {by_hash[sha256]: pk for sha256, pk in rows}


def promises_of(pair: PulsePair) -> list[Promise]:
    """The promises of the text the two signed. Select `record` for it."""
    return promises(read(pair.record.content))


def answers_of(pair: PulsePair, party: str) -> dict[str, PulseAnswer]:
    """What one of the two answered last, by promise; sent or not. For that party's own page, and for services."""
    rows = PulseAnswer.objects.filter(pair=pair, party=party).select_related("by").newest()
    return {row.key: row for row in rows}


def answers_seen(user: User, pair: PulsePair) -> dict[str, dict[str, PulseAnswer]]:
    """By party and promise what `user` may read of the two. One query."""
    found: dict[str, dict[str, PulseAnswer]] = {TEACHER: {}, SCHOOL: {}}
    for row in PulseAnswer.objects.visible_to(user).filter(pair=pair).select_related("by").newest():
        found[row.party][row.key] = row
    return found


def mine(user: User) -> "QuerySet[PulsePair]":
    """Those in which `user` answers, the newest check first, what waits before what was sent."""
    rows = PulsePair.objects.of_party(user).select_related(*PARTS)
    return rows.order_by("-pulse__starts", "school__sort_name", "placement__person__sort_name", "pk")


@dataclass(frozen=True, slots=True)
class Line:
    """A promise, and what each of the two said of it; empty where one did not."""

    promise: str
    whose: str
    teacher: PulseAnswer | None
    school: PulseAnswer | None

    @property
    def both(self) -> tuple[str, str]:
        return (self.teacher.kept if self.teacher else "", self.school.kept if self.school else "")

    @property
    def width(self) -> int:
        """How far apart: yes and no are widest."""
        order = ["", *Kept]
        one, other = self.both
        return abs(order.index(one) - order.index(other)) if one and other else 1


@dataclass(slots=True)
class Tally:
    """How the pairs who both answered see something: a promise, or all of a school."""

    name: str
    whose: str = ""
    yes: int = 0
    partly: int = 0
    differ: int = 0
    no: int = 0

    @property
    def whole(self) -> int:
        return self.yes + self.partly + self.differ + self.no

    @property
    def label(self) -> str:
        """All its bar shows, in words."""
        said = f"both yes {self.yes}, both say partly {self.partly}, they differ {self.differ}, both no {self.no}"
        return f"{self.name}: {said}"

    @property
    def parts(self) -> list[Part]:
        """Its bar, drawn to the pairs who both answered."""
        return [
            Part("done", "both: it holds", self.yes),
            Part("part", "both: partly", self.partly),
            Part("differ", "they differ", self.differ),
            Part("lost", "both: no", self.no, hatched=True),
        ]


@dataclass(slots=True)
class AtSchool:
    """The pairs of a school: how many are asked, both answered, and see it differently or say no."""

    school: School
    asked: int = 0
    both: int = 0
    apart: int = 0
    open: int = 0

    @property
    def label(self) -> str:
        return f"{self.school.name}: {self.apart} of {self.asked} differ, or one says no"

    @property
    def parts(self) -> list[Part]:
        return [Part("differ", "they differ", self.apart)]


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair that is apart, or was settled: the promises it is about, the widest first."""

    pair: PulsePair
    lines: list[Line]

    @property
    def width(self) -> int:
        return max((line.width for line in self.lines), default=0)


@dataclass(slots=True)
class Overview:
    """A check as staff read it, of the pathways they manage."""

    asked: int = 0
    both: int = 0
    to_settle: list[Difference] = field(default_factory=list)
    settled: list[Difference] = field(default_factory=list)
    promises: list[Tally] = field(default_factory=list)
    schools: list[AtSchool] = field(default_factory=list)

    @property
    def calm(self) -> int:
        """How many schools have no pair that is or was apart."""
        return sum(not one.apart for one in self.schools)

    @property
    def weakest(self) -> Tally | None:
        """The promise that fewest pairs see kept, where one is not kept by all."""
        found = self.promises[0] if self.promises else None
        return found if found is not None and found.yes < found.whole else None


def overview(user: User, pulse: CommitmentPulse) -> Overview:
    """Three queries, however many pairs. Nothing of pairs in which `user` answers themselves."""
    pairs = list(PulsePair.objects.filter(pulse=pulse).covered_by(user).select_related(*PARTS))
    rows = PulseAnswer.objects.filter(sent(), pair__pulse=pulse, pair__in=[pair.pk for pair in pairs])
    said: dict[int, Answered] = defaultdict(lambda: defaultdict(dict))
    for row in rows.newest():
        said[row.pair_id][row.whose, row.number][row.party] = row
    found = Overview(asked=len(pairs))
    counts: dict[tuple[str, str], Tally] = {}
    schools: dict[int, AtSchool] = {}
    for pair in pairs:
        lines = [
            Line(next(iter(by.values())).promise, whose, by.get(TEACHER), by.get(SCHOOL))
            for (whose, _), by in sorted(said[pair.pk].items())
        ]
        found.both += pair.both
        if pair.both:
            _count(counts, lines)
        _at_school(schools, pair)
        _differ(found, pair, lines if reads_answers(user) else [])
    found.promises = sorted(counts.values(), key=lambda one: (_share(one), one.name))
    found.schools = sorted(schools.values(), key=lambda one: (-one.apart, one.school.sort_name))
    found.to_settle.sort(key=lambda one: -one.width)
    return found


def _share(one: Tally) -> float:
    return one.yes / one.whole if one.whole else 1.0


def _count(counts: dict[tuple[str, str], Tally], lines: list[Line]) -> None:
    for line in lines:
        count = counts.setdefault((line.whose, line.promise), Tally(line.promise, line.whose))
        match line.both:
            case (Kept.YES, Kept.YES):
                count.yes += 1
            case (Kept.PARTLY, Kept.PARTLY):
                count.partly += 1
            case (Kept.NO, Kept.NO):
                count.no += 1
            case _:
                count.differ += 1


def _at_school(schools: dict[int, AtSchool], pair: PulsePair) -> None:
    at = schools.setdefault(pair.school_id, AtSchool(pair.school))
    at.asked += 1
    at.both += pair.both
    at.apart += pair.state in (PairState.DIFFERING, PairState.SETTLED)
    at.open += pair.state == PairState.DIFFERING


def _differ(found: Overview, pair: PulsePair, lines: list[Line]) -> None:
    if pair.state not in (PairState.DIFFERING, PairState.SETTLED):
        return
    differing = sorted((line for line in lines if apart(*line.both)), key=lambda line: -line.width)
    into = found.to_settle if pair.state == PairState.DIFFERING else found.settled
    into.append(Difference(pair, differing))
