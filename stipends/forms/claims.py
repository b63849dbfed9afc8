"""Forms of claims for substitutes, of what a day is paid, and of what a school may claim."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms

from common.amounts import DollarsField, NumberField
from common.edits import mark_of
from common.errors import DomainError
from common.fields import NameInput
from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from common.uploads import Accepted, accept_upload
from pathways.forms.base import YearField
from people.models import School
from stipends.forms.runs import ConfirmForm, ReasonForm
from stipends.models import ClaimLine, SchoolAllowance, SubstituteTerms

PROOF_KINDS = ("pdf", "jpeg", "png")
MOST_A_DAY = 5_000


class ProofField(forms.FileField):
    """A receipt or an invoice, as PDF or photo; judged whole."""

    widget = forms.FileInput(attrs={"accept": ".pdf,image/*"})

    def clean(self, data: Any, initial: Any = None) -> Accepted | None:
        file = super().clean(data, initial)
        if not file or isinstance(file, str):
            return None
        try:
            return accept_upload(file, kinds=PROOF_KINDS)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from None


def _fields_of(line: ClaimLine) -> dict[str, forms.Field]:
    who = line.teacher.name
    cost = None if line.actual_cents is None else Decimal(line.actual_cents) / 100
    return {
        "substitute": NameInput(
            label=f"Substitute for {who}", required=False, max_length=120, initial=line.substitute
        ),
        "number": forms.CharField(
            label=f"Number of the substitute for {who}", required=False, max_length=40, initial=line.number
        ),
        "units": NumberField(
            label=f"Days covered for {who}",
            min_value=Decimal("0.05"),
            max_value=1,
            max_digits=3,
            decimal_places=2,
            initial=line.units.normalize(),
        ),
        "cost": DollarsField(
            label=f"Cost for {who}, in dollars",
            required=False,
            min_value=Decimal("0.01"),
            max_value=MOST_A_DAY,
            initial=cost,
        ),
        "proof": ProofField(label=f"Receipt for {who}", required=False),
        "out": forms.BooleanField(label=f"Leave out {who}", required=False),
        # What this page showed of the line: another window does not go over it unseen.
        "seen": forms.CharField(
            required=False, max_length=16, widget=forms.HiddenInput, initial=mark_of(line.written)
        ),
    }


class LinesForm(forms.Form):
    """All lines of a claim at once: "12-substitute" is the field of line 12. A line that is not in what was sent (it
    was added in another window meanwhile) stays as it is."""

    def __init__(self, data: Any = None, files: Any = None, *, lines: Iterable[ClaimLine]) -> None:
        super().__init__(data, files)
        self.line_pks = [line.pk for line in lines if data is None or f"{line.pk}-units" in data]
        for line in lines:
            if line.pk in self.line_pks:
                self.fields.update({f"{line.pk}-{name}": one for name, one in _fields_of(line).items()})

    def of(self, pk: int) -> Mapping[str, Any]:
        """What was typed for a line, by name."""
        begin = f"{pk}-"
        return {
            name.removeprefix(begin): value
            for name, value in self.cleaned_data.items()
            if name.startswith(begin)
        }


class ApproveClaimForm(forms.Form):
    """Carries what the approver saw."""

    total_cents = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**12)


class DiscardClaimForm(ButtonForm):
    """Asks once more, on a page of its own, where nothing that is typed beside it can be lost."""

    button = "Discard this claim"
    look = "usa-button--secondary"


class ReturnClaimForm(forms.Form):
    words = forms.CharField(
        label="What should the school change?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what the school should change."},
    )


class TermsForm(ButtonForm):
    button = "Save as a draft"
    starts = forms.DateField(label="First day", validators=[sensible_day])
    last_day = forms.DateField(label="Last day", validators=[sensible_day])
    rate = NumberField(
        label="Dollars a day",
        min_value=Decimal("0.00001"),
        max_value=MOST_A_DAY,
        max_digits=9,
        decimal_places=5,
        help_text="Paid where a school writes no cost of its own. Up to five decimals.",
    )
    percent = NumberField(
        label="Percent that comes back",
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    cap = DollarsField(
        label="At most, in dollars a day",
        required=False,
        min_value=Decimal("0.01"),
        max_value=MOST_A_DAY,
        help_text="Of what a day may cost. Empty: no limit.",
    )

    def clean(self) -> dict[str, Any]:
        """As the service takes it."""
        data = super().clean() or {}
        if self.errors:
            return data
        return {
            "starts": data["starts"],
            "ends": data["last_day"] + timedelta(days=1),
            "rate": data["rate"],
            "coverage": data["percent"] / 100,
            "day_cap_cents": data["cap"],
        }


class TermsAskForm(TermsForm, forms.ModelForm):
    """The same fields in the administration."""

    class Meta:
        model = SubstituteTerms
        fields = ("starts", "rate")


class AllowanceForm(ButtonForm):
    button = "Save as a draft"
    school = forms.ModelChoiceField(School.objects.order_by("name"), empty_label="Choose a school")
    year = YearField()
    units = NumberField(
        label="Days of substitutes",
        required=False,
        min_value=0,
        max_value=10_000,
        max_digits=7,
        decimal_places=2,
        help_text="In the whole year. Empty: no limit.",
    )
    budget = DollarsField(
        label="Dollars",
        required=False,
        max_value=1_000_000,
        help_text="In the whole year. Empty: no limit.",
    )

    def clean(self) -> dict[str, Any]:
        """As the service takes it."""
        data = super().clean() or {}
        if self.errors:
            return data
        data["budget_cents"] = data.pop("budget")
        return data


class AllowanceAskForm(AllowanceForm, forms.ModelForm):
    """The same fields in the administration."""

    class Meta:
        model = SchoolAllowance
        fields = ("school", "year", "units")


class PublishTermsForm(SeenFields, ButtonForm):
    """Carries what the page showed of terms that end early."""

    button = "Publish"


class PublishLimitsForm(SeenFields, ButtonForm):
    """Of all drafts of a year: carries what the page showed."""

    button = "Publish all of them"


class RetireRateForm(ReasonForm):
    button = "Retire it"


class DiscardRateForm(ReasonForm):
    button = "Discard this draft"


class ConfirmClaimsForm(ConfirmForm):
    """The same of a file of claims."""

    file = forms.FileField(
        label="File of the office that pays schools",
        error_messages={"required": "Choose the file the office sent back."},
        help_text="CSV or Excel with “amount” and one of “claim” and “cds_code”; a part is fine. You see what it says"
        " before anything is recorded.",
    )
    paid_on = forms.DateField(
        label="Date of payment",
        validators=[sensible_day],
        help_text="Of rows that say none. Schools read it.",
    )


class PaidClaimsForm(ButtonForm):
    """All that is open of a file of claims."""

    button = "Record that all of it was paid"
    paid_on = forms.DateField(
        label="Date of payment", validators=[sensible_day], help_text="Schools read it."
    )
    reference = forms.CharField(
        label="Number of the payment", required=False, max_length=100, help_text="The office’s own number."
    )
