"""Two accounts of one person become one. Nothing is deleted: the account that goes stays as a closed row that points to
the one that stays, because what was signed, paid and told names it for good."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.guards import append_only
from people.models.users import User

PERSON = settings.AUTH_USER_MODEL


class Merge(models.Model):
    """Somebody said of two accounts that they are one person's, and why. Its `rows` tell all that was moved."""

    kept = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="merges")
    # An account goes once.
    gone = models.OneToOneField(PERSON, on_delete=models.PROTECT, related_name="merge")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(max_length=2000)
    # Of the account that went, as they were: both lead to the one that stays now.
    address = models.CharField(max_length=320)
    external_id = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="nobody_is_merged_into_themselves")
        ]
        triggers = [append_only("merges_stay")]

    def __str__(self) -> str:
        return f"{self.gone} into {self.kept}"


class MergedRow(models.Model):
    """What became of one row of the account that went."""

    class Became(models.TextChoices):
        MOVED = "moved", "follows to the account that stays"
        JOINED = "joined", "joined with one of the account that stays"
        ENDED = "ended", "ended"
        LEFT = "left", "stays with the closed account, as the one that stays has its own"
        REMOVED = "removed", "removed"

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="rows")
    # As the table of links calls it: "people.Post.person".
    link = models.CharField(max_length=100)
    row = models.BigIntegerField("id of the row")
    became = models.CharField(max_length=8, choices=Became.choices)
    # What stood there before, where it was changed or removed.
    was = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["merge", "link", "row"]
        triggers = [append_only("merged_rows_stay")]

    def __str__(self) -> str:
        return f"{self.link} {self.row}: {self.became}"


class Apart(models.Model):
    """Somebody looked at two accounts that seem to be one person's and said that they are not. `first` is the one with
    the smaller id, so that a pair stands here once, whoever is looked at."""

    first = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "two people of one name"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_word_on_two_accounts"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_smaller_id_is_first"),
        ]
        triggers = [append_only("words_on_two_accounts_stay")]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"


def accounts_of(person: User) -> "models.QuerySet[User]":
    """The account of a person and those merged into it: for what was signed, paid and told, which stays under the
    account of then."""
    return User.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk))
