"""What was paid too much, and what became of it."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.money import dollars
from stipends.models import CameBack, Overpayment, OverpaymentEvent, TakenOff
from stipends.verbs import OVERPAYMENT


class OverpaymentEvents(ReadOnlyInline):
    model = OverpaymentEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(Overpayment)
class OverpaymentAdmin(ReadOnlyAdmin):
    list_display = ["person", "role", "year", "state", "found", "open", "found_at", "agreed_at"]
    list_filter = ["state", "placement__year", "placement__role"]
    list_select_related = ["placement__person", "placement__role", "placement__year"]
    search_fields = ["placement__person__search_name", "reference", "paper"]
    inlines = [OverpaymentEvents]
    life = OVERPAYMENT

    @admin.display(description="person", ordering="placement__person__sort_name")
    def person(self, row: Overpayment) -> str:
        return str(row.placement.person)

    @admin.display(description="role", ordering="placement__role__name")
    def role(self, row: Overpayment) -> str:
        return str(row.placement.role)

    @admin.display(description="year", ordering="placement__year__starts")
    def year(self, row: Overpayment) -> str:
        return str(row.placement.year)

    @admin.display(description="paid too much", ordering="found_cents")
    def found(self, row: Overpayment) -> str:
        return dollars(row.found_cents)

    @admin.display(description="open", ordering="open_cents")
    def open(self, row: Overpayment) -> str:
        return dollars(row.open_cents)

    def view_on_site(self, obj: Overpayment) -> str:
        return f"/stipends/overpayments/{obj.pk}/"


@admin.register(OverpaymentEvent)
class OverpaymentEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "overpayment", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "overpayment__placement__year"]
    list_select_related = [
        "overpayment__placement__person",
        "overpayment__placement__role",
        "overpayment__placement__year",
        "line__run__year",
        "by",
    ]
    search_fields = ["overpayment__placement__person__search_name", "note", "reference", "by__search_name"]


@admin.register(TakenOff)
class TakenOffAdmin(ReadOnlyAdmin):
    list_display = ["line_id", "person", "run", "amount", "overpayment_id"]
    list_filter = ["line__run__year", "line__run__kind"]
    list_select_related = ["line__person", "line__run__year"]
    search_fields = ["line__person__search_name"]

    @admin.display(description="person", ordering="line__person__sort_name")
    def person(self, row: TakenOff) -> str:
        return str(row.line.person)

    @admin.display(description="run")
    def run(self, row: TakenOff) -> str:
        return str(row.line.run)

    @admin.display(description="amount", ordering="cents")
    def amount(self, row: TakenOff) -> str:
        return dollars(row.cents)


@admin.register(CameBack)
class CameBackAdmin(ReadOnlyAdmin):
    list_display = ["came_on", "overpayment", "amount", "how", "reference", "by", "at"]
    list_filter = ["how", "overpayment__placement__year"]
    list_select_related = [
        "overpayment__placement__person",
        "overpayment__placement__role",
        "overpayment__placement__year",
        "by",
    ]
    search_fields = ["overpayment__placement__person__search_name", "reference", "by__search_name"]

    @admin.display(description="amount", ordering="cents")
    def amount(self, row: CameBack) -> str:
        return dollars(row.cents)
