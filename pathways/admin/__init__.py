"""The program in the administration. What services write is read-only here; actions call services."""

from pathways.admin import catalogue, deliverables, offerings, placements, years

__all__ = ["catalogue", "deliverables", "offerings", "placements", "years"]
