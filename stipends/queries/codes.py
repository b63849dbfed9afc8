"""The codes of the books in a year, and which of them a run still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from pathways.models import Role
from people.models import Post
from stipends.models import AccountCode, StipendLine, StipendRun


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that count in a year, by the id of a role and by channel, and those of substitutes. `latest` is the
    id of the newest: the mark of what was shown."""

    roles: dict[int, AccountCode]
    channels: dict[str, AccountCode]
    latest: int
    cost: AccountCode | None = None
    owed: AccountCode | None = None

    @property
    def all(self) -> list[AccountCode]:
        of_substitutes = (one for one in (self.cost, self.owed) if one is not None)
        return [*self.roles.values(), *self.channels.values(), *of_substitutes]

    @property
    def mark(self) -> str:
        return str(self.latest)


def codes_of(year_id: int) -> Codes:
    """Of each role and channel the newest code of the year: one query."""
    return codes_by_year([year_id])[year_id]


def codes_by_year(year_ids: Sequence[int]) -> dict[int, Codes]:
    """The same of several years, by their ids: one query."""
    rows = list(AccountCode.objects.filter(year__in=year_ids).select_related("role", "fund").order_by("pk"))
    return {year: _codes([row for row in rows if row.year_id == year]) for year in year_ids}


def _codes(rows: list[AccountCode]) -> Codes:
    """Later ones take the place of earlier ones."""
    sides = {row.substitutes: row for row in rows if row.substitutes}
    return Codes(
        roles={row.role_id: row for row in rows if row.role_id is not None},
        channels={row.channel: row for row in rows if row.channel},
        latest=rows[-1].pk if rows else 0,
        cost=sides.get(AccountCode.Substitutes.COST),
        owed=sides.get(AccountCode.Substitutes.OWED),
    )


def lacking_codes(run: StipendRun) -> list[str]:
    """What of this run's payable lines has no code in its year, in words, by name: two queries."""
    found = codes_of(run.year_id)
    lines = StipendLine.objects.filter(run=run, status=StipendLine.Status.PAYABLE)
    there = list(lines.order_by().values_list("role", "role__name", "channel").distinct())
    roles = {name for role, name, _ in there if role not in found.roles}
    words = dict(Post.Channel.choices)
    channels = {f"what is owed through {words[one]}" for *_, one in there if one not in found.channels}
    return [*sorted(roles), *sorted(channels)]


def roles_of_fund(year_id: int, fund_id: int) -> list[int]:
    """The ids of the roles this fund pays in the year; of fund 0 those no fund pays: two queries at most."""
    paid = {role: code.fund_id for role, code in codes_of(year_id).roles.items()}
    if fund_id:
        return [role for role, fund in paid.items() if fund == fund_id]
    return list(Role.objects.exclude(pk__in=paid).values_list("pk", flat=True))
