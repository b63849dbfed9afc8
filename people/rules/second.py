"""Whether two people are two, where a second one has to agree: nobody made both what they are. Plain Python."""

from collections.abc import Collection, Mapping


def are_two(one: int, other: int, gifts: Mapping[int, Collection[int]]) -> bool:
    """Whether no single person could be behind both. `gifts`: who gave the hats that somebody acts by, of whoever has
    them all from others; of others nothing."""
    return not _hands(one, gifts) & _hands(other, gifts)


def _hands(person: int, gifts: Mapping[int, Collection[int]]) -> set[int]:
    """The person, whoever gave them their hats, and whoever gave those theirs."""
    found, ahead = set[int](), [person]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead.extend(gifts.get(one, ()))
    return found
