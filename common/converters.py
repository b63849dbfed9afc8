"""Ids in addresses: a number the database cannot hold is an unknown page, not an error."""


class IdConverter:
    """`<id:pk>`: a positive 64-bit integer."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


# No row has it.
NOBODYS = -1


def wanted_id(text: str | None) -> int | None:
    """The id a filter of an address asks for; None when it asks for nothing. Of what is no id there are no rows: nobody
    takes all of them for an answer."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else NOBODYS
