"""Work that takes all it can get. Run by `jobs.bounded` in a process of its own; knows nothing of Django."""

from typing import Any


def spin(content: bytes, **asked: Any) -> tuple[dict[str, Any], bytes]:
    while True:
        pass


def hoard(content: bytes, **asked: Any) -> tuple[dict[str, Any], bytes]:
    return {"bytes": len([b"x" * 1024 * 1024 for _ in range(4_000)])}, b""


def write(content: bytes, *, path: str) -> tuple[dict[str, Any], bytes]:
    with open(path, "wb") as file:
        file.write(content)
    return {}, b""


def echo(content: bytes, **asked: Any) -> tuple[dict[str, Any], bytes]:
    return {"asked": asked}, content


def environment(content: bytes, **asked: Any) -> tuple[dict[str, Any], bytes]:
    import os

    return dict(os.environ), b""
