"""What no password may rest on: the name and the address of whoever chooses it."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from config.passwords import SAID_OWN
from people.models import User

pytestmark = pytest.mark.django_db
JOSE = User(email="jose.munoz@example.org", given_name="José", family_name="Muñoz-O'Neill")


def refusals(password: str, user: User | None = JOSE) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return refused.messages
    return []


@pytest.mark.parametrize(
    "password",
    ["josemunoz1!", "J0seMun0z!!", "munoz-oneill7", "Jose.Munoz.2026", "ONEILLjose99", "munozmunoz1"],
)
def test_ones_own_name_or_address_is_no_password_however_it_is_written(password: str) -> None:
    assert SAID_OWN in refusals(password)


@pytest.mark.parametrize(
    "password", ["munoz walks nineteen mules", "seven brown horses", "josephine's river 9"]
)
def test_a_long_phrase_may_hold_ones_name(password: str) -> None:
    assert refusals(password) == []


def test_short_parts_of_a_name_are_everybodys() -> None:
    li = User(email="al@example.org", given_name="Al", family_name="Li")
    assert refusals("alliqzvkwt9", li) == []
    assert SAID_OWN not in refusals("seven brown horses", None)
