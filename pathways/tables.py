"""Lists of placements, deliverables, offerings and schools: their columns, each once, for pages and files."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.clock import local_date
from common.ui.components import badge
from common.ui.lists import Column, state, to
from pathways.models import EarlierYear, Offering, Placement
from pathways.policies import sees_all
from people.models import User

SCHOOLS = (
    Column("School", lambda row: row.name, leads=to("pathways:school", "slug"), sort=("sort_name",)),
    Column("Community", lambda row: row.community, sort=("community", "sort_name")),
    Column("Level", lambda row: row.get_level_display()),
    Column("Grades", lambda row: row.grades),
    Column("Leaders", lambda row: row.leaders, look="number", sort=("leaders",)),
)
WAITING = (
    Column(
        "Leader",
        lambda row: row.placement.person.name,
        leads=to("pathways:deliverable"),
        sort=("placement__person__sort_name",),
    ),
    Column("Deliverable", lambda row: row.deliverable.title, sort=("deliverable__title", "submitted_at")),
    Column(
        "School",
        lambda row: row.placement.school.name,
        sort=("placement__school__sort_name", "placement__person__sort_name"),
    ),
    Column(
        "Handed in", lambda row: row.submitted_at and local_date(row.submitted_at), sort=("submitted_at",)
    ),
)
ATTESTATIONS = (
    Column("Leader", lambda row: row.person.name, leads=to("pathways:placement")),
    Column("Role", lambda row: row.role.name),
    Column("School", lambda row: row.school.name),
    Column("Your word", lambda row: _word(row), drawn=lambda row: _word_drawn(row)),
)
ATTEST = to("dashboard:attest")


EARLIER = (
    Column(
        "Name",
        lambda row: row.person.name,
        leads=to("dashboard:person", "person_id"),
        sort=("person__sort_name", "pk"),
    ),
    Column("Email", lambda row: row.person.email, on_page=False),
    Column("Role", lambda row: row.role.name, sort=("role__name", "pk")),
    Column("Year", lambda row: row.year.label, sort=("year__starts", "pk")),
    Column("School", lambda row: row.school.name if row.school else "Not known"),
    Column("How it is known", lambda row: row.reason, drawn=lambda row: _known_by(row)),
    Column("Taken over by", lambda row: row.entered_by.name),
    Column("On", lambda row: local_date(row.entered_at), sort=("entered_at", "pk")),
    Column("Taken back", lambda row: row.taken_back_why, drawn=lambda row: _taken_back(row)),
)


def placement_columns(user: User, day: date) -> tuple[Column, ...]:
    """What the list of placements and the page of each show to `user` on `day`.

    A file tells the parts of a name apart; addresses are for those who search by them.
    """
    email = (Column("Email", lambda row: row.person.email, on_page=False),) if sees_all(user) else ()
    return (
        Column(
            "Name",
            lambda row: row.person.name,
            leads=to("pathways:placement"),
            sort=("named", "person_id"),
            in_file=False,
        ),
        Column("Family name", lambda row: row.person.family_name, on_page=False),
        Column("Given name", lambda row: _called(row), on_page=False),
        *email,
        Column("Role", lambda row: row.role.name, below=_cohort, sort=("role__name", "named")),
        Column("Cohort", _cohort, on_page=False),
        Column("School", lambda row: row.school.name, sort=("school__sort_name", "named")),
        Column("Year", lambda row: row.year.label, sort=("year__starts", "named")),
        Column("From", lambda row: row.starts, on_page=False),
        Column("To", lambda row: _last(row.ends), on_page=False),
        state("State", lambda row: _state(row, day)),
    )


def offering_columns(day: date) -> tuple[Column, ...]:
    """What the list of offerings shows on `day`."""
    return (
        Column("Role", lambda row: row.role.name, leads=to("pathways:offering")),
        Column("Year", lambda row: row.year.label),
        Column("Opens", lambda row: row.opens, sort=("opens",)),
        Column("Last day", lambda row: row.last_day),
        state("State", lambda row: _open(row, day), {"open": "good"}),
    )


def _known_by(row: EarlierYear) -> SafeString | str:
    """The reason, and the document where there is one."""
    if not row.file:
        return row.reason
    address = reverse("pathways:earlier_file", args=[row.pk])
    return format_html('{} <a class="usa-link" href="{}">{}</a>', row.reason, address, row.file_name)


def _taken_back(row: EarlierYear) -> SafeString | str:
    """Why it counts no longer, or the way to say so."""
    if row.taken_back_at:
        return row.taken_back_why
    return format_html(
        '<a class="usa-link" href="{}">Take back<span class="usa-sr-only"> {}</span></a>',
        reverse("pathways:earlier_back", args=[row.pk]),
        row,
    )


def _cohort(row: Placement) -> str:
    return row.cohort.name if row.cohort else ""


def _called(row: Placement) -> str:
    """What people call them beside the family name; the address of whom no name is known."""
    return str(row.person.name).removesuffix(row.person.family_name).strip()


def _last(ends: date | None) -> date | None:
    """The last day, inclusive."""
    return None if ends is None else ends - timedelta(days=1)


def _state(row: Placement, day: date) -> str:
    if row.ends is not None and row.ends <= day:
        return row.end_reason or "ended"
    if not row.commitment_in_force:
        return "unsigned"
    return "planned" if row.starts > day else "serving"


def _open(row: Offering, day: date) -> str:
    if not row.published_version_id:
        return "draft"
    if row.opens > day:
        return "published"
    return "closed" if row.last_day < day else "open"


def _word(row: Placement) -> str:
    said = getattr(row, "attestation", None)
    if said is None:
        return ""
    return "Attested" if said.met else "Not met"


def _word_drawn(row: Placement) -> SafeString:
    if word := _word(row):
        return badge(word, tone="good" if word == "Attested" else "bad")
    return format_html(
        '<a class="usa-link" href="{}">Attest<span class="usa-sr-only"> {}, {}</span></a>',
        ATTEST(row),
        row.person.name,
        row.role.name,
    )
