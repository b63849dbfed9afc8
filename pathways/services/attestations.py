"""The principal's word at the end of the year."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, LookFirst, NotAllowed, demand
from common.states import spoken
from notifications.services import queue
from pathways.models import Attestation, Placement, PlacementEvent
from pathways.policies import why_not
from pathways.services.placements import record
from pathways.states import PlacementAction
from people.models import User


@transaction.atomic
def attest(
    *,
    pk: int,
    by: User,
    met: bool,
    words: str = "",
    early: bool = False,
    now: datetime | None = None,
) -> Attestation:
    """Say of a placement whether the school-level expectations were met, or what was not. Once; staff correct it.

    `early`: said although the year is not near its end, and meant so. Saying the same twice changes nothing.
    Raises DomainError without words when they were not met, and for a word that is early without `early`.
    """
    placement = _locked(pk)
    refusal = why_not(by, PlacementAction.ATTEST, placement)
    said = Attestation.objects.filter(placement=placement).first()
    again = said is not None and (said.met, said.words) == (met, words.strip())
    if said is not None and again and not isinstance(refusal, NotAllowed):
        return said
    demand(refusal)
    _demand_words(met, words)
    moment = now or timezone.now()
    if not early:
        _refuse_early(placement, local_date(moment))
    made = Attestation.objects.create(placement=placement, met=met, words=words.strip(), by=by, at=moment)
    event = record(placement, PlacementAction.ATTEST, by, moment, words.strip(), to_state=_state(made))
    _tell(placement, made, event)
    return made


@transaction.atomic
def correct_attestation(
    *,
    pk: int,
    by: User,
    met: bool,
    words: str = "",
    reason: str,
    seen: str = "",
    now: datetime | None = None,
) -> Attestation:
    """Staff put right what was attested of a placement; the old word and the reason stay in the placement's history.

    `seen`: the mark of the word they had before them, alone or among others; empty: none. Raises LookFirst where
    another correction came first. What was not met does not stay under a word that takes it back.
    """
    placement = _locked(pk)
    demand(why_not(by, PlacementAction.CORRECT_WORD, placement))
    said = Attestation.objects.select_for_update().get(placement=placement)
    if not reason.strip():
        raise DomainError("Say why the attestation is corrected. The reason stays on record.")
    _demand_words(met, words)
    if seen and said.mark not in seen.split():
        raise LookFirst(
            "This attestation was corrected meanwhile. Look at what it says now, then press again.",
            lines=[f"{spoken(_state(said)).capitalize()}, by {said.by}", *filter(None, [said.words])],
            seen=said.mark,
        )
    if met and not said.met and words.strip() == said.words:
        words = ""
    was = {"from_state": _state(said), "attested": said.words}
    said.met, said.words = met, words.strip()
    moment = now or timezone.now()
    said.by, said.at = by, moment
    said.save(update_fields=["met", "words", "by", "at"])
    action = PlacementAction.CORRECT_WORD
    _tell(
        placement, said, record(placement, action, by, moment, reason.strip(), to_state=_state(said), **was)
    )
    return said


def _refuse_early(placement: Placement, day: date) -> None:
    since = placement.nearly_over_on
    if day < since:
        raise DomainError(
            f"The year is not near its end: your word is asked for from {day_in_words(since)} on."
            " Say that you mean it already, or come back then."
        )


def _demand_words(met: bool, words: str) -> None:
    if not met and not words.strip():
        raise DomainError("Say what was not met, so that the leader can read it.")


def _locked(pk: int) -> Placement:
    # Held first, read after: a school joined while this waits for somebody else's move would be the one of before.
    Placement.objects.select_for_update().only("pk").get(pk=pk)
    return Placement.objects.select_related("role", "school", "person", "year").get(pk=pk)


def _state(said: Attestation) -> str:
    return "met" if said.met else "not_met"


def _tell(placement: Placement, said: Attestation, event: PlacementEvent) -> None:
    queue(
        to=placement.person,
        template="pathways/attested",
        context={"placement": placement, "said": said},
        dedupe_key=f"attested-{placement.pk}-{event.pk}",
        topic=f"attested-{placement.pk}",
    )
