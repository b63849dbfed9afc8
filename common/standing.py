"""Where something stands that one person drafts and another puts in force. Plain Python."""

from enum import StrEnum


class Standing(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"
    DISCARDED = "discarded"
