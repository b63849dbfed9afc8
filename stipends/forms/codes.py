"""Forms of funds and of the codes of the books."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from common.forms import ButtonForm
from common.looking import SeenFields
from pathways.models import Role
from people.models import Post
from stipends.models import AccountCode, Fund
from stipends.models.codes import is_code
from stipends.services import Coded

COST, OWED = AccountCode.Substitutes.COST, AccountCode.Substitutes.OWED


class FundForm(ButtonForm):
    button = "Add the fund"
    code = forms.CharField(
        label="Code",
        max_length=20,
        validators=[is_code],
        help_text="As the books write it: “4210”. It stays.",
    )
    name = forms.CharField(label="Name", max_length=100, help_text="As people call it: “Foundation grant”.")


class FundAskForm(FundForm, forms.ModelForm):
    """The same fields in the administration."""

    class Meta:
        model = Fund
        fields = ("code", "name")


class FundNameForm(ButtonForm):
    button = "Call it so"
    name = forms.CharField(label="Name", max_length=100)


class AccountCodeForm(forms.ModelForm):
    """One row, in the administration: of a role with its fund, of a channel, or of a side of substitutes."""

    demands = {
        "role": "or a channel or substitutes are chosen",
        "channel": "or a role or substitutes are chosen",
        "substitutes": "or a role or a channel is chosen",
        "fund": "of a role, and of what substitutes cost",
    }

    class Meta:
        model = AccountCode
        fields = ("year", "role", "channel", "substitutes", "account", "fund", "program")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, side = data.get("role"), data.get("substitutes")
        if [bool(one) for one in (role, data.get("channel"), side)].count(True) != 1:
            self.add_error(
                "role",
                "Choose a role for what it costs, or a channel for what is owed through it, or a side of substitutes.",
            )
        elif (role or side == AccountCode.Substitutes.COST) and not data.get("fund"):
            self.add_error("fund", f"Choose the fund that pays {role or 'substitutes'}.")
        return data


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A row of the table: of what, and its fields; None where it has no such code."""

    label: str
    account: BoundField
    fund: BoundField | None = None
    program: BoundField | None = None

    @property
    def cells(self) -> list[tuple[str, BoundField | None]]:
        return [("Account", self.account), ("Fund", self.fund), ("Program", self.program)]


class CodesForm(SeenFields):
    """The codes of all roles and channels of a year, and of substitutes; a row that stays empty has none."""

    def __init__(
        self, *args: Any, roles: Iterable[Role], known: Iterable[AccountCode], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roles = list(roles)
        self.known = {row.key: row for row in known}
        # Read once for all rows.
        funds = list(Fund.objects.all())
        self.funds = {str(fund.pk): fund for fund in funds}
        for role in self.roles:
            self._costs(role.pk, funds)
        self._costs(COST, funds)
        for owed in (*Post.Channel, OWED):
            self._account(f"payable-{owed}", owed)

    def _costs(self, key: int | str, funds: Iterable[Fund]) -> None:
        """The fields of the debit side."""
        before = self.known.get(key)
        self._account(f"account-{key}", key)
        self.fields[f"fund-{key}"] = forms.ChoiceField(
            label="Fund",
            required=False,
            choices=[("", "–"), *((str(fund.pk), str(fund)) for fund in funds)],
            initial=str(before.fund_id) if before else "",
        )
        self.fields[f"program-{key}"] = _code("Program", before.program if before else "")

    def _account(self, name: str, key: int | str) -> None:
        before = self.known.get(key)
        self.fields[name] = _code("Account", before.account if before else "")

    @property
    def of_roles(self) -> Iterator[CodeRow]:
        for key, words in (*((role.pk, role.name) for role in self.roles), (COST, str(COST.label))):
            yield CodeRow(words, *(self[f"{name}-{key}"] for name in ("account", "fund", "program")))

    @property
    def of_channels(self) -> Iterator[CodeRow]:
        for channel in Post.Channel:
            yield CodeRow(str(channel.label).capitalize(), self[f"payable-{channel}"])
        yield CodeRow("Schools, for substitutes", self[f"payable-{OWED}"])

    def clean(self) -> dict[str, Any]:
        """`rows`: what was typed, of each role and channel that has a code, and of substitutes."""
        data = super().clean() or {}
        rows = [
            *(self._cost(role.pk, str(role), role=role) for role in self.roles),
            *(self._owed(channel, channel=channel) for channel in Post.Channel),
            self._cost(COST, "substitutes", substitutes=COST),
            self._owed(OWED, substitutes=OWED),
        ]
        return {"seen": data.get("seen", ""), "rows": [row for row in rows if row.account]}

    def _cost(self, key: int | str, called: str, **of: Any) -> Coded:
        account, fund, program = (
            self.cleaned_data.get(f"{name}-{key}", "") for name in ("account", "fund", "program")
        )
        self._demand(f"account-{key}", account, key, bool(fund or program))
        if account and not fund and f"fund-{key}" not in self.errors:
            self.add_error(f"fund-{key}", f"Choose the fund that pays {called}.")
        return Coded(account, fund=self.funds.get(fund), program=program, **of)

    def _owed(self, key: str, **of: Any) -> Coded:
        account = self.cleaned_data.get(f"payable-{key}", "")
        self._demand(f"payable-{key}", account, key, False)
        return Coded(account, **of)

    def _demand(self, name: str, account: str, key: int | str, others: bool) -> None:
        """No code is taken out: files name it. And none has a fund or a program alone."""
        if account or name in self.errors:
            return
        if key in self.known:
            self.add_error(name, "What was written once is not taken out. Write another code.")
        elif others:
            self.add_error(name, "Write the account code too.")


def _code(label: str, before: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=40, validators=[is_code], initial=before)
