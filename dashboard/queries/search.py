"""One search over people, placements, applications and what leaders share, each within what the asker may see."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat

from applications.models import Application
from pathways.models import Placement
from pathways.queries import Filters, placement_list
from people.models import User, name_holds
from people.queries import hats
from seminars.models import Resource
from seminars.queries.resources import resources

FEW = 10


@dataclass(frozen=True)
class Found:
    """All people by name, and the first few placements, applications and resources."""

    people: "QuerySet[User]"
    placements: list[Placement]
    applications: list[Application]
    resources: list[Resource]


def people_seen(people: "QuerySet[User]", user: User) -> "QuerySet[User]":
    """Those `user` may look up: everyone for program managers, else whose placement they may see."""
    if hats(user).manager:
        return people
    held = Placement.objects.visible_to(user).order_by().values("person")
    return people.filter(Q(pk__in=held) | Q(pk=user.pk))


def _with_role(people: "QuerySet[User]", user: User) -> "QuerySet[User]":
    """Each person with their latest placement that `user` may see: `role_pk` and `role_words`."""
    latest = Placement.objects.visible_to(user).filter(person=OuterRef("pk")).order_by("-starts", "-pk")
    words = Concat(
        "role__name", Value(" at "), "school__name", Value(", "), "year__label", output_field=TextField()
    )
    return people.annotate(
        role_pk=Subquery(latest.values("pk")[:1]),
        role_words=Subquery(latest.annotate(words=words).values("words")[:1]),
    )


def search(user: User, words: str) -> Found:
    """What matches `words` (two letters or more) by name or address: three queries, and those that read the people."""
    people = people_seen(User.objects.matching(words).filter(merged_into=None), user).order_by(
        "sort_name", "pk"
    )
    applications = Application.objects.visible_to(user).filter(name_holds(words, "person__"))
    applications = applications.select_related("person", "school", "offering__role", "offering__year")
    return Found(
        people=_with_role(people, user),
        placements=list(placement_list(user, Filters(words=words))[:FEW]),
        applications=list(applications.order_by("-changed_at", "-pk")[:FEW]),
        resources=list(resources(user, q=words)[:FEW]),
    )
