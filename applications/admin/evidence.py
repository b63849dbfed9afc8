"""What was signed, by whom, and how they were asked. Read here by everyone, written by nobody."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from applications.models import (
    CommitmentRecord,
    CosignCode,
    CosignLink,
    Recommendation,
    Signature,
    SignatureChain,
    SignatureVoid,
)
from applications.queries.commitments import read, recommended
from common.admin import ReadOnlyAdmin, ReadOnlyInline

PARTS = [
    "application__person",
    "application__school",
    "application__offering__role",
    "application__offering__year",
]
# Asked for by every page that shows what was signed.
SIGNING = (
    "Nobody signs here, administrators neither: applicant and signer each sign for themselves, signed in or "
    "with a code from a mail."
)


class WithAccount:
    """Names change; what was signed holds the typed name and the number of the account."""

    @admin.display(description="the account today")
    def account(self, signature: Signature) -> str:
        return f"{signature.signer} (number {signature.signer_id})"


class SignatureInline(WithAccount, ReadOnlyInline):
    model = Signature
    fields = readonly_fields = ("party", "typed_name", "account", "capacity", "signed_at", "proof", "stands")

    @admin.display(description="counts", boolean=True)
    def stands(self, signature: Signature) -> bool:
        return not hasattr(signature, "void")


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    list_display = ["record", "frozen_at", "sha256"]
    list_filter = ["record__application__offering__year"]
    list_select_related = [f"record__{part}" for part in PARTS]
    search_fields = ["sha256", "record__application__person__search_name"]
    date_hierarchy = "frozen_at"
    fields = readonly_fields = ("record", "sha256", "frozen_at", "words")

    @admin.display(description="in their words")
    def words(self, written: Recommendation) -> str:
        return str(read(written.content)["words"])

    def view_on_site(self, obj: Recommendation) -> str:
        return reverse("applications:record", args=[obj.record.sha256])


@admin.register(CommitmentRecord)
class CommitmentRecordAdmin(ReadOnlyAdmin):
    list_display = ["application", "number", "frozen_at", "sha256"]
    list_filter = ["application__offering__year", "application__offering__role"]
    list_select_related = PARTS
    search_fields = ["sha256", "application__person__search_name"]
    date_hierarchy = "frozen_at"
    fields = readonly_fields = ("application", "number", "sha256", "frozen_at", "text")
    inlines = [SignatureInline]

    @admin.display(description="the text both sign")
    def text(self, record: CommitmentRecord) -> SafeString:
        facts = read(record.content)
        said = [
            ("Applicant", f"{facts['applicant']['name']}, {facts['applicant']['email']}"),
            ("Role", f"{facts['role']}, {facts['year']}" + (facts["cohort"] and f", {facts['cohort']}")),
            ("School", facts["school"]["name"]),
        ]
        said += [(answer["about"].capitalize(), answer["answer"]) for answer in facts["answers"]]
        said.append(("The principal's recommendation", recommended(record)))
        for name in (
            "role_expectations",
            "late_work",
            "school_expectations",
            "teacher_commitment",
            "principal_commitment",
        ):
            said.append((name.replace("_", " ").capitalize(), facts.get(name, "")))
        return format_html_join("", '<h3>{}</h3><p class="prose">{}</p>', [row for row in said if row[1]])

    def view_on_site(self, obj: CommitmentRecord) -> str:
        return reverse("applications:record", args=[obj.sha256])

    def not_here(self, request: HttpRequest, obj: CommitmentRecord) -> list[str]:
        return [SIGNING]


@admin.register(Signature)
class SignatureAdmin(WithAccount, ReadOnlyAdmin):
    list_display = ["application", "party", "typed_name", "capacity", "signed_at"]
    list_filter = ["party", "proof", "consent_version", ("void", admin.EmptyFieldListFilter)]
    list_select_related = [f"record__{name}" for name in PARTS]
    search_fields = [
        *("sha256", "typed_name", "signer__search_name", "=serial"),
        "record__application__person__search_name",
    ]
    date_hierarchy = "signed_at"
    exclude = ["signer"]
    readonly_fields = ["account"]

    @admin.display(description="application", ordering="record__application__person__sort_name")
    def application(self, signature: Signature) -> str:
        return str(signature.record.application)


@admin.register(SignatureVoid)
class SignatureVoidAdmin(ReadOnlyAdmin):
    list_display = ["signature", "reason", "at", "by"]
    list_filter = ["signature__party", "at"]
    list_select_related = ["signature", "by"]
    search_fields = ["reason", "signature__typed_name", "signature__signer__search_name"]


@admin.register(SignatureChain)
class SignatureChainAdmin(ReadOnlyAdmin):
    list_display = ["count", "head"]


@admin.register(CosignLink)
class CosignLinkAdmin(ReadOnlyAdmin):
    """That a link was sent to whom and until when; its token is known to the mail alone."""

    list_display = ["application", "addressed_to", "created_at", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter), "expires_at"]
    list_select_related = [*PARTS, "addressed_to"]
    search_fields = ["application__person__search_name", "addressed_to__search_name"]
    exclude = ["token_sha256"]


@admin.register(CosignCode)
class CosignCodeAdmin(ReadOnlyAdmin):
    list_display = ["link", "created_at", "expires_at", "tries", "used_at"]
    list_filter = [("used_at", admin.EmptyFieldListFilter), "created_at"]
    list_select_related = ["link__addressed_to"]
    search_fields = ["link__addressed_to__search_name"]
    exclude = ["code_sha256"]
