"""One application per person, offering and school."""

from datetime import date, datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.states import Action, Beside, Care, ReviewAction, ReviewState, State
from common.fields import DeedField
from common.guards import Guard, moves_with, said_once
from common.models import Event
from common.states import choices
from pathways.models import Cohort, Offering, Placement
from people.models import Delegation, Hat, School, User
from people.queries import acts_for, directed_by, hats, today

STATES = choices(State)
CRITERIA = ("time", "mindset", "skillset", "experience")

# Nothing more becomes of these.
ENDED = [State.WITHDRAWN, State.DECLINED, State.NOT_SUPPORTED, State.TURNED_DOWN, State.LAPSED]
# Others than its writer may read it: it was sent, and is not begun anew. That all others were sent, the database keeps.
BEYOND_DRAFT = ~Q(state=State.DRAFT) & Q(submitted_at__isnull=False)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> Self:
        """Own ones; those one is asked to sign or to review, once submitted; all beyond draft for managers.

        A draft, and what was taken back before it was ever sent, is read by its writer alone: administrators included.
        """
        if not user.is_authenticated:
            return self.none()
        if hats(user).manager:
            return self.filter(Q(person=user) | BEYOND_DRAFT)
        signers = [user.pk, *acts_for(user, today())]
        asked = Q(signer__in=signers) & BEYOND_DRAFT
        reviews = (
            Q(pk__in=user.reviews.exclude(state=ReviewState.RECUSED).values("application")) & BEYOND_DRAFT
        )
        return self.filter(Q(person=user) | asked | reviews)

    def counted_for(self, user: User) -> Self:
        """Where they stand, without what is written in them: those one may see, and for a network director all beyond
        draft of the schools they look after."""
        seen = self.visible_to(user)
        if hats(user).manager or not hats(user).has(Hat.Kind.DIRECTOR):
            return seen
        theirs = Q(school__in=directed_by(user, today())) & BEYOND_DRAFT
        return self.filter(Q(pk__in=seen.order_by().values("pk")) | theirs)

    def waiting_for_cosign(self) -> Self:
        """Sent, and not signed by the school yet."""
        return self.filter(state=State.SUBMITTED)

    def addressed_to(self, user: User, day: date) -> "ApplicationQuerySet":
        """Those `user` is asked to sign, as themselves or for a principal who named them for that day; never their
        own."""
        acted_for = Delegation.objects.on(day).filter(delegate=user).values("principal")
        return self.filter(Q(signer=user) | Q(signer__in=acted_for)).exclude(person=user)

    def to_finish(self, day: date) -> "ApplicationQuerySet":
        """Drafts that can still be sent on that day."""
        open_still = Q(offering__closes__gte=day) | Q(offering__extended_to__gte=day)
        return self.filter(open_still, state=State.DRAFT, offering__opens__lte=day, in_office=None)

    def to_sign_in_office(self) -> Self:
        """Those of people who hold the role already and did not sign for it yet."""
        return self.filter(state=State.DRAFT, in_office__isnull=False)

    def sent_back(self) -> "ApplicationQuerySet":
        """Those whose writer is asked for a change before the school signs. Who holds the role already wrote nothing:
        a program manager corrects it."""
        return self.filter(state=State.RETURNED, in_office=None)

    def to_answer(self) -> "ApplicationQuerySet":
        """Those with an offer nobody answered yet."""
        return self.filter(state=State.OFFERED)

    def live(self) -> Self:
        """Those that may still become a placement."""
        return self.exclude(state__in=ENDED)

    def under_way(self) -> Self:
        """Those that were sent and are neither accepted nor ended."""
        return self.live().exclude(state__in=[State.DRAFT, State.ACCEPTED])

    def drafts(self) -> Self:
        """Those their writers have not sent yet."""
        return self.filter(state=State.DRAFT)


class Application(models.Model):
    """Somebody applies for one offering at one school."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="applications")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="applications")
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=STATES, default=str(State.DRAFT))
    answers = models.JSONField(default=dict, help_text="time, mindset, skillset, experience: as typed")
    resume = models.FileField(upload_to="resumes/", blank=True)
    resume_name = models.CharField(max_length=200, blank=True)
    # Who is asked to sign, fixed at submission; staff may re-route.
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asked_to_sign",
    )
    nudged_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True, help_text="The last day to answer the offer")
    # What the offer says and acceptance keeps, whenever it happens.
    starts = models.DateField("first day", null=True, blank=True, help_text="The day the offered role begins")
    # Kept by the service that records a review, so that the panel sorts by an index.
    score_hundredths = models.PositiveSmallIntegerField(null=True, blank=True)
    # The same of a group interview, and which one they are invited to.
    interview_hundredths = models.PositiveSmallIntegerField(null=True, blank=True)
    interview = models.ForeignKey(
        "applications.GroupInterview", null=True, blank=True, on_delete=models.PROTECT, related_name="invited"
    )
    # Of somebody who was taken over: the placement both sign for. Nothing is asked, read or decided here.
    in_office = models.OneToOneField(
        Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="signing"
    )
    # The placement of the year before that goes on: both sign anew, and it is decided without a fresh reading.
    renews = models.ForeignKey(
        Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="renewals"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "offering", "school"],
                name="one_application_per_person_offering_and_school",
                violation_error_message="You have an application for this role at this school already.",
            ),
            models.CheckConstraint(
                condition=Q(signer__isnull=True) | ~Q(signer=models.F("person")),
                name="nobody_signs_for_themselves",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(State.DRAFT), str(State.WITHDRAWN)])
                | Q(submitted_at__isnull=False),
                name="beyond_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(State.OFFERED), str(State.ACCEPTED)]) | Q(starts__isnull=False),
                name="an_offer_says_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(in_office=None) | Q(renews=None), name="who_is_in_office_renews_nothing"
            ),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="applications_by_change"),
            models.Index(fields=["state", "-changed_at", "-id"], name="applications_by_state"),
            # All a count of what one may see has to read.
            models.Index(fields=["state", "person"], include=["submitted_at"], name="applications_to_count"),
            models.Index(fields=["offering", "school", "state"], name="applications_of_a_panel"),
            models.Index(fields=["signer", "state"], name="applications_of_a_signer"),
        ]
        triggers = [
            said_once("created_at"),
            moves_with("submitted_at"),
            Guard(
                name="an_offer_begins_in_its_year",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.starts IS NOT NULL"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM pathways_offering o JOIN pathways_programyear y ON y.id = o.year_id
                                   WHERE o.id = NEW.offering_id AND NEW.starts >= y.starts AND NEW.starts < y.ends) THEN
                        RAISE EXCEPTION 'An offer begins within its program year.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.offering} at {self.school}"

    # Of whoever accepted, when they left the cohort of fellows since; where it was asked for (queries.left).
    left_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether somebody else than its writer has to do with it, and something may still become of it."""
        return self.state not in (State.DRAFT, *ENDED)

    @property
    def is_to_sign(self) -> bool:
        """Whether its writer has to sign it now."""
        return self.state == State.DRAFT

    @property
    def stands_on_paper(self) -> bool:
        """Whether both are asked no more: the role they hold stands on a paper they signed."""
        held = self.in_office if self.state == State.WITHDRAWN else None
        return held is not None and held.commitment_in_force

    @property
    def came_back(self) -> bool:
        """Whether the school said no, or sent it back."""
        return self.state in (State.NOT_SUPPORTED, State.RETURNED)


class ApplicationEvent(Event):
    """A line of the history of an application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    action = DeedField(Action, Care, Beside, ReviewAction)
    # Of a reminder: how many days after the application was sent it was due.
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Who was asked to read it, or to sign it.
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # To which group interview they are invited, or were.
    interview = models.ForeignKey(
        "applications.GroupInterview", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Whose release it tells.
    decision = models.ForeignKey(
        "applications.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    reads = ("asked", "decision", "interview")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["application", "at"], name="events_of_an_application")]

    @property
    def about(self) -> str:
        """ "After 3 days.", "To Quentin Readman." or why it was decided so."""
        if self.days is not None:
            return f"After {self.days} day{'' if self.days == 1 else 's'}."
        if self.asked is not None:
            return f"To {self.asked}."
        if self.interview is not None:
            return f"{self.interview}, {self.interview.place}."
        # An offer is told with its own words, if any.
        if self.decision is None or self.action == Action.OFFER:
            return ""
        why = self.decision.get_reason_display()
        return f"{why[:1].upper()}{why[1:]}."
