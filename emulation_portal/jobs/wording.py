"""What a page says about a job. It is read from the row alone, so it stays true while Redis or the workers are away."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from emulation_portal.core.routines import words_of_routine

from .enums import JobState
from .health import Health
from .models import Job
from .room import Room

_USUAL_WAIT = dt.timedelta(seconds=15)

TONES = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "info",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
}


@dataclass(frozen=True)
class JobWords:
    label: str
    tone: str
    detail: str
    percent: int | None
    poll_seconds: int  # 0: nothing will change by itself any more


def describe(job: Job, now: dt.datetime) -> JobWords:
    state = JobState(job.state)
    return JobWords(
        label=str(state.label),
        tone=TONES[state],
        detail=_detail(job, state, now),
        percent=job.progress_percent or None if state == JobState.RUNNING else None,
        poll_seconds=_poll_seconds(job, now),
    )


@dataclass(frozen=True)
class PartWords:
    """How one part of the portal is, on the health page."""

    name: str
    label: str
    tone: str
    detail: str = ""


_ROOM = {
    Room.ENOUGH: ("Còn chỗ", "success", ""),
    Room.NEARLY_FULL: ("Sắp đầy", "warning", "Hãy dọn hoặc thêm đĩa trước khi hết chỗ; mọi việc vẫn chạy."),
    Room.NONE: (
        "Không ghi được",
        "danger",
        "Đĩa đầy hoặc chỉ cho đọc. Việc tạo tệp được giữ lại và tự chạy khi có chỗ.",
    ),
}


def more_parts(health: Health, now: dt.datetime) -> list[PartWords]:
    """Return room for files, the clock with its worker, and what of the regular work failed at its last run."""
    parts = [PartWords("Chỗ lưu tệp", *_ROOM[health.room])]
    ago = f"Lần rà gần nhất cách đây {spoken(health.swept)}." if health.swept is not None else "Chưa rà lần nào."
    if health.is_worker_alive:
        parts.append(PartWords("Việc định kỳ", "Đang chạy", "success", ago))
    else:
        parts.append(PartWords("Việc định kỳ", "Không chạy", "danger", f"{ago} Máy xử lý hoặc đồng hồ có thể đã dừng."))
    if health.is_backup_late:
        ago = (
            f"Lần gần nhất cách đây {spoken(health.backed_up)}."
            if health.backed_up is not None
            else "Chưa sao lưu lần nào."
        )
        parts.append(PartWords("Sao lưu", "Đã quá hạn", "danger", f"{ago} Hãy xem vì sao việc sao lưu không chạy."))
    for routine in health.failing:
        detail = f"{routine.reason} Lần hỏng gần nhất: {_clock(routine.failed_at, now)}."
        parts.append(PartWords(words_of_routine(routine.name), "Không thành", "danger", detail))
    return parts


def spoken(length: dt.timedelta) -> str:
    """Return `2,3 giây`, `45 giây`, `2 phút 5 giây`, `3 giờ 12 phút` or `2 ngày 4 giờ`; below a second, `chưa đến 1 giây`."""
    seconds = max(0.0, length.total_seconds())
    if seconds < 1:
        return "chưa đến 1 giây"
    if seconds < 10:
        return f"{seconds:.1f} giây".replace(".", ",").replace(",0 ", " ")
    whole = int(seconds)
    for big, small, size, unit in _UNITS:
        if whole >= size:
            rest = whole % size // unit
            return f"{whole // size} {big}" + (f" {rest} {small}" if rest else "")
    return f"{whole} giây"


_UNITS = [
    ("ngày", "giờ", 86400, 3600),
    ("giờ", "phút", 3600, 60),
    ("phút", "giây", 60, 1),
]


def _detail(job: Job, state: JobState, now: dt.datetime) -> str:
    match state:
        case JobState.QUEUED:
            return _queued(job, now)
        case JobState.RUNNING:
            return _running(job, now)
        case JobState.DONE:
            took = job.duration(now)
            return f"Xong lúc {_clock(job.finished_at, now)}" + (f", mất {spoken(took)}." if took else ".")
        case JobState.FAILED:
            return f"{job.reason} (lúc {_clock(job.finished_at, now)})"


def _queued(job: Job, now: dt.datetime) -> str:
    if job.not_before and job.not_before > now:
        return f"{job.reason} Lần tới: {_clock(job.not_before, now)}."
    if job.waiting_time(now) < _USUAL_WAIT:
        return job.reason or "Đã ghi nhận. Việc thường bắt đầu sau vài giây."
    late = f"Chờ lâu hơn thường lệ, từ {_clock(job.queued_at, now)}. Yêu cầu vẫn được giữ và sẽ tự chạy; bạn không cần gửi lại."
    return f"{job.reason} {late}".strip()


def _running(job: Job, now: dt.datetime) -> str:
    if job.is_silent(now):
        return f"Máy xử lý không trả lời từ {_clock(job.lease_until, now)}. Hệ thống sẽ tự giao việc lại."
    again = f", lần thử thứ {job.attempts}" if job.attempts > 1 else ""
    return f"Bắt đầu lúc {_clock(job.started_at, now)}{again}."


def _clock(at: dt.datetime | None, now: dt.datetime) -> str:
    if at is None:
        return "–"
    local, today = timezone.localtime(at), timezone.localtime(now)
    return f"{local:%H:%M:%S}" if local.date() == today.date() else f"{local:%H:%M ngày %d/%m/%Y}"


def _poll_seconds(job: Job, now: dt.datetime) -> int:
    """Look every second while something is expected any moment, more rarely when it takes long."""
    if job.is_finished:
        return 0
    return 1 if now - max(job.queued_at, job.started_at or job.queued_at) < dt.timedelta(seconds=60) else 5
