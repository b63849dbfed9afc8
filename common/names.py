"""What a name is: how it is kept, when two are the same to a person, how it is found and sorted. Plain Python.

A name is a stranger's text. It may hold every letter of every script; it may not hold what nobody sees, what turns
the line around, or what a mail program makes a link of.
"""

import html
import re
import unicodedata
from collections.abc import Callable

# What phones, word processors and keyboards write where another writes ' or -.
APOSTROPHES = "’‘‛ʼʻʽˈ′´`＇՚"
DASHES = "‐‑‒–—―−﹘﹣－"
TYPED_ALIKE = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(DASHES, "-")})
# Letters that no decomposition takes apart; who looks for them types these.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ı": "i"}
    | {"ŋ": "n", "ɨ": "i", "ƙ": "k", "ɓ": "b", "ɗ": "d", "'": "", "-": " ", ",": " "}
)
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
JOINERS = "\u200c\u200d"
SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Accents of Latin, Greek and Cyrillic letters, and points that Hebrew and Arabic are mostly written without. Other
# marks are vowels: without them it is another name.
ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u200c\u200d]"
)
BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What mail programs make a link of: an address, the beginning of one, or words with a dot and no space between them.
# A colon alone is none: names of some nations hold one, as Kanien'kehá:ka does.
LINK = re.compile(r"@|://|\bwww\.|\b(?:https?|ftp|mailto|tel|sms|javascript|data|file):|[^\W_]\.[^\W\d_]{2,}")
MOST_DIGITS, MOST_MARKS = 6, 6
# Of a name that stands alone. Particles begin small, as in "Ana de la Cruz"; a sentence has more of them.
MOST_WORDS, LONGEST_ALONE, MOST_SMALL = 6, 60, 3

ONE_LINE = "Write it on one line."
NO_LINK = "A name holds no web or email address. If there is a dot in yours, put a space after it."
NO_NUMBER = "A name holds no telephone number."
# Of a line that is no name: a position, an employer.
NO_LINK_HERE = "Leave out web and email addresses. Where a dot belongs in it, put a space after it."
NO_NUMBER_HERE = f"Leave out telephone numbers, and others of more than {MOST_DIGITS} digits."
IN_A_LINE = {NO_LINK: NO_LINK_HERE, NO_NUMBER: NO_NUMBER_HERE}
TOO_MANY_MARKS = "There are too many marks above or below one letter."
NOT_TYPED = "There is a sign in it that cannot be read. Type it again."
NAME_ALONE = "Type the name alone: letters, no number, no comma, no other words."
NOTHING_SEEN = "Write a name that can be read."


def _seen(character: str) -> bool:
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} or character in BLANK
    return character in JOINERS or not hidden


def _joins(character: str) -> bool:
    """Whether a joiner beside it can mean anything: letters of joining scripts, and pictures."""
    return character > "\u036f" and unicodedata.category(character)[0] in "LMS"


def _step(text: str) -> str:
    # Nearly all names: nothing in them is unseen, joins or can be composed.
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if one.isspace() else one for one in unicodedata.normalize("NFC", text))
    seen = " ".join("".join(filter(_seen, spaced)).split())
    kept = []
    for before, one, after in zip(" " + seen, seen, seen[1:] + " ", strict=False):
        joined = _joins(before) and _joins(after)
        chosen = before not in " " + JOINERS and not SELECTORS.match(before)
        if (one not in JOINERS or joined) and (not SELECTORS.match(one) or chosen):
            kept.append(one)
    return "".join(kept)


def _settled(step: Callable[[str], str], text: str) -> str:
    """What `step` makes of the text again and again until nothing changes, so that it changes nothing later."""
    while (again := step(text)) != text:
        text = again
    return text


def cleaned(text: str) -> str:
    """One line as it is kept: composed (NFC), without what nobody sees and what turns the line around, every run of
    spaces one space. Joiners stay where a script or a picture needs them."""
    return _settled(_step, text)


def stored(text: str) -> str:
    """A name as it is kept: `cleaned`; empty when there is nothing to read in it ("-" stands for no name)."""
    line = cleaned(text)
    return line if any(unicodedata.category(one)[0] in "LNS" for one in line) else ""


def why_refused(text: str) -> str:
    """Why this cannot be a name or a part of one, as a sentence; "" when it can. An empty text can."""
    if unread := why_not_read(text):
        return unread
    line = cleaned(unicodedata.normalize("NFKC", cleaned(text))).casefold()
    if LINK.search(line):
        return NO_LINK
    return NO_NUMBER if sum(one.isdigit() for one in line) > MOST_DIGITS else ""


def why_not_read(text: str) -> str:
    """Why this cannot be a line that people read, as a sentence; "" when it can. An empty text can, and a link."""
    line = cleaned(unicodedata.normalize("NFKC", cleaned(text))).casefold()
    run = 0
    for one in line:
        run = run + 1 if unicodedata.category(one) == "Mn" else 0
        if run > MOST_MARKS:
            return TOO_MANY_MARKS
    if BREAKS.search(text.strip()):
        return ONE_LINE
    if any(unicodedata.category(one) == "Cc" and not one.isspace() for one in text):
        return NOT_TYPED
    return NOTHING_SEEN if text.strip() and not cleaned(text) else ""


def why_not_alone(text: str) -> str:
    """Why this is more than the name of one person, as a sentence; "" when it is a name alone: letters in few words."""
    line = stored(text)
    other = any(
        not (unicodedata.category(one)[0] in "LM" or one in " '-." or one in APOSTROPHES) for one in line
    )
    words = line.split()
    small = sum(word[0].islower() for word in words)
    wrong = other or len(words) > MOST_WORDS or len(line) > LONGEST_ALONE or small > MOST_SMALL
    return NAME_ALONE if wrong else ""


def _same_step(text: str) -> str:
    line = cleaned(unicodedata.normalize("NFD", cleaned(text).translate(TYPED_ALIKE)).casefold())
    return SELECTORS.sub("", line.translate(dict.fromkeys(map(ord, JOINERS))))


def same_key(text: str) -> str:
    """Equal for two texts that are the same to a person: case, kinds of apostrophe, dash and space, composed or not,
    and what nobody sees make no difference. Accents do: Muñoz is not Munoz."""
    return _settled(_same_step, text)


def same(one: str, other: str) -> bool:
    """Whether two names are the same to a person. Nothing is the same as no name."""
    return bool(stored(one)) and same_key(one) == same_key(other)


def _fold_step(text: str) -> str:
    apart = unicodedata.normalize("NFKD", same_key(text).translate(PLAIN))
    return same_key(ACCENTS.sub("", apart.translate(TYPED_ALIKE)).translate(PLAIN))


def folded(text: str) -> str:
    """How a text is found: as `same_key`, without accents and apostrophes, a hyphen or comma read as a space."""
    return _settled(_fold_step, text)


def _numbered(text: str) -> str:
    """Numbers in the order of what they count: 9th Street before 10th Street."""
    return re.sub(r"[0-9]+", lambda number: number[0].zfill(6), text)


def sort_key(family: str, given: str = "") -> str:
    """Where a name stands in a list, compared by code points: family name first, without accents and case, word by
    word ("Cruz" before "Cruz Lopez" before "Cruzado"). Whose only name is one stands under it."""
    return _numbered("  ".join(filter(None, (folded(family), folded(given)))))


def name_key(given: str, family: str) -> str:
    """Equal for names that may be one person's: the same words in any order, folded. Empty for no name."""
    return " ".join(sorted(folded(f"{given} {family}").split()))


# --- shown among other text ------------------------------------------------------------------------------
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
TURNS = re.compile(f"[{RIGHT_TO_LEFT}]")
# From the first letter that reads from right to left to the last, on one line and not isolated already.
TURNED = re.compile(f"\u2068[^\u2069]*\u2069|[{RIGHT_TO_LEFT}](?:[^\n\u2066-\u2069]*[{RIGHT_TO_LEFT}])?")


def isolated(text: str) -> str:
    """Plain text in which words that read from right to left do not turn what stands beside them."""
    return TURNED.sub(_isolate, text) if TURNS.search(text) else text


def _isolate(words: re.Match[str]) -> str:
    return words[0] if words[0].startswith("\u2068") else f"\u2068{words[0]}\u2069"


class Name(str):
    """A name as text that draws itself on a page: one that reads from right to left is isolated from its line."""

    __slots__ = ()

    def __str__(self) -> str:
        return self

    def __html__(self) -> str:
        words = html.escape(str.__str__(self))
        return f"<bdi>{words}</bdi>" if TURNS.search(self) else words
