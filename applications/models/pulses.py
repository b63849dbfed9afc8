"""The mid-year check of a year: whether what both signed is kept, promise by promise, as each of the two sees it."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models.signatures import CommitmentRecord
from applications.rules.promises import KEPT, SCHOOL, TEACHER, Kept
from applications.states import PairAction, PairState, PulseAction
from common.fields import DeedField
from common.guards import Guard, Stay, append_only, said_once
from common.models import Event, Period, PeriodQuerySet, ends_after_it_starts, one_of
from common.states import choices
from pathways.models import Placement, ProgramYear, managed, serving
from people.models import Hat, School, User
from people.queries import hats, voices_now

PERSON = settings.AUTH_USER_MODEL
MOST_WORDS = 300
PARTIES = ((TEACHER, "Leader"), (SCHOOL, "School"))
STATES = choices(PairState)
ASKED, AGREED, DIFFERING, SETTLED = (str(state) for state in PairState)


class CommitmentPulse(Period):
    """When the two who signed are asked whether their promises are kept: once a year, from its first day to its last,
    which is the day before `ends`."""

    year = models.OneToOneField(ProgramYear, on_delete=models.PROTECT, related_name="pulse")
    starts = models.DateField("first day")
    ends = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [ends_after_it_starts("pulse_ends_after_it_starts")]
        triggers = [
            Stay(name="pulses_stay", operation=pgtrigger.Delete),
            Guard(
                name="a_pulse_lies_in_its_year",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM pathways_programyear WHERE id = NEW.year_id
                                   AND NEW.starts >= starts AND NEW.ends <= ends) THEN
                        RAISE EXCEPTION 'A mid-year check lies within its program year.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Mid-year check {self.year.label}"

    def is_open(self, day: date) -> bool:
        """Whether it can be answered on that day."""
        return self.starts <= day < self.ends


class PulseEvent(Event):
    """A line of history of the days of a mid-year check."""

    pulse = models.ForeignKey(CommitmentPulse, on_delete=models.PROTECT, related_name="events")
    action = DeedField(PulseAction)
    first_day = models.DateField()
    last_day = models.DateField()

    @property
    def about(self) -> str:
        """Its days: "From January 15, 2027 to February 15, 2027." """
        return f"From {self.first_day:%B %-d, %Y} to {self.last_day:%B %-d, %Y}."


class PulsePairQuerySet(models.QuerySet["PulsePair"]):
    def of_party(self, user: User) -> Self:
        """Those in which `user` answers today: as the leader, or for the school."""
        return self.filter(Q(placement__person=user) | Q(school__in=voices_now(user)))

    def covered_by(self, user: User) -> Self:
        """Those of the pathways `user` manages, but not those in which they answer themselves."""
        pathways = managed(user)
        rows = self if pathways is None else self.filter(placement__role__pathway__in=pathways)
        return rows.exclude(Q(placement__person=user) | Q(school__in=voices_now(user)))

    def visible_to(self, user: User) -> Self:
        """Those in which one answers, and those of the pathways one manages; nobody else's, coaches, directors and
        finance included."""
        if not user.is_authenticated:
            return self.none()
        pathways = managed(user)
        if pathways is None:
            return self
        own = Q(placement__person=user) | Q(school__in=voices_now(user))
        return self.filter(own | Q(placement__role__pathway__in=pathways))

    def asked_on(self, day: date) -> Self:
        """Those that can be answered on that day: the check is open, and the role was not ended."""
        return self.filter(serving(day, "placement__"), pulse__starts__lte=day, pulse__ends__gt=day)

    def waiting_for_leader(self, user: User, day: date) -> Self:
        """The leader's own that they have not sent yet."""
        return self.asked_on(day).filter(placement__person=user, teacher_sent_at=None)

    def waiting_for_school(self, user: User, day: date) -> Self:
        """Those of schools for which `user` signs that the school has not sent yet; of others' roles."""
        mine = self.asked_on(day).filter(school__in=voices_now(user), school_sent_at=None)
        return mine.exclude(placement__person=user)

    def to_settle(self, user: User) -> Self:
        """Those that are apart, of the pathways `user` manages."""
        return self.filter(state=DIFFERING).covered_by(user)


class PulsePair(models.Model):
    """The two who signed for one placement, asked in one check about the text they signed. The school is the one where
    the role was served when it opened; whoever signs for it on the day answers for it."""

    pulse = models.ForeignKey(CommitmentPulse, on_delete=models.PROTECT, related_name="pairs")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="pulse_pairs")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pulse_pairs")
    record = models.ForeignKey(CommitmentRecord, on_delete=models.PROTECT, related_name="pulse_pairs")
    state = models.CharField(max_length=9, choices=STATES, default=ASKED)
    opened_at = models.DateTimeField()
    teacher_sent_at = models.DateTimeField(null=True, blank=True)
    school_sent_at = models.DateTimeField(null=True, blank=True)
    # Who answered for the school, when it sent first; of each answer it stands there too.
    school_sent_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PulsePairQuerySet.as_manager()

    class Meta:
        ordering = ["school__sort_name", "placement__person__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pulse", "placement"], name="one_pair_per_pulse_and_placement"),
            one_of("state", PairState, "pair_is_asked_agreed_differing_or_settled"),
            models.CheckConstraint(
                condition=~Q(state=AGREED) | Q(teacher_sent_at__isnull=False, school_sent_at__isnull=False),
                name="only_two_who_answered_agree",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DIFFERING, SETTLED])
                | Q(teacher_sent_at__isnull=False)
                | Q(school_sent_at__isnull=False),
                name="nobody_differs_who_did_not_answer",
            ),
            models.CheckConstraint(
                condition=Q(school_sent_at=None, school_sent_by=None)
                | Q(school_sent_at__isnull=False, school_sent_by__isnull=False),
                name="somebody_answered_for_the_school",
            ),
        ]
        indexes = [models.Index(fields=["state", "pulse"], name="pairs_by_state")]
        triggers = [
            said_once("opened_at", "teacher_sent_at", "school_sent_at", "school_sent_by"),
            Stay(name="pairs_stay", operation=pgtrigger.Delete),
            Guard(
                name="a_pair_is_asked_about_what_it_signed",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("pulse_id", "placement_id", "record_id"),
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM pathways_placement p
                        JOIN applications_commitmentpulse c ON c.id = NEW.pulse_id AND c.year_id = p.year_id
                        JOIN applications_commitmentrecord r
                            ON r.id = NEW.record_id AND r.sha256 = p.commitment_sha256
                        WHERE p.id = NEW.placement_id
                    ) THEN
                        RAISE EXCEPTION 'Two are asked in the year of their placement, about the text they signed.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement.person}, {self.school}"

    def sent_at(self, party: str) -> object:
        """When this party sent their answers; None while they have not."""
        return self.teacher_sent_at if party == TEACHER else self.school_sent_at

    @property
    def both(self) -> bool:
        """Whether both sent their answers."""
        return self.teacher_sent_at is not None and self.school_sent_at is not None


class PulsePairEvent(Event):
    """A line of history of a pair; it holds no answer. `note`: what staff wrote when they settled it."""

    pair = models.ForeignKey(PulsePair, on_delete=models.PROTECT, related_name="events")
    action = DeedField(PairAction)
    talked_on = models.DateField(null=True, blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["pair", "at"], name="events_of_a_pair")]

    @property
    def about(self) -> str:
        """Of what was settled: the day staff talked to both."""
        return f"Talked to both by {self.talked_on:%B %-d, %Y}." if self.talked_on else ""


class PulseAnswerQuerySet(models.QuerySet["PulseAnswer"]):
    def visible_to(self, user: User) -> Self:
        """One's own; the other's once both sent theirs; for managers of the pathway what was sent. Nobody else's, an
        administrator's included who wears no such hat."""
        if not user.is_authenticated:
            return self.none()
        leads, signs = Q(pair__placement__person=user), Q(pair__school__in=voices_now(user))
        both = Q(pair__teacher_sent_at__isnull=False, pair__school_sent_at__isnull=False)
        own = Q(leads, party=TEACHER) | Q(signs, ~leads, party=SCHOOL)
        found = own | Q(leads | signs, both)
        if reads_answers(user):
            found |= sent() & Q(pair__in=PulsePair.objects.order_by().covered_by(user).values("pk"))
        return self.filter(found)

    def newest(self) -> Self:
        """Of each promise what a party answered last."""
        same = ("pair_id", "party", "whose", "number")
        return self.order_by(*same, "-pk").distinct(*same)


def reads_answers(user: User) -> bool:
    """Whether `user` reads what others answered: by the hat of a program manager, not by repairing things."""
    return hats(user).has(Hat.Kind.PROGRAM_MANAGER)


def sent() -> Q:
    """Of answers: that their party sent them; before that they are nobody's but that party's."""
    return Q(party=TEACHER, pair__teacher_sent_at__isnull=False) | Q(
        party=SCHOOL, pair__school_sent_at__isnull=False
    )


class PulseAnswer(models.Model):
    """Whether one promise is kept, as one of the two sees it: never changed, the newest counts. `whose` promise it is,
    `number` and `promise` as they were signed. `kept` is empty while only words stand there."""

    pair = models.ForeignKey(PulsePair, on_delete=models.PROTECT, related_name="answers")
    party = models.CharField("whose answer", max_length=7, choices=PARTIES)
    whose = models.CharField("whose promise", max_length=7, choices=PARTIES)
    number = models.PositiveSmallIntegerField()
    promise = models.TextField()
    kept = models.CharField(max_length=6, choices=[(str(one), KEPT[one]) for one in Kept], blank=True)
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="pulse_answers")
    at = models.DateTimeField()

    objects = PulseAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("kept", ("", *Kept), "a_promise_is_kept_partly_kept_or_not"),
            one_of("party", (TEACHER, SCHOOL), "an_answer_is_of_one_of_the_two"),
            one_of("whose", (TEACHER, SCHOOL), "a_promise_is_of_one_of_the_two"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(promise=""), name="an_answer_names_its_promise"
            ),
        ]
        indexes = [models.Index(fields=["pair", "party", "whose", "number", "-id"], name="newest_answers")]
        triggers = [
            append_only("answers_stay"),
            Guard(
                name="answers_come_while_it_is_open",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM applications_pulsepair r
                        JOIN applications_commitmentpulse c ON c.id = r.pulse_id
                        JOIN pathways_placement p ON p.id = r.placement_id
                        WHERE r.id = NEW.pair_id AND (NEW.party = 'teacher') = (p.person_id = NEW.by_id)
                        AND (NEW.at AT TIME ZONE 'America/Los_Angeles')::date >= c.starts
                        AND (NEW.at AT TIME ZONE 'America/Los_Angeles')::date < c.ends
                    ) THEN
                        RAISE EXCEPTION 'A promise is answered while the check is open, by one of the two.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}, {self.pair}"

    @property
    def key(self) -> str:
        """As `Promise.key` of what it answers."""
        return f"{self.whose}-{self.number}"
