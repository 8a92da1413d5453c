import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from secmods import gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secmods.settings")

application = get_wsgi_application()
# Every page before the first request: once for all workers where the application is loaded before they are.
import_module(settings.ROOT_URLCONF)
gate.pass_through()
