"""Forms of people about themselves, and of the administration."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest

from people.models import Post, User


class SignupForm(forms.Form):
    """The part of signing up that is ours; django-allauth adds email and password."""

    given_name = forms.CharField(
        label="First name", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label="Last name", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
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
        labels = {"preferred_name": "What people call you"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_name"].required = self.fields["family_name"].required = True
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))


class DelegationForm(forms.Form):
    email = forms.EmailField(label="Email of the person who acts for you")
    first_day = forms.DateField(label="First day", validators=[MaxValueValidator(date(2100, 1, 1))])
    last_day = forms.DateField(label="Last day", validators=[MaxValueValidator(date(2100, 1, 1))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Name this person"))


class LastDayForm(forms.Form):
    """Until when something holds, that day included."""

    last_day = forms.DateField(
        label="Last day",
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))],
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


class PostForm(forms.ModelForm):
    """A post below its person: what it is stays once it was entered, for signatures rest on it."""

    class Meta:
        model = Post
        fields = ("school", "position", "fte", "channel", "starts", "ends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["school"].disabled = self.fields["position"].disabled = True
