"""Choices by the words people read, for lists that are searched by them."""

from typing import Any

from django.db.models import Case, CharField, Field, Value, When


def label_of(field: "Field[Any, Any]") -> Case:
    """The words of a field's choice: `calapa_1` is "CalAPA cycle 1". Annotated, they can be searched."""
    words = [When(**{field.name: value}, then=Value(str(label))) for value, label in field.flatchoices]
    return Case(*words, output_field=CharField())
