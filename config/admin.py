"""Accounts in the administration: what the libraries behind signing in keep, without their secrets."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin
from notifications.services import queue

# Theirs can be edited, and show the seeds of codes.
for model in (Authenticator, EmailAddress):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def _kind(row: Authenticator) -> str:
    return str(row.get_type_display()).lower().replace("totp", "TOTP")


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Second factors. Whoever lost theirs is let in by deleting it; they then set up another one."""

    fields = ["user", "type", "created_at", "last_used_at"]
    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__search_name"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Names whose they are, which their own words do not."""
        _, counts, missing, protected = super().get_deleted_objects(objs, request)
        return (
            [f"{row.user.name} ({row.user.email}): {_kind(row)}" for row in objs],
            counts,
            missing,
            protected,
        )

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        self._remove(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Authenticator]") -> None:
        self._remove(request, list(queryset.select_related("user")))

    @transaction.atomic
    def _remove(self, request: HttpRequest, rows: list[Authenticator]) -> None:
        """Its owner is told by mail, and the history of the account says who did it."""
        for row in rows:
            queue(
                to=row.user,
                template="account/second_factor_removed",
                context={"by": request.user, "kinds": _kind(row)},
                dedupe_key=f"second-factor-removed-{row.pk}",
                urgent=True,
            )
            self.log_change(request, row.user, f"Removed a second step of signing in: {_kind(row)}.")
            row.delete()


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    """Addresses, and whether their owners confirmed them. They belong to their owners."""

    list_display = ["email", "user", "primary", "verified"]
    list_filter = ["verified", "primary"]
    list_select_related = ["user"]
    search_fields = ["email", "user__search_name"]
