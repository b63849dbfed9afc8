"""What one person drafts and another puts in force, never edited after: its columns, and what the database promises."""

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.guards import Both, Stay, said_once
from common.standing import Standing
from common.states import choices

if TYPE_CHECKING:
    from people.models import User

PERSON = settings.AUTH_USER_MODEL
FIXED = [str(state) for state in Standing if state is not Standing.DRAFT]
# What somebody does to such a row after it was written; all else of it stays.
DEEDS = ["state", "published_by", "published_at", "ended_by", "ended_at", "ended_because"]


def two_people(name: str) -> list[models.BaseConstraint]:
    """Constraints: whoever drafts does not publish, and what is over says who ended it, when and why."""
    ended = [str(Standing.RETIRED), str(Standing.DISCARDED)]
    return [
        models.CheckConstraint(
            condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
            name=f"two_people_make_{name}",
        ),
        models.CheckConstraint(
            condition=Q(state__in=[str(Standing.DRAFT), str(Standing.DISCARDED)])
            | Q(published_by__isnull=False, published_at__isnull=False),
            name=f"{name}_published_by_someone",
        ),
        models.CheckConstraint(
            condition=~Q(state__in=ended)
            | Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(ended_because=""),
            name=f"{name}_ended_by_someone",
        ),
    ]


def never_edited(name: str, *but: str, drafts_change: bool = False) -> list[Any]:
    """Triggers: what was drafted stays as it was written, `but` for columns that have a guard of their own, and what is
    over stays over. With `drafts_change` a draft may be written anew until it is published, and says who wrote it last.
    """
    once = ["published_at", "published_by", "ended_at", "ended_by"]
    edited: pgtrigger.Condition = pgtrigger.AnyChange(exclude=[*DEEDS, *but])
    if drafts_change:
        left_the_desk = pgtrigger.Q(old__state__in=FIXED) | pgtrigger.Q(new__state__in=FIXED)
        edited = Both(left_the_desk, edited)
    else:
        once = ["drafted_at", "drafted_by", *once]
    return [
        said_once(*once),
        Stay(
            name=f"{name}_stay", operation=pgtrigger.Delete, words="it is retired or discarded, not deleted"
        ),
        Stay(
            name=f"{name}_are_never_edited",
            operation=pgtrigger.Update,
            condition=edited,
            words="another one is drafted and published in its place",
        ),
        Stay(
            name=f"{name}_only_go_on",
            operation=pgtrigger.Update,
            condition=Both(
                pgtrigger.Q(old__state__in=FIXED),
                pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                ~(
                    pgtrigger.Q(old__state=str(Standing.PUBLISHED))
                    & pgtrigger.Q(new__state=str(Standing.RETIRED))
                ),
            ),
            words="what was published is retired, and nothing else",
        ),
    ]


class ByTwoPeople(models.Model):
    """Drafted by one person, put in force by another, retired or discarded with a reason. Its columns are its history:
    each thing happens once."""

    state = models.CharField(
        max_length=10, choices=choices(Standing), default=str(Standing.DRAFT), editable=False
    )
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", editable=False)
    drafted_at = models.DateTimeField(editable=False)
    published_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_because = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def in_force(self) -> bool:
        return self.state == Standing.PUBLISHED


class DraftedQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(state=Standing.PUBLISHED)

    def standing(self) -> Self:
        """Those in force, and the drafts that may be."""
        return self.filter(state__in=[Standing.DRAFT, Standing.PUBLISHED])

    def to_publish(self, by: "User") -> Self:
        """Drafts of others: whoever writes one does not publish it."""
        return self.filter(state=Standing.DRAFT).exclude(drafted_by=by)
