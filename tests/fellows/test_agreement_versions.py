"""Versions of the service agreement: drafted by one program manager, published by another, never edited after."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from common.errors import DomainError, LookFirst, NoSuchMove, NotAllowed, SomeoneElse
from common.standing import Standing
from fellows import services
from fellows.models import AgreementVersion
from fellows.policies import why_not_version
from fellows.queries.agreements import WRITTEN, in_force, next_wording
from fellows.services import Wording
from fellows.states import VERSION_MOVES, VersionAction, VersionState
from people.services.told import shown
from tests import verbs
from tests.factories.fellows import AgreementVersionFactory, FellowFactory
from tests.factories.people import HatFactory, UserFactory, manager
from tests.fellows.agreements import NOW, TODAY, version_in
from tests.owner import owners_rights

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
USUAL = Wording(
    signed_from=TODAY,
    required_years=Decimal("4"),
    window_years=6,
    granularity="semester",
    half_year_counts=False,
    fte="threshold",
    fte_threshold=Decimal("0.5"),
    similar_schools=True,
    most_suspended_months=36,
    legal_basis="Section 1 of the code.",
)


def refusal(verb, **told):
    return verbs.refusal(verb, **({"now": NOW} | told))


def test_the_table_of_moves_is_the_one_that_was_agreed():
    s, a = VersionState, VersionAction
    assert VERSION_MOVES == {
        (s.DRAFT, a.CHANGE): s.DRAFT,
        (s.DRAFT, a.PUBLISH): s.PUBLISHED,
        (s.DRAFT, a.DISCARD): s.DISCARDED,
        (s.PUBLISHED, a.RETIRE): s.RETIRED,
    }


def test_one_program_manager_drafts_and_another_publishes():
    writer, reader = manager(), manager()
    draft = services.draft_version(wording=USUAL, by=writer, now=NOW)
    draft.refresh_from_db()
    with pytest.raises(SomeoneElse, match="You wrote this draft"):
        services.publish_version(pk=draft.pk, by=writer, now=NOW)
    services.publish_version(pk=draft.pk, by=reader, seen=shown(draft, WRITTEN), now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.drafted_by, draft.published_by, draft.published_at) == (
        "published",
        writer,
        reader,
        NOW,
    )
    assert in_force(TODAY) == draft
    told = {"pk": draft.pk, "by": writer, "wording": USUAL}
    assert refusal(services.change_version, refused_as=NoSuchMove, **told) == (
        "This is published now, so it is not the time to change."
    )


def test_whoever_wrote_a_draft_last_does_not_publish_it_and_the_first_writer_may():
    first, last = manager(), manager()
    draft = services.draft_version(wording=USUAL, by=first, now=NOW)
    services.change_version(pk=draft.pk, wording=replace(USUAL, window_years=7), by=last, now=NOW + DAY)
    with pytest.raises(SomeoneElse):
        services.publish_version(pk=draft.pk, by=last, now=NOW)
    assert services.publish_version(pk=draft.pk, by=first, now=NOW + DAY).window_years == 7


def test_a_draft_that_changed_since_it_was_read_is_looked_at_before_it_is_published_or_written_over():
    first, last = manager(), manager()
    draft = services.draft_version(wording=USUAL, by=first, now=NOW)
    read = shown(AgreementVersion.objects.get(pk=draft.pk), WRITTEN)
    services.change_version(pk=draft.pk, wording=replace(USUAL, window_years=7), by=last, now=NOW)
    with pytest.raises(LookFirst):
        services.publish_version(pk=draft.pk, by=first, seen=read, now=NOW)
    with pytest.raises(LookFirst):
        services.change_version(pk=draft.pk, wording=USUAL, by=first, seen=read, now=NOW)


def test_a_draft_begins_as_the_usual_terms_and_later_ones_as_the_version_before():
    first = next_wording(TODAY)
    assert (first["required_years"], first["fte_threshold"], first["legal_basis"]) == ("4", "0.5", "")
    AgreementVersionFactory(published=True, window_years=9)
    version_in(Standing.DRAFT)
    later = next_wording(TODAY)
    assert (later["window_years"], later["legal_basis"], later["signed_from"]) == (
        9,
        "The law that counsel names.",
        TODAY,
    )


def test_a_version_is_numbered_after_all_that_were_signed():
    FellowFactory(signed=True)
    assert services.draft_version(wording=USUAL, by=manager(), now=NOW).number == 3
    assert services.draft_version(wording=USUAL, by=manager(), now=NOW).number == 4


@pytest.mark.parametrize(
    ("change", "at", "said"),
    [
        ({"required_years": Decimal(0)}, "required_years", "Ask for more than 0 and at most 40 years."),
        ({"window_years": 3}, "window_years", "Give at least as many years as are owed, and at most 40."),
        (
            {"half_year_counts": True},
            "half_year_counts",
            "Half a year counts as a whole one only where service counts by the year.",
        ),
        (
            {"fte_threshold": None},
            "fte_threshold",
            "Give the least share of full time, more than 0 and at most 1.",
        ),
        ({"most_suspended_months": 37}, "most_suspended_months", "Allow at most 36 months."),
        (
            {"legal_basis": "Pay back $5,000."},
            "legal_basis",
            "The agreement names no amount of money. Leave it out.",
        ),
    ],
)
def test_terms_nobody_could_keep_are_refused_at_their_field(change, at, said):
    with pytest.raises(DomainError) as refused:
        services.draft_version(wording=replace(USUAL, **change), by=manager(), now=NOW)
    assert (refused.value.at, str(refused.value)) == (at, said)


def test_a_share_of_full_time_is_kept_only_where_posts_count_from_one_on():
    draft = services.draft_version(wording=replace(USUAL, fte="accumulate"), by=manager(), now=NOW)
    assert draft.fte_threshold is None


def test_nothing_is_published_without_the_paragraph_of_counsel():
    draft = services.draft_version(wording=replace(USUAL, legal_basis=" "), by=manager(), now=NOW)
    assert refusal(services.publish_version, pk=draft.pk, by=manager()) == (
        "The legal basis is missing. Write the paragraph of counsel into the draft first."
    )


def test_the_newest_of_the_versions_whose_day_has_come_is_signed():
    old, new = (
        AgreementVersionFactory(published=True, signed_from=TODAY - DAY),
        AgreementVersionFactory(published=True, signed_from=TODAY + DAY),
    )
    version_in(Standing.DRAFT)
    assert [in_force(TODAY + DAY * days) for days in (-2, 0, 1)] == [None, old, new]
    draft = services.draft_version(wording=USUAL, by=manager(), now=NOW)
    assert refusal(services.publish_version, pk=draft.pk, by=manager()) == (
        f"{new} is signed from July 11, 2025 on. Give this draft that day or a later one, or retire that version."
    )


def test_a_retired_version_is_not_signed_any_more_and_the_one_before_is():
    old, new = AgreementVersionFactory(published=True), AgreementVersionFactory(published=True)
    by = manager()
    assert refusal(services.retire_version, pk=new.pk, by=by, reason=" ") == "Say why. It stays on record."
    services.retire_version(pk=new.pk, by=by, reason="A word is wrong.", now=NOW)
    new.refresh_from_db()
    assert (new.state, new.ended_by, new.ended_because, in_force(TODAY)) == (
        "retired",
        by,
        "A word is wrong.",
        old,
    )


def test_a_draft_is_discarded_with_a_reason():
    draft = version_in(Standing.DRAFT)
    assert (
        services.discard_version(pk=draft.pk, by=manager(), reason="Not now.", now=NOW).state == "discarded"
    )


def test_only_program_managers_write_and_network_directors_read():
    director = HatFactory(kind="director").person
    row = version_in(Standing.PUBLISHED)
    for stranger in (director, UserFactory()):
        for action in VersionAction:
            assert type(why_not_version(stranger, action, row)) is NotAllowed
    seen = [set(AgreementVersion.objects.visible_to(user)) for user in (manager(), director, UserFactory())]
    assert seen == [{row}, {row}, set()]


PUBLISHED = "UPDATE fellows_agreementversion SET {} WHERE state = 'published'"
AGAIN = """
INSERT INTO fellows_agreementversion (number, state, drafted_by_id, drafted_at, published_by_id, published_at,
    ended_by_id, ended_at, ended_because, signed_from, required_years, window_years, granularity, half_year_counts,
    fte, fte_threshold, similar_schools, most_suspended_months, legal_basis, for_paper)
SELECT {number}, {state}, drafted_by_id, drafted_at, {published_by}, published_at, ended_by_id, ended_at, ended_because,
    signed_from, {required_years}, {window_years}, {granularity}, {half_year_counts}, {fte}, {fte_threshold},
    similar_schools, {most_suspended_months}, {legal_basis}, for_paper
FROM fellows_agreementversion WHERE state = 'published'
"""
COLUMNS = {
    "number": "number + 1",
    "state": "state",
    "published_by": "published_by_id",
    "required_years": "required_years",
    "window_years": "window_years",
    "granularity": "granularity",
    "half_year_counts": "half_year_counts",
    "fte": "fte",
    "fte_threshold": "fte_threshold",
    "most_suspended_months": "most_suspended_months",
    "legal_basis": "legal_basis",
}


def again(**changes):
    return AGAIN.format(**COLUMNS | changes)


REFUSED = {
    "agreements_count_from_1": again(number="0"),
    "an_agreement_owes_up_to_40_years": again(required_years="0"),
    "the_window_holds_the_years_owed": again(window_years="3"),
    "service_counts_in_a_way_there_is": again(granularity="'week'"),
    "half_a_year_counts_where_years_do": again(half_year_counts="true"),
    "a_threshold_where_there_is_one": again(fte_threshold="NULL"),
    "an_agreement_suspends_36_months_at_most": again(most_suspended_months="37"),
    "a_published_agreement_has_a_legal_basis": again(legal_basis="''"),
    "two_people_make_agreement_versions": again(published_by="drafted_by_id"),
    "agreement_versions_published_by_someone": again(published_by="NULL"),
    "agreement_versions_ended_by_someone": again(state="'retired'"),
    "another one is drafted and published in its place": PUBLISHED.format("window_years = 9"),
    "what was published is retired, and nothing else": PUBLISHED.format("state = 'draft'"),
    "who did what, and when, stays as it was said": PUBLISHED.format("published_at = now()"),
    "it is retired or discarded, not deleted": "DELETE FROM fellows_agreementversion",
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_the_application_never_writes(name):
    version_in(Standing.PUBLISHED)
    with (
        pytest.raises(DatabaseError, match=name),
        owners_rights(),
        connection.cursor() as cursor,
    ):
        cursor.execute(REFUSED[name])


def test_a_draft_may_be_written_anew_but_not_while_it_is_published():
    draft = version_in(Standing.DRAFT)
    AgreementVersion.objects.filter(pk=draft.pk).update(
        window_years=9, drafted_at=NOW, signed_from=date(2026, 1, 1)
    )
    told = {"state": "published", "published_by": UserFactory(), "published_at": NOW, "window_years": 10}
    with pytest.raises(DatabaseError, match="in its place"), transaction.atomic():
        AgreementVersion.objects.filter(pk=draft.pk).update(**told)
