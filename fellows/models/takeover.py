"""What was so before the fellowship was kept here, as staff took it over. Paper stays paper: nothing of it is a
signature that was given here."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Guard, append_only
from common.states import choices
from fellows.models.agreements import AgreementVersion, ServiceAgreement
from fellows.models.fellows import Fellow
from fellows.models.service import ServiceRecord
from fellows.states import State

PERSON = settings.AUTH_USER_MODEL
MOST_DAYS = 366
MOST_LETTERS = 200


class FellowTakenOver(models.Model):
    """A fellow of before the product: how it is known, and who says so."""

    fellow = models.OneToOneField(Fellow, on_delete=models.PROTECT, related_name="taken_over")
    reason = models.TextField("how it is known", max_length=2000)
    # What paper says they are, and since when. Who is fulfilled on paper serves here until somebody else has accepted
    # the years.
    state = models.CharField("state on paper", max_length=20, choices=choices(State))
    since = models.DateField("in this state since", null=True, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "fellow taken over"
        verbose_name_plural = "fellows taken over"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="who_is_taken_over_is_known_by_something"),
            models.CheckConstraint(
                condition=~Q(state=str(State.NOMINATED)), name="who_is_taken_over_was_selected"
            ),
        ]
        triggers = [append_only("fellows_taken_over_stay")]

    def __str__(self) -> str:
        return f"{self.fellow}, taken over"


class PaperAgreement(models.Model):
    """A service agreement that was signed on paper: which terms it has, where it is kept, and who says so."""

    agreement = models.OneToOneField(ServiceAgreement, on_delete=models.PROTECT, related_name="paper")
    terms_of = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="papers")
    signed_on = models.DateField("day it was signed")
    kept = models.CharField("where the paper is kept", max_length=MOST_LETTERS)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=""), name="an_agreement_on_paper_is_kept_somewhere")
        ]
        triggers = [
            append_only("agreements_on_paper_stay"),
            Guard(
                name="what_is_on_paper_is_not_signed_here",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM fellows_serviceagreement a WHERE a.id = NEW.agreement_id"
                    " AND a.signed_version_id IS NOT NULL) THEN"
                    " RAISE EXCEPTION 'this agreement was signed here, not on paper'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, on paper"


class PaperService(models.Model):
    """A school year of service that somebody confirmed on paper, as a program manager entered it."""

    record = models.OneToOneField(ServiceRecord, on_delete=models.PROTECT, related_name="paper")
    # Where the paper says no more than their number; None: all of the year.
    days = models.PositiveSmallIntegerField("days served", null=True, blank=True)
    confirmed_by = models.CharField("who confirmed it on paper", max_length=MOST_LETTERS)
    signed_on = models.DateField("day it was confirmed")
    kept = models.CharField("where the paper is kept", max_length=MOST_LETTERS)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "service on paper"
        verbose_name_plural = "service on paper"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept="") & ~Q(confirmed_by=""), name="service_on_paper_says_who_and_where"
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=1, days__lte=MOST_DAYS),
                name="service_on_paper_has_1_to_366_days",
            ),
        ]
        triggers = [append_only("service_on_paper_stays")]

    def __str__(self) -> str:
        return f"{self.record}, on paper"
