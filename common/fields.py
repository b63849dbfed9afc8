"""Fields for names: kept as common.names says, and columns derived from them so that every server finds and sorts
people in one way. Whatever writes a row writes them: a form, the administration, an import, `bulk_create`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import IContains, IExact, IStartsWith

from common.names import IN_A_LINE, cleaned, folded, stored, why_not_read, why_refused
from common.states import Deed


class NameInput(forms.CharField):
    """A name as it is typed. What cannot be one is refused in words; the rest comes as it is kept."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if refused := why_refused(typed):
            raise ValidationError(refused)
        return stored(typed)


class LineInput(NameInput):
    """A line that stands in mails and on papers under somebody's name (a position, an employer): what cannot be in a
    name cannot be in it, in words that call it no name, but it may be anything to read."""

    def to_python(self, value: Any) -> str:
        typed = forms.CharField.to_python(self, value) or ""
        if refused := why_refused(typed):
            raise ValidationError(IN_A_LINE.get(refused, refused))
        return cleaned(typed)


class PlaceInput(forms.CharField):
    """Where people meet or something is kept, on one line: a place, a drawer, or the link of a meeting."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if refused := why_not_read(typed):
            raise ValidationError(refused)
        return cleaned(typed)


class _PlainColumn(models.CharField):
    """For the database a CharField like any other, so that migrations need nothing of ours."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class NameField(_PlainColumn):
    """A name, or a part of one."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(stored(value) if isinstance(value, str) else value, connection)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = stored(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": NameInput, **kwargs})


class DeedField(_PlainColumn):
    """What was done, in a line of history: a deed of these kinds, and nothing else is written. A word of other code,
    in a copy of it say, is read as it stands."""

    def __init__(self, *kinds: type[Deed], **kwargs: Any) -> None:
        self.deeds = {str(deed): deed for kind in kinds for deed in kind}
        # Whoever draws a field by its choices, as the administration does, tells it in the past.
        told = [(word, deed.past) for word, deed in self.deeds.items()]
        super().__init__(**{"max_length": 40, "choices": told or None, **kwargs})

    def deconstruct(self) -> Any:
        """Without choices: a new deed needs no migration."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if self.deeds and value not in self.deeds:
            raise ValueError(f"{value!r} is none of {', '.join(self.deeds)}.")
        return super().get_db_prep_save(str(value), connection)

    def from_db_value(self, value: str, expression: Any, connection: Any) -> str:
        return self.deeds.get(value, value)


class SeveralOf(ArrayField):
    """A list of words out of the choices of its `base_field`, ticked in a form; for the database a list like any other,
    so that migrations need nothing of ours."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        given = {"choices": self.base_field.choices, "widget": forms.CheckboxSelectMultiple, **kwargs}
        return models.Field.formfield(
            self,
            form_class=forms.MultipleChoiceField,
            choices_form_class=forms.MultipleChoiceField,
            **given,
        )


class DerivedField(_PlainColumn):
    """Text that the model's method `derive` makes of the fields `of` whenever a row is written; cut to `max_length`."""

    def __init__(self, *args: Any, derive: str = "", of: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **{"default": "", "editable": False, **kwargs})
        self.derive, self.of = derive, of

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.derive)()[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class FoldedField(DerivedField):
    """Derived text to look in. The question is folded like the text, by whoever asks it and however."""


class _Folds:
    def get_prep_lookup(self) -> Any:
        return folded(self.rhs) if isinstance(self.rhs, str) else self.rhs  # type: ignore[attr-defined]


@FoldedField.register_lookup
class FoldedHolds(_Folds, IContains):
    """`…__icontains`: somewhere in it."""


@FoldedField.register_lookup
class FoldedStarts(_Folds, IStartsWith):
    """`…__istartswith`: it begins so."""


@FoldedField.register_lookup
class FoldedIs(_Folds, IExact):
    """`…__iexact`: it is that."""


class WordStarts(IContains):
    """`…__word_starts`: a word of it but the first begins so."""

    def get_prep_lookup(self) -> Any:
        return f" {folded(self.rhs)}"


FoldedField.register_lookup(WordStarts, "word_starts")


def derived(model: type[models.Model]) -> list[DerivedField]:
    """The derived fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, DerivedField)]


class DerivingQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> int:
        """As ever, but for what other columns are derived from: an UPDATE would leave those behind."""
        behind = {field.name for field in derived(self.model) if kwargs.keys() & set(field.of)}
        if behind - kwargs.keys():
            raise TypeError(f"Use save(): {', '.join(sorted(behind))} follow from what is changed.")
        return super().update(**kwargs)


class Deriving(models.Model):
    """A model with derived fields: saving some fields saves what follows from them."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None:
            follow = [field.name for field in derived(type(self)) if set(fields) & set(field.of)]
            kwargs["update_fields"] = list(dict.fromkeys([*fields, *follow]))
        super().save(*args, **kwargs)
