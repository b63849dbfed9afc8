"""What stands in the database, as the rules compare it with a file of one source. Twelve queries, whatever there is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from common.clock import local_date
from people.models import (
    Hat,
    Post,
    School,
    SourceId,
    SourceRole,
    User,
    WrittenPerson,
    WrittenPost,
    WrittenSchool,
)
from people.queries import who_confirmed
from people.rules.related import looks_for
from people.rules.roster import PersonLine
from people.rules.schools import WORDS
from people.rules.standing import PersonNow, PostNow, Present, SchoolNow

# The position of a role until somebody says otherwise; empty: who has it is left out.
POSITIONS = {
    "teacher": Post.Position.TEACHER,
    "counselor": Post.Position.COUNSELOR,
    "principal": Post.Position.PRINCIPAL,
    "siteAdministrator": Post.Position.ASSISTANT_PRINCIPAL,
}
PERSON = ("given_name", "family_name", "preferred_name", "email")
ACCOUNT = ("external_id", "is_active", "is_staff", "is_superuser", "name_key")
OF_POST = ("person_id", "school_id", "position")
POST = ("fte", "channel", "starts", "ends")
DAYS = ("starts", "ends")
NOWHERE: Mapping[int, list[str]] = MappingProxyType({})


# What is read is put into dictionaries: an order would join people to what was written of them, which the database does
# row by row before it has counted what a first import has just brought.
def present_of(
    source: str, schools: Sequence[SchoolNow], positions: Mapping[str, str], pks: Collection[int] | None
) -> Present:
    """These people, with their posts; all where `pks` is None."""
    if pks is not None and not pks:
        return Present(tuple(schools), positions=positions)
    names = {school.pk: school.name for school in schools}
    posts = _posts(source, pks)
    works: dict[int, list[str]] = defaultdict(list)
    for post in posts:
        works[post.person].append(f"{post.position.replace('_', ' ')}, {names[post.school]}")
    return Present(tuple(schools), tuple(people_of(source, pks, works)), tuple(posts), positions)


def meant_by(source: str, lines: Iterable[PersonLine]) -> set[int]:
    """The accounts that `looks_for` finds of these lines, and perhaps some that were merged."""
    words: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        for kind, _, word in (one.partition(":") for one in looks_for(line)):
            words[kind].append(word)
    # An index of what is not empty is used where that is said.
    numbered = User.objects.exclude(external_id="").filter(external_id__any_text=words["id"])
    addressed = User.objects.at_addresses(words["mail"])
    named = User.objects.exclude(name_key="").filter(name_key__any_text=words["name"])
    called = SourceId.objects.filter(source=source, external_id__any_text=words["id"]).order_by()
    return {
        *called.values_list(Coalesce("person__merged_into_id", "person_id"), flat=True),
        *numbered.order_by().values_list(Coalesce("merged_into_id", "pk"), flat=True),
        *addressed.order_by().values_list("pk", flat=True),
        *who_confirmed(words["mail"]),
        *(named.order_by().values_list("pk", flat=True) if words["name"] else ()),
    }


def principals_at(schools: Collection[int]) -> list[tuple[int, int]]:
    """Who is principal of these schools, was or will be: school and account."""
    found = Post.objects.filter(position=Post.Position.PRINCIPAL, school__any_of=schools)
    return list(found.order_by().values_list("school_id", "person_id"))


def written_of(source: str) -> set[int]:
    """The accounts of which a file of `source` wrote a post."""
    found = WrittenPost.objects.filter(source=source).order_by().values_list("post__person_id", flat=True)
    return set(found.iterator(2000))


def _some(rows: Any, field: str, pks: Collection[int] | None) -> Any:
    return rows if pks is None else rows.filter(**{f"{field}__any_of": pks})


def positions_of(source: str) -> dict[str, str]:
    """By role of the source, its position here."""
    said = SourceRole.objects.filter(source=source).values_list("role", "position")
    return {**POSITIONS, **dict(said)}


def schools_of(source: str) -> list[SchoolNow]:
    written = {one.school_id: one for one in WrittenSchool.objects.filter(source=source).order_by()}
    found = []
    for row in School.objects.order_by("pk").values("pk", "cds_code", *WORDS):
        last = written.get(row["pk"])
        values = {name: row[name] for name in WORDS}
        told = (last.external_id, last.values) if last else ("", None)
        found.append(SchoolNow(row["pk"], row["cds_code"], values, *told))
    return found


def people_of(
    source: str, pks: Collection[int] | None, works: Mapping[int, list[str]] = NOWHERE
) -> list[PersonNow]:
    """These accounts, or all; none that was merged."""
    addresses: dict[int, set[str]] = defaultdict(set)
    verified = _some(EmailAddress.objects.filter(verified=True), "user", pks)
    for pk, email in verified.order_by().values_list("user_id", "email"):
        addresses[pk].add(email)
    written = _some(WrittenPerson.objects.filter(source=source), "person", pks).order_by()
    last: dict[int, tuple[Any, str, str]] = {
        pk: told for pk, *told in written.values_list("person_id", "values", "modified", "external_id")
    }
    hats = set(_some(_hats(), "person", pks).order_by().values_list("person_id", flat=True))
    numbers, called = _of_merged(pks), _called(source, pks)
    found = []
    stay = _some(User.objects.filter(merged_into=None), "pk", pks).order_by("pk")
    for person in stay.only(*ACCOUNT, *PERSON).iterator(2000):
        values, modified, imported_id = last.get(person.pk, (None, "", ""))
        found.append(
            PersonNow(
                person.pk,
                person.external_id,
                {name: getattr(person, name) for name in PERSON},
                frozenset({person.email, *addresses.get(person.pk, ())}),
                str(person.name),
                person.name_key,
                person.is_active,
                person.is_staff or person.is_superuser or person.pk in hats,
                "; ".join(works.get(person.pk, ())[:2]),
                values,
                modified,
                frozenset(numbers.get(person.pk, ())),
                frozenset(called.get(person.pk, ())),
                imported_id,
            )
        )
    return found


def _of_merged(pks: Collection[int] | None) -> dict[int, set[str]]:
    """The numbers of accounts that were merged, by the account that stayed: they mean that one now."""
    numbers: dict[int, set[str]] = defaultdict(set)
    merged = _some(User.objects.exclude(merged_into=None).exclude(external_id=""), "merged_into", pks)
    for pk, number in merged.order_by().values_list("merged_into_id", "external_id"):
        numbers[pk].add(number)
    return numbers


def _called(source: str, pks: Collection[int] | None) -> dict[int, set[str]]:
    """What a registrar said the source calls them by; of an account that was merged, of the one that stayed."""
    ids: dict[int, set[str]] = defaultdict(set)
    rows = SourceId.objects.filter(source=source).order_by()
    merged = rows.exclude(person__merged_into=None)
    for found, stays in ((rows, "person"), (merged, "person__merged_into")):
        for pk, external_id in _some(found, stays, pks).values_list(stays, "external_id"):
            ids[pk].add(external_id)
    return ids


def _hats() -> Any:
    """Those worn today or later."""
    return Hat.objects.filter(Q(ends__isnull=True) | Q(ends__gt=local_date(timezone.now())))


def _posts(source: str, pks: Collection[int] | None) -> list[PostNow]:
    rows = list(_some(Post.objects.order_by("pk"), "person", pks).values_list(*("pk", *OF_POST, *POST)))
    written = WrittenPost.objects.order_by()
    if pks is not None:
        written = _some(written, "post", [pk for pk, *_ in rows])
    last: dict[int, tuple[str, dict[str, Any]]] = {}
    others: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for pk, name, external_id, values in written.values_list("post_id", "source", "external_id", "values"):
        if name == source:
            last[pk] = (external_id, days_of(values))
        else:
            others[pk][name] = days_of(values)
    found = []
    # Few: asked apart, so that posts are read without a join too.
    merged = _some(User.objects.exclude(merged_into=None), "pk", pks)
    gone = set(merged.order_by().values_list("pk", flat=True))
    for row in rows:
        pk, person, school, position, fte, *rest = row
        if person in gone:
            continue
        values = dict(zip(POST, (f"{fte:.3f}", *rest), strict=True))
        external_id, imported = last.get(pk, ("", None))
        told = (external_id, imported, others.get(pk, {}))
        found.append(PostNow(pk, person, school, position, values, *told))
    return found


def days_of(values: dict[str, Any]) -> dict[str, Any]:
    """Values as a row holds them, of those that JSON kept."""
    told = {name: values[name] for name in DAYS if values.get(name)}
    return {**values, **{name: date.fromisoformat(day) for name, day in told.items()}}
