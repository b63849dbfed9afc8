"""A file is read, its questions are answered, or it is given up. Nothing of it is imported here."""

import hashlib
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from people.adapters.bundles import of_upload
from people.adapters.reading import read
from people.models import Import, ImportAnswer, ImportEvent, Post, SourceId, SourceRole, User
from people.policies import why_not_import
from people.rules.roster import Roster
from people.services.imports.pieces import forget, head_as_json, keep
from people.services.imports.standing import positions_of
from people.services.imports.telling import begin
from people.states import ImportAction, ImportState, next_import

LONGEST_NAME = 200
NOTHING: Mapping[str, str] = MappingProxyType({})


def read_file(
    *,
    name: str,
    content: bytes,
    whole: bool,
    day: date,
    last_day: date,
    by: User,
    members_from: date | None = None,
) -> Import:
    """Read a file that was handed in and keep what it says; nothing is compared and nothing imported yet. `day`: what
    has no first day begins then; `last_day`: of who is not in a `whole` file; `members_from`: since when new schools
    are members, without it from `day`.

    Raises DomainError for a file that cannot be read, and keeps nothing of it.
    """
    demand(why_not_import(by, ImportAction.READ))
    roster = _read(name, content, whole)
    with transaction.atomic():
        row = Import(
            by=by, day=day, last_day=last_day, members_from=members_from, **_told(name, content, roster)
        )
        row.save()
        keep(row, roster)
        begin(row)
        record(row, ImportAction.READ, by, file_name=row.file_name, sha256=row.sha256)
    return row


def read_again(*, pk: int, name: str, content: bytes, by: User) -> Import:
    """A corrected file takes the place of the one that was read; answers and days stay.

    Raises DomainError for a file that cannot be read; then the one before stays.
    """
    row = Import.objects.defer("read", "shown").get(pk=pk)
    demand(why_not_import(by, ImportAction.READ_AGAIN, row))
    roster = _read(name, content, row.whole)
    with transaction.atomic():
        row = locked(pk)
        demand(why_not_import(by, ImportAction.READ_AGAIN, row))
        for field, value in _told(name, content, roster).items():
            setattr(row, field, value)
        keep(row, roster)
        move(row, ImportAction.READ_AGAIN, by, file_name=row.file_name, sha256=row.sha256)
    return row


@transaction.atomic
def answer(
    *, pk: int, answers: Mapping[str, str], by: User, positions: Mapping[str, str] = NOTHING
) -> Import:
    """Say what only a person can know: by question the answer, and by role of the source the position it is here, for
    this file and those to come ("" leaves it out). The same again changes nothing; another answer takes its place.

    Raises DomainError for an answer that was not offered, and for a position there is not.
    """
    row = locked(pk)
    demand(why_not_import(by, ImportAction.ANSWER, row))
    asked = {one["key"]: one for one in row.shown.get("questions", [])}
    for question, value in answers.items():
        offered = asked.get(question, {"choices": ()})["choices"]
        if value not in {choice["code"] for choice in offered}:
            raise DomainError("This is no answer to a question of this file. Load the page again.")
    if any(position and position not in Post.Position.values for position in positions.values()):
        raise DomainError("Choose one of the positions.")
    news = {question: value for question, value in answers.items() if asked[question]["answer"] != value}
    ImportAnswer.objects.bulk_create(
        [
            ImportAnswer(source=row.source, question=question, answer=value, by=by)
            for question, value in news.items()
        ]
    )
    for role, position in positions.items():
        SourceRole.objects.update_or_create(
            source=row.source, role=role[:60], defaults={"position": position}
        )
    return move(row, ImportAction.ANSWER, by) if news or positions else row


def positions_in(row: Import) -> dict[str, str]:
    """By role that a roster names, the position it is here; empty for a plain list, which names positions itself."""
    if not row.read or not row.read["district"]:
        return {}
    known = positions_of(row.source)
    return {role: known.get(role, "") for role in sorted(row.read["roles"])}


@transaction.atomic
def give_up(*, pk: int, by: User) -> Import:
    """The file is not imported. What was read of it goes; that it was read stays on record."""
    row = locked(pk)
    demand(why_not_import(by, ImportAction.GIVE_UP, row))
    row.read, row.shown = {}, {}
    forget(row)
    return move(row, ImportAction.GIVE_UP, by)


def _read(name: str, content: bytes, whole: bool) -> Roster:
    known = set(User.objects.exclude(external_id="").values_list("external_id", flat=True))
    known |= set(SourceId.objects.order_by().values_list("external_id", flat=True))
    return read(of_upload(name, content), known=known, whole=whole)


def _told(name: str, content: bytes, roster: Roster) -> dict[str, object]:
    return {
        "file_name": name[-LONGEST_NAME:],
        "sha256": hashlib.sha256(content).hexdigest(),
        "source": roster.source,
        "found": roster.found[:1000],
        "lines": roster.lines,
        "whole": roster.whole,
        "read": head_as_json(roster),
    }


def locked(pk: int) -> Import:
    """The import, held until the transaction ends."""
    return Import.objects.select_for_update(of=("self",)).get(pk=pk)


def held(pk: int) -> Import | None:
    """The import, held until the transaction ends; None where somebody else is at it now."""
    return Import.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()


def move(row: Import, action: ImportAction, by: User | None, **told: object) -> Import:
    """To the state that follows, with its line of history. Raises NoSuchMove."""
    before = row.state
    row.state = next_import(ImportState(row.state), action)
    if row.state == ImportState.READ:
        row.shown, row.mark, row.confirmed, row.attempts = {}, "", None, 0
    row.save()
    if row.state in (ImportState.READ, ImportState.STARTED):
        begin(row)
    record(row, action, by, from_state=before, **told)
    return row


def record(row: Import, action: ImportAction, by: User | None, from_state: str = "", **told: object) -> None:
    ImportEvent.objects.create(
        of=row, action=action, by=by, at=timezone.now(), from_state=from_state, to_state=row.state, **told
    )
