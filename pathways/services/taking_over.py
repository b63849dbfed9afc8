"""Leaders in office are taken over; what they and the school signed on paper is kept. What both sign here instead
comes from above (applications)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, demand, demand_all
from common.storage import stored
from common.uploads import Accepted, download_name
from notifications.services import cancel, queue
from pathways.models import Cohort, Placement, ProgramYear, Role, SignedPaper, TakenOver
from pathways.models.earlier import PAPERS
from pathways.policies import why_not, why_not_in_office
from pathways.services.deliverables import asking_topic, due_topic
from pathways.services.placements import begin, locked, record
from pathways.states import Ending, PlacementAction
from people.models import School, SchoolMembership, User

# What is judged of a leader, by name.
TYPED = ("role", "cohort", "school", "starts", "share", "reason")


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who holds a role already, as it was typed. `starts`: their first day in it this program year."""

    person: User
    role: Role
    school: School
    starts: date
    reason: str
    cohort: Cohort | None = None
    share: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Paper:
    """What was signed on paper: by whom, on which day, and the file of it."""

    signed_by: str
    signed_on: date
    file: Accepted


@transaction.atomic
def take_over_leader(*, leader: Leader, by: User, now: datetime | None = None) -> tuple[Placement, bool]:
    """The leader's placement, and whether it is new. Until both have signed, here or on paper, nothing is paid by it.

    Somebody taken over in this role and year already stays as they are. Raises DomainError for a first day ahead, a
    year that is not kept here or is over, another cohort than the role's and the school's, a school outside the
    network, a share that is none, and without a reason.
    """
    demand(why_not_in_office(by, leader.person, leader.role))
    moment = now or timezone.now()
    demand_all(wrong_of_leader(**{name: getattr(leader, name) for name in TYPED}, today=local_date(moment)))
    year = ProgramYear.objects.get(starts__lte=leader.starts, ends__gt=leader.starts)
    # Twice at once is once.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=leader.person.pk)
    known = Placement.objects.standing().filter(
        person=leader.person, role=leader.role, year=year, taken_over__isnull=False
    )
    if (
        there := known.select_related("role__pathway", "year", "school", "person", "cohort").first()
    ) is not None:
        return there, False
    placement = Placement(
        person=leader.person,
        role=leader.role,
        year=year,
        cohort=leader.cohort,
        school=leader.school,
        starts=leader.starts,
        share_numerator=leader.share.numerator,
        share_denominator=leader.share.denominator,
        commitment_in_force=False,
    )
    begin(placement)
    TakenOver.objects.create(placement=placement, reason=leader.reason.strip(), by=by, at=moment)
    facts = {"school": leader.school, "first_day": leader.starts}
    record(placement, PlacementAction.TAKE_OVER, by, moment, leader.reason.strip(), **facts)
    return placement, True


def wrong_of_leader(
    *,
    today: date,
    role: Role | None = None,
    cohort: Cohort | None = None,
    school: School | None = None,
    starts: date | None = None,
    share: Fraction | None = None,
    reason: str | None = None,
) -> Iterator[DomainError]:
    """All that is wrong with what was typed of a leader, each at its field; what is None was not typed well enough to
    be judged (of a cohort: none was chosen)."""
    if reason is not None and not reason.strip():
        yield DomainError("Say how it is known that they hold this role. It stays on record.", at="reason")
    if starts is not None and (wrong := _wrong_day(starts, today)):
        yield DomainError(wrong, at="starts")
    if role is not None and (wrong := _wrong_cohort(role, cohort, school)):
        yield DomainError(wrong, at="cohort")
    if school is not None and starts is not None and (wrong := _no_member(school, starts)):
        yield DomainError(wrong, at="school")
    if share is not None and (not 0 < share <= 1 or share.denominator > 1000):
        yield DomainError("A share is above 0 and at most 1, like 1/2.", at="share")


def _wrong_cohort(role: Role, cohort: Cohort | None, school: School | None) -> str:
    if cohort is None:
        return f"Choose the cohort of {role} they lead." if role.cohorts.exists() else ""
    if school is not None and not cohort.serves(school):
        return f"{cohort.mismatch(school)} Choose another cohort."
    return ""


def _no_member(school: School, day: date) -> str:
    if SchoolMembership.objects.on(day).filter(school=school).exists():
        return ""
    return (
        f"{school} was not part of the network on {day_in_words(day)}. If it was, a registrar corrects since when it "
        "is a member, on the page of the school; else choose another school or day."
    )


def _wrong_day(starts: date, today: date) -> str:
    if starts > today:
        return (
            f"{day_in_words(starts)} lies ahead, and a leader in office holds the role already. Whoever begins later "
            "applies and is offered the role. Choose the day on which they began."
        )
    year = ProgramYear.objects.filter(starts__lte=starts, ends__gt=starts).first()
    if year is None:
        return (
            f"{day_in_words(starts)} lies in no program year that is kept here. Open the year first, or choose another "
            "day."
        )
    if year.ends <= today:
        return f"The program year {year} is over. Take it over as an earlier year, and choose a first day in this one."
    return ""


def add_paper(*, pk: int, paper: Paper, by: User, reason: str, now: datetime | None = None) -> SignedPaper:
    """Keep what both signed on paper; from now on the placement stands on it. The same file again changes nothing.

    Raises DomainError when both signed here, for a day ahead, and without names or a reason; when the disk is full
    nothing changed.
    """
    with stored(paper.file, PAPERS) as name:
        row = keep_paper(pk=pk, paper=paper, name=name, by=by, reason=reason, now=now)
        if row.file.name != name:
            default_storage.delete(name)
        return row


@transaction.atomic
def keep_paper(
    *, pk: int, paper: Paper, name: str, by: User, reason: str, now: datetime | None = None
) -> SignedPaper:
    """As `add_paper`, of a file that is stored under this name already; another name is in the row where the same
    paper was there before."""
    placement = locked(pk)
    moment = now or timezone.now()
    day = local_date(moment)
    demand(why_not(by, PlacementAction.ADD_PAPER, placement, day))
    demand_all(wrong_of_paper(today=day, signed_by=paper.signed_by, signed_on=paper.signed_on, reason=reason))
    content = sha256(paper.file.content).hexdigest()
    there = placement.papers.filter(sha256=content).first()
    if there is not None:
        return there
    row = SignedPaper.objects.create(
        placement=placement,
        signed_by=paper.signed_by.strip(),
        signed_on=paper.signed_on,
        file=name,
        file_name=download_name("signed-paper", placement.person.name, placement.pk, name),
        sha256=content,
        reason=reason.strip(),
        by=by,
        at=moment,
    )
    placement.commitment_in_force = True
    placement.save(update_fields=["commitment_in_force"])
    record(placement, PlacementAction.ADD_PAPER, by, moment, reason.strip(), first_day=paper.signed_on)
    return row


def wrong_of_paper(
    *, today: date, signed_by: str | None = None, signed_on: date | None = None, reason: str | None = None
) -> Iterator[DomainError]:
    """All that is wrong with what was typed of a signed paper, each at its field; what is None is not judged."""
    if signed_by is not None and not signed_by.strip():
        yield DomainError(
            "Write who signed the paper: the leader, and who signed for the school.", at="signed_by"
        )
    if signed_on is not None and signed_on > today:
        yield DomainError(
            "That day lies ahead. Choose the day on which the paper was signed.", at="signed_on"
        )
    if reason is not None and not reason.strip():
        yield DomainError("Say where this paper comes from. It stays on record.", at="reason")


@transaction.atomic
def take_back_leader(*, pk: int, by: User, why: str, now: datetime | None = None) -> Placement:
    """A leader was taken over by mistake: the placement was never held. It stays as one day that counts for nothing,
    with all that was said of it and why it is taken back; the leader gets a mail, and may be taken over again.

    Raises DomainError where something hangs on it that stays, and without a reason. What higher apps keep of it is
    theirs to look for before.
    """
    placement = locked(pk)
    moment = now or timezone.now()
    demand(why_not(by, PlacementAction.TAKE_BACK, placement, local_date(moment)))
    if not why.strip():
        raise DomainError("Say why it was a mistake. The reason stays on record.", at="why")
    began = placement.starts
    placement.starts = _out_of_the_way(placement)
    placement.ends, placement.end_reason = placement.starts + timedelta(days=1), Ending.ENDED
    placement.commitment_in_force = False
    placement.save(update_fields=["starts", "ends", "end_reason", "commitment_in_force"])
    placement.assignments.filter(starts=began).update(starts=placement.starts, ends=placement.ends)
    _remind_no_longer(placement)
    was = {"school": placement.school, "first_day": began}
    event = record(placement, PlacementAction.TAKE_BACK, by, moment, why.strip(), **was)
    queue(
        to=placement.person,
        template="pathways/leader_taken_back",
        context={"placement": placement, "was": began, "why": why.strip(), "by": by},
        dedupe_key=f"leader-taken-back-{event.pk}",
    )
    return placement


def _remind_no_longer(placement: Placement) -> None:
    """Mails about its deliverables that have not left yet stay here."""
    for owed in placement.deliverable_records.values_list("pk", flat=True):
        cancel(topic=due_topic(owed))
        cancel(topic=asking_topic(owed))


def _out_of_the_way(placement: Placement) -> date:
    """The first day of the year on which the leader holds no such role: nobody holds the same one twice at once, and
    it shall be free to be held in truth."""
    others = Placement.objects.filter(person=placement.person, role=placement.role).exclude(pk=placement.pk)
    held = list(others.values_list("starts", "ends"))
    day = placement.year.starts
    while day < placement.starts and any(since <= day and (to is None or day < to) for since, to in held):
        day += timedelta(days=1)
    return day


@transaction.atomic
def sign_placement(*, pk: int, sha256: str, by: User, now: datetime) -> Placement:
    """Both signed the text with this hash here: the placement stands on it like any other from now on. At commit the
    database demands the two signatures."""
    placement = locked(pk)
    if placement.commitment_sha256 != sha256:
        placement.commitment_sha256, placement.commitment_in_force = sha256, True
        placement.save(update_fields=["commitment_sha256", "commitment_in_force"])
        record(placement, PlacementAction.SIGN, by, now)
    return placement
