from django import template
from django.template import Context
from django.utils import timezone

from emulation_portal.core.permissions import allows

from ..models import Job
from ..policies import check_can_retry
from ..wording import JobWords, describe

register = template.Library()


@register.simple_tag
def job_words(job: Job) -> JobWords:
    return describe(job, timezone.now())


@register.simple_tag(takes_context=True)
def may_retry(context: Context, job: Job) -> bool:
    """Return whether to offer “Thử lại”: only for failed work, and to those whom it concerns."""
    return job.is_failed and bool(allows(check_can_retry, context["request"].user, job))
