"""What closing an account ends, what stays, and where what waits for its person goes; said before it is done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from applications.models import Application
from coaching.queries import leaves_behind
from common.clock import day_in_words, local_date
from common.counting import counted
from common.edits import mark_of
from dashboard.queries.waiting import waiting_for
from pathways.models import Placement
from people.models import Post, User
from people.queries import PersonPage, person_page
from seminars.models import Session

SAME_HAT = "Whoever wears the same hat has it too. Where nobody does, give the hat to somebody first."
NEXT_SIGNER = "It goes to whoever signs for the school next: appoint somebody, or enter who leads it now."
STAYS_OWED = "It stays open on the placement. End the placement there, or waive it."
NEXT_COACH = "Whoever is named as their coach next plans it."
CLAIM = "Whoever signs for the school, or another clerk of its office, goes on with it."
HAND_OVER = "Leading it ends with the account. A program manager chooses there who leads it now."
NO_COACH = "They are without a coach then. A program manager says who coaches them, and open cycles go along."
# So many sessions somebody leads are named; of more it says how many.
NAMED = 20
FELLOW = "It stays open on the page of the fellow."
# Where each kind of what waits goes, by its name in `kinds`.
GOES = {
    "draft": "Drafts end with the account. They are begun again when it is opened.",
    "returned": "It stays as it is, and can be withdrawn by an administrator.",
    "offer": "It lapses after its last day, and the place goes to the waitlist.",
    "renew": "It is not answered any more. Nothing follows from it.",
    "in_office": "It stays unsigned and unpaid until the account is opened, or the paper both signed is added.",
    "review": "Choose another reader on the page of the application.",
    "interview_scores": "Its other interviewers score without them.",
    "asked_to_act": "Nobody acts by it. Whoever asked names somebody else.",
    "deliverable": STAYS_OWED,
    "deliverable_before": STAYS_OWED,
    "deliverable_returned_before": STAYS_OWED,
    "deliverable_returned": STAYS_OWED,
    "deliverable_reopened": STAYS_OWED,
    "deliverable_too_late": STAYS_OWED,
    "roster": "Any program manager closes the roster.",
    "cycle": "It goes along when a program manager says who coaches the leader now.",
    "event_over": "Whoever plans it too, leads its school, or manages the program says it.",
    "look_back": "It stays with the leader, who says there what came of it.",
    "support_yours": "Give it to another coach on the page of the request.",
    "support_word": "Any program manager closes it, with a reason.",
    "no_mid_year": NEXT_COACH,
    "no_end_of_year": NEXT_COACH,
    "observed": "Nobody else confirms it. The host names another visitor.",
    "consent": "The recording stays hidden, or they agree on paper.",
    "consent_paper": "The recording is shown until they, or the host on their word, withdraw.",
    "milestone": FELLOW,
    "hours": "Any program manager accepts them, or sends them back.",
    "hours_back": FELLOW,
    "agreement": FELLOW,
    "disputed": FELLOW,
    "still_right": FELLOW,
    "what_now": "Nobody else says it. They are among the silent ones on the page of alumni.",
    "pulse": "Nobody else answers as the leader. What was sent stays.",
    "pulse_school": NEXT_SIGNER,
    "cosign": "Ask the next signer on the page of each application.",
    "works_here": NEXT_SIGNER,
    "accept": NEXT_SIGNER,
    "attest": NEXT_SIGNER,
    "release_time": NEXT_SIGNER,
    "expectations": NEXT_SIGNER,
    "claim": CLAIM,
    "claim_returned": CLAIM,
    **dict.fromkeys(
        (
            "hat",
            "no_coach",
            "ucla_late",
            "support_nobody",
            "start_review",
            "decide",
            "release",
            "unrouted",
            "not_signed",
            "to_correct",
            "pulse_apart",
            "pulse_unset",
            "resource_reported",
            "accept_many",
            "evidence_gone",
            "proof",
            "agreement_draft",
            "agreement_none",
            "disputed_long",
            "service",
            "service_given",
            "service_paper",
            "rosters",
            "headless",
            "run_draft",
            "run_refused",
            "run_calculated",
            "run_approved",
            "run_exported",
            "amounts",
            "overpayment",
            "waiver",
            "dispute",
            "policy",
            "policy_back",
            "award_back",
            "assistance_back",
            "award_proposed",
            "assistance_due",
            "assistance_exported",
            "claim_submitted",
            "claims_approved",
            "claims_exported",
            "terms",
            "allowance",
            "layout",
            "late_deliverables",
            "late_mid_year",
            "late_end_of_year",
            "late_extra",
            "jobs",
            "mail",
        ),
        SAME_HAT,
    ),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What waits for the person: how often, and where it goes. Of a draft nobody else reads what it is about."""

    what: str
    count: int
    goes: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """Sentences for what ends and what stays, and the tasks that are open."""

    ends: tuple[str, ...]
    stays: tuple[str, ...]
    tasks: tuple[Task, ...]

    @property
    def mark(self) -> str:
        lines = [*self.ends, *self.stays, *(f"{one.what} {one.count}" for one in self.tasks)]
        return mark_of("\n".join(lines))


def closing_of(person: User, now: datetime) -> Closing:
    """The same number of queries, whatever the person holds."""
    day = local_date(now)
    page = person_page(person)
    return Closing(
        tuple(_ends(person, page, day)), tuple(_stays(person, page, day)), _tasks(person, day, now)
    )


def _ends(person: User, page: PersonPage, day: date) -> Iterator[str]:
    yield "Signing in, the password, open sessions, links of mails and the calendar feed end at once."
    for one in (*page.hats, *page.signs_for, *page.acts_for, *page.named):
        if one.ends is None or one.ends > day:
            yield f"{one}: ends today."
    drafts = Application.objects.drafts().filter(person=person).count()
    if drafts:
        yield f"{counted(drafts, 'application')} not sent yet: withdrawn."


def _stays(person: User, page: PersonPage, day: date) -> Iterator[str]:
    held = Placement.objects.filter(person=person).serving(day).select_related("person", "role", "school")
    for placement in held:
        if placement.ends is None or placement.ends > day:
            yield f"{placement}: the placement stays, and so does its pay. It is ended on its own page."
    for post in page.posts:
        if post.ends is None or post.ends > day:
            stays = f"{post}: the position stays until it is ended"
            led = post.position == Post.Position.PRINCIPAL
            yield f"{stays}; nobody signs for the school by it." if led else f"{stays}."
    sent = Application.objects.under_way().filter(person=person).count()
    if sent:
        yield f"{counted(sent, 'application')} sent and not accepted yet: nothing becomes of them by this."
    yield "All that was signed, paid and recorded stays."


def _tasks(person: User, day: date, now: datetime) -> tuple[Task, ...]:
    counts: Counter[str] = Counter()
    said: dict[str, str] = {}
    for one in waiting_for(person, day=day, now=now):
        counts[one.kind] += one.count
        # Nobody but its writer reads what a draft is about.
        said.setdefault(one.kind, "An application not sent yet" if one.kind == "draft" else one.what)
    waits = tuple(
        Task(what if counts[kind] == 1 else f"{what}, and {counts[kind] - 1} more", counts[kind], GOES[kind])
        for kind, what in said.items()
    )
    return (*waits, *_coached(person, day), *_led(person))


def _coached(person: User, day: date) -> Iterator[Task]:
    """The leaders they coach and the cycles they have open, as numbers."""
    if left := leaves_behind(person, day):
        yield Task(f"Coaches {left}", 1, NO_COACH, reverse("coaching:schools"))


def _led(person: User) -> Iterator[Task]:
    """The sessions they lead whose roster is not closed, by time, each with its page."""
    led = list(Session.objects.led_by(person).order_by("starts_at", "pk"))
    for one in led[:NAMED]:
        day = day_in_words(local_date(one.starts_at))
        yield Task(f"Leads {one.title}, {day}", 1, HAND_OVER, reverse("seminars:detail", args=[one.pk]))
    if len(led) > NAMED:
        yield Task(f"Leads {counted(len(led) - NAMED, 'more session')}", len(led) - NAMED, HAND_OVER)
