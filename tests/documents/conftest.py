"""Keep the papers of a failed test, and say where they are."""

import os
import re
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from . import pdfreader


@pytest.fixture(autouse=True)
def _forget_read_papers() -> None:
    pdfreader.READ.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed and pdfreader.READ:
        folder = Path(tempfile.mkdtemp(prefix="portal-papers-", dir=os.environ.get("TEST_FAILURES_DIR")))
        for number, pdf in enumerate(pdfreader.READ[-5:], start=1):
            (folder / f"{re.sub(r'[^A-Za-z0-9]+', '-', item.name)[:60]}-{number}.pdf").write_bytes(pdf)
        report.sections.append(("papers", f"the papers read by this test are kept in {folder}"))
    return report
