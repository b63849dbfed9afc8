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
    """One row, in the administration: of a role with its fund, or of a channel."""

    demands = {
        "role": "or a channel is chosen",
        "channel": "or a role is chosen",
        "fund": "of a role",
    }

    class Meta:
        model = AccountCode
        fields = ("year", "role", "channel", "account", "fund", "program")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, channel = data.get("role"), data.get("channel")
        if bool(role) == bool(channel):
            self.add_error(
                "role", "Choose a role for what it costs, or a channel for what is owed through it."
            )
        elif role and not data.get("fund"):
            self.add_error("fund", f"Choose the fund that pays {role}.")
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
    """The codes of all roles and channels of a year; a row that stays empty has none."""

    def __init__(
        self, *args: Any, roles: Iterable[Role], known: Iterable[AccountCode], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roles = list(roles)
        self.known = {row.role_id or row.channel: row for row in known}
        # Read once for all rows.
        funds = list(Fund.objects.all())
        self.funds = {str(fund.pk): fund for fund in funds}
        for role in self.roles:
            self._account(f"account-{role.pk}", role.pk)
            before = self.known.get(role.pk)
            self.fields[f"fund-{role.pk}"] = forms.ChoiceField(
                label="Fund",
                required=False,
                choices=[("", "–"), *((str(fund.pk), str(fund)) for fund in funds)],
                initial=str(before.fund_id) if before else "",
            )
            self.fields[f"program-{role.pk}"] = _code("Program", before.program if before else "")
        for channel in Post.Channel:
            self._account(f"payable-{channel}", channel)

    def _account(self, name: str, key: int | str) -> None:
        before = self.known.get(key)
        self.fields[name] = _code("Account", before.account if before else "")

    @property
    def of_roles(self) -> Iterator[CodeRow]:
        for role in self.roles:
            fields = (self[f"{name}-{role.pk}"] for name in ("account", "fund", "program"))
            yield CodeRow(role.name, *fields)

    @property
    def of_channels(self) -> Iterator[CodeRow]:
        for channel in Post.Channel:
            yield CodeRow(str(channel.label).capitalize(), self[f"payable-{channel}"])

    def clean(self) -> dict[str, Any]:
        """`rows`: what was typed, of each role and channel that has a code."""
        data = super().clean() or {}
        rows = [*map(self._role, self.roles), *map(self._channel, Post.Channel)]
        return {"seen": data.get("seen", ""), "rows": [row for row in rows if row.account]}

    def _role(self, role: Role) -> Coded:
        account, fund, program = (
            self.cleaned_data.get(f"{name}-{role.pk}", "") for name in ("account", "fund", "program")
        )
        self._demand(f"account-{role.pk}", account, role.pk, bool(fund or program))
        if account and not fund and f"fund-{role.pk}" not in self.errors:
            self.add_error(f"fund-{role.pk}", f"Choose the fund that pays {role}.")
        return Coded(account, role=role, fund=self.funds.get(fund), program=program)

    def _channel(self, channel: Post.Channel) -> Coded:
        account = self.cleaned_data.get(f"payable-{channel}", "")
        self._demand(f"payable-{channel}", account, channel, False)
        return Coded(account, channel=channel)

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
