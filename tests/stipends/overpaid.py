"""How more is paid than is earned: half of the year in advance, and then much of it was missed."""

from datetime import timedelta

from django.db import transaction

from seminars.models import Attendance, Session
from stipends.models import Overpayment
from stipends.queries.paid import NOTHING, paid
from stipends.services import approve, calculate, prepare_run
from stipends.tasks import calculate_run
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.stipends import NOW, StipendPolicyFactory, Year, approver, calendar, preparer
from tests.owner import past_the_guards

HALF = {"kind": "share_of_maximum", "share": "1/2"}


def run_of(year, kind="final", number=1, step=None):
    """Prepared and calculated as a worker does it."""
    run = prepare_run(year=year, kind=kind, number=number, step=step, by=preparer(), now=NOW)
    return again(run)


def again(run):
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    run.refresh_from_db()
    return run


def approving(run, by=None, now=NOW):
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
    return approve(pk=run.pk, by=by or approver(), now=now, **seen)


def approved_of(year, kind="final", number=1, step=None):
    return approving(run_of(year, kind, number, step))


class Overpaid:
    """Ana was paid $1,500.00 in advance and has earned $825.00: the final run finds $675.00 too much. In the year after
    she leads again."""

    def __init__(self, *, advance=True) -> None:
        self.first = Year()
        self.ana = self.first.leader(missed=set(range(11)), delivered=1)
        # So that the runs have somebody to pay.
        self.ben = self.first.leader()
        if advance:
            approved_of(self.first.year, "instalment", step=HALF)
        self.first.close()

    def found(self) -> Overpayment:
        self.final = approved_of(self.first.year)
        return Overpayment.objects.get(placement=self.ana)

    def earn(self, *numbers: int) -> None:
        """Ana was there after all in these sessions."""
        sessions = [self.first.sessions[number] for number in numbers]
        with transaction.atomic(), past_the_guards():
            Attendance.objects.filter(session__in=sessions, person=self.ana.person).update(mark="present")

    def next_year(self):
        """A placement of Ana in the year after, of which the whole amount is $1,000.00; its policy is in force."""
        year = ProgramYearFactory(first=2027)
        calendar(year, later=timedelta(days=364))
        StipendPolicyFactory(role=self.first.role, year=year, annual_cents=100_000)
        return PlacementFactory(person=self.ana.person, role=self.first.role, year=year)


def keeps(placement) -> int:
    """Cents that the person of a placement keeps of what runs paid."""
    return paid([placement.pk]).get(placement.pk, NOTHING).cents


def close_of(year) -> None:
    Session.objects.filter(event__year=year).update(state="closed", closed_at=NOW)
