"""Forms of renewals: whom to invite, and that one goes on."""

from collections.abc import Sequence
from typing import Any

from django import forms

from applications.queries.renewals import Renewal
from common.forms import ButtonForm


class RenewForm(ButtonForm):
    button = "Begin with what I wrote last"


class RenewalsForm(forms.Form):
    """Who is ticked, of those who can be."""

    placements = forms.MultipleChoiceField(
        label="Leaders",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick whom you invite.",
            "invalid_choice": "Somebody you ticked cannot be invited any more. Look at the list again.",
        },
    )

    def __init__(self, *args: Any, rows: Sequence[Renewal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who was invited meanwhile is not invited twice, and nobody is told of an error.
        asked = [(str(row.pk), row.placement.person.name) for row in rows if row.open or row.invited_on]
        self.fields["placements"].choices = asked  # type: ignore[attr-defined]
