"""Whether the applicant works where they apply to serve."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.models import Application
from people.models import Post
from people.queries import same_names, today

# Once decided it no longer helps anybody to decide.
FEW = 3
MATTERS = ("submitted", "cosigned", "in_review", "waitlisted", "offered")


def with_post(applications: "QuerySet[Application]") -> "QuerySet[Application]":
    """Adds `has_post`: whether the applicant holds a post at the school today or later in the year applied for; and
    `same_names`: addresses of other accounts under the applicant's name."""
    posts = Post.objects.filter(
        Q(ends=None) | Q(ends__gt=today()),
        person=OuterRef("person"),
        school=OuterRef("school"),
        starts__lt=OuterRef("offering__year__ends"),
    )
    return applications.annotate(has_post=Exists(posts), same_names=same_names("person"))


def post_missing(application: Application) -> str:
    """A sentence when the applicant of a row `with_post` holds none there while that matters; else ""."""
    year = application.offering.year
    held = application.has_post  # type: ignore[attr-defined]
    if held or application.state not in MATTERS or year.ends <= today():
        return ""
    return (
        f"Our records do not show that {application.person} works at {application.school} in {year.label}. "
        "With a new account that is usual, and nothing has to wait for it. "
        "If they do work there, an administrator of the Partnership can enter it."
    )


def perhaps_the_same(application: Application) -> str:
    """A sentence when other accounts bear the name of the applicant of a row `with_post`; else ""."""
    others: list[str] = application.same_names  # type: ignore[attr-defined]
    if not others:
        return ""
    more = f" and {len(others) - FEW} more" if len(others) > FEW else ""
    return (
        f"Perhaps the same person: {', '.join(others[:FEW])}{more} also bears the name {application.person}. "
        "Ask before you decide: two accounts of one person could both be placed and paid."
    )
