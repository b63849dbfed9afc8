"""Work that waits for each of the named people, so that every first page has something on it."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from coaching.models import CoachingCycle
from coaching.services import Seen, support, visits
from common.clock import local_date
from demo.cast import DOMAIN
from demo.money import HALF_OF_MAXIMUM, calculated
from fellows.models import ServiceRecord
from fellows.states import ServiceState
from pathways.models import DeliverableRecord, Placement, ProgramYear
from pathways.services import allow_late
from people.models import Post, User
from people.services import end_post
from stipends.services import prepare_run

ASKED_FOR = (
    (
        "Small-group reading in grade 2",
        "Two of my teachers have never run groups. Could somebody be in the room with us?",
        timedelta(days=9),
    ),
    ("Fractions across grades 5 and 6", "We lose them between the two grades.", timedelta(days=8)),
    ("A hard talk with a veteran teacher", "I would like to plan it with somebody.", timedelta(days=3)),
    ("Circle time that does not turn into a lecture", "", timedelta(days=1)),
)
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
    _of_called(year, named["manager"], now)
    _late_and_unplanned(named["coach"], placement, today)
    _ask_for_support(placement, named["coach"], named["manager"], now)
    _dispute(named["fellow"], today, now)
    run = prepare_run(year=year, kind="instalment", by=named["preparer"], step=HALF_OF_MAXIMUM, now=now)
    calculated(run, by=named["preparer"], now=now)
    _leave_without_signer(named["registrar"], today)


def _of_called(year: ProgramYear, manager: User, now: datetime) -> None:
    """The assessment waits for whoever leads families, allowed later; a plan came back to whoever leads culture, and
    that of whoever leads arts comes too late."""
    theirs = Placement.objects.filter(year=year)
    culture = theirs.filter(person__email=f"culture@{DOMAIN}").first()
    if culture is not None:
        _return_first_deliverable(culture, manager, now)
    for name, asked in (("family", {"deliverable__completes_from": "assessment"}), ("arts", {})):
        mine = DeliverableRecord.objects.filter(placement__in=theirs.filter(person__email=f"{name}@{DOMAIN}"))
        record = mine.filter(**asked).order_by("deliverable__due").first()
        if record is not None:
            _open_again(record)
            if name == "family" and record.too_late(local_date(now)):
                day = local_date(now) + timedelta(days=21)
                allow_late(
                    pk=record.pk, by=manager, day=day, reason="The office moved in September.", now=now
                )


def _open_again(record: DeliverableRecord) -> None:
    """As if nothing was handed in."""
    record.state, record.note, record.link, record.words = "open", "", "", ""
    record.file, record.file_name = "", ""
    record.submitted_at = record.decided_at = record.decided_by = None
    record.save()


def _late_and_unplanned(coach: User, placement: Placement, today: date) -> None:
    """Another leader of the school asked for a cycle that nobody planned, and its day is over."""
    others = Placement.objects.filter(school=placement.school_id, year=placement.year_id)
    one = others.exclude(pk=placement.pk).order_by("pk").first()
    if one is not None:
        CoachingCycle.objects.create(
            placement=one, coach=coach, window=CoachingCycle.Window.EXTRA, due=today - timedelta(days=4)
        )


def _ask_for_support(placement: Placement, coach: User, manager: User, now: datetime) -> None:
    """Somebody comes to the leader and asks for her word; the coach has another one to answer; two have nobody yet."""
    others = Placement.objects.serving(local_date(now)).filter(
        year=placement.year, starts__lte=local_date(now - timedelta(days=9))
    )
    others = others.exclude(person=placement.person).select_related("person").order_by("pk")
    rows = [
        support.ask(placement_pk=one.pk, by=one.person, about=about, words=words, now=now - ago)
        for (about, words, ago), one in zip(ASKED_FOR, [placement, *others[:3]], strict=True)
    ]
    for row in rows[:2]:
        support.assign(pk=row.pk, by=manager, coach=coach, now=now - timedelta(days=6))
    visits.record_visit(
        placement_pk=placement.pk,
        by=coach,
        seen=Seen(
            on=local_date(now - timedelta(days=2)),
            where="class",
            words="Four groups, one table each; the fourth needs a task of its own.",
            request=rows[0].pk,
        ),
        key=uuid4(),
        now=now - timedelta(days=2),
    )
    support.answer(pk=rows[0].pk, by=coach, words="We ran the first group together.", now=now)


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
