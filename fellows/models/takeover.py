"""What was so before the fellowship was kept here, as staff took it over. Paper stays paper: nothing of it is a
signature that was given here."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Guard, Stay, append_only, moves_with, said_once
from common.states import choices
from fellows.models.agreements import AgreementVersion, ServiceAgreement
from fellows.models.fellows import Fellow
from fellows.models.guards import NOTHING_RESTS_ON_IT
from fellows.models.service import ServiceRecord
from fellows.states import State

PERSON = settings.AUTH_USER_MODEL
MOST_DAYS = 366
MOST_LETTERS = 200


def _back_whole(name: str) -> models.CheckConstraint:
    """Taken back means: by whom, when and why; all three or none."""
    none = Q(taken_back_by__isnull=True, taken_back_at__isnull=True, why_back="")
    whole = Q(taken_back_by__isnull=False, taken_back_at__isnull=False) & ~Q(why_back="")
    return models.CheckConstraint(condition=none | whole, name=name)


def _stays(*columns: str) -> list[Stay]:
    """What paper told stays as it was entered; that it was taken back is said once."""
    return [
        Stay(
            name=f"{columns[0]}_on_paper_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange(*columns),
        ),
        said_once("taken_back_at", "taken_back_by"),
        moves_with("why_back", state=("taken_back_at",)),
    ]


class FellowTakenOver(models.Model):
    """A fellow of before the product: how it is known, and who says so; and who took back what was a mistake."""

    fellow = models.OneToOneField(Fellow, on_delete=models.PROTECT, related_name="taken_over")
    reason = models.TextField("how it is known", max_length=2000)
    # What paper says they are, and since when. Who is fulfilled on paper serves here until somebody else has accepted
    # the years.
    state = models.CharField("state on paper", max_length=20, choices=choices(State))
    since = models.DateField("in this state since", null=True, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    why_back = models.CharField("why it was taken back", max_length=500, blank=True)

    class Meta:
        verbose_name = "fellow taken over"
        verbose_name_plural = "fellows taken over"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="who_is_taken_over_is_known_by_something"),
            models.CheckConstraint(
                condition=~Q(state=str(State.NOMINATED)), name="who_is_taken_over_was_selected"
            ),
            _back_whole("who_is_taken_back_is_so_by_somebody_with_a_reason"),
        ]
        triggers = [
            Stay(name="fellows_taken_over_stay", operation=pgtrigger.Delete),
            *_stays("fellow", "reason", "state", "since", "by", "at"),
            Guard(
                name="nothing_rests_on_who_is_taken_back",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("whom", "bigint")],
                func=NOTHING_RESTS_ON_IT.format(whose="NEW.fellow_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fellow}, taken over"


class PaperAgreement(models.Model):
    """A service agreement that was signed on paper: which terms it has, where it is kept, and who says so. One
    that was put on record by mistake is taken back, and holds no more."""

    agreement = models.OneToOneField(ServiceAgreement, on_delete=models.PROTECT, related_name="paper")
    terms_of = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="papers")
    signed_on = models.DateField("day it was signed")
    kept = models.CharField("where the paper is kept", max_length=MOST_LETTERS)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    why_back = models.CharField("why it was taken back", max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=""), name="an_agreement_on_paper_is_kept_somewhere"),
            _back_whole("an_agreement_is_taken_back_by_somebody_with_a_reason"),
        ]
        triggers = [
            Stay(name="agreements_on_paper_stay", operation=pgtrigger.Delete),
            *_stays("agreement", "terms_of", "signed_on", "kept", "by", "at"),
            Guard(
                name="nothing_rests_on_what_is_taken_back",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("whom", "bigint")],
                func=NOTHING_RESTS_ON_IT.format(
                    whose="(SELECT a.fellow_id FROM fellows_serviceagreement a WHERE a.id = NEW.agreement_id)"
                ),
            ),
            Guard(
                name="paper_was_signed_by_graduation",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM fellows_serviceagreement a JOIN fellows_fellow f ON f.id = a.fellow_id"
                    " WHERE a.id = NEW.agreement_id AND a.signed_version_id IS NULL"
                    " AND NEW.signed_on > f.graduated_on) THEN"
                    " RAISE EXCEPTION 'an agreement on paper was signed by the day of graduation'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
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
