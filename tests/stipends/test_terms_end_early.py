"""Terms for substitutes that end during the year, because others begin: what is looked at, what is kept, who waits for
whom, and what the database refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.errors import DomainError, LookFirst
from stipends.models import SubstituteClaim, SubstituteTerms
from stipends.queries.claims import look_at
from stipends.queries.terms import publishing
from stipends.services import approve_claim, publish_terms, retire_terms, submit_claim
from stipends.services.substitutes import MEANWHILE
from tests.factories.seminars import NINE
from tests.factories.stipends import SubstituteTermsFactory, approver, preparer, seminar
from tests.stipends.claims import School
from tests.waiting import second_after

pytestmark = pytest.mark.django_db
# The sessions of these tests are on October 14.
OCTOBER, LATER = date(2026, 10, 1), date(2026, 10, 15)


def draft(starts: date = OCTOBER, **fields) -> SubstituteTerms:
    return SubstituteTermsFactory(draft=True, starts=starts, rate=Decimal("300"), **fields)


def published(terms: SubstituteTerms) -> SubstituteTerms:
    return publish_terms(pk=terms.pk, by=approver(), seen=publishing(terms).mark)


def days(terms: SubstituteTerms) -> tuple[date, date]:
    terms.refresh_from_db()
    return terms.starts, terms.ends


def test_terms_that_begin_mid_year_end_those_before_them_once_somebody_looked_at_it() -> None:
    at = School(teachers=2)
    at.sent()
    seminar(at.school, teachers=0, event__year=at.year, starts_at=NINE.replace(month=11))
    after = draft(ends=date(2027, 6, 1))
    with pytest.raises(LookFirst) as look:
        publish_terms(pk=after.pk, by=approver())
    assert look.value.lines == (
        "The terms Jul 1, 2026 to Jun 30, 2027 (80% of $243.12 a day, or of the school’s own cost) end early: Sep 30,"
        " 2026 is their last day instead of Jun 30, 2027.",
        "The days from Oct 1, 2026 to Jun 30, 2027 are not theirs any more; 2 sessions for which a school may claim lie"
        " on these days.",
        "2 lines of 1 claim for these days are not approved yet; 1 of these claims was sent. Each line is worked out"
        " anew by the terms of its day, and whoever approves sees the new amount first.",
        "From Jun 1, 2027 to Jun 30, 2027 no terms are in force then: schools send no claim for these days until others"
        " are published.",
    )
    assert (days(at.terms)[1], days(after), after.state) == (
        date(2027, 7, 1),
        (OCTOBER, date(2027, 6, 1)),
        "draft",
    )
    publish_terms(pk=after.pk, by=approver(), seen=look.value.seen)
    assert (days(at.terms), at.terms.state) == ((date(2026, 7, 1), OCTOBER), "published")
    after.refresh_from_db()
    assert (after.state, after.cuts_short, after.cut_from) == ("published", at.terms, date(2027, 7, 1))


def test_what_changed_since_it_was_looked_at_is_looked_at_again() -> None:
    at, after = School(), draft()
    seen = publishing(after).mark
    at.filled()
    with pytest.raises(LookFirst, match=r"^These terms end others early\. Nothing was published yet\."):
        publish_terms(pk=after.pk, by=approver(), seen=seen)


def test_a_claim_that_was_sent_is_worked_out_anew_and_looked_at_before_it_is_approved(
    client, settings
) -> None:
    settings.DEMO = True
    at = School()
    claim = at.sent()
    published(draft())
    client.force_login(approver())
    shown = client.get(f"/stipends/claims/{claim.pk}/").content.decode()
    assert "$120.00 now, $97.25 when it was sent: what a day pays, a roster or a limit changed since" in shown
    with pytest.raises(
        DomainError, match=r"^This claim amounts to \$120.00 now, not to \$97.25. Look at it again"
    ):
        approve_claim(pk=claim.pk, by=approver(), total_cents=claim.total_cents)
    approve_claim(pk=claim.pk, by=approver(), total_cents=12_000)
    assert claim.lines.get().terms.rate == 300


def test_terms_do_not_end_before_a_day_that_was_approved_by_them() -> None:
    at = School()
    at.approved()
    words = (
        "1 line of approved claims for Oct 1, 2026 or later stands under the terms Jul 1, 2026 to Jun 30, 2027, the"
        " last for Oct 14, 2026. What was approved keeps its terms: discard this draft, and write one with Oct 15, 2026"
        " or a later day as its first."
    )
    with pytest.raises(DomainError) as refused:
        published(draft())
    assert str(refused.value) == words
    published(draft(LATER))
    assert days(at.terms)[1] == LATER


def test_terms_in_force_on_a_later_day_of_a_draft_are_retired_first() -> None:
    SubstituteTermsFactory(ends=OCTOBER)
    SubstituteTermsFactory(starts=OCTOBER)
    with pytest.raises(
        DomainError, match=r"^Other terms are in force in these days: Oct 1, 2026 to Jun 30, 2027. Re"
    ):
        published(draft(date(2026, 9, 1)))


def test_what_ended_early_stays_so_when_those_that_followed_are_retired() -> None:
    before, after = SubstituteTermsFactory(), draft()
    published(after)
    retire_terms(pk=after.pk, by=approver(), reason="A slip.")
    again = published(draft())
    assert (days(before)[1], again.cuts_short) == (OCTOBER, None)


def test_terms_end_early_twice_and_each_end_is_kept() -> None:
    before = SubstituteTermsFactory()
    published(draft(LATER))
    published(draft(ends=LATER))
    kept = before.cut_short_by.order_by("pk").values_list("cut_from", flat=True)
    assert (days(before)[1], list(kept)) == (OCTOBER, [date(2027, 7, 1), LATER])


def test_the_page_says_what_ends_and_both_terms_tell_it_from_then_on(client, settings) -> None:
    settings.DEMO = True
    before, after = SubstituteTermsFactory(), draft()
    client.force_login(preparer())
    told = client.get(f"/stipends/claims/terms/{after.pk}/").content.decode()
    assert "<dt>Once published</dt><dd>The terms Jul 1, 2026 to Jun 30, 2027 (80% of $243.12" in told
    client.force_login(approver())
    address = f"/stipends/claims/terms/{after.pk}/publish/"
    shown = client.get(address)
    assert "Sep 30, 2026 is their last day instead of Jun 30, 2027." in shown.content.decode()
    seen = shown.context["form"]["seen"].value()
    again = client.post(address, {"seen": "other"})
    assert (again.status_code, again.context["form"]["seen"].value()) == (422, seen)
    done = client.post(address, {"seen": seen}, follow=True).content.decode()
    assert "The terms before them end early: Jul 1, 2026 to Sep 30, 2026." in done
    assert "Jul 1, 2026 to Sep 30, 2026</a>; their last day was to be Jun 30, 2027" in done
    told = client.get(f"/stipends/claims/terms/{before.pk}/").content.decode()
    assert "Sep 30, 2026 is the last day instead of Jun 30, 2027, as other terms follow" in told
    retiring = client.get(f"/stipends/claims/terms/{after.pk}/retire/").content.decode()
    assert "The terms Jul 1, 2026 to Sep 30, 2026, which these ended early, stay ended" in retiring


def test_the_page_of_a_draft_that_cannot_be_published_says_why_and_has_no_button(client, settings) -> None:
    settings.DEMO = True
    School().approved()
    client.force_login(approver())
    shown = client.get(f"/stipends/claims/terms/{draft().pk}/publish/").content.decode()
    assert "What was approved keeps its terms" in shown
    assert 'value="Publish"' not in shown


NEXT = (
    "INSERT INTO stipends_substituteterms (starts, ends, rate, coverage, state, drafted_by_id, drafted_at,"
    " published_by_id, published_at, ended_because, cuts_short_id, cut_from) SELECT '2026-10-01', '2027-07-01', 1, 1,"
    " 'published', drafted_by_id, now(), published_by_id, now(), '', id, ends FROM stipends_substituteterms"
)
ENDS = "UPDATE stipends_substituteterms SET ends = '{}'"


RETIRED = "state = 'retired', ended_by_id = published_by_id, ended_at = now(), ended_because = 'A slip.'"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (ENDS.format("2027-08-01"), "only published terms end early, and never later"),
        (f"{ENDS.format('2026-10-01')}, {RETIRED}", "only published terms end early, and never later"),
        (ENDS.format("2026-10-14"), "terms do not end before a day that was approved by them"),
        (ENDS.format("2026-10-15"), "terms end early where others follow them"),
        (NEXT, "terms name those that end where they begin"),
        (
            f"UPDATE stipends_substituteterms SET {RETIRED}, cut_from = ends",
            "terms_end_early_once_others_follow",
        ),
        (
            "UPDATE stipends_substituteterms SET cut_from = ends",
            "who did what, and when, changes with its event",
        ),
    ],
)
def test_the_database_refuses_another_end_of_terms(statement: str, words: str) -> None:
    School().approved()
    refused = pytest.raises(DatabaseError, match=words)
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_keeps_which_terms_ended_early_and_when_they_would_have() -> None:
    SubstituteTermsFactory()
    after = published(draft())
    rows = SubstituteTerms.objects.filter(pk=after.pk)
    with pytest.raises(DatabaseError, match="only published terms end early"), transaction.atomic():
        SubstituteTerms.objects.filter(pk=draft().pk).update(ends=LATER)
    for change in ({"cut_from": date(2027, 8, 1)}, {"cuts_short": after.pk}):
        with pytest.raises(DatabaseError, match="stays as it was said"), transaction.atomic():
            rows.update(**change)


def test_the_database_approves_nothing_by_terms_that_are_not_in_force_on_its_day() -> None:
    at = School()
    claim = at.sent()
    other = SubstituteTermsFactory(starts=date(2027, 7, 1), ends=date(2028, 7, 1))
    with (
        pytest.raises(IntegrityError, match="a line stands under terms in force on its day"),
        transaction.atomic(),
    ):
        claim.lines.update(terms=other)
    retire_terms(pk=at.terms.pk, by=approver(), reason="A new contract.")
    by = approver()
    with (
        pytest.raises(IntegrityError, match="a claim is approved by terms in force on its d"),
        transaction.atomic(),
    ):
        SubstituteClaim.objects.filter(pk=claim.pk).update(
            state="approved", approved_by=by, approved_at=NINE, lines_sha256="0" * 64
        )


@pytest.mark.django_db(transaction=True)
def test_whoever_ends_terms_waits_for_who_approves_by_them_and_is_refused_then() -> None:
    at, after = School(), draft()
    claim = at.sent()
    seen = publishing(after).mark
    answer = second_after(
        lambda: approve_claim(pk=claim.pk, by=approver(), total_cents=claim.total_cents),
        lambda: publish_terms(pk=after.pk, by=approver(), seen=seen),
    )
    assert str(answer).startswith(
        "1 line of approved claims for Oct 1, 2026 or later stands under the terms Jul 1"
    )
    assert days(at.terms)[1] == date(2027, 7, 1)


@pytest.mark.django_db(transaction=True)
def test_whoever_approves_waits_for_who_ends_its_terms_and_sees_the_new_amount_first() -> None:
    at, after = School(), draft()
    claim = at.sent()
    answer = second_after(
        lambda: published(after),
        lambda: approve_claim(pk=claim.pk, by=approver(), total_cents=claim.total_cents),
    )
    assert str(answer) == "This claim amounts to $120.00 now, not to $97.25. Look at it again first."


@pytest.mark.django_db(transaction=True)
def test_whoever_sends_a_claim_waits_for_who_ends_its_terms_and_sends_it_by_the_new_ones() -> None:
    at, after = School(), draft()
    claim = at.filled()
    answer = second_after(
        lambda: published(after),
        lambda: submit_claim(pk=claim.pk, by=at.clerk, seen=look_at(claim).mark),
    )
    assert (answer.total_cents, answer.lines.get().terms) == (12_000, after)


@pytest.mark.django_db(transaction=True)
def test_past_the_application_an_end_waits_for_an_approval_and_is_refused() -> None:
    at = School()
    claim = at.sent()

    def ends() -> None:
        with connection.cursor() as cursor:
            cursor.execute(ENDS.format("2026-10-01"))

    answer = second_after(
        lambda: approve_claim(pk=claim.pk, by=approver(), total_cents=claim.total_cents), ends
    )
    assert "terms do not end before a day that was approved by them" in str(answer)


@pytest.mark.django_db(transaction=True)
def test_past_the_application_an_approval_waits_for_an_end_and_is_refused() -> None:
    at, after, by = School(), draft(), approver()
    claims = SubstituteClaim.objects.filter(pk=at.sent().pk)
    said = {"state": "approved", "approved_by": by, "approved_at": NINE, "lines_sha256": "0" * 64}
    answer = second_after(lambda: published(after), lambda: claims.update(**said))
    assert "a claim is approved by terms in force on its days" in str(answer)


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_of_the_same_days_published_at_once_one_is_in_force() -> None:
    first, second = draft(), draft(LATER)
    answer = second_after(lambda: published(first), lambda: published(second))
    assert (str(answer), SubstituteTerms.objects.published().get()) == (MEANWHILE, first)
