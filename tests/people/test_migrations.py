"""What migrations of people carry over, tried on rows of before."""

import pytest
from django.db import connection

from people.models import User
from people.rules.likeness import mailbox_key, number_key
from tests.migrating import tables_before

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ACCOUNT = """
INSERT INTO people_user (password, is_superuser, email, given_name, family_name, preferred_name, external_id,
                         is_active, is_staff, date_joined, search_name, sort_name, name_key)
VALUES ('', false, %s, 'Ana', 'Ruiz', '', %s, true, false, now(), '', '', '')
"""
BEFORE = [("ana.ruiz+x@example.org", "T-007"), ("info@example.org", ""), ("bo_lee@example.org", "00042")]


def test_accounts_of_before_get_the_keys_by_which_they_are_perhaps_one_persons():
    with tables_before("people", "0012_merged_accounts"), connection.cursor() as cursor:
        cursor.executemany(ACCOUNT, BEFORE)
    found = User.objects.order_by("pk").values_list("email", "mailbox_key", "number_key")
    assert list(found) == [(email, mailbox_key(email), number_key(number)) for email, number in BEFORE]
