"""The five pathways and the fellowship, their roles and cohorts."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from common.guards import Guard
from common.models import one_of
from people.models import GRADES, Hat, Post, School, User, grades_in_words
from people.queries import hats, today

NOMINATED = (
    "People apply for the fellowship once a year, before a cohort begins. Ask a program manager of the Partnership, or "
    "your principal, about the next cohort."
)
# Whose position lets them become a fellow.
OPEN_TO = (Post.Position.TEACHER, Post.Position.COUNSELOR, Post.Position.COORDINATOR, Post.Position.COACH)


class Pathway(models.Model):
    """One way to lead, and the fellowship: what it is about and what its people do."""

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership"
        FELLOWSHIP = "fellowship"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    short = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.LEADERSHIP)
    leads = models.TextField(help_text="Whom or what it leads")
    work = ArrayField(models.TextField(), default=list, help_text="What a leader in it does")
    grows = ArrayField(models.TextField(), default=list, blank=True)
    goal_area = models.CharField("Call-to-Action goal", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        triggers = [
            Guard(
                name="pathways_of_leaders_keep_their_kind",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("kind"),
                func="""
                    IF EXISTS (SELECT 1 FROM pathways_role r WHERE r.pathway_id = OLD.id AND (
                            EXISTS (SELECT 1 FROM pathways_placement p WHERE p.role_id = r.id)
                            OR EXISTS (SELECT 1 FROM pathways_offering o
                                       WHERE o.role_id = r.id AND o.published_version_id IS NOT NULL))) THEN
                        RAISE EXCEPTION 'A role of this pathway was offered or held: its kind stays.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def offered(self) -> bool:
        """Whether a role of it was published or is held: then it keeps its kind."""
        published = Q(offerings__published_version__isnull=False)
        return self.roles.filter(published | Q(placements__isnull=False)).exists()

    @property
    def makes_fellows(self) -> bool:
        """Whether who is taken becomes a fellow in a cohort, and never a leader at a school."""
        return self.kind == self.Kind.FELLOWSHIP

    @property
    def where_to_ask(self) -> str:
        """Where to ask while nobody can apply, where that is not said of all roles alike; else nothing."""
        return NOMINATED if self.makes_fellows else ""


class PeerWork(models.TextChoices):
    """What of Peer Coaches' own work belongs to a role."""

    NONE = "", "none"
    TEACHERS = "teachers", "coaches teachers of its school"
    PEERS = "peers", "hosts a seminar, records exemplars, coaches Peer Coaches too"


class Role(models.Model):
    """What somebody applies for and holds in a pathway."""

    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="roles")
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    adds = ArrayField(models.TextField(), default=list, blank=True, help_text="Duties beyond the pathway's")
    after_role = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="leads_to"
    )
    after_years = models.PositiveSmallIntegerField(default=0, help_text="Completed years in that role")
    peer_work = models.CharField(
        "coaching of colleagues", max_length=8, choices=PeerWork.choices, default="", blank=True
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pathway__position", "position", "name"]
        constraints = [one_of("peer_work", PeerWork, "coaching_of_colleagues_there_is")]
        triggers = [
            Guard(
                name="published_roles_keep_their_name",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("name", "pathway"),
                func="""
                    IF EXISTS (SELECT 1 FROM pathways_offering
                               WHERE role_id = OLD.id AND published_version_id IS NOT NULL) THEN
                        RAISE EXCEPTION 'An offering of this role is published: its name and pathway stay.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def published(self) -> bool:
        """Whether an offering of it was published: people signed for it by its name."""
        return self.offerings.exclude(published_version=None).exists()


class Cohort(models.Model):
    """A group within a role, by grades and content."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=120)
    lowest_grade = models.SmallIntegerField(help_text="TK is -1, K is 0")
    highest_grade = models.SmallIntegerField()
    footnote = models.TextField(blank=True)
    # The guide marks two cohorts and never says why; the mark is kept, the text may be empty.
    footnote_mark = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["role", "position"]
        constraints = [models.UniqueConstraint(fields=["role", "name"], name="one_cohort_per_role_and_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        grades = (self.lowest_grade, self.highest_grade)
        if None not in grades and not -1 <= self.lowest_grade <= self.highest_grade <= 12:
            raise ValidationError({"lowest_grade": GRADES})

    @property
    def grades(self) -> str:
        """ "TK–6", as the guide writes it."""
        return grades_in_words(self.lowest_grade, self.highest_grade)

    def serves(self, school: School) -> bool:
        """Whether the school has any of its grades."""
        return bool(self.lowest_grade <= school.highest_grade and self.highest_grade >= school.lowest_grade)

    def mismatch(self, school: School) -> str:
        """Why it cannot be led at the school, when it serves none of its grades."""
        return f"{self} is for grades {self.grades}, and {school} has grades {school.grades}."


class PathwayManager(models.Model):
    """Narrows a program manager's hat to pathways; a hat with none of these is for all."""

    hat = models.ForeignKey(Hat, on_delete=models.CASCADE, related_name="pathway_scopes")
    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="managers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hat", "pathway"], name="one_scope_per_hat_and_pathway")
        ]

    def __str__(self) -> str:
        return f"{self.hat} for {self.pathway}"


def managed(user: User) -> frozenset[int] | None:
    """Ids of the pathways `user` manages today; None means every one. Asked once per request."""
    worn = hats(user)
    if not worn.manager:
        return frozenset()
    if worn.superuser:
        return None
    kept = getattr(user, "_manages", None)
    if kept is None:
        mine = Hat.objects.on(today()).filter(person=user, kind=Hat.Kind.PROGRAM_MANAGER)
        scopes = PathwayManager.objects.filter(hat__in=mine)
        kept = frozenset(scopes.values_list("pathway_id", flat=True))
        user._manages = kept  # type: ignore[attr-defined]
    # A hat that nobody narrowed is for all pathways.
    return kept or None
