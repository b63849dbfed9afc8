"""Placements once more: what is put right of when they were served shows first what it moves in pay."""

from django.contrib import admin

from pathways.admin.placements import PlacementAdmin
from pathways.models import Placement
from stipends import services

# Pathways know no stipends, so what they register is put in place here.
admin.site.unregister(Placement)


@admin.register(Placement)
class PaidPlacementAdmin(PlacementAdmin):
    door = staticmethod(services.change_placement)
