"""Whether the applicant works where they apply to serve."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.models import Application
from people.models import Post, twins
from people.queries import today

# Once decided it no longer helps anybody to decide.
MATTERS = ("submitted", "cosigned", "in_review", "waitlisted", "offered")


def with_post(applications: "QuerySet[Application]") -> "QuerySet[Application]":
    """Adds `has_post`: whether the applicant holds a post at the school today or later in the year applied for; and
    `twins`: other accounts that are perhaps the applicant's too."""
    posts = Post.objects.filter(
        Q(ends=None) | Q(ends__gt=today()),
        person=OuterRef("person"),
        school=OuterRef("school"),
        starts__lt=OuterRef("offering__year__ends"),
    )
    return applications.annotate(has_post=Exists(posts), twins=twins(today(), "person"))


def post_missing(application: Application) -> str:
    """A sentence when the applicant of a row `with_post` holds none there while that matters; else ""."""
    year = application.offering.year
    held = application.has_post  # type: ignore[attr-defined]
    if held or application.state not in MATTERS or year.ends <= today():
        return ""
    return (
        f"Our records do not show that {application.person} works at {application.school} in {year.label}. "
        "With a new account that is usual, and nothing has to wait for it. "
        "If they do work there, they say so under “Where you work” and its principal confirms it, or a registrar "
        "enters it."
    )
