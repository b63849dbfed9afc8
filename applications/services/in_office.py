"""Leaders in office are taken over: they and the school signed on paper, or both sign here, with the same machinery
as an application and without its questions, its readers and its decision."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from applications.models import Application, CommitmentRecord
from applications.queries.commitments import current_record
from applications.services.drafts import begin_anew
from applications.services.moves import lock_places, locked, move, not_signed_topic, record
from applications.services.routing import close_links
from applications.services.signatures import void
from applications.states import Action, Beside, State
from common.clock import local_date
from common.edits import mark_of
from common.errors import DomainError, LookFirst
from common.storage import stored
from notifications.services import cancel, queue
from pathways.models import Offering, Placement, SignedPaper
from pathways.models.earlier import PAPERS
from pathways.queries.beside import beside
from pathways.services import Leader, Paper, keep_paper, sign_placement, take_back_leader, take_over_leader
from people.models import User

# While it stands in one of these, nobody has signed for the school.
WAITING = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.NOT_SUPPORTED)
ON_PAPER = "signed on paper"
NO_LEADER = "the role was put on record by mistake"


def take_over(
    *,
    leader: Leader,
    by: User,
    paper: Paper | None = None,
    seen: str | None = None,
    now: datetime | None = None,
) -> tuple[Placement, bool]:
    """The placement of somebody who holds the role already, and whether it is new: on what both signed on paper, or
    else waiting for both to sign here, and paying nothing until they have. The leader gets a mail.

    Somebody taken over already stays as they are. Raises DomainError as `take_over_leader` and `add_paper` do, and
    without paper where the offering of role and year is not published; LookFirst where another role or no post stands
    beside it, unless `seen` is the mark of just that (None: nobody is asked to look). Then nothing changed.
    """
    if paper is None:
        return _take_over_looked_at(leader, by, None, "", seen, now)
    with stored(paper.file, PAPERS) as name:
        placement, new = _take_over_looked_at(leader, by, paper, name, seen, now)
        if not new:
            default_storage.delete(name)
        return placement, new


@transaction.atomic
def _take_over_looked_at(
    leader: Leader, by: User, paper: Paper | None, name: str, seen: str | None, now: datetime | None
) -> tuple[Placement, bool]:
    placement, new = take_over_kept(leader, by, paper, name, now)
    if new and seen is not None:
        lines = beside([placement], local_date(now or timezone.now()))
        mark = mark_of("\n".join(lines))
        if lines and seen != mark:
            raise LookFirst("Look at this first. Nothing was done yet.", lines=lines, seen=mark)
    return placement, new


@transaction.atomic
def take_over_kept(
    leader: Leader, by: User, paper: Paper | None, name: str, now: datetime | None
) -> tuple[Placement, bool]:
    """As `take_over`, of a paper that is stored under this name already; of who is there already it stays unnamed."""
    moment = now or timezone.now()
    hold([leader])
    placement, new = take_over_leader(leader=leader, by=by, now=moment)
    if not new:
        return placement, new
    if paper is None:
        _ask_both(placement, by, moment)
        return placement, new
    row = keep_paper(pk=placement.pk, paper=paper, name=name, by=by, reason=leader.reason, now=moment)
    _tell(row, by)
    placement.refresh_from_db(fields=["commitment_in_force"])
    return placement, new


def hold(leaders: Iterable[Leader]) -> None:
    """Nobody else gives or frees a place of their offerings, or takes them over, until the transaction ends: whoever
    releases decisions counts those that were taken over. In one order, so that several wait for each other."""
    named = list(leaders)
    offerings = Offering.objects.filter(role__in={one.role.pk for one in named}).select_related("year")
    for offering in offerings.order_by("pk"):
        starts, ends = offering.year.starts, offering.year.ends
        if any(one.role.pk == offering.role_id and starts <= one.starts < ends for one in named):
            lock_places(offering.pk)
    people = User.objects.select_for_update(no_key=True).only("pk")
    list(people.filter(pk__in={one.person.pk for one in named}).order_by("pk"))


def _ask_both(placement: Placement, by: User, now: datetime) -> None:
    """An application that asks for nothing but two signatures."""
    role, year = placement.role, placement.year
    offering = Offering.objects.filter(role=role, year=year, published_version__isnull=False).first()
    if offering is None:
        raise DomainError(
            f"Both sign the words of the offering of {role} in {year}, and it is not published. Publish it first, or "
            "add the paper they signed."
        )
    about = {"person": placement.person, "offering": offering, "school": placement.school}
    application = Application.objects.filter(**about).first() or Application(**about)
    if application.state == State.WITHDRAWN:
        begin_anew(application, by, now)
    if application.state != State.DRAFT:
        raise DomainError(
            f"{placement.person} applied for this role at {placement.school}. Decide about that application, or add "
            "the paper they signed."
        )
    application.in_office, application.cohort = placement, placement.cohort
    application.save()
    record(application, Beside.IN_OFFICE, by=by, now=now)
    queue(
        to=placement.person,
        template="applications/in_office",
        context={"application": application, "placement": placement, "by": by},
        dedupe_key=f"in-office-{placement.pk}",
    )


def add_paper(*, pk: int, paper: Paper, by: User, reason: str, now: datetime | None = None) -> SignedPaper:
    """Keep what both signed on paper: the placement stands on it, and nobody is asked to sign here any more. The same
    file again changes nothing. Raises DomainError as `pathways.services.add_paper` does."""
    with stored(paper.file, PAPERS) as name:
        row = _keep(pk, paper, name, by, reason, now)
        if row.file.name != name:
            default_storage.delete(name)
        return row


@transaction.atomic
def _keep(pk: int, paper: Paper, name: str, by: User, reason: str, now: datetime | None) -> SignedPaper:
    moment = now or timezone.now()
    # Locked before the placement, as by whoever signs.
    asked = Application.objects.filter(in_office=pk).values_list("pk", flat=True).first()
    application = None if asked is None else locked(asked)
    row = keep_paper(pk=pk, paper=paper, name=name, by=by, reason=reason, now=moment)
    if application is not None and application.state in WAITING:
        _ask_no_longer(application, by, moment, ON_PAPER)
    _tell(row, by)
    return row


def _ask_no_longer(application: Application, by: User, now: datetime, why: str) -> None:
    if application.state != State.NOT_SUPPORTED:
        move(application, Action.WITHDRAW, by=None, now=now, note=why)
    if (signed := current_record(application)) is not None:
        void(record=signed, reason=why, by=by, now=now)
    close_links(application, now)
    cancel(topic=not_signed_topic(application))


@transaction.atomic
def take_back(*, pk: int, by: User, why: str, now: datetime | None = None) -> Placement:
    """A leader was taken over by mistake, as `take_back_leader` says; nobody is asked to sign for it any more. Whoever
    is taken over again, or applies, signs anew."""
    moment = now or timezone.now()
    # Locked before the placement, as by whoever signs.
    asked = Application.objects.filter(in_office=pk).values_list("pk", flat=True).first()
    application = None if asked is None else locked(asked)
    placement = take_back_leader(pk=pk, by=by, why=why, now=moment)
    if application is None:
        return placement
    if application.state in WAITING:
        _ask_no_longer(application, by, moment, NO_LEADER)
    application.in_office = None
    application.save(update_fields=["in_office"])
    return placement


def _tell(row: SignedPaper, by: User) -> None:
    queue(
        to=row.placement.person,
        template="applications/on_paper",
        context={"placement": row.placement, "paper": row, "by": by},
        dedupe_key=f"paper-{row.pk}",
    )


def confirm(application: Application, signed: CommitmentRecord, *, by: User, now: datetime) -> None:
    """Both signed for a role that is held already: the placement stands on it like any other. The application must be
    locked."""
    placement = application.in_office
    assert placement is not None, "asked of those in office alone"
    move(application, Action.CONFIRM, by=None, now=now, starts=placement.starts)
    sign_placement(pk=placement.pk, sha256=signed.sha256, by=by, now=now)
