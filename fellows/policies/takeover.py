"""What rests on a fellow, or on an agreement, that was taken over from paper: while anything does, neither is taken
back."""

from collections.abc import Iterator

from common.counting import counted
from common.errors import DomainError, DoneAlready
from fellows.models import Fellow, PaperAgreement
from fellows.states import AwardState, FieldworkState, ServiceState, State

BEGUN = (AwardState.DRAFT, AwardState.PROPOSED, AwardState.APPROVED, AwardState.ENDED)


def why_not_back(fellow: Fellow) -> DomainError | None:
    """Why this fellow is not taken back, in words: nothing was taken over, or something rests on it by now."""
    if State(fellow.state) is State.TAKEN_BACK:
        return DoneAlready("They were taken back already.")
    if getattr(fellow, "taken_over", None) is None:
        return DomainError("Only who was taken over from before is taken back.")
    return _rests([*_service(fellow), *_assistance(fellow), *_since(fellow)], "this fellow")


def why_not_agreement_back(fellow: Fellow) -> DomainError | None:
    """The same of their agreement on paper."""
    if none := why_no_scan(fellow):
        return none
    suspended = counted(fellow.suspensions.kept().count(), "suspension")
    more = [] if suspended.startswith("0") else [suspended]
    return _rests([*_service(fellow), *_assistance(fellow), *more], "this agreement")


def why_no_scan(fellow: Fellow) -> DomainError | None:
    """Why no scan is added for this fellow, in words; None where an agreement on paper is on record. A page that asks
    of several verbs asks once, and keeps it with the row as `held_paper`."""
    held = fellow.held_paper if hasattr(fellow, "held_paper") else paper_agreement(fellow)
    return None if held else DomainError("No agreement on paper is on record.")


def paper_agreement(fellow: Fellow) -> PaperAgreement | None:
    """The agreement on paper that holds: one query."""
    held = PaperAgreement.objects.filter(agreement__fellow=fellow, taken_back_at=None)
    return held.select_related("agreement").order_by("-pk").first()


def _rests(what: list[str], on: str) -> DomainError | None:
    if not what:
        return None
    return DomainError(f"Something rests on {on}: {', '.join(what)}. Take that back first, if it can be.")


def _service(fellow: Fellow) -> Iterator[str]:
    accepted = fellow.service_records.filter(state=ServiceState.ACCEPTED).count()
    if accepted:
        yield counted(accepted, "accepted position of service", "accepted positions of service")
    if State(fellow.state) is State.FULFILLED:
        yield "that service is fulfilled"


def _assistance(fellow: Fellow) -> Iterator[str]:
    awards = fellow.awards.filter(state__in=BEGUN).count()
    if awards:
        yield counted(awards, "award of assistance", "awards of assistance")


def _since(fellow: Fellow) -> Iterator[str]:
    """What was done here since, by the fellow or with them."""
    reported = fellow.service_records.filter(paper__isnull=True).exclude(state=ServiceState.TAKEN_BACK)
    signed = fellow.agreements.filter(signed_version__isnull=False)
    hours = fellow.fieldwork.exclude(state=FieldworkState.TAKEN_BACK)
    told = (
        (reported.count(), "position of service reported here", "positions of service reported here"),
        (signed.count(), "agreement signed here", "agreements signed here"),
        (hours.count(), "entry of fieldwork", "entries of fieldwork"),
        (fellow.suspensions.kept().count(), "suspension", "suspensions"),
    )
    for number, one, many in told:
        if number:
            yield counted(number, one, many)
    if fellow.taken_over.state not in (fellow.state, State.FULFILLED):
        yield "a change of state since"
