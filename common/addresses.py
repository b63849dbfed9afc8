"""One rule for "the same address", for every place that stores, asks for or compares one.

Three ways of comparing (casefold, LOWER, UPPER) once let somebody sign up with a look-alike of another's address.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

# What may be stored: printable ASCII on both sides of the @, and nothing that LOWER would still change.
STORED = r"^[!-?A-~]+@[!-?A-~]+$"
PLAIN = "Before the @, an email address here has only plain letters (a to z), digits and signs."


def same_address(typed: str | None) -> str:
    """How an address is stored: two texts name one mailbox exactly when this is the same for both.

    Small letters; a domain of other letters as mail servers write it (xn--…). "" for what can be no address here:
    letters before the @ that only look like plain ones, spaces, no @.
    """
    local, _, domain = (typed or "").strip().rpartition("@")
    try:
        # Plain first, then small: some letters become plain ones only by changing their case.
        found = f"{local}@{domain}" if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""
    return found.lower() if re.fullmatch(STORED, found) else ""


def is_stored_so(field: str) -> Q:
    """The same rule as a condition of a table, for the column `field`."""
    return Q(**{f"{field}__regex": STORED, field: Lower(field)})


class AddressField(forms.EmailField):
    """Asks for an address; what it gives is as it is stored. Raises ValidationError in words for any other text."""

    def to_python(self, value: Any) -> Any:
        """The address as it is stored; "" when nothing was typed."""
        typed = super().to_python(value)
        return checked_address(typed) if typed and "@" in typed else typed


def checked_address(typed: str) -> str:
    """`same_address`, or a ValidationError that says what an address may hold."""
    found = same_address(typed)
    if not found:
        raise ValidationError(PLAIN)
    return found


class Address(models.EmailField):
    """A column for addresses: stored, and looked for, as `same_address` writes them."""

    def to_python(self, value: Any) -> Any:
        return same_address(value) or value if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What was saved is what the instance holds from then on."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": AddressField, **kwargs})
