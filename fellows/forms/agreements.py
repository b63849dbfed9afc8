"""The form of a version of the service agreement: sentences to fill in, in the order of its text."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from fellows.queries.agreements import WRITTEN
from fellows.rules.agreement import COUNTS, VALUES
from fellows.rules.service import FTE_RULES, GRANULARITIES, MOST_SUSPENDED_MONTHS, MOST_YEARS
from fellows.services import Wording


class VersionForm(SeenFields):
    """What is written in a version."""

    demands = {
        "fte_threshold": "where part-time positions count in full from it on",
        "legal_basis": "before it is published",
    }

    required_years = forms.DecimalField(
        label="School years a fellow serves", min_value=0, max_value=MOST_YEARS, decimal_places=1
    )
    window_years = forms.IntegerField(
        label="Years they have for it",
        min_value=1,
        max_value=MOST_YEARS,
        required=False,
        help_text="From the first July 1 after graduation. Leave empty where there is no last day.",
    )
    granularity = forms.ChoiceField(
        label="How service counts",
        choices=[(word, COUNTS[word]) for word in GRANULARITIES],
        widget=forms.RadioSelect,
    )
    half_year_counts = forms.BooleanField(
        label="Half a year counts as a whole one",
        required=False,
        help_text="Only where service counts by whole school years.",
    )
    fte = forms.ChoiceField(
        label="Part-time positions",
        choices=[(word, VALUES[word][:1].upper() + VALUES[word][1:]) for word in FTE_RULES],
        widget=forms.RadioSelect,
    )
    fte_threshold = forms.DecimalField(
        label="Least full-time equivalent",
        min_value=0,
        max_value=1,
        decimal_places=3,
        required=False,
        help_text="Only where positions count in full from a share on: 0.5 is half time.",
    )
    similar_schools = forms.BooleanField(
        label="Schools that staff decided are similar count too", required=False
    )
    most_suspended_months = forms.IntegerField(
        label="Most months of suspension",
        min_value=0,
        max_value=MOST_SUSPENDED_MONTHS,
        help_text="All suspensions together. 0: service cannot be suspended.",
    )
    legal_basis = forms.CharField(
        label="Legal basis",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The paragraph counsel gives. A draft may wait for it; nothing is published without. "
        "It names no amount of money.",
    )
    signed_from = forms.DateField(
        label="Signed from",
        widget=forms.DateInput,
        validators=[sensible_day],
        help_text="Whoever signs on this day or later signs this version.",
    )

    for_paper = forms.BooleanField(
        label="Terms of agreements that were signed on paper",
        required=False,
        help_text="For fellows of before: their service counts by these terms. Nobody signs them here.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save the draft"))

    def wording(self) -> Wording:
        """What was typed. The form must be valid."""
        return wording_of(**self.cleaned_data)


def wording_of(**typed: Any) -> Wording:
    """What was typed, for the service; the marks of the form are no part of it."""
    return Wording(**{name: typed[name] for name in WRITTEN})


class PublishForm(SeenFields, ButtonForm):
    """A press on a text that was read: with the mark of it."""

    button = "Publish"


class ReasonForm(ButtonForm):
    """Why a version ends; it stays on record."""

    look = "usa-button--secondary"
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why. It stays on record."},
    )


class DiscardForm(ReasonForm):
    button = "Discard this draft"


class RetireForm(ReasonForm):
    button = "Retire this version"
