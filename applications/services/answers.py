"""The two who signed answer promise by promise: kept as pressed, sent once, changed until the check closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications.models import PulseAnswer, PulsePair
from applications.models.pulses import MOST_WORDS
from applications.policies import party_of, why_not_pair
from applications.queries.pulses import answers_of, promises_of
from applications.rules.promises import SCHOOL, TEACHER, Kept, Promise, judged
from applications.services.pulses import leader_topic, locked_pair, move_pair, school_topic
from applications.states import PAIR_MOVES, PairAction, PairState
from common.errors import DomainError, demand, demand_all
from notifications.services import cancel
from people.models import User

SAVE_FIRST = "You sent your answers. A change counts once you press “Save the changes”."
IS_SETTLED = (
    "A program manager settled this with both of you. If it is otherwise now, say so here, and save again."
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a promise: whether it is kept (empty: not said yet), and a line."""

    kept: str
    words: str = ""


@transaction.atomic
def answer(
    *,
    pk: int,
    by: User,
    said: Mapping[str, Said],
    send: bool = False,
    sure: bool = False,
    now: datetime | None = None,
) -> PulsePair:
    """Keep what was said of promises, by their key; what is the same as before is not kept twice. With `send` all is
    sent: from then on staff, and the other once they sent theirs, read it. Sent again with the same, nothing happens.

    Raises DomainError for one that is closed or ended; for a change after it was sent that is not sent; for one after
    it was settled without `sure`; and, promise by promise, for what is not answered yet.
    """
    moment = now or timezone.now()
    pair = locked_pair(pk)
    demand(why_not_pair(by, PairAction.ANSWER, pair, now=moment))
    party = party_of(by, pair)
    before = answers_of(pair, party)
    sent, asked = pair.sent_at(party) is not None, promises_of(pair)
    after = {one.key: said.get(one.key) or _as_before(before.get(one.key)) for one in asked}
    demand_all(_refused(asked, after, whole=send or sent))
    changed = [one for one in asked if after[one.key] != _as_before(before.get(one.key))]
    if changed and sent and not send:
        raise DomainError(SAVE_FIRST)
    others = any(after[one.key].kept != _as_before(before.get(one.key)).kept for one in changed)
    if others and sent and pair.state == PairState.SETTLED and not sure:
        raise DomainError(IS_SETTLED, at="sure")
    PulseAnswer.objects.bulk_create(_rows(pair, party, changed, after, by, moment))
    if send and not sent:
        _send(pair, party, by, moment)
    elif sent and others:
        _judge(pair, by, moment)
    return pair


def _as_before(row: PulseAnswer | None) -> Said:
    return Said(row.kept, row.words) if row is not None else Said("")


def _refused(asked: list[Promise], after: Mapping[str, Said], *, whole: bool) -> list[DomainError]:
    found = []
    for one in asked:
        said = after[one.key]
        if said.kept not in ("", *Kept):
            found.append(DomainError("Choose one of the three.", at=f"kept-{one.key}"))
        elif whole and not said.kept:
            found.append(DomainError(f"Say whether this is kept: {one.text}", at=f"kept-{one.key}"))
        if len(said.words) > MOST_WORDS:
            found.append(DomainError(f"Write at most {MOST_WORDS} characters.", at=f"words-{one.key}"))
    return found


def _rows(
    pair: PulsePair,
    party: str,
    changed: list[Promise],
    after: Mapping[str, Said],
    by: User,
    now: datetime,
) -> list[PulseAnswer]:
    return [
        PulseAnswer(
            pair=pair,
            party=party,
            whose=one.whose,
            number=one.number,
            promise=one.text,
            kept=after[one.key].kept,
            words=after[one.key].words,
            by=by,
            at=now,
        )
        for one in changed
    ]


def _send(pair: PulsePair, party: str, by: User, now: datetime) -> None:
    if party == TEACHER:
        pair.teacher_sent_at = now
        cancel(topic=leader_topic(pair.pk))
    else:
        pair.school_sent_at, pair.school_sent_by = now, by
    pair.save(update_fields=["teacher_sent_at", "school_sent_at", "school_sent_by"])
    left = PulsePair.objects.filter(pulse=pair.pulse_id, school=pair.school_id, school_sent_at=None)
    if party == SCHOOL and not left.exists():
        cancel(topic=school_topic(pair.pulse_id, pair.school_id))
    _judge(pair, by, now, first=True)


def _judge(pair: PulsePair, by: User, now: datetime, *, first: bool = False) -> None:
    """What the answers that were sent come to now. What is settled stays so until somebody parts them anew; what one
    says stays apart until both agree, or staff settled it."""
    found = judged(*(_sent(pair, party) for party in (TEACHER, SCHOOL)))
    action = {True: PairAction.PART, False: PairAction.AGREE, None: PairAction.ANSWER}[found]
    if (PairState(pair.state), action) not in PAIR_MOVES:
        return
    if action is not PairAction.ANSWER or first:
        move_pair(pair, action, by=by, now=now)


def _sent(pair: PulsePair, party: str) -> dict[str, str] | None:
    if pair.sent_at(party) is None:
        return None
    return {key: row.kept for key, row in answers_of(pair, party).items()}
