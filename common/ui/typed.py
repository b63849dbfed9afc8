"""What was typed into a form that could not be taken: which of it people wrote, and under which words they know it."""

from django import template
from django.forms import Form

from common.ui.components import in_words

register = template.Library()

# Fields by these names are buttons, or what a page keeps for itself.
NOT_SHOWN = frozenset(
    (
        *(
            "save",
            "send",
            "later",
            "check",
            "verb",
            "action",
            "move",
            "then",
            "walk_in",
            "step",
            "next",
            "seen",
        ),
        *("version", "sha256", "snapshot_sha256", "total_cents", "consent"),
        *("id", "index", "select_across", "as_opened", "csrfmiddlewaretoken"),
    )
)
# Fields by these names hold what a person wrote, however short.
WRITTEN = frozenset(
    (
        *("reason", "words", "note", "notes", "comment", "text", "title", "name"),
        *("given_name", "family_name", "preferred_name", "email"),
        *("time", "mindset", "skillset", "experience"),
    )
)


def _part(name: str) -> str:
    """The last part of a field's name that is no number: of `memberships-0-note` the note, of `reason-219` the
    reason."""
    return next((part for part in reversed(name.split("-")) if not part.isdigit()), name)


@register.filter
def as_label(name: str) -> str:
    """The name of a field as people may read it: `action_steps` is "Action steps", `reason-219` is "Reason"."""
    return in_words(_part(name))


@register.filter
def is_shown(name: str) -> bool:
    """Whether a field by this name says something to people: no button, and nothing a page keeps for itself."""
    kept = name.startswith(("_", "seen_", "initial-", "action_")) or "_FORMS" in name
    return not kept and _part(name) not in NOT_SHOWN


@register.filter
def holds_words(value: str, name: str) -> bool:
    """Whether a person wrote this value of the field `name`, rather than choosing it."""
    return is_shown(name) and (_part(name) in WRITTEN or any(sign in value.strip() for sign in " \n@"))


@register.filter
def holds_something(form: Form) -> bool:
    """Whether a form has something to show: an error, or what was typed in it; then it is not folded away."""
    return bool(form.errors) or any(str(value).strip() for value in form.initial.values())
