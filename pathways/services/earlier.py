"""Completed years of before the program was kept here: taken over with a reason, and taken back with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from common.storage import stored
from common.uploads import Accepted, download_name
from pathways.models import EarlierYear, Placement, ProgramYear, Role
from pathways.models.earlier import DOCUMENTS
from pathways.policies import why_not_taking_over
from people.models import School, User
from people.queries import accounts_at


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
    role: str
    year: str
    school: str
    reason: str


NOBODY = "Nobody here has the address {}. Write the one of their account."


def take_over_year(
    *, earlier: Earlier, by: User, file: Accepted | None = None, now: datetime | None = None
) -> EarlierYear:
    """It counts from now on where completed years in a role are asked for. The same again changes nothing.

    Raises DomainError for a year that is not over, one the person served here anyway, and without a reason; when the
    disk is full nothing changed.
    """
    if file is None:
        return _take_over(earlier, by, "", now)
    with stored(file, DOCUMENTS) as name:
        row = _take_over(earlier, by, name, now)
        if row.file.name != name:
            default_storage.delete(name)
        return row


@transaction.atomic
def take_over_years(
    *, lines: Sequence[EarlierLine], by: User, now: datetime | None = None
) -> list[EarlierYear]:
    """All of a file, or nothing of it. Raises DomainError that names every line that cannot be."""
    known, errors, taken = _Known.of(lines), [], []
    for line in lines:
        try:
            taken.append(_take_over(known.earlier(line), by, "", now))
        except DomainError as refusal:
            errors.append(f"Line {line.number}: {refusal}")
    if errors:
        raise DomainError(" ".join(errors))
    return taken


@dataclass(frozen=True)
class _Known:
    """Whom and what lines may name: read once, however many they are."""

    people: dict[str, User]
    roles: dict[str, Role]
    years: dict[str, ProgramYear]
    schools: dict[str, School]

    @classmethod
    def of(cls, lines: Sequence[EarlierLine]) -> "_Known":
        return cls(
            accounts_at({line.email for line in lines}),
            {role.name.casefold(): role for role in Role.objects.all()},
            {year.label: year for year in ProgramYear.objects.all()},
            {school.name.casefold(): school for school in School.objects.all()},
        )

    def earlier(self, line: EarlierLine) -> Earlier:
        """What the line means. Raises DomainError with all that is not there."""
        person, role = self.people.get(line.email), self.roles.get(line.role.casefold())
        year, school = self.years.get(line.year), self.schools.get(line.school.casefold())
        missing = [
            words
            for words, there in (
                (NOBODY.format(line.email), person),
                (f"there is no role “{line.role}”.", role),
                (f"there is no program year “{line.year}”; write it like 2021-22.", year),
                (f"there is no school “{line.school}”.", school or not line.school),
            )
            if not there
        ]
        if missing or person is None or role is None or year is None:
            raise DomainError(" ".join(missing))
        return Earlier(person, role, year, school, line.reason)


@transaction.atomic
def _take_over(earlier: Earlier, by: User, file: str, now: datetime | None) -> EarlierYear:
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
    return known or EarlierYear.objects.create(
        **about,
        school=earlier.school,
        reason=earlier.reason.strip(),
        file=file,
        file_name=download_name("earlier-year", earlier.person.name, earlier.person.pk, file) if file else "",
        entered_by=by,
        entered_at=moment,
    )


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
