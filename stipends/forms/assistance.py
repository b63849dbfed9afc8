"""Shapes of what payroll says of assistance by hand."""

from typing import Any

from django import forms

from common.forms import ButtonForm, sensible_day
from common.money import dollars
from stipends.models import AssistanceBatch, AssistanceLine
from stipends.queries.assistance import lines_to_come_back


class PaidAssistanceForm(ButtonForm):
    """All that is open of a file of assistance."""

    button = "Record that all of it was paid"
    paid_on = forms.DateField(
        label="Date of payment", validators=[sensible_day], help_text="Fellows read it."
    )
    reference = forms.CharField(
        label="Number of the payment", required=False, max_length=100, help_text="Payroll’s own number."
    )


class PaymentField(forms.ModelChoiceField):
    """A line of a file of assistance, called as people know it."""

    def label_from_instance(self, obj: Any) -> str:
        award = obj.disbursement.award
        return f"{award.fellow.person.name}, {award.get_purpose_display()}: {dollars(obj.amount_cents)}"


class CameBackForm(ButtonForm):
    """A payment that did not reach its fellow."""

    button, look = "Record that it came back", "usa-button--secondary"
    line = PaymentField(AssistanceLine.objects.none(), label="Which payment", empty_label="Choose a payment")
    on = forms.DateField(label="Came back on", validators=[sensible_day])
    reason = forms.CharField(
        label="Why", max_length=500, help_text="The fellow, and whoever proposed the award, read it by mail."
    )

    def __init__(self, *args: Any, batch: AssistanceBatch | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, PaymentField)
        if batch is not None:
            field.queryset = lines_to_come_back(batch)

    def clean_line(self) -> int:
        """The number of the line, as the service takes it."""
        line: AssistanceLine = self.cleaned_data["line"]
        return line.pk
