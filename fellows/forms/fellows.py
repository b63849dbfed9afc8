"""Shapes of what is typed about fellows. Days are shown inclusive and kept half-open."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.addresses import AddressField
from common.codes import CodeField
from common.fields import LineInput
from common.forms import sensible_day
from common.looking import SeenFields
from common.states import choices, in_words
from fellows.models import FellowCohort, ServiceRecord, Suspension
from fellows.queries import BECAME, REACHED
from fellows.rules.service import MOST_SUSPENDED_MONTHS
from fellows.services.service import Served
from fellows.states import ITEMS, State
from people.models import School, User
from people.queries import person_at

ONE_DAY = timedelta(days=1)
# What rows of a cohort reached is said once: as it stands above.
BECOMING = [
    (title, [(key, words) for key, words in classes.items() if key not in REACHED])
    for title, classes in BECAME.items()
]


def _helper(button: str) -> FormHelper:
    helper = FormHelper()
    helper.add_input(Submit("send", button))
    return helper


class CohortForm(SeenFields):
    """What a cohort is called, its days and its places."""

    name = LineInput(max_length=60, help_text="Like Cohort of 2027.")
    starts = forms.DateField(label="First day", widget=forms.DateInput, validators=[sensible_day])
    last = forms.DateField(label="Last day", widget=forms.DateInput, validators=[sensible_day])
    places = forms.IntegerField(
        min_value=1, max_value=200, initial=8, help_text="A cohort is kept small by its places."
    )
    helper = _helper("Save the cohort")

    def fields_of(self) -> dict[str, Any]:
        """What was typed of the cohort itself."""
        return {name: self.cleaned_data[name] for name in ("name", "starts", "last", "places")}


class FilterForm(forms.Form):
    """Which fellows to list."""

    cohort = forms.ModelChoiceField(FellowCohort.objects.all(), required=False, empty_label="All cohorts")
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Any state"), *choices(State, in_words)],
    )
    reached = forms.ChoiceField(required=False, choices=[("", "Anything"), *REACHED.items(), *BECOMING])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("Show")
        self.helper.form_method = "get"
        self.helper.inputs[0].name = ""


class NominateForm(forms.Form):
    """Who is nominated, for which cohort."""

    email = AddressField(
        label="Email of the person", help_text="Of somebody with a position at a network school."
    )
    cohort = forms.ModelChoiceField(FellowCohort.objects.all(), empty_label="Choose a cohort")
    helper = _helper("Nominate")

    def clean_email(self) -> User:
        """The person with this address."""
        person = person_at(self.cleaned_data["email"])
        if person is None:
            raise forms.ValidationError(
                "Nobody here has confirmed this address. Check how it is written; its owner confirms it at "
                "their first sign-in."
            )
        return person


class MoveForm(forms.Form):
    """Words for the history."""

    note = forms.CharField(label="Note for the history", max_length=500, required=False)

    def __init__(self, *args: Any, button: str = "Save", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(button)


class EndEarlyForm(MoveForm):
    """Why a fellowship ends early, or its service for good."""

    note = forms.CharField(
        label="Why it ends",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why it ends. The fellow reads it."},
    )


class GraduateForm(MoveForm):
    """The day of graduation, and words for the history."""

    on = forms.DateField(label="Day of graduation", widget=forms.DateInput)
    field_order = ("on", "note")


class SuspendForm(forms.Form):
    """A suspension of service."""

    category = forms.ChoiceField(choices=Suspension.Category.choices)
    starts = forms.DateField(label="From", widget=forms.DateInput)
    months = forms.IntegerField(
        min_value=1,
        max_value=MOST_SUSPENDED_MONTHS,
        help_text="At most so many as the signed agreement allows.",
    )
    helper = _helper("Suspend")


class ServiceForm(forms.Form):
    """Where somebody serves."""

    demands = {"site": "outside the network", "verifier_email": "outside the network"}

    school = forms.ModelChoiceField(
        School.objects.all(),
        required=False,
        empty_label="Another school or office",
        help_text="A school of the network. Its principal will be asked to confirm.",
    )
    site = LineInput(
        label="School or office", max_length=200, required=False, help_text="If it is not in the list."
    )
    employer = LineInput(max_length=200)
    position = LineInput(max_length=120)
    fte = forms.DecimalField(
        label="Full-time equivalent",
        min_value=Decimal("0.05"),
        max_value=1,
        decimal_places=3,
        help_text="1 is full time.",
    )
    starts = forms.DateField(label="First day", widget=forms.DateInput)
    last_day = forms.DateField(
        label="Last day", widget=forms.DateInput, required=False, help_text="Leave empty while it lasts."
    )
    verifier_email = AddressField(
        label="Who can confirm it",
        required=False,
        help_text="Email of the principal or human resources, for a school outside the network.",
    )
    helper = _helper("Report and ask for confirmation")

    def clean(self) -> None:
        """A place, and for one outside the network somebody to ask."""
        data = self.cleaned_data
        if not data.get("school") and not data.get("site"):
            self.add_error("site", "Choose a school of the network, or write where it is.")
        if not data.get("school") and not data.get("verifier_email") and "verifier_email" not in self.errors:
            self.add_error("verifier_email", "Give somebody who can confirm it.")


class LeftForm(forms.Form):
    """The last day of a post."""

    last_day = forms.DateField(label="Last day there", widget=forms.DateInput)
    helper = _helper("It ended")


def served_of(
    *, school: School | None, site: str, fte: Decimal, last_day: date | None, **as_it_is: Any
) -> Served:
    """What was typed, for the service."""
    return Served(
        school=school,
        site=site or (school.name if school else ""),
        fte_thousandths=int(fte * 1000),
        ends=last_day + ONE_DAY if last_day else None,
        **as_it_is,
    )


def typed_of(record: ServiceRecord) -> dict[str, object]:
    """A record as its form shows it."""
    last_day: date | None = record.ends - ONE_DAY if record.ends else None
    return {
        "school": record.school,
        "site": "" if record.school else record.site,
        "employer": record.employer,
        "position": record.position,
        "fte": f"{record.fte_thousandths / 1000:g}",
        "starts": record.starts,
        "last_day": last_day,
        "verifier_email": record.verifier_email,
    }


class SimilarityForm(forms.Form):
    """A decision about a school outside the network."""

    school_name = forms.CharField(label="School", max_length=200)
    similar = forms.ChoiceField(
        label="Does service there count?",
        choices=[("yes", "Yes, it is similar"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    since = forms.DateField(
        label="From",
        widget=forms.DateInput,
        required=False,
        validators=[sensible_day],
        help_text="A day that is past or ahead. Empty: all days.",
    )
    reasons = forms.CharField(widget=forms.Textarea, max_length=2000)
    helper = _helper("Decide")


ANSWERS = [("yes", "Right"), ("no", "Not right")]


class AnswerForm(forms.Form):
    """A site agrees or disagrees, item by item. Nothing is chosen beforehand, so a pressed button says nothing."""

    typed_name = LineInput(
        label="Your name and position",
        max_length=200,
        error_messages={"required": "Write your name and position, so that it is known who answered."},
    )

    code = CodeField(
        label="The six digits we mailed you",
        error_messages={"required": "Type the six digits from our mail, or have new ones mailed."},
        help_text="They went to the address of your mail with the link, and work for 15 minutes.",
    )

    def __init__(self, *args: Any, facts: dict[str, str], mailed: bool = False, **kwargs: Any) -> None:
        """`mailed`: digits went out already, so they are asked for."""
        # Segmented buttons carry the name of their field as id: a summary leads there.
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.facts, self.mailed = facts, mailed
        if not mailed:
            del self.fields["code"]
        for item, label in ITEMS.items():
            self.fields[item] = forms.ChoiceField(
                label=label,
                choices=ANSWERS,
                error_messages={"required": "Choose “Right” or “Not right”."},
            )
            self.fields[f"{item}_words"] = forms.CharField(
                label=f"{label}: what is right instead?", max_length=300, required=False
            )
        self.order_fields(["code", *(name for item in ITEMS for name in (item, f"{item}_words"))])

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Each item as it is drawn: what was reported, the choice, and the words of whoever disagrees."""
        return [
            {
                "label": label,
                "fact": self.facts[item],
                "choice": self[item],
                "chosen": self[item].value() or "",
                "words": self[f"{item}_words"],
            }
            for item, label in ITEMS.items()
        ]

    @property
    def answered(self) -> bool:
        """Whether nothing but the digits is still to be mended or typed."""
        return (
            self.mailed
            and not set(self.errors) - {"code", "__all__"}
            and all(self[name].value() for name in (*ITEMS, "typed_name"))
        )

    def clean(self) -> None:
        """Who disagrees says what is right."""
        for item in ITEMS:
            if self.cleaned_data.get(item) == "no" and not self.cleaned_data.get(f"{item}_words"):
                self.add_error(f"{item}_words", "Write what is right instead.")

    def disagreements(self) -> dict[str, str]:
        """What is not right, and the words for it."""
        return dict(self._disagreements())

    def _disagreements(self) -> Iterator[tuple[str, str]]:
        for item in ITEMS:
            if self.cleaned_data[item] == "no":
                yield item, self.cleaned_data[f"{item}_words"]
