"""Forms of what people are paid by: sessions, years and work, changed after somebody signed."""

from django import forms

from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from pathways.forms.offerings import ProgramYearForm
from seminars.forms import CancelForm, MoveForm, SessionForm


class CancelSessionForm(SeenFields, CancelForm):
    pass


class MoveSessionForm(SeenFields, MoveForm):
    pass


class OwedForm(SeenFields, ButtonForm):
    """Until when a deliverable is due and what it weighs, once leaders owe it."""

    button = "Change it"
    demands = {"reason": "once people have signed"}
    due = forms.DateField(label="Due", validators=[sensible_day])
    weight = forms.IntegerField(label="Weight", min_value=1, max_value=100)
    reason = forms.CharField(
        label="Why, in words they will read",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


WHY = "Asked for when it touches people who have signed: they read it in a mail and on their statement."


class AskedForm(SeenFields, forms.ModelForm):
    """A row by which people are paid; what a change of it moves is looked at first."""

    demands = {"why": "once people have signed"}

    why = forms.CharField(
        label="Why it changes",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WHY,
    )


class AskedSessionForm(AskedForm, SessionForm):
    pass


class AskedYearForm(AskedForm, ProgramYearForm):
    """The days over which stipends are prorated are as much a part of what was signed as the sessions."""
