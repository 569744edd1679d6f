"""Words that people typed into boxes which know no marks, as a paper prints them: a star is a star there."""

import re
from collections.abc import Callable
from typing import Any

from msgspec.structs import asdict, replace

from .paper import Paper, PaperPart


def as_signs(words: str) -> str:
    """Return words of others as a paper prints them, where a star would begin italics."""
    return re.sub(r"[*\\]", r"\\\g<0>", words)


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return a text, or all texts of a piece of paper, changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(mapped(each, change) for each in value)
    if isinstance(value, PaperPart):
        return type(value)(**{name: mapped(each, change) for name, each in asdict(value).items()})
    return value


def as_typed(paper: Paper) -> Paper:
    """Return a paper whose text nobody wrote with marks, with its stars as signs: “5*3*2 m” is three numbers."""
    annexes = tuple(replace(each, body=mapped(each.body, as_signs)) for each in paper.appendices)
    return replace(paper, body=mapped(paper.body, as_signs), appendices=annexes)
