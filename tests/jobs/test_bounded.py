"""Work in a process of its own, which ends with it."""

import os
from pathlib import Path

import pytest

from emulation_portal.jobs import bounded
from emulation_portal.jobs.bounded import Bounds, OutOfBounds, TooManyAtOnce, run_bounded

BOUNDS = Bounds(cpu_seconds=5, wall_seconds=20, memory_mb=100)


def run(name: str, content: bytes = b"", bounds: Bounds = BOUNDS, **request: object) -> tuple[dict, bytes]:
    return run_bounded(f"tests.files.greedy.{name}", request, content, bounds)


def test_bytes_and_plain_data_come_back() -> None:
    content = os.urandom(3_000_000)

    assert run("echo", content, words=["một", 2, None]) == ({"asked": {"words": ["một", 2, None]}}, content)


@pytest.mark.parametrize(
    ("name", "bounds", "what"),
    [
        ("spin", BOUNDS._replace(cpu_seconds=1), "time"),
        ("spin", BOUNDS._replace(wall_seconds=1), "time"),
        ("hoard", BOUNDS, "memory"),
    ],
)
def test_work_ends_at_its_bounds(name: str, bounds: Bounds, what: str) -> None:
    with pytest.raises(OutOfBounds) as ended:
        run(name, bounds=bounds)

    assert ended.value.what == what


def test_more_than_three_wait_for_their_turn_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "WAITED_FOR_A_TURN_SECONDS", 0.05)
    for _ in range(bounded.AT_ONCE):
        assert bounded._TURNS.acquire(timeout=5)
    try:
        with pytest.raises(TooManyAtOnce, match="thử lại sau ít phút"):
            run("echo")
    finally:
        for _ in range(bounded.AT_ONCE):
            bounded._TURNS.release()

    assert run("echo")


def test_work_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutOfBounds):
        run("write", b"x" * 10, path=str(tmp_path / "a"))

    assert not (tmp_path / "a").exists() or (tmp_path / "a").stat().st_size == 0


def test_work_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "khong-cho-ai-biet")

    told, _ = run("environment")

    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} & set(told)
