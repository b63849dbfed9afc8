"""What leaders and staff share: a link or a file, what it is good for, and where it belongs."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import DeedField
from common.guards import Guard, Stay, said_once
from common.models import Event, one_of
from common.states import choices
from pathways.models import Cohort, Pathway, Placement, ScopeItem, managed, standing
from people.models import Hat, User
from people.queries import hats, today
from seminars.models.sessions import Session
from seminars.states import ResourceAction, ResourceState

STATES = choices(ResourceState)
GONE = str(ResourceState.TAKEN_DOWN)
FOLDER = "resources"
KINDS = ("pdf", "docx", "png", "jpeg")


def circle(user: User) -> frozenset[int] | None:
    """Ids of the pathways whose leaders `user` is among, or works with, today; None means every one. Leaders belong to
    those of the roles they hold in a year that is not over, program managers to those they manage, academic-team
    coaches to all. Nobody else belongs to any. Kept on the user for one request, as their hats are."""
    if not user.is_authenticated:
        return frozenset()
    kept: tuple[frozenset[int] | None] | None = getattr(user, "_circle", None)
    if kept is None:
        kept = (_circle(user),)
        user._circle = kept  # type: ignore[attr-defined]
    return kept[0]


def _circle(user: User) -> frozenset[int] | None:
    covered = managed(user)
    if covered is None or hats(user).has(Hat.Kind.COACH):
        return None
    held = Placement.objects.filter(standing(), person=user, year__ends__gt=today()).order_by()
    return covered | frozenset(held.values_list("role__pathway", flat=True))


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, user: User) -> Self:
        """What is shared with all, or with a pathway one belongs to; what was taken down only by whom it was shared,
        and by who manages its pathway, or any where it was shared with all."""
        if not user.is_authenticated:
            return self.none()
        mine, covered = circle(user), managed(user)
        if mine is not None and not mine:
            return self.filter(person=user)
        if covered is None:
            return self
        shared = Q() if mine is None else Q(pathway=None) | Q(pathway__in=mine)
        kept = Q(person=user)
        if covered:
            kept |= Q(pathway=None) | Q(pathway__in=covered)
        return self.filter((shared & ~Q(state=GONE)) | kept)

    def shared(self) -> Self:
        """Those that were not taken down."""
        return self.exclude(state=GONE)

    def to_judge(self, user: User) -> Self:
        """Those that somebody reported, of what `user` manages."""
        covered = managed(user)
        reported = self.filter(state=str(ResourceState.REPORTED))
        if covered is None:
            return reported
        return reported.filter(Q(pathway=None) | Q(pathway__in=covered)) if covered else reported.none()


class Resource(models.Model):
    """A link or a file that somebody shared, with a pathway or with all; what it is good for, and the cohort, the cell
    of the scope and the session it belongs to, where it does."""

    title = models.CharField(max_length=120)
    good_for = models.CharField("what it is good for", max_length=200)
    link = models.URLField(max_length=2000, blank=True)
    file = models.FileField(max_length=200, blank=True)
    pathway = models.ForeignKey(
        Pathway, null=True, blank=True, on_delete=models.PROTECT, related_name="resources"
    )
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="resources"
    )
    scope_item = models.ForeignKey(
        ScopeItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="resources"
    )
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="resources"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="resources",
        verbose_name="who shared it",
    )
    shared_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=str(ResourceState.SHARED))

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            one_of("state", ResourceState, "resource_is_shared_reported_or_taken_down"),
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(file="")) | (~Q(link="") & Q(file="")),
                name="a_resource_is_a_link_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="a_link_of_a_resource_is_https"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(good_for=""), name="a_resource_says_what_it_is_good_for"
            ),
        ]
        indexes = [models.Index(fields=["pathway", "-shared_at"], name="resources_of_a_pathway")]
        triggers = [
            said_once("shared_at"),
            Stay(name="resources_stay", operation=pgtrigger.Delete),
            Guard(
                name="a_resource_is_of_a_cohort_of_its_pathway",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("cohort_id", "pathway_id"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__cohort__isnull=False),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM pathways_cohort c JOIN pathways_role r ON r.id = c.role_id
                                   WHERE c.id = NEW.cohort_id AND r.pathway_id = NEW.pathway_id) THEN
                        RAISE EXCEPTION 'A resource of a cohort is shared with its pathway.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def with_whom(self) -> str:
        """Whom it is shared with: "Arts Lead", "Everybody who leads"."""
        return str(self.pathway) if self.pathway_id else "Everybody who leads"

    @property
    def where_it_is(self) -> str:
        """What it is: a link, or a file of a kind."""
        return "Link" if self.link else f"File ({str(self.file).rsplit('.', 1)[-1]})"


class ResourceEvent(Event):
    """A line of history of a resource. `note`: why it was reported, for managers; or what they wrote when they took it
    down, for its sharer too."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="events")
    action = DeedField(ResourceAction)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["resource", "at"], name="events_of_a_resource")]
