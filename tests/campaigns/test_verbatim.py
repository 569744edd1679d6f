"""What was read from a file is printed word for word: file → draft rows → paper → PDF → the same words again."""

import datetime as dt
import re
from pathlib import Path

import pytest

from campaigns import sample
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.actions import as_read, confirm_import, read_paper_file
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.reading import ParsedPaper, plain
from emulation_portal.documents.rendering import render
from emulation_portal.rights.enums import Role
from tests.documents.pdfreader import read
from tests.factories.documents import issuer
from tests.factories.people import user_with_role

pytestmark = pytest.mark.django_db

PLANS = Path(sample.__file__).parent / "plans"
# Printed outside the text: page number, and what a draft or a transcription bears.
MARKS = {"2", "DỰ THẢO", "Bản nhập từ tệp, không thay bản gốc"}
FILES = ["ke-hoach-2021-2025.md", "ke-hoach-644-covid-19.md"]


def bare(text: str) -> str:
    """Return the text without white space and in capitals, as headings are printed."""
    return re.sub(r"\s+", "", text).upper()


@pytest.mark.parametrize("file", FILES)
def test_every_paragraph_of_the_source_is_printed_in_order(file: str) -> None:
    clerk = user_with_role(Role.CLERK)
    content = (PLANS / file).read_bytes()
    source = read_paper_file("plan", file, content, by=clerk, on=dt.date(2026, 3, 5))
    confirmed = as_read(ParsedPaper.from_json(source.parsed), "plan", issuer=issuer(), on=today())
    plan = confirm_import(import_id=source.pk, confirmed=confirmed, by=clerk)

    lines = [line.text for line in read(render(draft_paper(plan)).pdf).lines]
    printed = bare("".join(line for line in lines if line not in MARKS))

    at = 0
    for paragraph in content.decode().split("\n\n"):
        wanted = bare(plain(paragraph.lstrip("# ")))
        found = printed.find(wanted, at)
        assert found >= 0, f"not printed, or out of order: {paragraph[:80]}"
        at = found + len(wanted)
