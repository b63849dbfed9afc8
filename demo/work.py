"""Work that waits for each of the named people, so that every first page has something on it."""

from datetime import date, datetime, timedelta

from coaching.models import CoachingCycle
from demo.money import HALF_OF_MAXIMUM, calculated
from fellows.models import ServiceRecord
from fellows.states import ServiceState
from pathways.models import DeliverableRecord, Placement, ProgramYear
from people.models import Post, User
from people.services import end_post
from stipends.services import prepare_run

WORDS_BACK = "Please add the dates on which the team meets."


def make_work(named: dict[str, User], year: ProgramYear, *, today: date, now: datetime) -> None:
    """A returned deliverable, a cycle due soon, disputed service, an installment to approve, and a school whose
    principal left."""
    placement = Placement.objects.get(person=named["leader"], year=year)
    _return_first_deliverable(placement, named["manager"], now)
    CoachingCycle.objects.create(
        placement=placement,
        coach=named["coach"],
        window=CoachingCycle.Window.EXTRA,
        due=today + timedelta(days=7),
        planned_on=today - timedelta(days=3),
        goal="Plan a meeting in which every colleague brings student work.",
    )
    _dispute(named["fellow"], today, now)
    run = prepare_run(year=year, kind="instalment", by=named["preparer"], step=HALF_OF_MAXIMUM, now=now)
    calculated(run, by=named["preparer"], now=now)
    _leave_without_signer(named["registrar"], today)


def _leave_without_signer(registrar: User, today: date) -> None:
    """The principal of the last school left a week ago, and nobody was appointed yet."""
    led = Post.objects.on(today).filter(position=Post.Position.PRINCIPAL)
    post = led.order_by("-school__sort_name").first()
    if post is not None:
        end_post(pk=post.pk, ends=today - timedelta(days=7), by=registrar)


def _return_first_deliverable(placement: Placement, manager: User, now: datetime) -> None:
    record = DeliverableRecord.objects.filter(placement=placement).order_by("deliverable__due").first()
    if record is not None:
        record.state, record.words = "returned", WORDS_BACK
        record.decided_by, record.decided_at = manager, now
        record.save()


def _dispute(fellow: User, today: date, now: datetime) -> None:
    ServiceRecord.objects.create(
        fellow=fellow.fellowships.get(),
        employer="Los Angeles Unified School District",
        site="Roosevelt evening school",
        position="Evening coordinator",
        fte_thousandths=200,
        starts=today - timedelta(days=80),
        state=ServiceState.DISPUTED,
        verifier_email="principal@example.org",
        disagreement={"fte": "Two hours a week, which is 0.05."},
        reported_at=now,
    )
