"""What the database promises, asked of a change page in words before the database fails at it."""

from django import forms
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError

from common.errors import DomainError

CONTRADICTS = "This contradicts something else that is stored. Look over what you changed; nothing was saved."


class Checked(forms.ModelForm):
    """A form whose row is asked for all its promises, also those that name a field the page does not edit."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own; the stubs leave it out.
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as refusal:
            for name, sentences in _by_field(refusal).items():
                self.add_error(name if name in self.fields else None, sentences)


def _by_field(refusal: ValidationError) -> dict[str, list[ValidationError]]:
    return refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}


def sentence_of(error: DomainError | IntegrityError) -> str:
    """The words of a refusal; of the constraint that failed after all; general ones when nobody wrote any."""
    if isinstance(error, DomainError):
        return str(error)
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            words = constraint.violation_error_message
            if constraint.name == name and words != constraint.default_violation_error_message:
                return str(constraint.get_violation_error_message())
    return CONTRADICTS
