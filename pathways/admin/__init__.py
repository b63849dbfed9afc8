"""The program in the administration. What services write is read-only here; actions call services."""

from pathways.admin import catalogue, deliverables, events, goals, offerings, placements, years

__all__ = ["catalogue", "deliverables", "events", "goals", "offerings", "placements", "years"]
