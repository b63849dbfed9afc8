import os

from django.core.wsgi import get_wsgi_application

from config.bodies import in_time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = in_time(get_wsgi_application())
