"""The rooms of the house, from the top; imports and foreign keys run down."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = [
    {"dashboard"},
    {"stipends"},
    {"applications", "seminars", "coaching", "fellows"},
    {"pathways"},
    {"notifications"},
    {"people"},
    {"common"},
]
ROOMS = [room for floor in FLOORS for room in sorted(floor)]
APPS = [room for room in ROOMS if room != "common"]
HEIGHT = {room: -number for number, floor in enumerate(FLOORS) for room in floor}


def sources() -> Iterator[Path]:
    """Every file of Python of the product but migrations."""
    for room in (*ROOMS, "config", "demo"):
        yield from (file for file in (ROOT / room).rglob("*.py") if "migrations" not in file.parts)
