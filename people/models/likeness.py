"""Accounts that are perhaps one person's, as a question to the database: the keys of people.rules.likeness are columns,
so that Python and the database answer alike."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from people.models.merges import Apart
from people.models.posts import Hat, Post
from people.models.users import User

KEYS = ("name_key", "mailbox_key", "number_key")


def alike(path: str = "") -> "QuerySet[User]":
    """For rows that lead to somebody by `path` ("person"; people themselves: ""): other open accounts that are perhaps
    theirs, by address; without those that somebody told apart, and those that were merged."""
    to, key = (f"{path}__" if path else ""), path or "pk"
    shared = Q(pk__in=[])
    for name in KEYS:
        shared |= Q(**{name: OuterRef(f"{to}{name}")}) & ~Q(**{name: ""})
    one = Apart.objects.filter(first=OuterRef("pk"), second=OuterRef(OuterRef(key)))
    two = Apart.objects.filter(second=OuterRef("pk"), first=OuterRef(OuterRef(key)))
    others = User.objects.filter(shared, is_active=True).exclude(pk=OuterRef(key))
    return others.filter(~Exists(one), ~Exists(two)).order_by("email")


def twins(day: date, path: str = "") -> ArraySubquery:
    """`alike` as an annotation: of each its id, name, address, keys, and the schools they work at on that day; and
    whether whoever the row leads to wears a hat then or later (`wears`)."""
    wears = Hat.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=day), person=OuterRef(OuterRef(path or "pk"))
    )
    held = Post.objects.on(day).filter(person=OuterRef("pk")).order_by("school__sort_name")
    told = JSONObject(
        pk="pk",
        given_name="given_name",
        family_name="family_name",
        email="email",
        **{name: name for name in KEYS},
        schools=ArraySubquery(held.values("school__name")),
        wears=Exists(wears),
    )
    return ArraySubquery(alike(path).values(told=told))


def works_at(day: date, path: str = "pk") -> ArraySubquery:
    """For rows that lead to somebody by `path`: the names of the schools they work at on that day."""
    held = Post.objects.on(day).filter(person=OuterRef(path)).order_by("school__sort_name")
    return ArraySubquery(held.values("school__name"))


def with_twins(people: "QuerySet[User]", day: date) -> "QuerySet[User]":
    """These people, each with `twins`, and with the schools they work at on that day as `schools_now`."""
    return people.annotate(twins=twins(day), schools_now=works_at(day))


def perhaps_twice(people: "QuerySet[User]", day: date) -> "QuerySet[User]":
    """Of these people, by name, those with open accounts that were made later and are perhaps theirs too: each pair
    once, under the older account. With what `with_twins` adds."""
    later = alike().filter(pk__gt=OuterRef("pk"))
    found = people.filter(Exists(later), is_active=True, merged_into=None)
    return with_twins(found, day).order_by("sort_name", "pk")
