"""Whoever was paid reads it in a mail, with the way to their statement, once payroll said so."""

from collections.abc import Iterator, Mapping
from datetime import date

from notifications.services import Letter, queue_all
from stipends.models import StipendLine
from stipends.queries.runs import batches

AT_ONCE = 2000


def owe_statements(paid_on: Mapping[int, date]) -> int:
    """Owe a mail for each of these lines, by its number with the day it was paid; answers how many are new."""
    return sum(queue_all(_letters(some, paid_on)) for some in batches(sorted(paid_on), AT_ONCE))


def _letters(numbers: list[int], paid_on: Mapping[int, date]) -> Iterator[Letter]:
    lines = StipendLine.objects.filter(pk__any_of=numbers).defer("cells", "inputs")
    for line in lines.select_related("person__merged_into", "role", "school", "run__year").order_by("pk"):
        yield Letter(
            # A line names the account of then.
            to=line.person.merged_into or line.person,
            template="stipends/paid",
            context={"line": line, "paid_on": paid_on[line.pk]},
            dedupe_key=f"statement-{line.pk}",
        )
