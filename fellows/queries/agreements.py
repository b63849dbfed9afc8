"""Which version is signed today, what a fellow signed, and whom the agreement still waits for."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from common.clock import local_date
from fellows.models import AgreementVersion, Fellow, FellowEvent, ServiceAgreement
from fellows.rules.agreement import USUAL, agreement_text, frozen, number_text
from fellows.states import Action

# What is written in a version, in the order of its form.
WRITTEN = (
    "signed_from",
    "required_years",
    "window_years",
    "granularity",
    "half_year_counts",
    "fte",
    "fte_threshold",
    "similar_schools",
    "most_suspended_months",
    "legal_basis",
    "for_paper",
)
INTENT = "I sign this service agreement, and I will serve as it says."


def in_force(day: date) -> AgreementVersion | None:
    """The version that is signed on that day; None while none is published."""
    return AgreementVersion.objects.in_force(day).first()


def next_number() -> int:
    """Of the next draft: after all versions there are, and those that were signed before versions were rows."""
    versions = AgreementVersion.objects.aggregate(last=Max("number"))["last"] or 0
    signed = ServiceAgreement.everything.aggregate(last=Max("version"))["last"] or 0
    return max(versions, signed) + 1


def next_wording(day: date) -> Mapping[str, Any]:
    """What a new draft begins with: the newest version that was published, or the usual terms."""
    before = AgreementVersion.objects.published().filter(for_paper=False).order_by("-number").first()
    if before is not None:
        return wording_in(before) | {"signed_from": day}
    facts = {name: getattr(USUAL, name) for name in WRITTEN if hasattr(USUAL, name)}
    return as_typed({**facts, "signed_from": day, "legal_basis": "", "for_paper": False})


def wording_in(version: AgreementVersion) -> dict[str, Any]:
    """What is written in a version, as its form shows it."""
    return as_typed({name: getattr(version, name) for name in WRITTEN})


def as_typed(written: dict[str, Any]) -> dict[str, Any]:
    """Numbers as people type them: 4 and 0.5, not 4.0 and 0.500."""
    numbers = {name: written[name] for name in ("required_years", "fte_threshold")}
    return written | {
        name: None if number is None else number_text(Fraction(number)) for name, number in numbers.items()
    }


def agreements_of(fellow: Fellow) -> "list[ServiceAgreement]":
    """What this fellow signed, the newest first: that one holds."""
    return list(fellow.agreements.select_related("signature", "signed_version", "paper__by").order_by("-pk"))


def selected_at() -> Subquery:
    """When a fellow was selected, last."""
    events = FellowEvent.objects.filter(fellow=OuterRef("pk"), action=Action.SELECT).order_by("-at")
    return Subquery(events.values("at")[:1])


def unsigned(among: "QuerySet[Fellow]") -> "QuerySet[Any]":
    """Those of them whom the agreement waits for, with when they were selected."""
    waiting = Fellow.objects.to_sign().filter(pk__in=among.order_by().values("pk"))
    return waiting.select_related("person", "cohort").annotate(selected_at=selected_at())


def asked_on(selected: datetime | None, version: AgreementVersion) -> date:
    """Since when a fellow can sign: selected, and the version published."""
    return max(version.asked_from, local_date(selected)) if selected else version.asked_from


def sample_text(version: AgreementVersion, day: date) -> str:
    """A version as an invented fellow would read it."""
    return agreement_text(version.in_rules, "Ana Ruiz", f"Cohort of {day.year}")


def frozen_for(fellow: Fellow, version: AgreementVersion) -> bytes:
    """The bytes this fellow would sign of this version."""
    return frozen(version.in_rules, fellow=fellow.pk, name=fellow.person.name, cohort=fellow.cohort.name)
