"""Files that were handed in at once with the first one."""

from django.db import models

from common.guards import append_only
from pathways.models.deliverables import DeliverableEvent


class EvidenceFile(models.Model):
    """One more file of a time something was handed in; the line of history that tells that time holds the first."""

    line = models.ForeignKey(DeliverableEvent, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to="evidence/")
    file_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(file="") & ~models.Q(file_name=""), name="one_more_file_is_a_file"
            )
        ]
        triggers = [append_only("files_handed_in_stay")]

    def __str__(self) -> str:
        return self.file_name
