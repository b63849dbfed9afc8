"""Parts of the administration that several apps share: rows only services write, and verbs as actions."""

from common.admin.choices import Inline, ReadOnlyInline
from common.admin.labels import label_of
from common.admin.pages import MadeByService, ReadOnlyAdmin, ServiceAdmin

__all__ = [
    "Inline",
    "MadeByService",
    "ReadOnlyAdmin",
    "ReadOnlyInline",
    "ServiceAdmin",
    "label_of",
]
