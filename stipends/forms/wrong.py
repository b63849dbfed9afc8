"""Forms about what was paid too much, and about what somebody says is wrong."""

from decimal import Decimal
from typing import Any

from django import forms

from common.amounts import DollarsField
from common.forms import ButtonForm, sensible_day
from stipends.models import Dispute, Overpayment

MOST_CENTS = 10**15
MOST_DOLLARS = 9_999_999


class ShownForm(ButtonForm):
    """Carries the amount that was on the screen; the service compares it."""

    cents = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_CENTS)


class AgreeForm(ShownForm):
    button = "Take it from my next payment"


class PaperForm(ShownForm):
    button = "Record the paper"
    paper = forms.CharField(
        label="Where the signed paper is kept",
        max_length=200,
        error_messages={"required": "Say where the signed paper is kept."},
    )


class SettleForm(ShownForm):
    button = "It is settled"
    how = forms.ChoiceField(
        label="How it came back",
        choices=[(code, label.capitalize()) for code, label in Overpayment.How.choices],
    )
    reference = forms.CharField(
        label="Reference",
        max_length=200,
        help_text="The number of the check or of the booking.",
        error_messages={"required": "Give the reference: the number of the check or of the booking."},
    )


class SettlePartForm(SettleForm):
    button = "Record this part"
    part = DollarsField(
        label="Dollars that came back",
        min_value=Decimal("0.01"),
        max_value=MOST_DOLLARS,
        error_messages={"required": "Say how much came back."},
    )
    came_on = forms.DateField(label="Day it came back", validators=[sensible_day])
    field_order = ("part", "came_on", "how", "reference", "cents")

    def clean(self) -> dict[str, Any]:
        """As the service takes it."""
        data = super().clean() or {}
        if self.errors:
            return data
        data["part_cents"] = data.pop("part")
        return data


class AskWaiverForm(ShownForm):
    button = "Ask to let it go"
    reason = forms.CharField(
        label="Why it should be let go",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why it should be let go. A second person reads it."},
    )


class WaiveForm(ShownForm):
    button = "Let it go"
    look = "usa-button--secondary"


class RefuseWaiverForm(ButtonForm):
    button = "Do not let it go"
    words = forms.CharField(
        label="Why it is not let go",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why it is not let go."},
    )


class AnswerForm(ButtonForm):
    button = "Send the answer"
    outcome = forms.ChoiceField(
        label="What you found",
        choices=[
            ("", "Choose one"),
            *((code, label.capitalize()) for code, label in Dispute.Outcome.choices),
        ],
        error_messages={"required": "Choose what you found."},
    )
    words = forms.CharField(
        label="Your answer, in words they read",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what you found. Its person reads it."},
    )


class DisputeForm(ButtonForm):
    """What is wrong is chosen among what the stipend is made of."""

    button = "Say that it is wrong"
    wrong = forms.ChoiceField(
        label="What is wrong",
        error_messages={"required": "Choose what is wrong.", "invalid_choice": "Choose one of these."},
    )
    words = forms.CharField(
        label="What is wrong with it",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="For example: “I was there on October 14; Ms. Lee signed me in.”",
        error_messages={"required": "Say what is wrong, so that whoever answers can look."},
    )

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wrong"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
