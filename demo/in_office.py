"""Two leaders of the year whose role began before it was kept here: one on paper, one who is asked to sign here."""

from datetime import datetime, timedelta

import typst

from applications.services import take_over
from common.clock import local_date
from common.uploads import Accepted
from demo.cast import Cast
from pathways.models import Offering, Placement
from pathways.services import Leader, Paper
from people.models import User

MANY = 2
REASON = "On the principal's list of the leaders of this year."
PAPER = b"""#set document(title: "Commitment")
= Commitment of a leader and a school
This is a demonstration: the paper, both who signed it and the school's team are invented.
"""


def make_in_office(cast: Cast, people: list[User], offering: Offering, *, now: datetime) -> list[Placement]:
    """A placement each from the first day of the year, by the service: the first on the paper both signed before that
    day, whoever follows waits for both to sign here and is paid nothing until then."""
    by, placements = cast.named["manager"], []
    for person in people:
        school = cast.school_of[person.pk]
        cohort = next((one for one in offering.role.cohorts.all() if one.serves(school)), None)
        leader = Leader(person, offering.role, school, offering.year.starts, REASON, cohort)
        paper = None if placements else _paper(person, cast.principals[school.pk], offering, now)
        placements.append(take_over(leader=leader, by=by, paper=paper, now=now)[0])
    return placements


def _paper(leader: User, principal: User, offering: Offering, now: datetime) -> Paper:
    day = min(offering.year.starts - timedelta(days=30), local_date(now))
    return Paper(f"{leader} and {principal}", day, Accepted("pdf", typst.compile(PAPER)))
