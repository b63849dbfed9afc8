"""Every variable of the environment and what it takes. A wrong value ends the start with its name.

Plain Python: the health check, gunicorn and the supervisor read it too. docs/deploy.md says what each is for.
"""

import os
import re
import shutil
from collections.abc import Callable
from email.utils import parseaddr
from typing import NamedTuple, TypeVar
from urllib.parse import SplitResult, urlsplit

T = TypeVar("T")


class Wrong(SystemExit):
    """A variable holds what nobody can work with; the sentence says which, and what it takes."""


class Kind(NamedTuple):
    """What a value is made into, and in words what it may be. `of` raises ValueError for what is neither."""

    said: str
    of: Callable[[str], object]
    # A wrong value is repeated, so that it is recognized; an address may hold a password, and is not.
    secret: bool = False


def _number(least: int, most: int = 10**9) -> Callable[[str], int]:
    def of(words: str) -> int:
        if not (words.isdecimal() and words.isascii() and least <= int(words) <= most):
            raise ValueError
        return int(words)

    return of


def _yes(words: str) -> bool:
    answers = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if words.lower() not in answers:
        raise ValueError
    return answers[words.lower()]


def _like(pattern: str) -> Callable[[str], str]:
    def of(words: str) -> str:
        if not re.fullmatch(pattern, words):
            raise ValueError
        return words

    return of


def _url(*schemes: str, right: Callable[[SplitResult], object]) -> Callable[[str], str]:
    def of(words: str) -> str:
        parts = urlsplit(words)
        # A port that is none raises by itself.
        if parts.scheme not in schemes or parts.port == 0 or not right(parts):
            raise ValueError
        return words

    return of


def _address(words: str) -> str:
    host, _, number = words.rpartition(":")
    if not host:
        raise ValueError
    return f"{host}:{_number(1, 65535)(number)}"


def _hosts(words: str) -> list[str]:
    one = _like(r"\*|\[[0-9A-Fa-f:]+\]|\.?[A-Za-z0-9][A-Za-z0-9._-]*")
    return [one(host.strip()) for host in words.split(",")]


def _sender(words: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(words)[1]):
        raise ValueError
    return words


def _program(words: str) -> str:
    if shutil.which(words) is None:
        raise ValueError
    return words


REDIS_SCHEMES = ("redis", "rediss", "redis+socket", "unix")

TEXT = Kind("any text", str)
FOLDER = Kind("a folder", str)
YES = Kind("1 or 0", _yes)
PORT = Kind("a number from 1 to 65535", _number(1, 65535))
FROM_ZERO = Kind("a whole number from 0", _number(0))
FROM_ONE = Kind("a whole number from 1", _number(1))
DURATION = Kind(
    "a time as PostgreSQL writes it, such as 15s, 500ms or 0", _like(r"\d{1,7}(us|ms|s|min|h|d)?")
)
LANES = Kind("work, codes or both", _like("work|codes|both"))
LEVEL = Kind("DEBUG, INFO, WARNING, ERROR or CRITICAL", _like("DEBUG|INFO|WARNING|ERROR|CRITICAL"))
ADDRESS = Kind("an address and a port, such as 127.0.0.1:8000", _address)
HOSTS = Kind("names without https:// and port, separated by commas", _hosts)
SENDER = Kind("an address of mail, such as Pathways <pathways@example.org>", _sender)
PROGRAM = Kind("a program that is there", _program)
SITE = Kind(
    "an address such as https://pathways.example.org, without a path",
    _url("http", "https", right=lambda url: url.hostname and not (url.path.strip("/") or url.query)),
)
DATABASE = Kind(
    "an address such as postgres://role:password@host:5432/name",
    _url("postgres", "postgresql", right=lambda url: url.path.strip("/")),
    secret=True,
)
REDIS = Kind(
    "an address such as redis://host:6379/0",
    _url(*REDIS_SCHEMES, right=lambda url: url.hostname or url.path.strip("/")),
    secret=True,
)

KINDS = {
    "PORT": PORT,
    "DATABASE_URL": DATABASE,
    "DATABASE_OWNER_URL": DATABASE,
    "REDIS_URL": REDIS,
    "BROKER_URL": REDIS,
    "CACHE_URL": REDIS,
    "SECRET_KEY": TEXT,
    "SIGNATURE_KEY": TEXT,
    "ALLOWED_HOSTS": HOSTS,
    "BASE_URL": SITE,
    "SECURE_SSL_REDIRECT": YES,
    "ALLAUTH_TRUSTED_PROXY_COUNT": FROM_ZERO,
    "EMAIL_HOST": TEXT,
    "EMAIL_PORT": PORT,
    "EMAIL_HOST_USER": TEXT,
    "EMAIL_HOST_PASSWORD": TEXT,
    "EMAIL_USE_TLS": YES,
    "DEFAULT_FROM_EMAIL": SENDER,
    "DEMO": YES,
    "DEMO_PUBLIC": YES,
    "DEBUG": YES,
    "LOG_LEVEL": LEVEL,
    "ACCESS_LOG": TEXT,
    "WEB_WORKERS": FROM_ONE,
    "WEB_THREADS": FROM_ONE,
    "BIND": ADDRESS,
    "BODY_SECONDS": FROM_ONE,
    "STATEMENT_TIMEOUT": DURATION,
    "LOCK_TIMEOUT": DURATION,
    "WORKS_ON": LANES,
    "CONN_MAX_AGE": FROM_ZERO,
    "STAFF_IDLE_SECONDS": FROM_ONE,
    "LOCAL_DIR": FOLDER,
    "MEDIA_ROOT": FOLDER,
    "STATIC_ROOT": FOLDER,
    "CELERY_QUEUE": TEXT,
    "CACHE_PREFIX": TEXT,
    "CHROMIUM": PROGRAM,
}
# Set by our own tests and processes for those they start, and by nobody else.
OURS = {"DATABASE_NAME": TEXT, "TEST_DATABASE_NAME": TEXT, "ENDED_FILE": TEXT, "STATIC_MANIFEST": YES}


def read(name: str, default: T) -> T:
    """The value of a variable, or `default` where it is not given or empty; the start ends where it is wrong."""
    kind, words = (KINDS | OURS)[name], os.environ.get(name, "")
    if not words:
        return default
    try:
        return kind.of(words)  # type: ignore[return-value]  # a default is of the kind of its variable
    except ValueError:
        shown = name if kind.secret else f"{name}={words}"
    raise Wrong(f"{shown} is wrong. Give {kind.said}, or leave it out.")


def given(name: str) -> bool:
    """Whether a variable stands in the environment, be it empty."""
    return name in os.environ


def demanded(name: str) -> str:
    """The value of a variable that has no default, or the start ends."""
    words = read(name, "")
    if not words:
        raise Wrong(f"{name} is missing. Off localhost it must be given; see docs/deploy.md.")
    return words


def give(name: str, words: str) -> None:
    """For the settings that are read next: what a command says of a process goes before its environment."""
    os.environ[name] = words


def check() -> None:
    """End the start at the first wrong value, also of a variable that only another process reads."""
    for name in KINDS:
        read(name, None)
