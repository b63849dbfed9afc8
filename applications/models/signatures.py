"""The evidence: frozen text, two signatures on its hash, and a keyed chain that shows any change.

Records and signatures are append-only; voiding is a row of its own, so what was signed stays on record.
"""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models.applications import Application
from common.chains import ChainEnd, ChainLink, only_grows
from common.guards import Guard, append_only, said_once
from pathways.models import Placement
from people.models import User, accounts_of

PERSON = settings.AUTH_USER_MODEL


class CommitmentRecordQuerySet(models.QuerySet["CommitmentRecord"]):
    def visible_to(self, user: User) -> Self:
        """Records of applications one may see, and whatever one signed oneself."""
        if not user.is_authenticated:
            return self.none()
        seen = Application.objects.visible_to(user).values("pk")
        # A signature stays under the account that signed, though that was merged since.
        signed = Signature.objects.filter(signer__in=accounts_of(user)).values("record")
        return self.filter(Q(application__in=seen) | Q(pk__in=signed))


class CommitmentRecord(models.Model):
    """The exact bytes both sign: answers, role, school, expectations, both commitments, version."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="records")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    frozen_at = models.DateTimeField()

    objects = CommitmentRecordQuerySet.as_manager()

    class Meta:
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="one_record_per_application_and_number"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="record_hash_is_sha256"
            ),
        ]
        triggers = [append_only("records_stay")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Recommendation(models.Model):
    """The exact bytes in which a principal recommends a teacher for the fellowship: their own words, about one text
    that the teacher signed."""

    record = models.OneToOneField(CommitmentRecord, on_delete=models.PROTECT, related_name="recommendation")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["record"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="recommendation_hash_is_sha256"
            ),
        ]
        triggers = [append_only("recommendations_stay")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Signature(ChainLink):
    """Who signed what, as what, when, from where: a link of a keyed chain."""

    class Party(models.TextChoices):
        TEACHER = "teacher"
        PRINCIPAL = "principal"

    record = models.ForeignKey(CommitmentRecord, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=10, choices=Party.choices)
    signer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="signatures")
    capacity = models.CharField(max_length=120, help_text="Signed as what, in words")
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
    recommendation_sha256 = models.CharField(
        max_length=64, blank=True, help_text="The hash of the recommendation that was signed with it"
    )

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["record", "party"], name="one_signature_per_record_and_party")
        ]
        indexes = [models.Index(fields=["sha256"], name="signatures_on_a_hash")]
        triggers = [
            append_only("signatures_stay"),
            Guard(
                name="signature_is_on_its_record",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF NEW.sha256 <> (SELECT sha256 FROM applications_commitmentrecord"
                    " WHERE id = NEW.record_id) THEN"
                    " RAISE EXCEPTION 'a signature names the hash of its record'; END IF; RETURN NEW;"
                ),
            ),
            Guard(
                name="a_principal_signs_the_recommendation",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("written", "text")],
                func="""
                    IF NEW.party = 'principal' AND EXISTS (
                        SELECT 1 FROM applications_commitmentrecord c
                        JOIN applications_application a ON a.id = c.application_id
                        JOIN pathways_offering o ON o.id = a.offering_id
                        JOIN pathways_role r ON r.id = o.role_id
                        JOIN pathways_pathway p ON p.id = r.pathway_id
                        WHERE c.id = NEW.record_id AND p.kind = 'fellowship') THEN
                        SELECT sha256 INTO written FROM applications_recommendation WHERE record_id = NEW.record_id;
                        IF NEW.recommendation_sha256 IS DISTINCT FROM written THEN
                            RAISE EXCEPTION 'for the fellowship a principal signs a recommendation';
                        END IF;
                    ELSIF NEW.recommendation_sha256 <> '' THEN
                        RAISE EXCEPTION 'only a principal recommends, and only for the fellowship';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.typed_name}"


class SignatureVoid(ChainLink):
    """A signature that no longer counts, and why. It stays on record, and is a link of the chain itself."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="void")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        triggers = [append_only("voids_stay")]

    def __str__(self) -> str:
        return f"void: {self.signature}"


class SignatureChain(ChainEnd):
    """The end of the chain of signatures and their voids, which are numbered together. One row."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_chain")]
        triggers = only_grows()


class CosignLink(models.Model):
    """A link for one person to one version. Only its hash is kept; it dies when the application moves on."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="cosign_links")
    record = models.ForeignKey(CommitmentRecord, on_delete=models.PROTECT, related_name="links")
    addressed_to = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        triggers = [said_once("created_at", "addressed_to")]

    def __str__(self) -> str:
        return f"link for {self.addressed_to}"


class CosignCode(models.Model):
    """A code from a second mail: who opened the link reads that mailbox. Hashed, short-lived, few tries."""

    link = models.ForeignKey(CosignLink, on_delete=models.CASCADE, related_name="codes")
    # Digests of the browser that asked, in which alone the code works, and of the place it asked from.
    browser = models.CharField(max_length=64, default="", editable=False)
    place = models.CharField(max_length=64, default="", editable=False)
    code_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=Q(tries__lte=5), name="a_code_has_five_tries")]
        triggers = [said_once("used_at", "created_at")]

    def __str__(self) -> str:
        return "code"


class SignedPlacement(Placement):
    """This app's promise on the placements' table: none without two valid signatures on its hash; of one that was taken
    over, none in force without them or the paper both signed."""

    class Meta:
        proxy = True
        triggers = [
            Guard(
                name="placement_has_two_signatures",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("commitment_sha256", "commitment_in_force"),
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=(
                    "IF NEW.commitment_sha256 = '' THEN"
                    " IF NOT EXISTS (SELECT 1 FROM pathways_takenover t WHERE t.placement_id = NEW.id) THEN"
                    " RAISE EXCEPTION 'a placement needs two valid signatures on one hash'; END IF;"
                    " IF NEW.commitment_in_force AND NOT EXISTS"
                    " (SELECT 1 FROM pathways_signedpaper p WHERE p.placement_id = NEW.id) THEN"
                    " RAISE EXCEPTION 'a placement without signatures is in force by its paper alone'; END IF;"
                    " RETURN NULL; END IF;"
                    " IF (SELECT count(DISTINCT s.party) FROM applications_signature s"
                    " LEFT JOIN applications_signaturevoid v ON v.signature_id = s.id"
                    " WHERE s.sha256 = NEW.commitment_sha256 AND v.id IS NULL) <> 2 THEN"
                    " RAISE EXCEPTION 'a placement needs two valid signatures on one hash'; END IF;"
                    " RETURN NULL;"
                ),
            )
        ]
