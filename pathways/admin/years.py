"""Program years, their calendars, and the scope and sequence."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ServiceAdmin
from common.doors import signed_in
from pathways import services
from pathways.forms.offerings import ProgramYearForm
from pathways.models import CalendarEntry, ProgramYear, ProgramYearEvent, ScopeEvent, ScopeItem, ServiceDay


@admin.register(ProgramYear)
class ProgramYearAdmin(ServiceAdmin):
    form = ProgramYearForm
    list_display = ["label", "starts", "ends"]
    list_filter = ["starts"]
    search_fields = ["label"]

    def save_model(self, request: HttpRequest, obj: ProgramYear, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        services.set_service_days(year=obj, days=form.cleaned_data["days"], by=signed_in(request))


@admin.register(ServiceDay)
class ServiceDayAdmin(ReadOnlyAdmin):
    """Read here; the days of a year are entered on the year's own page, all at once."""

    list_display = ["day", "year"]
    list_filter = ["year"]
    list_select_related = ["year"]
    search_fields = ["day"]
    date_hierarchy = "day"

    def not_here(self, request: HttpRequest, obj: ServiceDay) -> list[str]:
        return [f"Service days are entered and taken out on the page of the program year {obj.year}."]


@admin.register(CalendarEntry)
class CalendarEntryAdmin(ReadOnlyAdmin):
    """Read here; breaks and holidays are entered with the calendar of their year."""

    list_display = ["name", "starts", "last_day", "serves", "year"]
    list_filter = ["year", "serves"]
    list_select_related = ["year"]
    search_fields = ["name"]

    def not_here(self, request: HttpRequest, obj: CalendarEntry) -> list[str]:
        return [f"Breaks, holidays and days that serve besides are entered in the calendar of {obj.year}."]


@admin.register(ProgramYearEvent)
class ProgramYearEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "year", "action", "by", "about", "note"]
    list_filter = ["year", "action"]
    list_select_related = ["year", "by"]
    search_fields = ["year__label", "note", "by__search_name"]


@admin.register(ScopeItem)
class ScopeItemAdmin(ReadOnlyAdmin):
    """Read here; cells are typed on their page, which keeps what they said before."""

    list_display = ["month", "focus", "role", "year"]
    list_filter = ["year", "role"]
    list_select_related = ["year", "role"]
    search_fields = ["focus", "text"]

    def not_here(self, request: HttpRequest, obj: ScopeItem) -> list[str]:
        return [f"Cells are typed and emptied on the page of the scope and sequence of {obj.year}."]


@admin.register(ScopeEvent)
class ScopeEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "year", "action", "by", "about"]
    list_filter = ["year", "action"]
    list_select_related = ["year", "by", "role", "copied_from"]
    search_fields = ["year__label", "was", "says", "by__search_name"]
