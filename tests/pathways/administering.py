"""The administration of pathways, asked as an administrator asks it."""

import html

from django.urls import reverse

from pathways.models import (
    DeliverableEvent,
    PlacementEvent,
)
from pathways.services import submit
from tests.factories.pathways import (
    PROMPTS,
    DeliverableRecordFactory,
)


def address(name, page, *args):
    return reverse(f"admin:pathways_{name.lower()}_{page}", args=args)


def press(client, name, action, *rows, **typed):
    """Choose rows and an action, and send its form if it has one; the words of the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "_typed": "1", **typed}
    answer = client.post(address(name, "changelist"), chosen, follow=True)
    return html.unescape(answer.content.decode())


def handed_in():
    record = DeliverableRecordFactory()
    return submit(pk=record.pk, by=record.placement.person, note="See the plan.")


def last_event():
    return DeliverableEvent.objects.values_list("action", "from_state", "to_state", "by", "note").latest("pk")


def last_line(placement):
    line = PlacementEvent.objects.filter(placement=placement).told().first()
    return line.action, line.by_id, line.about, line.note


def buttons(client, name, row):
    page = client.get(address(name, "change", row.pk))
    assert page.status_code == 200
    return [name for name, _ in page.context["buttons"]]


def errors_of(client, name, data, *args):
    page = address(name, "change" if args else "add", *args)
    return client.post(page, data).context["adminform"].form.errors


def offering_data(offering, **changes):
    fields = ("opens", "closes", "cosign_by", "answer_by", "places_per_school", "most_words")
    data = {name: getattr(offering, name) for name in fields}
    data |= {"teacher_commitment": "I engage.", "principal_commitment": "We give time.", **PROMPTS}
    data |= {
        f"{name}-{key}": 0
        for name in ("school_places", "deliverables", "events")
        for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return data | changes


def deliverable_data(offering, **changes):
    data = {"offering": offering.pk, "title": "Plan", "evidence": "note", "due": "2027-03-01", "weight": 1}
    return data | {"accepted_by": "staff"} | changes
