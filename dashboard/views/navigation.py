"""Where one can go: the main links of each hat, only those whose pages exist."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils import timezone

from coaching.models import CoachedPeer, CoachedTeacher, peer_coaches
from dashboard.queries import head_of
from fellows.models import Fellow
from pathways.models import Placement
from pathways.policies import is_principal, speaks_for
from people.models import ActingSigner, Hat, Post, User
from people.policies import may_import
from people.queries import Hats, desks_now, hats, today


@dataclass(frozen=True)
class Link:
    name: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Shortcut:
    """A page worth a line of its own on someone's home."""

    name: str
    url: str
    text: str


VISITOR = (
    ("Pathways", "/pathways/"),
    ("Scope and sequence", "/scope-and-sequence/"),
)
TEACHER = (
    ("Home", "/"),
    ("Pathways", "/pathways/"),
    ("Applications", "/applications/"),
    ("My role", "/placements/"),
    ("Deliverables", "/deliverables/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
    ("Stipend", "/stipends/"),
)
SIGNER = (
    ("Home", "/"),
    ("To sign", "/cosign/"),
    ("Attestations", "/attestations/"),
    ("Applications", "/applications/"),
    ("Leaders", "/placements/"),
    ("Deliverables", "/deliverables/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
    ("Claims", "/stipends/claims/"),
)
# Whoever keeps the office of a school; what they hold besides is told on their home.
CLERK = (
    ("Home", "/"),
    ("Claims", "/stipends/claims/"),
    ("Pathways", "/pathways/"),
    ("Schools", "/schools/"),
)
# Who acts for a signer keeps what they need for themselves.
ACTING = (
    ("Home", "/"),
    ("Pathways", "/pathways/"),
    ("To sign", "/cosign/"),
    ("Attestations", "/attestations/"),
    ("Applications", "/applications/"),
    ("My role and leaders", "/placements/"),
    ("Deliverables", "/deliverables/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
    ("Stipend", "/stipends/"),
    ("Claims", "/stipends/claims/"),
)
STAFF = (
    ("Home", "/"),
    ("Applications", "/applications/"),
    ("Review", "/review/"),
    ("Placements", "/placements/"),
    ("Deliverables", "/deliverables/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
)
DIRECTOR = (
    ("Home", "/"),
    ("Schools", "/schools/"),
    ("Placements", "/placements/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
    ("Fellows", "/fellows/"),
    ("Reports", "/reports/"),
    ("Search", "/search/"),
)
# As many as stand on one row at 1280. What was handed in waits on home, which leads there; messages are a shortcut.
MANAGER = (
    ("Home", "/"),
    ("Years", "/years/"),
    ("Offerings", "/offerings/"),
    ("Applications", "/applications/"),
    ("Review", "/review/"),
    ("Placements", "/placements/"),
    ("People", "/people/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
    ("Stipends", "/stipends/"),
    ("Fellows", "/fellows/"),
    ("Reports", "/reports/"),
    ("Search", "/search/"),
)
REGISTRAR = (
    ("Home", "/"),
    ("Years", "/years/"),
    ("People", "/people/"),
    ("Schools", "/schools/"),
    ("Pathways", "/pathways/"),
    ("Scope and sequence", "/scope-and-sequence/"),
)
# Whoever coaches begins with theirs; how all stand is a link from there.
COACH = (
    STAFF[0],
    ("My leaders", "/coaching/mine/"),
    ("Support", "/support/"),
    *STAFF[1:],
    ("Reports", "/reports/"),
    ("Search", "/search/"),
)
FINANCE = (
    ("Home", "/"),
    ("Stipend runs", "/stipends/runs/"),
    ("Budget", "/stipends/budget/"),
    ("Policies", "/stipends/policies/"),
    ("Claims", "/stipends/claims/"),
    ("Placements", "/placements/"),
    ("Reports", "/reports/"),
    ("Search", "/search/"),
)

LAST = ("/messages/", "/reports/", "/search/")

# Pages without a link of their own in the head, and the one they belong to.
BELONGS_TO = {
    "/decisions/": "/applications/",
    "/records/": "/applications/",
    "/renewals/": "/applications/",
}

# What the head has no room for, by who may use it; a page is shown once, under the first hat that has it.
FOR_SIGNERS = (
    Shortcut("Applications to sign", "/cosign/", "Everything that waits for your signature."),
    Shortcut("Attestations", "/attestations/", "Near the year's end, your word on each leader."),
    Shortcut("A leader moves to us", "/placements/receive/", "Begin their role at your school."),
    Shortcut("Substitute claims", "/stipends/claims/", "What covering for your leaders cost."),
    Shortcut("Peer Coaches", "/coaching/peer/", "Their release time, and what they did in numbers."),
    Shortcut("School goals", "/goals/", "How far your school is, against an even pace."),
    Shortcut("Program events", "/events/", "Arts events, workshops and meetings of your school."),
    Shortcut("Mid-year check", "/pulse/", "Whether what you and your leaders signed is kept."),
)
FOR_WHO_IS_ASKED = (
    Shortcut("Who acts for me", "/profile/delegations/", "Name someone to sign while you are away."),
)
FOR_REGISTRARS = (
    Shortcut("People", "/people/", "Who works where, and who wears which hat."),
    Shortcut("Schools", "/schools/", "Who signs for each, and since when it is a member."),
    Shortcut("Reminders", "/reminders/", "Who is reminded of what, and how many days before."),
)
RESOURCES = Shortcut(
    "Shared resources", "/resources/", "What leaders and staff share, and what it is good for."
)
FOR_MANAGERS = (
    Shortcut("People", "/people/", "Who works where; appoint who signs."),
    Shortcut("Offerings", "/offerings/", "What each role asks this year, and until when one can apply."),
    Shortcut(
        "Earlier years", "/placements/earlier/", "Completed before they were kept here, taken over by you."
    ),
    Shortcut("Plan sessions", "/seminars/plan/", "One, a series, or those of last year shifted."),
    Shortcut("Leaders in office", "/placements/in-office/", "Roles that began before; on paper or to sign."),
    Shortcut("Renewals", "/renewals/", "Invite this year's leaders to go on in the next."),
    Shortcut("Decisions", "/decisions/", "Scores beside places, released together."),
    Shortcut("Deliverables", "/deliverables/", "Handed in and waiting for you."),
    Shortcut("Coaching cadence", "/coaching/", "Who is owed a cycle, and when."),
    Shortcut("School goals", "/goals/", "How each school stands against an even pace."),
    Shortcut("Program events", "/events/", "Arts events, workshops and meetings, and how many came."),
    Shortcut("Peer Coaches", "/coaching/peer/", "Release time, teachers, cycles and PD, in numbers."),
    Shortcut(
        "Mid-year checks", "/pulse/", "Where leaders and schools differ on their promises, or one says no."
    ),
    Shortcut("Support requests", "/support/", "Leaders who asked for side-by-side help."),
    RESOURCES,
    Shortcut("Who coaches whom", "/coaching/coaches/", "Leaders dealt out to coaches, school by school."),
    Shortcut("Stipend runs", "/stipends/runs/", "What is prepared, approved and paid."),
    Shortcut("Stipend policies", "/stipends/policies/", "What each role is paid, and by which rule."),
    Shortcut("Budget", "/stipends/budget/", "The year's money: budget, forecast, approved, paid."),
    Shortcut("Messages", "/messages/", "Every mail, sent or waiting."),
    Shortcut("Reminders", "/reminders/", "Who is reminded of what, and how many days before."),
    Shortcut("Periodic work", "/reports/jobs/", "When each job last ran."),
)
FOR_WHO_IMPORTS = (
    Shortcut("Imports", "/people/import/", "Schools, people and positions out of a file."),
    Shortcut("Invitations", "/people/import/invitations/", "Tell people that they have an account."),
)
FOR_FINANCE = (
    Shortcut("Stipend runs", "/stipends/runs/", "What is prepared, approved and paid."),
    Shortcut("Stipend policies", "/stipends/policies/", "What each role is paid, and by which rule."),
    Shortcut("Paid by calendar year", "/stipends/payments/", "Who was paid how much, by date of payment."),
    Shortcut("Codes of the books", "/stipends/codes/", "Accounts, funds and programs of each year."),
    Shortcut("Overpayments", "/stipends/overpayments/", "What was paid too much, until it ends."),
    Shortcut("Substitute claims", "/stipends/claims/", "Claims of schools."),
    Shortcut("Assistance", "/stipends/assistance/", "What fellows get, when it is due and paid."),
)
FOR_COACHES = (
    RESOURCES,
    Shortcut("Peer Coaches", "/coaching/peer/", "Whom of them you coach, and what they did."),
    Shortcut("Coaching cadence", "/coaching/", "Who is owed a cycle, and when."),
    Shortcut("Support requests", "/support/", "Leaders who asked for side-by-side help."),
)
FOR_STAFF = (
    Shortcut("Program years", "/years/", "What each year needs, and its calendar."),
    Shortcut("Reports", "/reports/", "The year in numbers."),
    Shortcut("Search", "/search/", "People, roles and applications."),
    Shortcut("Exemplar recordings", "/coaching/peer/recordings/", "Coaching cycles to learn from."),
)
# Empty for whoever holds no role.
FOR_LEADERS = (
    Shortcut("My stipend so far", "/stipends/", "Earned, still possible and lost, line by line."),
    Shortcut("My deliverables", "/deliverables/", "What is due, handed in and accepted."),
    Shortcut("Mid-year check", "/pulse/", "Whether what you and your school signed is kept."),
    Shortcut("Exemplar recordings", "/coaching/peer/recordings/", "Coaching cycles to learn from."),
    Shortcut("Resources", "/resources/", "What leaders share, and what it is good for."),
    Shortcut("Ask for support", "/support/", "Coaching beside you when you need it."),
    Shortcut("My calendar feed", "/seminars/calendar/", "Your sessions in your own calendar."),
)
FOR_PEERS = (Shortcut("My coaching work", "/coaching/peer/", "Teachers, cycles and PD; what is missing."),)
FOR_WHO_IS_COACHED = (
    Shortcut("Who coaches me", "/coaching/peer/listed/", "Peer Coaches who list you, and what they keep."),
)
FOR_FELLOWS = (Shortcut("Fellowship", "/fellows/", "Milestones and years of service."),)
FOR_EVERYONE = (
    Shortcut("Feeder patterns", "/feeders/", "From which school students go on to which."),
    Shortcut("Pathways", "/pathways/", "What each role asks and gives."),
    Shortcut("Scope and sequence", "/scope-and-sequence/", "What every role learns, month by month."),
    Shortcut("Schools", "/schools/", "Each school's leadership team."),
    Shortcut("School goals", "/goals/", "How far each school is, against an even pace."),
    Shortcut("Program events", "/events/", "Arts events, workshops and meetings of schools."),
    Shortcut("My profile", "/profile/", "Your name as others read it."),
)


@cache
def exists(path: str) -> bool:
    """Whether a page answers at this address in this process."""
    return bool(is_valid_path(path))


def _by_hat(worn: Hats, user: Any) -> tuple[tuple[str, str], ...]:
    menus = [
        menu
        for wears, menu in (
            (worn.manager, MANAGER),
            (worn.registrar and not worn.superuser, REGISTRAR),
            (worn.finance and not worn.superuser, FINANCE),
            (worn.has(Hat.Kind.DIRECTOR), DIRECTOR),
            (worn.has(Hat.Kind.COACH), COACH),
        )
        if wears
    ]
    if menus:
        return _merged(*menus)
    if not speaks_for(user):
        return CLERK if desks_now(user) else TEACHER
    return SIGNER if is_principal(user) else ACTING


def _merged(*menus: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """What each of several hats needs, every page once, under the name the first hat gives it."""
    found: dict[str, str] = {}
    for menu in menus:
        for name, url in menu:
            found.setdefault(url, name)
    if "/stipends/" in found:
        # To whom both are open, the first is the second.
        found.pop("/stipends/runs/", None)
    ordered = sorted(found.items(), key=lambda page: page[0] in LAST)
    return tuple((name, url) for url, name in ordered)


def shortcuts(user: User) -> list[Shortcut]:
    """Pages worth a line on the home of `user` that the head does not lead to, and that hold something for them.

    Two queries at most.
    """
    worn = hats(user)
    head = {url for _, url in _by_hat(worn, user)} - {"/stipends/"}
    leads, studies, asked, coaches, coached = _holds(user)
    sets = (
        (bool(speaks_for(user)), FOR_SIGNERS),
        (asked, FOR_WHO_IS_ASKED),
        (worn.registrar, FOR_REGISTRARS),
        (may_import(user), FOR_WHO_IMPORTS),
        (worn.manager, FOR_MANAGERS),
        (worn.finance, FOR_FINANCE),
        (worn.has(Hat.Kind.COACH), FOR_COACHES),
        (worn.staff, FOR_STAFF),
        (coaches, FOR_PEERS),
        (leads, FOR_LEADERS),
        (coached, FOR_WHO_IS_COACHED),
        (studies, FOR_FELLOWS),
        (True, FOR_EVERYONE),
    )
    found: dict[str, Shortcut] = {}
    for wears, pages in sets:
        for shortcut in pages if wears else ():
            if shortcut.url not in head and exists(shortcut.url):
                found.setdefault(shortcut.url, shortcut)
    return list(found.values())


def _holds(user: User) -> tuple[bool, ...]:
    """Whether `user` ever held a role, whether they are or were a fellow, whether they are the one who is asked to sign
    for a school today, whether they ever were a Peer Coach, and whether one lists them: one query."""
    mine = User.objects.filter(pk=user.pk).order_by()
    led = Post.objects.led(today())
    acting = ActingSigner.objects.on(today()).exclude(school__in=led.values("school"))
    placements = Placement.objects.filter(person=OuterRef("pk"))
    fellowships = Fellow.objects.filter(person=OuterRef("pk"))
    asked = Exists(led.filter(person=OuterRef("pk"))) | Exists(acting.filter(person=OuterRef("pk")))
    coaches = Exists(peer_coaches(placements))
    coached = Exists(CoachedTeacher.objects.kept().filter(person=OuterRef("pk"))) | Exists(
        CoachedPeer.objects.kept().filter(peer__person=OuterRef("pk"))
    )
    found = mine.values_list(Exists(placements), Exists(fellowships), asked, coaches, coached).first()
    return found or (False,) * 5


def links(request: HttpRequest) -> list[Link]:
    """The main links for whoever asks, this page's marked. One query for staff, two for others."""
    user = request.user
    wanted = _by_hat(hats(user), user) if user.is_authenticated else VISITOR
    there = [(name, url) for name, url in wanted if exists(url)]
    path = next((home for start, home in BELONGS_TO.items() if request.path.startswith(start)), request.path)
    fits = [url for _, url in there if path == url or (url != "/" and path.startswith(url))]
    here = max(fits, key=len, default="")
    return [Link(name, url, url == here) for name, url in there]


def _drawn(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "user": user,
        "links": links(request) if user is not None else [],
        "kept_count": head_of(user, timezone.now()).count if isinstance(user, User) else None,
        "may_administer": bool(getattr(user, "is_staff", False)),
    }


def masthead(request: HttpRequest) -> dict[str, Callable[[], Any]]:
    """For the head of every page, asked only where it is drawn; a page without a request shows the name only."""
    return {"masthead": lambda: _drawn(request)}
