"""Forms of people about themselves, and of the administration."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.http import HttpRequest

from common.addresses import AddressField
from common.fields import NameInput
from common.forms import sensible_day
from common.models import UPSIDE_DOWN
from people.models import Post, User

ONE_NAME = "If you have one name, write it here."


class SignupForm(forms.Form):
    """The part of signing up that is ours; django-allauth adds email and password."""

    given_name = NameInput(
        label="First name",
        max_length=100,
        help_text=ONE_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name = NameInput(
        label="Last name",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    field_order = ("given_name", "family_name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by django-allauth once the person exists."""
        user.given_name = self.cleaned_data["given_name"]
        user.family_name = self.cleaned_data["family_name"]
        user.save(update_fields=["given_name", "family_name"])


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("given_name", "family_name", "preferred_name")
        labels = {
            "given_name": "First name",
            "family_name": "Last name",
            "preferred_name": "What people call you",
        }
        help_texts = {
            "given_name": ONE_NAME,
            "preferred_name": "In place of your first name; may stay empty.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_name"].required = True
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))


class DelegationForm(forms.Form):
    button = "Ask this person"
    email = AddressField(label="Email of the person who acts for you")
    first_day = forms.DateField(label="First day", validators=[sensible_day])
    last_day = forms.DateField(label="Last day", validators=[sensible_day])


class LastDayForm(forms.Form):
    """Until when something holds, that day included."""

    last_day = forms.DateField(
        label="Last day",
        validators=[sensible_day],
        help_text="It still holds on this day.",
    )


class UserCreateForm(BaseUserCreationForm):
    """A new person in the administration: an address instead of a user name."""

    class Meta:
        model = User
        fields = ("email", "given_name", "family_name")


class UserEditForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"

    def clean_external_id(self) -> str:
        """What the database promises, said at the field and with a name."""
        given = str(self.cleaned_data["external_id"])
        others = User.objects.filter(external_id=given).exclude(pk=self.instance.pk)
        if given and (other := others.first()) is not None:
            raise forms.ValidationError(f"{other} has this external id already. Two people never share one.")
        return given


SHARE = "Write a share of a full post above 0 and at most 2, with at most three decimals, like 0.5."


def share_of_a_post(fte: Decimal) -> None:
    """What the database promises about FTE, said at the field."""
    finite = fte.is_finite()
    if not finite or not 0 < fte <= 2 or fte != round(fte, 3):
        raise forms.ValidationError(SHARE)


class PostForm(forms.ModelForm):
    """Share and days of a post are refused in words at the field, whatever else of it can be changed."""

    class Meta:
        model = Post
        fields = ("person", "school", "position", "fte", "channel", "starts", "ends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "fte" in self.fields:
            self.fields["fte"].validators = [share_of_a_post]

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", UPSIDE_DOWN)
        return data


class PostBelowForm(PostForm):
    """A post below its person: what it is stays once it was entered, for signatures rest on it."""

    class Meta:
        model = Post
        fields = ("school", "position", "fte", "channel", "starts", "ends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["school"].disabled = self.fields["position"].disabled = True
