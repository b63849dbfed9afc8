"""Who was asked to go on in their role for another year, and who said no."""

from django.conf import settings
from django.db import models

from common.guards import append_only
from pathways.models import Offering, Placement

PERSON = settings.AUTH_USER_MODEL


class RenewalInvitation(models.Model):
    """Staff asked the holder of a placement to renew their role by this offering of the next year."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="renewal_invitations")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="renewal_invitations")
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "offering"], name="one_renewal_invitation_per_placement_and_offering"
            )
        ]
        triggers = [append_only("renewal_invitations_stay")]

    def __str__(self) -> str:
        return f"{self.placement}: {self.offering}"


class RenewalDeclined(models.Model):
    """Whoever was invited to renew said that they do not go on. They may change their mind: then an application says
    so."""

    invitation = models.OneToOneField(RenewalInvitation, on_delete=models.PROTECT, related_name="declined")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "declined renewal"
        ordering = ["-at", "-pk"]
        triggers = [append_only("declined_renewals_stay")]

    def __str__(self) -> str:
        return f"{self.invitation}: no"
