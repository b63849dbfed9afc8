"""What no password may rest on: the names everybody here would guess first."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from people.models import School, User

WORDS = (
    *("pathways", "pathway", "partnership", "network", "losangeles", "teacher", "leader", "leadership"),
    *("fellowship", "fellow", "stipend", "school", "schools", "principal", "password", "welcome", "example"),
    *("elementary", "academy", "campus", "district", "lausd"),
)
# What a guesser would write for a letter.
FOR_LETTERS = str.maketrans("0134578@$!", "oieastbasi")
LEFT = 8
OWN = 4
SAID_OWN = "This password rests on your own name or address. Take words nobody would expect of you."
SAID = "This password rests on a name of the program or of a school. Take words nobody would expect here."


def letters(text: str) -> str:
    """A text as a guesser hears it: small plain letters alone."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(FOR_LETTERS)
    return "".join(sign for sign in plain if "a" <= sign <= "z")


class NoNamesOfOurs:
    """Refuses a password of which little is left without the program's words and the schools' names."""

    def validate(self, password: str, user: User | None = None) -> None:
        if _rests_on({*WORDS, *_schools()}, password):
            raise ValidationError(SAID, code="names_of_ours")

    def get_help_text(self) -> str:
        return "It must not rest on a name of the program or of a school."


class NoNamesOfOnesOwn:
    """Refuses a password of which little is left without the name and the address of whoever chooses it."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and _rests_on(_own(user), password):
            raise ValidationError(SAID_OWN, code="own_names")

    def get_help_text(self) -> str:
        return "It must not rest on your own name or address."


def _rests_on(words: set[str], password: str) -> bool:
    """Whether one of the words was there, and what is left without them is too little to guess at."""
    heard = letters(password)
    rest = heard
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != heard and len(rest) < LEFT


def _own(user: User) -> set[str]:
    """The words of somebody's names and of their address, alone and written together."""
    texts = (user.given_name, user.family_name, user.preferred_name, user.email.partition("@")[0])
    parts = {heard for text in texts for word in re.split(r"[\W_]+", text) if (heard := letters(word))}
    return {word for word in {*parts, *map(letters, texts)} if len(word) >= OWN}


def _schools() -> set[str]:
    names = School.objects.values_list("name", flat=True)
    return {heard for name in names for word in re.split(r"\W+", name) if len(heard := letters(word)) > 4}
