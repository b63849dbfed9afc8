"""All roles of a program year beside each other: what is offered of each, and what is not yet."""

from dataclasses import dataclass

from pathways.models import Offering, Pathway, ProgramYear, Role, managed
from pathways.queries.offerings import is_changed
from pathways.states import OfferingState
from people.models import User


@dataclass(frozen=True)
class RoleOfYear:
    """A role and its offering of the year, if there is one; `changed`: applicants read it otherwise today."""

    role: Role
    offering: Offering | None
    changed: bool
    theirs: bool

    @property
    def state(self) -> OfferingState:
        if self.offering is None:
            return OfferingState.MISSING
        if self.offering.published_version_id is None:
            return OfferingState.DRAFT
        return OfferingState.CHANGED if self.changed else OfferingState.PUBLISHED

    @property
    def typed(self) -> bool:
        """Whether its days may be typed: of what is published they change with a reason, elsewhere."""
        return self.theirs and self.state == OfferingState.DRAFT

    @property
    def to_publish(self) -> bool:
        return self.theirs and self.state in (OfferingState.DRAFT, OfferingState.CHANGED)


def roles_of_year(user: User, year: ProgramYear) -> list[RoleOfYear]:
    """Every role people apply for, in the order of the catalog; `theirs` are those `user` manages (four queries)."""
    covered = managed(user)
    roles = Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP).select_related("pathway")
    offerings = Offering.objects.filter(year=year).select_related("role", "year", "published_version")
    offerings = offerings.prefetch_related("deliverables", "school_places")
    offered = {offering.role_id: offering for offering in offerings}
    return [
        RoleOfYear(
            role,
            offering := offered.get(role.pk),
            offering is not None and is_changed(offering),
            covered is None or role.pathway_id in covered,
        )
        for role in roles.order_by("pathway__position", "position", "name")
    ]
