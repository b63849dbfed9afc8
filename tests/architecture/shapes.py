"""Every form that is declared somewhere in the product, whether an app's forms are one file or a package."""

import importlib
import inspect
from collections.abc import Iterator

from django import forms

from tests.architecture.rooms import ROOT, sources


def shapes() -> Iterator[tuple[str, type[forms.BaseForm]]]:
    """Each form with its name, where it is declared; not once more where it is imported."""
    for file in sorted(sources()):
        place = file.relative_to(ROOT).with_suffix("").parts
        if "forms" not in place[1:3]:
            continue
        module = importlib.import_module(".".join(place))
        for name, form in vars(module).items():
            if (
                inspect.isclass(form)
                and issubclass(form, forms.BaseForm)
                and form.__module__ == module.__name__
            ):
                yield name, form
