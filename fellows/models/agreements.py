"""What a fellow agrees to: versions of the terms, what was signed, and the chain of the signatures."""

from datetime import date
from fractions import Fraction
from typing import Self, cast

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.chains import ChainEnd, ChainLink, only_grows
from common.clock import LOS_ANGELES, local_date
from common.guards import Guard, append_only
from common.standing import Standing
from common.states import in_words
from common.two_people import ByTwoPeople, DraftedQuerySet, never_edited, two_people
from fellows.models.fellows import Fellow
from fellows.rules.agreement import VALUES, Version
from fellows.rules.service import (
    FTE_RULES,
    GRANULARITIES,
    HALF,
    MOST_SUSPENDED_MONTHS,
    MOST_YEARS,
    FteRule,
    Granularity,
    Terms,
)
from people.models import Hat, User, accounts_of
from people.queries import hats

PERSON = settings.AUTH_USER_MODEL


class AgreementVersionQuerySet(DraftedQuerySet):
    def visible_to(self, user: User) -> Self:
        """All for program managers and network directors; a fellow reads what they sign."""
        worn = hats(user)
        return self if worn.manager or worn.has(Hat.Kind.DIRECTOR) else self.none()

    def in_force(self, day: date) -> Self:
        """The version that is signed on that day, and those before it that were: the newest first. Of two for one day
        the one that was published last."""
        signed_here = self.published().filter(for_paper=False, signed_from__lte=day)
        return signed_here.order_by("-signed_from", "-published_at", "-number")

    def with_terms(self) -> Self:
        """Those whose terms an agreement on paper may have: what two people put in force, also when it is retired."""
        return self.filter(state__in=[Standing.PUBLISHED, Standing.RETIRED])


class AgreementVersion(ByTwoPeople):
    """One version of the terms of service: drafted by one program manager, published by another, then signed from a day
    on. What somebody signed is never changed by a later one."""

    number = models.PositiveSmallIntegerField(unique=True, editable=False)
    signed_from = models.DateField(help_text="Whoever signs from this day on signs this version")
    required_years = models.DecimalField("years of service owed", max_digits=3, decimal_places=1)
    window_years = models.PositiveSmallIntegerField(
        "years to serve them in", null=True, blank=True, help_text="Empty: no last day"
    )
    granularity = models.CharField(
        "service counts by the", max_length=10, choices=[(word, in_words(word)) for word in GRANULARITIES]
    )
    half_year_counts = models.BooleanField("half a year counts as a whole one", default=False)
    fte = models.CharField(
        "part-time positions", max_length=10, choices=[(word, VALUES[word]) for word in FTE_RULES]
    )
    fte_threshold = models.DecimalField(
        "least full-time equivalent", max_digits=4, decimal_places=3, null=True, blank=True
    )
    similar_schools = models.BooleanField("similar schools count", default=True)
    most_suspended_months = models.PositiveSmallIntegerField(
        "most months of suspension", default=MOST_SUSPENDED_MONTHS
    )
    legal_basis = models.TextField(blank=True, help_text="A paragraph that counsel gives")
    # Written down so that service counts by them; the paper itself was signed elsewhere.
    for_paper = models.BooleanField(
        "terms of agreements on paper", default=False, help_text="Nobody signs this version here"
    )

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=0), name="agreements_count_from_1"),
            models.CheckConstraint(
                condition=Q(required_years__gt=0, required_years__lte=MOST_YEARS),
                name="an_agreement_owes_up_to_40_years",
            ),
            models.CheckConstraint(
                condition=Q(window_years__isnull=True)
                | Q(window_years__gte=F("required_years"), window_years__lte=MOST_YEARS),
                name="the_window_holds_the_years_owed",
            ),
            models.CheckConstraint(
                condition=Q(granularity__in=sorted(GRANULARITIES), fte__in=sorted(FTE_RULES)),
                name="service_counts_in_a_way_there_is",
            ),
            models.CheckConstraint(
                condition=Q(half_year_counts=False) | Q(granularity="year"),
                name="half_a_year_counts_where_years_do",
            ),
            models.CheckConstraint(
                condition=Q(
                    fte="threshold", fte_threshold__isnull=False, fte_threshold__gt=0, fte_threshold__lte=1
                )
                | ~Q(fte="threshold") & Q(fte_threshold__isnull=True),
                name="a_threshold_where_there_is_one",
            ),
            models.CheckConstraint(
                condition=Q(most_suspended_months__lte=MOST_SUSPENDED_MONTHS),
                name="an_agreement_suspends_36_months_at_most",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(Standing.DRAFT), str(Standing.DISCARDED)]) | ~Q(legal_basis=""),
                name="a_published_agreement_has_a_legal_basis",
            ),
            *two_people("agreement_versions"),
        ]
        triggers = never_edited("agreement_versions", drafts_change=True)

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def terms(self) -> Terms:
        """As the rules count by them."""
        return Terms(
            required_years=Fraction(self.required_years),
            window_years=self.window_years,
            granularity=cast(Granularity, self.granularity),
            half_year_counts=self.half_year_counts,
            fte=cast(FteRule, self.fte),
            fte_threshold=HALF if self.fte_threshold is None else Fraction(self.fte_threshold),
            similar_schools=self.similar_schools,
            most_suspended_months=self.most_suspended_months,
        )

    @property
    def asked_from(self) -> date:
        """The first day on which it is signed: the one it names, or that of its publication where that came later."""
        published = local_date(self.published_at) if self.published_at else self.signed_from
        return max(self.signed_from, published)

    @property
    def in_rules(self) -> Version:
        """As its text is made from it."""
        return Version(self.number, self.terms, self.legal_basis)


class ServiceAgreementQuerySet(models.QuerySet["ServiceAgreement"]):
    def visible_to(self, user: User) -> Self:
        """Those of fellows one may see, and whatever one signed oneself, under whichever account."""
        if not user.is_authenticated:
            return self.none()
        theirs = Q(fellow__in=Fellow.objects.visible_to(user).values("pk"))
        return self.filter(theirs | Q(signature__signer__in=accounts_of(user)))


# Its base is made as the program runs, which the types cannot follow (as UserManager).
class ServiceAgreementManager(models.Manager.from_queryset(ServiceAgreementQuerySet)):  # type: ignore[misc]
    """All but those on paper that were put on record by mistake and taken back: nothing is counted by them."""

    def get_queryset(self) -> ServiceAgreementQuerySet:
        found: ServiceAgreementQuerySet = super().get_queryset()
        return found.filter(paper__taken_back_at__isnull=True)


class ServiceAgreement(models.Model):
    """Versioned terms of service, as signed. Never edited: new terms are a new version, signed anew."""

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="agreements")
    # Of the terms, as the text names it. Before versions were rows, a number stood for words in the product.
    version = models.PositiveSmallIntegerField()
    signed_version = models.ForeignKey(
        AgreementVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    terms = models.JSONField(help_text="As the rules of service read them")
    text = models.TextField()
    # The exact bytes that were signed; those signed before there was a chain have their text alone.
    content = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    typed_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()

    objects = ServiceAgreementManager()
    # With those that were taken back.
    everything = ServiceAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["fellow", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fellow", "sha256"], name="one_agreement_per_text"),
            models.UniqueConstraint(
                fields=["fellow", "signed_version"], name="one_agreement_per_fellow_and_version"
            ),
            models.CheckConstraint(
                condition=Q(signed_version__isnull=True, content__isnull=True)
                | Q(signed_version__isnull=False, content__isnull=False),
                name="an_agreement_of_a_version_has_its_bytes",
            ),
        ]
        triggers = [
            append_only("agreements_stay"),
            Guard(
                name="what_is_signed_is_published",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                # A share lock, so that nobody retires it meanwhile.
                func=(
                    "IF NEW.signed_version_id IS NOT NULL THEN"
                    " PERFORM 1 FROM fellows_agreementversion v WHERE v.id = NEW.signed_version_id"
                    f" AND v.state = '{Standing.PUBLISHED}' AND v.number = NEW.version FOR SHARE;"
                    " IF NOT FOUND THEN RAISE EXCEPTION 'what is signed is a published version'"
                    " USING ERRCODE = 'check_violation'; END IF; END IF; RETURN NEW;"
                ),
            ),
            Guard(
                name="an_agreement_of_a_version_is_signed",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=(
                    "IF NEW.signed_version_id IS NOT NULL AND NOT EXISTS"
                    " (SELECT 1 FROM fellows_agreementsignature s WHERE s.agreement_id = NEW.id) THEN"
                    " RAISE EXCEPTION 'an agreement of a version is signed with it'; END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fellow}, version {self.version}"


class AgreementSignature(ChainLink):
    """Who signed an agreement, when, and how they proved who they are: a link of a keyed chain."""

    agreement = models.OneToOneField(ServiceAgreement, on_delete=models.PROTECT, related_name="signature")
    signer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=200)
    consent_version = models.CharField(max_length=20)
    intent = models.TextField()
    proof = models.CharField(
        max_length=40, help_text="How the person proved who they are: session, password, code"
    )
    proved_at = models.DateTimeField()
    signed_at = models.DateTimeField()
    ip = models.GenericIPAddressField()
    user_agent = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, help_text="The hash of the text that was on the screen")

    class Meta:
        ordering = ["serial"]
        triggers = [
            append_only("signatures_stay"),
            Guard(
                name="signature_is_on_its_agreement",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF NEW.sha256 <> (SELECT sha256 FROM fellows_serviceagreement"
                    " WHERE id = NEW.agreement_id) THEN"
                    " RAISE EXCEPTION 'a signature names the hash of its agreement'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.typed_name}, {self.signed_at.astimezone(LOS_ANGELES):%B %-d, %Y}"


class AgreementChain(ChainEnd):
    """The end of the chain of signatures on agreements. One row."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_chain_of_agreements")]
        triggers = only_grows()
