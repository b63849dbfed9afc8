"""Exemplar recordings of Senior Peer Coaches: a link, the people seen in it, and the consent of each.

A recording is shown while everybody seen in it has a consent that stands, and to nobody otherwise: the host, staff and
the administration neither. A consent that was withdrawn stays withdrawn; only a new one shows the recording again.
"""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coaching.models.peers import peer_coaches, theirs_in_full
from common.fields import NameField
from common.guards import Guard, Stay, said_once
from common.models import one_of
from pathways.models import Placement
from people.models import User
from people.queries import hats, today

PERSON = settings.AUTH_USER_MODEL
HTTPS = "https://"


class Audience(models.TextChoices):
    PEERS = "peers", "Peer Coaches"
    LEADERS = "leaders", "All leaders"
    STAFF = "staff", "Partnership staff"


def _meant_for(user: User) -> Q:
    """Recordings whose audience `user` belongs to today."""
    day = today()
    held = Placement.objects.on(day).serving(day).filter(person=user)
    found = Q(Exists(held), audience=Audience.LEADERS) | Q(
        Exists(peer_coaches(held)), audience=Audience.PEERS
    )
    return found | Q(audience=Audience.STAFF) if hats(user).staff else found


class RecordingQuerySet(models.QuerySet["Recording"]):
    def kept(self) -> Self:
        return self.filter(taken_back_at=None)

    def shown(self) -> Self:
        """Those in which somebody is seen, and everybody who is has a consent that stands."""
        seen = SeenInRecording.objects.filter(recording=OuterRef("pk"))
        without = seen.exclude(Exists(Consent.objects.standing().filter(seen=OuterRef("pk"))))
        return self.kept().filter(Exists(seen), ~Exists(without))

    def visible_to(self, user: User) -> Self:
        """Those that are shown, for their audience, their host, the host's coach and the managers of the pathway."""
        if not user.is_authenticated:
            return self.none()
        return self.shown().filter(theirs_in_full(user, "placement") | _meant_for(user))


class Recording(models.Model):
    """A coaching cycle on video that others learn from. Nothing of it changes: another link or audience is another
    recording, with consents of its own."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="recordings")
    title = models.CharField(max_length=120)
    link = models.URLField(max_length=1000)
    audience = models.CharField("who may watch", max_length=8, choices=Audience.choices)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            one_of("audience", Audience, "audience_of_a_recording_there_is"),
            models.CheckConstraint(
                condition=Q(link__startswith=HTTPS), name="a_recording_is_linked_by_https"
            ),
            models.UniqueConstraint(
                fields=["link"], condition=Q(taken_back_at=None), name="a_link_is_one_recording"
            ),
        ]
        triggers = [
            said_once("recorded_at", "placement_id", "title", "link", "audience", "taken_back_at"),
            Stay(name="recordings_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title


class SeenInRecordingQuerySet(models.QuerySet["SeenInRecording"]):
    def visible_to(self, user: User) -> Self:
        """Those of Senior Peer Coaches whose work one reads in full; the own row of who is seen."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(theirs_in_full(user, "recording__placement") | Q(person=user))

    def kept(self) -> Self:
        return self.filter(recording__taken_back_at=None)

    def to_answer(self) -> Self:
        """Those who never said whether it may be shown."""
        return self.kept().filter(declined_at=None, consents=None)

    def on_paper(self) -> Self:
        """Those whose consent stands by a paper that somebody else recorded."""
        papers = Consent.objects.standing().filter(seen=OuterRef("pk")).exclude(paper="")
        return self.kept().filter(Exists(papers))

    def answering_on_paper(self) -> Self:
        """Those whose consent may be kept from a paper: names, and accounts that are closed and never said no by
        themselves. Who has an account answers for themselves. The database refuses the rest."""
        themselves = Q(withdrawn_by=F("seen__person")) | Q(withdrawn_by__merged_into=F("seen__person"))
        withdrew = Consent.objects.filter(themselves, seen=OuterRef("pk"))
        closed = Q(person__is_active=False, declined_at=None) & ~Exists(withdrew)
        return self.filter(Q(person=None) | closed)

    def with_consent(self) -> "QuerySet[SeenInRecording]":
        """Each with whether a consent stands (`agreed`), whether one was ever given (`asked`), and whether a paper
        could be kept (`by_paper`)."""
        theirs = Consent.objects.filter(seen=OuterRef("pk"))
        papers = SeenInRecording.objects.answering_on_paper().filter(pk=OuterRef("pk"))
        return self.annotate(agreed=Exists(theirs.standing()), asked=Exists(theirs), by_paper=Exists(papers))


class SeenInRecording(models.Model):
    """Somebody is seen in a recording: a person, or a name. Never taken back, for that would show the rest."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="seen")
    person = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="seen_in_recordings"
    )
    name = NameField(max_length=120, blank=True)
    added_at = models.DateTimeField()
    # They said that they do not agree, before they ever did; they may still agree.
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = SeenInRecordingQuerySet.as_manager()

    class Meta:
        ordering = ["recording", "pk"]
        verbose_name = "person seen in a recording"
        verbose_name_plural = "people seen in recordings"
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, name__gt="") | Q(person__isnull=False, name=""),
                name="who_is_seen_is_a_person_or_a_name",
            ),
            models.UniqueConstraint(
                fields=["recording", "person", "name"],
                nulls_distinct=False,
                name="one_row_per_person_seen_in_a_recording",
            ),
        ]
        triggers = [
            said_once("added_at", "recording_id", "name", "declined_at"),
            Stay(name="who_is_seen_in_a_recording_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name of who is seen. Select `person` for it."""
        return self.person.name if self.person is not None else self.name


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen__in=SeenInRecording.objects.visible_to(user))

    def standing(self) -> Self:
        """Those nobody withdrew."""
        return self.filter(withdrawn_at=None)


# Only who is seen agrees by a press. A paper is for who has no account they could press with, is not of before they
# said no, and nothing against the word of who said no by themselves.
OWN_WORD = """
    SELECT seen.person_id, seen.declined_at, person.is_active INTO said
        FROM coaching_seeninrecording seen LEFT JOIN people_user person ON person.id = seen.person_id
        WHERE seen.id = NEW.seen_id;
    IF NEW.paper = '' AND NEW.by_id IS DISTINCT FROM said.person_id THEN
        RAISE EXCEPTION 'only who is seen agrees by their own press' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paper <> '' AND said.person_id IS NOT NULL AND (said.is_active OR said.declined_at IS NOT NULL
        OR EXISTS (SELECT 1 FROM coaching_consent was JOIN people_user own ON own.id = was.withdrawn_by_id
                   WHERE was.seen_id = NEW.seen_id AND said.person_id IN (own.id, own.merged_into_id))) THEN
        RAISE EXCEPTION 'who has an account answers for themselves' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paper <> '' AND NEW.given_on < (said.declined_at AT TIME ZONE 'America/Los_Angeles')::date THEN
        RAISE EXCEPTION 'a paper is not of before they said no' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Consent(models.Model):
    """Who is seen in a recording agrees that it is shown: by their own press, or on a paper that `by` saw. Withdrawn
    once and for all; who agrees again gives another one."""

    seen = models.ForeignKey(SeenInRecording, on_delete=models.PROTECT, related_name="consents")
    given_on = models.DateField()
    paper = models.CharField("on what paper", max_length=120, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["seen", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seen"], condition=Q(withdrawn_at=None), name="one_consent_stands_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="a_consent_is_withdrawn_by_somebody",
            ),
        ]
        triggers = [
            said_once("at", "seen_id", "given_on", "paper", "by_id", "withdrawn_by_id", "withdrawn_at"),
            Stay(name="consents_stay", operation=pgtrigger.Delete),
            Guard(
                name="who_is_seen_answers_for_themselves",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("said", "record")],
                func=OWN_WORD,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seen}, {self.given_on:%Y-%m-%d}"
