"""Exemplar recordings: recorded with who is seen in them, shown while all of them agree."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from coaching.models import HTTPS, Consent, Recording, SeenInRecording
from coaching.policies import why_not_consent
from coaching.queries import who_may_visit
from coaching.services.duties import settle, unsettle
from coaching.services.own_work import locked, recording, taken_back
from coaching.states import ConsentAction, PeerAction
from common.clock import local_date
from common.counting import counted
from common.errors import DomainError, demand
from common.links import same_place, tidied
from common.names import same, stored, why_not_alone
from pathways.models import Deliverable, Placement
from people.models import User


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A recording: its title and link, who may watch it, and who is seen in it, by account or by name."""

    title: str
    link: str
    audience: str
    people: Collection[User] = ()
    names: Collection[str] = ()


@transaction.atomic
def record_exemplar(*, placement_pk: int, by: User, said: Exemplar, now: datetime | None = None) -> Recording:
    """Keep a recording, which nobody sees before everybody seen in it agreed. The same link again answers what is kept.

    Raises DomainError for a link that is not https, without anybody seen in it, for people who cannot be chosen, for a
    link of somebody else, and when somebody is left out who was seen under this link before.
    """
    moment = now or timezone.now()
    placement = recording(placement_pk, by, moment, PeerAction.HOST)
    link, names = tidied(said.link), [name for name in map(stored, said.names) if name]
    if not link.startswith(HTTPS):
        raise DomainError("Give a link that begins with https.", at="link")
    if refusal := next(filter(None, map(why_not_alone, names)), ""):
        raise DomainError(refusal, at="names")
    if not said.people and not names:
        raise DomainError("Say who is seen in it: you too, if you are.", at="people")
    _refuse_strangers(placement, said.people, local_date(moment))
    before = [row for row in Recording.objects.order_by("pk") if same_place(row.link, link)]
    kept = next((row for row in before if row.taken_back_at is None), None)
    if kept is not None and kept.placement_id == placement.pk:
        return kept
    if kept is not None:
        raise DomainError("Another Senior Peer Coach recorded this link.", at="link")
    _refuse_left_out(before, said.people, names)
    row = Recording.objects.create(
        placement=placement,
        title=said.title.strip(),
        link=link,
        audience=said.audience,
        recorded_at=moment,
    )
    seen = [SeenInRecording(recording=row, person=one, added_at=moment) for one in said.people]
    seen += [SeenInRecording(recording=row, name=name, added_at=moment) for name in dict.fromkeys(names)]
    SeenInRecording.objects.bulk_create(seen)
    return row


def _refuse_strangers(placement: Placement, people: Collection[User], day: date) -> None:
    may = {placement.person_id, *who_may_visit(placement, day).values_list("pk", flat=True)}
    if any(one.pk not in may for one in people):
        raise DomainError("Choose who is seen out of the list, or type a name.", at="people")


def _refuse_left_out(before: list[Recording], people: Collection[User], names: Collection[str]) -> None:
    """Else whoever withdrew would be gone from the list with the recording that was taken back."""
    there = {one.pk for one in people}
    for row in SeenInRecording.objects.filter(recording__in=before).select_related("person"):
        named = row.person_id in there or any(same(row.called, name) for name in names)
        if not named:
            raise DomainError(
                f"{row.called} was seen under this link before. Name everybody who is seen in it.",
                at="people",
            )


@transaction.atomic
def take_back_exemplar(*, pk: int, by: User, now: datetime | None = None) -> Recording:
    """Nobody sees it any more, whatever was agreed. Twice is harmless."""
    row = Recording.objects.get(pk=pk)
    return taken_back(row, row.placement_id, by, now)


@transaction.atomic
def agree(*, pk: int, by: User, now: datetime | None = None) -> Consent:
    """Who is seen agrees, by their own press, which takes the place of a paper. Twice is harmless."""
    return _given(pk, by, ConsentAction.AGREE, None, "", now)


@transaction.atomic
def record_consent(*, pk: int, by: User, given_on: date, paper: str, now: datetime | None = None) -> Consent:
    """Who is seen and has no account to press with agreed on a paper that `by` saw. Where a consent stands, it is
    answered.

    Raises DomainError without a paper, for a day to come or before they said no, for whoever has an account, and for
    somebody who said no by themselves: only they agree again.
    """
    if not paper.strip():
        raise DomainError("Say on what paper they agreed.", at="paper")
    return _given(pk, by, ConsentAction.RECORD, given_on, paper.strip(), now)


def _given(
    pk: int, by: User, action: ConsentAction, on: date | None, paper: str, now: datetime | None
) -> Consent:
    moment = now or timezone.now()
    seen, placement = _seen(pk)
    demand(why_not_consent(by, action, seen))
    if seen.recording.taken_back_at is not None:
        raise DomainError("This recording was taken back. There is nothing to agree to any more.")
    standing = Consent.objects.standing().filter(seen=seen).first()
    if standing is not None and (paper or not standing.paper):
        return standing
    Consent.objects.standing().filter(seen=seen).update(withdrawn_by=by, withdrawn_at=moment)
    day = on or local_date(moment)
    if day > local_date(moment):
        raise DomainError("This day is still to come.", at="given_on")
    if paper:
        _refuse_old_paper(seen, day)
    row = Consent.objects.create(seen=seen, given_on=day, paper=paper, by=by, at=moment)
    if Recording.objects.shown().filter(pk=seen.recording_id).exists():
        people = counted(seen.recording.seen.count(), "person", "people")
        said = f"Shared an exemplar recording, with the consent of everybody who is seen in it: {people}."
        key, source = f"recordings-{seen.recording_id}", Deliverable.Source.RECORDINGS
        settle(placement, source, by=by, said=said, key=key, now=moment)
    return row


def _refuse_old_paper(seen: SeenInRecording, day: date) -> None:
    withdrawn = Consent.objects.filter(seen=seen).aggregate(last=Max("withdrawn_at"))["last"]
    for said, no in (("withdrew", withdrawn), ("said no", seen.declined_at)):
        if no is not None and day < local_date(no):
            raise DomainError(f"They {said} after that day. A new consent needs a new paper.", at="given_on")


@transaction.atomic
def withdraw_consent(*, pk: int, by: User, now: datetime | None = None) -> SeenInRecording:
    """Who is seen agrees no more, or told so: from now on the recording is shown to nobody. Of who never agreed it is
    kept that they do not. Twice is harmless."""
    moment, (seen, placement) = now or timezone.now(), _seen(pk)
    demand(why_not_consent(by, ConsentAction.WITHDRAW, seen))
    Consent.objects.standing().filter(seen=seen).update(withdrawn_by=by, withdrawn_at=moment)
    SeenInRecording.objects.to_answer().filter(pk=pk).update(declined_at=moment)
    unsettle(placement, by=by, now=moment)
    return seen


def _seen(pk: int) -> tuple[SeenInRecording, Placement]:
    """The row and, locked, the placement of its recording: whoever else gives or withdraws waits."""
    seen = SeenInRecording.objects.select_related("recording__placement__role", "person").get(pk=pk)
    placement = locked(seen.recording.placement_id)
    seen.refresh_from_db(fields=["declined_at"])
    seen.recording.refresh_from_db(fields=["taken_back_at"])
    return seen, placement
