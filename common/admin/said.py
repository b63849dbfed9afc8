"""Rows as people say them. A period keeps the day after the last one: the last day is shown and typed. A line of
history keeps the names of states: they are said in words."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.formats import date_format

from common.models import Event, Period
from common.states import in_words

ENDS, SHOWN = "ends", "last_day"
# What is shown instead, by the kind of row.
SAID = {Period: {ENDS: SHOWN}, Event: {"from_state": "was", "to_state": "became"}}
DAY = timedelta(days=1)


class LastDayField(forms.DateField):
    """Shows and takes the last day of a period; the row gets the day after it."""

    def prepare_value(self, value: Any) -> Any:
        return value - DAY if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return day + DAY if day else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def as_said(kind: type[Model], names: Sequence[Any]) -> list[Any]:
    """Names of columns or fields of such rows that are read; where a row keeps something else, what people say."""
    told = {
        name: shown for one, words in SAID.items() if issubclass(kind, one) for name, shown in words.items()
    }
    return list(dict.fromkeys(told.get(name, name) for name in names))


class Said(admin.options.BaseModelAdmin):
    """Whose rows are drawn as people say them: a last day stands in lists, in fields to read and in forms, by
    that name; states stand in words where they are read."""

    @admin.display(description="last day", ordering=ENDS)
    def last_day(self, row: Any) -> str:
        return date_format(row.last_day) if row.last_day else self.get_empty_value_display()

    @admin.display(description="was", ordering="from_state")
    def was(self, row: Any) -> str:
        return in_words(row.from_state) or self.get_empty_value_display()

    @admin.display(description="became", ordering="to_state")
    def became(self, row: Any) -> str:
        return in_words(row.to_state) or self.get_empty_value_display()

    @property
    def _lasts(self) -> bool:
        return issubclass(self.model, Period)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if self._lasts and db_field.name == ENDS:
            # What the model says of its column is true of the day after.
            kwargs = {"form_class": LastDayField, "label": "Last day", "help_text": "", **kwargs}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_readonly_fields(request, obj)
        if self._lasts and obj is not None and not self.has_change_permission(request, obj):
            # Whoever only reads the row reads its last day, which is no field of a form.
            found = [*found, ENDS]
        return list(dict.fromkeys([*found, *as_said(self.model, found)]))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if self._lasts and self._is_typed(request, obj):
            return found
        return [(title, {**said, "fields": as_said(self.model, said["fields"])}) for title, said in found]

    def _is_typed(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the end can be typed here, or is read."""
        if ENDS in self.get_readonly_fields(request, obj):
            return False
        if obj is None and isinstance(self, admin.ModelAdmin):
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)
