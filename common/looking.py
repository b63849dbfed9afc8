"""Forms that say what they showed: of verbs that are looked at before they are done, and of texts that two windows may
change."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from common.edits import ChangedElsewhere, mark_of
from common.errors import LookFirst

# What stands before the name of a text in that of its mark.
SEEN = "seen_"


def say_anew(form: forms.BaseForm, values: Mapping[str, str]) -> None:
    """A form that was sent comes back with these fields as the page says them now; all others stay as typed."""
    sent = cast(QueryDict, form.data).copy()
    for name, value in values.items():
        sent[form.add_prefix(name)] = value
    form.data = sent


def show_again(form: forms.BaseForm, seen: str) -> None:
    """The form comes back beside what it would do, with the marks of that; sent again, it is done."""
    say_anew(form, {"seen": seen})


class SeenFields(forms.Form):
    """Carries the marks of what was looked at; the form that comes back carries those of what is to be looked at, which
    stands in `first_look`."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    first_look: LookFirst | None = None

    def show(self, look: LookFirst) -> None:
        """As `show_again` does, with what is to be looked at."""
        self.first_look = look
        show_again(self, look.seen)


class SeenTexts(forms.Form):
    """Carries, hidden, a mark of each of its `texts` as the page showed it: what `common.edits.merge` asks."""

    texts: Sequence[str] = ()

    def mark_shown(self) -> None:
        for name in self.texts:
            now = self.initial.get(name)
            shown = mark_of("" if now is None else str(now))
            self.fields[f"{SEEN}{name}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, max_length=64, initial=shown
            )

    def seen(self) -> dict[str, str]:
        """The marks of the texts as this page showed them."""
        return {name: str(self.data.get(self.add_prefix(f"{SEEN}{name}"), "")) for name in self.texts}

    def tell(self, elsewhere: ChangedElsewhere) -> None:
        """The form comes back with what is stored now beside each text that another window changed too."""
        self.show_stored(elsewhere.texts)
        for name, text in elsewhere.texts.items():
            self.add_error(name, elsewhere.beside(self.in_words(name, text)))

    def in_words(self, name: str, stored: str) -> str:
        """What is stored in this field, as people read it."""
        return stored

    def show_stored(self, stored: Mapping[str, str]) -> None:
        """The form comes back beside these texts as they are stored now; sent again, it is taken as typed."""
        say_anew(self, {f"{SEEN}{name}": mark_of(text) for name, text in stored.items()})


def apart(typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What a form of `SeenTexts` gives a verb: what was typed, and the marks of what it showed."""
    said = {name: value for name, value in typed.items() if not name.startswith(SEEN)}
    return said, {name.removeprefix(SEEN): str(typed[name]) for name in typed if name.startswith(SEEN)}
