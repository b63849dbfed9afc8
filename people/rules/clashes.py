"""What could not stand in the database: two principals of a school at a time, a post that ends before it begins."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.rules.difference import Change, End, NewPost, Ref
from people.rules.roster import At, Wrong
from people.rules.standing import PostNow

PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True)
class Held:
    """A post as it will be: by whom and where, from–to, and the line that says so, if one does."""

    person: Ref
    school: Ref
    position: str
    starts: date
    ends: date
    name: str
    at: At | None

    @property
    def alone(self) -> tuple[Any, ...]:
        """Posts for which this is the same never meet: a school has one principal, a person one post of a kind."""
        who = () if self.position == PRINCIPAL else (self.person,)
        return self.school, self.position, *who


def as_they_will_be(
    posts: Iterable[PostNow],
    new: Iterable[NewPost],
    changes: Iterable[Change],
    ends: Iterable[End],
    names: Mapping[Ref, str],
    places: Mapping[Any, At],
) -> list[Held]:
    """All posts, those of the file too, once the import is done."""
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for change in changes:
        if change.kind == "post":
            told[change.pk][change.field] = change.after
    for end in ends:
        told[end.pk]["ends"] = end.ends
    found = []
    for post in posts:
        days = {**post.values, **told.get(post.pk, {})}
        at = places.get(post.pk)
        found.append(_held(post, days, names.get(post.person, ""), at))
    return found + [_held(one, one.values, one.name, places.get(one.key)) for one in new]


def _held(post: PostNow | NewPost, days: Mapping[str, Any], name: str, at: At | None) -> Held:
    ends = days["ends"] or date.max
    return Held(post.person, post.school, post.position, days["starts"], ends, name, at)


def clashes(held: Iterable[Held], schools: Mapping[Ref, str]) -> Iterator[Wrong]:
    """Where posts of the file could not stand, line by line."""
    groups: dict[tuple[Any, ...], list[Held]] = defaultdict(list)
    for one in held:
        groups[one.alone].append(one)
        if one.at and one.ends <= one.starts:
            yield Wrong(
                one.at,
                "ends",
                str(one.ends),
                f"This would end before it begins on {one.starts}. Correct the day.",
            )
    for group in groups.values():
        if len(group) > 1 and any(one.at for one in group):
            yield from _meeting(sorted(group, key=lambda one: (one.starts, one.ends, one.name)), schools)


def _meeting(group: list[Held], schools: Mapping[Ref, str]) -> Iterator[Wrong]:
    for number, one in enumerate(group):
        for other in group[number + 1 :]:
            wrong = one if one.at and (other.at is None or other.at < one.at) else other
            if other.starts < one.ends and one.starts < other.ends and wrong.at:
                before = other if wrong is one else one
                yield Wrong(
                    wrong.at, "role", wrong.position.replace("_", " "), _words(wrong, before, schools)
                )


def _words(wrong: Held, before: Held, schools: Mapping[Ref, str]) -> str:
    if wrong.position == PRINCIPAL and wrong.person != before.person:
        where = schools[wrong.school]
        return f"{where} has a principal in that time: {before.name}. End that first, or write other days."
    return (
        f"{wrong.name} holds this position at {schools[wrong.school]} in that time already. Write other days."
    )
