"""What proves a degree or a credential: the letter, or a picture of the page that shows it. Never its number."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Stay, said_once
from fellows.models.fellows import Fellow, Milestone
from fellows.states import GOING_ON
from people.models import User

PERSON = settings.AUTH_USER_MODEL
FOLDER = "proofs"
PROVEN = (
    Milestone.Kind.DEGREE,
    Milestone.Kind.RECOMMENDED,
    Milestone.Kind.CERTIFICATE,
    Milestone.Kind.PRELIMINARY,
    Milestone.Kind.CLEAR,
)


class MilestoneProofQuerySet(models.QuerySet["MilestoneProof"]):
    def visible_to(self, user: User) -> Self:
        """Of fellows one may see; what was taken back is read by nobody."""
        return self.kept().filter(milestone__fellow__in=Fellow.objects.visible_to(user))

    def kept(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)

    def to_record(self, user: User) -> Self:
        """What a fellow proved and no program manager recorded yet; nobody records their own."""
        waiting = self.kept().filter(milestone__in=Milestone.objects.open())
        return waiting.filter(milestone__fellow__state__in=GOING_ON).exclude(milestone__fellow__person=user)


class MilestoneProof(models.Model):
    """A file that shows that a milestone was reached, without any number."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="proofs")
    file = models.FileField(max_length=200)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = MilestoneProofQuerySet.as_manager()

    class Meta:
        verbose_name = "proof of a milestone"
        verbose_name_plural = "proofs of milestones"
        ordering = ["added_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(file=""), name="a_proof_is_a_file")]
        triggers = [
            said_once("added_at", "added_by", "file", "milestone", "taken_back_at"),
            Stay(name="proofs_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Proof: {self.milestone}"

    @property
    def fellow(self) -> Fellow:
        """Whose it is."""
        return self.milestone.fellow
