"""Which rows of the administration are whose: what `visible_to` leaves, of the rows or of what they belong to."""

from typing import Any, cast

from django.contrib.auth import get_permission_codename
from django.contrib.auth.backends import ModelBackend
from django.db.models import ForeignKey, Model, Q, QuerySet


def theirs(rows: "QuerySet[Any]", user: Any) -> "QuerySet[Any]":
    """Of these rows those that are `user`'s to see: all for administrators, and where Django's own permission was given
    for the whole table; else those that pages would show them."""
    if user.is_superuser or _was_given(rows.model, user):
        return rows
    seen = _seen(rows.model, (), user)
    return rows if seen is None else rows.filter(seen)


def _was_given(model: type[Model], user: Any) -> bool:
    names = (get_permission_codename(what, model._meta) for what in ("view", "change"))
    given = ModelBackend()
    return any(given.has_perm(user, f"{model._meta.app_label}.{name}") for name in names)


def _seen(model: type[Model], above: tuple[type[Model], ...], user: Any) -> Q | None:
    """What narrows rows of `model`; None where neither they nor what they belong to knows whose they are. `above` are
    the tables that led here."""
    rows: Any = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        return Q(pk__in=rows.visible_to(user).order_by().values("pk"))
    narrowed = [_through(field, (*above, model), user) for field in model._meta.fields]
    parts = [part for part in narrowed if part is not None]
    whole = Q()
    for part in parts:
        whole &= part
    return whole if parts else None


def _through(field: Any, above: tuple[type[Model], ...], user: Any) -> Q | None:
    """What a link to another table narrows; a row whose link is empty is not narrowed by it."""
    if not isinstance(field, ForeignKey) or field.related_model in above:
        return None
    other = cast("type[Model]", field.related_model)
    seen = _seen(other, above, user)
    if seen is None:
        return None
    linked = Q(**{f"{field.name}__in": other._default_manager.filter(seen).order_by().values("pk")})
    return linked | Q(**{f"{field.name}__isnull": True}) if field.null else linked
