"""The portal as a web server of its own, which a test can kill: with the files of the pages, which nginx has elsewhere."""

from django.contrib.staticfiles.handlers import StaticFilesHandler

from emulation_portal.wsgi import application as portal

application = StaticFilesHandler(portal)
