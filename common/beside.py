"""A page of several verbs is one form: whatever is pressed, what stands in the fields of the others comes back.

The fields of a verb carry its name as prefix (`return-words`), and its button sends that name as `verb`. This needs no
script.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest

from common.states import in_words

PRESSED = "verb"
KEPT = "beside"
# Of this request: the verbs the page has forms for, and that it told what was left over.
ASKED, TOLD = "beside.asked", "beside.told"
# And what its verbs are about, where the next page is about something else.
ABOUT = "beside.about"
# Fields that hold what somebody has put in words of their own.
WORDS = ("words", "why", "reason", "note", "comment")
GIVEN_ANEW = ("password", "code", "token", "secret", "typed_name", "consent", "sha256")
# Four answers at their longest, and some: anyone may fill an anonymous session.
MOST_CHARACTERS = 200_000
Shown = TypeVar("Shown", bound=BaseForm)


def pressed(request: HttpRequest) -> str:
    """The verb whose button was pressed; empty when the page was only opened."""
    return request.POST.get(PRESSED, "")


def form_for(
    request: HttpRequest, verb: str, kind: Callable[..., Shown], *, sent: bool = False, **given: Any
) -> Shown:
    """The form of one verb of this page: to be judged when its button was pressed, else with what was typed in it.

    `sent`: the verb has an address of its own, and this is a press of it. `given` is handed to the form; its `initial`
    stands where nothing was typed.
    """
    initial = {**given.pop("initial", {}), **typed(request, verb)}
    if sent or pressed(request) == verb:
        return kind(request.POST, request.FILES, prefix=verb, initial=initial, **given)
    return kind(prefix=verb, initial=initial, **given)


def typed(request: HttpRequest, verb: str) -> dict[str, str]:
    """What stands in the fields of `verb`, by name without prefix: as sent just now, or by the press that led back."""
    begin = f"{verb}-"
    request.META.setdefault(ASKED, set()).add(verb)
    return {
        name.removeprefix(begin): value for name, value in _sent(request).items() if name.startswith(begin)
    }


def keep(request: HttpRequest, pages: list[str], but: str = "") -> None:
    """Hold what was typed for every verb `but` one until a page at one of these paths is drawn again.

    What is given anew by hand is not held; nor are fields of numbered rows, which every button of theirs saves.
    """
    fields = {name: value for name, value in _sent(request).items() if value.strip() and _held(name, but)}
    if fields and sum(map(len, fields.values())) <= MOST_CHARACTERS:
        request.session[KEPT] = {"pages": pages, "fields": fields, "about": request.META.get(ABOUT, "")}
    else:
        request.session.pop(KEPT, None)


def _held(name: str, but: str) -> bool:
    verb, dash, of = name.rpartition("-")
    return bool(dash) and verb != but and not of.isdigit() and not given_anew(name)


def given_anew(name: str) -> bool:
    """Whether a field holds a secret or a part of a signature: those are given once more, by hand."""
    return any(word in name.lower() for word in GIVEN_ANEW)


def say_about(request: HttpRequest, what: str) -> None:
    """Name what the verbs of this page are about, for words of theirs that another page has to show."""
    request.META[ABOUT] = what


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Words for which no form is left, each with its verb; what they were about, or the `page` they were typed on
    where that is another one."""

    words: list[tuple[str, str]]
    about: str = ""
    page: str = ""


def left_over(request: HttpRequest) -> LeftOver:
    """Words that were typed for other verbs than the one that was pressed, and for which the page that comes has no
    form. They were not sent, so they are shown, once, to be copied."""
    session = getattr(request, "session", None)
    # A page of an error may be drawn before there is one.
    kept = session.get(KEPT, {}) if session is not None and session.accessed else {}
    if not kept or kept.get("told"):
        return LeftOver([])
    request.META[TOLD] = True
    here = request.META.get(ASKED, set()) if request.path in kept["pages"] else set()
    parts = [(*name.rpartition("-")[::2], value) for name, value in kept["fields"].items()]
    words = [
        (in_words(verb.replace("-", " ")), text)
        for verb, of, text in parts
        if of in WORDS and verb not in here
    ]
    page = "" if request.path in kept["pages"] else kept["pages"][0]
    return LeftOver(words, kept.get("about", ""), page)


def drawn(request: HttpRequest) -> None:
    """Let go of what was held for this page: it stands in its fields now, once. What another page was told of it is
    told to no second one."""
    kept = request.session.get(KEPT, {}) if request.session.accessed else {}
    if request.path in kept.get("pages", ()):
        del request.session[KEPT]
    elif kept and TOLD in request.META:
        request.session[KEPT] = {**kept, "told": True}


def _sent(request: HttpRequest) -> dict[str, str]:
    """Fields and values of this request; of an opened page those that were kept for it."""
    if request.method == "POST":
        return {name: str(value).replace("\x00", "") for name, value in request.POST.items()}
    kept = request.session.get(KEPT, {})
    return kept["fields"] if request.path in kept.get("pages", ()) else {}
