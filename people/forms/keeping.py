"""Forms of those who keep people: names, addresses, posts, hats, and who is meant. Days are typed inclusive; what comes
out is half-open."""

from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet

from common.addresses import AddressField
from common.fields import NameInput
from common.forms import ButtonForm, SearchField, sensible_day
from common.looking import SeenFields
from people.forms.accounts import ONE_NAME, share_of_a_post
from people.models import Hat, Post, School, User
from people.queries import WITHOUT, account_at, colleagues, today
from people.tables import ACCOUNT_WORDS

ONE_DAY = timedelta(days=1)
Choices = list[tuple[str, str]]


def _capital(choices: list[tuple[str, Any]]) -> Choices:
    return [(value, f"{str(words)[:1].upper()}{str(words)[1:]}") for value, words in choices]


POSITIONS = _capital(Post.Position.choices)
HATS = _capital(Hat.Kind.choices)
CHANNELS = _capital(Post.Channel.choices)


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """A day somebody may mean."""
    return forms.DateField(label=label, validators=[sensible_day], **kwargs)


def share_field() -> forms.DecimalField:
    """A share of a full position."""
    hint = "1 is full time, 0.5 half of it."
    return forms.DecimalField(
        label="Share of a full position", initial=1, validators=[share_of_a_post], help_text=hint
    )


def last_day_field() -> forms.DateField:
    """The last day that belongs to something; it may have none yet."""
    return day_field("Last day", required=False, help_text="Leave it empty while there is no end.")


class PeopleFilter(forms.Form):
    """Which people to list."""

    q = SearchField(label="Name or email", required=False)
    school = forms.ModelChoiceField(
        School.objects.only("name", "sort_name"), required=False, empty_label="All schools"
    )
    position = forms.ChoiceField(
        required=False, choices=[("", "Any position"), *POSITIONS, (WITHOUT, "Without a position")]
    )
    hat = forms.ChoiceField(required=False, choices=[("", "With or without a hat"), *HATS])
    account = forms.ChoiceField(required=False, choices=[("", "Any account"), *ACCOUNT_WORDS])
    helper = FormHelper()
    helper.form_method = "get"


class PersonForm(ButtonForm):
    """Somebody new, with the post they begin with where that is known."""

    button = "Add this person"
    demands = {
        "school": "when they work at one",
        "position": "when they work at one",
        "starts": "when they work at one",
    }
    email = AddressField(label="Email", help_text="They sign in by a code that goes to it.")
    given_name = NameInput(label="First name", max_length=100, help_text=ONE_NAME)
    family_name = NameInput(label="Last name", max_length=100, required=False)
    preferred_name = NameInput(
        label="What people call them",
        max_length=100,
        required=False,
        help_text="In place of the first name; may stay empty.",
    )
    external_id = forms.CharField(
        label="Number in the roster",
        max_length=100,
        required=False,
        help_text="The sourcedId an import knows them by.",
    )
    school = forms.ModelChoiceField(
        School.objects.all(),
        required=False,
        empty_label="No position yet",
        help_text="Where they work. More positions are entered on their page.",
    )
    position = forms.ChoiceField(choices=POSITIONS, required=False, initial=Post.Position.TEACHER)
    starts = day_field("First day of the position", required=False, initial=today)

    def clean(self) -> Any:
        """A post needs its days and what it is."""
        data = super().clean() or self.cleaned_data
        if data.get("school") and not data.get("starts") and "starts" not in self.errors:
            self.add_error("starts", "Give the day the position began.")
        return data

    def about_person(self) -> dict[str, Any]:
        names = ("email", "given_name", "family_name", "preferred_name", "external_id")
        return {name: self.cleaned_data[name] for name in names}

    def about_post(self) -> dict[str, Any] | None:
        """The post they begin with; None where none is known."""
        data = self.cleaned_data
        if data["school"] is None:
            return None
        position = data["position"] or Post.Position.TEACHER
        return {"school": data["school"], "position": position, "starts": data["starts"]}


class NamesForm(SeenFields, ButtonForm):
    """The names of somebody else."""

    button = "Save the names"
    given_name = PersonForm.base_fields["given_name"]
    family_name = PersonForm.base_fields["family_name"]
    preferred_name = PersonForm.base_fields["preferred_name"]
    external_id = PersonForm.base_fields["external_id"]

    def __init__(self, *args: Any, ids: Choices, **kwargs: Any) -> None:
        """`ids`: by which sources of imports call them, beside the number."""
        super().__init__(*args, **kwargs)
        if ids:
            self.fields["ids_off"] = forms.MultipleChoiceField(
                choices=ids,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label="Ids that are not theirs",
                help_text="An import said that these are this person. Tick one to take it off: the next file that has "
                "it asks who it is.",
            )


class AddressForm(ButtonForm):
    """Another address to sign in with."""

    button = "Write this address"
    email = AddressField(
        label="Email",
        help_text="From now on only this address signs in. Its owner confirms it by a mail at the first sign-in.",
    )


class AgreeForm(ButtonForm):
    """A second person agrees to a hat of finance."""

    button = "Agree"
    words = forms.CharField(
        label="Words for the history",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RefuseHatForm(ButtonForm):
    """A second person refuses it, and says why."""

    button = "Refuse"
    words = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever gave the hat reads it in a mail, and it stays in the history of the person.",
    )


class _Days(forms.Form):
    """A first day, and a last one that may stay open."""

    def clean(self) -> Any:
        """The last day as the day after it, which is what is kept."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day cannot be before the first.")
        if "last_day" in data:
            data.pop("last_day")
            data["ends"] = last + ONE_DAY if last else None
        return data


class NewPostForm(_Days, ButtonForm):
    """Where somebody works, as what, and since when."""

    button = "Enter the position"
    school = forms.ModelChoiceField(School.objects.all(), empty_label="Choose a school")
    position = forms.ChoiceField(choices=POSITIONS, initial=Post.Position.TEACHER)
    starts = day_field("First day", initial=today)
    last_day = last_day_field()
    fte = share_field()
    channel = forms.ChoiceField(label="Paid through", choices=CHANNELS, initial=Post.Channel.DISTRICT)


class CorrectPostForm(_Days, SeenFields, ButtonForm):
    """Days, share and payroll of a post, as they truly are."""

    button = "Correct the position"
    starts = day_field("First day")
    last_day = last_day_field()
    fte = share_field()
    channel = forms.ChoiceField(label="Paid through", choices=CHANNELS)


class TrueFirstDayForm(ButtonForm):
    """Since when a school truly is a member."""

    button = "Correct it"
    starts = day_field("First day")


class HatForm(_Days, ButtonForm):
    """What somebody does for the Partnership. What a hat is narrowed to is asked by whoever knows it."""

    button = "Give this hat"
    demands = {"schools": "for a network director"}
    kind = forms.ChoiceField(
        label="Hat",
        choices=[("", "Choose a hat"), *HATS],
        help_text="One of finance waits for a second person, unless an administrator gives it.",
    )
    starts = day_field("First day", initial=today)
    last_day = last_day_field()
    schools = forms.ModelMultipleChoiceField(
        School.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Schools of a network director",
        help_text="Those they look after. Other hats need none.",
    )

    def clean(self) -> Any:
        """A director without a school would see nothing."""
        data = super().clean() or self.cleaned_data
        directs = data.get("kind") == Hat.Kind.DIRECTOR
        if directs and not data.get("schools"):
            self.add_error("schools", "Choose the schools this director looks after.")
        if not directs and data.get("schools"):
            self.add_error("schools", "Only a network director has schools. Take the marks out.")
        return data


def _of_school(people: "QuerySet[User]") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        people, required=False, label="Somebody of the school", empty_label="Nobody of the school"
    )


class SomebodyForm(_Days, ButtonForm):
    """Who is meant: one of the people of a school, or whoever has an address; and for which days."""

    demands = {"person": "unless you write an email", "email": "unless you choose somebody"}
    NOBODY_CHOSEN = "Choose somebody of the school, or write the email of somebody else."
    person = _of_school(User.objects.none())
    email = AddressField(label="Or the email of somebody else", required=False)
    starts = day_field("First day", initial=today)
    last_day = day_field("Last day", help_text="It still holds on this day.")

    def __init__(self, *args: Any, school: School | None, button: str, **kwargs: Any) -> None:
        self.button = button
        super().__init__(*args, **kwargs)
        if school is not None:
            self.fields["person"] = _of_school(colleagues(school, today()))

    def clean(self) -> Any:
        """`person`, however they were named."""
        data = super().clean() or self.cleaned_data
        if (ends := data.get("ends")) is not None and ends <= today():
            self.add_error("last_day", "These days are over. Choose a last day from today on.")
        email = data.pop("email", "")
        if email and data.get("person") is None:
            data["person"] = account_at(email)
            if data["person"] is None:
                self.add_error("email", "Nobody here has this address. Add the person first.")
        elif data.get("person") is None and not self.errors:
            self.add_error("person", self.NOBODY_CHOSEN)
        return data
