"""Leaders and staff share a link or a file; readers report it; managers take it down, keep it or share it again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from common.links import tidied
from common.states import step
from common.storage import stored
from common.uploads import Accepted
from notifications.services import queue
from pathways.models import Cohort, Pathway, ScopeItem
from people.models import User
from seminars.models import FOLDER, Resource, ResourceEvent, Session
from seminars.policies import why_not_resource, why_not_sharing
from seminars.states import RESOURCE_MOVES, ResourceAction, ResourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What somebody shares: with a pathway or, without one, with everybody who leads; and where it belongs."""

    title: str
    good_for: str
    link: str = ""
    pathway: Pathway | None = None
    cohort: Cohort | None = None
    scope_item: ScopeItem | None = None
    session: Session | None = None


def share(*, by: User, shared: Shared, file: Accepted | None = None, now: datetime | None = None) -> Resource:
    """Share a link or a file, judged by the form. The same link in the same words and place again is the one that
    stands there; a cohort says its pathway where none is named. Raises DomainError for both or neither, a link that is
    not https, a cohort or a cell of another pathway, a file in words under which one stands, and when the disk is
    full; then nothing was changed."""
    shared = replace(shared, link=tidied(shared.link))
    if shared.cohort is not None and shared.pathway is None:
        shared = replace(shared, pathway=shared.cohort.role.pathway)
    _demand_one(shared, file)
    if file is None:
        return _share(by, shared, "", now)
    with stored(file, FOLDER) as name:
        return _share(by, shared, name, now)


def _demand_one(shared: Shared, file: Accepted | None) -> None:
    if bool(shared.link) == (file is not None):
        raise DomainError("Give an address or choose a file, one of the two.", at="link")
    if shared.link and not shared.link.startswith("https://"):
        raise DomainError("Give an address that begins with https://.", at="link")


@transaction.atomic
def _share(by: User, shared: Shared, name: str, now: datetime | None) -> Resource:
    moment = now or timezone.now()
    pathway = shared.pathway
    demand(why_not_sharing(by, pathway.pk if pathway else None))
    if shared.cohort is not None and (pathway is None or shared.cohort.role.pathway_id != pathway.pk):
        raise DomainError("This cohort is of another pathway. Choose its pathway too.", at="cohort")
    if (
        shared.session is not None
        and not Session.objects.visible_to(by).filter(pk=shared.session.pk).exists()
    ):
        raise DomainError("Choose a session you may see.", at="session")
    said = {
        "title": shared.title.strip(),
        "good_for": shared.good_for.strip(),
        "link": shared.link,
        "pathway": pathway,
        "cohort": shared.cohort,
        "scope_item": shared.scope_item,
        "session": shared.session,
        "person": by,
    }
    if (there := _standing(by, said)) is not None:
        return there
    row = Resource.objects.create(**said, file=name, shared_at=moment)
    ResourceEvent.objects.create(
        resource=row, action=ResourceAction.SHARE, to_state=row.state, by=by, at=moment
    )
    return row


def _standing(by: User, said: Mapping[str, Any]) -> Resource | None:
    """What they share already in these words, so that sending it twice makes one."""
    # Two windows that send it at once wait for each other here.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    row = Resource.objects.filter(**said).exclude(state=ResourceState.TAKEN_DOWN).first()
    if row is not None and row.file:
        raise DomainError(
            "You share a file in these words already. Say what is another about this one.", at="title"
        )
    return row


def report(*, pk: int, by: User, reason: str, now: datetime | None = None) -> Resource:
    """A reader says what is wrong with it; managers look. It stays until they took it down."""
    return _move(pk, ResourceAction.REPORT, by, reason, now)


def keep(*, pk: int, by: User, words: str, now: datetime | None = None) -> Resource:
    """A manager looked at what was reported, and keeps it."""
    return _move(pk, ResourceAction.KEEP, by, words, now)


@transaction.atomic
def take_down(*, pk: int, by: User, words: str, now: datetime | None = None) -> Resource:
    """Nobody reads it from now on but whoever shared it and managers; the sharer gets a mail with the words."""
    row = _move(pk, ResourceAction.TAKE_DOWN, by, words, now)
    _tell(row, by, "seminars/taken_down", words)
    return row


@transaction.atomic
def restore(*, pk: int, by: User, words: str, now: datetime | None = None) -> Resource:
    """It is shared again, as it was; the sharer gets a mail with the words."""
    row = _move(pk, ResourceAction.RESTORE, by, words, now)
    _tell(row, by, "seminars/shared_again", words)
    return row


def _tell(row: Resource, by: User, template: str, words: str) -> None:
    if row.person_id == by.pk:
        return
    queue(
        to=row.person,
        template=template,
        context={"resource": row, "by": by, "words": words.strip()},
        dedupe_key=f"resource-{row.pk}-{row.events.count()}",
    )


@transaction.atomic
def _move(pk: int, action: ResourceAction, by: User, words: str, now: datetime | None) -> Resource:
    Resource.objects.select_for_update(no_key=True).only("pk").get(pk=pk)
    row = Resource.objects.select_related("person", "pathway").get(pk=pk)
    demand(why_not_resource(by, action, row))
    if not words.strip():
        raise DomainError(
            "Say why, in a sentence.", at="reason" if action is ResourceAction.REPORT else "words"
        )
    before = row.state
    row.state = step(RESOURCE_MOVES, ResourceState(before), action)
    row.save(update_fields=["state"])
    ResourceEvent.objects.create(
        resource=row,
        action=action,
        from_state=before,
        to_state=row.state,
        by=by,
        at=now or timezone.now(),
        note=words.strip(),
    )
    return row
