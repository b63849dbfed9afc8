from pathways.services.placements import (
    begin_placement,
    end_placement,
    move_school,
    record_leave,
)

__all__ = [
    "begin_placement",
    "end_placement",
    "move_school",
    "record_leave",
]
