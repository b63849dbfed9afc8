"""How much of each duty of a Peer Coach is done, of how much; and from what it completes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, Lower

from coaching.models import (
    CoachedPeer,
    CoachedTeacher,
    PeerVisit,
    Recording,
    ReleaseTime,
    SchoolwidePD,
    SeminarVisitor,
    TeacherCycle,
)
from coaching.rules import PEERS, RECORDINGS, SCHOOLWIDE_PD, TEACHERS, VISITORS, VISITS_OF_A_PEER
from common.counting import counted
from common.ui.pictures import Part
from pathways.models import Deliverable, PeerWork, Placement

S = Deliverable.Source


@dataclass(frozen=True, slots=True)
class Duty:
    """How much of a duty is done, of how much; `words` stand beside its bar. More than asked for fills it. `source` is
    what a deliverable completes itself from."""

    source: str
    name: str
    done: int
    of: int
    words: str

    @property
    def figure(self) -> str:
        """What stands large before the words: no more than what is asked for."""
        return f"{min(self.done, self.of)}"

    @property
    def complete(self) -> bool:
        return self.done >= self.of

    @property
    def parts(self) -> list[Part]:
        """Of its bar, drawn to the whole that is asked for."""
        return [Part("done", self.words, min(self.done, self.of))]


# Whoever is listed again after a while is still one teacher.
ONE_TEACHER = Coalesce(Cast("teacher__person", TextField()), Lower("teacher__name"), output_field=TextField())


def _of_placement(rows: "QuerySet[Any]", path: str, what: str | Coalesce = "pk") -> Coalesce:
    found = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    number = found.annotate(number=Count(what, distinct=True)).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def _most(rows: "QuerySet[Any]", path: str, of: str) -> Coalesce:
    """Of the placement at the end of `path`, how many rows the `of` has that has most of them."""
    number = rows.filter(**{path: OuterRef("pk")}).order_by().values(of).annotate(number=Count("pk"))
    return Coalesce(Subquery(number.order_by("-number").values("number")[:1], output_field=IntegerField()), 0)


def with_counts(placements: "QuerySet[Placement]") -> "QuerySet[Placement]":
    """Each with its numbers: minutes that are confirmed (`release_minutes`) and whether others wait (`release_waits`),
    teachers they coach (`teachers`), of them with a whole cycle (`coached`), whole cycles (`cycles`), PD (`pd`),
    visitors who confirmed, of the seminar that most confirmed (`visitors`), recordings that are shown (`exemplars`),
    and Peer Coaches they coach (`peers`), of them visited often enough (`visited`)."""
    cycles = TeacherCycle.objects.whole()
    confirmed = ReleaseTime.objects.confirmed().filter(placement=OuterRef("pk"))
    newest = confirmed.order_by("-since", "-confirmed_at", "-pk").values("minutes")[:1]
    visited = PeerVisit.objects.kept().order_by().values("coached").annotate(number=Count("pk"))
    often = visited.filter(number__gte=VISITS_OF_A_PEER).values("coached")
    return placements.annotate(
        release_minutes=Subquery(newest),
        release_waits=_of_placement(ReleaseTime.objects.waiting(), "placement"),
        teachers=_of_placement(CoachedTeacher.objects.kept().filter(ends=None), "placement"),
        coached=_of_placement(cycles, "teacher__placement", ONE_TEACHER),
        cycles=_of_placement(cycles, "teacher__placement"),
        pd=_of_placement(SchoolwidePD.objects.kept(), "placement"),
        visitors=_most(SeminarVisitor.objects.confirmed(), "seminar__placement", "seminar"),
        exemplars=_of_placement(Recording.objects.shown(), "placement"),
        peers=_of_placement(CoachedPeer.objects.kept(), "placement"),
        visited=_of_placement(CoachedPeer.objects.kept().filter(pk__in=often), "placement"),
    )


def duties(placement: Placement) -> list[Duty]:
    """Of a row of `with_counts`, what is done and what is missing."""
    return list(_duties(placement))


def _duties(row: Any) -> Iterator[Duty]:
    yield _release(row.release_minutes, bool(row.release_waits))
    words = f"of {TEACHERS} teachers with a whole cycle"
    yield Duty(S.TEACHERS, "Teachers coached", row.coached, TEACHERS, words)
    yield Duty(S.SCHOOLWIDE_PD, "Schoolwide PD", row.pd, SCHOOLWIDE_PD, f"of {SCHOOLWIDE_PD} led")
    if row.role.peer_work != PeerWork.PEERS:
        return
    words = f"of {VISITORS} visitors confirmed that they observed"
    yield Duty(S.HOSTED_SEMINAR, "Hosted seminar", row.visitors, VISITORS, words)
    words = f"of {RECORDINGS} with the consent of everybody seen in it"
    yield Duty(S.RECORDINGS, "Exemplar recordings", row.exemplars, RECORDINGS, words)
    words = f"of {PEERS} Peer Coaches visited {VISITS_OF_A_PEER} times or more"
    yield Duty(S.COACHED_PEERS, "Peer Coaches coached", row.visited, PEERS, words)


def _release(minutes: int | None, waits: bool) -> Duty:
    """`minutes` that were confirmed; `waits`: something else is proposed."""
    if minutes == 0:
        other = "; a number above 0 waits" if waits else ""
        words = f"of 1: the school gives none, says whoever signs for it{other}"
    elif minutes:
        other = "; another number waits" if waits else ""
        words = f"of 1 confirmed: {counted(minutes, 'minute')} a week{other}"
    else:
        words = "of 1, waits for whoever signs for the school" if waits else "of 1, not proposed yet"
    return Duty(S.RELEASE_TIME, "Release time", int(bool(minutes)), 1, words)
