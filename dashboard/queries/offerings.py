"""All roles of a year in one table: when each opens and closes, its places, what it pays, what schools expect."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from common.ui.timeline import Band, Point, Row, Timeline
from pathways.models import IltExpectation, Offering, ProgramYear
from pathways.queries import RoleOfYear, roles_of_year, schools_in_network
from people.models import User
from people.queries import today
from stipends.models import StipendPolicy

ONE = timedelta(days=1)
# Pixels the longest name of a role takes.
NAMES = 232


@dataclass(frozen=True)
class SheetRow:
    """A role of the year with what it pays, if that was typed; `in_force`: that amount is published. `unwritten`: the
    schools that did not write yet what their ILT expects of it; `silent`: those that took their words out. By name."""

    of: RoleOfYear
    cents: int | None
    in_force: bool
    unwritten: tuple[str, ...]
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    rows: list[SheetRow]
    schools: int

    @property
    def counts(self) -> Counter[str]:
        """How many roles there are of each state."""
        return Counter(str(row.of.state) for row in self.rows)

    @property
    def missing_of_mine(self) -> int:
        return sum(row.of.theirs and row.of.offering is None for row in self.rows)

    @property
    def to_publish(self) -> bool:
        return any(row.of.to_publish for row in self.rows)

    @property
    def places(self) -> int:
        """Of all roles that have an offering, over all schools of the network."""
        return sum(self._places(row.of.offering) for row in self.rows if row.of.offering is not None)

    def windows(self, today: date) -> Timeline | None:
        """When each role is applied for, on one line from the first month to the last; None before any has its days."""
        offered = [(row.of.role.name, row.of.offering) for row in self.rows if row.of.offering is not None]
        if not offered:
            return None
        rows = [_window(name, offering) for name, offering in offered]
        starts = min(offering.opens for _, offering in offered).replace(day=1)
        last = max(max(offering.answer_by, offering.last_day) for _, offering in offered)
        ends = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
        said = " ".join(f"{name}: {_in_words(offering)}." for name, offering in offered)
        return Timeline(starts, ends, ends, today, rows, said, left=NAMES)

    def _places(self, offering: Offering) -> int:
        own = [place.places for place in offering.school_places.all()]
        return sum(own) + offering.places_per_school * (self.schools - len(own))


def _window(name: str, offering: Offering) -> Row:
    last, answer = offering.last_day, offering.answer_by
    after = [Band(last + ONE, answer, "soft", f"answer by {_day(answer)}")] if answer > last else []
    return Row(
        name, [Band(offering.opens, last, words="open"), *after], [Point(offering.cosign_by, "line", "done")]
    )


def _in_words(offering: Offering) -> str:
    days = (offering.opens, offering.last_day, offering.cosign_by, offering.answer_by)
    return "open from {} to {}, signed by {}, offers answered by {}".format(*map(_day, days))


def _day(day: date) -> str:
    return f"{day:%b} {day.day}"


def sheet_of(user: User, year: ProgramYear) -> Sheet:
    """Every role people apply for in the catalog's order (seven queries)."""
    # What is in force goes over a draft, a later draft over one before.
    ranked = sorted(StipendPolicy.objects.standing().filter(year=year), key=lambda policy: policy.in_force)
    amounts = {policy.role_id: policy for policy in ranked}
    said = IltExpectation.objects.filter(offering__year=year).order_by()
    pairs = said.values_list("offering_id", "school_id", "text")
    words: dict[tuple[int | None, int], str] = {(pk, school): text for pk, school, text in pairs}
    schools = list(schools_in_network(today(), year))
    rows = []
    for role in roles_of_year(user, year):
        policy = amounts.get(role.role.pk)
        in_force = policy is not None and policy.in_force
        pk = role.offering.pk if role.offering else None
        unwritten = tuple(str(school) for school in schools if (pk, school.pk) not in words)
        silent = tuple(str(school) for school in schools if words.get((pk, school.pk)) == "")
        rows.append(SheetRow(role, policy.annual_cents if policy else None, in_force, unwritten, silent))
    return Sheet(rows, len(schools))
