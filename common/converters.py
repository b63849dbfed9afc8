"""Ids in addresses: a number the database cannot hold is an unknown page, not an error."""


class IdConverter:
    """`<id:pk>`: a positive 64-bit integer."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
