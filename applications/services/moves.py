"""The one door through which an application changes its state, and the line of history each move leaves."""

from datetime import datetime
from typing import Any

from applications.models import Application, ApplicationEvent, Decision
from applications.policies import Acts, not_theirs, why_not, why_not_filled
from applications.states import MOVES, SAID, Action, State
from common.errors import DomainError, demand
from common.states import Deed, step
from notifications.services import cancel, queue
from pathways.models import Offering
from pathways.services import hold_cohort
from people.models import User

# Recording it for somebody is another thing to be allowed than doing it oneself.
RECORDED = {said: told for told, said in SAID.items()}
PARTS = ("person", "school", "cohort", "signer", "offering__role__pathway", "offering__year")


def locked(pk: int) -> Application:
    """The application, its row locked until the transaction ends."""
    # Locked first, read after: a signer joined while this waits for somebody else's verb would be the one of before.
    Application.objects.select_for_update(no_key=True).only("pk").get(pk=pk)
    return Application.objects.select_related(*PARTS, "offering__published_version").get(pk=pk)


def locked_with_places(pk: int) -> Application:
    """The application, after its offering: whoever gives or frees a place waits for the others here."""
    lock_places(Application.objects.values_list("offering_id", flat=True).get(pk=pk))
    return locked(pk)


def lock_places(offering_pk: int) -> Offering:
    """Nobody else gives or frees a place of this offering, or of the cohort it fills, until the transaction ends."""
    locking = Offering.objects.select_for_update(of=("self",), no_key=True).select_related("role__pathway")
    offering = locking.get(pk=offering_pk)
    if offering.role.pathway.makes_fellows:
        hold_cohort(offering_pk=offering_pk)
    return offering


def check_applied_for(offering: Offering) -> None:
    """Raises DomainError for an offering of the fellowship that fills no cohort, or one that began without it."""
    if refusal := why_not_filled(offering):
        raise DomainError(refusal)


def asked_of_policy(action: Action, on_behalf: bool) -> Acts:
    return RECORDED[action] if on_behalf else action


def check_told(application: Application, action: Action, *, by: User, words: str, on_behalf: bool) -> None:
    """Is it theirs, or theirs to record that the person said so? Then it takes words. Raises DomainError."""
    demand(not_theirs(by, asked_of_policy(action, on_behalf), application))
    if on_behalf and not words.strip():
        raise DomainError(
            "Write how and when you were told: it stays on record, and they get a mail with it."
        )


def tell_recorded(
    application: Application, person: User | None, *, by: User, words: str, said: str, on_behalf: bool
) -> None:
    """Owe a mail to whom something was recorded for, so that a mistake is noticed. `said`: a verb in the past."""
    if not on_behalf or person is None:
        return
    queue(
        to=person,
        template="applications/recorded",
        context={"application": application, "by": by, "words": words.strip(), "said": said},
        dedupe_key=f"recorded-{application.pk}-{application.events.count()}",
    )


def not_signed_topic(application: Application) -> str:
    """Under this the mails wait that tell managers that a school did not sign for a leader in office."""
    return f"not-signed-{application.pk}"


def ask_leader_again(application: Application, by: User) -> None:
    """Owe whoever holds the role already a mail that asks them to sign; nobody else gets one."""
    if application.in_office is None:
        return
    cancel(topic=not_signed_topic(application))
    queue(
        to=application.person,
        template="applications/in_office",
        context={"application": application, "placement": application.in_office, "by": by, "again": True},
        dedupe_key=f"in-office-again-{application.pk}-{application.events.count()}",
    )


def move(
    application: Application,
    action: Action,
    *,
    by: User | None,
    now: datetime,
    note: str = "",
    on_behalf: bool = False,
    decision: Decision | None = None,
    **changes: Any,
) -> Application:
    """The next state by the table, with an event. The row must be locked; `by` None is the clock.

    Raises what the policy answers, or NoSuchMove. `on_behalf`: the policy is asked about recording it for somebody.
    `changes` are other columns that change with the move.
    """
    if by is not None:
        demand(why_not(by, asked_of_policy(action, on_behalf), application, now=now))
    before = application.state
    application.state = step(MOVES, State(before), action)
    for name, value in changes.items():
        setattr(application, name, value)
    application.save(update_fields=["state", "changed_at", *changes])
    record(application, action, by=by, now=now, note=note, before=before, decision=decision)
    return application


def record(
    application: Application,
    action: Deed,
    *,
    by: User | None,
    now: datetime,
    note: str = "",
    before: str | None = None,
    **facts: Any,
) -> None:
    """A line of history; without `before` the state did not change. `note` as somebody typed it, `facts` in columns."""
    ApplicationEvent.objects.create(
        application=application,
        action=action,
        from_state=application.state if before is None else before,
        to_state=application.state,
        by=by,
        at=now,
        note=note,
        **facts,
    )
