"""The outbox: a mail is owed as a row in the transaction that causes it, then sent by a sweep."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q

from common.fields import DeedField
from common.models import Event, one_of
from common.states import choices
from notifications.rules import FRESH, MOST_DAYS, PAUSES, REMINDERS, Reminder, is_decent, when
from notifications.states import Action, RuleAction, RuleState, State
from people.models import User
from people.queries import hats


class Hold(models.Model):
    """While its one row is there only urgent mails leave: this is a copy, and what it was made of may be sending the
    others still.

    `restore` puts it there and keeps back whatever waited (config.backup); `release_mails` takes it away.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_hold")]

    def __str__(self) -> str:
        return f"Mails held since {self.since}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """All for program managers; nobody else reads other people's mail."""
        return self if hats(user).manager else self.none()

    def come(self, now: datetime) -> Self:
        """Waiting, and not told to wait any longer. What was to leave at once, or was to wait longer than any pause
        of ours, does not wait for a clock that was set back."""
        at_once = Q(send_after__lte=F("created_at"))
        set_back = Q(attempts__gt=0, send_after__gt=now + PAUSES[-1])
        return self.filter(Q(send_after__lte=now) | at_once | set_back, state=State.WAITING)

    def due(self, now: datetime) -> Self:
        """Those that may leave now: at night only what is urgent, or what somebody has just caused; only what is
        urgent while mails are held."""
        come = self.come(now).filter(Q(urgent=True) | ~Exists(Hold.objects.all()))
        return come if is_decent(now) else come.filter(Q(urgent=True) | Q(created_at__gt=now - FRESH))

    def unsent(self, now: datetime) -> Self:
        """Due, or in the hands of a sweep, which may have died."""
        return self.due(now) | self.filter(state=State.SENDING)


class Message(models.Model):
    """A mail that is owed, waits, left or failed: written in the transaction that owes it, sent by a worker."""

    to_email = models.EmailField()
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    template = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    # A body that carries a one-time token is wiped as soon as it is sent.
    secret = models.BooleanField(default=False)
    # Somebody sits before a page and waits for it: it leaves first, by day and by night.
    urgent = models.BooleanField(default=False)
    dedupe_key = models.CharField(max_length=200, unique=True)
    # Messages about one thing share a topic: a newer one cancels those that still wait.
    topic = models.CharField(max_length=200, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=choices(State), default=str(State.WAITING))
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # Made once: a mail that is sent again, because nobody can know whether it arrived, is known as the same.
    message_id = models.CharField(max_length=200, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    # The session of the database in which a sweep claimed it; the claim ends with that session.
    holder = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["-urgent", "send_after", "id"],
                condition=Q(state=str(State.WAITING)),
                name="messages_to_send",
            ),
            models.Index(fields=["-created_at", "-id"], name="messages_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="messages_by_state"),
            models.Index(fields=["to_email", "id"], name="messages_by_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=str(State.SENT)) | Q(sent_at__isnull=False), name="sent_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageEvent(Event):
    """What staff did with a message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="events")
    action = DeedField(Action)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["message", "at"], name="events_of_a_message")]


class ReminderRuleQuerySet(models.QuerySet["ReminderRule"]):
    def visible_to(self, user: User) -> Self:
        """All for registrars and program managers, who keep them; none for others."""
        worn = hats(user)
        return self if worn.registrar or worn.manager else self.none()


class ReminderRule(models.Model):
    """A reminder as data: about what, how many days before (positive) or after (negative) the date."""

    what = models.SlugField(max_length=60)
    days_before = models.SmallIntegerField(help_text="Negative: days after the date")
    active = models.BooleanField(default=True)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        ordering = ["what", "-days_before"]
        constraints = [
            models.UniqueConstraint(fields=["what", "days_before"], name="one_rule_per_reminder_and_day"),
            one_of("what", REMINDERS, "reminder_of_what_there_is"),
            models.CheckConstraint(
                condition=Q(days_before__gte=-MOST_DAYS, days_before__lte=MOST_DAYS),
                name="reminder_is_near_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(what="cosign") | Q(days_before__lt=0), name="signature_is_reminded_of_after"
            ),
            models.CheckConstraint(
                condition=~Q(what="agreement") | Q(days_before__lt=0),
                name="an_agreement_is_reminded_of_after",
            ),
            models.CheckConstraint(
                condition=~Q(what="pulse") | Q(days_before__gte=0), name="a_check_is_reminded_of_before"
            ),
            models.CheckConstraint(
                condition=~Q(what="session") | Q(days_before__gte=0), name="session_is_reminded_of_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about.name}, {self.when}"

    @property
    def about(self) -> Reminder:
        return REMINDERS[self.what]

    @property
    def when(self) -> str:
        return when(self.days_before, self.about.day)

    @property
    def state(self) -> RuleState:
        return RuleState.ON if self.active else RuleState.OFF

    @property
    def sentence(self) -> str:
        """The whole rule in words."""
        about = self.about
        return f"{about.name}: {self.when}, to {about.to}, until {about.until}."


class ReminderRuleEvent(Event):
    """Who added, moved, turned on or off a rule."""

    rule = models.ForeignKey(ReminderRule, on_delete=models.PROTECT, related_name="events")
    action = DeedField(RuleAction)
    # Where it stands from then on, and where it stood before it was moved.
    days_before = models.SmallIntegerField()
    was = models.SmallIntegerField(null=True, blank=True)
    reads = ("rule",)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["rule", "at"], name="events_of_a_rule")]

    @property
    def about(self) -> str:
        day = self.rule.about.day
        stands = when(self.days_before, day)
        return stands if self.was is None else f"{when(self.was, day)} → {stands}"


class Heartbeat(models.Model):
    """When each periodic job last finished, by its name in the schedule; the staff page says which did not run."""

    job = models.CharField(max_length=80, unique=True)
    ran_at = models.DateTimeField()
    result = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["job"]

    def __str__(self) -> str:
        return self.job
