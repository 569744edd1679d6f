"""What whoever runs the portal finds in its log."""

import logging
import sys

import pytest
from django.core.exceptions import PermissionDenied

from emulation_portal.core.logs import RefusalsInOneLine


@pytest.mark.parametrize(
    ("error", "has_trace"), [(PermissionDenied("Không có quyền."), False), (ValueError("x"), True)]
)
def test_a_refusal_leaves_one_line_and_a_fault_its_trace(error: Exception, has_trace: bool) -> None:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden: /x/", (), sys.exc_info())

    assert RefusalsInOneLine().filter(record)
    assert bool(record.exc_info) == has_trace
    assert record.getMessage() == "Forbidden: /x/"


def test_the_log_uses_it(settings) -> None:
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["refusals"]
