"""The administration of people, asked as an administrator asks it."""

from django.urls import reverse

# The rows below a person.
SHEETS = ("posts", "hats", "events")


def address(model, page, *args):
    return reverse(f"admin:people_{model}_{page}", args=args)


def press(client, model, action, *rows, **typed):
    """Choose rows and an action, and send its form if it has one; the words of the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "_typed": "1", **typed}
    return client.post(address(model, "changelist"), chosen, follow=True).content.decode()


def user_data(person, **changes):
    names = (
        "email",
        "given_name",
        "family_name",
        "preferred_name",
        "external_id",
        "is_staff",
        "is_superuser",
    )
    data = {name: getattr(person, name) for name in names if getattr(person, name)}
    data |= {f"{name}-{key}": 0 for name in SHEETS for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return data | changes


def post_data(post, **changes):
    names = ("position", "fte", "channel", "starts")
    data = {name: getattr(post, name) for name in names} | {
        "person": post.person_id,
        "school": post.school_id,
    }
    return data | changes
