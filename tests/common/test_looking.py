"""A form of what is looked at before it is done comes back with the marks of what was shown."""

import pytest
from django import forms
from django.http import QueryDict

from common.errors import LookFirst
from common.looking import SeenFields, show_again


class Ending(SeenFields):
    reason = forms.CharField()


@pytest.mark.parametrize(("prefix", "name"), [(None, "seen"), ("end", "end-seen")])
def test_the_form_comes_back_with_the_marks_of_what_was_shown_and_with_what_was_typed(prefix, name):
    reason = name.replace("seen", "reason")
    form = Ending(QueryDict(f"{reason}=Moved.&{name}=before"), prefix=prefix)
    look = LookFirst("It moves two stipends.", lines=[], seen="after")
    form.show(look)
    assert form.first_look is look
    assert (form["seen"].value(), form["reason"].value()) == ("after", "Moved.")
    assert form.data.dict() == {reason: "Moved.", name: "after"}
    assert f'<input type="hidden" name="{name}" value="after"' in str(form["seen"])


def test_what_the_browser_sent_stays_as_it_was_sent():
    sent = QueryDict("reason=Moved.&seen=before")
    show_again(Ending(sent), "after")
    assert sent.dict() == {"reason": "Moved.", "seen": "before"}


def test_nothing_need_have_been_seen():
    assert Ending(QueryDict("reason=Moved.")).is_valid()
