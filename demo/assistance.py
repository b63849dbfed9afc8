"""Assistance of fellows in the demo, by the services people use: awards of those who study at each step, one part paid,
one with payroll, one due soon, whose day was moved for one of them; a payment that came back and waits to be approved
once more; and for the demo fellow a fee that is paid and one that comes."""

from datetime import date, datetime, timedelta

from django.db import connection

from common.clock import day_begins, local_date
from demo.cast import Cast
from fellows import services
from fellows.models import Award, Disbursement, Fellow, FellowCohort
from fellows.queries.assistance import mark_of_award
from fellows.rules.assistance import Part
from fellows.services import Given
from fellows.states import DisbursementState
from people.models import User
from stipends.models import AssistanceLine
from stipends.queries.assistance import DueNow, mark_of_parts
from stipends.services import assistance_came_back, export_assistance, pay_all_assistance

BUDGET, TERM, BOOKS, FEE = 6_000_000, 450_000, 60_000, 32_500
# Days from today on which the parts of tuition are due: paid, with payroll, due for the next file, next spring.
PAID, SENT, SOON, LATER = -70, -12, 10, 110
# A payment came back so many days after it was made, and one of spring is put off by so many.
CAME_BACK, PUT_OFF = 9, 21
# Whom the office told at the time is not told by a mail of today.
MAILS = """
UPDATE notifications_message m SET state = 'sent', sent_at = m.created_at
WHERE m.template LIKE 'fellows/assistance%%' AND m.state = 'waiting'
"""


def make_assistance(cast: Cast, *, today: date, now: datetime) -> None:
    """Of the cohort that studies now, and of the demo fellow's."""
    manager, second = cast.named["manager"], cast.named["admin"]
    own = Fellow.objects.select_related("cohort").get(person=cast.named["fellow"])
    studies = FellowCohort.objects.filter(starts__lte=today).earliest("-starts")
    then = day_begins(today + timedelta(days=PAID - 30)) + timedelta(hours=10)
    for cohort in (studies, own.cohort):
        services.set_budget(pk=cohort.pk, cents=BUDGET, by=manager, now=then)
    fellows = list(studies.fellows.exclude(agreements=None).order_by("pk"))
    for fellow in fellows[:3]:
        days = (PAID, SENT, SOON, LATER)
        _approved(fellow, "tuition", "The terms at UCLA.", TERM, days, manager, second, today, then)
    _approved(
        own, "exam", "The fee of the Clear credential.", FEE, (PAID, SOON), manager, second, today, then
    )
    _pay(cast.named["preparer"], today)
    _comes_back(fellows[0], cast.named["preparer"], second, today, now)
    _put_off(fellows[1], manager, now)
    _waiting(fellows, manager, second, today, now)
    with connection.cursor() as cursor:
        cursor.execute(MAILS)


def _given(purpose: str, reason: str, cents: int, days: tuple[int, ...], today: date) -> Given:
    return Given(purpose, reason, tuple(Part(today + timedelta(days=number), cents) for number in days))


def _approved(
    fellow: Fellow,
    purpose: str,
    reason: str,
    cents: int,
    days: tuple[int, ...],
    by: User,
    second: User,
    today: date,
    then: datetime,
) -> Award:
    award = services.draft_award(
        pk=fellow.pk, given=_given(purpose, reason, cents, days, today), by=by, now=then
    )
    services.propose_award(pk=award.pk, by=by, now=then + timedelta(hours=1))
    seen = mark_of_award(award)
    return services.approve_award(pk=award.pk, by=second, seen=seen, now=then + timedelta(days=2))


def _pay(preparer: User, today: date) -> None:
    """The first parts are paid, the second ones are with payroll."""
    for due, paid in ((PAID, True), (SENT, False)):
        at = day_begins(today + timedelta(days=due - 7)) + timedelta(hours=11)
        waiting = Disbursement.objects.to_export(DueNow(local_date(at)))
        file = export_assistance(layout="generic", by=preparer, seen=mark_of_parts(waiting), now=at)
        if paid:
            day = today + timedelta(days=due)
            then = day_begins(day) + timedelta(hours=15)
            pay_all_assistance(pk=file.batch_id, by=preparer, paid_on=day, reference="AP-2207", now=then)


def _comes_back(fellow: Fellow, preparer: User, by: User, today: date, now: datetime) -> None:
    """Her first payment did not arrive. It is proposed anew, for the manager of the demo to approve."""
    part = Disbursement.objects.filter(award__fellow=fellow, state=DisbursementState.PAID).earliest("due")
    line = AssistanceLine.objects.get(disbursement=part)
    day = today + timedelta(days=PAID + CAME_BACK)
    told = {"on": day, "reason": "The bank returned it: the account is closed."}
    then = day_begins(day) + timedelta(hours=11)
    assistance_came_back(pk=line.batch_id, line=line.pk, by=preparer, now=then, **told)
    why = "She gave payroll her new account on Friday."
    again = {"part": part.pk, "due": today + timedelta(days=SOON), "reason": why}
    services.pay_again(pk=part.award_id, by=by, now=now - timedelta(days=1), **again)


def _put_off(fellow: Fellow, manager: User, now: datetime) -> None:
    part = Disbursement.objects.to_move().filter(award__fellow=fellow).latest("due")
    due, why = part.due + timedelta(days=PUT_OFF), "The spring term begins three weeks later."
    services.move_day(pk=part.award_id, part=part.pk, due=due, note=why, by=manager, now=now)


def _waiting(fellows: list[Fellow], manager: User, second: User, today: date, now: datetime) -> None:
    """One waits for the manager of the demo, one for somebody else; a third came back with words."""
    books = _given("books", "Books of the spring term.", BOOKS, (30,), today)
    for fellow, by in zip(fellows[3:5], (second, manager), strict=False):
        award = services.draft_award(pk=fellow.pk, given=books, by=by, now=now - timedelta(days=3))
        services.propose_award(pk=award.pk, by=by, now=now - timedelta(days=2))
    for fellow in fellows[5:6]:
        award = services.draft_award(pk=fellow.pk, given=books, by=manager, now=now - timedelta(days=6))
        services.propose_award(pk=award.pk, by=manager, now=now - timedelta(days=5))
        words = "Which books? Add the list of the course."
        services.send_back_award(pk=award.pk, note=words, by=second, now=now - timedelta(days=1))
