"""What putting a policy in force, or out of it, does to the people of its role."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from common.money import dollars
from pathways.models import Offering, Placement, ProgramYear
from people.models import User
from stipends.models import StipendPolicy, StipendPolicyEvent
from stipends.rules import PolicyError, in_words, parse_policy
from stipends.rules.office import Tried, tried
from stipends.states import PolicyAction

APPROVED_STAYS = "What approved runs pay stays as it is; other runs have to be calculated again."


@dataclass(frozen=True, slots=True)
class Effect:
    """A policy, the one in force that it would replace, and how many placements of its role and year there are."""

    policy: StipendPolicy
    replaces: StipendPolicy | None
    placements: int

    @property
    def of_publishing(self) -> str:
        """What publishing it does, before anybody presses."""
        amount, people = dollars(self.policy.annual_cents), self._people()
        if self.replaces is None:
            says = (
                f"This puts version {self.policy.version} in force for {people}: {amount} for the whole year."
            )
        else:
            says = (
                f"Version {self.policy.version} replaces version {self.replaces.version}, which is retired."
                f" It is then in force for {people}: {amount} for the whole year instead of"
                f" {dollars(self.replaces.annual_cents)}."
            )
        return f"{says} {APPROVED_STAYS}"

    @property
    def of_retiring(self) -> str:
        """What retiring it does."""
        amount = dollars(self.policy.annual_cents)
        return (
            f"This takes {amount} for the whole year from {self._people()}: they are paid nothing until another"
            f" version is published. {APPROVED_STAYS}"
        )

    def _people(self) -> str:
        count = f"{self.placements:,} placement" + ("" if self.placements == 1 else "s")
        return f"{count} of {self.policy.role} in {self.policy.year}"


def words_of(policy: StipendPolicy) -> tuple[str, ...]:
    """What its rule says, in sentences; of a rule from before, which no longer can be read, that it cannot."""
    try:
        return in_words(parse_policy(policy.rule))
    except PolicyError as error:
        return (f"This rule cannot be read any more ({error.field}: {error.sentence})",)


def sent_back_to(user: User) -> "QuerySet[StipendPolicyEvent]":
    """Of each draft of this person that waits to be mended, the line that says why."""
    later = StipendPolicyEvent.objects.filter(
        policy=OuterRef("policy"), action=PolicyAction.SEND_BACK, pk__gt=OuterRef("pk")
    )
    back = StipendPolicyEvent.objects.filter(policy__in=StipendPolicy.objects.to_mend(user))
    return back.filter(~Exists(later), action=PolicyAction.SEND_BACK)


def tried_of(policy: StipendPolicy) -> Tried | None:
    """The latest examples of an office with the rule as it stands; None without any (one query)."""
    latest = policy.examples.order_by("-at", "-pk").only("cases").first()
    if latest is None:
        return None
    try:
        return tried(parse_policy(policy.rule), policy.annual_cents, latest.cases)
    except PolicyError:
        return None


def effect_of(policy: StipendPolicy) -> Effect:
    """Two queries. Select its role and year with the query."""
    of = {"role": policy.role_id, "year": policy.year_id}
    replaces = StipendPolicy.objects.published().beside(policy).first()
    return Effect(policy, replaces, Placement.objects.filter(**of).count())


def offered_without_amount() -> "QuerySet[Offering]":
    """Offerings of leaders' roles for which nobody wrote a stipend policy of their year."""
    there = StipendPolicy.objects.standing().filter(role=OuterRef("role"), year=OuterRef("year"))
    return Offering.objects.to_leaders().filter(~Exists(there.order_by()))


def policies_to_carry(year: ProgramYear) -> list[StipendPolicy]:
    """Of each role without a draft or a policy of this year: its latest one in force in a year before, in the order of
    the catalog. One query."""
    there = StipendPolicy.objects.standing().filter(year=year).order_by()
    earlier = StipendPolicy.objects.published().filter(year__starts__lt=year.starts)
    latest = (
        earlier.exclude(role__in=there.values("role"))
        .order_by("role_id", "-year__starts")
        .distinct("role_id")
    )
    return sorted(
        latest.select_related("role__pathway", "year"),
        key=lambda policy: (policy.role.pathway.position, policy.role.position, policy.role.name),
    )
