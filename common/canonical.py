"""The one way to write facts as bytes, their fingerprint, and the keyed chain over them. Plain Python."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any


def canonical(facts: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON with sorted keys and no optional space: equal facts are equal bytes."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(content: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def link_of_chain(key: str, evidence: Mapping[str, Any], previous: str) -> str:
    """HMAC-SHA256 over every field of the evidence and the MAC before it."""
    words = canonical({"evidence": dict(evidence), "previous": previous})
    return hmac.new(key.encode(), words, hashlib.sha256).hexdigest()
