"""Choices of rows by their id, and the rows below another that hold them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from common.admin.said import Said
from common.admin.windows import AS_OPENED, merging
from common.models import Event

LONGEST_NUMBER = 18


class _ChosenById(AutocompleteMixin):
    """A choice drawn again without what was sent in place of an id: the database would only fail at it."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        ids = [text for text in map(str, value) if text.isascii() and text.isdigit()]
        return super().optgroups(name, [text for text in ids if len(text) <= LONGEST_NUMBER], attrs)


class ChosenOne(_ChosenById, AutocompleteSelect):
    """The widget of `autocomplete_fields` that leads to one row."""


class ChosenSeveral(_ChosenById, AutocompleteSelectMultiple):
    """The same for several rows."""


class Choosing(Said):
    """Whose `autocomplete_fields` are drawn by the widgets above."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenSeveral(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class Inline(Choosing, admin.TabularInline):
    """Rows below another that are edited with it."""

    extra = 0

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        # Django asks without fields which ones there are: those of the row.
        form = self.form if kwargs.get("fields", ...) is None else merging(self.form)
        return super().get_formset(request, obj, **{"form": form, **kwargs})

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """What the page showed goes along with what can be changed."""
        fields = super().get_fields(request, obj)
        return [*fields, AS_OPENED] if self.has_change_permission(request, obj) else fields


class ReadOnlyInline(Said, admin.TabularInline):
    """Rows below another that only services write."""

    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """A history is read with what its lines are about, in its order: the oldest first."""
        rows = super().get_queryset(request)
        return rows.select_related("by", *self.model.reads) if issubclass(self.model, Event) else rows

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
