"""The cache holds nothing that must not be lost (how much waits for whom): while it is down, pages work without it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _softly(name: str, instead: Callable[..., Any]) -> Callable[..., Any]:
    method = getattr(RedisCache, name)

    @wraps(method)
    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            log.warning("The cache does not answer: %s", error)
            return instead(*args, **kwargs)

    return call


class SoftRedisCache(RedisCache):
    """As Redis; while it is down as an empty cache that keeps nothing."""

    get = _softly("get", lambda key, default=None, version=None: default)
    get_many = _softly("get_many", lambda keys, version=None: {})
    has_key = _softly("has_key", lambda key, version=None: False)
    add = _softly("add", lambda *args, **kwargs: True)
    set = _softly("set", lambda *args, **kwargs: None)
    set_many = _softly("set_many", lambda data, *args, **kwargs: [])
    touch = _softly("touch", lambda *args, **kwargs: False)
    incr = _softly("incr", lambda key, delta=1, version=None: delta)
    delete = _softly("delete", lambda *args, **kwargs: False)
    delete_many = _softly("delete_many", lambda *args, **kwargs: None)
