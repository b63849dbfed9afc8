"""What stands in the database, as the rules compare it with a file of one source. Ten queries, whatever there is."""

from collections import defaultdict
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils import timezone

from common.clock import local_date
from people.models import Hat, Post, School, SourceRole, User, WrittenPerson, WrittenPost, WrittenSchool
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
POST = ("fte", "channel", "starts", "ends")
DAYS = ("starts", "ends")


# What is read is put into dictionaries: an order would join people to what was written of them, which the database does
# row by row before it has counted what a first import has just brought.
def present(source: str) -> Present:
    """All schools, people and posts, and what the last file of `source` said of them."""
    schools = {school.pk: school for school in _schools(source)}
    posts = _posts(source)
    works: dict[int, list[str]] = defaultdict(list)
    for post in posts:
        works[post.person].append(f"{post.position.replace('_', ' ')}, {schools[post.school].name}")
    return Present(tuple(schools.values()), tuple(_people(source, works)), tuple(posts), positions_of(source))


def positions_of(source: str) -> dict[str, str]:
    """By role of the source, its position here."""
    said = SourceRole.objects.filter(source=source).values_list("role", "position")
    return {**POSITIONS, **dict(said)}


def _schools(source: str) -> list[SchoolNow]:
    written = {one.school_id: one for one in WrittenSchool.objects.filter(source=source).order_by()}
    found = []
    for row in School.objects.order_by("pk").values("pk", "cds_code", *WORDS):
        last = written.get(row["pk"])
        values = {name: row[name] for name in WORDS}
        told = (last.external_id, last.values) if last else ("", None)
        found.append(SchoolNow(row["pk"], row["cds_code"], values, *told))
    return found


def _people(source: str, works: dict[int, list[str]]) -> list[PersonNow]:
    addresses: dict[int, set[str]] = defaultdict(set)
    for pk, email in EmailAddress.objects.filter(verified=True).values_list("user_id", "email"):
        addresses[pk].add(email)
    written = (
        WrittenPerson.objects.filter(source=source).order_by().values_list("person_id", "values", "modified")
    )
    last: dict[int, tuple[Any, str]] = {pk: (values, modified) for pk, values, modified in written}
    guarded = set(_hats().values_list("person_id", flat=True))
    guarded |= set(User.objects.filter(Q(is_staff=True) | Q(is_superuser=True)).values_list("pk", flat=True))
    numbers = _of_merged()
    found = []
    stay = User.objects.filter(merged_into=None).order_by("pk")
    for person in stay.only("external_id", "is_active", "name_key", *PERSON).iterator(2000):
        values, modified = last.get(person.pk, (None, ""))
        found.append(
            PersonNow(
                person.pk,
                person.external_id,
                {name: getattr(person, name) for name in PERSON},
                frozenset({person.email, *addresses.get(person.pk, ())}),
                str(person.name),
                person.name_key,
                person.is_active,
                person.pk in guarded,
                "; ".join(works.get(person.pk, ())[:2]),
                values,
                modified,
                frozenset(numbers.get(person.pk, ())),
            )
        )
    return found


def _of_merged() -> dict[int, set[str]]:
    """The numbers of accounts that were merged, by the account that stayed: they mean that one now."""
    numbers: dict[int, set[str]] = defaultdict(set)
    merged = User.objects.exclude(merged_into=None).exclude(external_id="")
    for pk, number in merged.values_list("merged_into_id", "external_id"):
        numbers[pk].add(number)
    return numbers


def _hats() -> Any:
    """Those worn today or later."""
    return Hat.objects.filter(Q(ends__isnull=True) | Q(ends__gt=local_date(timezone.now())))


def _posts(source: str) -> list[PostNow]:
    written = (
        WrittenPost.objects.filter(source=source).order_by().values_list("post_id", "external_id", "values")
    )
    last = {pk: (external_id, days_of(values)) for pk, external_id, values in written}
    found = []
    # Few: asked apart, so that posts are read without a join too.
    gone = set(User.objects.exclude(merged_into=None).order_by().values_list("pk", flat=True))
    for row in Post.objects.order_by("pk").values_list("pk", "person_id", "school_id", "position", *POST):
        pk, person, school, position, fte, *rest = row
        if person in gone:
            continue
        values = dict(zip(POST, (f"{fte:.3f}", *rest), strict=True))
        found.append(PostNow(pk, person, school, position, values, *last.get(pk, ("", None))))
    return found


def days_of(values: dict[str, Any]) -> dict[str, Any]:
    """Values as a row holds them, of those that JSON kept."""
    told = {name: values[name] for name in DAYS if values.get(name)}
    return {**values, **{name: date.fromisoformat(day) for name, day in told.items()}}
