"""The drafts of what schools may claim in a year, as whoever publishes them looks at them together."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.clock import day_in_words
from common.edits import mark_of
from common.money import dollars
from pathways.models import ProgramYear
from people.models import School, User
from people.queries import today
from stipends.models import SchoolAllowance, schools_of
from stipends.queries.accounts import Used, used_in
from stipends.rules import days_in_words
from stipends.states import RateState


@dataclass(frozen=True, slots=True)
class Limit:
    """A draft, what holds for its school until it is published (None: no limit), and what the school claims already."""

    draft: SchoolAllowance
    before: SchoolAllowance | None
    used: Used

    @property
    def said(self) -> list[str]:
        """What publishing it does, a sentence each."""
        year = self.draft.year
        now = "No limit is in force" if self.before is None else f"In force now: {self.before.says}"
        return [
            f"{now}, for {self.draft.school} in {year}.{'' if self.before is None else ' It is retired.'}",
            f"{self.draft.says} from the moment it is published, for the whole of {year}"
            f" ({day_in_words(year.starts)} to {day_in_words(year.last_day)}): what was claimed before counts too.",
            self.claimed,
            *([self.below] if self.below else []),
        ]

    @property
    def claimed(self) -> str:
        """What is claimed already: "Claimed already: $120.00 for 1.5 days, of it $20.00 for half a day approved."."""
        if not self.used.days and not self.used.cents:
            return "Nothing is claimed yet."
        return (
            f"Claimed already: {_worth(self.used.cents, self.used.days)}, of it"
            f" {_worth(self.used.approved_cents, self.used.approved_days)} approved."
        )

    @property
    def below(self) -> str:
        """That it is less than what is claimed already; empty where it is not."""
        if not self._less(self.used.cents, self.used.days):
            return ""
        approved = self._less(self.used.approved_cents, self.used.approved_days)
        return (
            f"This limit is less than what is {'approved' if approved else 'claimed'} already. What was approved stays;"
            f" {'nothing more' if approved else 'not all that waits'} can be approved under it."
        )

    def _less(self, cents: int, days: Decimal) -> bool:
        most, units = self.draft.budget_cents, self.draft.units
        return (most is not None and most < cents) or (units is not None and units < days)

    @property
    def mark(self) -> str:
        """Of all that it says; empty where it takes the place of none and nothing is claimed."""
        return mark_of(" ".join(self.said)) if self.before or self.used.days or self.used.cents else ""


def _worth(cents: int, days: Decimal) -> str:
    return f"{dollars(cents)} for {days_in_words(Fraction(days))}" if days else dollars(cents)


def limit_to_publish(draft: SchoolAllowance) -> Limit:
    """What publishing this draft would do now. Two queries."""
    before = SchoolAllowance.objects.published().filter(school=draft.school_id, year=draft.year_id).first()
    used = used_in(draft.year_id, [draft.school_id])
    return Limit(draft, before, used.get(draft.school_id, Used()))


@dataclass(frozen=True, slots=True)
class LimitsToPublish:
    """Of one person and year: the drafts that go together (`ready`, by school), those they wrote themselves (`own`),
    the schools for which several wait (`doubled`), and those they are of themselves (`theirs`). Cents are those of all
    limits in dollars."""

    ready: list[Limit]
    own: list[SchoolAllowance]
    doubled: list[School]
    theirs: list[School]
    cents_before: int
    cents_after: int

    @property
    def own_schools(self) -> list[tuple[School, int]]:
        """The schools for which they wrote drafts themselves, and how many."""
        return list(Counter(one.school for one in self.own).items())

    @property
    def mark(self) -> str:
        """Of all drafts that go, of what they take the place of and of what is claimed: what a page says it showed. No
        draft is ever edited."""
        said = (f"{one.draft.pk}:{one.before.pk if one.before else ''}:{one.claimed}" for one in self.ready)
        return mark_of(" ".join(said))


def limits_to_publish(user: User, year: ProgramYear) -> LimitsToPublish:
    """What this person may put in force of a year at once. Three queries."""
    rows = SchoolAllowance.objects.visible_to(user).standing().filter(year=year)
    found = list(
        rows.select_related("school", "year", "drafted_by").order_by("school__sort_name", "school", "pk")
    )
    in_force = {one.school_id: one for one in found if one.in_force}
    drafts = [one for one in found if one.state == RateState.DRAFT]
    own = [one for one in drafts if one.drafted_by_id == user.pk]
    of_others = [one for one in drafts if one.drafted_by_id != user.pk]
    at = set(schools_of(user, today()).values_list("pk", flat=True))
    theirs = {one.school_id: one.school for one in of_others if one.school_id in at}
    others = [one for one in of_others if one.school_id not in at]
    of_a_school = Counter(one.school_id for one in others)
    doubled = {one.school_id: one.school for one in others if of_a_school[one.school_id] > 1}
    single = [one for one in others if one.school_id not in doubled]
    used = used_in(year.pk, [one.school_id for one in single]) if single else {}
    ready = [Limit(one, in_force.get(one.school_id), used.get(one.school_id, Used())) for one in single]
    after = in_force | {one.draft.school_id: one.draft for one in ready}
    return LimitsToPublish(
        ready, own, [*doubled.values()], [*theirs.values()], _cents(in_force), _cents(after)
    )


def _cents(limits: dict[int, SchoolAllowance]) -> int:
    return sum(one.budget_cents or 0 for one in limits.values())


def years_to_publish(user: User) -> list[tuple[str, int]]:
    """The years with drafts of others, the latest first, and how many. One query."""
    drafts = SchoolAllowance.objects.visible_to(user).to_publish(user).order_by("-year__starts")
    return list(Counter(drafts.values_list("year__label", flat=True)).items())
