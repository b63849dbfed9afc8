"""A roster that was closed before is closed again: what a mark that was put right moves is told and kept."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pathways.models import ProgramYear
from people.models import User
from seminars import services as seminars
from seminars.models import Session
from seminars.queries import Closing, corrected, reopening
from stipends.models import StatementChange
from stipends.queries import marked_otherwise
from stipends.services.asked import Asking, keep


@transaction.atomic
def close_roster(*, pk: int, by: User, seen: str = "", now: datetime | None = None) -> Closing:
    """Close a roster as `seminars.services.close` does, with its answer and its errors.

    When it was closed before, everyone whose mark or minutes differ from that closing, and whose statement it counts
    for, has that kept on the statement with the reason it was opened again, and gets a mail in the same transaction.
    """
    moment = now or timezone.now()
    # Before the session, as every change of what people are paid by: each sees what the others moved.
    ProgramYear.objects.select_for_update(of=("self",), no_key=True).get(seminar_events__sessions=pk)
    closed = seminars.close(pk=pk, by=by, seen=seen, now=moment)
    session = Session.objects.select_related("event__year").get(pk=pk)
    opened = reopening(session)
    marks = corrected(session, opened)
    if opened is not None and marks:
        rows = marked_otherwise(session, marks, moment)
        keep(rows, StatementChange.Kind.MARK, session, Asking(by, opened.note), moment)
    return closed
