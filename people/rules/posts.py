"""Which post a line means, what begins, changes and ends. What it is stays as it was entered, for signatures rest on
it: another position or another school is an end and a begin."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from people.rules.agreeing import differing
from people.rules.difference import Change, LeftAlone, Memory, NewPost, Ref
from people.rules.roster import At, PostLine, Wrong
from people.rules.standing import PostNow

ONE_DAY = timedelta(days=1)
FAR = date.max
WORDS = {"fte": "Full-time share", "channel": "Paid through", "starts": "First day", "ends": "Last day"}
PLAIN = {"fte": "1.000", "channel": "district"}
OVER = "positions that are over already"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line whose person, school and position are known. Sorted by what it says, never by where it stands."""

    person: Ref
    school: Ref
    position: str
    line: PostLine
    name: str
    where: str

    @property
    def what(self) -> tuple[Ref, Ref, str]:
        return self.person, self.school, self.position

    @property
    def key(self) -> str:
        line = self.line
        return f"{self.person}|{self.school}|{self.position}|{line.starts or ''}|{line.external_id}"


@dataclass
class Posts:
    new: list[NewPost] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    left: list[LeftAlone] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    # Posts that stand and that a line speaks of.
    met: set[int] = field(default_factory=set)
    # The line that speaks of a post: by the number of one that stands, by the key of a new one.
    places: dict[int | str, At] = field(default_factory=dict)
    over: int = 0
    same: int = 0


def says(line: PostLine) -> dict[str, Any]:
    """What a line says of its post; what it leaves open is not said."""
    told: dict[str, Any] = {"fte": line.fte, "channel": line.channel, "starts": line.starts}
    found = {name: value for name, value in told.items() if value is not None}
    return {**found, "ends": line.ends} if line.ends or line.says_days else found


def compare_posts(wanted: Iterable[Wanted], posts: Iterable[PostNow], day: date) -> Posts:
    """What the lines begin and change, where the posts are those of the source's people. What has no first day of its
    own begins on `day`."""
    found = Posts()
    standing: dict[tuple[Ref, Ref, str], list[PostNow]] = defaultdict(list)
    for post in posts:
        standing[post.person, post.school, post.position].append(post)
    groups: dict[tuple[Ref, Ref, str], list[Wanted]] = defaultdict(list)
    # Where two say the same otherwise, the later one is wrong.
    for one in sorted(wanted, key=lambda one: (one.key, one.line.at)):
        groups[one.what].append(one)
    for what, lines in groups.items():
        once = list(_once(found, lines, day))
        for one in once:
            _take(found, one, standing[what], day)
    return found


def _once(found: Posts, lines: list[Wanted], day: date) -> Iterator[Wanted]:
    """The lines of one person in one position at one school: the same twice is once; two at a time are wrong."""
    kept: list[Wanted] = []
    for one in lines:
        if any(says(one.line) == says(other.line) for other in kept):
            found.same += 1
            continue
        meets = [other for other in kept if _meet(_period(one.line, day), _period(other.line, day))]
        if meets:
            words = f"Line {meets[0].line.at.line} says the same position of {one.name} otherwise. Leave one of them."
            found.wrong.append(Wrong(one.line.at, "role", one.line.role, words))
            continue
        kept.append(one)
        yield one


def _period(line: PostLine, day: date) -> tuple[date, date]:
    starts = line.starts or min(day, (line.ends or FAR) - ONE_DAY)
    return starts, line.ends or FAR


def _meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _take(found: Posts, one: Wanted, standing: list[PostNow], day: date) -> None:
    post = _meant(one, standing, day)
    if post is not None:
        found.met.add(post.pk)
        found.places[post.pk] = one.line.at
        _compare(found, one, post)
    elif (one.line.ends or FAR) <= day:
        found.over += 1
    else:
        _begin(found, one, standing, day)


def _meant(one: Wanted, standing: list[PostNow], day: date) -> PostNow | None:
    """The post of this person, school and position that the line means: by its id, else the one in its time."""
    if one.line.external_id:
        named = [post for post in standing if post.external_id == one.line.external_id]
        if named := [post for post in named if not _is_past(post, one.line, day)]:
            return named[0]
    period = _period(one.line, day)
    meets = [post for post in standing if _meet(period, (post.starts, post.ends or FAR))]
    return min(meets, key=lambda post: (post.starts, post.pk)) if meets else None


def _is_past(post: PostNow, line: PostLine, day: date) -> bool:
    """Whether an earlier file ended it, so that what the roster says of it now is a begin of its own."""
    over = post.ends is not None and post.ends <= day
    return over and post.ends != line.ends and post.ended_by_file


def _begin(found: Posts, one: Wanted, standing: list[PostNow], day: date) -> None:
    """A new post; but where somebody here ended the last one, a file that knows no days does not begin it again."""
    last = max(standing, key=lambda post: post.starts, default=None)
    if last is not None and one.line.starts is None and not last.ended_by_file:
        words = f"{_what(one)} ended here. If it goes on, enter it anew."
        found.left.append(LeftAlone(one.name, words))
        found.met.add(last.pk)
        return
    values = {**PLAIN, "ends": None, **says(one.line)}
    values["starts"] = one.line.starts or day
    key = f"{one.person}|{one.school}|{one.position}|{values['starts']}"
    found.places[key] = one.line.at
    found.new.append(
        NewPost(key, one.person, one.school, one.position, values, one.line.external_id, one.name, one.where)
    )


def _compare(found: Posts, one: Wanted, post: PostNow) -> None:
    told = says(one.line)
    before = len(found.changes)
    for field_ in differing(told, post.values, post.imported, fill=False):
        if field_.may:
            change = Change(
                "post", post.pk, f"{one.name}, {one.where}", field_.name, field_.before, field_.after
            )
            found.changes.append(change)
        else:
            held, said = _shown(field_.name, field_.before), _shown(field_.name, field_.after)
            words = f"{_what(one)}: {WORDS[field_.name]} stays {held}; the file says {said}."
            found.left.append(LeftAlone(one.name, words))
    found.same += len(found.changes) == before
    found.memories.append(Memory("post", post.pk, one.line.external_id, told))


def _what(one: Wanted) -> str:
    return f"{one.position.replace('_', ' ').capitalize()} at {one.where}"


def _shown(name: str, value: Any) -> str:
    if name == "ends":
        return f"{value - ONE_DAY}" if value else "open"
    return str(value)
