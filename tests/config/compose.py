"""docker-compose.yml read: its services, and the environment it gives them. Knows no Django."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
GIVEN = {
    "SECRET_KEY": "0123456789-of-a-test-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz",
    "SIGNATURE_KEY": "signatures-of-a-test",
    "POSTGRES_PASSWORD": "words",
    "POSTGRES_APP_PASSWORD": "other-words",
    "ALLOWED_HOSTS": "pathways.example.org",
    "BASE_URL": "https://pathways.example.org",
    "EMAIL_HOST": "smtp.example.org",
    "DEFAULT_FROM_EMAIL": "Pathways <pathways@example.org>",
}


def filled_in(text: str, given: dict[str, str] = GIVEN) -> str:
    """Compose's ${NAME:-default} and ${NAME:?message}, from what stands in .env."""

    def value(found: re.Match[str]) -> str:
        name, how, rest = found.groups()
        assert how == "-" or name in given, f"{name} is demanded, and .env.example must name it"
        return given.get(name, rest if how == "-" else "")

    return re.sub(r"\$\{(\w+):([-?])([^}]*)\}", value, text)


def declared(service: str, given: dict[str, str] = GIVEN) -> dict[str, str]:
    """The environment of a service of ours, as compose fills it in."""
    return {name: filled_in(str(value), given) for name, value in OURS[service]["environment"].items()}
