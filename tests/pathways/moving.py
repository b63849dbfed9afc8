"""What tests of moves share."""

from datetime import date

from pathways.services import corrections
from tests.factories.people import principal_of

TODAY, LATER = date(2026, 11, 10), date(2027, 1, 11)


def receive(placement, to, starts=LATER, by=None):
    """Whoever signs for the school starts the move of a leader who comes there."""
    given = {"email": placement.person.email, "role": placement.role, "school": to, "first_day": starts}
    return corrections.receive(by=by or principal_of(to), **given)
