"""A mid-year check that is open around a day: most pairs answered, some see it differently, one was settled; those of
the people one signs in as still wait for them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from applications.models import (
    CommitmentPulse,
    CommitmentRecord,
    PulseAnswer,
    PulseEvent,
    PulsePair,
    PulsePairEvent,
)
from applications.queries.commitments import read
from applications.rules.promises import SCHOOL, TEACHER, Promise, promises
from applications.states import PairAction, PairState, PulseAction
from demo.papers import BATCH, tell_the_planner
from demo.year import at
from pathways.models import Placement, ProgramYear
from people.models import User

BEFORE, AFTER = timedelta(days=12), timedelta(days=18)
# Of thirteen pairs in a row: who answered. Of the others both did.
TEACHER_ALONE, SCHOOL_ALONE, NOBODY = (3,), (7,), (11,)
DIFFER = 5
# Of each promise of the school (time, resources, space): no and partly, as the leader says it, and the school's answer.
DIFFERENT = (
    ("Not once since October.", "In some weeks; in others it falls to coverage.", "As agreed since August."),
    ("Nothing came of what we asked for.", "Copies, but no books yet.", "All that was asked for came."),
    (
        "We still meet in the hallway.",
        "Every second week somebody else is in the room.",
        "Room 12 is theirs.",
    ),
)


@dataclass(frozen=True)
class Cells:
    """What the two say of each promise of a pair, and whether each sent it."""

    teacher: list[tuple[str, str]] | None
    school: list[tuple[str, str]] | None
    state: PairState


def make_pulse(
    year: ProgramYear,
    placements: list[Placement],
    principals: dict[int, User],
    *,
    named: dict[str, User],
    today: date,
) -> None:
    """The check of the year, opened some days ago, with the pairs of all who signed here."""
    first, last = max(year.starts, today - BEFORE), min(year.ends - timedelta(days=1), today + AFTER)
    pulse = CommitmentPulse.objects.create(year=year, starts=first, ends=last + timedelta(days=1))
    PulseEvent.objects.create(
        pulse=pulse,
        action=PulseAction.SET,
        first_day=first,
        last_day=last,
        by=named["manager"],
        at=at(first - timedelta(days=9), 10),
    )
    signed = [one for one in placements if one.commitment_sha256 and one.commitment_in_force]
    found = CommitmentRecord.objects.filter(sha256__in=[one.commitment_sha256 for one in signed])
    texts = {row.sha256: row for row in found}
    ours = {school for school, who in principals.items() if who == named["principal"]}
    moment = at(min(first + timedelta(days=2), today), 9)
    pairs, rows, lines = [], [], []
    for index, placement in enumerate(signed):
        text, principal = texts[placement.commitment_sha256], principals[placement.school_id]
        asked = promises(read(text.content))
        mine = placement.school_id in ours
        cells = _cells(index, asked, ours=mine, leader=placement.person == named["leader"])
        pair = _pair(pulse, placement, text, cells, principal, moment)
        pairs.append(pair)
        rows += _answers(pair, asked, cells, placement.person, principal, moment)
        lines += _lines(pair, placement.person, principal, named["manager"], moment)
    PulsePair.objects.bulk_create(pairs, batch_size=BATCH)
    tell_the_planner()
    PulseAnswer.objects.bulk_create(rows, batch_size=BATCH)
    PulsePairEvent.objects.bulk_create(lines, batch_size=BATCH)


def _pair(
    pulse: CommitmentPulse,
    placement: Placement,
    text: CommitmentRecord,
    cells: Cells,
    principal: User,
    moment: datetime,
) -> PulsePair:
    return PulsePair(
        pulse=pulse,
        placement=placement,
        school_id=placement.school_id,
        record=text,
        state=cells.state,
        opened_at=at(pulse.starts, 8),
        teacher_sent_at=moment if cells.teacher else None,
        school_sent_at=moment if cells.school else None,
        school_sent_by=principal if cells.school else None,
    )


def _cells(index: int, asked: list[Promise], *, ours: bool, leader: bool) -> Cells:
    """Of the school of the people one signs in as nobody answered for the school, and the leader not either."""
    turn, kept = index % 13, [("yes", "") for _ in asked]
    teacher = None if leader or turn in (*SCHOOL_ALONE, *NOBODY) else list(kept)
    school = None if ours or turn in (*TEACHER_ALONE, *NOBODY) else list(kept)
    if not (teacher and school):
        return Cells(teacher, school, PairState.ASKED)
    if turn != DIFFER:
        if turn == 1:
            teacher[0] = school[0] = ("partly", "The second period goes to coverage.")
        return Cells(teacher, school, PairState.AGREED)
    wide = index // 13 % 2 == 0
    # Now one promise of the school, now another.
    ours_to_keep = [number for number, promise in enumerate(asked) if promise.whose == SCHOOL]
    turn_of = index // 13 % len(ours_to_keep)
    no, partly, yes = DIFFERENT[turn_of % len(DIFFERENT)]
    which = ours_to_keep[turn_of]
    teacher[which], school[which] = (("no", no) if wide else ("partly", partly)), ("yes", yes)
    return Cells(teacher, school, PairState.SETTLED if index // 13 % 4 == 3 else PairState.DIFFERING)


def _answers(
    pair: PulsePair, asked: list[Promise], cells: Cells, leader: User, principal: User, moment: datetime
) -> list[PulseAnswer]:
    sides = ((TEACHER, cells.teacher, leader), (SCHOOL, cells.school, principal))
    return [
        PulseAnswer(
            pair=pair,
            party=party,
            whose=promise.whose,
            number=promise.number,
            promise=promise.text,
            kept=kept,
            words=words,
            by=by,
            at=moment,
        )
        for party, said, by in sides
        if said
        for promise, (kept, words) in zip(asked, said, strict=True)
    ]


def _lines(
    pair: PulsePair, leader: User, principal: User, manager: User, moment: datetime
) -> list[PulsePairEvent]:
    """What led to its state, as the services write it."""
    asked = PairState.ASKED
    first = leader if pair.teacher_sent_at else principal
    found = []
    if pair.teacher_sent_at or pair.school_sent_at:
        found.append((PairAction.ANSWER, asked, asked, first, "", None))
    if pair.state == PairState.AGREED:
        found.append((PairAction.AGREE, asked, PairState.AGREED, principal, "", None))
    if pair.state in (PairState.DIFFERING, PairState.SETTLED):
        found.append((PairAction.PART, asked, PairState.DIFFERING, principal, "", None))
    if pair.state == PairState.SETTLED:
        note = "They look at it together on the first Monday of each month."
        found.append((PairAction.SETTLE, PairState.DIFFERING, pair.state, manager, note, moment.date()))
    return [
        PulsePairEvent(
            pair=pair,
            action=action,
            from_state=before,
            to_state=after,
            by=by,
            at=moment + timedelta(hours=number),
            note=note,
            talked_on=day,
        )
        for number, (action, before, after, by, note, day) in enumerate(found)
    ]
