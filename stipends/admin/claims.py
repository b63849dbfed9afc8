"""Claims of schools for their substitutes, what a day is paid, and what schools may claim."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline
from common.doors import SignedIn
from common.money import dollars
from people.models import User
from stipends import services
from stipends.forms import AllowanceAskForm, TermsAskForm
from stipends.models import (
    ClaimBatch,
    ClaimConfirmation,
    ClaimEvent,
    ClaimLine,
    NamedSubstitute,
    SchoolAllowance,
    SubstituteClaim,
    SubstituteTerms,
)
from stipends.policies import why_not_rate
from stipends.states import RateAction
from stipends.verbs import ALLOWANCE, BATCH, CLAIM, TERMS

MADE = (
    *("state", "drafted_by", "drafted_at", "published_by", "published_at"),
    *("ended_by", "ended_at", "ended_because"),
)

CUT = ("cuts_short", "cut_from")


def _may_draft(user: User) -> bool:
    return why_not_rate(user, RateAction.DRAFT) is None


@admin.register(SubstituteTerms)
class SubstituteTermsAdmin(MadeByService):
    asks = ["starts", "last_day", "rate", "percent", "cap"]
    ask_form = TermsAskForm
    list_display = ["starts", "last_day", "rate", "coverage", "cap", "state", "drafted_by", "published_by"]
    list_filter = ["state", "starts"]
    list_select_related = ["drafted_by", "published_by"]
    search_fields = ["drafted_by__search_name", "published_by__search_name", "ended_because"]
    readonly_fields = ["last_day", "cap"]
    life = TERMS

    def get_fields(self, request: HttpRequest, obj: SubstituteTerms | None = None) -> Any:
        return ["starts", "last_day", "rate", "coverage", "cap", *MADE, *CUT] if obj else self.asks

    @admin.display(description="at most a day")
    def cap(self, terms: SubstituteTerms) -> str:
        return "–" if terms.day_cap_cents is None else dollars(terms.day_cap_cents)

    def may_make(self, user: User) -> bool:
        return _may_draft(user)

    def make(self, request: SignedIn, data: dict[str, Any]) -> SubstituteTerms:
        return services.draft_terms(**data, by=request.user)

    def view_on_site(self, obj: SubstituteTerms) -> str:
        return TERMS.page_of(obj)


@admin.register(SchoolAllowance)
class SchoolAllowanceAdmin(MadeByService):
    asks = ["school", "year", "units", "budget"]
    ask_form = AllowanceAskForm
    list_display = ["school", "year", "units", "budget", "state", "drafted_by", "published_by"]
    list_filter = ["state", "year"]
    list_select_related = ["school", "year", "drafted_by", "published_by"]
    search_fields = ["school__name", "year__label", "drafted_by__search_name", "published_by__search_name"]
    readonly_fields = ["budget"]
    life = ALLOWANCE

    def get_fields(self, request: HttpRequest, obj: SchoolAllowance | None = None) -> Any:
        return ["school", "year", "units", "budget", *MADE] if obj else self.asks

    @admin.display(description="dollars", ordering="budget_cents")
    def budget(self, row: SchoolAllowance) -> str:
        return "–" if row.budget_cents is None else dollars(row.budget_cents)

    def may_make(self, user: User) -> bool:
        return _may_draft(user)

    def make(self, request: SignedIn, data: dict[str, Any]) -> SchoolAllowance:
        return services.draft_allowance(**data, by=request.user)

    def view_on_site(self, obj: SchoolAllowance) -> str:
        return ALLOWANCE.page_of(obj)


class Lines(ReadOnlyInline):
    model = ClaimLine
    fields = readonly_fields = ("teacher", "session", "day", "substitute", "number", "units", "cost", "back")

    @admin.display(description="cost")
    def cost(self, line: ClaimLine) -> str:
        return "–" if line.actual_cents is None else dollars(line.actual_cents)

    @admin.display(description="comes back")
    def back(self, line: ClaimLine) -> str:
        return "–" if line.reimbursed_cents is None else dollars(line.reimbursed_cents)


class ClaimEvents(ReadOnlyInline):
    model = ClaimEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


class Confirmations(ReadOnlyInline):
    model = ClaimConfirmation
    fields = readonly_fields = ("amount", "reference", "paid_on", "by", "at")

    @admin.display(description="amount")
    def amount(self, paid: ClaimConfirmation) -> str:
        return dollars(paid.amount_cents)


@admin.register(SubstituteClaim)
class SubstituteClaimAdmin(ReadOnlyAdmin):
    """Digits in the search box are the number of a claim, as in the files of payments."""

    by_number = True
    list_display = ["school", "year", "number", "state", "total", "submitted_by", "approved_by"]
    list_filter = ["state", "year"]
    list_select_related = ["school", "year", "submitted_by", "approved_by"]
    search_fields = ["school__name", "submitted_by__search_name", "approved_by__search_name"]
    fields = readonly_fields = (
        *("school", "year", "state", "total", "opened_by", "opened_at", "submitted_by", "submitted_at"),
        *("approved_by", "approved_at", "lines_sha256", "batch"),
    )
    inlines = [Lines, Confirmations, ClaimEvents]
    life = CLAIM

    @admin.display(description="number", ordering="pk")
    def number(self, claim: SubstituteClaim) -> int:
        return int(claim.pk)

    @admin.display(description="comes back", ordering="total_cents")
    def total(self, claim: SubstituteClaim) -> str:
        return dollars(claim.total_cents)

    def view_on_site(self, obj: SubstituteClaim) -> str:
        return CLAIM.page_of(obj)


@admin.register(ClaimLine)
class ClaimLineAdmin(ReadOnlyAdmin):
    list_display = ["teacher", "session", "day", "substitute", "units", "cost", "back", "live"]
    list_filter = ["live", "claim__state", "claim__year", "day"]
    list_select_related = ["teacher", "session"]
    search_fields = ["teacher__search_name", "substitute", "claim__school__name"]

    @admin.display(description="cost", ordering="actual_cents")
    def cost(self, line: ClaimLine) -> str:
        return "–" if line.actual_cents is None else dollars(line.actual_cents)

    @admin.display(description="comes back", ordering="reimbursed_cents")
    def back(self, line: ClaimLine) -> str:
        return "–" if line.reimbursed_cents is None else dollars(line.reimbursed_cents)


@admin.register(NamedSubstitute)
class NamedSubstituteAdmin(ReadOnlyAdmin):
    """Named, changed and taken away on the page of a school's day."""

    list_display = ["day", "teacher", "substitute", "units", "school", "named_by", "named_at", "ended_at"]
    list_filter = ["day", "ended_at", "session__event__year"]
    list_select_related = ["teacher", "school", "named_by"]
    search_fields = ["teacher__search_name", "substitute", "school__name", "named_by__search_name"]


@admin.register(ClaimEvent)
class ClaimEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "claim", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "claim__year"]
    list_select_related = ["claim__school", "claim__year", "by"]
    search_fields = ["claim__school__name", "note", "by__search_name"]


@admin.register(ClaimBatch)
class ClaimBatchAdmin(ReadOnlyAdmin):
    """Made, and recorded as paid, on its page."""

    list_display = ["__str__", "claims_count", "total", "made_by", "made_at"]
    list_filter = ["year", "made_at"]
    list_select_related = ["year", "made_by"]
    search_fields = ["year__label", "claims_sha256", "made_by__search_name"]
    fields = readonly_fields = (
        *("year", "number", "claims_count", "total", "claims_sha256", "made_by", "made_at"),
    )
    life = BATCH

    @admin.display(description="total", ordering="total_cents")
    def total(self, batch: ClaimBatch) -> str:
        return dollars(batch.total_cents)

    def view_on_site(self, obj: ClaimBatch) -> str:
        return BATCH.page_of(obj)


@admin.register(ClaimConfirmation)
class ClaimConfirmationAdmin(ReadOnlyAdmin):
    list_display = ["claim", "amount", "reference", "paid_on", "by", "at"]
    list_filter = ["paid_on", "claim__year"]
    list_select_related = ["claim__school", "claim__year", "by"]
    search_fields = ["reference", "claim__school__name", "by__search_name"]

    @admin.display(description="amount", ordering="amount_cents")
    def amount(self, paid: ClaimConfirmation) -> str:
        return dollars(paid.amount_cents)
