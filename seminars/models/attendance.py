"""One mark per person and session, every change of it, and what else is kept of who came."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Guard, append_only

PERSON = settings.AUTH_USER_MODEL


# A mark that only follows its person, from an account to the one that it was merged into, says what it said before.
FOLLOWS = """EXISTS (
    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id
    WHERE o.id = {name}.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id
      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id')"""


def refuse_when_closed(operation: Any, **tables: str) -> pgtrigger.Trigger:
    """A trigger that refuses any change of marks on a closed roster, bulk SQL included; but for `FOLLOWS`.

    Once a statement, not once a row: a sheet of 2,000 marks asks one question. The share lock makes a mark
    that races with the closing of the roster wait for it, so none slips in behind it.
    """
    but = f" WHERE NOT {FOLLOWS}" if len(tables) == 2 else ""
    touched = " UNION ".join(
        f"SELECT session_id FROM {name}{but.format(name=name)}" for name in tables.values()
    )
    return Guard(
        name=f"closed_roster_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=f"""
            PERFORM 1 FROM seminars_session WHERE id IN ({touched}) ORDER BY id FOR SHARE;
            IF EXISTS (SELECT 1 FROM seminars_session WHERE state = 'closed' AND id IN ({touched})) THEN
                RAISE EXCEPTION 'The roster of this session is closed.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def came(self) -> "AttendanceQuerySet":
        """The marks of those who came, or made it up."""
        return self.filter(came())


class Attendance(models.Model):
    """The mark of one person in one session."""

    class Mark(models.TextChoices):
        PRESENT = "present"
        ABSENT = "absent"
        EXCUSED = "excused"
        MADE_UP = "made_up", "made up"

    class Source(models.TextChoices):
        QR = "qr", "QR"
        STAFF = "staff"
        SHEET = "sheet"
        IMPORT = "import"
        CLOSING = "closing", "closing the roster"

    # The unique constraint and the index below serve both.
    session = models.ForeignKey(
        "seminars.Session", on_delete=models.PROTECT, related_name="attendance", db_index=False
    )
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="attendance", db_index=False)
    mark = models.CharField(max_length=8, choices=Mark.choices)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: the whole session")
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_up_by = models.ForeignKey(
        "seminars.Session", null=True, blank=True, on_delete=models.PROTECT, related_name="makes_up"
    )
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.STAFF)
    marked_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "mark"
        verbose_name_plural = "marks"
        ordering = ["session", "person"]
        constraints = [
            # With the mark, so that a roster is counted without a look at its rows.
            models.UniqueConstraint(
                fields=["session", "person"], include=["mark"], name="one_mark_per_person_and_session"
            ),
            models.CheckConstraint(
                condition=~Q(mark="excused") | (~Q(reason="") & Q(approved_by__isnull=False)),
                name="excused_has_a_reason_and_an_approver",
            ),
            models.CheckConstraint(
                condition=~Q(mark="made_up") | Q(made_up_by__isnull=False), name="made_up_names_its_session"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(mark="present"), name="only_presence_has_minutes"
            ),
        ]
        indexes = [
            # With all a stipend run reads of a mark, so that it never visits the rows.
            models.Index(
                fields=["person", "session"], include=["mark", "minutes"], name="attendance_of_a_person"
            )
        ]
        triggers = [
            refuse_when_closed(pgtrigger.Insert, new="new_rows"),
            refuse_when_closed(pgtrigger.Update, new="new_rows", old="old_rows"),
            refuse_when_closed(pgtrigger.Delete, old="old_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.mark}"


# Of a mark: that its person came, or made it up.
def came(prefix: str = "") -> Q:
    """Who came, or made it up; `prefix` leads from the rows that are asked for to marks."""
    return Q(**{f"{prefix}mark__in": [Attendance.Mark.PRESENT, Attendance.Mark.MADE_UP]})


class AttendanceChange(models.Model):
    """Every change of a mark: the old value, the new one, who and why."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="changes")
    old_mark = models.CharField(max_length=8, blank=True)
    old_minutes = models.PositiveSmallIntegerField(null=True)
    new_mark = models.CharField(max_length=8)
    new_minutes = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "change of a mark"
        verbose_name_plural = "changes of marks"
        ordering = ["at", "pk"]
        triggers = [append_only("changes_stay")]

    def __str__(self) -> str:
        return f"{self.old_mark or 'nothing'} → {self.new_mark}"

    @property
    def beside(self) -> bool:
        """Whether it only says that somebody marked absent checked in; the mark stayed."""
        return self.source == Attendance.Source.QR and self.new_mark == Attendance.Mark.ABSENT


class ScanFailure(models.Model):
    """A scan at the door that was refused. The code itself is not kept."""

    session = models.ForeignKey(
        "seminars.Session", null=True, blank=True, on_delete=models.CASCADE, related_name="scan_failures"
    )
    person = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.CASCADE, related_name="scan_failures"
    )
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reason


class CalendarAddress(models.Model):
    """The secret address of a personal calendar feed: shown once, kept as a hash, renewable."""

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="calendar_address")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "calendar addresses"

    def __str__(self) -> str:
        return f"Calendar of {self.person}"
