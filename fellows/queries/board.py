"""The board of a cohort: its fellows by its milestones, and who is late."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from common.clock import day_in_words
from common.counting import counted
from fellows.models import Fellow, FellowCohort, Milestone
from fellows.queries.fieldwork import minutes_by_fellow
from fellows.queries.plans import plan_of
from fellows.rules.board import Attempt, Standing, Stands, standing
from fellows.rules.hours import Pace, hours_number, hours_text, pace, whole_hours
from fellows.states import State
from people.models import Post

K = Milestone.Kind
# In the order of the way, with what a heading calls each.
GROUPS: dict[str, dict[str, str]] = {
    "Getting in": {K.APPLIED: "Applied", K.ADMITTED: "Admitted", K.ENROLLED: "Enrolled"},
    "The program": {
        K.SUMMER: "Summer",
        K.FALL: "Fall",
        K.WINTER: "Winter",
        K.SPRING: "Spring",
        K.TERM: "Term",
        K.CALAPA_1: "CalAPA 1",
        K.CALAPA_2: "CalAPA 2",
        K.CALAPA_3: "CalAPA 3",
        K.FIELDWORK: "Hours",
        K.PROGRAM: "Complete",
    },
    "What it earns": {
        K.DEGREE: "M.Ed.",
        K.RECOMMENDED: "Recommended",
        K.CERTIFICATE: "Certificate",
        K.PRELIMINARY: "Tier 1",
        K.CLEAR: "Clear",
    },
}
NAMES = {kind: words for group in GROUPS.values() for kind, words in group.items()}
EARNED = frozenset(GROUPS["What it earns"])
# Nominated they are no fellows yet, and who withdrew is waited for no more.
NOT_ON_IT = (State.NOMINATED, State.WITHDRAWN)
SHOWN = {"late": "Late", "again": "Another try", "hours": "Hours to accept"}


@dataclass(frozen=True)
class Heading:
    """A column: the kind of milestone and the day the plan says, if it does."""

    kind: str
    name: str
    due: date | None


@dataclass(frozen=True)
class Cell:
    """How one milestone of one fellow stands, in words as a page reads them aloud and a file holds them."""

    kind: str
    at: Standing
    # Of fieldwork alone: hours against the plan.
    pace: Pace | None = None

    @property
    def is_late(self) -> bool:
        """Past its day; of fieldwork also far behind an even pace."""
        return self.at.stands is Stands.LATE or (self.open_pace is not None and self.open_pace.behind > 0)

    @property
    def open_pace(self) -> Pace | None:
        """Hours that are not complete yet, of those the plan asks for."""
        closed = self.at.stands in (Stands.DONE, Stands.UNKNOWN)
        return self.pace if self.pace is not None and self.pace.asked and not closed else None

    @property
    def words(self) -> str:
        """Its standing; of fieldwork also the hours."""
        if (pace := self.open_pace) is None:
            return self._standing
        hours = f"{hours_number(pace.accepted)} of {hours_text(pace.asked)}"
        behind = f", {whole_hours(pace.behind)} behind" if pace.behind else ""
        return f"{hours}{behind}; {self._standing}"

    @property
    def delay(self) -> str:
        """By how much it is late."""
        if self.at.stands is Stands.LATE:
            return counted(self.at.days_late, "day")
        return f"{whole_hours(self.pace.behind)} hours behind" if self.pace else ""

    @property
    def _standing(self) -> str:
        day = day_in_words(self.at.day) if self.at.day else "no day yet"
        match self.at.stands:
            case Stands.DONE:
                return f"done {day}"
            case Stands.LATE:
                return f"{counted(self.at.days_late, 'day')} late, due {day}"
            case Stands.AGAIN:
                return f"attempt {self.at.attempt}, due {day}"
            case Stands.UNKNOWN:
                return f"not recorded, due {day}"
            case Stands.NOT_PLANNED:
                return "not planned"
        return f"{self.at.stands}, due {day}"

    @property
    def short(self) -> str:
        """What stands under its mark."""
        if (pace := self.open_pace) is not None:
            return hours_number(pace.accepted)
        day = f"{self.at.day:%b %-d}" if self.at.day else ""
        match self.at.stands:
            case Stands.LATE:
                return f"{self.at.days_late} d late"
            case Stands.AGAIN:
                return f"{_th(self.at.attempt)} {day}"
            case Stands.UNKNOWN:
                return "?"
        return day


@dataclass(frozen=True)
class Row:
    """One fellow, where they work, and their milestones in the order of the columns."""

    fellow: Fellow
    school: str
    cells: tuple[Cell, ...]

    def of(self, stands: Stands) -> list[Cell]:
        return [cell for cell in self.cells if cell.at.stands is stands]

    @property
    def late_cells(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_late]

    @property
    def late(self) -> list[str]:
        """What is late, and by how many days or hours."""
        return [f"{NAMES[cell.kind]}, {cell.delay}" for cell in self.late_cells]

    @property
    def flag(self) -> str:
        """The worst of it in a word."""
        if late := self.late_cells:
            more = f" and {len(late) - 1} more" if len(late) > 1 else ""
            return f"{NAMES[late[0].kind]}: late{more}"
        if again := self.of(Stands.AGAIN):
            return f"{NAMES[again[0].kind]}: {_th(again[0].at.attempt)} try"
        return "On time"

    @property
    def tone(self) -> str:
        """Of the badge of its flag."""
        return "bad" if self.late_cells else "waiting" if self.of(Stands.AGAIN) else "good"


@dataclass(frozen=True)
class Board:
    cohort: FellowCohort
    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The groups of its columns that it has, each with how many."""
        kinds = [column.kind for column in self.columns]
        found = [(name, sum(kind in kinds for kind in group)) for name, group in GROUPS.items()]
        return [(name, number) for name, number in found if number]

    def shown(self, what: str) -> list[Row]:
        """The rows of those who are late, who try again, or whose hours wait; all for anything else."""
        wanted: dict[str, Callable[[Row], object]] = {
            "late": lambda row: row.late_cells,
            "again": lambda row: row.of(Stands.AGAIN),
            "hours": lambda row: any(cell.pace and cell.pace.logged for cell in row.cells),
        }
        fits = wanted.get(what, lambda row: True)
        return [row for row in self.rows if fits(row)]

    @property
    def hours(self) -> Pace | None:
        """The hours of all who do not hold them complete yet or do; None where the plan asks for none."""
        found = [cell.pace for row in self.rows for cell in row.cells if cell.pace and cell.pace.asked]
        if not found:
            return None
        return Pace(
            sum(min(one.accepted, one.asked) for one in found),
            sum(one.logged for one in found),
            sum(one.asked for one in found),
            sum(one.expected for one in found),
        )


def board_of(cohort: FellowCohort, today: date) -> Board:
    """The board on a day: a column for each milestone of the plan, and for each other one somebody has.
    Five queries."""
    lines = plan_of(cohort)
    plan = {line.kind: line.due for line in lines}
    asked = next((line.hours for line in lines if line.hours), None)
    fellows = list(
        Fellow.objects.filter(cohort=cohort)
        .exclude(state__in=NOT_ON_IT)
        .select_related("person")
        .order_by("person__sort_name", "pk")
    )
    attempts: dict[tuple[int, str], list[Attempt]] = defaultdict(list)
    for row in Milestone.objects.filter(fellow__in=fellows).order_by("attempt"):
        attempt = Attempt(row.attempt, row.due, row.reached_on, row.not_passed_on)
        attempts[row.fellow_id, row.kind].append(attempt)
    kinds = {kind for _, kind in attempts} | set(plan)
    columns = tuple(Heading(kind, NAMES[kind], plan.get(kind)) for kind in NAMES if kind in kinds)
    schools, minutes = _schools(fellows, today), minutes_by_fellow(cohort.pk)

    def cell(fellow: Fellow, kind: str) -> Cell:
        stands = _stands(fellow, kind, attempts, today)
        if kind != K.FIELDWORK:
            return Cell(kind, stands)
        # By their own day, where it was moved for them alone.
        accepted, logged = minutes.get(fellow.pk, (0, 0))
        due = _due(attempts, fellow.pk, kind)
        return Cell(kind, stands, pace(accepted, logged, asked, starts=cohort.starts, due=due, today=today))

    rows = (
        Row(fellow, schools.get(fellow.person_id, ""), tuple(cell(fellow, one.kind) for one in columns))
        for fellow in fellows
    )
    return Board(cohort, columns, tuple(rows))


def _due(attempts: dict[tuple[int, str], list[Attempt]], pk: int, kind: str) -> date | None:
    found = attempts.get((pk, kind), ())
    return found[-1].due if found else None


def _stands(
    fellow: Fellow, kind: str, attempts: dict[tuple[int, str], list[Attempt]], today: date
) -> Standing:
    over = fellow.graduated_on is not None and kind not in EARNED
    return standing(attempts.get((fellow.pk, kind), ()), today, over=over)


def _schools(fellows: list[Fellow], day: date) -> dict[int, str]:
    people = [fellow.person_id for fellow in fellows]
    posts = Post.objects.on(day).filter(person__in=people).order_by("-starts", "-pk")
    return dict(reversed(list(posts.values_list("person", "school__name"))))


def cohort_to_look_at(day: date) -> FellowCohort | None:
    """The cohort that studies on this day, else the latest that began, else the first there is. One query."""
    cohorts = list(FellowCohort.objects.order_by("-starts", "-pk"))
    studies = (one for one in cohorts if one.starts <= day < one.ends)
    began = (one for one in cohorts if one.starts <= day)
    return next(studies, None) or next(began, None) or (cohorts[-1] if cohorts else None)


def _th(number: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
