"""What may be done only so often, counted in the database: it holds when a cache is away or was emptied."""

from django.db import models


class Attempt(models.Model):
    """One wrong guess, or one mail that was asked for. Of whom and from where is kept as a keyed digest only."""

    kind = models.CharField(max_length=40)
    whose = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "whose", "-at"], name="attempts_of_one"),
            models.Index(fields=["at"], name="attempts_by_age"),
        ]

    def __str__(self) -> str:
        return self.kind
