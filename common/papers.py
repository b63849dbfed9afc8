"""PDFs: the one door to typst, with fonts of our own for every script, so that every server prints the same."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from common.names import isolated

FONTS = Path(__file__).parent / "fonts"


@cache
def _fonts() -> typst.Fonts:
    """Read once a process. Fonts of the machine are left out: another machine has others."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def pdf(source: bytes, said: Mapping[str, Any], **options: Any) -> bytes:
    """The PDF of a typst `source`, which reads `said` from `sys.inputs.said`: whatever people wrote goes in as data,
    never as markup, and words from right to left are isolated from their line. `options` are those of typst.compile.
    """
    inputs = {"said": json.dumps(_apart(said))}
    return bytes(typst.compile(source, format="pdf", sys_inputs=inputs, font_paths=_fonts(), **options))


def _apart(said: Any) -> Any:
    if isinstance(said, str):
        return isolated(said)
    if isinstance(said, Mapping):
        return {name: _apart(value) for name, value in said.items()}
    return [_apart(value) for value in said] if isinstance(said, list | tuple) else said
