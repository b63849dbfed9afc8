"""Naming substitutes before the day comes: by the school, for each teacher who is out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.edits import mark_of
from common.errors import DomainError, demand
from pathways.models import ProgramYear
from people.models import School, User
from seminars.models import Session
from stipends.models import ClaimLine, NamedSubstitute
from stipends.policies import why_not_claim
from stipends.queries.claims import Covering, why_used
from stipends.queries.cover import cover_ahead, out_on
from stipends.states import ClaimAction

MEANWHILE = (
    "Somebody named or claimed a teacher or a substitute of these for the same day in this moment. Look at the day"
    " again: what is taken is named there."
)


@dataclass(frozen=True, slots=True)
class Named:
    """What the school says of a teacher's day; without a substitute nobody is named."""

    substitute: str
    units: Decimal
    number: str = ""
    # The mark of what was shown; empty: taken as typed.
    seen: str = ""

    @property
    def written(self) -> str:
        """As `written` of what is kept; empty where nobody is named."""
        number = self.number.strip()
        return f"{self.substitute}|{number}|{self.units.normalize():f}" if self.substitute else ""


def name_substitutes(
    *, school: School, session: Session, by: User, named: Mapping[int, Named], now: datetime | None = None
) -> list[NamedSubstitute]:
    """Keep who covers for whom on the day of this session, by teacher; what stood is ended and stays on record. The new
    ones are answered. Raises DomainError, all or nothing: where a teacher needs nobody that day, or is claimed already;
    where a substitute has no time left that day; and where another window changed what was shown."""
    demand(why_not_claim(by, ClaimAction.OPEN, school_id=school.pk))
    try:
        return _name(school, session, by, named, now or timezone.now())
    except IntegrityError:
        raise DomainError(MEANWHILE) from None


@transaction.atomic
def _name(
    school: School, session: Session, by: User, named: Mapping[int, Named], now: datetime
) -> list[NamedSubstitute]:
    # Two who save at once, and whoever fills in the claim meanwhile.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    day = local_date(session.starts_at)
    rows = NamedSubstitute.objects.standing().filter(school=school, day=day).select_related("teacher")
    standing = {one.teacher_id: one for one in rows}
    changed = {
        pk: typed
        for pk, typed in named.items()
        if typed.written != (standing[pk].written if pk in standing else "")
    }
    if not changed:
        return []
    _demand_seen(changed, standing)
    _demand_needed(school, session.event.year, day, changed, standing, now)
    ended = [one.pk for pk, one in standing.items() if pk in changed]
    NamedSubstitute.objects.filter(pk__in=ended).update(ended_by=by, ended_at=now)
    fresh = [
        NamedSubstitute(
            school=school,
            session=session,
            teacher=one,
            day=day,
            substitute=changed[one.pk].substitute,
            number=changed[one.pk].number.strip(),
            units=changed[one.pk].units,
            named_by=by,
            named_at=now,
        )
        for one in User.objects.filter(pk__in=changed).order_by("sort_name", "pk")
        if changed[one.pk].substitute
    ]
    for one in fresh:
        _demand_free(one)
        one.save()
    return fresh


def _at(pk: int) -> str:
    return f"{pk}-substitute"


def _demand_seen(changed: Mapping[int, Named], standing: Mapping[int, NamedSubstitute]) -> None:
    for pk, typed in changed.items():
        before = standing.get(pk)
        if typed.seen in ("", mark_of(before.written if before else "")):
            continue
        there = f"it is {before.substitute} for {before.days}" if before else "nobody is named"
        words = (
            f"Somebody changed this in another window meanwhile: there {there}. Nothing was saved yet. Open"
        )
        raise DomainError(f"{words} the day again, and change it then.", at=_at(pk))


def _demand_needed(
    school: School,
    year: ProgramYear,
    day: date,
    changed: Mapping[int, Named],
    standing: Mapping[int, NamedSubstitute],
    now: datetime,
) -> None:
    """That each may be named, or taken away: until they are claimed, and a new one only before the session begins."""
    claimed = ClaimLine.objects.live().filter(day=day, teacher__in=changed).select_related("teacher").first()
    if claimed is not None:
        words = (
            f"{claimed.teacher.name} is claimed on {day_in_words(day)} already. Change the substitute there."
        )
        raise DomainError(words, at=_at(claimed.teacher_id))
    out = out_on(day, cover_ahead(school, now, year))
    new = [pk for pk, typed in changed.items() if typed.substitute and pk not in standing and pk not in out]
    for one in User.objects.filter(pk__in=new)[:1]:
        words = (
            f"{one.name} needs nobody on {day_in_words(day)}: no session takes them out of class any more."
        )
        raise DomainError(words, at=_at(one.pk))
    elsewhere = NamedSubstitute.objects.standing().filter(day=day, teacher__in=changed).exclude(school=school)
    for two in elsewhere.select_related("teacher")[:1]:
        words = f"Another school of {two.teacher.name} named somebody for {day_in_words(day)} already."
        raise DomainError(words, at=_at(two.teacher_id))


def _demand_free(one: NamedSubstitute) -> None:
    """That the substitute has time left that day, in all schools: beside who is named, and who is claimed."""
    others: list[Covering] = [
        *NamedSubstitute.objects.taking_time().filter(day=one.day),
        *ClaimLine.objects.live().filter(day=one.day),
    ]
    one.substitute_key = one._key()
    if used := why_used(one, others):
        raise DomainError(used, at=_at(one.teacher_id))
