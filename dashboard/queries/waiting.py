"""What waits for someone: one list across all apps, the oldest first, each with its reason and one click to it."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.queries.jobs import job_in_words
from dashboard.queries.kinds import KINDS
from dashboard.queries.rows import REFUSED
from dashboard.queries.statement import rows_for
from notifications.queries import troubles
from people.models import User
from people.queries import hats
from stipends.models.refusals import causes_in_words

# Of the lines of a refused run so many are named here; its page names them all.
NAMED = 5


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `since` is a day, or when `due` the day by which it should be done. `rows`: how many rows
    its address lists, for a line that stands for many."""

    kind: str
    what: str
    why: str
    since: date
    url: str
    count: int = 1
    due: bool = False
    late: bool = False
    rows: int | None = None


def waiting_for(user: User, *, day: date, now: datetime) -> list[Waiting]:
    """What waits for `user`, oldest first: all of it, in at most five queries, whatever the hats."""
    found = [_waiting(row, day) for row in rows_for(user, day=day, now=now)]
    if hats(user).manager:
        found = [*_machinery(day, now), *found]
    return found


def _why_refused(said: str) -> str:
    """Of a refusal, as the query packs it: who, their words, and the lines with their causes."""
    refusal = json.loads(said)
    if refusal["words"]:
        return f"{refusal['by']} sent it back: {refusal['words']}"
    lines = refusal["lines"] or []
    if not lines:
        return f"{refusal['by']} could not approve it. Its lines are not those that were calculated."
    named = "; ".join(f"{line['name']} ({causes_in_words(line['causes'])})" for line in lines[:NAMED])
    more = f"; and {len(lines) - NAMED:,} more" if len(lines) > NAMED else ""
    return f"{refusal['by']} could not approve it. Since it was calculated these changed: {named}{more}."


def _waiting(row: tuple[str, int, str, str, str, date, int, int], day: date) -> Waiting:
    name, key, who, what, where, since, count, _ = row
    kind = KINDS[name]
    if name == REFUSED:
        who = _why_refused(who)
    words = {"key": key, "who": who, "what": what.replace("_", " "), "where": where}
    return Waiting(
        kind=name,
        what=kind.what.format(**words),
        why=kind.why.format(**words),
        since=since,
        url=kind.url.format(**words),
        count=count,
        due=kind.due,
        late=kind.due and since < day,
        rows=count if kind.many else None,
    )


def _machinery(day: date, now: datetime) -> list[Waiting]:
    """Mail that could not leave and jobs that did not run: few, and never behind page one."""
    failed, late = troubles(now)
    found = []
    if late:
        why = f"It should have run by now: {'; '.join(map(job_in_words, late))}."
        url = "/reports/jobs/?show=late"
        found.append(Waiting("jobs", "Periodic work is late", why, day, url, len(late), rows=len(late)))
    if failed:
        why = "The mail server refused them. Mend the address or send them again."
        url = "/messages/?state=failed"
        found.append(Waiting("mail", "Mails that could not be sent", why, day, url, failed, rows=failed))
    return found
