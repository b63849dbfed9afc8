"""What somebody shared: a link, with everybody who leads unless told otherwise."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from seminars.models import Resource, ResourceEvent
from tests.factories.pathways import PlacementFactory


class ResourceFactory(DjangoModelFactory):
    """Shared by a leader of the year of the factories."""

    class Meta:
        model = Resource

    title = factory.Sequence(lambda n: f"Protocol {n:03}")
    good_for = "For a first meeting on student work."
    link = "https://example.org/protocol"
    person = factory.LazyFunction(lambda: PlacementFactory().person)
    shared_at = datetime(2026, 10, 1, 20, tzinfo=UTC)


def resource_in(state):
    """One in this state, with the line of history that led there."""
    row = ResourceFactory(state=state)
    if state != "shared":
        action = "report" if state == "reported" else "take_down"
        ResourceEvent.objects.create(
            resource=row, action=action, from_state="shared", to_state=state, at=row.shared_at, note="Broken"
        )
    return row
