"""Forms of stipend policies."""

from decimal import Decimal
from typing import Any

from django import forms

from common import money
from common.forms import ButtonForm
from common.looking import SeenFields
from pathways.models import ProgramYear, Role
from stipends.forms.rule import RuleForm, shown
from stipends.forms.runs import ReasonForm
from stipends.forms.written import DollarsField
from stipends.models import StipendPolicy
from stipends.rules import LITERAL, to_json

MOST_DOLLARS = 1_000_000


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


class PolicyForm(RuleForm):
    """A policy in sentences: for whom, how much, and the rule."""

    role = forms.ModelChoiceField(Role.objects.select_related("pathway"), empty_label="Choose a role")
    year = forms.ModelChoiceField(
        ProgramYear.objects.all(), label="Program year", empty_label="Choose a year"
    )
    amount = DollarsField(
        label="Dollars for the whole year", min_value=Decimal("0.01"), max_value=MOST_DOLLARS
    )
    field_order = ("role", "year", "amount")

    @classmethod
    def begin(cls, rule: dict[str, Any] | None = None, **given: Any) -> "PolicyForm":
        """As the guide says, or as a stored rule does; `given` are the other fields."""
        return cls(initial={**shown(to_json(LITERAL) if rule is None else rule), **given})

    @classmethod
    def after(cls, policy: StipendPolicy) -> "PolicyForm":
        """A new version that begins as the one before it. Raises PolicyError where its rule cannot be read any more."""
        of = {"role": policy.role_id, "year": policy.year_id}
        return cls.begin(policy.rule, amount=money.amount(policy.annual_cents), **of)

    def as_sent(self) -> "PolicyForm":
        """The same, as if it had been sent as it begins: for what is calculated of it."""
        if self.is_bound:
            return self
        return type(self)({name: _sent(self[name].value()) for name in self.fields})


def _sent(value: Any) -> str:
    return "" if value is None else str(value)
