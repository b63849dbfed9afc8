"""Forms of people about themselves, and of the administration."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.http import HttpRequest

from common.addresses import AddressField
from common.edits import mark_of
from common.errors import LookFirst
from common.fields import NameInput
from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from common.models import UPSIDE_DOWN
from people.models import Post, School, User
from people.queries import members, today
from people.services.requests import POSITIONS

ONE_NAME = "If you have one name, write it here."

# As a choice begins.
POSITION_WORDS = [(value, str(words).capitalize()) for value, words in Post.Position.choices]


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


class DelegationForm(SeenFields):
    """Whom a principal asks to act for them, and for which days."""

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


SHARE = "Write a share of a full position above 0 and at most 2, with at most three decimals, like 0.5."


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


class UploadForm(ButtonForm):
    """A file of schools, people and posts, and what it cannot say itself."""

    button = "Read it"
    file = forms.FileField(
        label="File",
        max_length=200,
        help_text="CSV with a header, or OneRoster 1.1 or 1.2 as a zip. At most 10 MB. Nothing is changed yet.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty. Choose another one."},
    )
    whole = forms.BooleanField(
        label="It lists everybody at the schools it names",
        required=False,
        help_text="Whom an earlier file brought and this one does not has left. You confirm how many."
        " OneRoster says this itself.",
    )
    day = forms.DateField(
        label="First day of what is new",
        validators=[sensible_day],
        help_text="For positions without a first day of their own.",
    )
    members_from = forms.DateField(
        label="New schools are members from",
        validators=[sensible_day],
        help_text="The day a school joined the network. Nobody can hold a role at a school before it.",
    )
    last_day = forms.DateField(
        label="Last day of who has left", validators=[sensible_day], help_text="It still holds on this day."
    )


# So many questions are on the page at a time, those without an answer first; a browser sends no more than 1,000 fields.
MOST_ASKED = 300


class ImportForm(SeenFields):
    """All that is said on the page of one import: answers, positions of roles, how many positions end, a new file."""

    ends = forms.IntegerField(
        label="To let them end, type how many", required=False, min_value=0, max_value=1_000_000
    )
    file = forms.FileField(label="Upload a corrected file", required=False, max_length=200)

    def __init__(
        self, *args: Any, shown: Mapping[str, Any], positions: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.roles = {}, {}
        asked = sorted(shown.get("questions", []), key=lambda one: bool(one["answer"]))
        # What was compared before this was asked says nothing of it.
        self.alike = {one["key"]: one["alike"] for one in asked if one.get("alike") and not one["answer"]}
        for number, one in enumerate(asked[:MOST_ASKED]):
            name = f"answer{number}_{sha256(one['key'].encode()).hexdigest()[:8]}"
            self.questions[name] = one["key"]
            offered = [(choice["code"], choice["label"]) for choice in one["choices"]]
            self.fields[name] = forms.ChoiceField(
                label=one["asks"],
                choices=offered,
                required=False,
                widget=forms.RadioSelect,
                initial=one["answer"],
            )
        for number, (role, position) in enumerate(positions.items()):
            name = f"role{number}"
            self.roles[name] = role
            offered = [("", "Left out"), *POSITION_WORDS]
            self.fields[name] = forms.ChoiceField(
                label=role, choices=offered, required=False, initial=position
            )

    def answers(self) -> dict[str, str]:
        """By question, what was chosen."""
        return {
            key: self.cleaned_data[name] for name, key in self.questions.items() if self.cleaned_data[name]
        }

    def same(self) -> dict[str, str]:
        """By question, the answer for all who have one address and one name, but for what was chosen otherwise."""
        return {**self.alike, **self.answers()}

    def positions(self) -> dict[str, str]:
        """By role, the position that was chosen, where it is another than was shown."""
        changed = {name for name in self.roles if name in self.changed_data}
        return {role: self.cleaned_data[name] for name, role in self.roles.items() if name in changed}


class WorkplaceForm(ButtonForm):
    """Where somebody says they work."""

    button = "Ask the school"
    school = forms.ModelChoiceField(
        School.objects.none(),
        label="School",
        empty_label="Choose your school",
        error_messages={"required": "Choose your school."},
    )
    position = forms.ChoiceField(
        label="You are", choices=[(str(one), str(one.label).capitalize()) for one in POSITIONS]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = cast(forms.ModelChoiceField, self.fields["school"])
        schools.queryset = members(today())


class WelcomeForm(SeenFields):
    """Whom to tell by mail that they have an account: the ticked, or all `count` of them. It carries the mark of how
    many the page said get a mail."""

    people = forms.MultipleChoiceField(
        label="Who",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Somebody you ticked needs no invitation any more. Look at the list again."
        },
    )

    def __init__(
        self, *args: Any, people: Iterable[User], count: int, everybody: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.count, self.everybody = count, everybody
        cast(forms.MultipleChoiceField, self.fields["people"]).choices = [
            (str(one.pk), one.name) for one in people
        ]

    def clean_people(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["people"]
        if not (ticked or self.everybody):
            raise forms.ValidationError("Nobody is ticked. Tick whom you invite.")
        return ticked

    @property
    def asked(self) -> int:
        """How many get a mail."""
        return self.count if self.everybody else len(self.cleaned_data["people"])

    @property
    def look(self) -> LookFirst | None:
        """How many get a mail, to be looked at before they do; None once exactly that was."""
        ticked = sorted(self.cleaned_data["people"])
        mark = mark_of(f"all {self.count}" if self.everybody else " ".join(ticked))
        if mark in self.cleaned_data["seen"].split():
            return None
        who = "1 person gets a mail" if self.asked == 1 else f"{self.asked:,} people get a mail"
        return LookFirst(f"{who}. Nobody was told yet.", lines=[], seen=mark)
