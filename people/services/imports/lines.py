"""What an import does with people, as lines of their histories: as the pages write them, with the file named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from common.states import Deed
from people.models import PersonEvent, Post, User
from people.rules.difference import Change
from people.states import AccountAction, PostAction

ONE_DAY = timedelta(days=1)
AT_ONCE = 500
NAMES = ("given_name", "family_name", "preferred_name")


@dataclass(frozen=True, slots=True)
class Lines:
    """Of one import: who said yes to it, and what its file is called."""

    by: User
    file_name: str

    def write(self, lines: Sequence[PersonEvent]) -> None:
        PersonEvent.objects.bulk_create(lines, batch_size=AT_ONCE)

    def added(self, people: Iterable[int]) -> list[PersonEvent]:
        return [self._line(AccountAction.ADD, pk) for pk in people]

    def renamed(self, changes: Iterable[Change]) -> list[PersonEvent]:
        """One for each person, whatever of the name changes."""
        was = {one.pk: one.name for one in changes if one.kind == "person" and one.field in NAMES}
        return [self._line(AccountAction.RENAME, pk, was=name) for pk, name in was.items()]

    def corrected(self, changes: Iterable[Change]) -> list[PersonEvent]:
        """Of posts, as they stand before they are written. One that only gets an end, or an earlier one, ends; one
        whose end goes, or comes later, is corrected as by hand."""
        told: dict[int, dict[str, Any]] = {}
        for one in changes:
            if one.kind == "post":
                told.setdefault(one.pk, {})[one.field] = one.after
        posts = Post.objects.filter(pk__any_of=list(told)).order_by("pk") if told else ()
        return [self._corrected(post, told[post.pk]) for post in posts]

    def _corrected(self, post: Post, told: dict[str, Any]) -> PersonEvent:
        ends = told.get("ends")
        if set(told) == {"ends"} and ends is not None and (post.ends is None or ends < post.ends):
            return self._of(PostAction.END, post, ends)
        return self._of(PostAction.CORRECT, post, post.ends)

    def ended(self, posts: Iterable[Post]) -> list[PersonEvent]:
        return [self._of(PostAction.END, post, post.ends) for post in posts]

    def begun(self, posts: Iterable[Post]) -> list[PersonEvent]:
        return [self._of(PostAction.ADD, post, post.ends) for post in posts]

    def _of(self, action: PostAction, post: Post, ends: date | None) -> PersonEvent:
        facts = {"position": post.position, "school_id": post.school_id, "first_day": post.starts}
        last_day = ends - ONE_DAY if ends else None
        return self._line(action, post.person_id, **facts, fte=post.fte, last_day=last_day)

    def _line(self, action: Deed, person: int, **facts: Any) -> PersonEvent:
        return PersonEvent(
            action=action,
            person_id=person,
            by=self.by,
            at=timezone.now(),
            file_name=self.file_name,
            **facts,
        )
