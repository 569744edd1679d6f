"""What an import would do, row by row, in plain values: kept between the preview and the act, and compared then."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from emulation_portal.spreadsheets.intake import Problem, Sent, SheetRow

NEW, CHANGE = "new", "change"


class PlannedRow(NamedTuple):
    """What happens with one row of the sheet: `changes` are (heading, before, after)."""

    row: int
    what: str
    title: str
    note: str
    changes: list[tuple[str, str, str]]


@dataclass
class ImportPlan:
    """What an import would do; with problems it does nothing. `same`: rows that say what is known already."""

    steps: list[PlannedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    same: int = 0

    @property
    def created(self) -> int:
        return sum(step.what == NEW for step in self.steps)

    @property
    def changed(self) -> int:
        return len(self.steps) - self.created

    @property
    def digest(self) -> str:
        """Return the same for the same steps, and for no others."""
        told = hashlib.sha256()
        for step in self.steps:
            told.update(json.dumps(step, ensure_ascii=False).encode())
        return told.hexdigest()


def refuse(plan: ImportPlan, sent: Sent, row: SheetRow, name: str, message: str) -> None:
    """Say what is wrong with a cell, unless it was said that it cannot be read."""
    if name not in row.bad:
        plan.problems.append(Problem(sent.address(row, name), message))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems from the top of the sheet to its foot, each row from left to right."""

    def place(problem: Problem) -> tuple[int, int, str]:
        first = problem.address.split(":")[0]
        letters = first.rstrip("0123456789")
        return int(first[len(letters) :] or 0), len(letters), letters

    return sorted(problems, key=place)


def differences(before: list[list[Any]], after: list[PlannedRow]) -> list[str]:
    """Return what a plan does otherwise than the one that was shown, in words."""
    shown = {step[0]: step for step in before}
    now = {step.row: step for step in after}
    told = []
    for row in sorted(shown.keys() | now.keys()):
        one, other = shown.get(row), now.get(row)
        if other is None:
            told.append(f"Dòng {row}, {one[2] if one else ''}: nay đã đúng như trong tệp, không còn gì để ghi.")
        elif one is None:
            told.append(f"Dòng {row}, {other.title}: lúc xem không có gì để ghi, nay sẽ {_words(other)}.")
        elif json.dumps(one) != json.dumps(other):
            told.append(f"Dòng {row}, {other.title}: nay sẽ {_words(other)}.")
    return told


def _words(step: PlannedRow) -> str:
    if step.what == NEW:
        return "thêm mới"
    return "sửa " + "; ".join(f"{heading}: “{before}” thành “{after}”" for heading, before, after in step.changes)
