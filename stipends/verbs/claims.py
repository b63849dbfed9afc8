"""What schools do with claims for substitutes, and finance with them and with what they go by."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from common.money import dollars
from common.verbs import Life, Place, Verb
from stipends import services
from stipends.forms import (
    ApproveClaimForm,
    DiscardClaimForm,
    DiscardRateForm,
    PublishTermsForm,
    RetireRateForm,
    ReturnClaimForm,
)
from stipends.models import SchoolAllowance, SubstituteClaim, SubstituteTerms
from stipends.policies import why_not_claim, why_not_rate
from stipends.queries.limits import limit_to_publish
from stipends.queries.terms import publishing
from stipends.states import ClaimAction, RateAction

CLAIMS_KEEP = "Claims that were approved keep what they were approved by; others are worked out anew."


def two_people(
    publishes: Callable[..., object],
    retires: Callable[..., object],
    discards: Callable[..., object],
    retiring: str = CLAIMS_KEEP,
) -> tuple[Verb, ...]:
    """Of what one person drafts and another puts in force; `retiring` is read before it is taken out of force."""
    said = "This is in force now."
    publish = Verb(
        action=RateAction.PUBLISH, does=publishes, label="Publish", said=said, kept=lambda *_: said
    )
    return publish, *endings(retires, discards, retiring)


def endings(
    retires: Callable[..., object],
    discards: Callable[..., object],
    retiring: str | Callable[[Any], str] = CLAIMS_KEEP,
) -> tuple[Verb, ...]:
    """How a draft, and what is in force, ends."""
    return (
        Verb(
            action=RateAction.DISCARD,
            does=discards,
            label="Discard…",
            said="The draft is discarded.",
            form=DiscardRateForm,
            lead="A draft put aside is never published. It stays on record with your reason.",
            tone="outline",
            kept=lambda row, typed: f"Discarded: {typed['reason']}",
        ),
        Verb(
            action=RateAction.RETIRE,
            does=retires,
            label="Retire…",
            said="This is not in force any more.",
            form=RetireRateForm,
            lead=retiring,
            tone="outline",
            kept=lambda row, typed: f"Retired: {typed['reason']}",
        ),
    )


def _in_force(terms: SubstituteTerms) -> str:
    """Said of terms that were published."""
    ended = terms.cuts_short
    return f"These are in force now.{f' The terms before them end early: {ended}.' if ended else ''}"


def _retiring(terms: SubstituteTerms) -> str:
    if terms.cuts_short is None:
        return CLAIMS_KEEP
    ended = f"The terms {terms.cuts_short}, which these ended early, stay ended"
    return f"{CLAIMS_KEEP} {ended}: publish others for the days after them."


def _publishing(terms: SubstituteTerms) -> str:
    """What it does, for the administration; its page says it at more length."""
    found = publishing(terms)
    return " ".join([found.refusal] if found.refusal else found.said)


PUBLISH_TERMS = Verb(
    action=RateAction.PUBLISH,
    does=services.publish_terms,
    label="Publish…",
    said=_in_force,
    form=PublishTermsForm,
    seen=lambda row: publishing(row).mark,
    lead=_publishing,
    template="stipends/terms_publish.html",
    context=lambda row: {"found": publishing(row)},
    alone=True,
    kept=lambda row, _: _in_force(row),
)
TERMS = Life(
    rows=lambda user: SubstituteTerms.objects.visible_to(user).select_related(
        "drafted_by", "published_by", "ended_by", "cuts_short"
    ),
    why_not=why_not_rate,
    page="stipends:term",
    above=("What a day pays", "stipends:terms"),
    noun="terms",
    verbs=(PUBLISH_TERMS, *endings(services.retire_terms, services.discard_terms, _retiring)),
)
LIMIT_HOLDS = "This is in force now."
PUBLISH_LIMIT = Verb(
    action=RateAction.PUBLISH,
    does=services.publish_allowance,
    label="Publish…",
    said=LIMIT_HOLDS,
    form=PublishTermsForm,
    seen=lambda row: limit_to_publish(row).mark,
    lead=lambda row: " ".join(limit_to_publish(row).said),
    template="stipends/limit_publish.html",
    context=lambda row: {"found": limit_to_publish(row)},
    alone=True,
    kept=lambda *_: LIMIT_HOLDS,
)
ALLOWANCE = Life(
    rows=lambda user: SchoolAllowance.objects.visible_to(user).select_related(
        "school", "year", "drafted_by", "published_by", "ended_by"
    ),
    why_not=why_not_rate,
    page="stipends:allowance",
    above=("What schools may claim", "stipends:allowances"),
    noun="limit",
    verbs=(PUBLISH_LIMIT, *endings(services.retire_allowance, services.discard_allowance)),
)


def _beside(action: ClaimAction) -> Callable[[SubstituteClaim], str]:
    """What stands with other things on the page of its claim has an address that takes all of them."""
    return lambda claim: reverse(f"stipends:claim_{action}", args=[claim.pk])


CLAIM = Life(
    rows=lambda user: SubstituteClaim.objects.visible_to(user).select_related(
        *("school", "year", "opened_by", "submitted_by", "approved_by", "batch", "confirmation")
    ),
    why_not=why_not_claim,
    page="stipends:claim",
    above=("Substitutes", "stipends:claims"),
    noun="claim",
    verbs=(
        Verb(
            action=ClaimAction.SUBMIT,
            does=services.submit_claim,
            label="Send for approval",
            said="Sent. You read here what becomes of it.",
            at=_beside(ClaimAction.SUBMIT),
            beside=True,
            only=Place.PAGES,
        ),
        Verb(
            action=ClaimAction.APPROVE,
            does=services.approve_claim,
            label="Approve",
            said=lambda claim: f"Approved: {dollars(claim.total_cents)} for {claim.school}.",
            form=ApproveClaimForm,
            at=_beside(ClaimAction.APPROVE),
            beside=True,
            only=Place.PAGES,
        ),
        Verb(
            action=ClaimAction.RETURN,
            does=services.send_claim_back,
            label="Send back with this note",
            said="Sent back. Whoever sent it reads your note in a mail.",
            form=ReturnClaimForm,
            tone="outline",
            at=_beside(ClaimAction.RETURN),
            beside=True,
            only=Place.PAGES,
        ),
        Verb(
            action=ClaimAction.DISCARD,
            does=services.discard_claim,
            label="Discard this claim…",
            said="Discarded. Its teachers can be claimed again.",
            form=DiscardClaimForm,
            lead="It is put aside for good, with what was filled in. Its teachers can be claimed again.",
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
