"""Subjects fit on their line: some mail servers take a subject that begins on the second line for none."""

import re

import pytest
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


@pytest.mark.parametrize("template", ["invitation", "reset_password"])
def test_subject_stands_on_its_own_line(template: str) -> None:
    subject = render_to_string(f"accounts/mail/{template}_subject.txt").strip()

    head = EmailMessage(subject, "x", "a@example.vn", ["b@example.vn"]).message().as_bytes().split(b"\n\n")[0]

    lines = re.findall(rb"(?m)^Subject:.*(?:\n[ \t].*)*", head)
    assert len(lines) == 1
    assert b"\n" not in lines[0]
    assert lines[0] != b"Subject:"
