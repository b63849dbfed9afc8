"""What there are a few dozen of, read once and put on rows: joined to each of them, planning alone would cost more."""

from pathways.models import Offering, ProgramYear, Role


def known_years() -> dict[int, ProgramYear]:
    """All program years by key, the latest first. One query."""
    return {year.pk: year for year in ProgramYear.objects.only("label", "starts", "ends")}


def known_roles() -> dict[int, Role]:
    """All roles by key, with their pathways, as the catalog orders them. One query."""
    roles = Role.objects.select_related("pathway").only("name", "pathway__name")
    return {role.pk: role for role in roles.order_by("pathway__position", "position")}


def known_offerings() -> dict[int, Offering]:
    """All offerings by key, with the names of their roles and years, the latest year first. One query."""
    offerings = Offering.objects.select_related("role", "year").only("role__name", "year__label")
    return {offering.pk: offering for offering in offerings}
