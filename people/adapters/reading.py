"""A bundle as what it says, whichever of the known formats it has."""

from collections.abc import Container

from people.adapters.bundles import Bundle
from people.adapters.oneroster import read_oneroster
from people.adapters.plain import read_plain
from people.rules.roster import Roster


def read(bundle: Bundle, *, known: Container[str], whole: bool) -> Roster:
    """The roster in `bundle`. `known` are ids of people who are here already; `whole` is asked of plain lists only, for
    a OneRoster bundle says it itself. Raises DomainError, in words."""
    if bundle.is_roster:
        return read_oneroster(bundle, known)
    return read_plain(bundle.files, whole=whole)
