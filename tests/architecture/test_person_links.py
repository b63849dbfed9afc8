"""Nobody adds a link to a person without saying what becomes of it when accounts are merged or erased."""

from django.apps import apps
from django.contrib.auth import get_user_model

from tests.architecture.person_links import ENDS, MOVES, STAYS


def links() -> set[str]:
    fields = (
        field for model in apps.get_models(include_auto_created=True) for field in model._meta.get_fields()
    )
    return {
        f"{field.model._meta.label}.{field.name}"
        for field in fields
        if field.concrete and field.related_model is get_user_model()
    }


def test_every_link_to_a_person_is_classified_once() -> None:
    assert len(MOVES | STAYS | ENDS) == len(MOVES) + len(STAYS) + len(ENDS)
    assert links() == MOVES | STAYS | ENDS
