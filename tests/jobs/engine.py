"""The portal's Celery app as the crash tests run it: with the tests' kinds of work, and a quick sweep."""

import os

from emulation_portal.celery import app

app.conf.imports = ("tests.jobs.handlers",)
app.conf.beat_schedule = {
    "jobs.sweep": {**app.conf.beat_schedule["jobs.sweep"], "schedule": float(os.environ["SWEEP_SECONDS"])}
}
