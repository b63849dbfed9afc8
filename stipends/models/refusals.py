"""An approval that was refused: by whom, when, and which lines. It waits for the preparer until the next round."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef

from common.guards import append_only
from pathways.models import Placement
from stipends.models.runs import StipendRun
from stipends.states import RunState


class RunRefusalQuerySet(models.QuerySet["RunRefusal"]):
    def standing(self) -> "RunRefusalQuerySet":
        """The latest of each run whose lines are still those that were refused: its preparer's first duty."""
        later = RunRefusal.objects.filter(run=OuterRef("run"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), run__state=RunState.CALCULATED, round=F("run__round"))


class RunRefusal(models.Model):
    """Somebody was about to approve this round. `words`: what the approver says when they send it back; empty when
    evidence had changed, or somebody changed the lines in the database, and then `lines` name whose and what. Never
    edited, never deleted."""

    run = models.ForeignKey(StipendRun, on_delete=models.PROTECT, related_name="refusals")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    objects = RunRefusalQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["run", "round"], name="refusals_of_a_run")]
        triggers = [append_only("refusals_stay")]

    def __str__(self) -> str:
        return f"{self.run}, round {self.round}"


class RefusedLine(models.Model):
    """One statement that would come out otherwise, and which of its facts are others."""

    class Cause(models.TextChoices):
        SESSIONS = "sessions", "a session or its mark is another"
        DELIVERABLES = "deliverables", "a deliverable stands otherwise"
        HANDED_IN = "handed_in", "a deliverable was handed in"
        ATTESTED = "attested", "the principal answered otherwise"
        DAYS = "days", "service days or a leave changed"
        ANNUAL = "annual_cents", "the annual amount changed"
        SHARE = "share", "the share of the role changed"
        SEGMENTS = "segments", "the schools it was served at changed"
        POLICY = "policy", "another stipend policy counts"
        PAID = "paid_cents", "another run paid meanwhile"
        ROSTERS = "open_rosters", "a roster was closed or opened"
        SIGNED = "signed", "the signatures changed"
        COMPLETED = "completed_year", "whether the year was completed changed"
        CHANNEL = "channel", "it is paid through another channel"
        SCHOOL = "school", "the school changed"
        DISPUTED = "disputed", "a dispute was opened or answered"
        AGAINST = "against", "what is taken off for an overpayment changed"
        WAIVED = "waived_cents", "an overpayment was waived"
        NEW = "new", "new since then"
        GONE = "gone", "no longer there"
        OTHER = "other", "the product reckons otherwise"
        ALTERED = "altered", "changed in the database"

    refusal = models.ForeignKey(RunRefusal, on_delete=models.PROTECT, related_name="lines")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    causes = ArrayField(models.CharField(max_length=20, choices=Cause.choices))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["refusal", "placement"], name="one_refused_line_per_statement")
        ]
        triggers = [append_only("refused_lines_stay")]

    def __str__(self) -> str:
        return f"{self.placement}: {self.causes_in_words}"

    @property
    def causes_in_words(self) -> str:
        """ "a session or its mark is another, another run paid meanwhile"."""
        return causes_in_words(self.causes)


def causes_in_words(causes: Iterable[str]) -> str:
    """ "a session or its mark is another, another run paid meanwhile"."""
    return ", ".join(str(RefusedLine.Cause(cause).label).lower() for cause in causes)
