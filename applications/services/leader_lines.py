"""Leaders in office as the lines of a file name them: looked at first, then all of them or none."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from applications.queries.places import crowded
from applications.services.in_office import hold, take_over_kept
from applications.services.leader_papers import DAY, paper_of, unnamed
from common.canonical import canonical, fingerprint
from common.clock import local_date
from common.errors import DomainError, LookFirst, Several
from common.reading import written_day, written_share
from common.storage import stored
from common.uploads import Accepted
from pathways.models import Cohort, Placement, Role
from pathways.models.earlier import PAPERS
from pathways.queries.beside import beside
from pathways.services import Leader, Paper
from pathways.services.lines import LinesRefused, Named, SaidOnce
from people.models import School, User

MOST_LINES = 1000
SHARE = "“{}” is no share. Write it like 1, 1/2 or 0.5."


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """A leader as a line of a file names them. `cohort`, `school_code` and `share` may be empty, and one of `email` and
    `external_id`; nobody is found by a name."""

    number: int
    email: str
    external_id: str
    role: str
    cohort: str
    school: str
    school_code: str
    starts: str
    share: str
    reason: str
    # The name of a file of the papers, who signed it and when; all empty where both sign here.
    paper: str = ""
    signed_by: str = ""
    signed_on: str = ""


@dataclass(frozen=True, slots=True)
class TakenLine:
    """What a line comes to: a placement as it stands, whether it is new, and the paper it stands on then."""

    placement: Placement
    new: bool
    paper: Paper | None = None

    @property
    def says(self) -> list[object]:
        """What was on the screen."""
        row = self.placement
        return [
            row.person_id,
            row.role_id,
            row.school_id,
            row.cohort_id,
            str(row.starts),
            str(row.share),
            self.new,
            *_said(self.paper),
        ]


def _said(paper: Paper | None) -> list[object]:
    if paper is None:
        return []
    return [paper.signed_by, str(paper.signed_on), sha256(paper.file.content).hexdigest()]


class LookAtLines(LookFirst):
    """What the lines come to, which schools have more leaders than places then, and what stands beside a leader on
    that day; nothing was taken over yet."""

    def __init__(self, taken: Sequence[TakenLine], seen: str, day: date) -> None:
        new = sum(one.new for one in taken)
        placements = [one.placement for one in taken if one.new]
        lines = [*crowded(placements), *beside(placements, day)]
        self.on_paper = sum(one.new and one.paper is not None for one in taken)
        super().__init__(_in_words(new, self.on_paper, len(taken) - new), lines=lines, seen=seen)
        self.taken, self.new = tuple(taken), new


def _in_words(new: int, on_paper: int, there: int) -> str:
    known = f"{there} {'is' if there == 1 else 'are'} on record already and stay{'s' if there == 1 else ''}"
    if not new:
        return f"Nobody is new: {known} as they are."
    words = f"{new} {'leader is' if new == 1 else 'leaders are'} new"
    here = f", {new - on_paper} with a mail to sign here" if new > on_paper else ""
    words += f": {on_paper} on the signed paper{here}" if on_paper else " and will get a mail to sign here"
    return f"{words}; {known} as they are." if there else f"{words}."


def take_over_lines(
    *,
    lines: Sequence[LeaderLine],
    by: User,
    papers: Mapping[str, Accepted] | None = None,
    seen: str = "",
    now: datetime | None = None,
) -> int:
    """All leaders of a file, or none of them: each on the paper its line names, of `papers` by `named_as`, or waiting
    for two signatures here. Answers how many are new; the same file again changes nothing.

    Raises LinesRefused with every line that cannot be and every paper that no line names, LookAtLines unless `seen`
    is the mark of just what it does; NotStored when the disk is full. In all of these nothing of it is kept.
    """
    if len(lines) > MOST_LINES:
        raise DomainError(f"These are more than {MOST_LINES:,} lines. Take them over in parts.")
    beside = papers or {}
    meant, errors = _meant(lines, beside)
    with ExitStack() as kept:
        stored_as = {
            one.line.number: kept.enter_context(stored(one.paper.file, PAPERS)) for one in meant if one.paper
        }
        taken = _take_all(meant, errors, unnamed(lines, beside), stored_as, by, seen, now)
    for one, done in zip(meant, taken, strict=True):
        if one.paper and not done.new:
            default_storage.delete(stored_as[one.line.number])
    return sum(one.new for one in taken)


@transaction.atomic
def _take_all(
    meant: "Sequence[_Meant]",
    errors: dict[int, DomainError],
    unnamed_papers: Sequence[str],
    stored_as: Mapping[int, str],
    by: User,
    seen: str,
    now: datetime | None,
) -> list[TakenLine]:
    hold(one.leader for one in meant)
    taken, schools = [], list[School]()
    for one in meant:
        name = stored_as.get(one.line.number, "")
        try:
            done = take_over_kept(one.leader, by, one.paper, name, now)
        except DomainError as refusal:
            errors[one.line.number] = refusal
            schools += [one.leader.school] if _is_about_school(refusal) else []
        else:
            taken.append(TakenLine(*done, one.paper))
    if errors or unnamed_papers:
        lined = [f"Line {number}: {errors[number]}" for number in sorted(errors)]
        raise LinesRefused([*lined, *unnamed_papers], schools)
    mark = fingerprint(canonical({"lines": [one.says for one in taken]}))
    if seen != mark:
        raise LookAtLines(taken, mark, local_date(now or timezone.now()))
    return taken


def _is_about_school(refusal: DomainError) -> bool:
    """Whether the school of the line is what is wrong with it, alone or beside something else."""
    several = refusal.refusals if isinstance(refusal, Several) else (refusal,)
    return any(one.at == "school" for one in several)


@dataclass(frozen=True, slots=True)
class _Meant:
    line: LeaderLine
    leader: Leader
    paper: Paper | None


def _meant(
    lines: Sequence[LeaderLine], papers: Mapping[str, Accepted]
) -> tuple[list[_Meant], dict[int, DomainError]]:
    """What the lines mean, and by their numbers why some mean nothing."""
    known, errors, found, once = _Known.of(lines), {}, [], SaidOnce()
    for line in lines:
        try:
            leader = known.leader(line)
            once.hear(
                line.number, (leader.person.pk, leader.role.pk), f"that {leader.person} is {leader.role}"
            )
            found.append(_Meant(line, leader, paper_of(line, papers)))
        except DomainError as refusal:
            errors[line.number] = refusal
    return found, errors


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class _Known:
    """Whom and what lines may name: read once, however many they are."""

    named: Named
    roles: dict[str, Role]
    cohorts: dict[tuple[int, str], Cohort]
    schools: dict[str, School]

    @classmethod
    def of(cls, lines: Sequence[LeaderLine]) -> "_Known":
        schools = list(School.objects.all())
        return cls(
            Named.of(lines),
            {_plain(role.name): role for role in Role.objects.select_related("pathway")},
            {(one.role_id, _plain(one.name)): one for one in Cohort.objects.select_related("role")},
            {_plain(one.name): one for one in schools} | {one.cds_code: one for one in schools},
        )

    def leader(self, line: LeaderLine) -> Leader:
        """What the line means. Raises DomainError with all that is not there."""
        wrong: list[str] = []
        person, role = self.named.person(line, wrong), self.roles.get(_plain(line.role))
        school = self.schools.get(line.school_code or _plain(line.school))
        if role is None:
            wrong.append(f"There is no role “{line.role}”." if line.role else "Write the role.")
        if school is None:
            named = line.school_code or line.school
            wrong.append(f"There is no school “{named}”." if named else "Write the school of the role.")
        cohort = self._cohort(line, role, wrong)
        starts, share = _day(line.starts, wrong), _share(line.share, wrong)
        if wrong or person is None or role is None or school is None or starts is None or share is None:
            raise DomainError(" ".join(wrong))
        return Leader(person, role, school, starts, line.reason, cohort, share)

    def _cohort(self, line: LeaderLine, role: Role | None, wrong: list[str]) -> Cohort | None:
        if role is None or not line.cohort:
            return None
        found = self.cohorts.get((role.pk, _plain(line.cohort)))
        if found is None:
            wrong.append(f"{role} has no cohort “{line.cohort}”.")
        return found


def _day(text: str, wrong: list[str]) -> date | None:
    try:
        return written_day(text)
    except ValueError:
        wrong.append(DAY.format(text))
        return None


def _share(text: str, wrong: list[str]) -> Fraction | None:
    try:
        return written_share(text or "1")
    except ValueError:
        wrong.append(SHARE.format(text))
        return None
