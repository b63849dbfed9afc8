"""Stipend policies: drafted by one person on the page of policies, published by another, never edited after."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from common.admin import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from common.money import dollars
from stipends.models import PolicyExamples, StipendPolicy, StipendPolicyEvent
from stipends.queries import words_of
from stipends.verbs import POLICY


class PolicyEvents(ReadOnlyInline):
    model = StipendPolicyEvent
    fk_name = "policy"
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(StipendPolicy)
class StipendPolicyAdmin(ReadOnlyAdmin):
    list_display = ["role", "year", "version", "a_year", "state", "drafted_by", "published_by"]
    list_filter = ["state", "year", "role"]
    list_select_related = ["role", "year", "drafted_by", "published_by"]
    search_fields = ["role__name", "year__label", "drafted_by__search_name", "published_by__search_name"]
    readonly_fields = ["a_year", "says"]
    inlines = [PolicyEvents]
    life = POLICY

    def get_fields(self, request: HttpRequest, obj: StipendPolicy | None = None) -> Any:
        made = ["version", "state", "drafted_by", "drafted_at", "published_by", "published_at"]
        return ["role", "year", "a_year", "says", *made]

    def not_added(self, request: HttpRequest) -> str:
        return "A policy is written in sentences, beside what it pays: draft it under Stipend policies."

    def history_of(self, request: HttpRequest, obj: Any) -> str | None:
        return ServiceAdmin.history_of(self, request, obj)

    @admin.display(description="a year", ordering="annual_cents")
    def a_year(self, policy: StipendPolicy) -> str:
        return dollars(policy.annual_cents)

    @admin.display(description="rule")
    def says(self, policy: StipendPolicy) -> str:
        return format_html_join("", "<p>{}</p>", ((sentence,) for sentence in words_of(policy)))

    def view_on_site(self, obj: StipendPolicy) -> str:
        return f"/stipends/policies/{obj.pk}/"


@admin.register(StipendPolicyEvent)
class StipendPolicyEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "policy", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "policy__year", "policy__role"]
    list_select_related = ["policy__role", "policy__year", "replaced_by", "examples", "by"]
    search_fields = ["policy__role__name", "note", "by__search_name"]


@admin.register(PolicyExamples)
class PolicyExamplesAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "policy", "by", "at"]
    list_filter = ["policy__year", "policy__role"]
    list_select_related = ["policy__role", "policy__year", "by"]
    search_fields = ["file_name", "sha256", "by__search_name"]
    fields = readonly_fields = ("file_name", "policy", "sha256", "by", "at")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PolicyExamples]":
        return super().get_queryset(request).defer("content")
