"""Whether two accounts are perhaps one person's, and why. Plain Python: three keys, each made of one thing an account
has. Two accounts with one key are a hint and never more: only people can know, and what they say is kept."""

import re
from collections.abc import Collection
from dataclasses import dataclass

# Shorter names of mailboxes are many people's: "info", "ana".
LONG_ENOUGH = 5
SIGNS = re.compile(r"[^0-9a-z]")


def mailbox_key(address: str) -> str:
    """Equal for addresses that differ in case, signs, what follows a plus, or their domain; empty for no address, and
    for a mailbox whose name is too short to tell anything."""
    name = SIGNS.sub("", address.partition("@")[0].partition("+")[0].lower())
    return name if len(name) >= LONG_ENOUGH else ""


def number_key(external_id: str) -> str:
    """Equal for numbers of a roster that differ in case, signs or leading zeros; empty for none."""
    return SIGNS.sub("", external_id.lower()).lstrip("0")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one account; `schools`: where its person works, by name."""

    name_key: str = ""
    mailbox_key: str = ""
    number_key: str = ""
    schools: Collection[str] = ()


def reasons(one: Known, other: Known) -> tuple[str, ...]:
    """Why the two are perhaps one person's, each as the part of a sentence; none where nothing says so. That both work
    at one school is no reason of its own, and makes another one stronger."""
    found = [
        words
        for words, mine, theirs in (
            ("the same name", one.name_key, other.name_key),
            ("the same number in the roster", one.number_key, other.number_key),
            ("the same address but for dots or what follows the @", one.mailbox_key, other.mailbox_key),
        )
        if mine and mine == theirs
    ]
    both = sorted(set(one.schools) & set(other.schools)) if found else []
    return (*found, *(f"both at {school}" for school in both))
