"""One mark as staff give it, and what a roster keeps."""

from seminars import services
from seminars.services import Mark
from tests.factories.seminars import AFTER


def give(session, person, by, mark="present", now=AFTER, **more):
    return services.mark(session_pk=session.pk, sheet=Mark(person.pk, mark, **more), by=by, now=now)


def marks(session):
    return list(session.attendance.order_by("person").values_list("person", "mark", "minutes"))
