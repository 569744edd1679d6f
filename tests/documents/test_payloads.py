"""A frozen payload is read for ever: what was stored by every past version prints the same lines as on its day."""

import json
from pathlib import Path

import pytest

from emulation_portal.documents.paper import SCHEMA, UPGRADES, Paper, upgraded
from emulation_portal.documents.rendering import render

from .pdfreader import read

FOLDER = Path(__file__).parent / "payloads"
STORED = sorted(FOLDER.glob("schema-*.json"))


def stored(name: str) -> dict:
    return json.loads((FOLDER / f"schema-{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_stored_paper_prints_the_lines_of_its_day(path: Path) -> None:
    recorded = path.with_suffix(".txt").read_text("utf-8").splitlines()

    printed = read(render(Paper.from_json(json.loads(path.read_text("utf-8")))).pdf)

    assert printed.text().splitlines() == recorded


def test_every_past_version_has_its_step_and_its_witnesses() -> None:
    versions = {int(path.stem.split("-")[1]) for path in STORED}

    assert set(UPGRADES) == set(range(1, SCHEMA))
    assert versions >= set(UPGRADES)


def test_code_of_the_type_moves_from_kind_to_type() -> None:
    paper = Paper.from_json(stored("1-03-kh-issued"))

    assert (paper.type, paper.kind) == ("KH", "")
    assert paper.to_json()["schema"] == SCHEMA


def test_stored_data_are_left_as_they_are() -> None:
    data = stored("1-every-block-qd")
    before = json.dumps(data)

    upgraded(data)

    assert json.dumps(data) == before


def test_what_an_older_version_did_not_print_is_not_printed_now() -> None:
    plan = Paper.from_json(stored("1-kh-two-signatures"))
    decision = Paper.from_json(stored("1-every-block-qd"))
    minutes = Paper.from_json(stored("1-bb"))

    assert [signature.name for signature in plan.signatures] == ["Trần Văn Mẫu"]
    assert len(minutes.signatures) == 2
    assert [appendix.caption for appendix in decision.appendices][1] is None


@pytest.mark.parametrize("schema", [SCHEMA + 1, 0, -1, "1", True, 1.0, None])
def test_version_that_is_not_known_is_refused_in_words(schema: object) -> None:
    data = stored("1-bb") | {"schema": schema}

    with pytest.raises(ValueError, match=rf"schema .* cannot be read here: known are 1 to {SCHEMA}"):
        Paper.from_json(data)


@pytest.mark.parametrize(
    "change",
    [{"kind": None}, {"appendices": 1}, {"appendices": [1]}, {"signatures": 1}, {"type": "KH"}, {"colour": "red"}],
)
def test_payload_of_an_older_version_and_another_shape_is_refused(change: dict) -> None:
    data = stored("1-bb") | change
    if change == {"type": "KH"}:
        del data["kind"]

    with pytest.raises(ValueError):
        Paper.from_json(data)
