"""Scans of agreements on paper: what was signed, as a picture of the paper."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Stay, said_once
from fellows.models.fellows import Fellow
from fellows.models.takeover import PaperAgreement
from people.models import User
from people.queries import hats

PERSON = settings.AUTH_USER_MODEL
SCANS = "scans"


class PaperScanQuerySet(models.QuerySet["PaperScan"]):
    def visible_to(self, user: User) -> Self:
        """Of one’s own agreement, and all for program managers; what was taken back, or whose agreement was, is read by
        nobody."""
        if not user.is_authenticated:
            return self.none()
        if hats(user).manager:
            return self.kept()
        return self.kept().filter(paper__agreement__fellow__person=user)

    def kept(self) -> Self:
        """Those that were not taken back, of agreements that hold."""
        return self.filter(taken_back_at__isnull=True, paper__taken_back_at__isnull=True)


class PaperScan(models.Model):
    """A file that shows an agreement on paper."""

    paper = models.ForeignKey(PaperAgreement, on_delete=models.PROTECT, related_name="scans")
    file = models.FileField(max_length=200)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = PaperScanQuerySet.as_manager()

    class Meta:
        verbose_name = "scan of an agreement"
        verbose_name_plural = "scans of agreements"
        ordering = ["added_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(file=""), name="a_scan_is_a_file")]
        triggers = [
            said_once("added_at", "added_by", "file", "paper", "taken_back_at"),
            Stay(name="scans_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Scan: {self.paper}"

    @property
    def fellow(self) -> Fellow:
        """Whose it is."""
        return self.paper.agreement.fellow

    @property
    def fellow_id(self) -> int:
        """The number of whose it is."""
        return self.paper.agreement.fellow_id
