"""People, schools and who signs for them; and what was said of accounts that are, or are not, one person's."""

from people.admin import imports, merging, people

__all__ = ["imports", "merging", "people"]
