"""Lists of policies, runs and approved lines: their columns, each once, for pages and files."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.clock import day_in_words, local_date
from common.money import amount, dollars, signed
from common.states import in_words as state_in_words
from common.ui.lists import Column, state, to
from common.ui.pictures import Part
from common.ui.strip import Lane, Mark
from pathways.queries import DeliverableFact
from pathways.states import DeliverableState
from people.models import User
from people.policies import may_keep_people
from seminars.queries import SessionFact
from stipends.models import StipendLine, StipendPolicy, StipendRun
from stipends.queries import Cost, Standing
from stipends.queries.differences import why
from stipends.rules import COMPONENTS, Worked

POLICIES = (
    Column("Role", lambda row: row.role.name, drawn=lambda row: _version(row), leads=to("stipends:policy")),
    Column("Year", lambda row: row.year.label),
    Column("Version", lambda row: row.version, look="number"),
    Column(
        "A year",
        lambda row: amount(row.annual_cents),
        drawn=lambda row: dollars(row.annual_cents),
        look="number",
        sort=("annual_cents",),
    ),
    state("State", lambda row: row.state),
    Column("Drafted by", lambda row: row.drafted_by.name),
)
# What a draft would change, by role and school.
WHAT_IF = (
    Column("School", lambda row: row.school.name),
    Column("Pathway", lambda row: row.role.pathway.name),
    Column("Role", lambda row: row.role.name),
    Column("People", lambda row: row.people, look="number"),
    Column("Moved", lambda row: row.moved, look="number"),
    Column("Now", lambda row: amount(row.now_cents), drawn=lambda row: dollars(row.now_cents), look="number"),
    Column(
        "By the draft",
        lambda row: amount(row.draft_cents),
        drawn=lambda row: dollars(row.draft_cents),
        look="number",
    ),
    Column(
        "Difference",
        lambda row: amount(row.more_cents),
        drawn=lambda row: dollars(row.more_cents),
        look="number",
    ),
)
RUNS = (
    Column("Run", lambda row: _called(row), leads=to("stipends:run"), in_file=False),
    Column("Year", lambda row: row.year.label, on_page=False),
    Column("Kind", lambda row: row.get_kind_display(), on_page=False),
    Column("Number", lambda row: row.number, on_page=False),
    state("State", lambda row: row.state),
    Column(
        "Lines",
        lambda row: row.lines_count if row.calculated_at else None,
        drawn=lambda row: f"{row.lines_count:,}" if row.calculated_at else "–",
        look="number",
    ),
    Column(
        "Total",
        lambda row: amount(row.total_cents) if row.calculated_at else None,
        drawn=lambda row: dollars(row.total_cents) if row.calculated_at else "–",
        look="number",
    ),
    Column("Prepared by", lambda row: row.prepared_by.name, on_page=False),
    Column(
        "Prepared",
        lambda row: local_date(row.prepared_at),
        drawn=lambda row: row.prepared_by.name,
        below=lambda row: day_in_words(local_date(row.prepared_at)),
    ),
    Column("Approved by", lambda row: row.approved_by.name if row.approved_by else None, on_page=False),
    Column(
        "Approved",
        lambda row: local_date(row.approved_at) if row.approved_at else None,
        drawn=lambda row: row.approved_by.name if row.approved_by else "–",
        below=lambda row: day_in_words(local_date(row.approved_at)) if row.approved_at else "",
    ),
)
FUNDS = (
    Column("Fund", lambda row: row.name, leads=to("stipends:fund")),
    Column("Code", lambda row: row.code),
)
APPROVED_LINES = (
    Column("Name", lambda row: row.person.name, leads=lambda row: _line(row)),
    Column("Role", lambda row: row.role.name, below=lambda row: row.role.pathway.name),
    Column("Pathway", lambda row: row.role.pathway.name, on_page=False),
    Column("School", lambda row: row.school.name),
    Column("Run", lambda row: str(row.run), leads=to("stipends:run", "run_id")),
    Column(
        "Amount",
        lambda row: amount(row.amount_cents),
        drawn=lambda row: dollars(row.amount_cents),
        look="number",
    ),
)
LINES = (
    Column("Name", lambda row: row.person.name, leads=lambda row: _line(row), below=lambda row: _same(row)),
    Column(
        "Email, where two are perhaps one person",
        lambda row: row.person.email if row.twin else None,
        on_page=False,
    ),
    Column("Role", lambda row: row.role.name),
    Column("School", lambda row: row.school.name, sort=("school__sort_name", "person__sort_name")),
    Column(
        "Earned",
        lambda row: amount(row.earned_cents),
        drawn=lambda row: dollars(row.earned_cents),
        look="number",
        sort=("earned_cents",),
    ),
    Column(
        "Paid before",
        lambda row: amount(row.already_paid_cents),
        drawn=lambda row: dollars(row.already_paid_cents),
        look="number",
    ),
    Column(
        "This run",
        lambda row: None if row.exclusion else amount(row.amount_cents),
        drawn=lambda row: _paid(row),
        look="number",
        sort=("amount_cents",),
    ),
    Column("Not paid because", lambda row: row.why_unpaid if row.exclusion else None, on_page=False),
)
DIFFERENCES = (
    Column("Name", lambda row: row.person.name, leads=lambda row: _line(row)),
    Column("Role", lambda row: row.role.name),
    Column("School", lambda row: row.school.name),
    Column(
        "Earned then",
        lambda row: amount(row.then_cents),
        drawn=lambda row: dollars(row.then_cents),
        below=lambda row: f"paid {dollars(row.then_pays)}",
        look="number",
    ),
    Column(
        "Earned now",
        lambda row: amount(row.now_cents),
        drawn=lambda row: dollars(row.now_cents),
        below=lambda row: f"paid {dollars(row.now_pays)}",
        look="number",
    ),
    Column(
        "Difference",
        lambda row: amount(row.difference),
        drawn=lambda row: signed(row.difference),
        look="number",
        sort=("difference",),
    ),
    Column("Paid then", lambda row: amount(row.then_pays), on_page=False),
    Column("Paid now", lambda row: amount(row.now_pays), on_page=False),
    Column("What happened", lambda row: f"{'; '.join(why(row))}."),
)
RUN = to("stipends:run", "run_id")


def lines_for(user: User) -> tuple[Column, ...]:
    """The lines of a run; for who may merge two accounts, one that is perhaps somebody's twice leads to both."""
    if not may_keep_people(user):
        return LINES

    def same(row: Any) -> SafeString | str:
        if not row.twin:
            return ""
        link = (
            '{} <a class="usa-link" href="{}?with={}">Look at both<span class="usa-sr-only">: {}</span></a>'
        )
        return format_html(
            link, _same(row), reverse("dashboard:merge", args=[row.person_id]), row.twin, row.person.email
        )

    return (replace(LINES[0], below=same), *LINES[1:])


SAME_NAME = mark_safe(
    '<span class="badge badge--waiting badge--says">Perhaps two accounts of one person on this run</span>'
)


def _version(row: StipendPolicy) -> SafeString:
    words = '{}<span class="usa-sr-only"> {}, version {}</span>'
    return format_html(words, row.role.name, row.year.label, row.version)


def _called(row: StipendRun) -> str:
    return f"{row.year.label} {row.get_kind_display()} {row.number}"


def _same(row: Any) -> SafeString | str:
    return format_html("{} {}", SAME_NAME, row.person.email) if row.twin else ""


def _paid(row: StipendLine) -> SafeString | str:
    if row.exclusion:
        return format_html('<span class="quiet">{}</span>', row.why_unpaid)
    return dollars(row.amount_cents)


def _line(row: StipendLine) -> str:
    return f"{RUN(row)}lines/{row.pk}/"


def bar_of(one: Standing) -> list[Part]:
    """What became of the most a statement can be, as the parts of one bar."""
    forecast = one.forecast
    if forecast is None:
        return []
    return [
        Part("done", "Earned so far", forecast.earned.earned_cents),
        Part("ahead", "Still possible" if one.signed else "Waits for signatures", forecast.open_cents),
        Part("lost", "Lost", forecast.lost_cents),
    ]


MARKED = {"present": "done", "made_up": "made_up", "excused": "excused", "absent": "lost"}
WORKED = {
    DeliverableState.ACCEPTED: "done",
    DeliverableState.WAIVED: "excused",
    DeliverableState.SUBMITTED: "sent",
    DeliverableState.RETURNED: "now",
}


def lanes_of(one: Standing, lines: Iterable[StipendLine], today: date) -> list[Lane]:
    """The year of a placement: the sessions it asks for, its work, what was approved to be paid."""
    missing = {session.session_id for session in one.unmarked}
    held = [_held(session, session.session_id in missing) for session in one.sessions]
    done = [_worked(work, today) for work in one.work]
    paid = [
        Mark(
            local_date(line.run.approved_at),
            "pay",
            "done",
            f"{line.run}: {dollars(line.amount_cents)}",
            reverse("stipends:statement", args=[line.pk]),
        )
        for line in lines
        if line.placement_id == one.placement.pk and line.run.approved_at
    ]
    return [Lane("Sessions", held), Lane("Work", done), Lane("Pay", paid)]


def _held(session: SessionFact, missing: bool) -> Mark:
    """An open roster may still change, so nothing of it counts yet."""
    mark = session.mark if session.closed else None
    look = "now" if missing else MARKED.get(mark or "", "ahead")
    said = "a mark is missing" if missing else state_in_words(mark).lower() if mark else "ahead"
    url = reverse("seminars:detail", args=[session.session_id])
    return Mark(session.date, "session", look, f"{session.title}: {said}", url)


def _worked(work: DeliverableFact, today: date) -> Mark:
    late = work.state == DeliverableState.OPEN and work.due < today
    look = "lost" if late else WORKED.get(DeliverableState(work.state), "ahead")
    said = "overdue" if late else state_in_words(work.state).lower()
    url = reverse("pathways:deliverable", args=[work.record_id])
    return Mark(work.due, "work", look, f"{work.title}: {said}", url)


def worked_bar(person: Worked) -> tuple[Part, ...]:
    """What a worked person is paid, by component, and what is lost against who did it all."""
    parts = [Part("done", name, cents) for name, cents in zip(COMPONENTS, person.parts, strict=True)]
    return (*parts, Part("lost", "less", person.lost_cents, hatched=True))


def cost_bar(cost: Cost) -> tuple[Part, ...]:
    """What a year is likely to cost, and what at most on top of it."""
    who = f"{cost.places:,} people do" if cost.places != 1 else "1 person does"
    if cost.same_year:
        likely = "Likely, if what is open goes well"
    else:
        likely = f"If {who} as the {cost.people:,} of {cost.facts_of} did"
    more = Part("ahead", f"More, if {who} everything", max(cost.most_cents - cost.likely_cents, 0))
    return Part("done", likely, cost.likely_cents), more
