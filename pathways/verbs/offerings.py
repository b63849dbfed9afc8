"""What is done with an offering: published as it stands, kept open longer. Each is said here once."""

from django.db.models import QuerySet
from django.urls import reverse

from common.verbs import Life, Verb
from pathways import services
from pathways.forms.offerings import ExtendForm
from pathways.models import Offering, OfferingVersion
from pathways.policies import why_not
from pathways.states import OfferingAction
from people.models import User


def offerings_of(user: User) -> "QuerySet[Offering]":
    """Those of the pathways they manage, with what the page of one shows."""
    managed: QuerySet[Offering] = Offering.objects.managed_by(user)
    return managed.select_related("role__pathway", "year", "published_version__published_by")


def _published(answer: tuple[OfferingVersion, bool]) -> str:
    version, new = answer
    if new:
        return f"Version {version.number} is published. New applicants see and sign it."
    return f"Version {version.number} says just this already. Nothing new was published."


OFFERING = Life(
    rows=offerings_of,
    why_not=why_not,
    page="pathways:offering",
    above=("Offerings", "pathways:offerings"),
    verbs=(
        Verb(
            action=OfferingAction.PUBLISH,
            does=services.publish,
            label="Publish",
            said=_published,
            lead="New applicants see and sign what the offering says now. Who signed before keeps what they signed.",
            at=lambda offering: reverse("pathways:offering_publish", args=[offering.pk]),
            beside=True,
        ),
        Verb(
            action=OfferingAction.EXTEND,
            does=services.extend,
            label="Take applications longer…",
            said="Done. The catalog shows the new last day.",
            form=ExtendForm,
            lead="At most until the program year ends. The days by which principals sign and offers are answered move "
            "along where they would be too early. An earlier day corrects an extension, not behind today nor the "
            "original last day.",
            at=lambda offering: reverse("pathways:offering_extend", args=[offering.pk]),
            beside=True,
        ),
    ),
)
