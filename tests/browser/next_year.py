"""How a year is turned over, one function a step, by the one whose step it is."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fellows.models import FellowCohort
from pathways.models import Placement, ProgramYear, Role, ScopeItem
from pathways.rules.calendar import Calendar, Span
from pathways.services import set_calendar
from people.models import Hat, User
from tests.browser.hands import Hands
from tests.factories.applications import ApplicationFactory
from tests.factories.fellows import FellowCohortFactory
from tests.factories.pathways import OfferingFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, principal_of, registrar
from tests.factories.seminars import SessionFactory
from tests.factories.stipends import StipendPolicyFactory

OLD, ROLE = "answers of the year before", "Team Lead"


@dataclass
class Before:
    """The year that runs, with one of everything, and the people of it."""

    year: ProgramYear
    leader: User
    principal: User
    registrar: User
    manager: User
    preparer: User
    approver: User

    @property
    def next(self) -> str:
        first = self.year.starts.year + 1
        return f"{first}-{(first + 1) % 100:02}"


def build(today: date) -> Before:
    """A year that runs today. Its role was offered just a year ago, so that it is open again in the next."""
    first = today.year if today.month >= 7 else today.year - 1
    year, by = ProgramYearFactory(first=first), registrar()
    calendar = Calendar(date(first, 8, 13), date(first + 1, 6, 9), (_break(first),))
    set_calendar(pk=year.pk, by=by, calendar=calendar)
    school, role = SchoolFactory(name="Jordan High School"), RoleFactory(name=ROLE)
    _offered(role, year, today)
    StipendPolicyFactory(role=role, year=year, annual_cents=270_000)
    ScopeItem.objects.create(year=year, month=date(first, 9, 1), role=role, focus="Literacy", text="Read")
    SessionFactory(event__year=year, event__title="Seminars", title="Seminar 1")
    FellowCohortFactory(name=f"Cohort of {first}", starts=date(first, 6, 22), ends=date(first + 1, 8, 22))
    leader = PostFactory(school=school, person__given_name="Ana", person__family_name="Ruiz").person
    principal = principal_of(school, given_name="Joy", family_name="Rivera")
    offering = role.offerings.get()
    ApplicationFactory(accepted=True, person=leader, school=school, offering=offering)
    hats = {kind: HatFactory(kind=kind).person for kind in Hat.Kind}
    staff = (hats[Hat.Kind.PROGRAM_MANAGER], hats[Hat.Kind.PREPARER], hats[Hat.Kind.APPROVER])
    return Before(year, leader, principal, by, *staff)


def _break(first: int) -> Span:
    return Span(date(first, 11, 23), date(first, 11, 27), "Thanksgiving")


def _offered(role: Role, year: ProgramYear, today: date) -> None:
    ago = today.replace(day=min(today.day, 28), year=today.year - 1)
    OfferingFactory(
        role=role,
        year=year,
        opens=ago - timedelta(days=5),
        closes=ago + timedelta(days=40),
        cosign_by=ago + timedelta(days=50),
        answer_by=ago + timedelta(days=60),
    )


def turn_over(hands: Hands, label: str, *keys: str) -> None:
    """The steps that are this person's: each is shown, and made by its button."""
    for key in keys:
        hands.open(f"/years/{label}/turn-over/?step={key}")
        hands.look(f"turn-{key}")
        hands.press(re.compile("^(Make|Copy|Open)"))


def open_next(hands: Hands, before: Before) -> None:
    hands.open("/years/new/")
    hands.press("Open it")
    hands.follow(f"Make {before.next} from {before.year}")


def repeat_sessions(manager: Hands, label: str) -> None:
    manager.open(f"/years/{label}/turn-over/?step=sessions")
    manager.follow(re.compile("^Show the sessions of"))
    manager.press("Show what they meet")
    manager.press("Plan this session")
    manager.sees("1 session is planned.")


def publish_offerings(manager: Hands, label: str) -> None:
    manager.open(f"/offerings/years/{label}/")
    manager.tick(re.compile("^Publish"))
    manager.press("Publish what is ticked")


def publish_policy(approver: Hands) -> None:
    approver.open("/stipends/policies/")
    approver.follow_in(approver.main.locator("tbody tr").filter(has_text="Draft").first)
    approver.follow(re.compile("^Publish"))
    approver.press(re.compile("^Publish"))


def invite(manager: Hands) -> None:
    manager.open("/renewals/")
    manager.follow(ROLE)
    manager.tick("Ana Ruiz")
    manager.press(re.compile("^Invite the ticked leaders"))
    manager.press("Send 1 mail")
    manager.sees("1 leader was invited.")


def renew(leader: Hands) -> None:
    """Last year's answers are there; they are kept, and signed anew."""
    leader.open("/")
    leader.follow(re.compile(f"Go on as {ROLE}"))
    leader.press("Begin with what I wrote last")
    leader.look("renewal-draft")
    leader.press("Save and check")
    leader.type("Type your name to sign", "Ana Ruiz")
    leader.page.locator("label[for$=consent]").click()
    leader.press("Sign and send")


def cosign(principal: Hands) -> None:
    principal.open("/cosign/")
    principal.follow("Ana Ruiz")
    principal.type("Type your name to sign", "Joy Rivera")
    principal.page.locator("label[for$=consent]").click()
    principal.press("Sign")


def offer(manager: Hands) -> None:
    """Without a fresh reading: all renewals staged by one press, then released."""
    manager.open("/decisions/")
    manager.follow(re.compile(ROLE))
    manager.look("panel-renewals")
    manager.press("Stage 1 offer")
    manager.follow("Check and release")
    manager.press("Release all and send 1 mail")


def accept(leader: Hands) -> None:
    leader.open("/")
    leader.follow(re.compile("offer"))
    leader.press("Accept the offer")
    leader.sees("Your placement is on record")


def made(before: Before) -> dict[str, Any]:
    """What there is of the next year."""
    year = ProgramYear.objects.get(label=before.next)
    placements = Placement.objects.filter(year=year)
    return {
        "days": year.service_days.exists(),
        "offerings": year.offerings.exclude(published_version=None).count(),
        "policies": list(year.stipend_policies.values_list("state", "annual_cents")),
        "scope": year.scope_items.count(),
        "cohorts": FellowCohort.objects.filter(starts__year=year.starts.year).count(),
        "placements": list(placements.values_list("person__given_name", "starts")),
    }
