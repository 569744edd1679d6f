"""One thing has one name: words that were given up for another do not come back."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = ("emulation_portal", "campaigns", "awards", "units")
# What is said no more, and what is said instead.
DROPPED = {
    "bản nháp": "dự thảo",
    "bản in thử": "PDF dự thảo",
    "bản xem trước": "PDF dự thảo",
    "mở tệp pdf": "Mở PDF",
    "tải tệp pdf": "Mở PDF",  # the browser shows it
    "tải pdf": "Mở PDF",
    "xem xét": "rà soát",
    "người mẫu": "vai mẫu",
}
OLD = re.compile("|".join(DROPPED), re.IGNORECASE)


def sources() -> list[Path]:
    """Templates, code and scripts of the portal; what a migration says was said once, what a sample paper says is its own."""
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    code = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return [*pages, *code, *(ROOT / "static" / "js").rglob("*.js")]


def test_no_page_says_a_word_that_was_dropped() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {word}, say {DROPPED[word.lower()]}"
        for path in sources()
        for word in OLD.findall(" ".join(path.read_text("utf-8").split()))
    }

    assert found == set()


@pytest.mark.parametrize("words", ["Lưu thành bản nháp", "Tải PDF", "chờ xem xét"])
def test_the_look_for_dropped_words_finds(words: str) -> None:
    assert OLD.search(words)
