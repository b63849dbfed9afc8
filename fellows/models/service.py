"""What a fellow owes and what counts toward it. The product tracks service; it never computes money owed."""

from datetime import date, timedelta
from fractions import Fraction

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import TruncDate

from common.clock import LOS_ANGELES
from common.counting import counted
from common.fields import DeedField, DerivedField
from common.guards import Stay, said_once
from common.models import Event, Period, PeriodQuerySet, ends_after_it_starts
from common.names import same_key
from common.states import choices
from fellows.models.days import FirstOfMay
from fellows.models.fellows import Fellow
from fellows.rules.dates import add_months
from fellows.states import CONFIRMED, ITEMS, OWING, ServiceAction, ServiceState
from people.models import School, User

PERSON = settings.AUTH_USER_MODEL
STATES = choices(ServiceState)
# Days in which a fellow corrects what a site disagrees with, before program managers are asked to.
LEFT_TO_FELLOW = 14


class ServiceRecordQuerySet(PeriodQuerySet):
    def to_correct(self) -> "ServiceRecordQuerySet":
        """Those the site does not agree with."""
        return self.filter(state=ServiceState.DISPUTED)

    def to_settle(self, by: User, day: date) -> "ServiceRecordQuerySet":
        """Those the site disagreed with two weeks ago or more, with the day of it as `disputed_on`: program managers
        correct them with the fellow, and nobody their own."""
        said = ServiceRecordEvent.objects.filter(record=OuterRef("pk"), action=ServiceAction.DISPUTE)
        on = TruncDate(Subquery(said.order_by("-at").values("at")[:1]), tzinfo=LOS_ANGELES)
        # In SQL, for a statement that is written once for all days.
        over = ExpressionWrapper(F("disputed_on") + LEFT_TO_FELLOW, models.DateField())
        long = self.to_correct().annotate(disputed_on=on, left_until=over).filter(left_until__lte=day)
        return long.exclude(fellow__person=by)

    def confirmed(self) -> "ServiceRecordQuerySet":
        """Those that count: accepted, or confirmed by a signer the network knew (rules.md §5)."""
        return self.filter(Q(state=ServiceState.ACCEPTED) | Q(state=ServiceState.VERIFIED, vouched=True))

    def to_accept(self, by: User) -> "ServiceRecordQuerySet":
        """Those the site confirmed and staff did not accept yet; nobody accepts their own, nor what they entered from
        paper."""
        return self.filter(state=ServiceState.VERIFIED).exclude(fellow__person=by).exclude(paper__by=by)

    def on_paper(self) -> "ServiceRecordQuerySet":
        """Those that somebody entered from paper and nobody accepted yet."""
        return self.filter(state=ServiceState.VERIFIED, paper__isnull=False)

    def to_say_anew(self, day: date) -> "ServiceRecordQuerySet":
        """Posts that last, confirmed before the last first of May, of fellows who still owe service."""
        lasting = self.filter(state__in=CONFIRMED, ends=None, fellow__state__in=OWING)
        return lasting.filter(confirmed_on__lt=FirstOfMay(Value(day, models.DateField())))


class ServiceRecord(Period):
    """Where a graduate serves: reported by them, verified by the site, accepted by staff."""

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="service_records")
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="service_records"
    )
    employer = models.CharField(max_length=200)
    site = models.CharField(max_length=200)
    position = models.CharField(max_length=120)
    fte_thousandths = models.PositiveSmallIntegerField("FTE, in thousandths", default=1000)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=str(ServiceState.REPORTED))
    verifier_email = models.EmailField(blank=True)
    # Confirmed by a signer the network knew; what an address of the reporter's choice confirms waits for staff.
    vouched = models.BooleanField("confirmed by a known signer", default=False)
    # Up to this day the site has said yes; what lasts beyond it is said, and confirmed, anew.
    confirmed_on = models.DateField("confirmed until", null=True, blank=True)
    disagreement = models.JSONField(default=dict, blank=True)
    reported_at = models.DateTimeField()

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        ordering = ["fellow", "starts"]
        constraints = [
            ends_after_it_starts("service_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(fte_thousandths__gt=0, fte_thousandths__lte=2000), name="service_fte_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmed_on=None, state__in=[str(one) for one in ServiceState if one not in CONFIRMED]
                )
                | Q(confirmed_on__isnull=False, state__in=[str(one) for one in CONFIRMED]),
                name="confirmed_service_says_until_when",
            ),
        ]
        indexes = [
            models.Index(fields=["confirmed_on"], condition=Q(ends=None), name="service_to_say_anew"),
        ]
        triggers = [said_once("reported_at")]

    def __str__(self) -> str:
        return f"{self.position} at {self.site}"

    @property
    def fte(self) -> Fraction:
        """The full-time equivalent, exact."""
        return Fraction(self.fte_thousandths, 1000)

    @property
    def fte_text(self) -> str:
        """ "full time", or the share: "0.6 of full time"."""
        return (
            "full time" if self.fte_thousandths == 1000 else f"{self.fte_thousandths / 1000:g} of full time"
        )

    @property
    def disputed_items(self) -> list[str]:
        """What the site does not agree with, in words."""
        return [words.lower() for item, words in ITEMS.items() if item in self.disagreement]

    @property
    def last_day(self) -> date | None:
        """The last day of it, None while it lasts."""
        return self.ends - timedelta(days=1) if self.ends else None


class ServiceLink(models.Model):
    """A one-time link for the site's principal or HR. Only its hash is kept."""

    record = models.ForeignKey(ServiceRecord, on_delete=models.CASCADE, related_name="links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField()
    # The signer the network knew for the school when it was sent; None: the address was typed by the fellow.
    signer = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # The six digits last mailed to `sent_to`, as a hash with the key of this server, and how often they were asked for
    # and mistyped.
    code_hash = models.CharField(max_length=64, blank=True, db_default="")
    code_until = models.DateTimeField(null=True, blank=True)
    codes_sent = models.PositiveSmallIntegerField(default=0, db_default=0)
    codes_wrong = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["-created_at"]
        triggers = [said_once("used_at", "created_at", "signer")]

    def __str__(self) -> str:
        return f"link for {self.record}"


class NotBothParts(Stay):
    """Refuses that somebody accepts what they entered from paper."""

    def get_func(self, model: models.Model) -> str:
        return (
            "IF EXISTS (SELECT 1 FROM fellows_paperservice p"
            " WHERE p.record_id = NEW.record_id AND p.by_id = NEW.by_id) THEN"
            " RAISE EXCEPTION 'whoever enters service from paper does not accept it'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        )


class ServiceRecordEvent(Event):
    """A line of the history of reported service."""

    record = models.ForeignKey(ServiceRecord, on_delete=models.PROTECT, related_name="events")
    action = DeedField(ServiceAction)
    # Whoever answered for the site: the name they typed, and the link they had.
    typed_name = models.CharField(max_length=200, blank=True)
    link = models.ForeignKey(ServiceLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Whether they typed the digits that were mailed there too; answers of before were asked for none.
    by_code = models.BooleanField(default=False, db_default=False)

    reads = ("link",)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["record", "at"], name="events_of_a_service_record")]
        triggers = [
            *Event.Meta.triggers,
            NotBothParts(
                name="who_enters_paper_does_not_accept_it",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__action=str(ServiceAction.ACCEPT)),
            ),
        ]

    @property
    def about(self) -> str:
        """Of an answer: "Pat Lee, with the link and the digits sent to office@example.org"."""
        if self.link is None:
            return ""
        return (
            f"{self.typed_name}, with the link{' and the digits' * self.by_code} sent to {self.link.sent_to}"
        )


class SchoolSimilarity(models.Model):
    """A dated decision that a school outside the network is similar, or is not, with its reasons: from the day `since`
    on, past or ahead; without one for all days, also those before it was made."""

    school_name = models.CharField(max_length=200)
    # The same for every way a person may type the name.
    school_key = DerivedField(max_length=300, derive="key_of_school", of=("school_name",))
    decided_on = models.DateField()
    since = models.DateField("from", null=True, blank=True)
    similar = models.BooleanField()
    reasons = models.TextField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "similarity of schools"
        verbose_name_plural = "similarities of schools"
        ordering = ["school_name", "-decided_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_key", "decided_on"], name="one_similarity_decision_a_day"
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="similarity_has_reasons"),
        ]

    def key_of_school(self) -> str:
        return same_key(self.school_name)

    def __str__(self) -> str:
        return f"{self.school_name}: {'similar' if self.similar else 'not similar'}"


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def kept(self) -> "SuspensionQuerySet":
        """Those that were not taken back: they alone move a deadline."""
        return self.filter(taken_back_at__isnull=True)


class DaysAway(Func):
    """The days of a suspension, as `fellows.rules.dates.add_months` counts its months."""

    function = "DATERANGE"
    template = "%(function)s(starts, (starts + MAKE_INTERVAL(months => months))::date, '[)')"
    output_field = DateRangeField()


class Suspension(models.Model):
    """Months that move the deadline and earn no service. One that was recorded by mistake stays, marked."""

    class Category(models.TextChoices):
        FAMILY = "family"
        MILITARY = "military"
        STUDY = "study"
        OTHER = "other"

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="suspensions")
    category = models.CharField(max_length=10, choices=Category.choices)
    starts = models.DateField()
    months = models.PositiveSmallIntegerField()
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    # Nobody's where an upgrade took back what overlapped.
    taken_back_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    why_back = models.TextField("why it was taken back", blank=True, db_default="", default="")

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["fellow", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=36), name="a_suspension_has_1_to_36_months"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, why_back="")
                | Q(taken_back_at__isnull=False) & ~Q(why_back=""),
                name="a_suspension_is_taken_back_for_a_reason",
            ),
            ExclusionConstraint(
                name="no_month_is_suspended_twice",
                expressions=[("fellow", RangeOperators.EQUAL), (DaysAway(), RangeOperators.OVERLAPS)],
                condition=Q(taken_back_at=None),
            ),
        ]
        triggers = [said_once("taken_back_at", "taken_back_by")]

    def __str__(self) -> str:
        return f"{counted(self.months, 'month')} from {self.starts:%B %-d, %Y}"

    @property
    def ends(self) -> date:
        """The first day after it."""
        return add_months(self.starts, self.months)

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)
