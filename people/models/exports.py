"""Everything the product holds about one person, as one file."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.guards import said_once
from common.models import one_of
from common.states import choices
from people.states import ExportState

PERSON = settings.AUTH_USER_MODEL
LIVING = [ExportState.ASKED, ExportState.READY]


class PersonExportQuerySet(models.QuerySet["PersonExport"]):
    def waiting(self) -> "PersonExportQuerySet":
        """Those a worker has to make."""
        return self.filter(state=ExportState.ASKED)

    def living(self) -> "PersonExportQuerySet":
        """Those that are made, or can be fetched: whoever presses again gets one of these."""
        return self.filter(state__in=LIVING)

    def over(self, now: datetime) -> "PersonExportQuerySet":
        """Those whose days are over, and whose file is still there."""
        return self.filter(state=ExportState.READY, expires_at__lte=now)

    def give_up(self) -> int:
        """They failed. Answers how many there were."""
        return self.update(state=str(ExportState.FAILED))

    def finish(self, **file: Any) -> int:
        """They are ready, with their `file` and until when it can be fetched. Answers how many there were."""
        return self.update(state=str(ExportState.READY), **file)

    def expire(self) -> int:
        """Their days are over and their file is gone. Answers how many there were."""
        return self.update(state=str(ExportState.EXPIRED), file="")


class PersonExport(models.Model):
    """Somebody asked for all that is kept about a person: the person, or staff with a reason. A worker makes the file;
    the row tells how far it is, and the file goes when its days are over."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="exports")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, max_length=2000)
    asked_at = models.DateTimeField()
    # Whether staff who asked see what people are paid; of oneself one gets everything.
    money = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=choices(ExportState), default=str(ExportState.ASKED))
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    parts_done = models.PositiveSmallIntegerField(default=0)
    parts_total = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(max_length=200, blank=True)
    sha256 = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = PersonExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            one_of("state", ExportState, "export_state_is_one_there_is"),
            # Whoever presses twice gets the same one, until its days are over.
            models.UniqueConstraint(
                fields=["person", "by"],
                condition=Q(state__in=[str(ExportState.ASKED), str(ExportState.READY)]),
                name="one_export_of_a_person_for_each_who_asks",
            ),
            models.CheckConstraint(
                condition=Q(person=F("by")) | ~Q(reason=""), name="who_exports_another_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=str(ExportState.READY)) | (~Q(file="") & Q(expires_at__isnull=False)),
                name="a_ready_export_has_a_file_and_an_end",
            ),
        ]
        triggers = [said_once("asked_at", "by_id", "person_id")]

    def __str__(self) -> str:
        return f"Export of {self.person}"

    @property
    def waits(self) -> bool:
        """Whether a worker still has to make it."""
        return self.state == ExportState.ASKED

    @property
    def lives(self) -> bool:
        """Whether it is made, or can be fetched."""
        return self.state in LIVING

    def may_be_fetched(self, now: datetime) -> bool:
        """Whether its file is there, and its days are not over."""
        return self.state == ExportState.READY and self.expires_at is not None and self.expires_at > now

    @property
    def own(self) -> bool:
        """Whether the person asked: then nothing is left out that is theirs to read."""
        return self.person_id == self.by_id
