"""What Senior Peer Coaches do beside: a seminar they host, whose visitors confirm; Peer Coaches they coach."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coaching.models import CoachedPeer, HostedSeminar, PeerVisit, SeminarVisitor
from coaching.policies import why_not_answer
from coaching.queries import who_may_be_coached_as_peer, who_may_visit
from coaching.rules import PEERS, VISITORS, VISITS_OF_A_PEER
from coaching.services.duties import settle, unsettle
from coaching.services.own_work import locked, recording, refuse_wrong_day, taken_back
from coaching.states import PeerAction
from common.clock import day_in_words, local_date
from common.counting import counted
from common.errors import DomainError, demand
from pathways.models import Deliverable, Placement
from people.models import User

S = Deliverable.Source


@transaction.atomic
def host_seminar(
    *, placement_pk: int, by: User, day: date, title: str, now: datetime | None = None
) -> HostedSeminar:
    """A seminar at their school on that day, which may be to come. One a day: pressed twice it answers the first.

    Raises DomainError for a day outside the role.
    """
    moment = now or timezone.now()
    placement = recording(placement_pk, by, moment, PeerAction.HOST)
    refuse_wrong_day(placement, day, max(day, local_date(moment)), at="day")
    kept = HostedSeminar.objects.kept().filter(placement=placement, day=day).first()
    return kept or HostedSeminar.objects.create(
        placement=placement, day=day, title=title.strip(), recorded_at=moment
    )


@transaction.atomic
def take_back_seminar(*, pk: int, by: User, now: datetime | None = None) -> HostedSeminar:
    """It was recorded by mistake, or does not take place: it counts no more. Twice is harmless. Raises DomainError once
    a visitor confirmed that they observed: what they said stays."""
    row = HostedSeminar.objects.get(pk=pk)
    recording(row.placement_id, by, now or timezone.now())
    if there := SeminarVisitor.objects.confirmed().filter(seminar=row).count():
        raise DomainError(
            f"{counted(there, 'visitor')} confirmed that they observed, and that stays. Tell a program manager if it "
            "is wrong."
        )
    return taken_back(row, row.placement_id, by, now)


@transaction.atomic
def name_visitors(
    *, pk: int, by: User, people: Collection[User], now: datetime | None = None
) -> list[SeminarVisitor]:
    """These people visit the seminar; each is asked on their own page once its day came. Who is named already stays.

    Raises DomainError for nobody, and for somebody who cannot be a visitor.
    """
    moment, seminar = now or timezone.now(), HostedSeminar.objects.get(pk=pk)
    placement = recording(seminar.placement_id, by, moment, PeerAction.HOST)
    seminar.refresh_from_db()
    if seminar.taken_back_at is not None:
        raise DomainError("This seminar was taken back. Record it again.")
    may = set(who_may_visit(placement, local_date(moment)).values_list("pk", flat=True))
    if not people or any(one.pk not in may for one in people):
        raise DomainError("Choose who visits out of the list.", at="people")
    named = set(SeminarVisitor.objects.kept().filter(seminar=seminar).values_list("person", flat=True))
    anew = [one for one in people if one.pk not in named]
    return SeminarVisitor.objects.bulk_create(
        SeminarVisitor(seminar=seminar, person=one, added_at=moment) for one in anew
    )


@transaction.atomic
def take_back_visitor(*, pk: int, by: User, now: datetime | None = None) -> SeminarVisitor:
    """They were named by mistake. Raises DomainError for who confirmed: what they said stays. Twice is harmless."""
    row = SeminarVisitor.objects.select_related("seminar").get(pk=pk)
    locked(row.seminar.placement_id)
    row.refresh_from_db(fields=["was_there"])
    if row.was_there:
        raise DomainError("They confirmed that they observed, and that stays.")
    return taken_back(row, row.seminar.placement_id, by, now)


@transaction.atomic
def say_whether_there(*, pk: int, by: User, was_there: bool, now: datetime | None = None) -> SeminarVisitor:
    """A visitor confirms that they observed, or says that they were not there. Twice is harmless; either is corrected
    by the other, and the row says when they had said otherwise. Enough who observed complete the duty of the host.

    Raises DomainError before the day, and once it was taken back.
    """
    moment = now or timezone.now()
    row = SeminarVisitor.objects.select_related("seminar").get(pk=pk)
    demand(why_not_answer(by, row))
    placement = locked(row.seminar.placement_id)
    row.refresh_from_db()
    if row.taken_back_at is not None or row.seminar.taken_back_at is not None:
        raise DomainError("The host took this back. There is nothing to confirm any more.")
    if row.seminar.day > local_date(moment):
        raise DomainError("This seminar is still to come. Confirm it afterwards.")
    if row.was_there == was_there:
        return row
    row.otherwise_at, row.was_there, row.answered_at = row.answered_at, was_there, moment
    row.save(update_fields=["was_there", "answered_at", "otherwise_at"])
    if was_there:
        _settle_seminar(placement, row.seminar, by, moment)
    elif row.otherwise_at is not None:
        unsettle(placement, by=by, now=moment)
    return row


def _settle_seminar(placement: Placement, seminar: HostedSeminar, by: User, moment: datetime) -> None:
    guests = SeminarVisitor.objects.kept().filter(seminar=seminar)
    there = guests.filter(was_there=True).count()
    if there < VISITORS:
        # Another seminar may have had enough of them, and was judged already.
        return
    named = counted(guests.count(), "visitor")
    said = f"Hosted the seminar of {day_in_words(seminar.day)}; {there} of {named} confirmed."
    key = f"hosted_seminar-{seminar.pk}"
    settle(placement, S.HOSTED_SEMINAR, by=by, said=said, key=key, now=moment)


@transaction.atomic
def coach_peer(
    *, placement_pk: int, by: User, peer: Placement, since: date, now: datetime | None = None
) -> CoachedPeer:
    """They coach this Peer Coach from that day on. Whoever is listed already stays as they are.

    Raises DomainError for whoever is no Peer Coach of the year, and for a day outside the role.
    """
    moment = now or timezone.now()
    placement = recording(placement_pk, by, moment, PeerAction.HOST)
    refuse_wrong_day(placement, since, local_date(moment), at="since")
    kept = CoachedPeer.objects.kept().filter(placement=placement, peer=peer).first()
    if kept is not None:
        return kept
    if not who_may_be_coached_as_peer(placement).filter(pk=peer.pk).exists():
        raise DomainError("Choose a Peer Coach out of the list.", at="peer")
    return CoachedPeer.objects.create(placement=placement, peer=peer, since=since, added_at=moment)


@transaction.atomic
def take_back_peer(*, pk: int, by: User, now: datetime | None = None) -> CoachedPeer:
    """They were listed by mistake. Twice is harmless. Raises DomainError while visits to them are on record."""
    row = CoachedPeer.objects.get(pk=pk)
    recording(row.placement_id, by, now or timezone.now())
    if visits := PeerVisit.objects.kept().filter(coached=row).count():
        raise DomainError(f"You recorded {counted(visits, 'visit')}. If all are wrong, take back each first.")
    return taken_back(row, row.placement_id, by, now)


@transaction.atomic
def visit_peer(*, pk: int, by: User, day: date, now: datetime | None = None) -> PeerVisit:
    """They visited this Peer Coach on that day; pressed twice it is one visit.

    Raises DomainError for a day to come, before they coached them, or outside the role.
    """
    moment, coached = now or timezone.now(), CoachedPeer.objects.get(pk=pk)
    placement = recording(coached.placement_id, by, moment, PeerAction.HOST)
    coached.refresh_from_db()
    if coached.taken_back_at is not None:
        raise DomainError("This Peer Coach is listed no more. Add them again.")
    refuse_wrong_day(placement, day, local_date(moment), at="day")
    if day < coached.since:
        raise DomainError("You did not coach them on that day. Choose another day.", at="day")
    kept = PeerVisit.objects.kept().filter(coached=coached, day=day).first()
    if kept is not None:
        return kept
    row = PeerVisit.objects.create(coached=coached, day=day, recorded_at=moment)
    said = f"Coached {counted(PEERS, 'Peer Coach', 'Peer Coaches')}, each with {VISITS_OF_A_PEER} visits or more."
    settle(placement, S.COACHED_PEERS, by=by, said=said, key=f"coached_peers-{row.pk}", now=moment)
    return row


@transaction.atomic
def take_back_peer_visit(*, pk: int, by: User, now: datetime | None = None) -> PeerVisit:
    """It was recorded by mistake: it counts no more. Twice is harmless."""
    row = PeerVisit.objects.select_related("coached").get(pk=pk)
    return taken_back(row, row.coached.placement_id, by, now)
