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
SAID = "This password rests on a name of the program or of a school. Take words nobody would expect here."


def letters(text: str) -> str:
    """A text as a guesser hears it: small plain letters alone."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(FOR_LETTERS)
    return "".join(sign for sign in plain if "a" <= sign <= "z")


class NoNamesOfOurs:
    """Refuses a password of which little is left without the program's words and the schools' names."""

    def validate(self, password: str, user: User | None = None) -> None:
        heard = letters(password)
        rest = heard
        for word in sorted({*WORDS, *_schools()}, key=len, reverse=True):
            rest = rest.replace(word, "")
        # A thing that was there and is taken out leaves too little to guess at.
        if rest != heard and len(rest) < LEFT:
            raise ValidationError(SAID, code="names_of_ours")

    def get_help_text(self) -> str:
        return "It must not rest on a name of the program or of a school."


def _schools() -> set[str]:
    names = School.objects.values_list("name", flat=True)
    return {heard for name in names for word in re.split(r"\W+", name) if len(heard := letters(word)) > 4}
