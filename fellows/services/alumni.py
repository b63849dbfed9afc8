"""Graduates say once a year whether all is still right: by a mail whose link takes one click, or on their page."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.counting import counted
from common.edits import mark_of
from common.errors import DomainError, LookFirst, demand
from common.names import cleaned
from fellows.models import AlumniAnswer, AlumniLink, Fellow, Role
from fellows.policies import why_not, why_not_write
from fellows.queries.alumni import DEAD, Alum, alumni, alumni_link, graduates, known_now
from fellows.rules.alumni import day_of
from fellows.services.fellows import locked, record
from fellows.states import OWING, Action
from notifications.services import cancel, queue
from people.models import School, User

LIVES = timedelta(days=45)
# So many are asked in one transaction.
AT_ONCE = 200
# Nobody is written to twice in so many days.
REST = timedelta(days=14)


@transaction.atomic
def still_same(*, pk: int, by: User, now: datetime | None = None) -> AlumniAnswer:
    """Signed in: what is known of their role and place is still right. Raises DomainError where nothing is known."""
    fellow = locked(pk)
    demand(why_not(by, Action.STILL_SAME, fellow))
    return _same(fellow, None, now or timezone.now(), by)


@transaction.atomic
def say_role(
    *,
    pk: int,
    role: str,
    by: User,
    school: School | None = None,
    place: str = "",
    now: datetime | None = None,
) -> AlumniAnswer:
    """Signed in: what they do now, and where. Raises DomainError where the place is missing."""
    fellow = locked(pk)
    demand(why_not(by, Action.SAY_ROLE, fellow))
    return _say(fellow, role, school, place, None, now or timezone.now(), by)


@transaction.atomic
def answer_alumni(
    *,
    token: str,
    same: bool = False,
    role: str = "",
    school: School | None = None,
    place: str = "",
    now: datetime | None = None,
) -> AlumniAnswer:
    """By the link of a mail, once: all is still right, or what somebody does now. Every dead link is refused in one
    sentence."""
    moment = now or timezone.now()
    found = alumni_link(token, moment)
    if found is None:
        raise DomainError(DEAD)
    fellow = locked(found.fellow_id)
    # Held by the fellow's lock: of two answers at once the second finds the link used.
    if not AlumniLink.objects.filter(pk=found.pk, used_at=None).update(used_at=moment):
        raise DomainError(DEAD)
    if same:
        return _same(fellow, found, moment, None)
    return _say(fellow, role, school, place, found, moment, None)


def _same(fellow: Fellow, link: AlumniLink | None, now: datetime, by: User | None) -> AlumniAnswer:
    known = known_now(fellow, local_date(now)).known
    if not known.may_be_right:
        raise DomainError("Nothing is known of what you do now. Say what it is, and where.", at="role")
    return _write(
        fellow,
        AlumniAnswer(
            role=known.role, school=known.school, place="" if known.school else known.place, same=True
        ),
        link,
        now,
        by,
    )


def _say(
    fellow: Fellow,
    role: str,
    school: School | None,
    place: str,
    link: AlumniLink | None,
    now: datetime,
    by: User | None,
) -> AlumniAnswer:
    if role not in Role.values:
        raise DomainError("Choose what you do now.", at="role")
    where = cleaned(place)
    if role != Role.NONE and school is None and not where:
        raise DomainError("Choose a school of the network, or write where it is.", at="place")
    away = role == Role.NONE
    answer = AlumniAnswer(role=role, school=None if away else school, place="" if away or school else where)
    return _write(fellow, answer, link, now, by)


def _write(
    fellow: Fellow, answer: AlumniAnswer, link: AlumniLink | None, now: datetime, by: User | None
) -> AlumniAnswer:
    answer.fellow, answer.link, answer.at = fellow, link, now
    answer.save()
    record(fellow, Action.STILL_SAME if answer.same else Action.SAY_ROLE, by, now)
    # What else was asked is answered by this.
    fellow.alumni_links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    cancel(topic=_topic(fellow))
    return answer


@transaction.atomic
def write_to(*, fellows: Sequence[int], by: User, seen: str = "", now: datetime | None = None) -> int:
    """Write to these graduates; answers to how many. Who was written to in the last two weeks is left out.

    Raises LookFirst with their names, unless `seen` is the mark of just them; DomainError where nobody is left.
    """
    demand(why_not_write(by))
    moment = now or timezone.now()
    found = [
        one for one in alumni(local_date(moment), graduates().filter(pk__in=fellows)) if _rested(one, moment)
    ]
    if not found:
        raise DomainError("Everybody here was written to in the last two weeks. Wait for their answers.")
    names = [f"{one.fellow.person.name}, {one.fellow.person.email}" for one in found]
    mark = mark_of("\n".join(names))
    if seen != mark:
        words = f"{counted(len(found), 'graduate gets', 'graduates get')} a mail with a link of their own."
        raise LookFirst(words, lines=names, seen=mark)
    for one in found:
        _ask(one.fellow, moment, year=local_date(moment).year, number=0, by=by)
    return len(found)


def _rested(one: Alum, now: datetime) -> bool:
    return one.asked is None or one.asked <= local_date(now - REST)


def ask_yearly(*, number: int, now: datetime) -> int:
    """Once a year ask those who owe no service and did not speak since, by the reminder `number` of that year; answers
    how many mails are new. Who owes service is asked about that."""
    today = local_date(now)
    day = day_of(today.year)
    asked = AlumniLink.objects.filter(year=today.year, number=number, by=None).values("fellow")
    waiting = graduates().exclude(state__in=OWING).exclude(pk__in=asked)
    found = [one for one in alumni(today, waiting) if one.answered is None or one.answered < day]
    for start in range(0, len(found), AT_ONCE):
        with transaction.atomic():
            for one in found[start : start + AT_ONCE]:
                _ask(one.fellow, now, year=today.year, number=number, by=None)
    return len(found)


def _ask(fellow: Fellow, now: datetime, *, year: int, number: int, by: User | None) -> None:
    """A new link by mail; only its hash is kept, and earlier ones end."""
    fellow.alumni_links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    link = AlumniLink.objects.create(
        fellow=fellow,
        token_sha256=sha256(token.encode()).hexdigest(),
        sent_to=fellow.person.email,
        year=year,
        number=number,
        by=by,
        created_at=now,
        expires_at=now + LIVES,
    )
    queue(
        to=fellow.person,
        template="fellows/still_right",
        context={"fellow": fellow, "token": token, "days": LIVES.days},
        dedupe_key=f"alumni-{link.pk}",
        topic=_topic(fellow),
        secret=True,
    )


def _topic(fellow: Fellow) -> str:
    return f"alumni-{fellow.pk}"
