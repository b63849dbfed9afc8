"""What graduates say of themselves, once a year and whenever they like: their role and where, each with its day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import append_only, said_once
from common.models import one_of
from fellows.models.fellows import Fellow
from people.models import School

PERSON = settings.AUTH_USER_MODEL
LONGEST_PLACE = 200


class Role(models.TextChoices):
    """What somebody does now."""

    PRINCIPAL = "principal", "principal"
    ASSISTANT = "assistant_principal", "assistant principal"
    TEACHER = "teacher", "teacher"
    COACH = "coach", "counselor, coordinator or coach"
    OFFICE = "office", "district office"
    OTHER = "other", "other education"
    NONE = "none", "not in education"


class AlumniLink(models.Model):
    """A one-time link by which a graduate says whether it is still right. Only its hash is kept."""

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="alumni_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField()
    # Of a year, and which reminder of it; 0 where somebody of staff wrote.
    year = models.PositiveSmallIntegerField()
    number = models.SmallIntegerField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "link of a graduate"
        verbose_name_plural = "links of graduates"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fellow", "year", "number"],
                condition=Q(by__isnull=True),
                name="a_graduate_is_asked_once_a_reminder",
            ),
        ]
        triggers = [said_once("used_at", "created_at", "by")]

    def __str__(self) -> str:
        return f"link for {self.fellow}"


class AlumniAnswer(models.Model):
    """What a graduate said on a day of their role and their place. The newest counts."""

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="answers")
    role = models.CharField(max_length=20, choices=Role.choices)
    # A school of the network, or the name of another place.
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField("school or employer", max_length=LONGEST_PLACE, blank=True)
    same = models.BooleanField("still as it was known", default=False)
    # By this link, or signed in on their own page.
    link = models.ForeignKey(AlumniLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "answer of a graduate"
        verbose_name_plural = "answers of graduates"
        ordering = ["-at", "-pk"]
        constraints = [
            one_of("role", Role.values, "an_answer_names_a_role_there_is"),
            models.CheckConstraint(
                condition=Q(role=str(Role.NONE)) | Q(school__isnull=False) | ~Q(place=""),
                name="an_answer_says_where",
            ),
        ]
        triggers = [append_only("answers_of_graduates_stay")]
        indexes = [models.Index(fields=["fellow", "-at"], name="answers_of_a_graduate")]

    def __str__(self) -> str:
        return f"{self.fellow}: {self.get_role_display()}"

    @property
    def where(self) -> str:
        """The school or the employer."""
        return self.school.name if self.school else self.place
