"""Codes people type: from a mail, from an authenticator app, from paper. One rule for what counts of them."""

import unicodedata
from typing import Any

from django import forms

LONGEST = 40


def plain_code(typed: str) -> str:
    """Letters and digits alone, in small letters: whatever dash, space, quote or wide digit a program put in."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign.isalnum()).lower()


class CodeField(forms.CharField):
    """Asks for a code; what it gives is `plain_code`."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(**{"max_length": LONGEST, "widget": forms.TextInput(attrs=attrs), **kwargs})

    def to_python(self, value: Any) -> str:
        return plain_code(super().to_python(value) or "")
