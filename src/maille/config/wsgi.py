"""The WSGI entry point that `./maille serve` gives to granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maille.config.settings")
application = get_wsgi_application()
