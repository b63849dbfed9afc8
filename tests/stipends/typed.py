"""A rule as a browser sends it."""

from stipends.forms.rule import shown


def typed(rule, **given):
    """The fields of a policy's form as they begin with this rule; `given` are others."""
    fields = {**shown(rule), **given}
    return {name: "" if value is None else str(value) for name, value in fields.items()}
