"""Events, their sessions, and one mark per person and session."""

from datetime import UTC, datetime, timedelta
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from common.clock import LOS_ANGELES, in_words
from common.fields import DeedField
from common.guards import Guard, append_only, moves_with, said_once
from common.models import Event as HistoryEvent
from common.states import choices
from pathways.models import Cohort, Placement, ProgramYear, Role, ScopeItem
from people.models import School, User
from people.queries import hats
from seminars.states import Action, Planning, State

PERSON = settings.AUTH_USER_MODEL
STATES = choices(State)
LEFT_OPEN = timedelta(days=3)
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Event(models.Model):
    """What sessions belong to: an institute, a seminar, a seminar of Peer Coaches."""

    class Kind(models.TextChoices):
        SUMMER_INSTITUTE = "summer_institute", "Summer Institute"
        WINTER_INSTITUTE = "winter_institute", "Winter Institute"
        SEMINAR = "seminar"
        HOSTED = "hosted_seminar", "Peer Coach seminar at a school"
        OTHER = "other"

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="seminar_events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="hosted_events"
    )

    class Meta:
        ordering = ["year", "title"]
        constraints = [models.UniqueConstraint(fields=["year", "title"], name="one_event_per_year_and_title")]
        triggers = [
            Guard(
                name="closed_rosters_keep_year_and_kind",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("year", "kind"),
                # The share lock makes a change that races with the closing of a roster wait for it.
                func="""
                    PERFORM 1 FROM seminars_session WHERE event_id = OLD.id ORDER BY id FOR SHARE;
                    IF EXISTS (SELECT 1 FROM seminars_session WHERE state = 'closed' AND event_id = OLD.id) THEN
                        RAISE EXCEPTION 'A roster of this event is closed: its year and kind stay.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.title


def to_come(now: datetime) -> Q:
    """Of a session: that it is planned and has not begun."""
    return Q(state=State.PLANNED, starts_at__gt=now)


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> Self:
        """All for staff; those one facilitates, is marked in, or is invited to by role (and cohort)."""
        if not user.is_authenticated:
            return self.none()
        return self if hats(user).staff else self.filter(concerns(user))

    def to_close(self, now: datetime) -> "SessionQuerySet":
        """Over by `now` with a roster nobody closed: nothing of them counts for pay."""
        return self.filter(state__in=[State.PLANNED, State.HELD], ends_at__lt=now)

    def taking_place(self) -> "SessionQuerySet":
        """Those that were neither cancelled nor moved to another day."""
        return self.filter(state__in=[State.PLANNED, State.HELD, State.CLOSED])

    def closed(self) -> "SessionQuerySet":
        """Those whose roster is closed: their marks count."""
        return self.filter(state=State.CLOSED)

    def left_open(self, now: datetime, *, for_others_than: User) -> "SessionQuerySet":
        """Those to close for more than three days; one's own are asked of oneself, and not among them."""
        return self.to_close(now - LEFT_OPEN).exclude(facilitators=for_others_than)


class Session(models.Model):
    """A time and a place, whom it invites, and a roster that opens, closes and may be opened again."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(max_length=2000, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    required_minutes = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=True)
    substitute_eligible = models.BooleanField(default=True)
    content_code = models.SlugField(
        max_length=40, blank=True, help_text="Sessions with one code make up for each other"
    )
    roles = models.ManyToManyField(Role, blank=True, related_name="sessions", help_text="Empty: every role")
    cohorts = models.ManyToManyField(Cohort, blank=True, related_name="sessions")
    facilitators: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        PERSON, blank=True, related_name="facilitates"
    )
    scope_item = models.ForeignKey(
        ScopeItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    state = models.CharField(max_length=10, choices=STATES, default=str(State.PLANNED))
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now, editable=False)
    # The session whose place this one took. Calendar programs go on showing both as one entry.
    moved_from = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="moved_on"
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message="It must end after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(required_minutes__gt=0),
                name="session_has_minutes",
                violation_error_message="Write how many minutes the session asks for, at least 1.",
            ),
            # Beyond these days a time cannot be told in Los Angeles, and no page with it could be drawn.
            models.CheckConstraint(
                condition=Q(starts_at__gte=EARLIEST, ends_at__lt=LATEST, required_minutes__lte=1440),
                name="session_of_our_time",
                violation_error_message="Choose days from 2000 to 2199, and at most 1,440 minutes.",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(State.CLOSED)) | Q(closed_at__isnull=False),
                name="closed_has_a_time",
                violation_error_message="A closed roster says when it was closed.",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="sessions_by_start")]
        triggers = [said_once("planned_at"), moves_with("closed_at", "closed_by")]

    def __str__(self) -> str:
        return self.title


class SessionEvent(HistoryEvent):
    """A line of the history of a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="events")
    action = DeedField(Action, Planning)

    reads = ("session__moved_from",)

    class Meta(HistoryEvent.Meta):
        indexes = [models.Index(fields=["session", "at"], name="events_of_a_session")]

    @property
    def about(self) -> str:
        """Of the plan of a moved session: when it was to be before, as in "Moved from Oct 14, 2026, 9:00 a.m."."""
        was = self.session.moved_from if self.action == Planning.PLAN else None
        return f"Moved from {in_words(was.starts_at)}" if was else ""


def refuse_when_closed(operation: Any, **tables: str) -> pgtrigger.Trigger:
    """A trigger that refuses any change of marks on a closed roster, bulk SQL included.

    Once a statement, not once a row: a sheet of 2,000 marks asks one question. The share lock makes a mark
    that races with the closing of the roster wait for it, so none slips in behind it.
    """
    touched = " UNION ".join(f"SELECT session_id FROM {name}" for name in tables.values())
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
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendance", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="attendance", db_index=False)
    mark = models.CharField(max_length=8, choices=Mark.choices)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: the whole session")
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_up_by = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="makes_up"
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
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="scan_failures"
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


EVERYONE = Q(pk__isnull=False)


def fits(*, roles: Any, cohorts: Any, narrowed: Any, everyone: Q) -> Q:
    """Of placements, those a session is for: the one place that says `rules.Audience` in SQL.

    Each is a list of numbers, or a query for them: the roles and cohorts it names, the roles of those cohorts; and
    `everyone`, where it names none.
    """
    return Q(cohort__in=cohorts) | (Q(role__in=roles) & ~Q(role__in=narrowed)) | everyone


def audience(session: int | OuterRef) -> Q:
    """Of placements, those that a session (its number, or a reference to it) is for."""
    roles = Session.roles.through.objects.filter(session=session)
    cohorts = Session.cohorts.through.objects.filter(session=session)
    return fits(
        roles=roles.values("role"),
        cohorts=cohorts.values("cohort"),
        narrowed=cohorts.values("cohort__role"),
        everyone=~Q(Exists(roles)) & ~Q(Exists(cohorts)),
    )


def invites(person: User) -> Q:
    """The sessions that invite a placement of this person, which runs on the session's day in Los Angeles."""
    day = TruncDate(ExpressionWrapper(OuterRef("starts_at"), DateTimeField()), tzinfo=LOS_ANGELES)
    held = Placement.objects.on(day).filter(person=person, year=OuterRef("event__year")).order_by()
    return Q(Exists(held.filter(audience(OuterRef(OuterRef("pk"))))))


def concerns(person: User) -> Q:
    """The sessions that invite this person, in which they have a mark (walk-ins too), or that they facilitate."""
    marked = Attendance.objects.filter(session=OuterRef("pk"), person=person)
    return Q(leads(person)) | Q(Exists(marked)) | invites(person)


def leads(user: User) -> Exists:
    """Whether the session's row is facilitated by this person, for pages that ask with the row itself."""
    return Exists(Session.facilitators.through.objects.filter(session=OuterRef("pk"), user=user))
