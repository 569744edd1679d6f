"""Places in a text where the paper prints a figure: `{TM_MOI}`, `{TM_MOI: % kế hoạch}`, `{nộp muộn}`.

Marks of the reports have a space in their names, which no code of an indicator has: none stands for two things.

`{{` and `}}` are braces that are meant as such. Marks are read without accents, case and doubled spaces.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.typed import as_signs

from .figures import NO_FIGURE, NO_PLAN, NO_YEAR_AGO, NOT_COMPARED, FigureTold, Snapshot, in_words, percent_in_words

NO_SUCH_FIGURE = "không có"
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_BRACES = {"{{": "{", "}}": "}"}


@dataclass(frozen=True)
class MarkTold:
    """A mark, what it stands for, and what is printed for it now."""

    mark: str
    meaning: str
    words: str


def marks_of(snapshot: Snapshot) -> list[MarkTold]:
    """Return all marks that a text may hold, those of the reports first, then figure by figure."""
    return [
        *marks_of_reports(snapshot),
        *(mark for figure in snapshot.figures for mark in marks_of_figure(figure, snapshot)),
    ]


def marks_of_reports(snapshot: Snapshot) -> Iterator[MarkTold]:
    counts = snapshot.counts
    for name, meaning, number in (
        ("số phải nộp", "Số báo cáo phải nộp", counts.owed),
        ("số báo cáo", "Số báo cáo đã kiểm tra, được cộng", counts.counted),
        ("đã nộp", "Số báo cáo đã nộp", counts.received),
        ("đúng hạn", "Số báo cáo nộp đúng hạn", counts.on_time),
        ("nộp muộn", "Số báo cáo nộp muộn", counts.late),
        ("chưa nộp", "Số báo cáo đã hết hạn, chưa nộp", counts.not_come),
        ("chưa đến hạn", "Số báo cáo chưa đến hạn, chưa nộp", counts.to_come),
        ("được miễn", "Số báo cáo được miễn", counts.excused),
    ):
        yield MarkTold(f"{{{name}}}", meaning, str(number))
    for name, meaning, figures in (
        ("chỉ tiêu đạt", "Chỉ tiêu đạt, vượt kế hoạch năm", snapshot.reached),
        ("chỉ tiêu chưa đạt", "Chỉ tiêu chưa đạt kế hoạch năm", snapshot.behind),
        ("chỉ tiêu trong mức", "Chỉ tiêu không vượt mức của năm", snapshot.within),
        ("chỉ tiêu vượt mức", "Chỉ tiêu đã vượt mức của năm", snapshot.beyond),
    ):
        words = "; ".join(f"{each.name} ({_beside_plan(each)})" for each in figures)
        yield MarkTold(f"{{{name}}}", f"{meaning}, kèm tỷ lệ", words or NO_SUCH_FIGURE)
    silent = "; ".join(each.name for each in snapshot.figures if each.value is None)
    yield MarkTold(
        "{chỉ tiêu chưa có số liệu}", "Chỉ tiêu chưa đơn vị nào có số liệu được cộng", silent or NO_SUCH_FIGURE
    )
    yield MarkTold("{kỳ báo cáo}", "Các kỳ được cộng", snapshot.periods)
    yield MarkTold("{năm kế hoạch}", "Năm của kế hoạch được so sánh", str(snapshot.year))
    yield MarkTold("{thời điểm số liệu}", "Lúc tổng hợp số liệu", snapshot.moment)


def _beside_plan(figure: FigureTold) -> str:
    """Return how a figure stands to its plan: 85,2%; where no percentage tells it both numbers."""
    if figure.of_plan is not None:
        return percent_in_words(figure.of_plan)
    most = "mức không vượt quá" if figure.less_is_better else "kế hoạch"
    return f"{figure.measured(figure.value)}, {most} {figure.measured(figure.plan)}"


def marks_of_figure(figure: FigureTold, snapshot: Snapshot) -> Iterator[MarkTold]:
    done = figure.measured(figure.value)
    if done and snapshot.is_estimated:
        done = f"ước {done}"
    unknown = _why_none(figure)
    told = (
        ("", "thực hiện", done or NO_FIGURE),
        (": số", "thực hiện, không ghi đơn vị tính", NO_FIGURE if figure.value is None else in_words(figure.value)),
        (": kế hoạch", f"kế hoạch năm {snapshot.year}", figure.measured(figure.plan) or NO_PLAN),
        (": % kế hoạch", "so với kế hoạch năm", percent_in_words(figure.of_plan) or _why_no_percent(figure)),
        (": cùng kỳ", "cùng kỳ năm trước", figure.measured(figure.year_ago) or NO_YEAR_AGO),
        (": so cùng kỳ", "bằng bao nhiêu phần trăm cùng kỳ năm trước", percent_in_words(figure.of_year_ago) or unknown),
        (": tăng giảm", "tăng, giảm bao nhiêu so với cùng kỳ năm trước", figure.change() or unknown),
        (": % tăng giảm", "tăng, giảm bao nhiêu phần trăm so với cùng kỳ", figure.change_in_percent() or unknown),
        (": ước cả năm", "ước cả năm", _estimate(figure)),
        (": số báo cáo", "số báo cáo có số liệu trên số phải có", f"{figure.told}/{figure.owed}"),
    )
    for what, meaning, words in told:
        yield MarkTold(f"{{{figure.code}{what}}}", f"{figure.name}: {meaning}", words)


def _estimate(figure: FigureTold) -> str:
    """Say the estimate, and of how many reports it is when not all that tell of the figure have one."""
    if figure.estimate is None:
        return NO_FIGURE
    of = f", theo {figure.estimated} báo cáo có ước" if figure.estimated < figure.told else ""
    return f"ước {figure.measured(figure.estimate)}{of}"


def _why_no_percent(figure: FigureTold) -> str:
    return NO_FIGURE if figure.value is None else NO_PLAN if figure.plan is None else NOT_COMPARED


def _why_none(figure: FigureTold) -> str:
    return NO_FIGURE if figure.value is None else NO_YEAR_AGO if figure.year_ago is None else NOT_COMPARED


# --- in a text ------------------------------------------------------------------------------------------------------------


def words_by_mark(marks: Iterable[MarkTold]) -> dict[str, str]:
    """Return what is printed, by how a mark is looked up."""
    return {_key(each.mark[1:-1]): each.words for each in marks}


def _key(name: str) -> str:
    return re.sub(r" ?: ?", ":", fold(name).strip())


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return the text with its figures; a mark that nobody knows stays as it was typed."""

    def said(found: re.Match[str]) -> str:
        if found[1] is None:
            return _BRACES.get(found[0], found[0])
        return words.get(_key(found[1]), found[0])

    return _TOKEN.sub(said, text)


def unknown_marks(text: str, words: Mapping[str, str]) -> list[str]:
    """Return what stands in braces and is no mark, and braces without their partner, each once."""
    found = [
        each[0]
        for each in _TOKEN.finditer(text)
        if each[0] not in _BRACES and (each[1] is None or _key(each[1]) not in words)
    ]
    return list(dict.fromkeys(found))


def as_text(words: str) -> str:
    """Return words of others as a body text says them: their braces, stars and backslashes are signs."""
    return as_signs(words).replace("{", "{{").replace("}", "}}")
