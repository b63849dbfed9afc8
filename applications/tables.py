"""Lists of applications: their columns, each once, for pages and files."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from applications.models import Application, Review
from applications.rules.promises import SCHOOL, TEACHER
from applications.rules.rubric import wide_apart
from applications.states import LEFT, READING, UNDECIDED, ReviewState, State
from common.clock import day_in_words, local_date
from common.states import in_words
from common.ui.components import badge
from common.ui.lists import Column, in_file, state, to
from common.ui.numbers import number
from pathways.models import Placement
from pathways.queries.standing_on import in_words as in_words_of
from pathways.queries.standing_on import paper_of
from people.models import User
from people.tables import Twin, twins_of


def _signer(row: Application) -> object:
    if row.signer is None:
        return "Nobody yet" if row.state == State.SUBMITTED else ""
    return row.signer.name


def _signer_drawn(row: Application) -> object:
    return NOBODY if row.signer is None and row.state == State.SUBMITTED else _signer(row)


def _role(row: Application) -> SafeString:
    year = row.offering.year.label
    return format_html('{}, <span class="nowrap">{}</span>', row.offering.role.name, year)


NOBODY = mark_safe("<strong>Nobody yet</strong>")
LIST = (
    Column("Applicant", lambda row: row.person.name, leads=to("applications:detail")),
    Column("Role", lambda row: row.offering.role.name, drawn=_role),
    Column("Year", lambda row: row.offering.year.label, on_page=False),
    Column("School", lambda row: row.school.name),
    Column("State", lambda row: in_words(row.state), drawn=lambda row: badge(row.state), sort=("state",)),
    Column("Signer", _signer, drawn=_signer_drawn),
    Column("Changed", lambda row: local_date(row.changed_at), look="nowrap", sort=("changed_at",)),
)
APPLICATIONS = in_file(LIST)


NO_LONGER = "No longer needed"


def _reading(row: Review) -> str:
    needed = row.state == ReviewState.SUBMITTED or row.application.state == State.IN_REVIEW
    return READING[ReviewState(row.state)] if needed else NO_LONGER


READING_TONES = {READING[ReviewState.SUBMITTED]: "good", READING[ReviewState.ASSIGNED]: "waiting"}
UNREAD = (
    Column(
        "Applicant",
        lambda row: row.person.name,
        leads=to("applications:detail"),
        sort=("person__sort_name",),
    ),
    Column("Role", lambda row: row.offering.role.name, drawn=_role),
    Column("Year", lambda row: row.offering.year.label, on_page=False),
    Column("School", lambda row: row.school.name, sort=("school__sort_name", "person__sort_name")),
    state("State", lambda row: row.state),
)
TO_READ = (
    Column(
        "Applicant",
        lambda row: row.application.person.name,
        leads=to("applications:review"),
        sort=("application__person__sort_name",),
    ),
    Column("Role", lambda row: row.application.offering.role.name, drawn=lambda row: _role(row.application)),
    Column("Year", lambda row: row.application.offering.year.label, on_page=False),
    Column(
        "School",
        lambda row: row.application.school.name,
        sort=("application__school__sort_name", "application__person__sort_name"),
    ),
    Column(
        "What", lambda row: f"Interview, {day_in_words(row.interview.day)}" if row.interview else "The text"
    ),
    Column("Asked", lambda row: local_date(row.assigned_at), look="nowrap", sort=("assigned_at",)),
    state("State", _reading, READING_TONES),
)


NO_READER, TAKEN_OVER = "No reader assigned", "taken_over"
WHOSE = '{}<span class="usa-sr-only"> readers of {}</span>'


def panel_columns(offering_pk: int, user: User, *, network: bool = False) -> tuple[Column, ...]:
    """What the panel of an offering shows `user`: what they may decide leads to where it is decided. `network`: schools
    stand together."""
    detail, stage = to("applications:detail"), to("applications:stage", above=(offering_pk,))

    def leads(row: Application) -> str:
        return (stage if row.state in UNDECIDED and row.person_id != user.pk else detail)(row)

    def known(row: Any) -> SafeString:
        return _known(row, twins_of(row, row.person, user))

    def readers(row: Any) -> SafeString | str:
        if not row.readers:
            return _says(NO_READER) if _readers(row) == NO_READER else _readers(row)
        if row.person_id == user.pk:
            return _readers(row)
        words = format_html(WHOSE, _readers(row), row.person.name)
        told = number(words, f"{leads(row)}#readers", row.readers)
        wide = row.highest is not None and wide_apart([row.highest, row.lowest])
        return format_html("{} {}", told, _says("Far apart: ask a third")) if wide else told

    interviews = (
        (Column("Interview, of 4", lambda row: _of_4(row.interview_hundredths), none="–", look="number"),)
        if network
        else ()
    )
    return (
        Column("School", lambda row: row.school.name, on_page=network),
        Column("Applicant", lambda row: row.person.name, leads=leads, below=known),
        Column("Cohort", lambda row: row.cohort.name if row.cohort else None, on_page=False),
        Column("Score, of 4", _score, none="–", look="number"),
        Column("Readers", _readers, drawn=readers, look="number"),
        *interviews,
        state("State", _on_panel, {TAKEN_OVER: "good"}),
        Column("Staged", lambda row: in_words(row.staged) if row.staged else None, none="–"),
    )


def _on_panel(row: Application) -> str:
    if row.state == State.ACCEPTED and row.left_at is not None:
        return LEFT
    return TAKEN_OVER if row.in_office_id else row.state


def _says(words: str) -> SafeString:
    """What somebody should look at, in a sentence."""
    return format_html('<span class="badge badge--waiting badge--says">{}</span>', words)


def _twin(one: Twin) -> SafeString:
    """Of several the first; the page where the two are looked at, and that of the application, tell the others."""
    says = _says("Perhaps two accounts of one person")
    link = '{} <a class="usa-link" href="{}">Look at both<span class="usa-sr-only">: {}</span></a>'
    return format_html(link, says, one.url, one.email) if one.url else says


def _score(row: Application) -> str | None:
    return _of_4(row.score_hundredths)


def _of_4(hundredths: int | None) -> str | None:
    return None if hundredths is None else f"{hundredths / 100:.2f}"


def _readers(row: Any) -> str:
    if row.readers:
        return f"{row.scored} of {row.readers}"
    # Who holds the role already is signed for, and read by nobody.
    if row.in_office_id:
        return "Not read"
    return "Not read anew" if row.renews_id else NO_READER


def _known(row: Any, twins: list[Twin]) -> SafeString:
    """Their cohort, and what is to be looked at before they are decided about."""
    told = [row.cohort.name] if row.cohort else []
    if row.renews_id:
        told.append(badge("renews"))
    if row.undecided == 0 and not row.has_post:
        told.append(_says("Not on record at this school"))
    told += [_twin(one) for one in twins[:1]]
    return format_html_join(" ", "{}", ((one,) for one in told))


def _waits(row: Any) -> str:
    """What a leader in office, as `taken_over` reads one, stands on, or whose turn it is."""
    if row.was_mistake:
        return "Taken back: a mistake"
    if words := in_words_of(row):
        return words if row.commitment_in_force else _whose_turn(row)
    return "Signed here by both"


def _whose_turn(row: Placement) -> str:
    if row.end_reason:
        return "Ended before it was signed"
    asked = getattr(row, "signing", None)
    if asked is None or asked.state == State.NOT_SUPPORTED:
        return "The school does not support it" if asked else "Waits for its paper"
    if asked.state == State.SUBMITTED:
        return f"Waits for {asked.signer or 'somebody who signs for the school'}"
    return f"Waits for {row.person} to sign"


def _stands(row: Placement) -> SafeString | str:
    """The same, with the way to what it stands on."""
    paper = paper_of(row)
    if paper is not None:
        address = reverse("applications:paper", args=[paper.pk])
        return format_html('<a class="usa-link" href="{}">{}</a>', address, _waits(row))
    if row.commitment_in_force or row.end_reason:
        return _waits(row)
    add = reverse("applications:paper_new", args=[row.pk])
    return format_html(
        '{} {}<br><a class="usa-link" href="{}">Add the signed paper<span class="usa-sr-only">, {}</span></a>',
        badge("unsigned"),
        _waits(row),
        add,
        row.person,
    )


IN_OFFICE = (
    Column(
        "Leader",
        lambda row: row.person.name,
        leads=to("pathways:placement"),
        sort=("person__sort_name", "pk"),
    ),
    Column("Email", lambda row: row.person.email, on_page=False),
    Column("Role", lambda row: row.role.name, below=lambda row: row.cohort.name if row.cohort else ""),
    Column("Cohort", lambda row: row.cohort.name if row.cohort else "", on_page=False),
    Column("School", lambda row: row.school.name, sort=("school__sort_name", "pk")),
    Column("Since", lambda row: row.since, sort=("since", "pk")),
    Column("Share", lambda row: str(row.share)),
    Column("Stands on", _waits, drawn=_stands),
    Column("How it is known", lambda row: row.taken_over.reason),
    Column("Taken over by", lambda row: row.taken_over.by.name),
    Column("On", lambda row: local_date(row.taken_over.at), sort=("taken_over__at", "pk")),
)


PROMISED_BY = {SCHOOL: "School", TEACHER: "Leader"}
# Of a mid-year check: counts alone, and never who.
PULSE_PROMISES = (
    Column("Promise", lambda row: row.name),
    Column("Of the", lambda row: PROMISED_BY[row.whose]),
    Column("Both yes", lambda row: row.yes, look="number"),
    Column("Both partly", lambda row: row.partly, look="number"),
    Column("They differ", lambda row: row.differ, look="number"),
    Column("Both no", lambda row: row.no, look="number"),
    Column("Pairs", lambda row: row.whole, look="number"),
)
PULSE_SCHOOLS = (
    Column("School", lambda row: row.school.name),
    Column("Differ, or one says no", lambda row: row.apart, look="number"),
    Column("To settle", lambda row: row.open, look="number"),
    Column("Both answered", lambda row: row.both, look="number"),
    Column("Pairs", lambda row: row.asked, look="number"),
)
