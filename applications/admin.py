"""Applications are read here; whatever moves them is a service, so an administrator is bound as anyone."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from applications import services
from applications.models import (
    Application,
    ApplicationEvent,
    CommitmentRecord,
    CosignCode,
    CosignLink,
    Decision,
    Review,
    Signature,
    SignatureChain,
    SignatureVoid,
)
from common.admin import ReadOnlyAdmin, ReadOnlyInline, for_each


class EventInline(ReadOnlyInline):
    model = ApplicationEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


class ReviewInline(ReadOnlyInline):
    model = Review
    fields = readonly_fields = ["reviewer", "state", "time", "mindset", "skillset", "experience", "comment"]


class DecisionInline(ReadOnlyInline):
    model = Decision
    fields = readonly_fields = [
        "outcome",
        "reason",
        "words",
        "rank",
        "staged_by",
        "released_by",
        "released_at",
    ]


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ["person", "offering", "school", "state", "signer", "submitted_at", "score_hundredths"]
    list_filter = ["state", "offering__year", "offering__role"]
    list_select_related = ["person", "offering__role", "offering__year", "school", "signer"]
    search_fields = ["person__search_name", "school__name"]
    # Files leave through the page that keeps them in a sandbox.
    exclude = ["resume"]
    inlines = [EventInline, ReviewInline, DecisionInline]
    actions = ["start_review", "ask_signer", "stage_offer", "stage_waitlist", "stage_decline"]

    @admin.action(description="Start the review")
    def start_review(self, request: HttpRequest, queryset: "QuerySet[Application]") -> None:
        for_each(
            request,
            queryset,
            lambda row: services.start_review(pk=row.pk, by=request.user),
            "Reviews started",
        )

    @admin.action(description="Ask whoever signs for the school today")
    def ask_signer(self, request: HttpRequest, queryset: "QuerySet[Application]") -> None:
        for_each(request, queryset, lambda row: services.reroute(pk=row.pk, by=request.user), "Signers asked")

    @admin.action(description="Stage an offer: among the strongest")
    def stage_offer(self, request: HttpRequest, queryset: "QuerySet[Application]") -> None:
        self._stage(request, queryset, Decision.Outcome.OFFER, Decision.Reason.STRONGEST)

    @admin.action(description="Stage the waitlist: all places are taken")
    def stage_waitlist(self, request: HttpRequest, queryset: "QuerySet[Application]") -> None:
        self._stage(request, queryset, Decision.Outcome.WAITLIST, Decision.Reason.PLACES)

    @admin.action(description="Stage a decline: more experience is needed first")
    def stage_decline(self, request: HttpRequest, queryset: "QuerySet[Application]") -> None:
        self._stage(request, queryset, Decision.Outcome.DECLINE, Decision.Reason.EXPERIENCE)

    def _stage(self, request: HttpRequest, rows: "QuerySet[Application]", outcome: str, reason: str) -> None:
        def stage(row: Model) -> object:
            return services.stage(pk=row.pk, by=request.user, outcome=outcome, reason=reason)

        for_each(request, rows, stage, "Staged")


@admin.register(ApplicationEvent)
class ApplicationEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "application", "action", "from_state", "to_state", "by"]
    list_filter = ["action", "to_state"]
    list_select_related = [
        "application__person",
        "application__school",
        "application__offering__role",
        "application__offering__year",
        "by",
    ]
    search_fields = ["application__person__search_name", "note"]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["application", "reviewer", "state", "time", "mindset", "skillset", "experience"]
    list_filter = ["state", "application__offering__role"]
    list_select_related = [
        "application__person",
        "application__school",
        "application__offering__role",
        "application__offering__year",
        "reviewer",
    ]
    search_fields = ["application__person__search_name", "reviewer__search_name"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["application", "outcome", "reason", "rank", "staged_by", "released_at"]
    list_filter = [
        "outcome",
        "reason",
        "application__offering__role",
        ("released_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = [
        "application__person",
        "application__school",
        "application__offering__role",
        "application__offering__year",
        "staged_by",
    ]
    search_fields = ["application__person__search_name", "words"]
    actions = ["release"]

    @admin.action(description="Release all that is staged for the offerings of the chosen decisions")
    def release(self, request: HttpRequest, queryset: "QuerySet[Decision]") -> None:
        chosen = {row.application.offering_id: row.application.offering for row in queryset}
        for_each(
            request,
            chosen.values(),
            lambda offering: services.release(offering_pk=offering.pk, by=request.user),
            "Offerings released",
        )


@admin.register(CommitmentRecord)
class CommitmentRecordAdmin(ReadOnlyAdmin):
    list_display = ["sha256", "application", "number", "frozen_at"]
    list_filter = ["application__offering__year", "application__offering__role"]
    list_select_related = [
        "application__person",
        "application__school",
        "application__offering__role",
        "application__offering__year",
    ]
    search_fields = ["sha256", "application__person__search_name"]


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    list_display = ["serial", "typed_name", "party", "capacity", "signer", "signed_at", "proof", "sha256"]
    list_filter = ["party", "proof", "consent_version"]
    list_select_related = ["signer"]
    search_fields = ["sha256", "typed_name", "signer__search_name"]


@admin.register(SignatureVoid)
class SignatureVoidAdmin(ReadOnlyAdmin):
    list_display = ["signature", "reason", "at", "by"]
    list_filter = ["signature__party"]
    list_select_related = ["signature", "by"]
    search_fields = ["reason", "signature__typed_name"]


@admin.register(SignatureChain)
class SignatureChainAdmin(ReadOnlyAdmin):
    list_display = ["count", "head"]


@admin.register(CosignLink)
class CosignLinkAdmin(ReadOnlyAdmin):
    """That a link was sent to whom and until when; its token is known to the mail alone."""

    list_display = ["application", "addressed_to", "created_at", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = [
        "application__person",
        "application__school",
        "application__offering__role",
        "application__offering__year",
        "addressed_to",
    ]
    search_fields = ["application__person__search_name", "addressed_to__search_name"]
    exclude = ["token_sha256"]


@admin.register(CosignCode)
class CosignCodeAdmin(ReadOnlyAdmin):
    list_display = ["link", "created_at", "expires_at", "tries", "used_at"]
    list_select_related = ["link__addressed_to"]
    search_fields = ["link__addressed_to__search_name"]
    exclude = ["code_sha256"]
