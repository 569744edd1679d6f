import logging

from celery import shared_task
from django.utils import timezone

from . import actions
from .verifying import look_over

log = logging.getLogger(__name__)


@shared_task(name="audit.seal")
def seal(**_ignored: object) -> None:
    actions.seal_events(at=timezone.now())


@shared_task(name="audit.verify")
def verify(**_ignored: object) -> None:
    for words in look_over(at=timezone.now()).named:
        log.error("nhật ký không còn nguyên vẹn: %s", words)
