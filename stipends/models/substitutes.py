"""What a substitute costs the network, and how much of it a school may claim in a year. Never edited once published."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from common.clock import day_in_words
from common.guards import Guard, moves_with, said_once
from common.models import Period, ends_after_it_starts, period
from common.money import dollars
from common.two_people import ByTwoPeople, DraftedQuerySet, never_edited, two_people
from pathways.models import ProgramYear
from people.models import ActingSigner, Delegation, Post, School, User, accounts_of
from people.queries import hats, today
from stipends.models.guards import FOLLOWED, FOLLOWS, ONLY_EARLIER
from stipends.states import RateState

PERSON = settings.AUTH_USER_MODEL


def accounts_in_sql(by: str) -> str:
    """In triggers: the ids of whoever the column `by` names, with the accounts merged into theirs."""
    return f"(SELECT id FROM people_user WHERE id = {by} OR merged_into_id = {by})"


def of_its_school(by: str, at: str) -> str:
    """In triggers on rows with a school: whether whoever the column `by` names is of that school on the day of `at`, as
    `schools_of` has it."""
    on = f"({at} AT TIME ZONE 'America/Los_Angeles')::date"
    lasts = "{0}.starts <= " + on + " AND ({0}.ends IS NULL OR {0}.ends > " + on + ")"
    accounts = accounts_in_sql(by)
    return f"""EXISTS (SELECT 1 FROM people_post p WHERE p.school_id = NEW.school_id
                               AND p.person_id IN {accounts} AND {lasts.format("p")})
                    OR EXISTS (SELECT 1 FROM people_actingsigner a WHERE a.school_id = NEW.school_id
                               AND a.person_id IN {accounts} AND {lasts.format("a")})
                    OR EXISTS (SELECT 1 FROM people_delegation d
                               WHERE d.delegate_id IN {accounts} AND {lasts.format("d")}
                               AND (EXISTS (SELECT 1 FROM people_post p WHERE p.person_id = d.principal_id
                                            AND p.school_id = NEW.school_id AND {lasts.format("p")})
                                    OR EXISTS (SELECT 1 FROM people_actingsigner a
                                               WHERE a.person_id = d.principal_id
                                               AND a.school_id = NEW.school_id AND {lasts.format("a")})))"""


def schools_of(user: User, day: date) -> "models.QuerySet[School]":
    """Where they hold a post or sign that day, or answer for who does. Nobody of a school decides what it gets."""
    mine = accounts_of(user)
    asked_by = Delegation.objects.on(day).filter(delegate__in=mine).values("principal")
    theirs = Q(person__in=mine) | Q(person__in=asked_by)
    posts, acting = Post.objects.on(day).filter(theirs), ActingSigner.objects.on(day).filter(theirs)
    return School.objects.filter(
        Q(pk__in=posts.values("school")) | Q(pk__in=acting.values("school"))
    ).order_by()


class TwoPeopleQuerySet(DraftedQuerySet):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers; schools read what they get in the reasons of their claims."""
        return self if hats(user).money else self.none()


class SubstituteTerms(Period, ByTwoPeople):
    """What a day of a substitute is paid, which share of it comes back, and at most how much (rules.md §4). One of
    these is in force on a day. Those that begin on a day of others end them there, once they are published."""

    starts = models.DateField("first day")
    ends = models.DateField("the first day after the last")
    rate = models.DecimalField(
        "dollars a day", max_digits=10, decimal_places=5, help_text="Where a school gives no cost of its own"
    )
    coverage = models.DecimalField(
        "share that comes back", max_digits=5, decimal_places=4, help_text="0.8 is 80%"
    )
    day_cap_cents = models.BigIntegerField("at most a day, in cents", null=True, blank=True)
    # What they ended early when they were published, and the end it had until then.
    cuts_short = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cut_short_by",
        editable=False,
        verbose_name="terms they ended early",
    )
    cut_from = models.DateField("the end those had before", null=True, blank=True, editable=False)

    objects = TwoPeopleQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "substitute terms"
        ordering = ["-starts", "-pk"]
        constraints = [
            ends_after_it_starts("terms_end_after_they_start"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_is_above_0"),
            models.CheckConstraint(condition=Q(coverage__gt=0, coverage__lte=1), name="coverage_is_a_share"),
            models.CheckConstraint(
                condition=Q(day_cap_cents__isnull=True) | Q(day_cap_cents__gt=0), name="day_cap_is_above_0"
            ),
            ExclusionConstraint(
                name="one_terms_in_force_on_a_day",
                expressions=[(period(), RangeOperators.OVERLAPS)],
                condition=Q(state=str(RateState.PUBLISHED)),
            ),
            models.CheckConstraint(
                condition=Q(cuts_short__isnull=True, cut_from__isnull=True)
                | Q(
                    cuts_short__isnull=False,
                    cut_from__gt=F("starts"),
                    state__in=[str(RateState.PUBLISHED), str(RateState.RETIRED)],
                ),
                name="terms_end_early_once_others_follow",
            ),
            *two_people("terms"),
        ]
        triggers = [
            *never_edited("terms", "ends", "cuts_short", "cut_from"),
            said_once("cuts_short", "cut_from"),
            moves_with("cuts_short", "cut_from"),
            Guard(
                name="terms_only_end_earlier",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__ends__df=pgtrigger.F("new__ends")),
                func=ONLY_EARLIER,
            ),
            Guard(
                name="terms_that_end_early_are_followed",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(old__ends__df=pgtrigger.F("new__ends")),
                func=FOLLOWED,
            ),
            Guard(
                name="terms_follow_those_they_end",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=FOLLOWS,
            ),
        ]

    def __str__(self) -> str:
        assert self.last_day is not None
        return f"{day_in_words(self.starts)} to {day_in_words(self.last_day)}"

    @property
    def share(self) -> str:
        """ "80%"."""
        return f"{(self.coverage * 100).normalize():f}%"

    @property
    def a_day(self) -> str:
        """The rate as it is exact: "$243.12", "$243.12345"."""
        cents = self.rate.quantize(self.rate.__class__("0.01"))
        return f"${cents:,}" if cents == self.rate else f"${self.rate.normalize():,f}"

    @property
    def says(self) -> str:
        """ "80% of $243.12 a day, or of the school's own cost; at most $260.00 a day counts of either"."""
        cap = self.day_cap_cents
        most = "" if cap is None else f"; at most {dollars(cap)} a day counts of either"
        return f"{self.share} of {self.a_day} a day, or of the school’s own cost{most}"


class AllowanceQuerySet(TwoPeopleQuerySet):
    def to_publish(self, by: User, day: date | None = None) -> Self:
        """As of all that two people make, but those of the schools that are theirs on `day` (today)."""
        return super().to_publish(by).exclude(school__in=schools_of(by, day or today()))


class SchoolAllowance(ByTwoPeople):
    """How many days and how much money a school may claim in a year; nothing said is no limit."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="substitute_allowances")
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="substitute_allowances")
    units = models.DecimalField(
        "days", max_digits=7, decimal_places=2, null=True, blank=True, help_text="Empty: no limit"
    )
    budget_cents = models.BigIntegerField("budget in cents", null=True, blank=True)

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts", "school__name", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year"],
                condition=Q(state=str(RateState.PUBLISHED)),
                name="one_allowance_of_a_school_and_year",
            ),
            models.CheckConstraint(
                condition=Q(units__isnull=True) | Q(units__gte=0), name="allowed_days_are_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(budget_cents__isnull=True) | Q(budget_cents__gte=0),
                name="allowed_money_is_not_negative",
            ),
            *two_people("allowances"),
        ]
        triggers = [
            *never_edited("allowances"),
            Guard(
                name="school_staff_never_publish_its_limit",
                operation=pgtrigger.Update | pgtrigger.Insert,
                when=pgtrigger.Before,
                func=f"""
                    IF NEW.published_by_id IS NULL OR (TG_OP = 'UPDATE' AND OLD.published_by_id IS NOT NULL) THEN
                        RETURN NEW;
                    END IF;
                    IF {of_its_school("NEW.published_by_id", "NEW.published_at")} THEN
                        RAISE EXCEPTION 'whoever publishes the limit of a school is not of it'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.year}"

    @property
    def says(self) -> str:
        """ "At most 40 days and $5,200.00"."""
        limits = [
            *([] if self.units is None else [f"{self.units.normalize():f} days"]),
            *([] if self.budget_cents is None else [dollars(self.budget_cents)]),
        ]
        return f"At most {' and '.join(limits)}" if limits else "No limit"
