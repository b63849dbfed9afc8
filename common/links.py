"""What a link is: how it is kept, and when two lead to the same place. Plain Python."""

from urllib.parse import parse_qsl, urlsplit


def tidied(link: str) -> str:
    """The link as it is kept: phones begin it with a capital, which changes nothing."""
    scheme, there, rest = link.strip().partition("://")
    return f"{scheme.lower()}://{rest}" if there else link.strip()


def same_place(one: str, other: str) -> bool:
    """Whether two links lead to the same page: letters of the host, a slash at the end, what stands after # and
    parameters that only one of them has make no difference."""
    first, second = _apart(one), _apart(other)
    return first[0] == second[0] and (first[1] <= second[1] or second[1] <= first[1])


def _apart(link: str) -> tuple[tuple[str, str], set[tuple[str, str]]]:
    parts = urlsplit(tidied(link))
    host = parts.netloc.lower().removeprefix("www.")
    return (host, parts.path.rstrip("/")), set(parse_qsl(parts.query, keep_blank_values=True))
