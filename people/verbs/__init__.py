"""What is done with accounts, posts, hats and schools, and with files of them. Each is said once."""

from common.verbs import Life
from people.verbs.files import IMPORT, REQUEST
from people.verbs.keeping import (
    ACCOUNT,
    DELEGATION,
    HAT,
    INVITATION,
    MEMBERSHIP,
    NAMED,
    PERSON,
    POST,
    SIGNER,
)

__all__ = [
    "ACCOUNT",
    "DELEGATION",
    "HAT",
    "IMPORT",
    "INVITATION",
    "MEMBERSHIP",
    "NAMED",
    "PERSON",
    "POST",
    "REQUEST",
    "SIGNER",
    "Life",
]
