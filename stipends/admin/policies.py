"""Stipend policies: drafted by one person, published by another, never edited after."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline, service_action
from common.money import dollars
from people.models import User
from stipends import services
from stipends.forms import DiscardForm, PolicyAskForm, PublishForm, RetireForm
from stipends.models import StipendPolicy, StipendPolicyEvent
from stipends.policies import may
from stipends.queries import effect_of, words_of
from stipends.states import PolicyState


class PolicyEvents(ReadOnlyInline):
    model = StipendPolicyEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


def publishable(user: User, row: StipendPolicy) -> bool:
    return row.state == PolicyState.DRAFT and row.drafted_by_id != user.pk and may(user, "publish_policy")


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
    actions = ["publish", "retire", "discard"]

    def get_fields(self, request: HttpRequest, obj: StipendPolicy | None = None) -> list[str]:
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
        return may(user, "draft_policy")

    def make(self, request: HttpRequest, data: dict[str, Any]) -> StipendPolicy:
        cents = int(data.pop("amount") * 100)
        return services.draft_policy(**data, annual_cents=cents, by=request.user)

    @service_action(
        "Publish…",
        done="Policies published",
        form=PublishForm,
        given=lambda request, rows: {"follows": any(effect_of(row).follows for row in rows)},
        when=publishable,
        lead=lambda request, rows: " ".join(effect_of(row).of_publishing for row in rows),
    )
    def publish(self, request: HttpRequest, row: StipendPolicy, reason: str, seen: str) -> None:
        services.put_in_force(pk=row.pk, asking=services.Asking(request.user, reason, seen))

    @service_action(
        "Retire…",
        done="Policies retired",
        form=RetireForm,
        when=lambda user, row: row.state == PolicyState.PUBLISHED and may(user, "retire_policy"),
        lead=lambda request, rows: " ".join(effect_of(row).of_retiring for row in rows),
    )
    def retire(self, request: HttpRequest, row: StipendPolicy, reason: str, seen: str) -> None:
        services.take_out_of_force(pk=row.pk, asking=services.Asking(request.user, reason, seen))

    @service_action(
        "Discard…",
        done="Drafts discarded",
        form=DiscardForm,
        when=lambda user, row: row.state == PolicyState.DRAFT and may(user, "discard_policy"),
        lead="A draft put aside is never published. Its version stays on record with the reason.",
    )
    def discard(self, request: HttpRequest, row: StipendPolicy, reason: str) -> None:
        services.discard_policy(pk=row.pk, by=request.user, reason=reason)

    def not_here(self, request: HttpRequest, obj: StipendPolicy) -> list[str]:
        if obj.state == PolicyState.DRAFT and obj.drafted_by_id == request.user.pk:
            return ["You drafted this policy, so somebody else publishes it."]
        return []

    def view_on_site(self, obj: StipendPolicy) -> str:
        return f"/stipends/policies/{obj.pk}/"


@admin.register(StipendPolicyEvent)
class StipendPolicyEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "policy", "action", "from_state", "to_state", "by", "note"]
    list_filter = ["action", "policy__year", "policy__role"]
    list_select_related = ["policy__role", "policy__year", "by"]
    search_fields = ["policy__role__name", "note", "by__search_name"]
