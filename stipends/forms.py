"""Forms of stipend runs and policies."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms

from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from pathways.forms.offerings import ProgramYearForm
from pathways.models import ProgramYear, Role
from seminars.forms import CancelForm, MoveForm, SessionForm
from stipends.models import Export, StipendPolicy, StipendRun
from stipends.rules import LITERAL, PolicyError, parse_policy, to_json

MOST_DOLLARS = 1_000_000
PAYS = [
    ("balance", "What was earned, less what was paid"),
    ("share_of_maximum", "A share of the whole amount"),
    ("share_of_earned", "A share of what was earned so far"),
]


class RunForm(ButtonForm):
    button = "Prepare the run"
    year = forms.ModelChoiceField(
        ProgramYear.objects.all(), label="Program year", empty_label="Choose a year"
    )
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
            words = "A run that pays the balance has no share: empty this, or choose what it pays."
            self.add_error("share", words)
        if pays not in (None, "balance") and not share and "share" not in self.errors:
            self.add_error("share", "Say which share this run pays, such as 1/2.")
        return data

    @property
    def step(self) -> dict[str, str] | None:
        """As the rules read it; None pays the balance."""
        kind = self.cleaned_data["pays"]
        return None if kind == "balance" else {"kind": kind, "share": self.cleaned_data["share"]}


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
    layout = forms.ChoiceField(
        label="File",
        choices=[(code, label.capitalize()) for code, label in Export.Layout.choices],
    )


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


class ConfirmForm(ButtonForm):
    button = "Record what was paid"
    file = forms.FileField(
        label="File from payroll", help_text="CSV with the columns “line” and “gross_amount”; a part is fine."
    )


class PublishForm(SeenFields, ButtonForm):
    """Asks that what stands above it was read, and why, where the policy `follows` another that was in force."""

    button = "Publish this policy"
    demands = {"reason": "when it moves a stipend"}
    reason = forms.CharField(
        label="Why another policy holds from now on",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Those whose stipend it moves read it in a mail and on their statement.",
    )

    def __init__(self, *args: Any, follows: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not follows:
            self.fields["reason"].widget = forms.HiddenInput()


class RetireForm(SeenFields, ReasonForm):
    button = "Retire this policy"


class DiscardForm(ReasonForm):
    button = "Discard this draft"


def literal() -> str:
    """The guide's own rule, to start from."""
    return json.dumps(to_json(LITERAL), indent=2)


class PolicyForm(ButtonForm):
    button = "Save as a draft"
    role = forms.ModelChoiceField(Role.objects.select_related("pathway"), empty_label="Choose a role")
    year = forms.ModelChoiceField(
        ProgramYear.objects.all(), label="Program year", empty_label="Choose a year"
    )
    amount = forms.DecimalField(
        label="Dollars for the whole year",
        min_value=Decimal("0.01"),
        max_value=MOST_DOLLARS,
        max_digits=9,
        decimal_places=2,
    )
    rule = forms.CharField(
        label="Rule",
        max_length=20_000,
        initial=literal,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        help_text="As JSON. Weights are basis points that sum to 10,000; fractions are strings such as “9/10”.",
    )

    def clean_rule(self) -> dict[str, Any]:
        """The rule as plain values, checked by the rules themselves: what is wrong is named."""
        try:
            return to_json(parse_policy(json.loads(self.cleaned_data["rule"])))
        except json.JSONDecodeError as error:
            words = f"This is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
            raise forms.ValidationError(words) from None
        except PolicyError as error:
            where = "" if error.field == "file" else f"{error.field}: "
            raise forms.ValidationError(f"{where}{error.sentence}") from None
        except (RecursionError, ValueError):
            raise forms.ValidationError(
                "This is nested too deeply, or holds a number too long to read."
            ) from None

    @classmethod
    def after(cls, policy: StipendPolicy) -> "PolicyForm":
        """A new version that begins as the one before it."""
        dollars = f"{policy.annual_cents // 100}.{policy.annual_cents % 100:02d}"
        rule = json.dumps(policy.rule, indent=2)
        return cls(initial={"role": policy.role_id, "year": policy.year_id, "amount": dollars, "rule": rule})


class PolicyAskForm(PolicyForm, forms.ModelForm):
    """The same fields in the administration."""

    class Meta:
        model = StipendPolicy
        fields = ("role", "year", "rule")


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
