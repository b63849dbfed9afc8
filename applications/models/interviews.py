"""Group interviews of the fellowship: several applicants and interviewers at one time and place."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import said_once
from pathways.models import Offering

PERSON = settings.AUTH_USER_MODEL
LONGEST_PLACE = 200


class GroupInterview(models.Model):
    """When and where; who is on it stands with the applications, and with the scores that are asked for."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="interviews")
    day = models.DateField()
    begins = models.TimeField("begins at")
    place = models.CharField("place or link", max_length=LONGEST_PLACE)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    called_off_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["day", "begins", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True, called_off_by__isnull=True)
                | (Q(called_off_at__isnull=False, called_off_by__isnull=False) & ~Q(called_off_because="")),
                name="an_interview_is_called_off_by_someone_who_says_why",
            ),
        ]
        triggers = [said_once("planned_at", "planned_by", "called_off_at", "called_off_by")]

    def __str__(self) -> str:
        return f"Group interview on {self.day:%B %-d, %Y}, {self.begins:%-I:%M %p}"
