"""A bound is as exact as what it bounds: 0.05 typed is the Decimal 0.05, and the float 0.05 lies above it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.apps import apps
from django.db import models

from tests.architecture.shapes import shapes


def inexact(field: Any) -> list[float]:
    """The bounds of a field, and the step it goes by, that are floats."""
    limits = (getattr(one, "limit_value", None) for one in field.validators)
    return [limit for limit in limits if isinstance(limit, float)]


def test_no_form_bounds_a_decimal_by_a_float() -> None:
    assert [
        (f"{name}.{field}", inexact(one))
        for name, form in shapes()
        for field, one in form.base_fields.items()
        if isinstance(one, forms.DecimalField) and inexact(one)
    ] == []


def test_no_model_bounds_a_decimal_by_a_float() -> None:
    decimals = (
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.DecimalField)
    )
    assert [(str(field), inexact(field)) for field in decimals if inexact(field)] == []


def test_a_bound_that_is_a_float_is_found() -> None:
    bounded = {"min_value": 0.05, "max_value": Decimal(1)}
    assert inexact(forms.DecimalField(**bounded)) == [0.05]
