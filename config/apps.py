"""What forms say when Django would only say that a field is required or a value invalid."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.apps import AppConfig
from django.core import checks, validators

# Wherever Django is, tasks are sent by our Celery.
from config.celery import app as celery

__all__ = ["ConfigConfig", "celery"]

# By class, the nearest one wins. A field with words of its own keeps them.
MISSING: dict[type[forms.Field], str] = {
    forms.Field: "Fill this in.",
    forms.ChoiceField: "Choose one of these.",
    forms.MultipleChoiceField: "Choose at least one of these.",
    forms.ModelMultipleChoiceField: "Choose at least one of these.",
    forms.BooleanField: "Tick this to go on.",
    forms.DateField: "Give a day, like 10/14/2026.",
    forms.DateTimeField: "Give a day and a time.",
    forms.FileField: "Choose a file.",
}


def say_it_so() -> None:
    """Give Django's fields these words."""
    for field, words in MISSING.items():
        # Of this class alone: what it inherits is another dictionary.
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), "required": words}
    forms.DateField.default_error_messages["invalid"] = "This is not a day. Write it like 10/14/2026."
    validators.MaxLengthValidator.message = (
        "Write at most %(limit_value)d characters; these are %(show_value)d."
    )
    validators.MinValueValidator.message = "This must not be less than %(limit_value)s."
    validators.MaxValueValidator.message = "This must not be more than %(limit_value)s."


# Before any form is imported: a field takes its words when it is made.
say_it_so()


@checks.register(checks.Tags.admin)
def check_administration(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Django's check of the administration sees what is loaded, and checks have no order: here it is loaded first."""
    from django.contrib import admin

    admin.autodiscover()
    return list(admin.site.check(app_configs))


class ConfigConfig(AppConfig):
    name = "config"
