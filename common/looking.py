"""Forms of verbs that are looked at before they are done."""

from typing import cast

from django import forms
from django.http import QueryDict

from common.errors import LookFirst


def show_again(form: forms.BaseForm, seen: str) -> None:
    """The form comes back beside what it would do, with the marks of that; sent again, it is done."""
    sent = cast(QueryDict, form.data).copy()
    sent[form.add_prefix("seen")] = seen
    form.data = sent


class SeenFields(forms.Form):
    """Carries the marks of what was looked at; the form that comes back carries those of what is to be looked at, which
    stands in `first_look`."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    first_look: LookFirst | None = None

    def show(self, look: LookFirst) -> None:
        """As `show_again` does, with what is to be looked at."""
        self.first_look = look
        show_again(self, look.seen)
