"""What Peer Coaches did up to a day: release time, teachers, cycles, schoolwide PD; seminars of Senior Peer Coaches."""

from datetime import date, timedelta

from coaching.models import (
    Audience,
    CoachedPeer,
    CoachedTeacher,
    Consent,
    HostedSeminar,
    PeerVisit,
    Recording,
    ReleaseTime,
    SchoolwidePD,
    SeenInRecording,
    SeminarVisitor,
    TeacherCycle,
    peer_coaches,
)
from coaching.queries import duties, with_counts
from coaching.rules import FOCI
from coaching.services import take_back_pd
from coaching.services.duties import settle
from demo.cast import DOMAIN, Cast, call
from demo.year import at
from pathways.models import Deliverable, PeerWork, Placement, ProgramYear
from pathways.services import waits_for_word
from people.models import Post, User

TEACHERS, TYPED = 4, "Sam Okafor"
EXEMPLARS = (
    "A talk about wait time",
    "Planning back from student work",
    "First five minutes of a lesson",
    "Every student writes before one speaks",
)
PD = ("Talk moves in every class", "Reading student work together")
# By how many Peer Coaches one release time waits, and one led nothing yet.
WAITS, NOTHING_LED = 3, 2


def make_peers(cast: Cast, year: ProgramYear, *, today: date) -> None:
    """Of every third the release time waits; that of the Peer Coach at the demo principal's school does. The first
    Senior Peer Coach did not propose theirs yet."""
    found = list(peer_coaches(Placement.objects.filter(year=year)).select_related("role").order_by("pk"))
    near = sorted(found, key=lambda one: one.school_id != cast.schools[0].pk)
    _called(near)
    day = min(today, year.ends) - timedelta(days=1)
    senior = next((one for one in near if one.role.peer_work == PeerWork.PEERS), None)
    for index, placement in enumerate(near):
        if placement != senior:
            _release(placement, cast.principals[placement.school_id], waits=index % WAITS == 0)
        _teachers(placement, cast, day, index)
        if index % NOTHING_LED == 0:
            _led(placement, day, index)
    seniors = [one for one in near if one.role.peer_work == PeerWork.PEERS]
    peers = [one for one in near if one.role.peer_work == PeerWork.TEACHERS]
    for index, placement in enumerate(seniors):
        _hosted(placement, cast, peers, day, first=index == 0)
        _coached(placement, peers[index * 2 : index * 2 + 2], day)
        shown, hidden = EXEMPLARS[index % len(EXEMPLARS)], "Looking at student work together"
        _recorded(placement, cast, day, shown, asks=index == 0)
        _recorded(placement, cast, day, hidden, withdrawn=True)
    for placement in near:
        _completed(placement, day)
    led = near[NOTHING_LED::NOTHING_LED]
    _taken_back([one for one in led if one.role.peer_work == PeerWork.TEACHERS])


def _taken_back(led: list[Placement]) -> None:
    """One of those who led PD recorded it by mistake: what completed itself from it waits for managers."""
    row = SchoolwidePD.objects.filter(placement__in=led[:1]).first()
    if row is not None:
        take_back_pd(pk=row.pk, by=led[0].person)


def _completed(placement: Placement, day: date) -> None:
    """What is done of it is accepted, as its services do when the last of it is put on record."""
    row = with_counts(peer_coaches().select_related("role")).get(pk=placement.pk)
    for duty in duties(row):
        said = f"{duty.name}: {duty.figure} {duty.words}."
        key = f"{duty.source}-{placement.pk}"
        settle(placement, duty.source, by=placement.person, said=said, key=key, now=at(day, 18))


def _called(near: list[Placement]) -> None:
    """One of each role by a name that a reader of the demo can type."""
    for name, work in (("peer", "teachers"), ("senior", "peers")):
        one = next((row for row in near if row.role.peer_work == work), None)
        if one is not None:
            call(one.person, name)


def _release(placement: Placement, principal: User, *, waits: bool) -> None:
    since = placement.starts + timedelta(days=45)
    confirmed = {} if waits else {"confirmed_by": principal, "confirmed_at": at(since, 15)}
    ReleaseTime.objects.create(
        placement=placement,
        minutes=110,
        since=since,
        periods="period 3, Tuesday and Thursday",
        proposed_by=placement.person,
        proposed_at=at(since, 9),
        **confirmed,
    )
    if waits:
        waits_for_word(placement_pk=placement.pk, source=Deliverable.Source.RELEASE_TIME, since=at(since, 9))


def _teachers(placement: Placement, cast: Cast, day: date, index: int) -> None:
    since = placement.starts + timedelta(days=50)
    if since >= day:
        return
    posts = Post.objects.filter(school=placement.school_id, position=Post.Position.TEACHER, ends=None)
    near = posts.exclude(person=placement.person_id).order_by("pk").values_list("person", flat=True)
    people = list(near[: TEACHERS - 1])
    added = {"placement": placement, "starts": since, "added_at": at(since, 10)}
    rows = [CoachedTeacher.objects.create(person_id=person, **added) for person in people]
    rows.append(CoachedTeacher.objects.create(name=TYPED, **added))
    days = max((day - since).days, 1)
    for number, row in enumerate(rows[: 1 + index % TEACHERS]):
        observed = since + timedelta(days=days * (number + 1) // (TEACHERS + 1))
        talked = min(observed + timedelta(days=2), day)
        TeacherCycle.objects.create(
            teacher=row,
            observed_on=observed,
            # Of the last one they did not talk yet.
            talked_on=None if number == 2 else talked,
            focus=FOCI[(index + number) % len(FOCI)],
            recorded_at=at(talked, 16),
        )


def _led(placement: Placement, day: date, index: int) -> None:
    on = max(placement.starts, day - timedelta(days=20 + index % 7))
    SchoolwidePD.objects.create(
        placement=placement,
        day=on,
        title=PD[index % len(PD)],
        came=24 + index % 13,
        minutes=60,
        recorded_at=at(on, 17),
    )


def _hosted(placement: Placement, cast: Cast, peers: list[Placement], day: date, *, first: bool) -> None:
    """Of the first one's visitors two did not answer yet, the demo leader and the demo teacher."""
    on = max(placement.starts, day - timedelta(days=9))
    seminar = HostedSeminar.objects.create(
        placement=placement, day=on, title="Coaching from student work", recorded_at=at(on, 8)
    )
    came = [SeminarVisitor(person=one.person, was_there=True, answered_at=at(on, 18)) for one in peers[:2]]
    waits = [SeminarVisitor(person=cast.named[name]) for name in ("leader", "teacher")] if first else []
    for visitor in (*came, *waits):
        visitor.seminar, visitor.added_at = seminar, at(on, 8)
    SeminarVisitor.objects.bulk_create([*came, *waits])


def _coached(placement: Placement, peers: list[Placement], day: date) -> None:
    since = placement.starts + timedelta(days=50)
    if since >= day:
        return
    for number, peer in enumerate(peers):
        row = CoachedPeer.objects.create(placement=placement, peer=peer, since=since, added_at=at(since, 10))
        # The second was visited once so far.
        for after in (10, 30)[: 2 - number]:
            on = min(since + timedelta(days=after), day)
            PeerVisit.objects.create(coached=row, day=on, recorded_at=at(on, 16))


def _recorded(
    placement: Placement, cast: Cast, day: date, title: str, *, withdrawn: bool = False, asks: bool = False
) -> None:
    """One that is shown, or one that is hidden since a colleague withdrew; the first host asks the demo leader too,
    about a third one."""
    on = max(placement.starts, day - timedelta(days=30))
    posts = Post.objects.filter(school=placement.school_id, position=Post.Position.TEACHER, ends=None)
    colleague = posts.exclude(person=placement.person_id).order_by("-pk").first()
    row = _recording(placement, title, on)
    for person in [placement.person, *([colleague.person] if colleague else [])]:
        seen = SeenInRecording.objects.create(recording=row, person=person, added_at=at(on, 9))
        gone = withdrawn and person != placement.person
        ended = {"withdrawn_by": person, "withdrawn_at": at(day, 12)} if gone else {}
        Consent.objects.create(seen=seen, given_on=on, by=person, at=at(on, 15), **ended)
    if asks:
        third = _recording(placement, "Planning a lesson with a team lead", on)
        SeenInRecording.objects.create(recording=third, person=cast.named["leader"], added_at=at(day, 9))


def _recording(placement: Placement, title: str, on: date) -> Recording:
    made = Recording(placement=placement, title=title, audience=Audience.LEADERS, recorded_at=at(on, 9))
    made.link = f"https://video.{DOMAIN}/{placement.pk}/{title.split()[0].lower()}-{len(title)}"
    made.save()
    return made
