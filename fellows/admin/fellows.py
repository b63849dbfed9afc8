"""Fellows in the administration: read, searched, and moved by the same verbs as on their pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin, label_of
from common.doors import SignedIn
from fellows import services
from fellows.models import (
    AgreementChain,
    AgreementSignature,
    AgreementVersion,
    AlumniAnswer,
    AlumniLink,
    CohortMilestone,
    CohortPlanEvent,
    Fellow,
    FellowCohort,
    FellowEvent,
    FellowTakenOver,
    FieldworkEntry,
    FieldworkEvent,
    Milestone,
    MilestoneProof,
    OutcomeSnapshot,
    PaperAgreement,
    PaperScan,
    PaperService,
    SchoolSimilarity,
    ServiceAgreement,
    ServiceLink,
    ServiceRecord,
    ServiceRecordEvent,
    Suspension,
    UclaStep,
)
from fellows.policies import why_not, why_not_similar
from fellows.rules.agreement import words_of
from fellows.states import ITEMS, Action
from fellows.verbs import FELLOW, FIELDWORK, MILESTONE, PROOF, SCAN, SERVICE, SUSPENSION, VERSION

OF_FELLOW = ["fellow__person", "fellow__cohort"]


@admin.register(FellowCohort)
class FellowCohortAdmin(ServiceAdmin):
    list_display = ["name", "starts", "ends", "places"]
    # Drafted on the page of the cohort, and then its own for good.
    readonly_fields = ["offering"]
    list_filter = ["starts"]
    search_fields = ["name"]


@admin.register(CohortMilestone)
class CohortMilestoneAdmin(ReadOnlyAdmin):
    list_display = ["cohort", "kind", "due", "hours"]
    list_filter = ["cohort", "kind"]
    list_select_related = ["cohort"]
    search_fields = ["cohort__name"]


@admin.register(CohortPlanEvent)
class CohortPlanEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "cohort", "action", "by", "about", "note"]
    list_filter = ["action", "cohort"]
    list_select_related = ["cohort", "by"]
    search_fields = ["cohort__name", "by__search_name", "note"]
    date_hierarchy = "at"


class MilestoneInline(ReadOnlyInline):
    model = Milestone
    fields = readonly_fields = ("kind", "attempt", "due", "reached_on", "not_passed_on", "expires_on", "note")


class FellowEventInline(ReadOnlyInline):
    model = FellowEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(Fellow)
class FellowAdmin(MadeByService):
    asks = ["person", "cohort"]
    by_number = True
    autocomplete_fields = ["person"]
    list_display = ["person", "cohort", "state", "graduated_on"]
    list_filter = ["state", "cohort"]
    list_select_related = ["person", "cohort"]
    search_fields = ["person__search_name", "cohort__name"]
    inlines = [MilestoneInline, FellowEventInline]
    life = FELLOW

    def may_make(self, user: Any) -> bool:
        return why_not(user, Action.NOMINATE) is None

    def make(self, request: SignedIn, data: dict[str, Any]) -> Fellow:
        return services.nominate(**data, by=request.user)

    def not_here(self, request: HttpRequest, obj: Fellow) -> list[str]:
        return [f"The service agreement is signed, and service reported, by {obj.person}, nobody else."]


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    list_display = ["fellow", "kind", "attempt", "due", "reached_on", "expires_on"]
    list_filter = [
        "kind",
        ("reached_on", admin.EmptyFieldListFilter),
        ("not_passed_on", admin.EmptyFieldListFilter),
        "follows_plan",
        "fellow__cohort",
        "fellow__state",
    ]
    list_select_related = OF_FELLOW
    search_fields = ["fellow__person__search_name", "note", "kind_in_words"]
    life = MILESTONE

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Milestone]":
        words = label_of(Milestone._meta.get_field("kind"))
        return super().get_queryset(request).annotate(kind_in_words=words)

    def not_here(self, request: HttpRequest, obj: Milestone) -> list[str]:
        return [
            "A milestone is planned for the first time, and a further attempt, on the page of its fellow."
        ]


class ServiceRecordEventInline(ReadOnlyInline):
    model = ServiceRecordEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(ServiceRecord)
class ServiceRecordAdmin(ReadOnlyAdmin):
    by_number = True
    fields = [
        "fellow",
        "school",
        "employer",
        "site",
        "position",
        "share",
        "starts",
        "ends",
        "state",
        "verifier_email",
        "vouched",
        "disagrees",
        "reported_at",
    ]
    readonly_fields = ["share", "disagrees"]
    list_display = ["fellow", "position", "site", "starts", "ends", "state", "vouched"]
    list_filter = ["state", "vouched", "fellow__cohort"]
    list_select_related = OF_FELLOW
    search_fields = ["fellow__person__search_name", "site", "employer"]
    inlines = [ServiceRecordEventInline]
    life = SERVICE

    @admin.display(description="full-time equivalent")
    def share(self, record: ServiceRecord) -> str:
        return f"{record.fte_thousandths / 1000:g}"

    @admin.display(description="disagreement")
    def disagrees(self, record: ServiceRecord) -> str:
        """What the site does not agree with, and what is right instead, a line for each."""
        return "\n".join(f"{ITEMS.get(item, item)}: {said}" for item, said in record.disagreement.items())

    def not_here(self, request: HttpRequest, obj: ServiceRecord) -> list[str]:
        return [
            "Whether it was so is said by the site, by its link; what was reported is corrected by the fellow."
        ]


class FieldworkEventInline(ReadOnlyInline):
    model = FieldworkEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(FieldworkEntry)
class FieldworkEntryAdmin(ReadOnlyAdmin):
    by_number = True
    list_display = ["fellow", "day", "hours", "what", "supervisor", "state"]
    list_filter = ["state", "fellow__cohort"]
    list_select_related = [*OF_FELLOW, "supervisor"]
    search_fields = ["fellow__person__search_name", "supervisor__search_name", "what"]
    date_hierarchy = "day"
    inlines = [FieldworkEventInline]
    life = FIELDWORK

    def not_here(self, request: HttpRequest, obj: FieldworkEntry) -> list[str]:
        return [f"Hours are corrected and taken back by {obj.fellow.person}, nobody else."]


@admin.register(FieldworkEvent)
class FieldworkEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "entry", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "entry__fellow__cohort"]
    list_select_related = ["entry__fellow__person", "by"]
    search_fields = ["entry__fellow__person__search_name", "by__search_name", "note"]
    date_hierarchy = "at"


@admin.register(MilestoneProof)
class MilestoneProofAdmin(ReadOnlyAdmin):
    fields = ["milestone", "added_by", "added_at", "taken_back_at"]
    list_display = ["milestone", "added_by", "added_at", "taken_back_at"]
    list_filter = ["milestone__kind", ("taken_back_at", admin.EmptyFieldListFilter)]
    list_select_related = ["milestone__fellow__person", "added_by"]
    search_fields = ["milestone__fellow__person__search_name", "added_by__search_name"]
    life = PROOF


@admin.register(PaperScan)
class PaperScanAdmin(ReadOnlyAdmin):
    fields = ["paper", "added_by", "added_at", "taken_back_at"]
    list_display = ["paper", "added_by", "added_at", "taken_back_at"]
    list_filter = [("taken_back_at", admin.EmptyFieldListFilter), "paper__agreement__fellow__cohort"]
    list_select_related = [
        *("paper__agreement__fellow__person", "paper__agreement__fellow__cohort", "added_by"),
    ]
    search_fields = ["paper__agreement__fellow__person__search_name", "added_by__search_name"]
    life = SCAN


@admin.register(UclaStep)
class UclaStepAdmin(ReadOnlyAdmin):
    list_display = ["fellow", "step", "on", "said_by", "corrects", "reason", "recorded_by", "recorded_at"]
    list_filter = ["step", "fellow__cohort"]
    list_select_related = [*OF_FELLOW, "recorded_by", "corrects__fellow__person"]
    search_fields = ["fellow__person__search_name", "recorded_by__search_name", "said_by", "reason"]
    date_hierarchy = "recorded_at"


@admin.register(ServiceAgreement)
class ServiceAgreementAdmin(ReadOnlyAdmin):
    fields = [
        *("fellow", "version", "signed_version", "terms_in_words"),
        *("text", "sha256", "typed_name", "signed_at"),
    ]
    readonly_fields = ["terms_in_words"]
    list_display = ["fellow", "version", "typed_name", "signed_at"]
    list_filter = ["version", "fellow__cohort"]
    list_select_related = OF_FELLOW
    search_fields = ["fellow__person__search_name", "sha256"]

    @admin.display(description="terms")
    def terms_in_words(self, agreement: ServiceAgreement) -> str:
        return "\n".join(words_of(agreement.terms))


@admin.register(AgreementVersion)
class AgreementVersionAdmin(ReadOnlyAdmin):
    by_number = True
    list_display = ["number", "state", "signed_from", "required_years", "drafted_by", "published_by"]
    list_filter = ["state", "signed_from"]
    list_select_related = ["drafted_by", "published_by"]
    search_fields = ["number", "legal_basis", "drafted_by__search_name", "published_by__search_name"]
    life = VERSION

    def not_here(self, request: HttpRequest, obj: AgreementVersion) -> list[str]:
        return ["A version is drafted on the pages of the fellowship, beside the text that is made from it."]


@admin.register(FellowTakenOver)
class FellowTakenOverAdmin(ReadOnlyAdmin):
    """Taken over on a page of its own."""

    list_display = ["fellow", "state", "since", "by", "at", "taken_back_by", "taken_back_at"]
    list_filter = ["state", ("taken_back_at", admin.EmptyFieldListFilter), "fellow__cohort"]
    list_select_related = [*OF_FELLOW, "by", "taken_back_by"]
    search_fields = ["fellow__person__search_name", "reason", "why_back"]


@admin.register(AlumniAnswer)
class AlumniAnswerAdmin(ReadOnlyAdmin):
    list_display = ["fellow", "role", "where", "same", "at"]
    list_filter = ["role", "same", "fellow__cohort"]
    list_select_related = [*OF_FELLOW, "school"]
    search_fields = ["fellow__person__search_name", "place", "school__name"]
    date_hierarchy = "at"


@admin.register(AlumniLink)
class AlumniLinkAdmin(ReadOnlyAdmin):
    """Of the link itself only its hash is kept."""

    list_display = ["fellow", "sent_to", "year", "number", "by", "created_at", "used_at"]
    list_filter = ["year", ("used_at", admin.EmptyFieldListFilter)]
    list_select_related = [*OF_FELLOW, "by"]
    search_fields = ["fellow__person__search_name", "sent_to"]
    exclude = ["token_sha256"]


@admin.register(PaperAgreement)
class PaperAgreementAdmin(ReadOnlyAdmin):
    list_display = ["agreement", "signed_on", "kept", "by", "at", "taken_back_by", "taken_back_at"]
    list_filter = ["terms_of", ("taken_back_at", admin.EmptyFieldListFilter), "agreement__fellow__cohort"]
    list_select_related = [
        *("agreement__fellow__person", "agreement__fellow__cohort", "by", "taken_back_by"),
    ]
    search_fields = ["agreement__fellow__person__search_name", "kept", "why_back"]


@admin.register(PaperService)
class PaperServiceAdmin(ReadOnlyAdmin):
    list_display = ["record", "days", "confirmed_by", "signed_on", "by", "at"]
    list_filter = ["record__state", "record__fellow__cohort"]
    list_select_related = ["record", "by"]
    search_fields = ["record__fellow__person__search_name", "confirmed_by", "kept"]


@admin.register(AgreementSignature)
class AgreementSignatureAdmin(ReadOnlyAdmin):
    list_display = ["agreement", "signer", "typed_name", "proof", "signed_at", "serial"]
    list_filter = ["proof", "agreement__version"]
    list_select_related = ["agreement__fellow__person", "agreement__fellow__cohort", "signer"]
    search_fields = ["signer__search_name", "typed_name", "sha256"]
    date_hierarchy = "signed_at"


@admin.register(AgreementChain)
class AgreementChainAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "head"]


@admin.register(ServiceLink)
class ServiceLinkAdmin(ReadOnlyAdmin):
    list_display = ["record", "sent_to", "signer", "created_at", "expires_at", "used_at"]
    list_filter = ["record__state", "expires_at"]
    list_select_related = ["record__fellow__person", "signer"]
    search_fields = ["sent_to", "record__fellow__person__search_name", "signer__search_name"]


@admin.register(SchoolSimilarity)
class SchoolSimilarityAdmin(MadeByService):
    asks = ["school_name", "similar", "since", "reasons"]
    list_display = ["school_name", "similar", "since", "decided_on", "decided_by"]
    list_filter = ["similar"]
    list_select_related = ["decided_by"]
    search_fields = ["school_name", "reasons", "decided_by__search_name"]

    def may_make(self, user: Any) -> bool:
        return why_not_similar(user) is None

    def make(self, request: SignedIn, data: dict[str, Any]) -> SchoolSimilarity:
        return services.decide_similarity(**data, by=request.user)


@admin.register(Suspension)
class SuspensionAdmin(ReadOnlyAdmin):
    list_display = ["fellow", "category", "starts", "months", "approved_by", "taken_back_by", "taken_back_at"]
    list_filter = ["category", ("taken_back_at", admin.EmptyFieldListFilter), "fellow__cohort"]
    list_select_related = [*OF_FELLOW, "approved_by", "taken_back_by"]
    search_fields = [
        *("fellow__person__search_name", "approved_by__search_name", "taken_back_by__search_name", "why_back")
    ]
    life = SUSPENSION


@admin.register(FellowEvent)
class FellowEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "fellow", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "fellow__cohort"]
    list_select_related = [*OF_FELLOW, "agreement", "by"]
    search_fields = ["fellow__person__search_name", "by__search_name", "note"]
    date_hierarchy = "at"


@admin.register(ServiceRecordEvent)
class ServiceRecordEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "record", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "record__fellow__cohort"]
    list_select_related = ["record__fellow__person", "link", "by"]
    search_fields = ["record__fellow__person__search_name", "by__search_name", "note"]
    date_hierarchy = "at"


@admin.register(OutcomeSnapshot)
class OutcomeSnapshotAdmin(ReadOnlyAdmin):
    list_display = ["as_of", "taken_by", "taken_at", "sha256"]
    list_filter = ["as_of"]
    list_select_related = ["taken_by"]
    search_fields = ["sha256", "taken_by__search_name"]
    date_hierarchy = "taken_at"
