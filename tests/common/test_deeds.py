"""What is done is a word of its kind, in the code and in the history, and knows how it is told."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from common.models import Event
from common.states import Deed
from common.ui.components import happened
from fellows.models import FellowEvent
from fellows.states import Action
from tests.factories.fellows import FellowFactory, ServiceRecordFactory
from tests.owner import by_the_owner

pytestmark = pytest.mark.django_db


class Said(Deed):
    COSIGN = "cosign", "Signed for the school", True
    WITHDRAW = "withdraw", "Withdrawn"


def test_a_deed_is_its_word_and_knows_how_it_is_told() -> None:
    assert (Said("cosign"), f"{Said.COSIGN}", Said.COSIGN == "cosign") == (Said.COSIGN, "cosign", True)
    assert [(one.past, one.tells_state) for one in Said] == [
        ("Signed for the school", True),
        ("Withdrawn", False),
    ]


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
        "INSERT INTO fellows_fellowevent (fellow_id, action, from_state, to_state, at, note)"
        f" VALUES ({fellow.pk}, 'turn_over', '', '', now(), '')"
    )
    (kept,) = fellow.events.all()
    assert (kept.action, happened(kept.action)) == ("turn_over", "Turn over")


HISTORIES = [model for model in apps.get_models() if issubclass(model, Event)]


@pytest.mark.parametrize("model", HISTORIES, ids=lambda model: model._meta.label)
def test_every_deed_of_a_history_reads_as_done(model: Any) -> None:
    deeds = getattr(model._meta.get_field("action"), "deeds", {})
    told = {str(word): deed.past for word, deed in deeds.items()}
    assert told == {word: past for word, past in told.items() if past[:1].isupper() and past.strip() == past}
