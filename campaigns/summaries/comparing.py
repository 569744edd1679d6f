"""What became of figures since they were taken: old and new, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from emulation_portal.core.dates import short_date

from .enums import ChangedPart
from .figures import NO_FIGURE, FigureTold, LateTold, Measured, Snapshot, percent_in_words

NOTHING = "không có"
_COUNTS = {
    "owed": "Số báo cáo phải nộp",
    "counted": "Số báo cáo được cộng",
    "received": "Số báo cáo đã nộp",
    "on_time": "Nộp đúng hạn",
    "late": "Nộp muộn",
    "not_come": "Hết hạn chưa nộp",
    "to_come": "Chưa đến hạn",
    "excused": "Được miễn",
}


@dataclass(frozen=True)
class FigureChange:
    about: ChangedPart
    what: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.what}: {self.was} → {self.now}"


def differences(was: Snapshot, now: Snapshot) -> list[FigureChange]:
    """Return what differs, in the order of `ChangedPart`."""
    pairs = (*_counts(was, now), *_figures(was, now), *_blocks(was, now), *_units(was, now), *_late(was, now))
    return [each for each in pairs if each.was != each.now]


def _counts(was: Snapshot, now: Snapshot) -> Iterator[FigureChange]:
    for name, label in _COUNTS.items():
        yield FigureChange(ChangedPart.ALL, label, str(getattr(was.counts, name)), str(getattr(now.counts, name)))
    yield FigureChange(ChangedPart.ALL, "Số liệu", _estimated(was), _estimated(now))
    yield FigureChange(ChangedPart.ALL, "Các kỳ", was.periods, now.periods)
    yield FigureChange(ChangedPart.ALL, "Năm của kế hoạch", str(was.year), str(now.year))


def _estimated(told: Snapshot) -> str:
    return "ước thực hiện" if told.is_estimated else "thực hiện"


def _figures(was: Snapshot, now: Snapshot) -> Iterator[FigureChange]:
    before, after = ({each.code: each for each in told.figures} for told in (was, now))
    for code in before | after:
        old, new = before.get(code), after.get(code)
        name = (new or before[code]).name
        then, today = _said_of(old), _said_of(new)
        if old and new:
            yield FigureChange(ChangedPart.ALL, f"Tên chỉ tiêu {code}", old.full_name, new.full_name)
        for what in then | today:
            yield FigureChange(ChangedPart.ALL, f"{name}{what}", then.get(what, NOTHING), today.get(what, NOTHING))


def _said_of(figure: FigureTold | None) -> dict[str, str]:
    if figure is None:
        return {}
    return {
        "": figure.measured(figure.value) or NO_FIGURE,
        ", kế hoạch": _planned(figure),
        ", % kế hoạch": percent_in_words(figure.of_plan) or NOTHING,
        ", cùng kỳ năm trước": figure.measured(figure.year_ago) or NOTHING,
        ", so cùng kỳ": percent_in_words(figure.of_year_ago) or NOTHING,
        ", ước cả năm": figure.measured(figure.estimate) or NOTHING,
        ", số báo cáo có ước": str(figure.estimated),
        ", số báo cáo có số liệu": f"{figure.told}/{figure.owed}",
        ", đã trừ báo trùng": figure.measured(figure.doubled) or NOTHING,
    }


def _planned(figure: FigureTold) -> str:
    if figure.plan is None:
        return NOTHING
    return f"{'không vượt quá ' if figure.less_is_better else ''}{figure.measured(figure.plan)}"


def _blocks(was: Snapshot, now: Snapshot) -> Iterator[FigureChange]:
    names = {each.code: each for each in (*was.figures, *now.figures)}
    before, after = (
        {
            (block.name, code): _words(names.get(code), each)
            for block in told.blocks
            for code, each in block.figures.items()
        }
        for told in (was, now)
    )
    for name, code in before | after:
        label = f"{name}: {names[code].name if code in names else code}"
        yield FigureChange(
            ChangedPart.BLOCKS, label, before.get((name, code), NOTHING), after.get((name, code), NOTHING)
        )


def _words(figure: FigureTold | None, each: Measured) -> str:
    said = (figure.measured(each.value) if figure else each.value) or NO_FIGURE
    planned = f", kế hoạch {figure.measured(each.plan)}" if figure and each.plan is not None else ""
    return f"{said}{planned} ({each.told}/{each.owed} báo cáo)"


def _units(was: Snapshot, now: Snapshot) -> Iterator[FigureChange]:
    names = {each.code: each.name for each in (*was.figures, *now.figures)}
    before, after = ({(each.code, each.name): each for each in told.units} for told in (was, now))
    for key in before | after:
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield FigureChange(ChangedPart.UNITS, f"Danh sách đơn vị: {key[1]}", _there(old), _there(new))
            continue
        yield FigureChange(ChangedPart.UNITS, f"{key[1]}: khối", old.block or NOTHING, new.block or NOTHING)
        for code in old.said | new.said:
            label = f"{key[1]}: {names.get(code, code)}"
            yield FigureChange(ChangedPart.UNITS, label, old.said.get(code, NO_FIGURE), new.said.get(code, NO_FIGURE))


def _there(row: object) -> str:
    return NOTHING if row is None else "có"


def _late(was: Snapshot, now: Snapshot) -> Iterator[FigureChange]:
    """A day that merely passes is no difference: what is told is who came, and when."""
    before, after = (_by_report(told.late) for told in (was, now))
    for key in before | after:
        label = f"Nộp muộn, chưa nộp: {key[1]}, {key[2]}"
        yield FigureChange(ChangedPart.LATE, label, before.get(key, NOTHING), after.get(key, NOTHING))


def _by_report(late: tuple[LateTold, ...]) -> dict[tuple[str, str, str], str]:
    return {
        (each.code, each.unit, each.period): f"nộp ngày {short_date(each.came_on)}" if each.came_on else "chưa nộp"
        for each in late
    }
