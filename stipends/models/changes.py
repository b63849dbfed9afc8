"""What changed after signing: one row a statement, with who, when, why, and what it moved."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import append_only
from pathways.models import Placement
from seminars.models import Session


class StatementChange(models.Model):
    """After both had signed, a required session was added, changed, moved or cancelled, the service days of the year or
    when and where a placement is served were others, a deliverable was waived, reopened or changed, another policy came
    in force or a mark of a closed roster was put right. Never edited, never deleted.

    `session` is the session as it stands after the change (of a moved one, that of the new time). Cents are None
    while no policy is published; then nobody knows yet what it moves.
    """

    class Kind(models.TextChoices):
        ADDED = "added", "a session was added"
        SERIES = "series", "sessions were added"
        CHANGED = "changed", "a session was changed"
        MOVED = "moved", "a session has a new time"
        CANCELLED = "cancelled", "a session was cancelled"
        EVENT = "event", "an event of sessions was changed"
        CALENDAR = "calendar", "the service days of the year were changed"
        START = "start", "the first day was corrected"
        ENDED = "ended", "the placement was ended"
        END = "end", "the end was corrected"
        SCHOOL = "school", "the school was changed"
        LEAVE = "leave", "a leave was recorded"
        LEAVE_BACK = "leave_back", "a leave was taken back"
        WAIVED = "waived", "a deliverable was waived"
        REOPENED = "reopened", "a deliverable was reopened"
        OWED = "owed", "a deliverable was changed"
        POLICY = "policy", "the stipend policy was changed"
        MARK = "mark", "a mark was corrected"

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="statement_changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="statement_changes"
    )
    title = models.CharField(
        max_length=300, help_text="What changed, as it was called then, or what is so now"
    )
    day = models.DateField(null=True, blank=True, help_text="The day of the session after the change")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    earned_before_cents = models.BigIntegerField(null=True)
    earned_after_cents = models.BigIntegerField(null=True)
    possible_before_cents = models.BigIntegerField(null=True)
    possible_after_cents = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_change_after_signing_says_why"),
        ]
        indexes = [models.Index(fields=["placement", "at"], name="changes_of_a_statement")]
        triggers = [append_only("changes_after_signing_stay")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def moves(self) -> bool:
        """Whether it moved what is earned or what may be."""
        return (self.earned_before_cents, self.possible_before_cents) != (
            self.earned_after_cents,
            self.possible_after_cents,
        )
