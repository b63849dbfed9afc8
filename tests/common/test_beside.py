"""What stands in the fields of other verbs when one is pressed: what comes back, what is held, and for how long."""

import pytest
from django import forms
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from common.beside import (
    MOST_CHARACTERS,
    drawn,
    form_for,
    given_anew,
    keep,
    left_over,
    pressed,
    typed,
)


class Words(forms.Form):
    words = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    paper = forms.FileField(required=False)
    note = forms.CharField(required=False, widget=forms.Textarea)


def sent(fields=None, *, session=None, path="/page/", **files):
    request = RequestFactory().post(path, {**(fields or {}), **files})
    request.session = session or SessionStore()
    return request


def opened(session, path="/page/"):
    request = RequestFactory().get(path)
    request.session = session
    return request


def held(fields, but=""):
    """What of these fields stands on the page after it was led back to."""
    request = sent(fields)
    keep(request, ["/page/"], but)
    return request.session.get("beside", {}).get("fields")


def test_the_verb_is_the_button_that_was_pressed():
    assert pressed(sent({"verb": "return"})) == "return"
    assert pressed(sent({})) == ""
    assert pressed(opened(SessionStore())) == ""


def test_the_fields_of_a_verb_are_those_with_its_name_in_front():
    request = sent(
        {"return-words": "Late.", "returned-words": "No.", "accept-words": "Yes.", "words": "Bare."}
    )
    assert typed(request, "return") == {"words": "Late."}
    assert typed(request, "accept") == {"words": "Yes."}
    assert typed(request, "other") == {}


def test_a_name_that_holds_the_verb_again_keeps_it():
    assert typed(sent({"return-return-words": "Twice."}), "return") == {"return-words": "Twice."}


def test_a_sign_no_database_can_hold_is_taken_out_of_what_comes_back():
    assert typed(sent({"return-words": "La\x00te."}), "return") == {"words": "Late."}


def test_the_form_of_the_pressed_verb_is_judged_and_those_beside_it_are_not():
    request = sent({"verb": "return", "return-words": "", "accept-words": "Well done."})
    mine, beside = form_for(request, "return", Words), form_for(request, "accept", Words)
    assert mine.is_bound
    assert mine.errors == {"words": ["Fill this in."]}
    assert (beside.is_bound, beside["words"].value()) == (False, "Well done.")
    assert beside.add_prefix("words") == "accept-words"


def test_a_press_at_the_address_of_the_verb_is_judged_without_its_name():
    assert form_for(sent({"return-words": "Late."}), "return", Words, sent=True).is_valid()
    assert not form_for(sent({"return-words": "Late."}), "return", Words).is_bound


def test_a_file_is_judged_with_the_fields_of_its_verb():
    paper = SimpleUploadedFile("a.txt", b"Words.")
    form = form_for(sent({"verb": "hand", "hand-words": "Mine."}, **{"hand-paper": paper}), "hand", Words)
    assert form.is_valid()
    assert form.cleaned_data["paper"].read() == b"Words."


def test_what_a_form_begins_with_stands_where_nothing_was_typed():
    request = sent({"verb": "accept", "return-words": "Late."})
    form = form_for(request, "return", Words, initial={"words": "Before.", "kind": "b"})
    assert (form["words"].value(), form["kind"].value()) == ("Late.", "b")


def test_a_field_that_cannot_be_changed_is_judged_by_what_it_began_with():
    class Closed(Words):
        place = forms.CharField(disabled=True)

    request = sent({"verb": "return", "return-words": "Late."})
    form = form_for(request, "return", Closed, initial={"place": "Room 9"})
    assert form.is_valid()
    assert form.cleaned_data["place"] == "Room 9"


def test_what_was_typed_is_held_until_its_page_is_drawn_and_stands_on_no_other():
    session = SessionStore()
    keep(sent({"return-words": "Late."}, session=session), ["/page/", "/also/"])
    assert typed(opened(session, "/other/"), "return") == {}
    assert typed(opened(session, "/also/"), "return") == {"words": "Late."}
    assert form_for(opened(session), "return", Words)["words"].value() == "Late."
    drawn(opened(session, "/other/"))
    assert typed(opened(session), "return") == {"words": "Late."}
    drawn(opened(session))
    assert typed(opened(session), "return") == {}
    assert "beside" not in session


def test_a_page_that_was_told_of_its_words_holds_nothing_however_often_it_is_drawn():
    session = SessionStore()
    keep(sent({"return-words": "Late."}, session=session), ["/page/"])
    request = opened(session)
    assert left_over(request).words == [("Return", "Late.")]
    drawn(request)
    drawn(request)
    assert "beside" not in session


def test_a_session_nobody_looked_into_is_left_alone():
    """Reading it would make every page vary by who asks."""
    session = SessionStore()
    drawn(opened(session))
    assert not session.accessed


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        (
            {"return-words": "Late.", "accept-words": "Yes."},
            {"return-words": "Late.", "accept-words": "Yes."},
        ),
        ({"return-words": "Late.", "accept-words": " \n"}, {"return-words": "Late."}),
        ({"words": "Bare.", "verb": "return"}, None),
        ({"mark-12": "present"}, None),
        ({"mark-12a": "present"}, {"mark-12a": "present"}),
        ({"sign-typed_name": "Ana", "sign-code": "123", "sign-words": "Why."}, {"sign-words": "Why."}),
        ({}, None),
    ],
)
def test_what_is_blank_numbered_bare_or_given_anew_is_not_held(fields, kept):
    assert held(fields) == kept


def test_the_fields_of_the_verb_that_was_done_are_not_held():
    assert held({"return-words": "Late.", "accept-words": "Yes."}, but="return") == {"accept-words": "Yes."}
    assert held({"return-words": "Late."}, but="return") is None


def test_as_much_is_held_as_four_answers_at_their_longest_and_not_a_letter_more():
    half = "a" * (MOST_CHARACTERS // 2)
    assert held({"return-words": half, "accept-words": half}) == {"return-words": half, "accept-words": half}
    assert held({"return-words": half, "accept-words": half + "a"}) is None


def test_a_press_that_leaves_nothing_lets_go_of_what_was_held_before():
    session = SessionStore()
    keep(sent({"return-words": "Late."}, session=session), ["/page/"])
    keep(sent({"return-words": ""}, session=session), ["/page/"])
    assert typed(opened(session), "return") == {}


@pytest.mark.parametrize(
    ("name", "anew"),
    [
        ("password", True),
        ("New_Password1", True),
        ("typed_name", True),
        ("consent", True),
        ("text_sha256", True),
        ("csrfmiddlewaretoken", True),
        ("client_secret", True),
        ("zip_code", True),
        ("words", False),
        ("name", False),
    ],
)
def test_secrets_and_parts_of_a_signature_are_given_anew(name, anew):
    assert given_anew(name) is anew
