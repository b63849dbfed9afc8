"""The teachers a Peer Coach coaches, and cycles with them: days and a focus, never words about a colleague."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coaching.models import CoachedTeacher, TeacherCycle
from coaching.rules import ANOTHER, FOCI, TEACHERS
from coaching.services.duties import settle
from coaching.services.own_work import ONE_DAY, recording, refuse_wrong_day, taken_back
from common.clock import local_date
from common.counting import counted
from common.errors import DomainError
from common.names import folded, same, stored, why_not_alone
from pathways.models import Deliverable, Placement
from people.models import Post, User


@transaction.atomic
def add_teacher(
    *,
    placement_pk: int,
    by: User,
    since: date,
    person: User | None = None,
    name: str = "",
    now: datetime | None = None,
) -> CoachedTeacher:
    """This Peer Coach coaches this teacher from that day on: a person who works at the school, or a name. Whoever is
    listed already stays as they are.

    Raises DomainError for nobody, for both, for somebody of another school, and for a day outside the role.
    """
    moment = now or timezone.now()
    placement, name = recording(placement_pk, by, moment), stored(name)
    if person is not None and name:
        raise DomainError("You chose a teacher and typed a name, too. Take one of the two out.", at="name")
    if person is None and not name:
        raise DomainError("Choose a teacher of your school, or type a name.", at="person")
    refuse_wrong_day(placement, since, local_date(moment), at="since")
    if person is not None:
        _refuse_stranger(placement, person, local_date(moment))
    if refusal := why_not_alone(name):
        raise DomainError(refusal, at="name")
    listed = CoachedTeacher.objects.kept().filter(placement=placement, ends=None).select_related("person")
    for row in listed:
        if row.person_id == person.pk if person is not None else same(row.name, name):
            return row
    _refuse_twice(placement, listed, person, name)
    return CoachedTeacher.objects.create(
        placement=placement, person=person, name=name, starts=since, added_at=moment
    )


def _refuse_twice(
    placement: Placement, listed: Iterable[CoachedTeacher], person: User | None, name: str
) -> None:
    """Raises DomainError for a name that somebody who is listed has, or the Peer Coach; for a person whose name is
    listed: one person counts once."""
    if person is None and _alike(name, placement.person):
        raise DomainError("This is your own name. You cannot coach yourself.", at="name")
    for row in listed:
        known = row.person if row.person is not None else row.name
        if _alike(name, known) if person is None else _alike(row.name, person):
            raise DomainError(
                f"{row.called} is listed already. Write somebody else of that name with a middle name.",
                at="name" if person is None else "person",
            )


def _alike(name: str, known: User | str) -> bool:
    names = [known] if isinstance(known, str) else [known.name, f"{known.given_name} {known.family_name}"]
    return bool(name) and folded(name) in map(folded, names)


def _refuse_stranger(placement: Placement, person: User, day: date) -> None:
    if person.pk == placement.person_id:
        raise DomainError("You cannot coach yourself. Choose somebody else.", at="person")
    if not Post.objects.on(day).filter(person=person, school=placement.school_id).exists():
        raise DomainError(f"{person.name} does not work at your school today. Type the name.", at="person")


@transaction.atomic
def end_teacher(*, pk: int, by: User, now: datetime | None = None) -> CoachedTeacher:
    """Today is the last day on which they coach this teacher; what was recorded stays. Twice is harmless."""
    moment = now or timezone.now()
    row = CoachedTeacher.objects.get(pk=pk)
    recording(row.placement_id, by, moment)
    row.refresh_from_db()
    if row.ends is None:
        row.ends = max(local_date(moment), row.starts) + ONE_DAY
        row.save(update_fields=["ends"])
    return row


@transaction.atomic
def take_back_teacher(*, pk: int, by: User, now: datetime | None = None) -> CoachedTeacher:
    """They were listed by mistake: they are listed no more. Twice is harmless. Raises DomainError while cycles with
    them are on record."""
    row = CoachedTeacher.objects.get(pk=pk)
    recording(row.placement_id, by, now or timezone.now())
    if cycles := TeacherCycle.objects.kept().filter(teacher=row).count():
        raise DomainError(
            f"You recorded {counted(cycles, 'cycle')} with them. If all are wrong, take back each first; else say that "
            "you do not coach them any more."
        )
    return taken_back(row, row.placement_id, by, now)


@dataclass(frozen=True, slots=True)
class Round:
    """A cycle with a teacher: days and a focus, nothing about them: one of `FOCI`, or `ANOTHER`."""

    observed_on: date
    focus: str
    talked_on: date | None = None


@transaction.atomic
def record_cycle(*, teacher_pk: int, by: User, said: Round, now: datetime | None = None) -> TeacherCycle:
    """Keep that a teacher was observed, and talked with when a day is given. The same again answers what is kept.

    Raises DomainError for days to come or before the teacher was coached, a talk before the observation, and a focus
    that is not on the list.
    """
    moment = now or timezone.now()
    teacher = CoachedTeacher.objects.select_related("person").get(pk=teacher_pk)
    placement = recording(teacher.placement_id, by, moment)
    teacher.refresh_from_db()
    day = local_date(moment)
    if teacher.taken_back_at is not None:
        raise DomainError("This teacher is listed no more. Add them again.", at="teacher")
    refuse_wrong_day(placement, said.observed_on, day, at="observed_on")
    if said.observed_on < teacher.starts or (teacher.ends and said.observed_on >= teacher.ends):
        raise DomainError("You did not coach them on that day. Choose another day.", at="observed_on")
    _refuse_wrong_talk(said.observed_on, said.talked_on, day)
    if said.focus not in (*FOCI, ANOTHER):
        raise DomainError("Choose a focus from the list.", at="focus")
    told = {"teacher": teacher, "observed_on": said.observed_on, "focus": said.focus, "own_focus": ""}
    kept = TeacherCycle.objects.filter(**told, taken_back_at=None).first()
    if kept is not None:
        return kept
    row = TeacherCycle.objects.create(**told, talked_on=said.talked_on, recorded_at=moment)
    _settle(row, placement, by, moment)
    return row


def _settle(row: TeacherCycle, placement: Placement, by: User, moment: datetime) -> None:
    said = f"Coached {counted(TEACHERS, 'teacher')}, with each a cycle that was observed and talked over."
    key, source = f"teachers-{row.pk}", Deliverable.Source.TEACHERS
    settle(placement, source, by=by, said=said, key=key, now=moment)


@transaction.atomic
def record_talk(*, pk: int, by: User, on: date, now: datetime | None = None) -> TeacherCycle:
    """They talked on that day: the cycle is whole. Raises DomainError for a day to come or before the observation, and
    when another day was said already."""
    moment = now or timezone.now()
    row = TeacherCycle.objects.select_related("teacher").get(pk=pk)
    placement = recording(row.teacher.placement_id, by, moment)
    row.refresh_from_db()
    if row.talked_on == on:
        return row
    if row.talked_on is not None:
        raise DomainError("The day of this talk is recorded already.", at="on")
    _refuse_wrong_talk(row.observed_on, on, local_date(moment), at="on")
    row.talked_on = on
    row.save(update_fields=["talked_on"])
    _settle(row, placement, by, moment)
    return row


@transaction.atomic
def take_back_cycle(*, pk: int, by: User, now: datetime | None = None) -> TeacherCycle:
    """It was recorded by mistake: it counts no more. Twice is harmless."""
    row = TeacherCycle.objects.select_related("teacher").get(pk=pk)
    return taken_back(row, row.teacher.placement_id, by, now)


def _refuse_wrong_talk(observed: date, talked: date | None, today: date, at: str = "talked_on") -> None:
    if talked is None:
        return
    if talked > today:
        raise DomainError("This day is still to come. Record the talk afterwards.", at=at)
    if talked < observed:
        raise DomainError("You talked after you observed. Choose a later day.", at=at)
