"""Invented names. Any likeness to a person is chance."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
GIVEN = (DATA / "given.txt").read_text(encoding="utf-8").split()
FAMILY = (DATA / "family.txt").read_text(encoding="utf-8").split()
