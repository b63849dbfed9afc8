"""No token and no search reaches a log of the proxy of docker-compose.yml."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import SlugConverter, StringConverter

from config.logs import mask
from tests.config.proxy import NAME, Proxy

pytestmark = pytest.mark.slow

TOKEN = "kR3-x_Zt0pQ9vWb7LmN2cYd4"
SECRET_NAMES = ("token", "key", "secret")


def secret_paths(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """A path of each address of ours that carries a secret, the secret written TOKEN."""
    for part in resolver.url_patterns:
        here = before + re.sub(r"^\^|\\Z|\$$|\\", "", str(part.pattern))
        if isinstance(part, URLResolver):
            yield from secret_paths(part, here)
        elif isinstance(part, URLPattern) and any(
            name in part.pattern.regex.groupindex for name in SECRET_NAMES
        ):
            filled = re.sub(r"<\w+:(?:token|key|secret)>|\(\?P<(?:token|key|secret)>[^)]*\)", TOKEN, here)
            yield "/" + re.sub(r"<[^>]*>|\(\?P<\w+>[^)]*\)", "12", filled)


def test_a_free_text_in_an_address_of_ours_is_a_secret_by_its_name() -> None:
    """What is no number and no name of a row is a token; by another name the test below would miss it."""
    free = [
        f"{pattern.pattern} {name}"
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.app_name not in ("admin", "")
        for pattern in resolver.url_patterns
        if isinstance(pattern, URLPattern)
        for name, converter in pattern.pattern.converters.items()
        if isinstance(converter, StringConverter) and not isinstance(converter, SlugConverter)
        if name not in SECRET_NAMES
    ]
    assert free == []


def test_no_token_reaches_a_log_of_the_proxy_or_of_web(proxy: Proxy, lonely: Proxy) -> None:
    paths = list(secret_paths(get_resolver()))
    assert {path.split(TOKEN)[0] for path in paths} >= {
        "/cosign/",
        "/service/",
        "/alumni/",
        "/check-in/",
        "/calendar/",
        "/accounts/confirm-email/",
        "/accounts/password/reset/key/12-",
    }
    for path in paths:
        assert TOKEN not in mask(path), path
        for asked in (
            path,
            f"/{path}",
            path + "?next=" + path,
            path.replace("/", "/%", 1),
            f"{path}?q=Naomi",
        ):
            for one in (proxy, lonely):
                one.ask(asked, Referer=f"https://{NAME}{path}")
        proxy.ask(path, method="POST", body=b"x" * (12 * 1024 * 1024 + 1))
    for one in (proxy, lonely):
        assert TOKEN not in one.logs()
        assert "Naomi" not in one.logs()
        assert '"GET /cosign/[masked]/resume/" ' in one.logs()
    assert '"POST /cosign/[masked]/" 413 ' in proxy.logs()


def test_rows_stay_readable_in_its_log_and_a_failure_says_where_it_was(proxy: Proxy, lonely: Proxy) -> None:
    proxy.ask("/service/17/")
    proxy.ask("/check-in/")
    assert '"GET /service/17/" 200 4 bytes ' in proxy.logs()
    assert '"GET /check-in/" 200 4 bytes ' in proxy.logs()
    lonely.ask("/schools/")
    assert re.search(
        r'^127\.0\.0\.1 \[\S+\] "GET /schools/" 503 \d+ bytes \S+ s, upstream 502$', lonely.logs(), re.M
    )
