"""Which posts end because the file says so, or because it is whole and they are not in it. Only posts that an import
of the same source wrote, at schools the file speaks of, and whose end nobody here decided. What is absent from a file
and named by another source stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from people.rules.difference import CannotEnd, End, NewPost, Unnamed, Why
from people.rules.standing import PersonNow, PostNow


@dataclass(frozen=True, slots=True)
class Covered:
    """What the file speaks for: whether it is `whole`, at which `schools`, which posts its lines `met`, and by
    account when new ones begin; and of which people (`gone`, by account) and posts (`over`, by the ids of the source)
    it says that they are no longer."""

    whole: bool
    schools: Collection[int | str]
    met: Collection[int]
    begins: Mapping[int, date]
    gone: Collection[int]
    over: Collection[str]


def ends_of(
    posts: Sequence[PostNow],
    people: Mapping[int, PersonNow],
    schools: Mapping[int | str, str],
    covered: Covered,
    ends: date,
) -> Iterator[End | Unnamed | CannotEnd]:
    """The posts that end, on `ends` as the first day they are no longer held, or when the next one begins; those that
    would, did no other source name them; and those that would, had they begun before that day."""
    followed = {(post.person, post.starts) for post in posts if post.pk in covered.met}
    for post in posts:
        person = people[post.person]
        why = _why(post, covered)
        if why is Why.ABSENT and (post.person, post.ends) in followed:
            # An earlier file ended it on the day its next one begins, which this file knows: nothing is new.
            continue
        day = covered.begins[post.person] if why is Why.MOVED else ends
        if why is None or not _may_end(post, person, day):
            continue
        what = f"{post.position.replace('_', ' ')} at {schools[post.school]}"
        if why is not Why.GONE and (others := post.named_on(day)):
            yield Unnamed(post.pk, post.person, person.name, what, others)
            continue
        if post.starts >= day:
            yield CannotEnd(person.name, what, post.starts)
            continue
        yield End(post.pk, post.person, person.name, what, day, why)


def _why(post: PostNow, covered: Covered) -> Why | None:
    if post.imported is None or post.pk in covered.met:
        return None
    if post.person in covered.gone or (post.external_id and post.external_id in covered.over):
        return Why.GONE
    if not covered.whole or post.school not in covered.schools:
        return None
    return Why.MOVED if _is_cut(post, covered.begins.get(post.person)) else Why.ABSENT


def _is_cut(post: PostNow, begins: date | None) -> bool:
    """Whether the next post of the person begins while this one is held. One that begins with it, before it or after it
    is over takes nothing from it, so that the post is absent as any other, now and when the file comes again."""
    return begins is not None and post.starts < begins < (post.ends or date.max)


def _may_end(post: PostNow, person: PersonNow, day: date) -> bool:
    """What is over stays so, and an end somebody wrote here holds."""
    decided = post.imported is not None and post.imported.get("ends") != post.ends
    return person.active and not decided and (post.ends is None or post.ends > day)


def begins_of(posts: Iterable[NewPost]) -> dict[int, date]:
    """By account, the day on which the first of its new posts begins."""
    found: dict[int, date] = {}
    for post in posts:
        if isinstance(post.person, int):
            starts = post.values["starts"]
            found[post.person] = min(starts, found.get(post.person, starts))
    return found
