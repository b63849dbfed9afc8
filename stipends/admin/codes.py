"""Funds and codes of the books."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline
from common.doors import SignedIn
from people.models import User
from stipends import services
from stipends.forms import AccountCodeForm, FundAskForm
from stipends.models import AccountCode, Fund, FundEvent
from stipends.policies import why_not_codes
from stipends.services import Coded


class FundEvents(ReadOnlyInline):
    model = FundEvent
    fields = readonly_fields = ("at", "action", "by", "name")


@admin.register(Fund)
class FundAdmin(MadeByService):
    """Added here and on the page of funds, which also gives one another name."""

    asks = ["code", "name"]
    ask_form = FundAskForm
    list_display = ["code", "name"]
    search_fields = ["code", "name"]
    inlines = [FundEvents]

    def may_make(self, user: User) -> bool:
        return why_not_codes(user) is None

    def make(self, request: SignedIn, data: dict[str, Any]) -> Fund:
        return services.add_fund(**data, by=request.user)

    def view_on_site(self, obj: Fund) -> str:
        return f"/stipends/funds/{obj.pk}/"


@admin.register(FundEvent)
class FundEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "fund", "action", "by", "name"]
    list_filter = ["action", "fund"]
    list_select_related = ["fund", "by"]
    search_fields = ["fund__code", "name", "by__search_name"]


@admin.register(AccountCode)
class AccountCodeAdmin(MadeByService):
    """Another code is another row; the newest one counts."""

    asks = ["year", "role", "channel", "substitutes", "account", "fund", "program"]
    ask_form = AccountCodeForm
    list_display = ["year", "of", "account", "fund", "program", "by", "at"]
    list_filter = ["year", "channel", "substitutes", "fund"]
    list_select_related = ["year", "role", "fund", "by"]
    search_fields = ["account", "program", "role__name", "by__search_name"]

    def get_fields(self, request: HttpRequest, obj: AccountCode | None = None) -> Any:
        return [*self.asks, "by", "at"] if obj else self.asks

    def may_make(self, user: User) -> bool:
        return why_not_codes(user) is None

    def make(self, request: SignedIn, data: dict[str, Any]) -> AccountCode:
        year = data.pop("year")
        services.write_codes(year=year, rows=[Coded(**data)], by=request.user)
        of = {name: data[name] for name in ("role", "channel", "substitutes")}
        newest = AccountCode.objects.filter(year=year, **of)
        return newest.order_by("-pk")[0]
