"""The form of search, and that of the page that shows every component."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.bootstrap import FormActions, PrependedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, Column, Fieldset, Layout, Row, Submit
from django import forms

from common.amounts import DollarsField
from common.forms import ButtonForm, SearchField, sensible_day
from common.looking import SeenFields, SeenTexts
from common.ui.components import day
from pathways.forms.writing import LABELS
from pathways.models import Offering
from pathways.queries import DAYS

SCHOOLS = [
    ("", "Choose a school"),
    ("North", [("1", "First Street"), ("2", "Second Street")]),
    ("3", "Third Street"),
]


class SearchForm(forms.Form):
    """What to look for. A single letter would match nearly everyone."""

    q = SearchField(
        label="Name or email address",
        min_length=2,
        error_messages={"min_length": "Type at least two letters."},
    )
    helper = FormHelper()
    helper.form_method = "get"
    helper.layout = Layout("q", Submit("", "Search"))


class FindAccountForm(SearchForm):
    """The other account of a person."""

    q = SearchField(
        label="Name or email address of the other account",
        min_length=2,
        error_messages={"min_length": "Type at least two letters."},
    )
    helper = FormHelper()
    helper.form_method = "get"
    helper.layout = Layout("q", Submit("", "Look for it"))


class MergeForm(SeenFields, ButtonForm):
    """Why two accounts are one person's."""

    button = "Merge the two accounts"
    look = "usa-button--secondary"
    reason = forms.CharField(
        label="How you know that this is one person",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the merge, for whoever asks later.",
    )


class CloseForm(SeenFields, ButtonForm):
    """Why an account is closed."""

    button = "Close the account"
    look = "usa-button--secondary"
    reason = forms.CharField(
        label="Why it is closed",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays in the history of the account.",
    )


class ExportForm(ButtonForm):
    """What an export of somebody else is for; of oneself nobody asks."""

    button = "Make the file"
    reason = forms.CharField(
        label="What it is for",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays in the history of the person.",
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["reason"]


class OfferingRowForm(SeenTexts, forms.ModelForm):
    """The days and usual places of a draft, in its row of the table of a year. Rows stand below each other in one form,
    so each has its prefix."""

    places_per_school = forms.IntegerField(label="Places", min_value=1, max_value=99)
    texts = (*DAYS, "places_per_school")

    class Meta:
        model = Offering
        fields = (*DAYS, "places_per_school")
        labels = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["prefix"] = f"role-{kwargs['instance'].role_id}"
        super().__init__(*args, **kwargs)
        for name in DAYS:
            self.fields[name].validators.append(sensible_day)
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.mark_shown()

    def in_words(self, name: str, stored: str) -> str:
        return day(date.fromisoformat(stored)) if name in DAYS and stored else stored or "nothing"


class AmountForm(forms.Form):
    """What a role pays for the whole year."""

    amount = DollarsField(label="Dollars for the whole year", min_value=Decimal("0.01"), max_value=1_000_000)


class EveryFieldForm(forms.Form):
    """One field of each kind the product uses."""

    name = forms.CharField(label="Name", help_text="As it should read on the record.", max_length=100)
    email = forms.EmailField(label="Email", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    hours = forms.IntegerField(label="Hours", min_value=0)
    amount = DollarsField(label="Amount", required=False)
    essay = forms.CharField(label="Your words", widget=forms.Textarea, max_length=2000)
    school = forms.ChoiceField(label="School", choices=SCHOOLS)
    grades = forms.MultipleChoiceField(
        label="Grades", choices=[("k", "K"), ("1", "1"), ("2", "2")], widget=forms.CheckboxSelectMultiple
    )
    answer = forms.ChoiceField(
        label="Do you support it?",
        choices=[("yes", "Yes"), ("no", "No, not this year")],
        widget=forms.RadioSelect,
        help_text="You can change this until you sign.",
    )
    day = forms.DateField(label="Day", widget=forms.DateInput)
    time = forms.TimeField(label="Time", widget=forms.TimeInput, required=False)
    starts = forms.SplitDateTimeField(label="Starts", required=False)
    file = forms.FileField(label="Evidence", help_text="PDF or picture, up to 10 MB.", required=False)
    agreed = forms.BooleanField(label="I have read the commitment", help_text="All four parts of it.")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.data.get("name") == "Nobody":
            raise forms.ValidationError("Nobody cannot apply. Give the name of a person.")


class LaidOutForm(EveryFieldForm):
    """The same fields in a layout."""

    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("About you", "name", Row(Column("email"), Column("password"))),
        PrependedText("amount", "$"),
        "hours",
        "essay",
        "school",
        "grades",
        "answer",
        Row(Column("day"), Column("time")),
        "starts",
        "file",
        "agreed",
        "version",
        FormActions(Submit("save", "Send it"), Button("later", "Save for later")),
    )
