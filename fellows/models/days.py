"""Days that statements work out for themselves."""

from django.db import models
from django.db.models import Func


class FirstOfMay(Func):
    """The first of May on or before a day, as `fellows.rules.yearly.asked_since` says it; in SQL, for a statement that
    is written once for all days."""

    template = "(date_trunc('year', %(expressions)s - interval '4 months') + interval '4 months')::date"
    output_field = models.DateField()
