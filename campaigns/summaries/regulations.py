"""What keeps the alliance's own report from going its way: marks that nothing stands for, sections that say nothing."""

from collections.abc import Iterable, Mapping

from emulation_portal.documents.drafts.regulations import Gap

from .marks import unknown_marks


def gaps_of_marks(texts: Iterable[tuple[str, str, str]], words: Mapping[str, str]) -> list[Gap]:
    """Return a gap for each mark that the portal does not know. `texts`: part, place and text."""
    return [
        Gap(
            part,
            f"{where} có ô số {mark} mà cổng không biết in số nào. Hãy chép ô số đúng ở trang “Số liệu”; muốn in ngoặc nhọn "
            "thì viết {{ và }}.",
        )
        for part, where, text in texts
        for mark in unknown_marks(text, words)
    ]


def gaps_of_pieces(names: Iterable[str]) -> list[Gap]:
    """Return a gap for each table, chart or annex that is to be printed and has nothing to show."""
    return [
        Gap("pieces", f"“{name}” chưa có số liệu nào để in. Hãy chọn chỉ tiêu khác hoặc bỏ chọn in.") for name in names
    ]


def gaps_of_empty_sections(places: Iterable[str]) -> list[Gap]:
    """Return a gap for each section that has a title and nothing else: the outline was not written to its end."""
    return [Gap("sections", f"Mục {place} mới có tiêu đề. Hãy viết nội dung hoặc xóa mục này.") for place in places]
