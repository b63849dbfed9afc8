"""The floors: the least a page of Django with a filter form and fifty rows can be; one row read and written."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from applications.models import Application
from applications.states import State


class FilterForm(forms.Form):
    q = forms.CharField(label="Name", required=False)
    state = forms.ChoiceField(choices=[(state, state) for state in State], required=False)
    since = forms.DateField(required=False)
    sort = forms.ChoiceField(choices=[("name", "Name"), ("date", "Date")], required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("", "Filter"))


def crispy50(request: HttpRequest) -> HttpResponse:
    """A crispy filter form and a table of fifty rows from one query."""
    columns = ("person__family_name", "offering__role__name", "school__name", "state", "changed_at")
    rows = Application.objects.order_by("-changed_at", "-pk").values(*columns)[:50]
    return render(request, "crispy50.html", {"form": FilterForm(request.GET), "rows": rows})


@csrf_exempt
def one_row(request: HttpRequest) -> HttpResponse:
    """Read one row by its key and write it."""
    application = Application.objects.get(pk=request.GET["pk"])
    application.nudged_at = timezone.now()
    application.save(update_fields=["nudged_at"])
    return HttpResponse("done")
