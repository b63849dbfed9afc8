"""Parts of the administration that several apps share."""

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.db import models
from django.db.models import Model
from django.http import HttpRequest

from common.errors import DomainError


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only services write: to search, filter and read."""

    show_full_result_count = False
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyInline(admin.TabularInline):
    """Rows below another that only services write."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def for_each(request: HttpRequest, rows: Iterable[Model], verb: Callable[[Model], object], done: str) -> None:
    """Call a service for each chosen row; say how many went well, and each refusal in its own words."""
    count = 0
    for row in rows:
        try:
            verb(row)
        except DomainError as refused:
            messages.error(request, f"{row}: {refused}")
        else:
            count += 1
    if count:
        messages.success(request, f"{done}: {count}.")
