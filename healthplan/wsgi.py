"""WSGI entry point: `gunicorn healthplan.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
os.environ.setdefault("SERVES_PAGES", "true")

application = get_wsgi_application()
