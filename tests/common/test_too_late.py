"""A form that came too late is closed, and no other form with it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.too_late import AsItIs, close


class Reported(forms.Form):
    """Its helper stands in the class, for all forms of it."""

    words = forms.CharField()
    helper = FormHelper()
    helper.add_input(Submit("send", "Report it"))


def test_the_form_that_is_closed_has_no_button_and_the_next_one_of_its_kind_has_it():
    late = Reported({"words": "Typed"})
    close(late, "It is over.", AsItIs("/", "See it as it is"))
    assert (late.helper.inputs, late.errors.as_data().keys()) == ([], {"__all__"})
    assert [button.value for button in Reported().helper.inputs] == ["Report it"]
