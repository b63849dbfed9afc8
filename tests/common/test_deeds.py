"""What is done is a word of its kind, in the code and in the history, and knows how it is told."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from common.fields import DeedField
from common.models import Event
from common.states import Deed
from common.ui.components import happened
from fellows.models import FellowEvent
from fellows.states import Action
from pathways.states import PlacementAction
from tests.factories.fellows import FellowFactory, ServiceRecordFactory
from tests.factories.pathways import PlacementFactory
from tests.factories.people import administrator
from tests.owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client: Client, settings: Any) -> Client:
    """Signed in to the administration; no second factor is asked for in the demo."""
    settings.DEMO = True
    client.force_login(administrator())
    return client


class Said(Deed):
    COSIGN = "cosign", "Signed for the school"
    WITHDRAW = "withdraw", "Withdrawn"


def test_a_deed_is_its_word_and_knows_how_it_is_told() -> None:
    assert (Said("cosign"), f"{Said.COSIGN}", Said.COSIGN == "cosign") == (Said.COSIGN, "cosign", True)
    assert [one.past for one in Said] == ["Signed for the school", "Withdrawn"]


def test_a_history_keeps_deeds_of_its_kind_and_nothing_else() -> None:
    fellow = FellowFactory()
    line = {"fellow": fellow, "at": ServiceRecordFactory().reported_at}
    FellowEvent.objects.create(action=Action.BEGIN_SERVICE, **line)
    with pytest.raises(ValueError, match="'begin service' is none of nominate, select"), transaction.atomic():
        FellowEvent.objects.create(action="begin service", **line)
    with pytest.raises(ValueError, match="'report' is none of"), transaction.atomic():
        FellowEvent.objects.bulk_create([FellowEvent(action="report", **line)])
    (kept,) = FellowEvent.objects.all()
    assert (kept.action, happened(kept.action)) == (Action.BEGIN_SERVICE, "Service begun")
    assert FellowEvent.objects.filter(action="nothing").count() == 0


def test_a_word_of_other_code_is_read_as_it_stands() -> None:
    fellow = FellowFactory()
    by_the_owner(
        "INSERT INTO fellows_fellowevent (fellow_id, action, from_state, to_state, at, note, milestone)"
        f" VALUES ({fellow.pk}, 'turn_over', '', '', now(), '', '')"
    )
    (kept,) = fellow.events.all()
    assert (kept.action, happened(kept.action)) == ("turn_over", "Turn over")


def test_a_deed_without_words_for_when_it_was_done_cannot_be() -> None:
    with pytest.raises(TypeError, match="'say' needs words for when it was done"):
        Deed("Silent", {"SAY": "say"})


HISTORIES = [model for model in apps.get_models() if issubclass(model, Event)]


@pytest.mark.parametrize("model", HISTORIES, ids=lambda model: model._meta.label)
def test_every_history_tells_deeds_and_nothing_else(model: Any) -> None:
    field = model._meta.get_field("action")
    assert isinstance(field, DeedField)
    assert field.flatchoices == [(word, deed.past) for word, deed in field.deeds.items()] != []


@pytest.mark.parametrize("model", HISTORIES, ids=lambda model: model._meta.label)
def test_the_administration_filters_a_history_by_what_was_done(model: Any, inside: Client) -> None:
    page = inside.get(reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist"))
    (filtered,) = [one for one in page.context["cl"].filter_specs if one.title == "action"]
    shown = [choice["display"] for choice in filtered.choices(page.context["cl"])]
    assert shown == ["All", *(deed.past for deed in model._meta.get_field("action").deeds.values())]


def test_the_administration_tells_what_was_done_in_lists_and_beside_its_row(inside: Client) -> None:
    placement = PlacementFactory()
    at = ServiceRecordFactory().reported_at
    line = placement.events.create(action=PlacementAction.CORRECT_START, at=at)
    for name, pk in [
        ("placementevent_changelist", None),
        ("placementevent_change", line.pk),
        ("placement_change", placement.pk),
    ]:
        page = inside.get(reverse(f"admin:pathways_{name}", args=[pk] if pk else None)).content.decode()
        cells = re.findall(r'(?:"field-action|"readonly)">(?:\s*<p>)?([^<]+)', page)
        assert ("Start corrected" in cells, "correct_the_start" in cells) == (True, False), name
