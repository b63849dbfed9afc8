"""Forms of stipend policies."""

from decimal import Decimal
from typing import Any, Self

from django import forms

from common import money
from common.amounts import DollarsField
from common.forms import ButtonForm
from common.looking import SeenFields
from pathways.forms.base import YearField
from pathways.models import Role
from stipends.forms.rule import RuleForm, shown
from stipends.forms.runs import ReasonForm
from stipends.models import StipendPolicy
from stipends.rules import LITERAL, PolicyError, to_json

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


class ExamplesForm(ButtonForm):
    button = "Upload and compare"
    file = forms.FileField(
        label="File with examples",
        help_text="A table, CSV or Excel, one example a row, with the columns Example, Minutes attended, Minutes"
        " required, Deliverables accepted, Deliverables, Attested (yes or no), Days served, Days, and Expected"
        " (1234.50). Minutes are one sum, or those of each session with semicolons: 180; 155; 0. Or a file for"
        " “check_examples”.",
    )


class PaidForm(RuleForm):
    """How much a year, and the rule in sentences."""

    amount = DollarsField(
        label="Dollars for the whole year", min_value=Decimal("0.01"), max_value=MOST_DOLLARS
    )

    @classmethod
    def begin(cls, rule: dict[str, Any] | None = None, **given: Any) -> Self:
        """As the guide says, or as a stored rule does; `given` are the other fields. A rule that cannot be read any
        more is written anew, from the guide's."""
        literal = to_json(LITERAL)
        try:
            begins = shown(literal if rule is None else rule)
        except PolicyError:
            begins = shown(literal)
        return cls(initial={**begins, **given})

    def as_sent(self) -> Self:
        """The same, as if it had been sent as it begins: for what is calculated of it."""
        if self.is_bound:
            return self
        return type(self)({name: _sent(self[name].value()) for name in self.fields})


class PolicyForm(PaidForm):
    """A policy in sentences: for whom, how much, and the rule."""

    role = forms.ModelChoiceField(Role.objects.select_related("pathway"), empty_label="Choose a role")
    year = YearField()
    field_order = ("role", "year", "amount")

    @classmethod
    def after(cls, policy: StipendPolicy) -> Self:
        """A new version that begins as the one before it."""
        of = {"role": policy.role_id, "year": policy.year_id}
        return cls.begin(policy.rule, amount=money.amount(policy.annual_cents), **of)


class DraftForm(SeenFields, PaidForm):
    """A draft that is written over: its role and year stay."""

    field_order = ("amount",)

    @classmethod
    def of(cls, policy: StipendPolicy) -> Self:
        return cls.begin(policy.rule, amount=money.amount(policy.annual_cents), seen=policy.mark)


def _sent(value: Any) -> str:
    return "" if value is None else str(value)
