"""Placements and their deliverables once more: what changes of them shows first what it moves in pay."""

from django.contrib import admin

from pathways.admin.deliverables import DeliverableRecordAdmin
from pathways.admin.placements import PlacementAdmin
from pathways.models import DeliverableRecord, Placement
from stipends.verbs import PAID_DELIVERABLE, PAID_PLACEMENT

# Pathways know no stipends, so what they register is put in place here.
admin.site.unregister([Placement, DeliverableRecord])


@admin.register(Placement)
class PaidPlacementAdmin(PlacementAdmin):
    life = PAID_PLACEMENT


@admin.register(DeliverableRecord)
class PaidDeliverableAdmin(DeliverableRecordAdmin):
    life = PAID_DELIVERABLE
