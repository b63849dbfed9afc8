"""What migrations of people carry over, tried on rows of before.

The statement of the migration is run on tables of today: undoing half the schema to come there took a hundred seconds.
"""

import json
from importlib import import_module

import pytest
from django.db import connection

from people.adapters.bundles import of_upload
from people.adapters.reading import read
from people.models import Import, ImportProgress
from people.rules.roster import as_json, head_of
from people.services.imports.pieces import head_as_json, numbers_of, piece_of
from tests.factories.people import UserFactory
from tests.owner import by_the_owner
from tests.people.imports.bundles import bundle

pytestmark = pytest.mark.django_db
FILE = """
INSERT INTO people_import (by_id, begun_at, file_name, sha256, source, found, lines, whole, day, last_day, state, read,
                           shown, mark, to_confirm, attempts, stopped)
VALUES (%s, now(), 'a.zip', '', 'a', '', 3, false, '2026-11-29', '2026-11-28', 'checked', %s, '{}', '', 0, 0, '')
"""


def test_a_file_that_waits_becomes_one_piece_with_all_that_was_read_of_it():
    content = bundle(
        [("t1", "Ana", "Ruiz", "ana@example.org")], [("r1", "t1", "teacher", "o1")], [("o1", "H", "")]
    )
    said = read(of_upload("a.zip", content), known=(), whole=False)
    by = UserFactory()
    with connection.cursor() as cursor:
        cursor.executemany(FILE, [(by.pk, json.dumps(as_json(said))), (by.pk, "{}")])
    by_the_owner(import_module("people.migrations.0002_imports_in_pieces").PIECES)
    waits, over = Import.objects.order_by("pk")
    piece = piece_of(waits, *numbers_of(waits))
    assert (piece.people, piece.posts, piece.district) == (said.people, said.posts, True)
    assert waits.read == json.loads(json.dumps(head_as_json(said)))
    assert as_json(head_of(piece)) == as_json(head_of(said)) | {"schools": [], "wrong": [], "skipped": {}}
    assert (over.read, over.pieces.count(), ImportProgress.objects.count()) == ({}, 0, 2)
