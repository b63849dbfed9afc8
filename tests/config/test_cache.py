"""A dead cache is an empty one: signing in works without it."""

import time
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from config.cache import SoftRedisCache


@pytest.fixture
def dead_cache(settings: Any, monkeypatch: pytest.MonkeyPatch) -> SoftRedisCache:
    dead = SoftRedisCache("redis://127.0.0.1:1/0", settings.CACHES["default"])
    monkeypatch.setattr(caches._connections, "default", dead, raising=False)  # type: ignore[attr-defined]
    return dead


def test_every_question_to_a_dead_cache_has_an_answer(dead_cache: SoftRedisCache) -> None:
    assert dead_cache.get("a", "nothing") == "nothing"
    assert dead_cache.get_many(["a"]) == {}
    assert "a" not in dead_cache
    assert dead_cache.add("a", 1) is True
    assert dead_cache.set("a", 1) is None
    assert dead_cache.set_many({"a": 1}) == []
    assert dead_cache.touch("a") is False
    assert dead_cache.incr("a") == 1
    assert dead_cache.delete("a") is False
    assert dead_cache.delete_many(["a"]) is None


def test_a_sign_in_is_answered_in_words_and_soon_without_a_cache(
    db: None, client: Client, dead_cache: SoftRedisCache
) -> None:
    assert caches["default"] is dead_cache
    began = time.monotonic()
    answer = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "not-this-one"})
    assert answer.status_code == 422
    assert time.monotonic() - began < 5
