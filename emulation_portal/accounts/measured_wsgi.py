"""The portal as gunicorn serves it, and beside its pages the one that all others are compared with."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_portal.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "emulation_portal.accounts.measured_urls"
application = get_wsgi_application()
