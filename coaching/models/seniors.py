"""The further work of Senior Peer Coaches: a seminar hosted at the school, whose visitors confirm that they observed,
and the Peer Coaches they coach, with days of visits."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coaching.models.peers import OfPeersQuerySet, theirs_in_full
from common.guards import Both, Stay, said_once
from pathways.models import Placement
from people.models import User

PERSON = settings.AUTH_USER_MODEL


class HostedSeminar(models.Model):
    """A Senior Peer Coach hosts a Peer Coach seminar at their school and is observed while coaching."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="hosted_seminars")
    day = models.DateField()
    title = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = OfPeersQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "day"],
                condition=Q(taken_back_at=None),
                name="one_hosted_seminar_on_a_day",
            )
        ]
        triggers = [
            said_once("recorded_at", "placement_id", "day", "title", "taken_back_at"),
            Stay(name="hosted_seminars_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title


class SeminarVisitorQuerySet(models.QuerySet["SeminarVisitor"]):
    def visible_to(self, user: User) -> Self:
        """Those of Senior Peer Coaches whose work one reads in full; the own row of a visitor."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(theirs_in_full(user, "seminar__placement") | Q(person=user))

    def kept(self) -> Self:
        return self.filter(taken_back_at=None, seminar__taken_back_at=None)

    def confirmed(self) -> Self:
        """Those who say themselves that they observed."""
        return self.kept().filter(was_there=True)

    def waiting(self) -> Self:
        """Those who did not answer yet. Only days that came can be answered."""
        return self.kept().filter(answered_at=None)


class SeminarVisitor(models.Model):
    """Somebody visited a hosted seminar; they alone say whether they were there, and may correct it: then it says when
    they had said otherwise."""

    seminar = models.ForeignKey(HostedSeminar, on_delete=models.PROTECT, related_name="visitors")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="seminars_visited")
    added_at = models.DateTimeField()
    was_there = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    otherwise_at = models.DateTimeField("said otherwise before", null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = SeminarVisitorQuerySet.as_manager()

    class Meta:
        ordering = ["seminar", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "person"],
                condition=Q(taken_back_at=None),
                name="a_visitor_of_a_seminar_is_one",
            ),
            models.CheckConstraint(
                condition=Q(was_there=None, answered_at=None)
                | Q(was_there__isnull=False, answered_at__isnull=False),
                name="a_visitor_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(otherwise_at=None) | Q(answered_at__gte=F("otherwise_at")),
                name="a_visitor_said_otherwise_before",
            ),
        ]
        triggers = [
            said_once("added_at", "seminar_id", "taken_back_at"),
            Stay(
                name="what_a_visitor_said_stays_told",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__answered_at__isnull=False),
                    pgtrigger.Q(old__was_there__df=pgtrigger.F("new__was_there"))
                    | pgtrigger.Q(old__answered_at__df=pgtrigger.F("new__answered_at"))
                    | pgtrigger.Q(old__otherwise_at__df=pgtrigger.F("new__otherwise_at")),
                    pgtrigger.Q(old__was_there__ndf=pgtrigger.F("new__was_there"))
                    | pgtrigger.Q(old__answered_at__df=pgtrigger.F("new__otherwise_at")),
                ),
            ),
            Stay(name="visitors_of_seminars_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.person)


class CoachedPeerQuerySet(models.QuerySet["CoachedPeer"]):
    def visible_to(self, user: User) -> Self:
        """Those of Senior Peer Coaches whose work one reads in full; the own row of who is coached."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(theirs_in_full(user, "placement") | Q(peer__person=user))

    def kept(self) -> Self:
        return self.filter(taken_back_at=None)


class CoachedPeer(models.Model):
    """A Senior Peer Coach coaches a Peer Coach of the same year."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="peers_coached")
    peer = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="coached_by_seniors")
    since = models.DateField("from")
    added_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = CoachedPeerQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "peer"],
                condition=Q(taken_back_at=None),
                name="one_row_per_peer_coach_who_is_coached",
            ),
            models.CheckConstraint(condition=~Q(peer=F("placement")), name="nobody_is_their_own_peer_coach"),
        ]
        triggers = [
            said_once("added_at", "placement_id", "peer_id", "since", "taken_back_at"),
            Stay(name="coached_peers_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.peer.person)


class PeerVisitQuerySet(models.QuerySet["PeerVisit"]):
    def visible_to(self, user: User) -> Self:
        """Those of rows one sees."""
        return self.filter(coached__in=CoachedPeer.objects.visible_to(user))

    def kept(self) -> Self:
        return self.filter(taken_back_at=None, coached__taken_back_at=None)


class PeerVisit(models.Model):
    """A day on which a Senior Peer Coach visited a Peer Coach; nothing else of it is kept."""

    coached = models.ForeignKey(CoachedPeer, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = PeerVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coached", "day"],
                condition=Q(taken_back_at=None),
                name="one_visit_of_a_peer_coach_on_a_day",
            )
        ]
        triggers = [
            said_once("recorded_at", "coached_id", "day", "taken_back_at"),
            Stay(name="visits_of_peer_coaches_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
