"""The pathways, their roles and cohorts, and who manages which."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import Inline, ServiceAdmin
from pathways.forms.offerings import PathwayForm, RoleForm
from pathways.models import Cohort, Pathway, PathwayManager, Role

NAMED = (
    "An offering of this role is published, so people signed for it by this name and in this pathway: both stay. "
    "Make a new role for what is another one."
)

OFFERED = "A role of this pathway was published or is held, so it stays the kind of pathway it is."


@admin.register(Pathway)
class PathwayAdmin(ServiceAdmin):
    form = PathwayForm
    list_display = ["name", "kind", "goal_area", "position"]
    list_filter = ["kind"]
    search_fields = ["name", "short"]
    prepopulated_fields = {"slug": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Pathway | None = None) -> list[str]:
        return ["kind"] if obj is not None and obj.offered else []

    def not_here(self, request: HttpRequest, obj: Pathway) -> list[str]:
        return [OFFERED] if obj.offered else []


class CohortInline(Inline):
    model = Cohort
    extra = 0


@admin.register(Role)
class RoleAdmin(ServiceAdmin):
    """Once it was published a role keeps its name and pathway: people signed for them, and are paid by them."""

    form = RoleForm
    list_display = ["name", "pathway", "after_role", "after_years", "position"]
    list_filter = ["pathway"]
    list_select_related = ["pathway", "after_role"]
    search_fields = ["name", "pathway__name"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "pathway", "slug", "adds", "after_role", "after_years", "peer_work", "position"]
    inlines = [CohortInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Role | None = None) -> list[str]:
        return ["name", "pathway"] if obj is not None and obj.published else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Role | None = None) -> dict[str, Any]:
        """The slug follows the name while that can be typed."""
        named = obj is not None and obj.published
        return {} if named else dict(super().get_prepopulated_fields(request, obj))

    def not_here(self, request: HttpRequest, obj: Role) -> list[str]:
        return [NAMED] if obj.published else []


@admin.register(Cohort)
class CohortAdmin(ServiceAdmin):
    list_display = ["name", "role", "grades", "footnote_mark", "footnote"]
    list_filter = ["role"]
    list_select_related = ["role"]
    search_fields = ["name", "role__name"]


@admin.register(PathwayManager)
class PathwayManagerAdmin(ServiceAdmin):
    """A hat with none of these is for all pathways."""

    list_display = ["hat", "pathway"]
    list_filter = ["pathway"]
    list_select_related = ["hat__person", "pathway"]
    search_fields = ["hat__person__search_name", "pathway__name"]
    autocomplete_fields = ["hat", "pathway"]
