"""Fellows of before: taken over from paper, with what they signed and where they served; and what cannot be so."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.errors import DomainError, NotAllowed
from fellows.models import Fellow, FellowEvent, PaperAgreement, ServiceAgreement, ServiceRecord
from fellows.services import Newcomer, OnPaper, Reached
from notifications.models import Message
from people.models import PersonEvent, User
from tests.factories.fellows import FellowCohortFactory, FellowFactory
from tests.factories.people import HatFactory, PostFactory, UserFactory, manager
from tests.fellows.before import GRADUATED, NOW, S, alumna, paper, served, take, terms, year_of

pytestmark = pytest.mark.django_db


def test_a_principal_who_graduated_in_2017_is_taken_over_whatever_her_position_today() -> None:
    post = PostFactory(position="principal")
    taken = take(alumna(terms(), person=post.person))
    fellow = Fellow.objects.get()
    assert (fellow.person, fellow.state, fellow.graduated_on) == (post.person, "serving", GRADUATED)
    assert taken.added == (
        "the Cohort of 2016, from Jun 22, 2016",
        "a fellow, “serving”",
        "the agreement on paper",
    )
    assert (fellow.cohort.name, fellow.cohort.ends) == ("Cohort of 2016", date(2017, 8, 22))
    told = FellowEvent.objects.order_by("pk").values_list("action", "to_state", "day")
    assert list(told) == [
        ("take_over", "selected", date(2016, 3, 1)),
        ("take_over", "graduated", GRADUATED),
        ("take_over", "serving", None),
        ("paper_agreement", "serving", date(2016, 3, 1)),
    ]


def test_who_has_no_account_gets_one_and_no_mail() -> None:
    by = manager()
    taken = take(alumna(terms()), by)
    person = User.objects.get(email="carmen@example.org")
    assert (person.name, taken.added[0]) == ("Carmen Ortiz", "an account, without a mail")
    assert PersonEvent.objects.get(person=person).action == "take_in"
    assert not Message.objects.exists()


def test_taken_over_twice_nothing_changes() -> None:
    version, year = terms(), year_of(2018)
    said = alumna(version, years=[served(year)], milestones=[Reached("degree", date(2017, 9, 1))])
    assert take(said).added[-3:] == (
        "M.Ed. conferred",
        "the agreement on paper",
        "service of 2018-19 on paper",
    )
    known = User.objects.get(email="carmen@example.org")
    events = FellowEvent.objects.count()
    assert take(replace(said, person=known)).added == ()
    assert (Fellow.objects.count(), ServiceRecord.objects.count()) == (1, 1)
    assert FellowEvent.objects.count() == events


def test_what_is_on_record_otherwise_is_a_conflict() -> None:
    version, year = terms(), year_of(2018)
    said = alumna(version, years=[served(year)], milestones=[Reached("degree", date(2017, 9, 1))])
    fellow = take(said).fellow
    known = replace(said, person=fellow.person)
    refused = {
        "state": replace(known, state=S.GRADUATED),
        "graduated_on": replace(known, days={S.GRADUATED: date(2017, 8, 19)}),
        "degree_on": replace(known, milestones=[Reached("degree", date(2017, 9, 2))]),
        "signed_on": replace(known, agreement=paper(version, signed_on=date(2016, 3, 2))),
        "year": replace(known, years=[served(year, position="Principal")]),
    }
    words = {}
    for at, before in refused.items():
        with pytest.raises(DomainError) as error:
            take(before)
        assert error.value.at == at
        words[at] = str(error.value)
    assert words == {
        "state": f"{fellow.person} is in the Cohort of 2016 already, as “Serving”. Write that state, or change it on "
        "their page.",
        "graduated_on": f"On record {fellow.person} graduated on Aug 18, 2017. Write that day, or leave it empty.",
        "degree_on": "M.Ed. conferred is on record as reached on Sep 1, 2017. Write that day, or correct it on the "
        "page of the fellow.",
        "signed_on": "An agreement is on record already, on paper, of Mar 1, 2016. Leave this one out.",
        "year": "Service at Jordan High School in 2018-19 is on record otherwise: Assistant principal, full time. Take "
        "that back on the page of the fellow first, or leave this year out.",
    }


def test_an_agreement_that_was_signed_here_stays() -> None:
    fellow = FellowFactory(serving=True, signed=True)
    version = terms()
    before = alumna(
        version, person=fellow.person, cohort=fellow.cohort, days={S.GRADUATED: fellow.graduated_on}
    )
    with pytest.raises(DomainError, match="on record already, signed here as version 2"):
        take(before)


def wrong(**given: Any) -> dict[str, str]:
    """What is refused, by field."""
    with pytest.raises(DomainError) as error:
        take(alumna(terms(), **given))
    refusals = getattr(error.value, "refusals", [error.value])
    return {one.at: str(one) for one in refusals}


REFUSED: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "no reason, no graduation and no agreement": (
        {"reason": " ", "days": {}, "agreement": None},
        {
            "reason": "Say how this is known. It stays on record.",
            "graduated_on": "Write the day of graduation: service is counted from it.",
            "kept": "Say where the agreement on paper is kept, when it was signed and which terms it has.",
        },
    ),
    "nominated": (
        {"state": S.NOMINATED},
        {"state": "Whoever is nominated now is nominated on the page of fellows."},
    ),
    "over without a day": (
        {"state": S.RELEASED},
        {"since": "Write since which day they are “released”."},
    ),
    "withdrawn and graduated": (
        {"state": S.WITHDRAWN, "since": date(2017, 9, 1)},
        {"graduated_on": "Whoever is “withdrawn” has no such day. Leave it empty, or choose another state."},
    ),
    "days out of order": (
        {"days": {S.SELECTED: date(2017, 9, 1), S.GRADUATED: GRADUATED}},
        {"graduated_on": "Aug 18, 2017 lies before Sep 1, 2017, which comes earlier (selected_on)."},
    ),
    "a day ahead": (
        {"days": {S.GRADUATED: date(2027, 1, 1)}},
        {"graduated_on": "Jan 1, 2027 lies ahead. Write a day that is past."},
    ),
    "graduated before the cohort began": (
        {"days": {S.GRADUATED: date(2016, 6, 1)}},
        {"graduated_on": "The cohort began on Jun 22, 2016: nobody of it graduated before that day."},
    ),
    "a cohort of no year": (
        {"cohort": 2014},
        {"cohort": "Write a year from 2015 to 2026, in which the cohort began."},
    ),
    "nobody with this address and no name": (
        {"person": Newcomer("carmen@example.org", "")},
        {
            "given_name": "Nobody here has the address carmen@example.org. Write their name too: then an account is "
            "made."
        },
    ),
    "a milestone ahead, and one that expired before": (
        {
            "milestones": [
                Reached("degree", date(2027, 1, 1)),
                Reached("preliminary", date(2017, 9, 1), date(2017, 9, 1)),
            ]
        },
        {
            "degree_on": "Jan 1, 2027 lies ahead. Write a day that is past.",
            "preliminary_expires": "It expires after the day it was reached.",
        },
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_so_is_refused_at_its_field(name: str) -> None:
    given, words = REFUSED[name]
    assert wrong(**given) == words
    assert not User.objects.filter(email="carmen@example.org").exists()


def test_an_agreement_is_kept_somewhere_and_was_signed_before_today() -> None:
    version = terms()
    assert wrong(agreement=OnPaper(version, date(2027, 1, 1), " ")) == {
        "kept": "Say where the paper is kept.",
        "signed_on": "That day lies ahead. Write the day on which the paper was signed.",
    }
    assert (
        "number of a document"
        in wrong(agreement=OnPaper(version, date(2016, 3, 1), "Folder 12345678"))["kept"]
    )


def test_an_agreement_was_signed_before_its_fellow_graduated() -> None:
    version, late = terms(), date(2020, 3, 1)
    words = "They graduated on Aug 18, 2017: the agreement was signed by that day. Correct the day, or leave it out."
    assert wrong(agreement=OnPaper(version, late, "Binder")) == {"signed_on": words}
    fellow = take(alumna(version, agreement=paper(version, signed_on=GRADUATED))).fellow
    agreement = fellow.agreements.get()
    with pytest.raises(IntegrityError, match="signed by the day of graduation"), transaction.atomic():
        PaperAgreement.objects.create(
            agreement=ServiceAgreement.objects.create(
                fellow=fellow, version=7, terms={}, text="x", sha256="0" * 64, signed_at=agreement.signed_at
            ),
            terms_of=version,
            signed_on=late,
            kept="Binder",
            by=manager(),
            at=NOW,
        )


def test_a_cohort_of_this_name_that_began_in_another_year_is_not_taken_for_it() -> None:
    FellowCohortFactory(name="Cohort of 2016", starts=date(2015, 6, 1), ends=date(2016, 8, 1))
    assert wrong() == {"cohort": "The Cohort of 2016 began in 2015. Write that year, or correct its days."}


def test_a_cohort_that_is_over_has_as_many_places_as_it_had_fellows_and_a_running_one_is_full() -> None:
    old = FellowCohortFactory(places=1)
    FellowFactory(cohort=old, serving=True)
    take(alumna(terms(), cohort=old, days={S.GRADUATED: date(2024, 7, 1)}))
    old.refresh_from_db()
    assert old.places == 2
    running = FellowCohortFactory(places=1, starts=date(2026, 6, 22), ends=date(2027, 8, 22))
    FellowFactory(cohort=running, state="enrolled")
    said = {"person": Newcomer("b@example.org", "Bea"), "cohort": running, "state": S.ENROLLED, "days": {}}
    assert wrong(**said, agreement=None) == {"": f"The only place of the {running} is taken."}


def test_who_is_a_fellow_of_another_cohort_now_is_not_taken_over_as_one() -> None:
    there = FellowFactory(serving=True)
    assert "Nobody is a fellow twice at once" in wrong(person=there.person)[""]


def test_only_program_managers_take_over_and_nobody_themselves() -> None:
    version, by = terms(), manager()
    for person, said in ((UserFactory(), alumna(version)), (by, alumna(version, person=by))):
        with pytest.raises(NotAllowed, match="Only a program manager takes over"):
            take(said, person)
    with pytest.raises(NotAllowed, match="Only a program manager takes over"):
        take(alumna(version), HatFactory(kind="registrar").person)
