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


@dataclass(frozen=True, slots=True)
class Earlier:
    """A year as it was typed, or as a line of a file names it; `line` is that line."""

    person: User
    role: Role
    year: ProgramYear
    school: School | None
    reason: str
    line: int = 0


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
def take_over_years(*, rows: Sequence[Earlier], by: User, now: datetime | None = None) -> list[EarlierYear]:
    """All of a file, or nothing of it. Raises DomainError that names every line that cannot be."""
    errors, taken = [], []
    for row in rows:
        try:
            taken.append(_take_over(row, by, "", now))
        except DomainError as refusal:
            errors.append(f"Line {row.line}: {refusal}")
    if errors:
        raise DomainError(" ".join(errors))
    return taken


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
