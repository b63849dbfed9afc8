"""When years pay: planned, changed and taken back by finance, on its own page."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from stipends.models import Payday, PaydayEvent
from stipends.verbs import PAYDAY


@admin.register(Payday)
class PaydayAdmin(ReadOnlyAdmin):
    list_display = ["name", "year", "in_words", "pay_on"]
    list_filter = ["year", "kind"]
    list_select_related = ["year"]
    search_fields = ["year__label", "kind"]
    life = PAYDAY


@admin.register(PaydayEvent)
class PaydayEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "year", "action", "about", "by"]
    list_filter = ["action", "year"]
    list_select_related = ["year", "by"]
    search_fields = ["payment", "year__label", "by__search_name"]
