"""Naming substitutes before the day comes: by the school, until the claim is filled in."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.edits import mark_of
from common.errors import DomainError, NotAllowed
from seminars.models import Session
from seminars.services import cancel, move
from stipends.models import ClaimLine, NamedSubstitute
from stipends.queries.cover import cover_ahead, day_of, idle
from stipends.services import Named, discard_claim, fill, fill_in, name_substitutes
from stipends.services.cover import MEANWHILE
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager, principal_of
from tests.factories.seminars import EVE, NINE, NOON
from tests.factories.stipends import clerk_at, preparer, seminar
from tests.stipends.ahead import DAY, HALF, Ahead
from tests.stipends.claims import typed
from tests.waiting import second_after

pytestmark = pytest.mark.django_db
A_DAY = date(2026, 10, 14)


def idles(at, now=EVE):
    cover = cover_ahead(at.school, now, at.year)
    return [(one.named.substitute, one.why) for one in idle(at.school, at.year, now, cover)]


def test_clerk_and_principal_name_who_covers_and_it_stands_who_named_them_and_when():
    at = Ahead(2)
    at.name("R. Dunn", units=DAY)
    principal = principal_of(at.school)
    named = {at.leaders[1].pk: Named("S. Patel", HALF, " 042 ")}
    name_substitutes(school=at.school, session=at.session, by=principal, named=named, now=EVE)
    rows = NamedSubstitute.objects.order_by("pk")
    assert list(
        rows.values_list("teacher", "day", "substitute", "number", "units", "named_by", "named_at")
    ) == [
        (at.leaders[0].pk, A_DAY, "R. Dunn", "", DAY, at.clerk.pk, EVE),
        (at.leaders[1].pk, A_DAY, "S. Patel", "042", HALF, principal.pk, EVE),
    ]
    (ahead,) = cover_ahead(at.school, EVE, at.year)
    assert (ahead.covered, {named for _, named in ahead.rows}) == (2, set(rows))


def test_nobody_else_names_a_substitute_and_a_school_sees_its_own_alone():
    at = Ahead()
    other = clerk_at(Ahead().school)
    for person in (other, preparer(), manager(), at.leaders[0], UserFactory()):
        with pytest.raises(NotAllowed, match=r"^Only the office clerk of the school, or whoever signs"):
            at.name("R. Dunn", by=person)
    at.name("R. Dunn")
    seen = [NamedSubstitute.objects.visible_to(person).count() for person in (at.clerk, other, preparer())]
    assert seen == [1, 0, 1]


def test_what_is_changed_or_taken_away_stays_on_record_with_who_ended_it():
    at = Ahead()
    at.name("R. Dunn")
    later = EVE + timedelta(hours=1)
    at.name("S. Patel", now=later)
    assert at.name("S. Patel", now=later + timedelta(hours=1)) == []
    assert at.name("", now=later + timedelta(hours=2)) == []
    rows = NamedSubstitute.objects.order_by("pk").values_list("substitute", "ended_by", "ended_at")
    assert list(rows) == [
        ("R. Dunn", at.clerk.pk, later),
        ("S. Patel", at.clerk.pk, later + timedelta(hours=2)),
    ]
    assert at.stands() == []


def test_a_substitute_is_named_for_one_day_a_date_in_all_schools():
    at = Ahead(2)
    other = Ahead(beside=at)
    at.name("R. Dunn", "Rosa Bell", units=HALF)
    other.name("r. DUNN")
    whole = r"^Rosa Bell has 0.5 of a day left on Oct 14, 2026. Name somebody else for "
    with pytest.raises(DomainError, match=whole) as refused:
        other.name("Rosa Bell", units=DAY)
    assert refused.value.at == f"{other.leaders[0].pk}-substitute"
    used = r"^R. Dunn covers a whole day already on Oct 14, 2026. Name somebody else"
    with pytest.raises(DomainError, match=used):
        at.name("R. Dunn", "R. Dunn")
    two = {one.pk: Named("R. Dunn", HALF, number) for one, number in zip(at.leaders, "78", strict=True)}
    assert len(name_substitutes(school=at.school, session=at.session, by=at.clerk, named=two, now=EVE)) == 2
    # Of the claims of that day too.
    third, clerk = Ahead(), clerk_at(at.school)
    claim = fill_in(school=at.school, session=seminar(at.school, event__year=at.year), by=clerk)
    fill(pk=claim.pk, by=clerk, lines={claim.lines.get().pk: typed(1, units=DAY)})
    with pytest.raises(DomainError, match=r"^S. Patel covers a whole day already"):
        third.name("S. Patel")


def test_two_teachers_of_a_day_exchange_their_substitutes():
    at = Ahead(2)
    at.name("R. Dunn", "S. Patel", units=DAY)
    at.name("S. Patel", "R. Dunn", units=DAY)
    assert sorted(at.stands()) == sorted([(at.leaders[0].name, "S. Patel"), (at.leaders[1].name, "R. Dunn")])


def test_who_is_not_out_that_day_needs_nobody():
    at = Ahead()
    needs_nobody = r" needs nobody on Oct 14, 2026: no session takes them out of class any more.$"
    with pytest.raises(DomainError, match=needs_nobody):
        at.name("R. Dunn", now=NOON)
    at.name("R. Dunn")
    cancel(pk=at.session.pk, by=manager(), reason="A storm.", now=EVE)
    with pytest.raises(DomainError, match=needs_nobody):
        Ahead(beside=at).name("S. Patel")
    # Whoever covers instead in the end may still be said.
    assert [one.substitute for one in at.name("S. Patel", now=NOON)] == ["S. Patel"]


def test_a_teacher_of_two_schools_is_covered_by_the_one_that_named_somebody_first():
    at = Ahead()
    other = Ahead(beside=at)
    there = PlacementFactory(school=other.school, person=at.leaders[0], year=at.year)
    at.session.roles.add(there.role)
    other.leaders = [there.person]
    at.name("R. Dunn")
    with pytest.raises(DomainError, match=r"^Another school of .+ named somebody for Oct 14, 2026 already.$"):
        other.name("S. Patel")


def test_what_another_window_changed_meanwhile_is_not_gone_over():
    at = Ahead()
    nobody = mark_of("")
    at.name("R. Dunn", seen=nobody)
    with pytest.raises(
        DomainError,
        match=r"^Somebody changed this in another window meanwhile: there it is R. Dunn for half a day. ",
    ):
        at.name("S. Patel", seen=nobody)
    at.name("")
    with pytest.raises(DomainError, match=r"meanwhile: there nobody is named. Nothing was saved yet."):
        at.name("S. Patel", seen=mark_of("R. Dunn||0.5"))
    assert at.stands() == []


def test_a_claim_begins_with_the_substitutes_who_were_named():
    at = Ahead(3)
    at.name("R. Dunn", "S. Patel", "M. Ortega", units=DAY, number="")
    at.close(at.leaders[1])
    claim = fill_in(school=at.school, session=at.session, by=at.clerk)
    lines = claim.lines.order_by("substitute").values_list("teacher", "substitute", "units")
    assert list(lines) == [(at.leaders[2].pk, "M. Ortega", DAY), (at.leaders[0].pk, "R. Dunn", DAY)]
    absent = at.leaders[1].name
    why = f"{absent} was not at {at.session.title} by its roster, so nothing is claimed for that day."
    assert idles(at, NOON) == [("S. Patel", why)]


def test_a_named_substitute_who_is_used_up_is_not_put_into_the_claim():
    at = Ahead()
    at.name("R. Dunn", units=DAY)
    other, clerk = Ahead(), clerk_at(at.school)
    taken = seminar(other.school, event__year=at.year)
    claim = fill_in(school=other.school, session=taken, by=other.clerk)
    fill(pk=claim.pk, by=other.clerk, lines={claim.lines.get().pk: typed(units=HALF)})
    at.close()
    line = fill_in(school=at.school, session=at.session, by=clerk).lines.get()
    assert (line.substitute, line.units) == ("", DAY)


def test_once_the_claim_is_filled_in_the_naming_is_left_to_the_claim():
    at = Ahead()
    at.name("R. Dunn")
    at.close()
    claim = fill_in(school=at.school, session=at.session, by=at.clerk)
    filled = r" is claimed on Oct 14, 2026 already. Change the substitute there.$"
    for name in ("S. Patel", ""):
        with pytest.raises(DomainError, match=filled):
            at.name(name, now=NOON)
    assert idles(at, NOON) == []
    discard_claim(pk=claim.pk, by=at.clerk)
    at.name("S. Patel", now=NOON)
    again = fill_in(school=at.school, session=at.session, by=at.clerk)
    assert again.lines.get().substitute == "S. Patel"


def test_a_substitute_of_a_claim_that_was_discarded_is_free_for_other_schools():
    at, other = Ahead(), Ahead(starts_at=NINE + timedelta(hours=4))
    at.name("R. Dunn", units=DAY)
    at.close()
    claim = fill_in(school=at.school, session=at.session, by=at.clerk)
    with pytest.raises(DomainError, match=r"^R. Dunn covers a whole day already on Oct 14, 2026."):
        other.name("R. Dunn", now=NOON)
    discard_claim(pk=claim.pk, by=at.clerk, now=NOON)
    other.name("R. Dunn", units=DAY, now=NOON)
    # The school that discarded it begins anew with the name, or names somebody again, who counts from then on.
    later = NOON + timedelta(minutes=1)
    with pytest.raises(DomainError, match=r"^R. Dunn covers a whole day already on Oct 14, 2026."):
        at.name("R. Dunn", units=HALF, now=later)
    again = fill_in(school=at.school, session=at.session, by=at.clerk)
    assert again.lines.get().substitute == "R. Dunn"


def test_a_session_that_moves_or_is_cancelled_keeps_what_was_named_and_says_so():
    at = Ahead()
    at.name("R. Dunn")
    week = timedelta(days=7)
    moved = move(
        pk=at.session.pk, by=manager(), starts_at=NINE + week, ends_at=NOON + week, reason="A storm.", now=EVE
    )
    assert idles(at) == [("R. Dunn", f"{at.session.title} was moved to Oct 21, 2026.")]
    old = day_of(at.school, Session.objects.get(pk=at.session.pk), EVE)
    new = day_of(at.school, moved, EVE)
    assert [
        [one.substitute for one in rows.values()] for rows in (old.standing, new.standing, new.before)
    ] == [
        ["R. Dunn"],
        [],
        ["R. Dunn"],
    ]
    at.name("R. Dunn", session=moved)
    cancel(pk=moved.pk, by=manager(), reason="Again.", now=EVE)
    assert idles(at) == [
        ("R. Dunn", f"{at.session.title} was moved."),
        ("R. Dunn", f"{at.session.title} was cancelled."),
    ]


def test_who_was_named_in_vain_is_told_why():
    at = Ahead()
    at.name("R. Dunn")
    title, who = at.session.title, at.leaders[0]
    waits = f"Needed once the roster of {title} is closed: then {who.name} is claimed with this name."
    assert idles(at, NOON) == [("R. Dunn", waits)]
    who.placements.update(ends=A_DAY)
    assert idles(at) == [("R. Dunn", f"{who.name} is not asked to {title} any more.")]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_of_a_school_who_name_at_once_keep_the_first_and_tell_the_second():
    at = Ahead()
    second = clerk_at(at.school)
    nobody = mark_of("")
    answer = second_after(
        lambda: at.name("R. Dunn", seen=nobody), lambda: at.name("S. Patel", by=second, seen=nobody)
    )
    assert "there it is R. Dunn for half a day" in str(answer)
    assert at.stands() == [(at.leaders[0].name, "R. Dunn")]


@pytest.mark.django_db(transaction=True)
def test_two_schools_that_name_one_substitute_at_once_use_them_for_one_day():
    at = Ahead()
    other = Ahead(beside=at)
    answer = second_after(lambda: at.name("R. Dunn", units=DAY), lambda: other.name("R. Dunn", units=DAY))
    assert (str(answer), other.stands()) == (MEANWHILE, [])


def test_past_the_application_the_database_keeps_what_was_named():
    at = Ahead(2)
    first, second = at.name("R. Dunn", "S. Patel", units=DAY)
    sql = "UPDATE stipends_namedsubstitute SET {} WHERE id = %s"
    anew = (
        "INSERT INTO stipends_namedsubstitute (school_id, session_id, teacher_id, day, substitute, substitute_key,"
        " number, units, named_by_id, named_at) SELECT school_id, session_id, {}, named_by_id, named_at FROM"
        " stipends_namedsubstitute WHERE id = %s"
    )
    stranger = UserFactory().pk
    ended = "ended_by_id = named_by_id, ended_at = now()"
    tries = [
        ("DELETE FROM stipends_namedsubstitute WHERE id = %s", "permission denied for table"),
        (sql.format("substitute = 'X'"), "another one is named in its place"),
        (sql.format("named_by_id = teacher_id"), "another one is named in its place"),
        (sql.format("ended_at = now()"), "an_ended_naming_says_by_whom_and_when"),
        (anew.format("teacher_id, day, 'X', 'x', '', 1"), "one_substitute_named_for_a_teacher_and_day"),
        (anew.format(f"{stranger}, day, substitute, substitute_key, '', 0.5"), "is named for one day a date"),
        (anew.format(f"{stranger}, day, '', '', '', 1"), "a_named_substitute_has_a_name"),
        (anew.format(f"{stranger}, day, 'X', 'x', '', 0.75"), "a_substitute_is_named_for_half_a_day_or_one"),
    ]
    for words, refused in tries:
        with pytest.raises(DatabaseError, match=refused), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words, [first.pk])
    at.close()
    fill_in(school=at.school, session=at.session, by=at.clerk)
    with (
        pytest.raises(IntegrityError, match=r"has their substitute in the claim"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(ended), [second.pk])
    assert ClaimLine.objects.live().count() == 2
