"""States and kinds of people, schools and what is asked of them: the database keeps no word that is not one of them."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField

from tests.factories.people import (
    HatFactory,
    ImportFactory,
    PostFactory,
    PostRequestFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
# How far an import is, and what became of a merged row: written by us alone, and read by nobody who decides.
FREE = {("ImportProgress", "doing"), ("MergedRow", "became")}


def columns() -> list[tuple[Any, CharField]]:
    """Every column of this app with a choice but for what was done, which is read by other code too."""
    return [
        (model, field)
        for model in apps.get_app_config("people").get_models()
        for field in model._meta.concrete_fields
        if field.choices and field.name != "action" and (model.__name__, field.name) not in FREE
    ]


def test_every_column_with_a_choice_is_kept_to_it_by_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'"
        )
        checks = [(table, definition.replace('"', "")) for table, definition in cursor.fetchall()]
    for model, field in columns():
        # Of choices and of nothing more: an empty one where nothing may be said.
        words = sorted({*([""] if field.blank else []), *dict(field.flatchoices)})
        listed = ", ".join(f"'{word}'::character varying" for word in words)
        own = [one for table, one in checks if table == model._meta.db_table]
        assert any(f"(({field.column})::text = ANY" in one and listed in one for one in own), (model, listed)


@pytest.mark.parametrize(
    ("factory", "column"),
    [
        (HatFactory, "kind"),
        (PostFactory, "position"),
        (PostFactory, "channel"),
        (SchoolFactory, "level"),
        (PostRequestFactory, "state"),
        (PostRequestFactory, "position"),
        (ImportFactory, "state"),
    ],
)
def test_a_word_there_is_not_is_refused_past_the_application(factory: Any, column: str) -> None:
    row = factory()
    row.pk, row._state.adding = None, True
    setattr(row, column, "king")
    with pytest.raises(IntegrityError, match="is_one_there_is"), transaction.atomic():
        type(row)._base_manager.bulk_create([row])
