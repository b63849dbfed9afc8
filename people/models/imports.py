"""Files of schools, people and posts: what was read, what was answered, and what the last one wrote of each row."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from common.counting import counted
from common.fields import DeedField
from common.guards import append_only, moves_with, said_once
from common.models import Event, one_of
from common.states import choices
from people.models.posts import Post
from people.models.schools import School
from people.states import ImportAction, ImportState

PERSON = settings.AUTH_USER_MODEL
# As long as the name a source gives itself is taken.
LONGEST_SOURCE = 100


class ImportQuerySet(models.QuerySet):
    def in_lists(self) -> "ImportQuerySet":
        """Without what was read of the files, which is large."""
        return self.select_related("by").defer("read", "shown")

    def waiting(self) -> "ImportQuerySet":
        """Those a worker has to do something with."""
        return self.filter(state__in=[ImportState.READ, ImportState.STARTED])


class Import(models.Model):
    """A file that somebody wants imported. Kept is what was read of it: never a student, a parent or a password."""

    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    source = models.CharField(max_length=LONGEST_SOURCE)
    found = models.CharField("how it is written", max_length=1000)
    lines = models.PositiveIntegerField(default=0)
    whole = models.BooleanField("who is not in it has left", default=False)
    day = models.DateField("what has no first day begins on")
    last_day = models.DateField("the last day of those who are not in it")
    # None for what was read before this was asked: from `day` on.
    members_from = models.DateField("new schools are members from", null=True, blank=True)
    state = models.CharField(max_length=20, choices=choices(ImportState), default=str(ImportState.READ))
    # What was read of it besides people and posts, which are in pieces.
    read = models.JSONField(default=dict, editable=False)
    # What it would do, as the page shows it, and the mark of all of it.
    shown = models.JSONField(default=dict, editable=False)
    mark = models.CharField(max_length=64, blank=True)
    to_confirm = models.PositiveIntegerField("positions that end", default=0)
    confirmed = models.PositiveIntegerField("ends that were confirmed", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    stopped = models.TextField("what stopped it", blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [one_of("state", ImportState, "import_state_is_one_there_is")]
        triggers = [said_once("begun_at", "by_id"), moves_with("applied_at")]

    @property
    def joined(self) -> date:
        """When the schools that are new in it became members."""
        return self.members_from or self.day

    def __str__(self) -> str:
        return f"{self.file_name}, {timezone.localtime(self.begun_at):%B %-d, %Y}"


class ImportPiece(models.Model):
    """Some hundred of the people that were read of a file, with their posts: it is compared and imported piece by
    piece, so that a large one takes no more memory than a small one. They go when it is imported or given up."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    read = models.JSONField(editable=False)

    class Meta:
        ordering = ["of", "number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="one_piece_of_a_number")]

    def __str__(self) -> str:
        return f"{self.of}, piece {self.number}"


class ImportProgress(models.Model):
    """How far a file is. It is written beside the transaction that imports it, so that it can be read meanwhile, and
    stays when a worker dies. Nothing rests on it."""

    class Doing(models.TextChoices):
        COMPARE = "compare", "Being compared with what is here"
        WRITE = "write", "Being imported"

    of = models.OneToOneField(Import, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    doing = models.CharField(max_length=10, choices=Doing.choices, default=Doing.COMPARE)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "import progress"

    def __str__(self) -> str:
        return f"{self.get_doing_display()}: {self.done} of {self.total}"


class ImportEvent(Event):
    """What became of a file; `rows` counts what was made, changed and ended."""

    of = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="events")
    action = DeedField(ImportAction)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)

    @property
    def about(self) -> str:
        rows = counted(self.rows, "row") if self.rows else ""
        return ", ".join(filter(None, (self.file_name, rows)))


class ImportAnswer(models.Model):
    """What somebody answered to a question about a line of a source. The newest of a question counts, also for the
    next file; an empty one was done, and counts no more."""

    source = models.CharField(max_length=LONGEST_SOURCE)
    question = models.CharField(max_length=700)
    answer = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["source", "question", "-pk"]
        triggers = [append_only("answers_are_append_only")]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"


class SourceRole(models.Model):
    """Which position a role of a source is here; empty: none, and who has it is left out."""

    source = models.CharField(max_length=LONGEST_SOURCE)
    role = models.CharField(max_length=60)
    position = models.CharField(max_length=20, choices=Post.Position.choices, blank=True)

    class Meta:
        ordering = ["source", "role"]
        constraints = [
            models.UniqueConstraint(fields=["source", "role"], name="one_position_of_a_role"),
            one_of("position", ("", *Post.Position), "position_of_a_role_is_one_there_is"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.position or 'left out'}"


class Written(models.Model):
    """What the last file of a source said of a row. Where the row still holds it, nobody decided otherwise."""

    source = models.CharField(max_length=LONGEST_SOURCE)
    external_id = models.CharField(max_length=100, blank=True)
    values = models.JSONField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source}: {self.external_id or self.pk}"


class WrittenSchool(Written):
    """What the last file of a source said of a school, and the id the source calls it by."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="written")

    class Meta:
        ordering = ["source", "school"]
        constraints = [
            models.UniqueConstraint(fields=["source", "school"], name="one_writing_of_a_school"),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="one_school_of_an_id",
            ),
        ]


class WrittenPerson(Written):
    """What the last file of a source said of a person, and when the source last changed that."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="written")
    modified = models.CharField("last changed in the source", max_length=40, blank=True)

    class Meta:
        ordering = ["source", "person"]
        constraints = [models.UniqueConstraint(fields=["source", "person"], name="one_writing_of_a_person")]


class WrittenPost(Written):
    """What the last file of a source said of a post, and the id the source calls it by."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="written")

    class Meta:
        ordering = ["source", "post"]
        constraints = [models.UniqueConstraint(fields=["source", "post"], name="one_writing_of_a_post")]


class SourceId(models.Model):
    """An id by which a source calls somebody, beside the number of their account: a registrar said that they are the
    same (rules.md §7, Who is meant). No file changes it but by another word of a registrar."""

    source = models.CharField(max_length=LONGEST_SOURCE)
    external_id = models.CharField(max_length=100)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="source_ids")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["source", "external_id"]
        verbose_name = "id of a source"
        verbose_name_plural = "ids of sources"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_person_of_an_id_in_a_source"),
            models.UniqueConstraint(fields=["source", "person"], name="one_id_of_a_person_in_a_source"),
            models.CheckConstraint(condition=~models.Q(external_id=""), name="an_id_of_a_source_is_told"),
        ]
        triggers = [said_once("at", "by_id")]

    def __str__(self) -> str:
        return f"{self.source}: {self.external_id}"
