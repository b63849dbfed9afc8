"""What a role is paid in a year and by which rule. Never edited once published."""

import json
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.edits import mark_of
from common.fields import DeedField
from common.guards import Stay, append_only, said_once
from common.models import Event
from common.states import choices
from pathways.models import ProgramYear, Role
from people.models import User
from people.queries import hats
from stipends.states import PolicyAction, PolicyState

PERSON = settings.AUTH_USER_MODEL
# Only a draft can still be anything else.
FIXED = ["published", "retired", "discarded"]
UNPUBLISHED = ["draft", "returned", "discarded"]
STATES = choices(PolicyState)


def published(prefix: str = "") -> Q:
    """What is in force; `prefix` leads from the rows that are asked for to policies."""
    return Q(**{f"{prefix}state": PolicyState.PUBLISHED})


class StipendPolicyQuerySet(models.QuerySet["StipendPolicy"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers; a leader reads the rule in the reasons of a statement."""
        return self if hats(user).money else self.none()

    def published(self) -> Self:
        """The one in force of each role and year."""
        return self.filter(published())

    def standing(self) -> "StipendPolicyQuerySet":
        """Those in force, and the drafts that may take their place; the latest version last."""
        states = [PolicyState.DRAFT, PolicyState.RETURNED, PolicyState.PUBLISHED]
        return self.filter(state__in=states).order_by("version")

    def drafts(self) -> Self:
        """Those nobody published yet, sent back or not."""
        return self.filter(state__in=[PolicyState.DRAFT, PolicyState.RETURNED])

    def to_mend(self, by: User) -> Self:
        """Those of this person that were sent back."""
        return self.filter(state=PolicyState.RETURNED, drafted_by=by)

    def to_publish(self, by: User) -> "StipendPolicyQuerySet":
        """Drafts of others: whoever writes one does not publish it."""
        return self.filter(state=PolicyState.DRAFT).exclude(drafted_by=by)

    def beside(self, policy: "StipendPolicy") -> "StipendPolicyQuerySet":
        """The others of its role and year that are or were in force: people have signed under them."""
        in_force = self.filter(state__in=[PolicyState.PUBLISHED, PolicyState.RETIRED])
        return in_force.filter(role=policy.role_id, year=policy.year_id).exclude(pk=policy.pk)


class StipendPolicy(models.Model):
    """The amount and the rule of one role in one year, in versions (rules.md §1)."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="stipend_policies")
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="stipend_policies")
    version = models.PositiveSmallIntegerField(default=1)
    annual_cents = models.BigIntegerField()
    rule = models.JSONField(help_text="As stipends.rules.policy reads it")
    state = models.CharField(max_length=10, choices=STATES, default=str(PolicyState.DRAFT))
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = StipendPolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stipend policies"
        ordering = ["-year__starts", "role", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "year", "version"], name="one_policy_per_role_year_and_version"
            ),
            models.UniqueConstraint(
                fields=["role", "year"],
                condition=Q(state=str(PolicyState.PUBLISHED)),
                name="one_published_policy_per_role_and_year",
            ),
            models.CheckConstraint(condition=Q(annual_cents__gte=0), name="policy_amount_is_not_negative"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
                name="two_people_make_a_policy",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNPUBLISHED)
                | Q(published_by__isnull=False, published_at__isnull=False),
                name="published_by_someone",
            ),
        ]
        triggers = [
            said_once("drafted_at", "drafted_by", "published_at", "published_by"),
            Stay(
                name="published_policies_stay",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=FIXED),
            ),
            Stay(
                name="published_policies_are_never_edited",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=FIXED)
                & (
                    pgtrigger.Q(old__rule__df=pgtrigger.F("new__rule"))
                    | pgtrigger.Q(old__annual_cents__df=pgtrigger.F("new__annual_cents"))
                    | pgtrigger.Q(old__role__df=pgtrigger.F("new__role"))
                    | pgtrigger.Q(old__year__df=pgtrigger.F("new__year"))
                    | pgtrigger.Q(new__state__in=[str(PolicyState.DRAFT), str(PolicyState.RETURNED)])
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.year}, version {self.version}"

    @property
    def in_force(self) -> bool:
        return self.state == PolicyState.PUBLISHED

    @property
    def unpublished(self) -> bool:
        """Whether it may still change."""
        return self.state in (PolicyState.DRAFT, PolicyState.RETURNED)

    @property
    def sent_back(self) -> "StipendPolicyEvent | None":
        """Who sent it back last, and their words; None where it does not wait to be mended."""
        if self.state != PolicyState.RETURNED:
            return None
        return self.events.filter(action=PolicyAction.SEND_BACK).select_related("by").order_by("pk").last()

    @property
    def mark(self) -> str:
        """Of all a second person reads before they publish it: what a form that showed it sends back."""
        return mark_of(json.dumps([self.annual_cents, self.rule], sort_keys=True))


class PolicyExamples(models.Model):
    """Worked examples of an office, as a file it uploaded on the page of a draft: kept byte for byte, with its cases as
    they were read. The latest of a policy counts."""

    policy = models.ForeignKey(StipendPolicy, on_delete=models.PROTECT, related_name="examples")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    cases = models.JSONField(help_text="As stipends.rules.office reads them")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "examples of policies"
        ordering = ["policy", "at", "pk"]
        triggers = [append_only("examples_stay")]

    def __str__(self) -> str:
        return self.file_name


class StipendPolicyEvent(Event):
    """A line of the history of a policy."""

    policy = models.ForeignKey(StipendPolicy, on_delete=models.PROTECT, related_name="events")
    action = DeedField(PolicyAction)
    replaced_by = models.ForeignKey(
        StipendPolicy, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # Of a file that was uploaded.
    examples = models.ForeignKey(
        PolicyExamples, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    reads = ("replaced_by", "examples")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["policy", "at"], name="events_of_a_policy")]

    @property
    def about(self) -> str:
        """Of a policy that another retires: which; of examples: the name of their file."""
        if self.examples is not None:
            return f"{self.examples}."
        return f"Replaced by version {self.replaced_by.version}." if self.replaced_by else ""
