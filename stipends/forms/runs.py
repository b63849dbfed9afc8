"""Forms of stipend runs."""

from fractions import Fraction
from typing import Any

from django import forms

from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from pathways.forms.base import YearField
from stipends.models import KeptFile, PayrollLayout, StipendRun
from stipends.models.paydays import PAID

PAYS = [
    ("balance", "What was earned, less what was paid"),
    ("share_of_maximum", "A share of the whole amount"),
    ("share_of_earned", "A share of what was earned so far"),
]


class StepForm(ButtonForm):
    """What a payment pays: the balance, or a share."""

    pays = forms.ChoiceField(label="It pays", choices=PAYS)
    demands = {"share": "when a share is paid"}
    share = forms.CharField(label="Share", required=False, max_length=20, help_text="A fraction such as 1/2.")

    def clean_share(self) -> str:
        """A fraction above 0 and at most 1, in lowest terms."""
        text = self.cleaned_data["share"].strip()
        if not text:
            return ""
        try:
            share = Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise forms.ValidationError("Write a fraction such as 1/2.") from None
        if not 0 < share <= 1:
            raise forms.ValidationError("Write a fraction above 0 and not above 1.")
        return str(share)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pays, share = data.get("pays"), data.get("share")
        if pays == "balance" and share:
            words = "What pays the balance has no share: empty this, or choose what it pays."
            self.add_error("share", words)
        if pays not in (None, "balance") and not share and "share" not in self.errors:
            self.add_error("share", "Say which share it pays, such as 1/2.")
        return data

    @property
    def step(self) -> dict[str, str] | None:
        """As the rules read it; None pays the balance."""
        kind = self.cleaned_data["pays"]
        return None if kind == "balance" else {"kind": kind, "share": self.cleaned_data["share"]}


class RunForm(StepForm):
    button = "Prepare the run"
    year = YearField()
    kind = forms.ChoiceField(
        label="Kind of run",
        choices=StipendRun.Kind.choices,
        help_text="A projection is for planning. A supplementary run pays what changed after the final one.",
    )
    number = forms.IntegerField(
        label="Number",
        min_value=1,
        max_value=99,
        initial=1,
        help_text="Which installment or supplement it is.",
    )
    field_order = ("year", "kind", "number", "pays", "share")


class ChangePaydayForm(StepForm):
    button = "Change it"
    pay_on = forms.DateField(label="Paid on", validators=[sensible_day])
    field_order = ("pays", "share", "pay_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return data if self.errors else {"step": self.step, "pay_on": data["pay_on"]}


class DropPaydayForm(ButtonForm):
    """Asks once more, on a page of its own, where nothing that is typed beside it can be lost."""

    button = "Take it back"
    look = "usa-button--secondary"


class PaydayForm(StepForm):
    button = "Plan this payment"
    kind = forms.ChoiceField(label="Payment", choices=PAID)
    number = forms.IntegerField(
        label="Number", min_value=1, max_value=99, initial=1, help_text="Which installment it is."
    )
    pay_on = forms.DateField(label="Paid on", validators=[sensible_day])
    field_order = ("kind", "number", "pays", "share", "pay_on")


class RunAskForm(RunForm, forms.ModelForm):
    """The same fields in the administration; `step` is among its cleaned data."""

    class Meta:
        model = StipendRun
        fields = ("year", "kind", "number")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return data if self.errors else {**data, "step": self.step}


class ApproveForm(ButtonForm):
    """Carries what the approver saw; a field that was tampered with is refused by the service."""

    button = "Approve this run"
    snapshot_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    total_cents = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**15)
    seen = forms.BooleanField(
        label="I have looked at the lines and the total of this run.",
        error_messages={"required": "Look at the lines and the total, then tick this."},
    )

    def clean(self) -> dict[str, Any]:
        """The tick is for the approver; what was shown is for the service to compare."""
        data = super().clean() or {}
        return {name: value for name, value in data.items() if name != "seen"}


class LayoutForm(ButtonForm):
    """One that every run has, or one of the payroll office's own by its number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(row.pk), str(row)) for row in PayrollLayout.objects.published()]
        fixed = [(code, f"{label[:1].upper()}{label[1:]}") for code, label in KeptFile.Layout.choices]
        self.fields["layout"] = forms.ChoiceField(label="File", choices=[*fixed, *own])


class ReasonForm(ButtonForm):
    button = "Make it void"
    look = "usa-button--secondary"
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why. It stays on record."},
    )


class SendBackForm(ButtonForm):
    button = "Send it back"
    words = forms.CharField(
        label="What should change",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what should change. The preparer reads it first."},
    )


class ConfirmForm(SeenFields, ButtonForm):
    """First with a file, whose content is shown; then with what was shown, without the file."""

    button = "Record what was paid"
    # The second press has no file, and no browser shall ask for it.
    use_required_attribute = False
    file = forms.FileField(
        label="File from payroll",
        error_messages={"required": "Choose the file payroll sent back."},
        help_text="CSV or Excel with “gross_amount” and one of “line”, “external_id” and “email”; a part is fine. You"
        " see what it says before anything is recorded.",
    )
    paid_on = forms.DateField(
        label="Date of payment",
        validators=[sensible_day],
        help_text="Of rows that say none. It decides in which calendar year the money counts.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was shown of a file comes back in its place.
        self.fields["file"].required = not self.data.get("seen")
