"""The pathways, their roles and cohorts, and who manages which."""

from django.contrib import admin

from pathways.forms import PathwayForm, RoleForm
from pathways.models import Cohort, Pathway, PathwayManager, Role

from common.admin import Inline, ServiceAdmin

@admin.register(Pathway)
class PathwayAdmin(ServiceAdmin):
    form = PathwayForm
    list_display = ["name", "kind", "goal_area", "position"]
    list_filter = ["kind"]
    search_fields = ["name", "short"]
    prepopulated_fields = {"slug": ["name"]}


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
    inlines = [CohortInline]


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
