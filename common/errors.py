"""Refusals in words a teacher can read."""


class DomainError(Exception):
    """A rule refuses. The message is a sentence that says what to do; the page shows it."""


class NotAllowed(DomainError):
    """This person may not do this. Views answer 403."""


class NoSuchMove(DomainError):
    """The state does not know this action."""
