"""Who may enter the administration sees there what their hats allow: the policies that pages ask say so.

Seeing is all that hats give there. What is done stands on pages, and what is edited by hand stays with administrators.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.backends import BaseBackend

from fellows.policies import sees_all as sees_fellows
from notifications.policies import keeps_reminders
from people.models import User
from people.policies import may_appoint, may_keep_people
from people.queries import hats

Policy = Callable[[User], bool]


def _nobody(user: User) -> bool:
    return False


# Tables that are narrower than their app.
TABLES: dict[str, Policy] = {
    # Rights, and what was done with them, are for those who give them.
    "people.hat": may_keep_people,
    "people.personevent": may_keep_people,
    # Which accounts are one person's, and who asked for everything about whom.
    "people.apart": may_keep_people,
    "people.merge": may_keep_people,
    "people.mergedrow": may_keep_people,
    "people.personexport": may_keep_people,
    "pathways.pathwaymanager": may_keep_people,
    # Registrars keep them too, who read no mails.
    "notifications.reminderrule": keeps_reminders,
    "notifications.reminderruleevent": keeps_reminders,
    # Tries of strangers; links and codes that open something; scores of others, which nobody reads before their own.
    "people.attempt": _nobody,
    "applications.cosigncode": _nobody,
    "applications.cosignlink": _nobody,
    "applications.review": _nobody,
    "fellows.servicelink": _nobody,
    "seminars.calendaraddress": _nobody,
}
# Of all other tables by their app. Which rows: common/admin/rows.py.
APPS: dict[str, Policy] = {
    "people": may_appoint,
    "pathways": lambda user: hats(user).leaders or hats(user).registrar,
    "applications": lambda user: hats(user).manager,
    "seminars": lambda user: hats(user).leaders,
    "coaching": lambda user: hats(user).leaders,
    "fellows": sees_fellows,
    "stipends": lambda user: hats(user).money,
    "notifications": lambda user: hats(user).manager,
}


class HatBackend(BaseBackend):
    """Answers what hats let somebody see in the administration; nobody signs in by it."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether `user_obj` sees the rows of a table: `people.view_post`."""
        app, _, what = perm.partition(".")
        verb, _, model = what.partition("_")
        if verb != "view" or not _enters(user_obj):
            return False
        return TABLES.get(f"{app}.{model}", APPS.get(app, _nobody))(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether they see any table of an app."""
        if not _enters(user_obj):
            return False
        own = [policy for table, policy in TABLES.items() if table.startswith(f"{app_label}.")]
        return any(policy(user_obj) for policy in (APPS.get(app_label, _nobody), *own))


def _enters(user: Any) -> bool:
    return isinstance(user, User) and user.is_active and user.is_staff
