"""The filters above a list, drawn by a plain loop: a template for each field, choice and button would cost more than
the list itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from common.forms import LONGEST_SEARCH
from common.ui.components import control

register = template.Library()
Choices = Any


def _option(value: object, label: Any, chosen: frozenset[str]) -> str:
    written = "" if value is None else str(value)
    mark = " selected" if written in chosen else ""
    return f'<option value="{conditional_escape(written)}"{mark}>{conditional_escape(label)}</option>'


def _options(choices: Choices, chosen: frozenset[str]) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            inside = "".join(_options(label, chosen))
            yield f'<optgroup label="{conditional_escape(value)}">{inside}</optgroup>'
        else:
            yield _option(value, label, chosen)


def select(field: BoundField) -> SafeString:
    """A field of choices as an element of options, what was chosen marked."""
    widget = field.field.widget
    # A select of one shows its first choice where nothing is chosen.
    chosen = frozenset(str(value) for value in widget.format_value(field.value()))
    return format_html(
        '<select class="usa-select" id="{}" name="{}">{}</select>',
        field.auto_id,
        field.html_name,
        mark_safe("".join(_options(widget.choices, chosen))),
    )


def _input(field: BoundField) -> SafeString:
    kind = field.field.widget
    if type(kind) is forms.Select:
        return select(field)
    if type(kind) is forms.SearchInput:
        return search_box(field.value(), field.auto_id, field.html_name)
    return control(field)


@register.simple_tag
def search_box(words: str | None, id: str = "q", name: str = "q") -> SafeString:
    """The box of what is looked for by address, with as many letters as one holds."""
    return format_html(
        '<input class="usa-input" type="search" id="{}" name="{}" maxlength="{}"{}>',
        id,
        name,
        LONGEST_SEARCH,
        format_html(' value="{}"', words) if words else "",
    )


def say_counts(field: forms.Field, counts: Mapping[Any, int]) -> None:
    """Each choice of a filter says how many rows it leaves: "Submitted (12)"; that of nothing in particular stays."""
    choices = field.choices  # type: ignore[attr-defined]
    field.choices = [  # type: ignore[attr-defined]
        (value, f"{words} ({counts.get(value, 0):,})" if value else words) for value, words in choices
    ]


def _group(field: BoundField) -> SafeString:
    if field.is_hidden:
        return field.as_widget()
    label = format_html('<label class="usa-label" for="{}">{}</label>', field.auto_id, field.label)
    return format_html('<div class="usa-form-group">{}{}</div>', label, _input(field))


@register.simple_tag(takes_context=True)
def filters(context: Context, form: forms.Form, button: str = "Show") -> SafeString:
    """The form that narrows a list, sent by address. What cannot be asked for comes back with a summary that links to
    the fields, as any other form does."""
    if form.errors:
        drawn = mark_safe(render_crispy_form(form, form.helper, context))  # type: ignore[attr-defined]
        return format_html('<div class="filters">{}</div>', drawn)
    groups = mark_safe("".join(_group(field) for field in form))
    press = format_html(
        '<div class="buttons"><button class="usa-button usa-button--outline">{}</button></div>', button
    )
    return format_html('<div class="filters"><form method="get">{}{}</form></div>', groups, press)
