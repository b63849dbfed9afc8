from dashboard.services.closing import close_account
from dashboard.services.exporting import (
    ask_for_export,
    expire_exports,
    fetch_export,
    make_export,
    waiting_exports,
)
from dashboard.services.keeping import past, take_off
from dashboard.services.merging import merge

__all__ = [
    "ask_for_export",
    "close_account",
    "expire_exports",
    "fetch_export",
    "make_export",
    "merge",
    "past",
    "take_off",
    "waiting_exports",
]
