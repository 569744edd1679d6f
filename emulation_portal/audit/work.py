"""What the log puts on “Việc cần làm”: to whoever inspects, a reading a week."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from emulation_portal.core.dates import short_date
from emulation_portal.core.numbering import grouped
from emulation_portal.core.work import NOTHING, AtHand, WorkItem, WorkList
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .models import Event
from .queries import LogFilter, filtered

A_WEEK = dt.timedelta(days=7)


def weekly_reading(user: Any, on: dt.date) -> WorkList:
    """Ask an auditor who has not read the log for a week to read what was written since; of a quiet week, nothing."""
    if not rights_of(user).hold(Role.AUDITOR):
        return NOTHING
    since = on - A_WEEK + dt.timedelta(days=1)
    if Event.objects.filter(actor_id=user.pk, verb="audit.read", at__date__gte=since).exists():
        return NOTHING
    events, _ = filtered(LogFilter(since=since, until=on), reader=user)
    number = events.count()
    if not number:
        return NOTHING
    days = {"since": short_date(since), "until": short_date(on)}
    item = WorkItem(
        title="Đọc nhật ký bảy ngày qua",
        why=f"{grouped(number)} việc đã ghi từ {days['since']} đến {days['until']}.",
        url=f"{reverse('audit:list')}?{urlencode(days)}",
        button="Đọc nhật ký",
    )
    return AtHand([item])
