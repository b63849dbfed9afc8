"""Two schools, one of whose students go on to the other."""

from django import forms

from common.forms import ButtonForm
from people.models import School


class FeederForm(ButtonForm):
    button = "Add"
    lower = forms.ModelChoiceField(
        label="Students of", queryset=School.objects.order_by("sort_name"), empty_label="Choose a school"
    )
    upper = forms.ModelChoiceField(
        label="Go on to", queryset=School.objects.order_by("sort_name"), empty_label="Choose a school"
    )
