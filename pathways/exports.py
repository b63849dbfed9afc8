"""Lists of placements, deliverables, offerings and schools as files."""

from datetime import date, timedelta

from common.clock import local_date
from common.downloads import Columns
from common.states import in_words
from pathways.models import Offering, Placement
from pathways.policies import sees_all
from people.models import User

SCHOOLS: Columns = {
    "School": lambda row: row.name,
    "Community": lambda row: row.community,
    "Level": lambda row: row.get_level_display(),
    "Grades": lambda row: row.grades,
    "Leaders": lambda row: row.leaders,
}
WAITING: Columns = {
    "Leader": lambda row: row.placement.person.name,
    "Deliverable": lambda row: row.deliverable.title,
    "School": lambda row: row.placement.school.name,
    "Handed in": lambda row: row.submitted_at and local_date(row.submitted_at),
}
ATTESTATIONS: Columns = {
    "Leader": lambda row: row.person.name,
    "Role": lambda row: row.role.name,
    "School": lambda row: row.school.name,
    "Your word": lambda row: _word(row),
}


def placement_columns(user: User, day: date) -> Columns:
    """What the list of placements and the page of each show to `user` on `day`.

    Addresses are for those who search by them.
    """
    email: Columns = {"Email": lambda row: row.person.email} if sees_all(user) else {}
    return {
        "Family name": lambda row: row.person.family_name,
        "Given name": lambda row: _called(row),
        **email,
        "Role": lambda row: row.role.name,
        "Cohort": lambda row: row.cohort.name if row.cohort else "",
        "School": lambda row: row.school.name,
        "Year": lambda row: row.year.label,
        "From": lambda row: row.starts,
        "To": lambda row: _last(row.ends),
        "State": lambda row: _state(row, day),
    }


def offering_columns(day: date) -> Columns:
    """What the list of offerings shows on `day`."""
    return {
        "Role": lambda row: row.role.name,
        "Year": lambda row: row.year.label,
        "Opens": lambda row: row.opens,
        "Last day": lambda row: row.last_day,
        "State": lambda row: _open(row, day),
    }


def _called(row: Placement) -> str:
    """What people call them beside the family name; the address of whom no name is known."""
    return str(row.person.name).removesuffix(row.person.family_name).strip()


def _last(ends: date | None) -> date | None:
    """The last day, inclusive."""
    return None if ends is None else ends - timedelta(days=1)


def _state(row: Placement, day: date) -> str:
    if row.end_reason:
        return in_words(row.end_reason)
    if row.ends is not None and row.ends <= day:
        return "Ended"
    return "Planned" if row.starts > day else "Serving"


def _open(row: Offering, day: date) -> str:
    if not row.published_version_id:
        return "Draft"
    if row.opens > day:
        return "Published"
    return "Closed" if row.last_day < day else "Open"


def _word(row: Placement) -> str:
    said = getattr(row, "attestation", None)
    if said is None:
        return ""
    return "Attested" if said.met else "Not met"
