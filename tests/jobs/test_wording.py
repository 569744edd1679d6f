import datetime as dt

import pytest

from emulation_portal.jobs.models import Job
from emulation_portal.jobs.wording import describe, spoken

NOW = dt.datetime(2026, 3, 5, 7, 5, 0, tzinfo=dt.UTC)  # 14:05 in Việt Nam


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "chưa đến 1 giây"),
        (0.4, "chưa đến 1 giây"),
        (1, "1 giây"),
        (2.34, "2,3 giây"),
        (45.9, "45 giây"),
        (60, "1 phút"),
        (125, "2 phút 5 giây"),
        (3600, "1 giờ"),
        (11520, "3 giờ 12 phút"),
        (187200, "2 ngày 4 giờ"),
    ],
)
def test_spoken(seconds, words):
    assert spoken(dt.timedelta(seconds=seconds)) == words


def at(seconds):
    return NOW + dt.timedelta(seconds=seconds)


def words(**fields):
    told = describe(Job(**{"queued_at": at(-5), **fields}), NOW)
    return told.label, told.tone, told.detail, told.percent, told.poll_seconds


def test_words_of_each_state():
    assert words(state="queued") == (
        "Đang chờ",
        "waiting",
        "Đã ghi nhận. Việc thường bắt đầu sau vài giây.",
        None,
        1,
    )
    assert words(state="queued", reason="Máy chủ hết chỗ lưu tệp.", not_before=at(10)) == (
        "Đang chờ",
        "waiting",
        "Máy chủ hết chỗ lưu tệp. Lần tới: 14:05:10.",
        None,
        1,
    )
    assert words(state="running", started_at=at(-2), lease_until=at(60), attempts=2, progress_percent=40) == (
        "Đang chạy",
        "info",
        "Bắt đầu lúc 14:04:58, lần thử thứ 2.",
        40,
        1,
    )
    assert words(state="done", started_at=at(-4), finished_at=at(-1.7)) == (
        "Đã xong",
        "success",
        "Xong lúc 14:04:58, mất 2,3 giây.",
        None,
        0,
    )
    assert words(state="failed", reason="Máy chủ hết chỗ lưu tệp.", finished_at=at(-86400)) == (
        "Không thành",
        "danger",
        "Máy chủ hết chỗ lưu tệp. (lúc 14:05 ngày 04/03/2026)",
        None,
        0,
    )
