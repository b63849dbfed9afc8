"""What is offered in a year: edited here, published as versions, kept open longer on record."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from common.admin import Inline, ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from common.doors import signed_in
from pathways import services
from pathways.forms.offerings import OfferingForm
from pathways.models import (
    Deliverable,
    DeliverableRecord,
    IltExpectation,
    Offering,
    OfferingEvent,
    OfferingVersion,
    SchoolPlaces,
)
from pathways.policies import PROMPTS, why_not_expectation
from pathways.queries import DAYS
from pathways.verbs import OFFERING

SIGNED = (
    "Leaders hold this role in this year, so its deliverables stay as they were signed. New ones are for the "
    "offering of a later year."
)


class DeliverableFormSet(BaseInlineFormSet):
    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        """A deliverable knows its offering, also one that is only being written."""
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # Django's own; the stubs leave it out.
        form.instance.offering = self.instance
        return form


class DeliverableInline(Inline):
    model = Deliverable
    formset = DeliverableFormSet
    extra = 0
    fields = [
        *("title", "asks", "evidence", "due", "weight", "accepted_by", "required"),
        *("completes_from", "event_kind"),
    ]

    def _begun(self, obj: Model | None) -> bool:
        """Once leaders owe them, deliverables are what was signed and stay as they are."""
        if not isinstance(obj, Offering):
            return False
        return obj.is_held or DeliverableRecord.objects.filter(deliverable__offering=obj).exists()

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_add_permission(request, obj) and not self._begun(obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and not self._begun(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._begun(obj)


class SchoolPlacesInline(Inline):
    model = SchoolPlaces
    extra = 0
    autocomplete_fields = ["school"]


class OfferingEventInline(ReadOnlyInline):
    model = OfferingEvent
    fields = readonly_fields = ("at", "action", "by", "about", "note")


@admin.register(Offering)
class OfferingAdmin(ServiceAdmin):
    """What is edited here reaches applicants when it is published, as a new version."""

    form = OfferingForm
    list_display = ["role", "year", "opens", "closes", "extended_to", "published_version"]
    list_filter = ["year", "role__pathway", "role"]
    list_select_related = [
        "role",
        "year",
        "published_version__offering__role",
        "published_version__offering__year",
    ]
    search_fields = ["role__name", "year__label"]
    fieldsets = [
        (None, {"fields": ["role", "year", "places_per_school", "published_version"]}),
        ("Days", {"fields": ["opens", "priority_by", "closes", "extended_to", "cosign_by", "answer_by"]}),
        ("Questions", {"fields": [*PROMPTS, "most_words"]}),
        ("Work handed in late", {"fields": ["late_days"]}),
        (
            "What is expected and signed",
            {"fields": ["eligibility", "expectations", "teacher_commitment", "principal_commitment"]},
        ),
    ]
    inlines = [SchoolPlacesInline, DeliverableInline, OfferingEventInline]
    life = OFFERING

    def get_readonly_fields(self, request: HttpRequest, obj: Offering | None = None) -> list[str]:
        """What was published once stays the offering of its role and year."""
        published = obj is not None and obj.published_version_id is not None
        held = obj is not None and obj.is_held
        return [
            *("extended_to", "published_version"),
            *(["role", "year"] if published else []),
            *(["late_days"] if held else []),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Offering | None = None) -> Any:
        """Days of what is published change with a reason."""
        sets: list[tuple[Any, dict[str, Any]]] = [
            (title, dict(given)) for title, given in super().get_fieldsets(request, obj)
        ]
        if (
            obj is not None
            and obj.published_version_id is not None
            and self.has_change_permission(request, obj)
        ):
            sets[1][1]["fields"] = [*sets[1][1]["fields"], "why"]
        return sets

    def not_here(self, request: HttpRequest, obj: Offering) -> list[str]:
        told = [SIGNED] if obj.is_held else []
        cohort = obj.fills
        return [*told, f"It fills the {cohort}; its places are those of the cohort."] if cohort else told

    def save_model(self, request: HttpRequest, obj: Offering, form: Any, change: bool) -> None:
        if change and obj.published_version_id is not None:
            typed = {name: getattr(obj, name) for name in DAYS}
            why = form.cleaned_data.get("why", "")
            services.change_days(pk=obj.pk, by=signed_in(request), days=typed, reason=why)
        super().save_model(request, obj, form, change)


@admin.register(OfferingVersion)
class OfferingVersionAdmin(ReadOnlyAdmin):
    list_display = ["offering", "number", "published_by", "published_at"]
    list_filter = ["offering__year", "offering__role"]
    list_select_related = ["offering__role", "offering__year", "published_by"]
    search_fields = ["offering__role__name", "offering__year__label", "published_by__search_name"]
    date_hierarchy = "published_at"


@admin.register(OfferingEvent)
class OfferingEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "offering", "action", "by", "about", "note"]
    list_filter = ["action", "offering__year", "offering__role"]
    list_select_related = ["offering__role", "offering__year", "version", "by"]
    search_fields = ["offering__role__name", "note", "by__search_name"]


@admin.register(IltExpectation)
class IltExpectationAdmin(ServiceAdmin):
    """Written by the service, as on the school's page; what people signed keeps the words they saw."""

    list_display = ["school", "offering"]
    list_filter = ["offering__year", "offering__role", "school"]
    list_select_related = ["school", "offering__role", "offering__year"]
    search_fields = ["school__search_name", "offering__role__name", "text"]
    autocomplete_fields = ["school", "offering"]

    def get_readonly_fields(self, request: HttpRequest, obj: IltExpectation | None = None) -> list[str]:
        return ["school", "offering"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: IltExpectation | None = None) -> bool:
        may = obj is None or why_not_expectation(signed_in(request), obj.school) is None
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: IltExpectation | None = None) -> bool:
        may = obj is None or why_not_expectation(signed_in(request), obj.school) is None
        return may and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: IltExpectation, form: Any, change: bool) -> None:
        written = services.write_expectation(
            school=obj.school, offering=obj.offering, text=obj.text, by=signed_in(request)
        )
        obj.pk = written.pk if written else None

    def delete_model(self, request: HttpRequest, obj: IltExpectation) -> None:
        services.write_expectation(school=obj.school, offering=obj.offering, text=None, by=signed_in(request))

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[IltExpectation]") -> None:
        for row in queryset.select_related("school", "offering"):
            self.delete_model(request, row)


@admin.register(SchoolPlaces)
class SchoolPlacesAdmin(ServiceAdmin):
    """Schools that take another number of leaders of a role than the usual one; it counts once it is published."""

    list_display = ["offering", "school", "places"]
    list_filter = ["offering__year", "offering__role"]
    list_select_related = ["offering__role", "offering__year", "school"]
    search_fields = ["school__search_name", "offering__role__name"]
    autocomplete_fields = ["offering", "school"]


@admin.register(Deliverable)
class DeliverableAdmin(ServiceAdmin):
    list_display = ["title", "offering", "due", "weight", "counts", "accepted_by", "required"]
    list_filter = ["offering__year", "offering__role", "accepted_by", "completes_from"]
    list_select_related = ["offering__role", "offering__year"]
    search_fields = ["title", "offering__role__name"]
    autocomplete_fields = ["offering"]

    def has_change_permission(self, request: HttpRequest, obj: Deliverable | None = None) -> bool:
        """Once leaders owe it, what was signed stays as it is."""
        owed = obj is not None and obj.records.exists()
        return not owed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Deliverable | None = None) -> bool:
        return self.has_change_permission(request, obj) and super().has_delete_permission(request, obj)

    def not_here(self, request: HttpRequest, obj: Deliverable) -> list[str]:
        if self.has_change_permission(request, obj):
            return []
        return [
            "Leaders owe this deliverable already, so it stays as it was signed. Its day and weight change with a "
            "reason on the page where its offering is written; waive it for one by one."
        ]
