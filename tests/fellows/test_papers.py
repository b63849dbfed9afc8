"""Service of before: entered from paper by one program manager, accepted by another, taken back; and what cannot be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.errors import DomainError, SomeoneElse
from fellows import services
from fellows.models import Fellow, FellowEvent, PaperAgreement
from fellows.queries import ledger
from fellows.services import PaperYear
from notifications.models import Message
from pathways.models import ProgramYear
from people.models import User
from tests.factories.fellows import AgreementVersionFactory, FellowFactory
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import manager
from tests.fellows.agreements import signs
from tests.fellows.before import NOW, S, alumna, jordan, served, take, terms, year_of
from tests.owner import owners_rights

pytestmark = pytest.mark.django_db


def four_years(version: Any, **given: Any) -> tuple[Fellow, User]:
    by = manager()
    school = jordan(date(2010, 7, 1))
    years = [served(year_of(first), school=school) for first in range(2018, 2022)]
    return take(alumna(version, years=years, **given), by).fellow, by


def test_service_on_paper_counts_once_a_second_person_has_accepted_it_and_then_it_is_fulfilled() -> None:
    fellow, by = four_years(terms(), state=S.FULFILLED, since=date(2022, 6, 30))
    assert (fellow.state, ledger(fellow, NOW.date()).credited_text) == ("serving", "0")
    lines = {line.reason for year in ledger(fellow, NOW.date()).years for line in year.lines}
    assert lines == {"on paper: it counts once a second program manager has accepted it"}
    with pytest.raises(SomeoneElse, match="You entered this from paper"):
        services.accept_paper(pk=fellow.pk, by=by, now=NOW)
    done = services.accept_paper(pk=fellow.pk, by=manager(), now=NOW)
    fellow.refresh_from_db()
    assert (done.years, done.fulfilled, fellow.state) == (4, True, "fulfilled")
    assert FellowEvent.objects.get(action="fulfil").day == date(2022, 6, 30)
    assert "4 school years of service were accepted, and with them" in Message.objects.get().body
    assert ledger(fellow, NOW.date()).standing == "fulfilled"


def test_accepting_less_than_paper_promises_says_what_is_lacking() -> None:
    fellow, _ = four_years(terms(required_years="5.0"), state=S.FULFILLED, since=date(2022, 6, 30))
    done = services.accept_paper(pk=fellow.pk, by=manager(), now=NOW)
    assert (done.fulfilled, done.lacking) == (
        False,
        "On paper service is fulfilled, and 4 of 5 years count so far.",
    )
    with pytest.raises(DomainError, match="No service on paper waits"):
        services.accept_paper(pk=fellow.pk, by=manager(), now=NOW)


def test_one_year_is_accepted_by_another_than_who_entered_it_and_the_database_says_so_too() -> None:
    fellow, by = four_years(terms())
    record = fellow.service_records.first()
    assert record is not None
    with pytest.raises(SomeoneElse, match="another program manager accepts it"):
        services.accept_service(pk=record.pk, by=by, now=NOW)
    with pytest.raises(IntegrityError, match="does not accept it"), transaction.atomic():
        record.events.create(action="accept", by=by, at=NOW)
    assert services.accept_service(pk=record.pk, by=manager(), now=NOW).state == "accepted"


def test_a_number_of_days_is_its_part_of_the_year() -> None:
    school = jordan(date(2010, 7, 1))
    years = [served(year_of(2018), school=school, days=90)]
    fellow = take(alumna(terms(half_year_counts=False, required_years="2.0"), years=years)).fellow
    services.accept_paper(pk=fellow.pk, by=manager(), now=NOW)
    year = next(one for one in ledger(fellow, NOW.date()).years if one.label == "2018-19")
    assert (year.service_days, [(line.days, line.counts) for line in year.lines]) == (180, [(90, True)])


def test_days_of_a_year_in_which_the_school_joined_are_not_counted() -> None:
    school = jordan(date(2019, 1, 1))
    fellow = take(alumna(terms(), years=[served(year_of(2018), school=school, days=90)])).fellow
    year = next(one for one in ledger(fellow, NOW.date()).years if one.label == "2018-19")
    assert [(line.days, line.reason[:41]) for line in year.lines] == [
        (0, "paper says only a number of days, and not")
    ]


def test_years_that_paper_tells_alike_are_entered_by_one_press_and_again_nothing_is_new() -> None:
    fellow = take(alumna(terms())).fellow
    first, last, by = year_of(2018), year_of(2019), manager()
    said = {name: value for name, value in vars_of(served(first)).items() if name != "year"}
    given = {"pk": fellow.pk, "first": first, "last": last, "by": by, "now": NOW, **said}
    assert [services.enter_years(**given) for _ in range(2)] == [2, 0]
    with pytest.raises(DomainError, match="comes after the first"):
        services.enter_years(**given | {"first": last, "last": first})
    with pytest.raises(DomainError, match="one school year at a time"):
        services.enter_years(**given | {"days": 90})


def vars_of(said: PaperYear) -> dict[str, Any]:
    return {name: getattr(said, name) for name in PaperYear.__dataclass_fields__}


WRONG_YEARS: dict[str, tuple[dict[str, Any], str]] = {
    "nobody confirmed it": ({"confirmed_by": " "}, "Say who confirmed it on paper."),
    "they confirmed it themselves": (
        {"confirmed_by": "carmen ortiz"},
        "Somebody else confirms service: the principal or human resources.",
    ),
    "kept nowhere": ({"kept": ""}, "Say where the paper is kept."),
    "confirmed tomorrow": (
        {"signed_on": date(2026, 12, 1)},
        "Dec 1, 2026 lies ahead. Write the day on the paper.",
    ),
    "nowhere": ({"site": " "}, "Say at which school or office it was."),
    "for nobody": ({"employer": ""}, "Say who the employer was."),
    "as nothing": ({"position": ""}, "Say which position it was."),
    "more days than the year had": (
        {"days": 181},
        "2018-19 had 180 service days. Write 1 to 180, or nothing for all.",
    ),
}


@pytest.mark.parametrize("name", WRONG_YEARS)
def test_a_year_on_paper_that_cannot_be_is_refused(name: str) -> None:
    given, words = WRONG_YEARS[name]
    fellow = take(alumna(terms())).fellow
    with pytest.raises(DomainError) as error:
        take(alumna(terms(), person=fellow.person, agreement=None, years=[served(year_of(2018), **given)]))
    assert str(error.value) == words


def test_years_that_are_not_entered_from_paper_say_why() -> None:
    fellow = take(alumna(terms())).fellow
    known = alumna(terms(), person=fellow.person, agreement=None)
    words = []
    for year in (year_of(2017), year_of(2026), ProgramYearFactory(first=2019)):
        with pytest.raises(DomainError) as error:
            take(replace(known, years=[served(year)]))
        words.append(str(error.value))
    assert words == [
        "Service begins on July 1, 2018, after graduating on Aug 18, 2017: 2017-18 is before it. Leave it out.",
        "2026-27 is not over. The fellow reports where they serve now, on their own page.",
        "Nobody entered how many service days 2019-20 had. Enter the number on the page of that year; no more is "
        "needed of a year of before.",
    ]


def test_service_entered_by_mistake_is_taken_back_and_may_be_entered_anew() -> None:
    fellow, by = four_years(terms())
    record = fellow.service_records.order_by("starts").first()
    assert record is not None
    with pytest.raises(DomainError, match="Say why"):
        services.take_back_paper(pk=record.pk, by=by, reason=" ")
    services.take_back_paper(pk=record.pk, by=by, reason="Another person's paper", now=NOW)
    lines = {line.reason for year in ledger(fellow, NOW.date()).years for line in year.lines}
    assert "taken back: it was entered by mistake" in lines
    again = alumna(
        terms(),
        person=fellow.person,
        agreement=None,
        years=[served(ProgramYear.objects.get(label="2018-19"))],
    )
    assert take(again).added == ("service of 2018-19 on paper",)
    Fellow.objects.filter(pk=fellow.pk).update(state="fulfilled")
    other = fellow.service_records.order_by("starts").last()
    assert other is not None
    with pytest.raises(DomainError, match="what that rests on stays"):
        services.take_back_paper(pk=other.pk, by=by, reason="No")


def test_paper_stays_as_it_was_entered_and_nothing_signed_here_is_called_paper() -> None:
    fellow, by = four_years(terms())
    agreement = fellow.agreements.get()
    assert (agreement.typed_name, agreement.signed_version, agreement.content) == ("", None, None)
    assert "Nothing was signed here" in agreement.text
    for table in ("paperagreement", "paperservice", "fellowtakenover"):
        with (
            pytest.raises(DatabaseError, match="stay as they are"),
            owners_rights(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE fellows_{table} SET at = now()")
    AgreementVersionFactory(published=True)
    signed = signs(FellowFactory(serving=True))
    of = {"terms_of": signed.signed_version, "signed_on": NOW.date(), "kept": "Here", "by": by, "at": NOW}
    with pytest.raises(IntegrityError, match="was signed here, not on paper"), transaction.atomic():
        PaperAgreement.objects.create(agreement=signed, **of)
