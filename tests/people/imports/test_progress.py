"""How far an import is, read by others while it goes on; and what of a file is kept until it is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse

from people.models import ImportPiece, ImportProgress, Post, User
from people.services import imports
from people.services.imports import comparing, pieces
from people.states import ImportState
from tests.conftest import wait_until
from tests.factories.people import SchoolFactory, administrator
from tests.people.imports.bundles import DAY, people
from tests.people.imports.test_imports import CODE, checked

pytestmark = pytest.mark.django_db(transaction=True)
LATER = DAY + timedelta(days=9)
ROWS = [(f"T-{n}", f"Given{n}", "Ng", f"t{n}@example.org", CODE, "teacher") for n in range(5)]


@pytest.fixture
def registrar():
    SchoolFactory(cds_code=CODE)
    return administrator(email="admin@example.org")


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "AT_ONCE", 2)
    monkeypatch.setattr(comparing, "AT_ONCE", 2)


def started(by):
    row = checked(people(*ROWS), by)
    return imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=by)


def told(row):
    found = ImportProgress.objects.get(of=row)
    return found.doing, found.done, found.total


def applied(pk):
    try:
        with connection.cursor() as cursor:
            # However slow the test is, the worker waits for it.
            cursor.execute("SET lock_timeout = '120s'")
        return imports.apply_import(pk=pk).state
    finally:
        connection.close()


def test_others_read_how_far_it_is_while_nothing_of_it_can_be_seen_yet(client, registrar, small_pieces):
    row = started(registrar)
    client.force_login(registrar)
    with ThreadPoolExecutor(1) as worker:
        with transaction.atomic():
            # The third piece waits until this transaction tells whether there is such a person.
            User.objects.create_user(ROWS[4][3])
            done = worker.submit(applied, row.pk)
            wait_until(lambda: told(row) == ("write", 8, 10), 60, "the second piece")
            cache.clear()
            page = client.get(reverse("people:import_progress", args=[row.pk])).content.decode()
            seen = (Post.objects.count(), "Rows written: 8 of 10" in page)
            title = client.get(reverse("people:import", args=[row.pk])).context["title"]
            transaction.set_rollback(True)
        assert done.result() == ImportState.APPLIED
    assert (seen, title) == ((0, True), "5 lines are being imported")
    assert (told(row), Post.objects.count()) == (("write", 10, 10), 5)


def test_what_was_told_outlives_whoever_is_stopped_and_the_next_begins_anew(registrar, small_pieces):
    row = started(registrar)
    said = []

    def stop(*how_far):
        said.append(how_far)
        if how_far == ("write", 4, 10):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imports.apply_import(pk=row.pk, also=stop)
    assert (said[-1], Post.objects.count()) == (("write", 4, 10), 0)
    assert told(row) == ("write", 4, 10)
    assert imports.apply_import(pk=row.pk).state == ImportState.APPLIED
    assert Post.objects.count() == 5


def test_comparing_tells_how_many_people_were_compared(registrar, small_pieces):
    told_of = {"whole": False, "day": DAY, "last_day": DAY}
    row = imports.read_file(name="a.csv", content=people(*ROWS), by=registrar, **told_of)
    said = []
    row = imports.check(pk=row.pk, also=lambda *how_far: said.append(how_far))
    assert said == [("compare", 2, 5), ("compare", 4, 5), ("compare", 5, 5)]
    assert told(row) == ("compare", 5, 5)
    imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=registrar)
    assert told(row) == ("compare", 0, 0)


def test_the_command_says_how_far_it_is_beside_its_answer(registrar, small_pieces, tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(people(*ROWS))
    out, beside = StringIO(), StringIO()
    call_command("import_people", str(path), stdout=out, stderr=beside)
    assert beside.getvalue().splitlines() == [
        "People compared: 2 of 5",
        "People compared: 4 of 5",
        "People compared: 5 of 5",
        "People compared: 2 of 5",
        "People compared: 4 of 5",
        "People compared: 5 of 5",
        "Rows written: 4 of 10",
        "Rows written: 8 of 10",
        "Rows written: 10 of 10",
    ]
    assert out.getvalue().endswith("Imported.\n")


def test_a_file_is_kept_in_pieces_until_it_is_imported_or_given_up(registrar, small_pieces):
    row = started(registrar)
    assert [len(one.read["people"]) for one in row.pieces.all()] == [2, 2, 1]
    assert (row.read["people"], row.read["posts"], row.read["size"]) == ({}, [], 5)
    imports.apply_import(pk=row.pk)
    assert ImportPiece.objects.count() == 0
    row = checked(people(*ROWS), registrar)
    imports.read_again(pk=row.pk, name="b.csv", content=people(*ROWS[:2]), by=registrar)
    assert row.pieces.count() == 1
    imports.give_up(pk=row.pk, by=registrar)
    assert ImportPiece.objects.count() == 0


def test_two_of_different_pieces_who_want_one_address_are_told(registrar, small_pieces):
    rows = [*ROWS[:4], (*ROWS[4][:3], ROWS[0][3], *ROWS[4][4:])]
    row = checked(people(*rows), registrar)
    assert [one["words"] for one in row.shown["wrong"]] == [
        "Given0 Ng has it in line 2 already. Two people never share one."
    ]


def test_an_address_goes_from_one_piece_to_another_and_who_is_in_none_ends(registrar, small_pieces):
    imports.apply_import(pk=started(registrar).pk)
    heir = ("T-9", "Ada", "Oz", ROWS[0][3], CODE, "teacher")
    moved = (*ROWS[0][:3], "new@example.org", *ROWS[0][4:])
    row = checked(people(heir, *ROWS[1:4], moved), registrar, whole=True, day=LATER)
    assert row.shown["counts"] | {"same": 0} == {
        **dict.fromkeys(("schools", "links", "moved", "left", "same", "open", "questions", "wrong"), 0),
        "cannot_end": 0,
        "unnamed": 0,
        "people": 1,
        "posts": 1,
        "changes": 1,
        "changed": 1,
        "ends": 1,
    }
    imports.start_import(pk=row.pk, ends=1, seen=row.mark, by=registrar)
    assert imports.apply_import(pk=row.pk).state == ImportState.APPLIED
    found = User.objects.exclude(external_id="").order_by("external_id").values_list("external_id", "email")
    assert list(found)[::5] == [("T-0", "new@example.org"), ("T-9", ROWS[0][3])]
    assert [post.person.external_id for post in Post.objects.exclude(ends=None)] == ["T-4"]
