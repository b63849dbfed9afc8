"""Fellows in the administration: read, searched, and moved by the same verbs as on their pages."""

from fellows.admin import assistance, fellows

__all__ = ["assistance", "fellows"]
