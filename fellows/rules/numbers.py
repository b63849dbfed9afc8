"""What looks like the number of a document. None is kept: not of a credential, not of a person. Plain Python."""

import re

# Seven digits or more, also with single spaces, dots or hyphens between them.
NUMBER = re.compile(r"\d(?:[ .\-]?\d){6,}")
# Days have eight digits and are none: 2026-06-12, 06-12-2026, 6.12.2026.
DAY = re.compile(r"(?:19|20)\d\d[ .\-]\d\d?[ .\-]\d\d?|\d\d?[ .\-]\d\d?[ .\-](?:19|20)\d\d")
REFUSED = "This looks like the number of a document. Leave it out: no credential number is kept here."


def has_number(text: str) -> bool:
    """Whether somebody wrote what looks like the number of a document."""
    return any(not DAY.fullmatch(found[0]) for found in NUMBER.finditer(text))
