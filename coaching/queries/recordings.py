"""Exemplar recordings: those one may watch, those of a host, and those in which one is seen."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from coaching.models import Consent, Recording, SeenInRecording
from pathways.models import Placement
from people.models import User

STANDING = "standing"


def to_watch(user: User) -> "QuerySet[Recording]":
    """Recordings `user` may watch now, the newest first. One query."""
    rows = Recording.objects.visible_to(user).defer("link")
    return rows.select_related("placement__person", "placement__school")


def link_of(pk: int, user: User) -> str | None:
    """Where the recording is, asked at the moment in which it is opened; None where it is not shown to `user` now."""
    return Recording.objects.visible_to(user).filter(pk=pk).values_list("link", flat=True).first()


def recordings_of(placement: Placement) -> "QuerySet[Any]":
    """Those of a host, shown or not (`is_shown`), each with who is seen in it as `people`, and of each the consents as
    `given`; without links. Three queries."""
    given = Prefetch("consents", Consent.objects.select_related("by", "withdrawn_by"), to_attr="given")
    people = SeenInRecording.objects.with_consent().select_related("person").prefetch_related(given)
    shown = Exists(Recording.objects.shown().filter(pk=OuterRef("pk")))
    rows = Recording.objects.kept().filter(placement=placement).annotate(is_shown=shown).defer("link")
    return rows.prefetch_related(Prefetch("seen", people.order_by("pk"), to_attr="people"))


def seen_in(user: User) -> "QuerySet[SeenInRecording]":
    """Recordings `user` is seen in, with whether they agree (`agreed`), the newest first; of each the consent that
    stands as `given`, which may be a paper that somebody recorded. Two queries."""
    rows = SeenInRecording.objects.kept().with_consent().filter(person=user)
    whose = ("recording__placement__person", "recording__placement__school")
    given = Prefetch("consents", Consent.objects.standing().select_related("by"), to_attr="given")
    rows = rows.select_related(*whose).prefetch_related(given)
    return rows.defer("recording__link").order_by("-added_at", "-pk")
