"""Verbs on stipend policies: one person drafts, another publishes, nobody edits after."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from common.errors import DomainError, LookFirst, demand
from common.money import dollars
from common.states import step
from pathways.models import ProgramYear, Role
from people.models import User
from stipends.models import PolicyExamples, StipendPolicy, StipendPolicyEvent
from stipends.policies import why_not
from stipends.queries import policies_to_carry, words_of
from stipends.rules import LITERAL, Policy, PolicyError, parse_policy, to_json
from stipends.states import POLICY_MOVES, PolicyAction, PolicyState

# Of the name of a file.
LONGEST_NAME = 120
ELSEWHERE = (
    "This draft was changed in another window. It says this now; save again to put yours in its place."
)
CHANGED_SINCE = "This draft was changed after you opened it. Read what it says now, then publish it."


@transaction.atomic
def draft_policy(
    *, role: Role, year: ProgramYear, annual_cents: int, rule: Any, by: User, now: datetime | None = None
) -> StipendPolicy:
    """A new version for this role and year, as a draft. Raises DomainError naming the field of a bad rule."""
    demand(why_not(by, PolicyAction.DRAFT))
    _demand_amount(annual_cents)
    # Two people drafting at once get two versions, not an error.
    Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    last = StipendPolicy.objects.filter(role=role, year=year).aggregate(last=Max("version"))["last"] or 0
    moment = now or timezone.now()
    policy = StipendPolicy.objects.create(
        role=role,
        year=year,
        version=last + 1,
        annual_cents=annual_cents,
        rule=to_json(_readable(rule)),
        drafted_by=by,
        drafted_at=moment,
    )
    _record(policy, PolicyAction.DRAFT, by, moment, "")
    return policy


@transaction.atomic
def set_amount(
    *, role: Role, year: ProgramYear, annual_cents: int, by: User, now: datetime | None = None
) -> StipendPolicy:
    """A draft that pays this much for the whole year, in place of one that paid another amount: by the rule of that
    draft, else of the latest policy of the role, else by the guide's own. The same amount again changes nothing.

    Raises DomainError where a policy is in force already.
    """
    demand(why_not(by, PolicyAction.DRAFT))
    Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    own = StipendPolicy.objects.filter(role=role, year=year)
    if own.published().exists():
        raise DomainError(
            f"The amount for {role} in {year} is in force. Another one is a new policy: draft it there."
        )
    draft = own.drafts().order_by("-version").first()
    if draft is not None and draft.annual_cents == annual_cents:
        return draft
    before = draft or _latest(role, year)
    rule = before.rule if before else to_json(LITERAL)
    made = draft_policy(role=role, year=year, annual_cents=annual_cents, rule=rule, by=by, now=now)
    if draft is not None:
        discard_policy(pk=draft.pk, by=by, reason="Another amount.", now=now)
    return made


def _latest(role: Role, year: ProgramYear) -> StipendPolicy | None:
    earlier = StipendPolicy.objects.published().filter(role=role, year__starts__lt=year.starts)
    return earlier.order_by("-year__starts").first()


@transaction.atomic
def carry_policies(
    *, year: ProgramYear, by: User, only: Collection[int] | None = None, now: datetime | None = None
) -> list[StipendPolicy]:
    """Drafts for this year of what the roles were paid last, by the same rule: for each role without a draft or a
    policy of this year. A second person publishes them. `only` names roles by their ids; without it all are meant.
    Again, none is made twice."""
    demand(why_not(by, PolicyAction.DRAFT))
    list(Role.objects.select_for_update(of=("self",)).order_by("pk"))
    return [
        draft_policy(
            role=before.role, year=year, annual_cents=before.annual_cents, rule=before.rule, by=by, now=now
        )
        for before in policies_to_carry(year)
        if only is None or before.role_id in only
    ]


@transaction.atomic
def publish_policy(*, pk: int, by: User, note: str = "", now: datetime | None = None) -> StipendPolicy:
    """Put a draft in force, by someone who did not write it; the version before it is retired. `note` is why another
    policy holds from now on, for the history."""
    policy = _locked(pk)
    demand(why_not(by, PolicyAction.PUBLISH, policy))
    _readable(policy.rule)
    moment = now or timezone.now()
    others = StipendPolicy.objects.published().filter(role=policy.role_id, year=policy.year_id)
    for other in others.select_for_update(of=("self",)):
        _move(other, PolicyAction.RETIRE, by, moment, replaced_by=policy)
    policy.published_by, policy.published_at = by, moment
    _move(policy, PolicyAction.PUBLISH, by, moment, note.strip())
    return policy


@transaction.atomic
def change_draft(
    *, pk: int, by: User, annual_cents: int, rule: Any, seen: str = "", now: datetime | None = None
) -> StipendPolicy:
    """Write over a draft, by whoever drafted it; one that was sent back waits for the second person again. Raises
    LookFirst, with what it says now, where it is another by now than the page showed (`seen`, the mark of a policy);
    saved as it was, a draft tells nothing."""
    policy = _locked(pk)
    demand(why_not(by, PolicyAction.CHANGE, policy))
    _demand_seen(
        policy,
        seen,
        ELSEWHERE,
    )
    _demand_amount(annual_cents)
    stored = to_json(_readable(rule))
    same = (policy.annual_cents, policy.rule) == (annual_cents, stored)
    if same and policy.state == PolicyState.DRAFT:
        return policy
    policy.annual_cents, policy.rule = annual_cents, stored
    policy.save(update_fields=["annual_cents", "rule"])
    _move(policy, PolicyAction.CHANGE, by, now or timezone.now())
    return policy


@transaction.atomic
def send_policy_back(*, pk: int, by: User, words: str, now: datetime | None = None) -> StipendPolicy:
    """Tell whoever drafted it what should change, by another person. Raises DomainError without words."""
    policy = _locked(pk)
    demand(why_not(by, PolicyAction.SEND_BACK, policy))
    if not words.strip():
        raise DomainError("Say what should change.")
    _move(policy, PolicyAction.SEND_BACK, by, now or timezone.now(), words.strip())
    return policy


@transaction.atomic
def try_policy(
    *, pk: int, by: User, file_name: str, content: bytes, cases: Any, now: datetime | None = None
) -> PolicyExamples:
    """Keep worked examples of an office with a draft, byte for byte, with its `cases` as they were read. Whether they
    match is calculated where they are shown, by the rule as it stands then."""
    policy = _locked(pk)
    demand(why_not(by, PolicyAction.TRY, policy))
    moment = now or timezone.now()
    examples = PolicyExamples.objects.create(
        policy=policy,
        file_name=file_name[:LONGEST_NAME],
        content=content,
        sha256=sha256(content).hexdigest(),
        cases=cases,
        by=by,
        at=moment,
    )
    _move(policy, PolicyAction.TRY, by, moment, examples=examples)
    return examples


def demand_seen(policy: StipendPolicy, seen: str) -> None:
    """Nobody publishes a draft that was changed after they opened it. Raises LookFirst."""
    if policy.events.filter(action=PolicyAction.CHANGE).exists():
        _demand_seen(
            policy,
            seen,
            CHANGED_SINCE,
        )


def _demand_seen(policy: StipendPolicy, seen: str, words: str) -> None:
    if policy.mark not in seen.split():
        says = (f"{dollars(policy.annual_cents)} for the whole year.", *words_of(policy))
        raise LookFirst(words, lines=says, seen=policy.mark)


@transaction.atomic
def retire_policy(*, pk: int, by: User, reason: str, now: datetime | None = None) -> StipendPolicy:
    """Take a policy out of force; lines paid by it keep it. Raises DomainError without a reason."""
    policy = _locked(pk)
    demand(why_not(by, PolicyAction.RETIRE, policy))
    if not reason.strip():
        raise DomainError("Say why this policy is retired.")
    _move(policy, PolicyAction.RETIRE, by, now or timezone.now(), reason.strip())
    return policy


@transaction.atomic
def discard_policy(*, pk: int, by: User, reason: str, now: datetime | None = None) -> StipendPolicy:
    """Put a draft aside for good, whoever of finance wrote it. Raises DomainError without a reason."""
    policy = _locked(pk)
    demand(why_not(by, PolicyAction.DISCARD, policy))
    if not reason.strip():
        raise DomainError("Say why this draft is discarded.")
    _move(policy, PolicyAction.DISCARD, by, now or timezone.now(), reason.strip())
    return policy


def _move(
    policy: StipendPolicy, action: PolicyAction, by: User, at: datetime, note: str = "", **facts: Any
) -> None:
    """The next state of the table, with a line of history. The only place that sets a policy's state."""
    was, policy.state = policy.state, step(POLICY_MOVES, PolicyState(policy.state), action)
    policy.save(update_fields=["state", "published_by", "published_at"])
    _record(policy, action, by, at, note, was, **facts)


def _demand_amount(cents: int) -> None:
    if cents < 1:
        raise DomainError("Write an amount above $0.00. A role that is paid nothing needs no policy.")


def _readable(rule: Any) -> Policy:
    try:
        return parse_policy(rule)
    except PolicyError as error:
        raise DomainError(f"{error.field}: {error.sentence}") from None


def _locked(pk: int) -> StipendPolicy:
    return StipendPolicy.objects.select_for_update(of=("self",)).select_related("role", "year").get(pk=pk)


def _record(
    policy: StipendPolicy,
    action: PolicyAction,
    by: User,
    at: datetime,
    note: str,
    was: str = "",
    **facts: Any,
) -> None:
    StipendPolicyEvent.objects.create(
        policy=policy, action=action, by=by, at=at, note=note, from_state=was, to_state=policy.state, **facts
    )
