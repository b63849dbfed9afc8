"""Completed years of before the program was kept here: taken over with a reason, and taken back with one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.counting import counted
from common.errors import DomainError, LookFirst, demand
from common.storage import stored
from common.uploads import Accepted, download_name
from pathways.models import EarlierYear, Placement, ProgramYear, Role
from pathways.models.earlier import DOCUMENTS
from pathways.policies import why_not_taking_over
from pathways.services.lines import LinesRefused, Named, SaidOnce
from people.models import School, User


@dataclass(frozen=True, slots=True)
class Earlier:
    """A completed year as it was typed."""

    person: User
    role: Role
    year: ProgramYear
    school: School | None
    reason: str


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """A completed year as a line of a file names it; `school` may be empty."""

    number: int
    email: str
    external_id: str
    role: str
    year: str
    school: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenYear:
    """What a line comes to: a completed year as it stands, and whether it is new."""

    number: int
    row: EarlierYear
    new: bool

    @property
    def says(self) -> str:
        """What was on the screen."""
        row = self.row
        return json.dumps([row.person_id, row.role_id, row.year_id, row.school_id, row.reason, self.new])


class YearsRefused(LinesRefused):
    """Some lines cannot be taken over, so none was; `taken`: what the others would come to."""

    def __init__(self, lines: Sequence[str], taken: Sequence[TakenYear]) -> None:
        super().__init__(lines)
        self.taken = tuple(taken)


class LookAtYears(LookFirst):
    """What the lines come to, all of which can be taken over; nothing was yet."""

    def __init__(self, taken: Sequence[TakenYear], seen: str) -> None:
        self.taken, self.new = tuple(taken), sum(one.new for one in taken)
        there = len(taken) - self.new
        known = counted(
            there, "is on record already and stays as it is", "are on record already and stay as they are"
        )
        words = f"{counted(self.new, 'year is', 'years are')} new." if self.new else "Nothing is new."
        super().__init__(f"{words} {known}." if there else words, lines=(), seen=seen)


NOBODY = "Nobody here has the address {}. Write the one of their account."


def take_over_year(
    *, earlier: Earlier, by: User, file: Accepted | None = None, now: datetime | None = None
) -> EarlierYear:
    """It counts from now on where completed years in a role are asked for. The same again changes nothing.

    Raises DomainError for a year that is not over, one the person served here anyway, and without a reason; when the
    disk is full nothing changed.
    """
    if file is None:
        return _take_over(earlier, by, "", now)[0]
    with stored(file, DOCUMENTS) as name:
        row, _ = _take_over(earlier, by, name, now)
        if row.file.name != name:
            default_storage.delete(name)
        return row


@transaction.atomic
def take_over_years(
    *, lines: Sequence[EarlierLine], by: User, seen: str = "", now: datetime | None = None
) -> int:
    """All of a file, or nothing of it. Answers how many are new; the same file again changes nothing.

    Raises YearsRefused with every line that cannot be, LookAtYears unless `seen` is the mark of just what it does.
    """
    known, errors, taken, once = _Known.of(lines), list[str](), list[TakenYear](), SaidOnce()
    for line in lines:
        try:
            meant = known.earlier(line)
            words = f"that {meant.person} was {meant.role} in {meant.year}"
            once.hear(line.number, (meant.person.pk, meant.role.pk, meant.year.pk), words)
            taken.append(TakenYear(line.number, *_take_over(meant, by, "", now)))
        except DomainError as refusal:
            errors.append(f"Line {line.number}: {refusal}")
    if errors:
        raise YearsRefused(errors, taken)
    mark = sha256("\n".join(one.says for one in taken).encode()).hexdigest()
    if seen != mark:
        raise LookAtYears(taken, mark)
    return sum(one.new for one in taken)


@dataclass(frozen=True)
class _Known:
    """Whom and what lines may name: read once, however many they are."""

    named: Named
    roles: dict[str, Role]
    years: dict[str, ProgramYear]
    schools: dict[str, School]

    @classmethod
    def of(cls, lines: Sequence[EarlierLine]) -> "_Known":
        return cls(
            Named.of(lines),
            {role.name.casefold(): role for role in Role.objects.all()},
            {year.label: year for year in ProgramYear.objects.all()},
            {school.name.casefold(): school for school in School.objects.all()},
        )

    def earlier(self, line: EarlierLine) -> Earlier:
        """What the line means. Raises DomainError with all that is not there."""
        missing: list[str] = []
        person, role = self.named.person(line, missing), self.roles.get(line.role.casefold())
        year, school = self.years.get(line.year), self.schools.get(line.school.casefold())
        missing += [
            words
            for words, there in (
                (f"There is no role “{line.role}”.", role),
                (f"There is no program year “{line.year}”; write it like 2021-22.", year),
                (f"There is no school “{line.school}”.", school or not line.school),
            )
            if not there
        ]
        if missing or person is None or role is None or year is None:
            raise DomainError(" ".join(missing))
        return Earlier(person, role, year, school, line.reason)


@transaction.atomic
def _take_over(earlier: Earlier, by: User, file: str, now: datetime | None) -> tuple[EarlierYear, bool]:
    """The year as it stands then, and whether it is new."""
    demand(why_not_taking_over(by, earlier.role, earlier.person))
    moment = now or timezone.now()
    if not earlier.reason.strip():
        raise DomainError("Say how this year is known. It stays on record.")
    if earlier.year.ends > local_date(moment):
        raise DomainError(f"The program year {earlier.year} is not over, so nobody completed it yet.")
    # Twice at once is once.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=earlier.person.pk)
    about = {"person": earlier.person, "role": earlier.role, "year": earlier.year}
    if Placement.objects.standing().filter(**about).exists():
        raise DomainError(
            f"{earlier.person} served as {earlier.role} in {earlier.year} here: that year counts already."
        )
    known = EarlierYear.objects.standing().filter(**about).first()
    if known:
        return known, False
    row = EarlierYear.objects.create(
        **about,
        school=earlier.school,
        reason=earlier.reason.strip(),
        file=file,
        file_name=download_name("earlier-year", earlier.person.name, earlier.person.pk, file) if file else "",
        entered_by=by,
        entered_at=moment,
    )
    return row, True


@transaction.atomic
def take_back_year(*, pk: int, by: User, reason: str, now: datetime | None = None) -> EarlierYear:
    """It counts no longer; that it did, and why not any more, stays on record. Twice is once."""
    row = EarlierYear.objects.select_for_update(of=("self",)).select_related("role", "person").get(pk=pk)
    demand(why_not_taking_over(by, row.role, row.person))
    if row.taken_back_at is not None:
        return row
    if not reason.strip():
        raise DomainError("Say why it counts no longer. The reason stays on record.")
    row.taken_back_by, row.taken_back_at, row.taken_back_why = by, now or timezone.now(), reason.strip()
    row.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_why"])
    return row
