"""Events, their sessions, and whom these invite."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import TruncDate
from django.utils import timezone

from common.clock import LOS_ANGELES, day_begins, in_words, local_date
from common.fields import DeedField
from common.guards import Guard, moves_with, said_once
from common.models import Event as HistoryEvent
from common.states import choices
from pathways.models import Cohort, Placement, ProgramYear, Role, ScopeItem
from people.models import Post, School, User
from people.queries import hats
from seminars.models.attendance import Attendance
from seminars.rules import Audience
from seminars.states import Action, Planning, State

PERSON = settings.AUTH_USER_MODEL
STATES = choices(State)
LEFT_OPEN = timedelta(days=3)
# Neither cancelled nor moved to another day.
TAKING_PLACE = [str(State.PLANNED), str(State.HELD), str(State.CLOSED)]
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Event(models.Model):
    """What sessions belong to: an institute, a seminar, a seminar of Peer Coaches. `unchanged`: whoever saved it said
    what it said already."""

    class Kind(models.TextChoices):
        SUMMER_INSTITUTE = "summer_institute", "Summer Institute"
        WINTER_INSTITUTE = "winter_institute", "Winter Institute"
        SEMINAR = "seminar"
        HOSTED = "hosted_seminar", "Peer Coach seminar at a school"
        OTHER = "other"

    unchanged = False
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

    def led_by(self, person: User) -> "SessionQuerySet":
        """Those this person leads whose roster is not closed: ahead, or over and to close."""
        return self.filter(state__in=[State.PLANNED, State.HELD], facilitators=person)

    def taking_place(self) -> "SessionQuerySet":
        """Those that were neither cancelled nor moved to another day."""
        return self.filter(state__in=TAKING_PLACE)

    def closed(self) -> "SessionQuerySet":
        """Those whose roster is closed: their marks count."""
        return self.filter(state=State.CLOSED)

    def required_of(self, role: Any) -> "SessionQuerySet":
        """Those that a role (a row, an id, or an outer reference) has to attend: they invite it by name, one of its
        cohorts, or everybody who leads. One that invites two of its cohorts is there twice."""
        everybody = Q(roles=None, cohorts=None, fellows=False, school_leaders=False)
        return self.filter(Q(roles=role) | Q(cohorts__role=role) | everybody, required=True)

    def of_fellow(self, person: User, *, starts: date, ends: date) -> "SessionQuerySet":
        """Those for fellows on a day from `starts` until `ends` in Los Angeles, and others for them this person has a
        mark of; by time, each with `my_mark` and `my_minutes` (None: no mark). What does not take place is left out.
        """
        studied = Q(starts_at__gte=day_begins(starts), starts_at__lt=day_begins(ends))
        mine = FilteredRelation("attendance", condition=Q(attendance__person=person))
        found = self.taking_place().filter(fellows=True).annotate(mine=mine)
        found = found.annotate(my_mark=F("mine__mark"), my_minutes=F("mine__minutes"))
        return found.filter(studied | Q(my_mark__isnull=False)).order_by("starts_at", "pk")

    def left_open(self, now: datetime, *, for_others_than: User) -> "SessionQuerySet":
        """Those to close for more than three days; one's own are asked of oneself, and not among them."""
        return self.to_close(now - LEFT_OPEN).exclude(facilitators=for_others_than)


def audience_of(
    roles: Iterable[Role], cohorts: Iterable[Cohort], *, fellows: bool, school_leaders: bool
) -> Audience:
    """Whom a session with these would invite."""
    narrowing = list(cohorts)
    return Audience(
        roles=frozenset(role.pk for role in roles),
        cohorts=frozenset(cohort.pk for cohort in narrowing),
        narrowed_roles=frozenset(cohort.role_id for cohort in narrowing),
        fellows=fellows,
        school_leaders=school_leaders,
    )


class Session(models.Model):
    """A time and a place, whom it invites, and a roster that opens, closes and may be opened again. `unchanged`:
    whoever saved its plan said what it said already."""

    unchanged = False
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
    roles = models.ManyToManyField(
        Role, blank=True, related_name="sessions", help_text="Empty, and nobody else chosen: every role"
    )
    cohorts = models.ManyToManyField(Cohort, blank=True, related_name="sessions")
    # Who holds no role by it. With either of them a session without roles and cohorts is for no role.
    fellows = models.BooleanField(
        "fellows", default=False, help_text="The fellows whose cohort studies on its day"
    )
    school_leaders = models.BooleanField(
        "school leaders", default=False, help_text="Principals and assistant principals of the network"
    )
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
    # The session of the year before whose place it takes in its own, whatever it is called by now.
    shifted_from = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="shifted_on"
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
            # Whoever plans it a second time, in another window or at the same moment, finds this one.
            models.UniqueConstraint(
                fields=["event", "title", "starts_at"],
                condition=Q(state__in=TAKING_PLACE),
                name="one_session_per_event_title_and_start",
                violation_error_message="This event has a session of this title and start already.",
            ),
            models.UniqueConstraint(
                fields=["shifted_from"],
                condition=Q(state__in=TAKING_PLACE),
                name="one_session_shifted_from_each",
                violation_error_message="That session of the year before stands in the plan already.",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="sessions_by_start")]
        triggers = [said_once("planned_at"), moves_with("closed_at", "closed_by")]

    def __str__(self) -> str:
        return self.title

    @property
    def asked(self) -> Audience:
        """Whom it invites. Two queries, or none where roles and cohorts are known."""
        flags = {"fellows": self.fellows, "school_leaders": self.school_leaders}
        return audience_of(self.roles.all(), self.cohorts.all(), **flags)

    @property
    def whom(self) -> str:
        """Whom it is for: "Arts Lead, Team Lead (Grade 3), fellows, school leaders". Two queries, or none where roles
        and cohorts are known."""
        roles = ", ".join(role.name for role in self.roles.all())
        cohorts = ", ".join(cohort.name for cohort in self.cohorts.all())
        named = f"{roles} ({cohorts})" if roles and cohorts else roles or cohorts
        others = [
            word
            for word, there in (("fellows", self.fellows), ("school leaders", self.school_leaders))
            if there
        ]
        said = ", ".join([*([named] if named else []), *others])
        return f"{said[0].upper()}{said[1:]}" if said else "Every role"

    @property
    def takes_place(self) -> bool:
        """It was neither cancelled nor moved to another day."""
        return self.state in TAKING_PLACE

    @property
    def off_scope(self) -> str:
        """That what it works on stands in another month or for others: "Works on “Literacy”, which is of Team Lead in
        October 2026"; empty where it fits, or works on nothing. Queries as `whom`."""
        item = self.scope_item
        if item is None:
            return ""
        asked, day = self.asked, local_date(self.starts_at)
        role = item.role_id
        among = role in asked.roles or role in {one.role_id for one in self.cohorts.all()}
        theirs = asked.school_leaders if role is None else asked.everyone or among
        if theirs and (item.month.year, item.month.month) == (day.year, day.month):
            return ""
        whose = item.role.name if item.role else "school leaders"
        return f"Works on “{item.focus}”, which is of {whose} in {item.month:%B %Y}"


class SessionEvent(HistoryEvent):
    """A line of the history of a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="events")
    action = DeedField(Action, Planning)

    # Of a changed event: what it was and is. Both are empty where that stayed.
    event_title_was = models.CharField(max_length=200, blank=True)
    event_title = models.CharField(max_length=200, blank=True)
    event_kind_was = models.CharField(max_length=20, blank=True, choices=Event.Kind.choices)
    event_kind = models.CharField(max_length=20, blank=True, choices=Event.Kind.choices)
    event_school_was = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    event_school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    reads = ("session__moved_from", "event_school_was", "event_school")

    class Meta(HistoryEvent.Meta):
        indexes = [models.Index(fields=["session", "at"], name="events_of_a_session")]

    @property
    def about(self) -> str:
        """Of the plan of a moved session: when it was to be before, as in "Moved from Oct 14, 2026, 9:00 a.m."; of a
        changed event: "Title “Fall”, before “Autumn”. Hosted by Roosevelt High School, before nobody."."""
        if self.action == Planning.PLAN:
            was = self.session.moved_from
            return f"Moved from {in_words(was.starts_at)}" if was else ""
        told = []
        if self.event_title:
            told.append(f"Title “{self.event_title}”, before “{self.event_title_was}”.")
        if self.event_kind:
            kinds = (self.get_event_kind_display(), self.get_event_kind_was_display())
            told.append("Kind “{}”, before “{}”.".format(*kinds))
        if self.event_school_id != self.event_school_was_id:
            hosts = (self.event_school or "nobody", self.event_school_was or "nobody")
            told.append("Hosted by {}, before {}.".format(*hosts))
        return " ".join(told)


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
    others = Session.objects.filter(Q(fellows=True) | Q(school_leaders=True), pk=session)
    return fits(
        roles=roles.values("role"),
        cohorts=cohorts.values("cohort"),
        narrowed=cohorts.values("cohort__role"),
        everyone=~Q(Exists(roles)) & ~Q(Exists(cohorts)) & ~Q(Exists(others)),
    )


def studying(day: date | TruncDate) -> QuerySet[Any]:
    """The fellows whose cohort studies on that day. Fellows are strangers to this room: their word for it is asked by
    the name of the link from a person."""
    fellows: Any = User._meta.get_field("fellowships").related_model
    found: QuerySet[Any] = fellows.objects.studying(day).order_by()
    return found


def heading(day: date | TruncDate) -> "QuerySet[Post]":
    """The posts of those who lead a school of the network on that day: principals and assistant principals."""
    member = Q(school__memberships__ends__isnull=True) | Q(school__memberships__ends__gt=day)
    leads_it = [Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL]
    posts: QuerySet[Post] = Post.objects.on(day).order_by()
    return posts.filter(member, position__in=leads_it, school__memberships__starts__lte=day)


def invites(person: User) -> Q:
    """The sessions that invite this person on their day in Los Angeles: a placement of theirs which runs then, a fellow
    who studies then, or who leads a school then."""
    day = TruncDate(ExpressionWrapper(OuterRef("starts_at"), DateTimeField()), tzinfo=LOS_ANGELES)
    held = Placement.objects.held().on(day).filter(person=person, year=OuterRef("event__year")).order_by()
    by_role = Q(Exists(held.filter(audience(OuterRef(OuterRef("pk"))))))
    studies = Q(Exists(studying(day).filter(person=person)), fellows=True)
    return by_role | studies | Q(Exists(heading(day).filter(person=person)), school_leaders=True)


def concerns(person: User) -> Q:
    """The sessions that invite this person, in which they have a mark (walk-ins too), or that they facilitate."""
    marked = Attendance.objects.filter(session=OuterRef("pk"), person=person)
    return Q(leads(person)) | Q(Exists(marked)) | invites(person)


def leads(user: User) -> Exists:
    """Whether the session's row is facilitated by this person, for pages that ask with the row itself."""
    return Exists(Session.facilitators.through.objects.filter(session=OuterRef("pk"), user=user))
