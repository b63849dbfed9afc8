"""What the small world holds of mid-year checks and of what leaders share."""

from typing import Any

from django.core.files.base import ContentFile

from pathways.models import Cohort, Placement
from people.models import School, User
from tests.factories.files import PDF
from tests.factories.people import UserFactory
from tests.factories.pulses import CommitmentPulseFactory, PulsePairFactory, apart_pair, signed_placement
from tests.factories.resources import ResourceFactory, resource_in

Gaps = dict[str, dict[str, Any]]


def checks_of(school: School) -> Gaps:
    """A check that is open all year: one of the school that waits for its principal, and one that is apart."""
    placement = signed_placement(school=school)
    year = placement.year
    pulse = CommitmentPulseFactory(year=year, starts=year.starts, ends=year.ends)
    asked = PulsePairFactory(pulse=pulse, placement=placement)
    settled = apart_pair(pulse=pulse, placement=signed_placement())
    return {
        "applications:pulse": {"pk": asked.pk, "label": year.label},
        "applications:pulse_settle": {"pk": settled.pk},
    }


def resources_of(leader: User, placement: Placement) -> Gaps:
    """A file the leader shared with their pathway; a link that was reported, one that was taken down; a cohort."""
    pathway = placement.role.pathway
    kept = {"link": "", "file": ContentFile(PDF, "a.pdf"), "pathway": pathway}
    cohort = Cohort.objects.create(
        role=placement.role, name="Sample cohort", lowest_grade=-1, highest_grade=6, position=9
    )
    return {
        "seminars:resource": {"pk": ResourceFactory(person=leader, **kept).pk},
        "seminars:resource_report": {"pk": ResourceFactory(person=UserFactory()).pk},
        "seminars:resource_keep": {"pk": resource_in("reported").pk},
        "seminars:resource_restore": {"pk": resource_in("taken_down").pk},
        "seminars:cohort": {"pk": cohort.pk},
    }
