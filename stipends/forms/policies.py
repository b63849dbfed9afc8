"""Forms of stipend policies."""

import json
from decimal import Decimal
from typing import Any

from django import forms

from common.forms import ButtonForm
from common.looking import SeenFields
from pathways.models import ProgramYear, Role
from stipends.forms.runs import ReasonForm
from stipends.models import StipendPolicy
from stipends.rules import LITERAL, PolicyError, parse_policy, to_json

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
