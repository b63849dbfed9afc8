"""What was so before the program was kept here, as staff took it over."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Stay, append_only, said_once
from pathways.models.catalogue import Role, managed
from pathways.models.placements import Placement
from pathways.models.years import ProgramYear
from people.models import School, User

PERSON = settings.AUTH_USER_MODEL
DOCUMENTS = "earlier"
PAPERS = "papers"


class EarlierYearQuerySet(models.QuerySet["EarlierYear"]):
    def standing(self) -> Self:
        """Those nobody took back."""
        return self.filter(taken_back_at=None)

    def visible_to(self, user: User) -> Self:
        """Those of the roles one manages."""
        covered = managed(user)
        return self if covered is None else self.filter(role__pathway__in=covered)


class EarlierYear(models.Model):
    """Somebody completed a year in a role before the program was kept here. It counts where completed years are asked
    for; nobody is paid by it."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="earlier_years")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("how it is known", max_length=2000)
    file = models.FileField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_why = models.TextField(blank=True, max_length=2000)

    objects = EarlierYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts", "person__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "year"],
                condition=Q(taken_back_at=None),
                name="one_earlier_year_of_a_person_and_role",
                violation_error_message="This year was taken over already.",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="an_earlier_year_is_taken_back_by_somebody",
            ),
        ]
        triggers = [
            said_once("entered_at", "entered_by", "taken_back_at", "taken_back_by"),
            Stay(name="earlier_years_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role} {self.year}"


class TakenOver(models.Model):
    """A placement that began before the program was kept here: why it is known, and who says so."""

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="taken_over")
    reason = models.TextField("how it is known", max_length=2000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "leader taken over"
        verbose_name_plural = "leaders taken over"
        ordering = ["-at", "-pk"]
        triggers = [append_only("taken_over_stays")]

    def __str__(self) -> str:
        return f"{self.placement}, taken over"


class SignedPaper(models.Model):
    """The commitment of a placement that was taken over, as both signed it on paper. The newest counts."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="papers")
    signed_by = models.CharField("who signed", max_length=200)
    signed_on = models.DateField("day it was signed")
    file = models.FileField(max_length=200)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "sha256"], name="one_row_per_placement_and_paper"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$") & ~Q(file="") & ~Q(signed_by=""),
                name="a_paper_has_its_file_and_its_signers",
            ),
        ]
        triggers = [append_only("papers_stay")]

    def __str__(self) -> str:
        return f"Paper of {self.placement}"
