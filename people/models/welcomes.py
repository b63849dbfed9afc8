"""Who was told by mail that they have an account here."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from common.guards import append_only


class Welcome(models.Model):
    """A mail to somebody whose account was made for them: how to sign in for the first time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="welcomes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = [append_only("welcomes_are_append_only")]

    def __str__(self) -> str:
        return f"{self.person}, {timezone.localtime(self.at):%B %-d, %Y}"
