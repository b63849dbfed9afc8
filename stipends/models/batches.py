"""Claims for substitutes that are paid together: one numbered file of a year."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Guard, append_only
from pathways.models import ProgramYear
from people.models import User
from people.queries import hats
from stipends.states import ClaimState

# Asked when the transaction ends: the file is written first, then each claim is put into it.
IS_THEIR_SUM = """
    IF EXISTS (
        SELECT 1 FROM stipends_claimbatch b LEFT JOIN stipends_substituteclaim c ON c.batch_id = b.id
        WHERE b.id = NEW.{0} GROUP BY b.id
        HAVING count(c.id) <> b.claims_count OR coalesce(sum(c.total_cents), 0) <> b.total_cents)
    THEN
        RAISE EXCEPTION 'a file of claims is the sum of its claims' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class ClaimBatchQuerySet(models.QuerySet["ClaimBatch"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers, none for others."""
        return self if hats(user).money else self.none()

    def to_confirm(self) -> "ClaimBatchQuerySet":
        """Those with a claim that nobody said was paid."""
        return self.filter(claims__state=ClaimState.EXPORTED).distinct()


class ClaimBatch(models.Model):
    """The approved claims of a year that were in no file: written once, each claim in one batch at most. Its files
    are the same claims in several layouts."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="claim_batches")
    number = models.PositiveSmallIntegerField()
    claims_count = models.PositiveIntegerField()
    total_cents = models.BigIntegerField()
    claims_sha256 = models.CharField(max_length=64, help_text="Over all its claims and their lines")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ClaimBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "claim batches"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_batch_per_year_and_number"),
            models.CheckConstraint(
                condition=Q(claims_count__gt=0, total_cents__gt=0), name="a_batch_pays_something"
            ),
            models.CheckConstraint(
                condition=Q(claims_sha256__regex=r"^[0-9a-f]{64}$"), name="batch_has_its_hash"
            ),
        ]
        triggers = [
            append_only("batches_stay"),
            Guard(
                name="a_batch_is_its_claims",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=IS_THEIR_SUM.format("id"),
            ),
        ]

    def __str__(self) -> str:
        return f"Substitutes {self.year}, file {self.number}"
