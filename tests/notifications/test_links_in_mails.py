"""Every address a mail names is one of ours."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

MAILS = sorted((Path(__file__).resolve().parents[2] / "templates").glob("**/*.txt"))
ADDRESS = re.compile(r"{{ base_url }}(/(?:{{[^}]*}}|[^\s{])*)")


def addresses(text: str) -> list[str]:
    """The paths of a template; what it fills in is a number here."""
    found = [re.sub(r"{{[^}]*}}", "1", path) for path in ADDRESS.findall(text)]
    return [path.partition("#")[0].partition("?")[0].rstrip(".,)") for path in found]


def leads_nowhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return True
    return False


def test_there_are_mails_with_addresses_to_look_at() -> None:
    assert sum(len(addresses(mail.read_text())) for mail in MAILS) > 20


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: "/".join(mail.parts[-2:]))
def test_every_address_in_a_mail_is_a_page(mail: Path) -> None:
    assert [path for path in addresses(mail.read_text()) if leads_nowhere(path)] == []
