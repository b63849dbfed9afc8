"""Two accounts side by side before they are merged: what each has, what becomes of it, and what stands in the way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Q, QuerySet, Value
from django.utils import timezone

from applications.models import Application
from common.clock import local_date
from common.counting import counted
from common.edits import mark_of
from dashboard.rules.eyes import FOUR_EYES, Eyes
from dashboard.rules.links import LINKS, WORDS, Fate
from fellows.models import Fellow
from pathways.models import Placement
from people.models import Hat, User
from people.policies import will_wear
from people.queries import schools_of
from people.rules.joining import Span
from people.rules.likeness import Known, reasons
from seminars.models import Attendance
from stipends.models import StipendPolicy, StipendRun


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing, how many of it each account has, and what becomes of it in words."""

    thing: str
    kept: int
    gone: int
    becomes: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts, as a page shows them before one is merged into the other; `mark` is that of all that is shown."""

    kept: User
    gone: User
    kinds: tuple[Kind, ...]
    refusals: tuple[str, ...]
    # Why they are perhaps one person's; empty where nothing says so.
    why: tuple[str, ...] = ()

    @property
    def differ(self) -> str:
        """What is said of two names that are not one; empty where they are."""
        if self.kept.name_key == self.gone.name_key:
            return ""
        return f"These names differ: {self.kept.name} and {self.gone.name}. Be sure that this is one person."

    @property
    def mark(self) -> str:
        return mark_of("\n".join(f"{kind.thing} {kind.kept} {kind.gone}" for kind in self.kinds))


def pair_of(kept: User, gone: User) -> Pair:
    """What each has, and all that stands in the way of a merge: sixteen queries, whatever they have."""
    return Pair(kept, gone, _kinds(kept, gone), tuple(why_not_merged(kept, gone)), _why(kept, gone))


def _why(kept: User, gone: User) -> tuple[str, ...]:
    day = local_date(timezone.now())
    mine, theirs = (
        Known(one.name_key, one.mailbox_key, one.number_key, [school.name for school in schools_of(one, day)])
        for one in (kept, gone)
    )
    return reasons(mine, theirs)


def _kinds(kept: User, gone: User) -> tuple[Kind, ...]:
    counts: Counter[tuple[str, int]] = Counter()
    asked = [_counted(link, (kept.pk, gone.pk)) for link, how in LINKS.items() if how.thing]
    for link, person, number in asked[0].union(*asked[1:], all=True):
        counts[LINKS[link].thing, person] += number
    fates: dict[str, Fate] = {how.thing: how.fate for how in LINKS.values() if how.thing}
    found = (
        Kind(thing, counts[thing, kept.pk], counts[thing, gone.pk], WORDS[fate])
        for thing, fate in fates.items()
    )
    return tuple(kind for kind in found if kind.kept or kind.gone)


def rows_of(link: str) -> "QuerySet[Any]":
    """All rows of the table that a link stands in."""
    rows: QuerySet[Any] = apps.get_model(link.rpartition(".")[0])._base_manager.order_by()
    return rows


def column_of(link: str) -> str:
    """The column of a link."""
    return link.rpartition(".")[2]


def _counted(link: str, people: tuple[int, int]) -> "QuerySet[Any, Any]":
    column = column_of(link)
    found = rows_of(link).filter(**{f"{column}__in": people})
    told = found.annotate(link_=Value(link), whose_=F(column)).values("link_", "whose_")
    return told.annotate(number_=Count("pk")).values_list("link_", "whose_", "number_")


def why_not_merged(kept: User, gone: User) -> Iterator[str]:
    """Each promise that a merge of these two would break, as a sentence that says what to do; none where they can be
    merged."""
    yield from _two_people(kept, gone)
    yield from _hats(kept, gone)
    yield from _placements(kept, gone)
    yield from _applications(kept, gone)
    yield from _fellows(kept, gone)
    yield from _marks(kept, gone)
    yield from _pay(kept, gone)


def _two_people(kept: User, gone: User) -> Iterator[str]:
    """What only two people may have done, one of them for the other."""
    names = {kept.pk: f"{kept.name} ({kept.email})", gone.pk: f"{gone.name} ({gone.email})"}
    asked = [_seen_by_both(number, eyes, kept.pk, gone.pk) for number, eyes in enumerate(FOUR_EYES)]
    found = asked[0].union(*asked[1:])
    for number, one in sorted(found):
        other = gone.pk if one == kept.pk else kept.pk
        said = FOUR_EYES[number].said.format(one=names[one], other=names[other])
        yield f"{said} Nobody does both, so these accounts stay apart while this is on record."


def _seen_by_both(number: int, eyes: Eyes, kept: int, gone: int) -> "QuerySet[Any, Any]":
    crossed = Q(**{eyes.one: kept, eyes.other: gone}) | Q(**{eyes.one: gone, eyes.other: kept})
    rows = apps.get_model(eyes.model)._default_manager.order_by().filter(crossed)
    for column, value in eyes.without:
        rows = rows.exclude(**{column: value})
    return rows.annotate(at_=Value(number), whose_=F(eyes.one)).values_list("at_", "whose_")


def _hats(kept: User, gone: User) -> Iterator[str]:
    own = [(hat.kind, Span(hat.starts, hat.ends)) for hat in kept.hats.all()]
    for hat in will_wear(gone):
        days = Span(hat.starts, hat.ends)
        if not any(kind == hat.kind and span.meets(days) for kind, span in own):
            continue
        worn = str(hat.get_kind_display()).lower()
        yield f"Both wear the hat of {worn}. Take one of them off first, so that it is plain what it is for."
    finance = {Hat.Kind.PREPARER, Hat.Kind.APPROVER}
    mine, theirs = (set(will_wear(person).values_list("kind", flat=True)) for person in (kept, gone))
    if finance <= mine | theirs and not (finance <= mine or finance <= theirs):
        yield (
            "One prepares stipends and the other approves them. Two people look at every run: take one of the two "
            "hats off first."
        )


def _placements(kept: User, gone: User) -> Iterator[str]:
    held = Placement.objects.filter(person__in=[kept, gone]).select_related("role", "school").order_by("pk")
    mine = [one for one in held if one.person_id == kept.pk]
    for other in held:
        days = Span(other.starts, other.ends)
        if other.person_id == gone.pk and any(
            one.role_id == other.role_id and Span(one.starts, one.ends).meets(days) for one in mine
        ):
            yield (
                f"Both hold {other.role} in the same time, and nobody holds a role twice at once. End one of the two "
                f"placements before the other begins."
            )


def _applications(kept: User, gone: User) -> Iterator[str]:
    rows = Application.objects.filter(person__in=[kept, gone]).select_related("offering__role", "school")
    mine = {(one.offering_id, one.school_id): one for one in rows if one.person_id == kept.pk}
    for other in rows:
        own = mine.get((other.offering_id, other.school_id))
        if other.person_id != gone.pk or own is None or not other.counts:
            continue
        what = f"{other.offering.role} at {other.school}"
        if not own.counts:
            yield f"The application for {what} that counts is on {gone.email}. Let that account stay instead."
        else:
            yield f"Both applied for {what}. Have the one withdrawn that shall not count."


def _fellows(kept: User, gone: User) -> Iterator[str]:
    rows = list(Fellow.objects.filter(person__in=[kept, gone]).values_list("person", "cohort"))
    mine, theirs = ({cohort for person, cohort in rows if person == who.pk} for who in (kept, gone))
    if mine & theirs:
        yield "Both are fellows of one cohort. What stands on two files is put together by hand first."
    elif (
        len(set(Fellow.objects.going_on().filter(person__in=[kept, gone]).values_list("person", flat=True)))
        > 1
    ):
        yield "Both are fellows now, of two cohorts, and nobody is a fellow twice at once. End one first."


def _marks(kept: User, gone: User) -> Iterator[str]:
    rows = Attendance.objects.filter(person__in=[kept, gone]).select_related("session__event")
    mine = {one.session_id: one for one in rows if one.person_id == kept.pk}
    for other in rows:
        own = mine.get(other.session_id)
        if other.person_id == gone.pk and own and (own.mark, own.minutes) != (other.mark, other.minutes):
            timed = own.minutes != other.minutes
            yield (
                f"In {other.session} one is {_said(own, timed)} and the other {_said(other, timed)}, and pay may rest "
                f"on it. Correct the roster so that both say the same."
            )


def _said(row: Attendance, timed: bool) -> str:
    """A mark, and its minutes where they are what differs."""
    if not timed:
        return str(row.get_mark_display())
    minutes = "no minutes written" if row.minutes is None else counted(row.minutes, "minute")
    return f"{row.get_mark_display()} ({minutes})"


def _pay(kept: User, gone: User) -> Iterator[str]:
    paying = StipendRun.objects.live().exclude(kind=StipendRun.Kind.PROJECTION).select_related("year")
    for run in paying.filter(lines__person=kept).filter(lines__person=gone).distinct().order_by("pk"):
        yield (
            f"Both stand on the {str(run).lower()}. Nobody is on a run under two accounts: make it void first, or, "
            f"where it went to payroll, leave the accounts apart."
        )
    for run in StipendRun.objects.to_settle().filter(prepared_by=gone).select_related("year"):
        yield f"{gone.email} prepared the {str(run).lower()}, and nobody approved it yet. Settle that run first."
    for policy in StipendPolicy.objects.drafts().filter(drafted_by=gone).select_related("role"):
        yield f"{gone.email} drafted a stipend policy of {policy.role}. Publish or discard the draft first."
