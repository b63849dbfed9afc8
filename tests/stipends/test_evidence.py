"""The text of which a hash is taken: the one that any JSON library writes when asked plainly."""

import json

from hypothesis import given
from hypothesis import strategies as st

from stipends.queries.hashes import canonical

plain = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text()
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(values)
def test_the_hashed_text_is_json_with_sorted_keys_and_no_spaces(value: object) -> None:
    assert canonical(value) == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
