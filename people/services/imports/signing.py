"""Who signs for the schools of a file once it is imported: what nobody reads out of a list of ends."""

from collections.abc import Iterator
from datetime import date, timedelta

from people.models import ActingSigner, Delegation, Post
from people.rules.clashes import PRINCIPAL
from people.rules.difference import Difference

ONE_DAY = timedelta(days=1)
Told = dict[str, str]


class Signing:
    """Listens to the pieces of a difference, and tells whose end reaches further than their position: of a principal
    whom nobody follows, and of whoever acts as a signer. Three queries, whatever the file holds, and one a school
    that loses its principal."""

    def __init__(self, day: date) -> None:
        led = Post.objects.led(day).select_related("person", "school").order_by()
        self._led = {post.pk: post for post in led}
        self._stay: dict[int, list[str]] = {}
        for acting in ActingSigner.objects.on(day).select_related("school").order_by("starts", "pk"):
            until = f"through {acting.last_day:%B %-d, %Y}"
            self._keep(acting.person_id, f"is appointed to sign for {acting.school} {until}")
        for given in Delegation.objects.on(day).select_related("principal").order_by("starts", "pk"):
            until = f"through {given.last_day:%B %-d, %Y}"
            self._keep(given.delegate_id, f"acts for {given.principal} {until}")
        self._ends: dict[int, date] = {}
        self._begins: dict[int, date] = {}
        self._stays: list[Told] = []

    def _keep(self, person: int, words: str) -> None:
        self._stay.setdefault(person, []).append(words)

    def hear(self, piece: Difference) -> None:
        """One more piece; the order makes no difference."""
        for end in piece.ends:
            self._over(end.pk, end.ends)
            for words in self._stay.get(end.person, ()):
                self._stays.append(
                    {"name": end.name, "words": f"{words}. That stays until somebody ends it."}
                )
        for change in piece.changes:
            if (change.kind, change.field) == ("post", "ends") and change.after:
                self._over(change.pk, change.after)
        for post in piece.posts:
            if post.position == PRINCIPAL and isinstance(post.school, int):
                starts = post.values["starts"]
                self._begins[post.school] = min(starts, self._begins.get(post.school, starts))

    def _over(self, post: int, ends: date) -> None:
        if post in self._led:
            self._ends[post] = ends

    def told(self) -> list[Told]:
        """A sentence for each of them, by name."""
        found = {(one["name"], one["words"]): one for one in (*self._stays, *self._left())}
        return [found[key] for key in sorted(found)]

    def _left(self) -> Iterator[Told]:
        for pk, ends in self._ends.items():
            post = self._led[pk]
            if self._begins.get(post.school_id, date.max) <= ends or self._signs(post, ends):
                continue
            after = f"{ends - ONE_DAY:%B %-d, %Y}"
            yield {
                "name": str(post.person),
                "words": f"is principal of {post.school}, and after {after} nobody signs for it. "
                "Appoint somebody on the page of the school, or enter the next principal.",
            }

    def _signs(self, post: Post, day: date) -> bool:
        """Whether somebody else does on that day, as it stands here."""
        others = Post.objects.led(day).filter(school=post.school_id).exclude(pk=post.pk)
        return others.exists() or ActingSigner.objects.on(day).filter(school=post.school_id).exists()
