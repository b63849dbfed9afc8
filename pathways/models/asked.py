"""What is asked of a role: what counts as evidence, until when, and from what record it completes itself."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from common.fields import SeveralOf
from common.models import one_of
from pathways.models.events import KINDS as EVENT_KINDS
from pathways.models.events import ProgramEvent
from pathways.models.offerings import Offering

# Some work is finished after the last day of school.
SLACK = timedelta(days=31)

# What may be handed in, as a sentence says it.
EVIDENCE = {
    "note": "a note",
    "link": "a link",
    "file": "a file",
    "event": "an event of the school",
    "goal": "a goal of the school",
}
# From what a deliverable may complete itself.
SOURCES = (
    "event",
    "goal",
    "assessment",
    "release_time",
    "teachers",
    "schoolwide_pd",
    "hosted_seminar",
    "recordings",
    "coached_peers",
)


# Of them those a Peer Coach records of their own work.
FROM_COACHING = (
    "release_time",
    "teachers",
    "schoolwide_pd",
    "hosted_seminar",
    "recordings",
    "coached_peers",
)


def from_what(source: str, kind: str = "") -> str:
    """A source in words, with the kind of event that counts where one is named; empty without a source."""
    words = str(Deliverable.Source(source).label) if source else ""
    return f"{words} ({ProgramEvent.Kind(kind).label})" if kind else words


class Deliverable(models.Model):
    """What a role must hand in: what counts as evidence, until when, with which weight, who accepts it, and from what
    record it completes itself."""

    class Evidence(models.TextChoices):
        NOTE = "note"
        LINK = "link"
        FILE = "file"
        EVENT = "event", "An event of the school"
        GOAL = "goal", "A goal of the school"

    class Acceptor(models.TextChoices):
        PRINCIPAL = "principal"
        STAFF = "staff", "Partnership staff"

    class Source(models.TextChoices):
        EVENT = "event", "a program event that was held"
        GOAL = "goal", "a school goal with a dated note"
        ASSESSMENT = "assessment", "an assessment of family engagement"
        RELEASE_TIME = "release_time", "release time the principal confirmed"
        TEACHERS = "teachers", "the cohort of teachers, with cycles"
        SCHOOLWIDE_PD = "schoolwide_pd", "schoolwide PD that was led"
        HOSTED_SEMINAR = "hosted_seminar", "a hosted seminar, confirmed by visitors"
        RECORDINGS = "recordings", "exemplar recordings"
        COACHED_PEERS = "coached_peers", "coached Peer Coaches, with visits"

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="deliverables")
    title = models.CharField(max_length=200)
    asks = models.TextField("what counts", blank=True)
    evidence = SeveralOf(
        models.CharField(max_length=5, choices=Evidence.choices),
        help_text="What counts: any one of these is enough",
    )
    due = models.DateField()
    weight = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    accepted_by = models.CharField(max_length=10, choices=Acceptor.choices, default=Acceptor.STAFF)
    required = models.BooleanField(default=True)
    completes_from = models.CharField(
        "completes itself from",
        max_length=14,
        choices=Source.choices,
        blank=True,
        help_text="It may still be handed in by hand. Empty: it is handed in and accepted",
    )

    event_kind = models.CharField(
        "kind of event",
        max_length=16,
        choices=ProgramEvent.Kind.choices,
        blank=True,
        help_text="Of what completes itself from an event: which kind counts. Empty: any",
    )

    class Meta:
        ordering = ["due", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(event_kind="") | Q(event_kind__in=EVENT_KINDS, completes_from="event"),
                name="only_what_an_event_completes_names_its_kind",
                violation_error_message="Choose a kind of event only where a program event completes it.",
            ),
            one_of("completes_from", ("", *SOURCES), "deliverable_completes_from_a_record_there_is"),
            models.UniqueConstraint(
                fields=["offering", "title"], name="one_deliverable_per_offering_and_title"
            ),
            models.CheckConstraint(
                condition=Q(evidence__len__gt=0, evidence__contained_by=list(EVIDENCE)),
                name="deliverable_names_its_evidence",
                violation_error_message="Choose what counts as evidence.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="deliverable_weight_is_above_0",
                violation_error_message="Write a weight above 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts(self) -> str:
        """What counts as evidence: "a link or a file"."""
        return " or ".join(words for kind, words in EVIDENCE.items() if kind in self.accepts)

    @property
    def accepts(self) -> list[str]:
        """The kinds of evidence that count: also what it completes itself from may be handed in by hand."""
        by_hand = [self.completes_from] if self.completes_from in EVIDENCE else []
        return [*self.evidence, *(kind for kind in by_hand if kind not in self.evidence)]

    @property
    def from_coaching(self) -> bool:
        """Whether it completes itself from what a Peer Coach records of their own work."""
        return self.completes_from in FROM_COACHING

    @property
    def from_what(self) -> str:
        """From what it completes itself, in words; empty where it is handed in and accepted."""
        return from_what(self.completes_from, self.event_kind)

    def clean(self) -> None:
        """Due in its program year or soon after; never new for leaders who signed without it."""
        offering = getattr(self, "offering", None)
        if offering is None or getattr(offering, "year", None) is None:
            return
        if refusal := self.wrong_due:
            raise ValidationError({"due": refusal})
        if offering.is_held:
            raise ValidationError(
                f"Leaders hold this role in {offering.year} already and owe what they signed. A new deliverable is for "
                "the offering of a later year."
            )

    @property
    def wrong_due(self) -> str:
        """That its day is not in its program year or soon after, in words; else nothing."""
        return "" if not self.due or self.in_its_year(self.due) else self.outside

    def in_its_year(self, day: date) -> bool:
        """Whether this day is in its program year or soon after."""
        return self.offering.year.starts <= day < self.offering.year.ends + SLACK

    @property
    def outside(self) -> str:
        """What is said of a day that is not."""
        return (
            f"Choose a day in the program year {self.offering.year}, or at most {SLACK.days} days after it."
        )
