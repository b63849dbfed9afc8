"""Two windows on one row: each saves what it changed, and neither goes over what the other one saved."""

import json
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from common.admin.checks import Checked
from common.edits import mark_of, merge

AS_OPENED = "as_opened"


class _Marks(forms.CharField):
    """What the page showed when it was opened: {name of a field: mark of its text}. No field of the row."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def _as_text(sent: Iterable[list[str]]) -> str:
    """The same for what a page shows and for what it sends back untouched."""
    # Browsers drop a text area's first line when it is empty.
    return "\n".join("\n".join(sorted(texts)) for texts in sent).strip()


def _read(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _texts(widget: forms.Widget, value: Any) -> list[str]:
    """What the widget sends for a value nobody touched."""
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = widget.format_value(value)
    return [str(one) for one in shown] if isinstance(shown, list | tuple) else [str(shown or "")]


class Merging(forms.ModelForm):
    """A form whose hidden field `as_opened` tells an untouched field from one somebody typed in.

    A field this window left alone keeps what the row says now. One changed here and elsewhere is refused with
    what it says now; sent again, it is taken as typed. Without `as_opened` all is taken as typed.
    """

    as_opened = _Marks(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._elsewhere: list[str] = []
        if self.instance._state.adding:
            return
        shown = {name: self._shown(name) for name in self._names()}
        stored = {name: _as_text(sent.values()) for name, sent in shown.items()}
        self.initial[AS_OPENED] = json.dumps({name: mark_of(text) for name, text in stored.items()})
        if self.is_bound:
            self._merge(shown, stored)

    def _names(self) -> list[str]:
        return [name for name, field in self.fields.items() if name != AS_OPENED and not field.disabled]

    def _shown(self, name: str) -> dict[str, list[str]]:
        """What an untouched page sends for this field: {key: texts}."""
        field, key = self.fields[name], self.add_prefix(name)
        value = field.prepare_value(self.get_initial_for_field(field, name))
        widget: Any = getattr(field.widget, "widget", field.widget)
        if not isinstance(widget, forms.MultiWidget):
            return {key: _texts(widget, value)}
        ends = widget.widgets_names  # type: ignore[attr-defined]  # Django's own; the stubs leave it out.
        pieces = cast(list[Any], widget.decompress(value))
        parts = zip(ends, widget.widgets, pieces, strict=True)
        return {key + end: _texts(part, piece) for end, part, piece in parts}

    def _merge(self, shown: dict[str, dict[str, list[str]]], stored: dict[str, str]) -> None:
        sent = cast(QueryDict, self.data).copy()
        opened = _read(sent.get(self.add_prefix(AS_OPENED), ""))
        typed = {name: _as_text(sent.getlist(key) for key in keys) for name, keys in shown.items()}
        merged = merge(stored, typed, opened)
        self._elsewhere = list(merged.elsewhere)
        for name in shown.keys() - merged.kept.keys() - merged.elsewhere.keys():
            for key, texts in shown[name].items():
                sent.setlist(key, texts)
        sent[self.add_prefix(AS_OPENED)] = self.initial[AS_OPENED]
        self.data = sent

    def clean(self) -> Any:
        data = super().clean()
        for name in self._elsewhere:
            self.add_error(name, self._sentence(name))
        return data

    def _sentence(self, name: str) -> str:
        stored = self.fields[name].prepare_value(self.get_initial_for_field(self.fields[name], name))
        words = "" if stored is None or isinstance(stored, list | bool) else str(stored).strip()
        instead = f" It says now: “{words[:200]}”." if words else ""
        return (
            f"This was changed elsewhere since you opened the page.{instead} "
            "Save again to put yours in its place."
        )


def merging(made: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """This form as one that merges, and that asks for all promises of its row."""
    return type(made.__name__, (Merging, Checked, made), {})
