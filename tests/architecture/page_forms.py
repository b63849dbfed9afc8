"""The forms of a page as a browser sees them: which fields each holds, which buttons send it and where to."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = {"hidden", "submit", "button", "reset", "image"}
# A single line sends its form when Enter is pressed; these do not.
NO_LINE = {"checkbox", "radio", "file"}


@dataclass
class Button:
    """`name` and `value` go with the press; `action` is where to, empty where the form leads."""

    name: str
    value: str
    action: str


@dataclass
class Field:
    """A control people fill: its name, kind (`text`, `textarea`, `select`, `radio` …) and the values it can take."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    # What it shows: the text, or the values that are chosen.
    shown: list[str] = field(default_factory=list)


@dataclass
class Form:
    method: str = "get"
    action: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


class Page(HTMLParser):
    """The forms inside `<main>`, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.inside = False
        self.form: Form | None = None
        self.filled: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in pairs}
        self.inside = self.inside or tag == "main"
        if not self.inside:
            return
        if tag == "form":
            self.form = self._named(attrs["id"]) if "id" in attrs else Form()
            self.form.method, self.form.action = attrs.get("method", "get").lower(), attrs.get("action", "")
            self.forms.append(self.form)
        form = self._named(attrs["form"]) if "form" in attrs else self.form
        if form is not None:
            self._control(form, tag, attrs)

    def _named(self, name: str) -> Form:
        """A control may stand before the form it belongs to."""
        return self.by_id.setdefault(name, Form())

    def _control(self, form: Form, tag: str, attrs: dict[str, str]) -> None:
        kind = attrs.get("type", {"button": "submit", "input": "text"}.get(tag, tag))
        name, value = attrs.get("name", ""), attrs.get("value", "")
        if tag in {"input", "button"} and kind == "submit":
            form.buttons.append(Button(name, value, attrs.get("formaction", "")))
        elif tag == "input" and kind == "hidden":
            form.hidden[name] = value
        elif (tag == "input" and kind not in SILENT) or tag in {"textarea", "select"}:
            self.filled = form.fields.setdefault(name, Field(name, kind))
            if kind in {"radio", "checkbox"}:
                self._choice(attrs.get("value", "on"), "checked" in attrs)
            elif tag == "input":
                self.filled.shown = [value]
        elif tag == "option" and self.filled is not None:
            self._choice(value, "selected" in attrs)

    def _choice(self, value: str, chosen: bool) -> None:
        assert self.filled is not None
        self.filled.values.append(value)
        self.filled.shown += [value] if chosen else []

    def handle_data(self, data: str) -> None:
        if self.filled is not None and self.filled.kind == "textarea" and self.lasttag == "textarea":
            self.filled.shown = ["".join([*self.filled.shown, data])]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self.filled = None
        if tag == "form":
            self.form = None
        if tag == "main":
            self.inside = False
