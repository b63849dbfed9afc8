"""A policy comes in force or out of it after people signed: looked at first, done, told, kept on each statement."""

from collections.abc import Callable
from datetime import datetime

from common.errors import LookFirst
from common.money import dollars
from people.models import User
from stipends.models import StatementChange, StipendPolicy
from stipends.services.asked import Asking, change_asked
from stipends.services.policies import demand_seen, publish_policy, retire_policy


def put_in_force(*, pk: int, by: User, reason: str = "", seen: str = "", now: datetime | None = None) -> None:
    """Publish a policy, as `publish_policy` does. One that follows another of its role and year asks why and raises
    Moves first, as `change_asked` does: people have signed under that one."""
    policy = _read(pk)
    demand_seen(policy, seen)
    if not StipendPolicy.objects.beside(policy).exists():
        publish_policy(pk=pk, by=by, note=reason, now=now)
        return

    def verb() -> str:
        publish_policy(pk=pk, by=by, note=reason, now=now)
        return f"version {policy.version} is in force, {dollars(policy.annual_cents)} for the whole year"

    try:
        _change(policy, Asking(by, reason, seen), verb, now)
    except LookFirst as look:
        # The rule was seen already; what it moves is seen with it.
        look.seen = f"{look.seen} {policy.mark}"
        raise


def take_out_of_force(*, pk: int, by: User, reason: str, seen: str = "", now: datetime | None = None) -> None:
    """Retire a policy, as `retire_policy` does. Raises Moves first, as `change_asked` does."""
    policy = _read(pk)

    def verb() -> str:
        retire_policy(pk=pk, by=by, reason=reason, now=now)
        return f"version {policy.version} is in force no longer"

    _change(policy, Asking(by, reason, seen), verb, now)


def _read(pk: int) -> StipendPolicy:
    return StipendPolicy.objects.select_related("role", "year").get(pk=pk)


def _change(policy: StipendPolicy, asking: Asking, verb: Callable[[], str], now: datetime | None) -> None:
    change_asked(year=policy.year, kind=StatementChange.Kind.POLICY, asking=asking, verb=verb, now=now)
