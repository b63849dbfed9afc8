"""What an import writes. Called inside one transaction: all of it, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.db.models import Model, Q
from django.utils.text import slugify

from people.models import (
    ImportAnswer,
    Post,
    School,
    SchoolMembership,
    SourceId,
    User,
    WrittenPerson,
    WrittenPost,
    WrittenSchool,
)
from people.rules.difference import CALLED, Change, Difference, End, Memory, NewPost, NewSchool, Ref, plain
from people.services.imports.lines import Lines
from people.services.letters import letters_of_addresses, post_letters
from people.services.told import tell_all
from people.states import AccountAction

AT_ONCE = 500
Row = TypeVar("Row", bound=Model)
Progress = Callable[[int], None]


def apply(pieces: Iterable[Difference], *, source: str, day: date, lines: Lines, tell: Progress) -> int:
    """Write all that the pieces say, one after the other; answers how many rows were made, changed or ended. `tell`
    hears how many there are so far. `day` is when new schools became members; `lines` are what the
    histories of people say of it."""
    writing = _Writing(source, lines, tell)
    return sum(writing.piece(piece, day) for piece in pieces)


class _Writing:
    """New rows, in chunks, and which row each key became."""

    def __init__(self, source: str, lines: Lines, tell: Progress) -> None:
        self.source, self.lines, self._tell, self.so_far = source, lines, tell, 0
        # Schools are few and stay; people are forgotten with their piece.
        self.pks: dict[Ref, int] = {}

    def piece(self, done: Difference, day: date) -> int:
        self.schools(done.schools, day)
        _change(School, [one for one in done.changes if one.kind == "school"])
        # Whoever gives up an address does so before somebody new gets it: both are in one piece.
        told = [*self.lines.renamed(done.changes), *self.lines.corrected(done.changes)]
        was = _change_people([one for one in done.changes if one.kind == "person"], self.lines)
        made = self.people(done)
        _tell_addresses(was)
        _number({link.pk: link.external_id for link in done.links if link.kind == "person"})
        self.call(done, made)
        _change(Post, [one for one in done.changes if one.kind == "post"])
        told += [*self.lines.added(made.values()), *self.lines.ended(_end(done.ends, self.source))]
        told += self.lines.begun(self.posts(done.posts, made))
        self.lines.write(told)
        unnamed = [one.pk for one in done.unnamed]
        WrittenPost.objects.filter(source=self.source, post__any_of=unnamed).delete()
        remember(self.source, done.memories)
        self.tell_of(done.does)
        return done.does

    def tell_of(self, rows: int) -> None:
        self.so_far += rows
        self._tell(self.so_far)

    def schools(self, new: Sequence[NewSchool], day: date) -> None:
        if not new:
            return
        slugs = set(School.objects.values_list("slug", flat=True))
        for one in new:
            school = School.objects.create(
                cds_code=one.cds_code, slug=_free(one.values["name"], slugs), **one.values
            )
            SchoolMembership.objects.create(school=school, starts=day)
            self.pks[one.key] = school.pk
        made = [Memory("school", self.pks[one.key], one.external_id, one.values) for one in new]
        remember(self.source, made)

    def people(self, done: Difference) -> dict[Ref, int]:
        """The new people; answers which account each key became."""
        pks: dict[Ref, int] = {}
        for some in _chunks(done.people):
            rows = [User(external_id=one.external_id, **one.values) for one in some]
            for row in rows:
                row.set_unusable_password()
            made = User.objects.bulk_create(rows)
            EmailAddress.objects.bulk_create(
                [EmailAddress(user=row, email=row.email, verified=False, primary=True) for row in made]
            )
            pks |= {one.key: row.pk for one, row in zip(some, made, strict=True)}
            kept = [
                Memory("person", row.pk, one.external_id or one.called, one.values)
                for one, row in zip(some, made, strict=True)
            ]
            remember(self.source, kept)
        return pks

    def call(self, done: Difference, made: Mapping[Ref, int]) -> None:
        """Ids of this source, kept where an account has another number; what it called somebody by before goes. The
        answers that said so are done with: where a registrar takes the id off, it is asked anew."""
        ids = {link.external_id: link.pk for link in done.links if link.kind == CALLED}
        ids |= {one.called: made[one.key] for one in done.people if one.called}
        if ids:
            told = Q(external_id__in=list(ids)) | Q(person__in=list(ids.values()))
            SourceId.objects.filter(told, source=self.source).delete()
        by = self.lines.by
        SourceId.objects.bulk_create(
            [SourceId(source=self.source, external_id=one, person_id=pk, by=by) for one, pk in ids.items()]
        )
        ImportAnswer.objects.bulk_create(
            [ImportAnswer(source=self.source, question=one, answer="", by=by) for one in done.settled]
        )

    def posts(self, new: Sequence[NewPost], people: Mapping[Ref, int]) -> list[Post]:
        begun: list[Post] = []
        for some in _chunks(new):
            rows = [
                Post(
                    person_id=_pk(one.person, people),
                    school_id=_pk(one.school, self.pks),
                    position=one.position,
                    **one.values,
                )
                for one in some
            ]
            made = Post.objects.bulk_create(rows)
            begun += made
            kept = [
                Memory("post", row.pk, one.external_id, one.values)
                for one, row in zip(some, made, strict=True)
            ]
            remember(self.source, kept)
        return begun


def _pk(ref: Ref, made: Mapping[Ref, int]) -> int:
    return ref if isinstance(ref, int) else made[ref]


def _chunks(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]


def _free(name: str, taken: set[str]) -> str:
    """An address of a school that no other has."""
    plain_name = slugify(name)[:70] or "school"
    number, slug = 1, plain_name
    while slug in taken:
        number += 1
        slug = f"{plain_name}-{number}"
    taken.add(slug)
    return slug


def _by_row(changes: Iterable[Change]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for change in changes:
        found[change.pk][change.field] = change.after
    return found


def _number(numbers: dict[int, str]) -> None:
    """People who are known by a number of this source from now on."""
    for person in User.objects.filter(pk__in=list(numbers)):
        person.external_id = numbers[person.pk]
        person.save(update_fields=["external_id"])


def _change(model: type[Model], changes: Iterable[Change]) -> None:
    told = _by_row(changes)
    for row in model._default_manager.filter(pk__in=list(told)):
        for name, value in told[row.pk].items():
            setattr(row, name, value)
        row.save(update_fields=list(told[row.pk]))


def _change_people(changes: Iterable[Change], lines: Lines) -> dict[User, str]:
    """Addresses that are handed on are given up first; whoever gives one up keeps the account. What each was stays in
    the history of the person; answers whose is another now, and what it was."""
    told = _by_row(changes)
    moving = [pk for pk, values in told.items() if "email" in values]
    was = {}
    for person in User.objects.filter(pk__in=moving):
        EmailAddress.objects.filter(user=person).delete()
        was[person] = person.email
        person.email = f"moving-{person.pk}@import.invalid"
        person.save(update_fields=["email"])
    _change(User, changes)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user_id=pk, email=told[pk]["email"], verified=False, primary=True) for pk in moving]
    )
    tell_all(AccountAction.READDRESS, was, lines.by, file_name=lines.file_name)
    return was


def _tell_addresses(was: Mapping[User, str]) -> None:
    """A mail to whoever has signed in before; others read it in the invitation, which staff send."""
    now = dict(User.objects.filter(pk__in=[person.pk for person in was]).values_list("pk", "email"))
    came = [(one, before, now[one.pk]) for one, before in was.items() if one.last_login is not None]
    post_letters(letters_of_addresses(came))


def _end(ends: Sequence[End], source: str) -> list[Post]:
    days = {end.pk: end.ends for end in ends}
    over = list(Post.objects.filter(pk__in=list(days)))
    for post in over:
        post.ends = days[post.pk]
        post.save(update_fields=["ends"])
    for written in WrittenPost.objects.filter(source=source, post__in=list(days)):
        written.values["ends"] = days[written.post_id].isoformat()
        written.save(update_fields=["values"])
    return over


KEPT: dict[str, tuple[type[Any], str]] = {
    "school": (WrittenSchool, "school_id"),
    "person": (WrittenPerson, "person_id"),
    "post": (WrittenPost, "post_id"),
}


def remember(source: str, memories: Iterable[Memory]) -> None:
    """Keep what the file said of each row, where it said something else the last time."""
    for kind, (model, key) in KEPT.items():
        told = {one.pk: one for one in memories if one.kind == kind}
        if not told:
            continue
        has = ("external_id", "values", *(("modified",) if kind == "person" else ()))
        rows = model.objects.filter(source=source, **{f"{key.removesuffix('_id')}__any_of": list(told)})
        held = {getattr(row, key): row for row in rows.order_by()}
        new = []
        for pk, memory in told.items():
            kept = _kept(memory, held.get(pk), has)
            if kept is not None:
                new.append(model(source=source, **{key: pk}, **kept))
        model.objects.bulk_create(
            new,
            batch_size=AT_ONCE,
            update_conflicts=True,
            update_fields=list(has),
            unique_fields=["source", key.removesuffix("_id")],
        )


def _kept(memory: Memory, row: Any, has: tuple[str, ...]) -> dict[str, Any] | None:
    """What is to be written of a row; None where it stands so already. What a file does not say stays as it was."""
    before = row.values if row is not None else {}
    told = {
        "external_id": memory.external_id or (row.external_id if row is not None else ""),
        "values": {**before, **plain(memory.values)},
        "modified": memory.modified or (getattr(row, "modified", "") if row is not None else ""),
    }
    found = {name: told[name] for name in has}
    same = row is not None and all(getattr(row, name) == found[name] for name in has)
    return None if same else found
