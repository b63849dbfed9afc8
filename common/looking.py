"""Forms of verbs that are looked at before they are done."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.http import QueryDict

from common.errors import LookFirst


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
