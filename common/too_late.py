"""A verb that can no longer be done: what was typed for it stays, to be read and copied; its button gives way to a link
that leads to the row as it is now."""

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model
from django.forms import BaseForm, Textarea, TextInput

from common.verbs import Life, Verb

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True, slots=True)
class AsItIs:
    """The way to a row as it stands now."""

    url: str
    text: str


def way_to(life: Life, row: Model) -> AsItIs:
    """The link of a form that is closed: "See the deliverable as it is"."""
    return AsItIs(life.page_of(row), f"See the {life.noun or row._meta.verbose_name} as it is")


def close(form: BaseForm, refusal: str, way: AsItIs) -> None:
    """The form comes back with this refusal alone, and without a button; what was typed can be copied."""
    # What else is wrong with the fields need not be mended any more.
    form.errors.clear()
    form.add_error(None, refusal)
    read_only(form)
    # A helper without a layout counts as false.
    if (helper := getattr(form, "helper", None)) is not None:
        # A helper may stand in the class, for every form of it.
        closed = copy(helper)
        closed.inputs = []
        form.helper = closed  # type: ignore[attr-defined]  # crispy reads it of any form
    form.as_it_is = way  # type: ignore[attr-defined]  # read by components/as_it_is.html alone


def close_if_late(user: "User", life: Life, verb: Verb, row: Model, form: BaseForm) -> None:
    """Close a form that was refused, where the verb cannot be done with the row as it stands by now."""
    now = life.rows(user).filter(pk=row.pk).first()
    refusal = life.why_not(user, verb.action, now) if now is not None else None
    if refusal is not None:
        close(form, str(refusal), way_to(life, row))


def read_only(form: BaseForm) -> None:
    """What was typed can be read and copied, and no longer changed."""
    for field in form.fields.values():
        # A disabled field would show what it began with, not what was typed: the mark goes on its widget.
        copied = isinstance(field.widget, Textarea | TextInput)
        field.widget.attrs["readonly" if copied else "disabled"] = True
