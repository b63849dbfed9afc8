"""Forms of verbs that are looked at before they are done."""

from django import forms


class SeenFields(forms.Form):
    """Carries the marks of what was looked at; the form that comes back carries those of what is to be looked at."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def show(self, seen: str) -> None:
        """The form comes back beside what it would do; sent again, it is done."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("seen")] = seen  # type: ignore[index]
