"""What leaders and staff shared: links and a file, some for a session or a cohort, one that was reported."""

from datetime import date, datetime, timedelta

import typst

from common.uploads import Accepted
from demo.year import at
from pathways.models import Pathway, Placement, ProgramYear
from people.models import User
from seminars.models import Session
from seminars.services import Shared, report, share

PAPER = b"""#set document(title: "Agenda of a team meeting")
= Agenda of a team meeting
1. One piece of student work, two minutes of reading
2. What do we see? What do we wonder?
3. One next step, and who does it until when
"""
# Days before today; the role whose leader shares it, or none: a coach; title, what it is good for, path; with all.
SHARED = (
    (
        50,
        "team-lead",
        "Looking at student work, a protocol",
        "For a first meeting on student work.",
        "protocol",
        True,
    ),
    (
        43,
        "arts-lead",
        "Murals with families, step by step",
        "To plan a wall with parents in a month.",
        "murals",
        False,
    ),
    (
        36,
        "peer-coach",
        "Twelve questions for a coaching talk",
        "When a colleague has a plan and no next step.",
        "questions",
        False,
    ),
    (
        29,
        "family-engagement-lead",
        "Letters home in two languages",
        "To copy, for a first workshop.",
        "letters",
        False,
    ),
    (
        22,
        "restorative-college-culture-lead",
        "Circles in ten minutes",
        "For a homeroom after a hard day.",
        "circles",
        True,
    ),
    (15, "", "Reading a data wall together", "Before Seminar 4: what a team sees first.", "data", True),
    (9, "team-lead", "Exit tickets that say something", "For a quick check on Fridays.", "tickets", False),
    (4, "arts-lead", "A playlist", "Music between lessons.", "playlist", True),
)


def make_resources(
    year: ProgramYear, placements: list[Placement], named: dict[str, User], *, today: date
) -> None:
    """By the services, as people would; nothing is shared before the year began."""
    by_role: dict[str, Placement] = {}
    for placement in placements:
        by_role.setdefault(placement.role.slug, placement)
    ahead = Session.objects.filter(event__year=year, starts_at__gt=at(today, 0)).order_by("starts_at").first()
    for before, slug, title, good_for, path, wide in SHARED:
        held = by_role.get(slug)
        moment = max(at(today - timedelta(days=before), 16), at(year.starts, 9))
        by = held.person if held else named["coach"]
        pathway = held.role.pathway if held and not wide else None
        row = share(
            by=by,
            shared=Shared(
                title=title,
                good_for=good_for,
                link=f"https://example.org/{path}",
                pathway=pathway,
                cohort=held.cohort if held and pathway else None,
                session=ahead if slug == "" else None,
            ),
            now=moment,
        )
        if path == "playlist":
            reason = "The link asks for an account and shows advertising."
            report(pk=row.pk, by=named["coach"], reason=reason, now=moment + timedelta(days=1))
    _file(year, named, today)


def _file(year: ProgramYear, named: dict[str, User], today: date) -> None:
    moment: datetime = max(at(today - timedelta(days=19), 15), at(year.starts, 9))
    lead = Pathway.objects.get(roles__slug="team-lead")
    shared = Shared(
        title="Agenda of a team meeting", good_for="Forty minutes that end with a next step.", pathway=lead
    )
    share(by=named["leader"], shared=shared, file=Accepted("pdf", typst.compile(PAPER)), now=moment)
