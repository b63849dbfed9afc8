import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from config.bodies import in_time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = in_time(get_wsgi_application())
# Views are read here, before workers are forked, and not by the first who asks.
resolve("/")
