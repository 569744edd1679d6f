"""Doorways for Celery: what is owed by now is written down every night, before anybody works."""

from typing import Any

from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from .actions import expect_all


@routine("reports.expect", "Lập báo cáo phải nộp theo kỳ")
def expect_reports_task(**_ignored: Any) -> None:
    expect_all(on=today())
