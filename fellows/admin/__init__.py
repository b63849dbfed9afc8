"""Fellows in the administration: read, searched, and moved by the same verbs as on their pages."""

from fellows.admin import fellows

__all__ = ["fellows"]
