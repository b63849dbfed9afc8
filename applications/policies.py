"""Who may see and do what with applications."""

from django.db.models import Q, QuerySet

from applications.models import Application
from people.models import User
from people.queries import acts_for, hats, today


def visible_to(applications: "QuerySet[Application]", user: User) -> "QuerySet[Application]":
    """Own ones; those one is asked to sign or to review, once submitted; all beyond draft for managers."""
    if not user.is_authenticated:
        return applications.none()
    if user.is_superuser:
        return applications
    beyond_draft = ~Q(state="draft")
    if hats(user).manager:
        return applications.filter(Q(person=user) | beyond_draft)
    signers = [user, *acts_for(user, today())]
    asked = Q(signer__in=signers) & beyond_draft
    reviews = Q(pk__in=user.reviews.exclude(state="recused").values("application")) & beyond_draft
    return applications.filter(Q(person=user) | asked | reviews)
