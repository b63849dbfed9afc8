"""Ids in addresses: a number the database cannot hold is an unknown page, not an error."""


class IdConverter:
    """`<id:pk>`: a positive 64-bit integer."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class YearConverter:
    """`<year:label>`: a program year as people write it, "2026-27"."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


# No row has it.
NOBODYS = -1


def id_of(text: str) -> int | None:
    """The id in a part of an address; None for what is no number, or none of a row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def wanted_id(text: str | None) -> int | None:
    """The id a filter of an address asks for; None when it asks for nothing. Of what is no id there are no rows: nobody
    takes all of them for an answer."""
    if not text:
        return None
    found = id_of(text)
    return NOBODYS if found is None else found
