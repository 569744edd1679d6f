"""Small files, each with what is right beside it as JSON: what `read_paper` says is compared with that."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from emulation_portal.documents.drafts.file_reading import report_of
from emulation_portal.documents.reading import ImportRefused

CASES = Path(__file__).parent / "cases"
FILES = sorted(path for path in CASES.iterdir() if path.suffix != ".json")
TODAY = date(2026, 12, 31)  # later than every paper of the cases
ABOUT = {"about", "notes", "no_notes", "has", "has_not", "refused"}


def differences(expected: Any, found: Any, where: str = "") -> list[str]:
    """Return where the found value is not the expected one: of a dict only the keys that are expected count."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [d for key, value in expected.items() for d in differences(value, found.get(key), f"{where}.{key}")]
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{where}: {len(expected)} expected, {len(found)} found: {found}"]
        pairs = zip(expected, found, strict=True)
        return [d for at, (one, other) in enumerate(pairs) for d in differences(one, other, f"{where}[{at}]")]
    return [] if expected == found else [f"{where}: expected {expected!r}, found {found!r}"]


def texts_in(value: Any) -> str:
    """Return all words of the report but those of the notes, white space folded."""
    if isinstance(value, dict):
        return " ".join(texts_in(each) for key, each in value.items() if key != "notes")
    if isinstance(value, list):
        return " ".join(map(texts_in, value))
    return " ".join(str(value).split()) if value is not None else ""


def faults_of(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    faults = differences({key: value for key, value in expected.items() if key not in ABOUT}, found)
    codes = [note["code"] for note in found["notes"]]
    words = texts_in(found)
    faults += [
        f"note {code}: {codes.count(code)} times" for code in expected.get("notes", ()) if codes.count(code) != 1
    ]
    unwanted = expected.get("no_notes", ())
    faults += [f"note {code} is not wanted" for code in codes if code in unwanted or "*" in unwanted]
    faults += [f"{text!r} is missing" for text in expected.get("has", ()) if " ".join(text.split()) not in words]
    faults += [f"{text!r} is there" for text in expected.get("has_not", ()) if " ".join(text.split()) in words]
    return faults


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_read_right(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    if "refused" in expected:
        with pytest.raises(ImportRefused, match=re.escape(expected["refused"])):
            report_of(path.name, path.read_bytes(), on=TODAY)
    else:
        assert faults_of(expected, report_of(path.name, path.read_bytes(), on=TODAY)) == []


def test_comparison_sees_what_differs() -> None:
    found = {"number": 27, "sections": [{"label": "I."}], "notes": [{"code": "parts"}]}

    assert faults_of({"number": 28}, found)
    assert faults_of({"sections": [{}, {}]}, found)
    assert faults_of({"notes": ["no_type"]}, found)
    assert faults_of({"no_notes": ["*"]}, found)
    assert faults_of({"has": ["II."]}, found)
    assert faults_of({"has_not": ["I."]}, found)
