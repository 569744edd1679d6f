"""Many rows at once, for lists: copies of a row that came about by the real actions.

The rules of the database for how a row comes to be were asked of the first one; for its copies they stand back, as
they do for who owns the tables alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pgtrigger
from django.db import connection, models

from campaigns.models import CampaignPlan
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.models import Register
from emulation_portal.jobs.models import Job

Differing = Callable[[int], dict[str, Any]]


def copies(row: models.Model, count: int, differing: Differing) -> Iterator[Any]:
    """Insert copies of a row; `differing` says what is other than on the row in the n-th of them, from 1 on."""
    new = [copy(row) for _ in range(count)]
    for n, each in enumerate(new, start=1):
        each._state = copy(row._state)
        each._state.fields_cache = {}
        each.pk = None
        for name, value in differing(n).items():
            setattr(each, name, value)
    return iter(type(row)._base_manager.bulk_create(new))


@contextmanager
def as_owner() -> Iterator[None]:
    """Do something as who owns the tables, whose rights stand in for those of the portal meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        with pgtrigger.ignore():
            yield
        cursor.execute(f'SET ROLE "{role}"')


@as_owner()
def more_plans(plan: CampaignPlan, count: int) -> None:
    """Insert copies of a plan, each with its campaign; with a paper and its file's job and line in the book, if it has one."""
    campaigns = copies(plan.campaign, count, lambda n: {"name": f"{plan.campaign.name} ({n})"})
    papers = _more_papers(plan, count) if plan.document else iter(())
    drafts = copies(Draft.objects.get(pk=plan.pk), count, lambda _: {"document": next(papers, None)})
    for draft, campaign in zip(list(drafts), list(campaigns), strict=True):
        child = CampaignPlan(draft_ptr=draft, campaign=campaign, is_current=plan.is_current)
        child.save_base(raw=True)  # the row of the child alone
        if draft.document:
            type(draft.document)._base_manager.filter(pk=draft.document.pk).update(subject_id=draft.pk)


def _more_papers(plan: CampaignPlan, count: int) -> Iterator[Any]:
    document, last = plan.document, plan.document.entry.register.last_number
    lines = copies(document.entry, count, lambda n: {"number": last + n})
    papers = copies(
        document, count, lambda n: {"number": last + n, "entry": next(lines), "check_code": f"{plan.pk:08}{n:08}"}
    )
    Register.objects.filter(pk=document.entry.register_id).update(last_number=last + count)
    made = list(papers)
    job = Job.objects.get(key=document.job_key)
    copies(job, count, lambda n: {"key": made[n - 1].job_key})
    return iter(made)
