"""Whoever was paid gets a mail that leads to their statement, once payroll said so, and once for each line."""

from datetime import date

import pytest

from notifications.models import Message
from people.models import User
from stipends.models import StipendLine
from stipends.services import confirm, export
from stipends.services.confirmations import Confirmed
from stipends.services.statements import owe_statements
from tests.factories.people import UserFactory
from tests.factories.stipends import NOW, Year
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db
PAID = date(2027, 6, 25)


@pytest.fixture(autouse=True)
def _june(clock):
    clock(NOW)


@pytest.fixture
def run():
    year = Year()
    for name in ("ana", "bo"):
        year.leader(person=UserFactory(email=f"{name}@example.org"))
    year.close()
    made = approved(year)
    export(pk=made.pk, layout="generic", by=made.prepared_by, now=NOW)
    return made


def rows(run, count):
    lines = StipendLine.objects.filter(run=run).order_by("person__email")[:count]
    return [Confirmed(number, line.pk, line.amount_cents) for number, line in enumerate(lines, 1)]


def mails():
    return list(
        Message.objects.filter(template="stipends/paid")
        .order_by("to_email")
        .values_list("to_email", "subject")
    )


def test_each_line_that_payroll_confirmed_is_told_to_its_person_with_amount_day_and_statement(run):
    confirm(pk=run.pk, rows=rows(run, 1), by=run.prepared_by, paid_on=PAID)
    assert mails() == [("ana@example.org", "Your stipend was paid: $3,000.00")]
    body, line = Message.objects.get(template="stipends/paid").body, rows(run, 1)[0].line_id
    assert "Payroll paid $3,000.00 to you on Jun 25, 2027" in body
    assert f"/stipends/statements/{line}/" in body


def test_what_is_confirmed_later_is_told_then_and_nothing_twice(run):
    first, second = rows(run, 2)
    confirm(pk=run.pk, rows=[first], by=run.prepared_by, paid_on=PAID)
    confirm(pk=run.pk, rows=[second], by=run.prepared_by, paid_on=PAID)
    assert [to for to, _ in mails()] == ["ana@example.org", "bo@example.org"]
    assert owe_statements({first.line_id: PAID, second.line_id: PAID}) == 0


def test_whose_account_was_merged_reads_it_at_the_one_that_stays(run):
    kept = UserFactory(email="kept@example.org")
    User.objects.filter(email="ana@example.org").update(merged_into=kept, is_active=False)
    confirm(pk=run.pk, rows=rows(run, 1), by=run.prepared_by, paid_on=PAID)
    assert [to for to, _ in mails()] == ["kept@example.org"]
