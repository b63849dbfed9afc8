"""What was done with a run, with the facts of each step."""

from django.db import models

from common.fields import DeedField
from common.models import Event
from common.money import dollars
from stipends.models.runs import StipendRun
from stipends.states import RunAction


class StipendRunEvent(Event):
    """A line of the history of a run."""

    run = models.ForeignKey(StipendRun, on_delete=models.PROTECT, related_name="events")
    action = DeedField(RunAction)
    # How many lines were calculated, confirmed, or stood in the way of an approval; the sum approved, exported or
    # confirmed.
    lines = models.PositiveIntegerField(null=True, blank=True)
    cents = models.BigIntegerField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(null=True, blank=True)
    # What the approver saw.
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["run", "at"], name="events_of_a_run")]

    @property
    def about(self) -> str:
        """Its facts: "120 lines, $14,200.00", "payroll.csv, $14,200.00", "Round 2"."""
        if self.action == RunAction.REFUSE and self.lines is not None:
            return _in_the_way(self.lines)
        facts = (
            self.file_name,
            "" if self.round is None else f"Round {self.round}",
            "" if self.lines is None else f"{self.lines:,} line{'' if self.lines == 1 else 's'}",
            "" if self.cents is None else dollars(self.cents),
            self.snapshot_sha256,
        )
        return ", ".join(filter(None, facts))


def _in_the_way(lines: int) -> str:
    if not lines:
        return "Its lines are not those that were calculated."
    return "1 line had changed." if lines == 1 else f"{lines:,} lines had changed."
