"""The drafts of what schools may claim in a year, as whoever publishes them looks at them together."""

from collections import Counter
from dataclasses import dataclass

from common.edits import mark_of
from pathways.models import ProgramYear
from people.models import School, User
from people.queries import today
from stipends.models import SchoolAllowance, schools_of
from stipends.states import RateState


@dataclass(frozen=True, slots=True)
class Limit:
    """A draft, and what holds for its school until it is published."""

    draft: SchoolAllowance
    before: SchoolAllowance | None


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
        """Of all drafts that go and of what they take the place of: what a page says it showed. No draft is ever
        edited."""
        said = (f"{one.draft.pk}:{one.before.pk if one.before else ''}" for one in self.ready)
        return mark_of(" ".join(said))


def limits_to_publish(user: User, year: ProgramYear) -> LimitsToPublish:
    """What this person may put in force of a year at once. Two queries."""
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
    ready = [Limit(one, in_force.get(one.school_id)) for one in others if one.school_id not in doubled]
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
