"""Stipend policies: drafted by one person, published by another, never edited after."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline
from common.doors import SignedIn
from common.money import dollars
from people.models import User
from stipends import services
from stipends.forms import PolicyAskForm
from stipends.models import StipendPolicy, StipendPolicyEvent
from stipends.policies import why_not
from stipends.queries import words_of
from stipends.states import PolicyAction
from stipends.verbs import POLICY


class PolicyEvents(ReadOnlyInline):
    model = StipendPolicyEvent
    fk_name = "policy"
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(StipendPolicy)
class StipendPolicyAdmin(MadeByService):
    asks = ["role", "year", "amount", "rule"]
    ask_form = PolicyAskForm
    list_display = ["role", "year", "version", "a_year", "state", "drafted_by", "published_by"]
    list_filter = ["state", "year", "role"]
    list_select_related = ["role", "year", "drafted_by", "published_by"]
    search_fields = ["role__name", "year__label", "drafted_by__search_name", "published_by__search_name"]
    readonly_fields = ["a_year", "says", "as_data"]
    inlines = [PolicyEvents]
    life = POLICY

    def get_fields(self, request: HttpRequest, obj: StipendPolicy | None = None) -> Any:
        made = ["version", "state", "drafted_by", "drafted_at", "published_by", "published_at"]
        return ["role", "year", "a_year", "says", "as_data", *made] if obj else self.asks

    @admin.display(description="a year", ordering="annual_cents")
    def a_year(self, policy: StipendPolicy) -> str:
        return dollars(policy.annual_cents)

    @admin.display(description="rule")
    def says(self, policy: StipendPolicy) -> str:
        return format_html_join("", "<p>{}</p>", ((sentence,) for sentence in words_of(policy)))

    @admin.display(description="rule as data")
    def as_data(self, policy: StipendPolicy) -> str:
        return format_html("<pre>{}</pre>", json.dumps(policy.rule, indent=2))

    def may_make(self, user: User) -> bool:
        return why_not(user, PolicyAction.DRAFT) is None

    def make(self, request: SignedIn, data: dict[str, Any]) -> StipendPolicy:
        cents = int(data.pop("amount") * 100)
        return services.draft_policy(**data, annual_cents=cents, by=request.user)

    def view_on_site(self, obj: StipendPolicy) -> str:
        return f"/stipends/policies/{obj.pk}/"


@admin.register(StipendPolicyEvent)
class StipendPolicyEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "policy", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "policy__year", "policy__role"]
    list_select_related = ["policy__role", "policy__year", "replaced_by", "by"]
    search_fields = ["policy__role__name", "note", "by__search_name"]
