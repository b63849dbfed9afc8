"""What everyone may read: the pathways, what is open, the scope and sequence."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from pathways.models import Offering, Pathway, ProgramYear, Role


def catalogue(day: date) -> "QuerySet[Pathway]":
    """Pathways with roles, cohorts and, as `role.open_now`, the offerings open on `day` (four queries)."""
    offerings = Offering.objects.open_on(day).select_related("year", "published_version", "role")
    roles = Role.objects.order_by("position", "name").prefetch_related(
        "cohorts", Prefetch("offerings", offerings.order_by("year__starts"), to_attr="open_now")
    )
    return Pathway.objects.prefetch_related(Prefetch("roles", roles))


def current_year(day: date) -> ProgramYear | None:
    """The program year of `day`; before the first one, the next that begins."""
    return ProgramYear.objects.filter(ends__gt=day).order_by("starts").first()
