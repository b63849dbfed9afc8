"""Program years once more: one that people were paid by is read-only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from common.doors import signed_in
from pathways.admin.years import ProgramYearAdmin
from pathways.models import ProgramYear
from stipends import services
from stipends.forms import AskedYearForm
from stipends.models import StatementChange
from stipends.policies import SETTLED, paid, settled

PAID = "A stipend run of this year is approved, so its name, its first and its last day stay."

# Pathways knows no stipends, so what it registers is put in place here.
admin.site.unregister(ProgramYear)


@admin.register(ProgramYear)
class PaidYearAdmin(ProgramYearAdmin):
    @admin.display(description="service days")
    def calendar(self, year: ProgramYear) -> str:
        return f"{year.service_days.count()}, each in the list of service days."

    def get_fields(self, request: HttpRequest, obj: ProgramYear | None = None) -> Any:
        if obj is None:
            return ["label", "starts", "ends", "days"]
        return ["label", "starts", "ends", *(["calendar"] if settled(obj) else ["days", "why", "seen"])]

    def get_readonly_fields(self, request: HttpRequest, obj: ProgramYear | None = None) -> list[str]:
        return ["calendar", *(["label", "starts", "ends", "last_day"] if paid(obj) else [])]

    def get_form(
        self, request: HttpRequest, obj: ProgramYear | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Without the box for the days, where nothing is to be typed; a new year touches nobody."""
        other = {"form": forms.ModelForm} if settled(obj) else {} if obj is None else {"form": AskedYearForm}
        return super().get_form(request, obj, change=change, **other, **kwargs)

    def save_model(self, request: HttpRequest, obj: ProgramYear, form: Any, change: bool) -> None:
        """Any change of the days of a year asks why once people have signed, and shows what it moves."""

        def verb() -> str:
            before = obj.service_days.count() if change else 0
            super(PaidYearAdmin, self).save_model(request, obj, form, change)
            return f"{obj} has {obj.service_days.count()} now, and had {before}"

        if not change:
            verb()
            return
        given = form.cleaned_data
        asking = services.Asking(signed_in(request), given.get("why", ""), given.get("seen", ""))
        services.change_asked(year=obj, kind=StatementChange.Kind.CALENDAR, asking=asking, verb=verb)

    def has_change_permission(self, request: HttpRequest, obj: ProgramYear | None = None) -> bool:
        return not settled(obj) and super().has_change_permission(request, obj)

    def not_here(self, request: HttpRequest, obj: ProgramYear) -> list[str]:
        return [*([PAID] if paid(obj) else []), *([SETTLED] if settled(obj) else [])]
