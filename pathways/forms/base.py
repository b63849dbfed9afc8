"""What the forms of placements, deliverables and offerings have in common."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from pathways.models import ProgramYear


class SeenForm(SeenFields, ButtonForm):
    """What it does may move a stipend: that is looked at first."""


def day_field(label: str, hint: str = "") -> forms.DateField:
    """A day, typed or chosen."""
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput(), validators=[sensible_day])


class YearField(forms.ModelChoiceField):
    """A program year; where there is only one to choose, it is chosen."""

    def __init__(self, years: "QuerySet[ProgramYear] | None" = None, **kwargs: Any) -> None:
        found = ProgramYear.objects.all() if years is None else years
        super().__init__(found, label="Program year", empty_label="Choose a year", **kwargs)
        # Given to Django, it would take out the empty choice, and of several years the first would be chosen unasked.
        self.initial = self._only_one

    def __deepcopy__(self, memo: Any) -> "YearField":
        # The copy of a form asks for the years of that form.
        copied = super().__deepcopy__(memo)
        copied.initial = copied._only_one
        return copied

    def _only_one(self) -> int | None:
        years = list(self.queryset.values_list("pk", flat=True)[:2]) if self.queryset is not None else []
        return years[0] if len(years) == 1 else None
