"""Of an event, one session of a title begins at a time: planned twice, it is there once. Where there are more from
before, the later ones get a number."""

from typing import Any

from django.db import migrations, models
from django.db.models import Count
from django.utils import timezone

TAKING_PLACE = ["planned", "held", "closed"]
LONGEST = 200
WORDS = "Another session of this event had its title and its start, so this one got a number."


def number_doubles(apps: Any, editor: Any) -> None:
    """The first of each keeps its title, the later ones say "(2)", "(3)", …, and their history says so."""
    sessions = apps.get_model("seminars", "Session").objects.filter(state__in=TAKING_PLACE)
    events = apps.get_model("seminars", "SessionEvent").objects
    same = sessions.order_by().values("event", "title", "starts_at").annotate(rows=Count("pk")).filter(rows__gt=1)
    for one in list(same):
        place = {"event": one["event"], "starts_at": one["starts_at"]}
        taken = set(sessions.filter(**place).values_list("title", flat=True))
        for session in sessions.filter(**place, title=one["title"]).order_by("pk")[1:]:
            session.title = free_title(one["title"], taken)
            session.save(update_fields=["title"])
            taken.add(session.title)
            stays = {"from_state": session.state, "to_state": session.state}
            events.create(session=session, action="change", at=timezone.now(), note=WORDS, **stays)


def free_title(title: str, taken: set[str]) -> str:
    number = 2
    while (numbered := f"{title[: LONGEST - len(f' ({number})')]} ({number})") in taken:
        number += 1
    return numbered


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0001_tables'),
    ]

    operations = [
        # What has a number keeps it.
        migrations.RunPython(number_doubles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'held', 'closed'])), fields=('event', 'title', 'starts_at'), name='one_session_per_event_title_and_start', violation_error_message='This event has a session of this title and start already.'),
        ),
    ]
