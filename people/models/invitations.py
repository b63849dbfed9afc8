"""A principal asks an address to act for them; who that is shows only when they say yes."""

from django.conf import settings
from django.db import models

from common.addresses import Address, is_stored_so
from common.models import Period, PeriodQuerySet, ends_after_it_starts


class Invitation(Period):
    """A principal asks an address to act for them, from–to."""

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_given"
    )
    address = Address()
    starts = models.DateField()
    ends = models.DateField()
    asked_at = models.DateTimeField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            ends_after_it_starts("invitation_ends_after_it_starts"),
            models.CheckConstraint(condition=is_stored_so("address"), name="invited_address_is_stored_plain"),
            models.UniqueConstraint(
                fields=["principal", "address"], name="one_open_invitation_of_an_address_by_a_principal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal} asks {self.address} until {self.last_day:%B %-d, %Y}"
