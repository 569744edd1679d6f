"""Looking a parsed paper over: what is missing, what the portal will number otherwise, where the text breaks off."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from emulation_portal.core.numbering import LETTERS, letter, roman
from emulation_portal.core.vietnamese import fold

from .bases import find_lead, is_cited_by_name, names_no_paper, opening_sentence_at
from .parsed import Expected, LineRole, ParsedPaper, ParsedSection, ParseWarning
from .settling import summary_facts
from .text import is_finished, plain

MAX_OF_A_KIND = 20
MAX_NAMED = 3  # lines that one note names
_PARTS = ("PHẦN", "Phần", "CHƯƠNG", "Chương")
_CLOSERS = '”"’»)*'


def numbering_style(sections: Sequence[ParsedSection]) -> Literal["decimal", "letter"]:
    """Return which third level the paper uses: 1.1 or a). Without one, NĐ 30's own: a)."""
    third = [section.marker[:1].isdigit() for section in sections if section.level == 3]
    return "decimal" if sum(third) * 2 > len(third) else "letter"


_OF_ARTICLES = frozenset({"QUYẾT ĐỊNH", "NGHỊ QUYẾT", "QUY CHẾ", "QUY ĐỊNH", "ĐIỀU LỆ"})


def review(paper: ParsedPaper, expected: Expected, said: Iterable[ParseWarning] = ()) -> list[ParseWarning]:
    """Return what the user should look at before the paper is taken over, beside what was `said` of its head already.

    Kinds of papers add their own.
    """
    parts = (
        _head(paper, {warning.code for warning in said}),
        _bases(paper),
        _sections(paper),
        _end(paper),
        _rest(paper),
    )
    found = [*_type(paper, expected), *(warning for part in parts for warning in part)]
    is_unfit = bool(expected.type_name) and paper.document_type not in ("", expected.type_name)
    is_other = is_unfit or paper.document_type in _OF_ARTICLES  # it is not for us to number
    return [warning for warning in found if not (is_other and warning.code == "renumbered")]


def few_of_each(warnings: Sequence[ParseWarning]) -> tuple[ParseWarning, ...]:
    """Keep the first of each kind and say how many more there are: nobody reads a thousand warnings."""
    kept: list[ParseWarning] = []
    counts: Counter[str] = Counter()
    for warning in warnings:
        counts[warning.code] += 1
        if counts[warning.code] <= MAX_OF_A_KIND:
            kept.append(warning)
    for code, count in counts.items():
        if count > MAX_OF_A_KIND:
            kept.append(ParseWarning(code, f"Và {count - MAX_OF_A_KIND} chỗ khác cùng loại như trên."))
    return tuple(kept)


def _type(paper: ParsedPaper, expected: Expected) -> Iterator[ParseWarning]:
    wanted, noun = expected.type_name, expected.noun
    if not paper.document_type:
        named = f"tên loại {wanted}" if wanted else "tên loại văn bản"
        yield ParseWarning("no_type", f"Không thấy {named}. Hãy kiểm tra đây có phải là {noun} không.")
    elif wanted and paper.document_type != wanted:
        line = next(piece.line for piece in paper.front if piece.role == LineRole.TYPE)
        message = (
            f"Tệp là {paper.document_type}, không phải {wanted}. Nếu chọn nhầm, hãy bỏ tệp này và chọn tệp {noun}; "
            f"nếu vẫn lưu, văn bản sẽ in dưới tên {wanted}."
        )
        yield ParseWarning("other_type", message, line)


def _head(paper: ParsedPaper, has_said: set[str]) -> Iterator[ParseWarning]:
    """`has_said` are the codes of what was said of the lines of the head already."""
    line = {piece.role: piece.line for piece in reversed(paper.front)}
    if not paper.issuer_lines:
        yield ParseWarning("no_issuer", "Tệp không ghi cơ quan ban hành. Hãy chọn cơ quan ban hành.")
    if paper.number is None and not has_said & {"bad_number"}:
        yield ParseWarning("no_number", "Tệp không có số văn bản.", line.get(LineRole.NUMBER))
    if not paper.symbol:
        yield ParseWarning("no_symbol", "Tệp không có ký hiệu văn bản.", line.get(LineRole.NUMBER))
    if not paper.place:
        yield ParseWarning("no_place", "Tệp không ghi địa danh.")
    if paper.issued_on is None and not has_said & {"impossible_date"}:
        written = next((plain(piece.text) for piece in paper.front if piece.role == LineRole.PLACE_DATE), "")
        said = f" Tệp ghi: “{_short(written)}”." if written else ""
        yield ParseWarning("no_date", f"Tệp không có ngày ban hành đọc được.{said}", line.get(LineRole.PLACE_DATE))
    if not paper.summary:
        yield ParseWarning("no_summary", "Không thấy trích yếu dưới tên loại. Hãy ghi trích yếu.")
    elif not summary_facts(" ".join(paper.summary)):
        message = "Trích yếu viết hoa toàn bộ. Theo Nghị định 30 trích yếu viết chữ thường, hãy sửa ở “Trích yếu”."
        yield ParseWarning("summary_in_capitals", message, line.get(LineRole.SUMMARY, line.get(LineRole.TYPE)))


def _bases(paper: ParsedPaper) -> Iterator[ParseWarning]:
    # “Thực hiện Chương trình …, Hội ban hành Kế hoạch …”: what has no number stays in the sentence that opens the paper.
    if not paper.bases and not any(find_lead(text) and opening_sentence_at(text) for text in paper.preamble):
        yield ParseWarning("no_bases", "Không thấy căn cứ nào (“Căn cứ …”, “Thực hiện Kế hoạch số …”).")
    for basis in paper.bases:
        if not basis.document_type:
            if names_no_paper(basis.text):
                continue
            message = f"Không nhận ra văn bản trong căn cứ “{_short(basis.text)}”. Cổng giữ nguyên lời căn cứ."
            yield ParseWarning("basis_unread", message, basis.line)
        elif not basis.number_symbol and not is_cited_by_name(basis.document_type, basis.title):
            message = f"Căn cứ “{_short(basis.text)}” không có số ký hiệu đọc được."
            yield ParseWarning("basis_without_number", message, basis.line)


def _sections(paper: ParsedPaper) -> Iterator[ParseWarning]:
    if not paper.sections:
        yield ParseWarning("no_sections", "Không thấy mục nào đánh số (I., 1., 1.1. hoặc a)). Hãy chia mục bằng tay.")
        return
    part = next((section for section in paper.sections if section.marker.startswith(_PARTS)), None)
    if part:
        message = (
            f"Tệp chia theo phần hoặc chương (“{part.marker}”). Cổng đánh số cấp ấy là I., các cấp dưới là 1., 1.1. "
            "hoặc a): số mục khi in sẽ khác tệp."
        )
        yield ParseWarning("parts", message, part.line)
    yield from _numbers(paper.sections, has_parts=part is not None)
    for section, following in zip(paper.sections, [*paper.sections[1:], None], strict=True):
        has_text = bool(section.paragraphs) or _is_article_on_a_line(section) or _says_behind_colon(section)
        if not has_text and not (following and following.level > section.level):
            message = f"Mục “{section.marker} {_short(section.title)}” chưa có nội dung."
            yield ParseWarning("empty_section", message.replace(" ”", "”"), section.line)
    if len({section.marker[:1].isdigit() for section in paper.sections if section.level == 3}) > 1:
        yield ParseWarning("mixed_numbering", "Cấp thứ ba có cả “1.1.” và “a)”; cổng đánh số theo một kiểu.")


def _is_article_on_a_line(section: ParsedSection) -> bool:
    """Whether an article says all beside its number: “Điều 2. Quyết định này có hiệu lực từ ngày ký.”"""
    return section.marker.casefold().startswith("điều") and plain(section.title).endswith((".", ";"))


def _says_behind_colon(section: ParsedSection) -> bool:
    """Whether a line that is bold as a whole says all behind its colon: “4. Thời gian: Từ tháng 4 đến tháng 12.”"""
    _, colon, text = plain(section.title).partition(": ")
    return bool(colon and text.strip())


def _numbers(sections: Sequence[ParsedSection], *, has_parts: bool) -> Iterator[ParseWarning]:
    """Yield one note on sections that lack the one above them, and one on those that the portal numbers otherwise."""
    counts = [0, 0, 0, 0]
    last = min(section.level for section in sections) - 1  # a short paper begins at 1. and has no I.
    orphans: list[ParsedSection] = []
    renumbered: list[tuple[ParsedSection, str]] = []
    for section in sections:
        counts[section.level - 1 :] = [counts[section.level - 1] + 1, *[0] * (4 - section.level)]
        is_orphan = section.level > last + 1 or _lacks_parent(section, counts)
        last = section.level
        if is_orphan:
            orphans.append(section)
            continue
        expected = _expected(section, counts)
        if section.marker and not has_parts and _core(expected) != _core(section.marker):
            renumbered.append((section, expected))
    if orphans:
        named = f"{orphans[0].marker} {_short(orphans[0].title)}".strip()
        more = f" (và {len(orphans) - 1} mục khác)" if len(orphans) > 1 else ""
        message = f"Mục “{named}” không có mục cấp trên{more}. Hãy kiểm tra lại cấp mục."
        yield ParseWarning("missing_level", message, orphans[0].line)
    if renumbered:
        first, expected = renumbered[0]
        more = f" Có {len(renumbered)} mục như vậy." if len(renumbered) > 1 else ""
        message = f"Tệp ghi “{first.marker}”; theo thứ tự, cổng sẽ đánh số “{expected}”.{more}"
        yield ParseWarning("renumbered", message, first.line)


def _lacks_parent(section: ParsedSection, counts: Sequence[int]) -> bool:
    """Whether a section numbered 2.1 has no 2. above it."""
    is_decimal = "." in section.marker.strip(". ") and section.marker[:1].isdigit()
    return is_decimal and section.level > 2 and not counts[section.level - 2]


def _core(marker: str) -> str:
    """Return the number without the signs around it: `1/.` and `(1)` say 1."""
    return marker.strip(" ()/.:,-–").casefold()


def _expected(section: ParsedSection, counts: list[int]) -> str:
    """Return the marker by order, in the section's own style."""
    marker, own = section.marker, counts[section.level - 1]
    if marker[:1].isalpha() and marker[:1].islower():
        return f"{letter(own)}{marker[1:]}" if own <= len(LETTERS) else marker
    if section.level == 1:
        return f"{roman(own)}."
    if "." in marker.rstrip(".") or (section.level > 2 and marker.endswith(".")):
        return ".".join(str(count) for count in counts[1 : section.level]) + "."
    return f"{own}{marker[-1:]}"


def _end(paper: ParsedPaper) -> Iterator[ParseWarning]:
    last = _last_words(paper).rstrip(_CLOSERS + " ")
    line = paper.sections[-1].line if paper.sections else None
    if last and not last.endswith("./.") and not last.endswith("/."):
        if is_finished(last) or paper.closing:
            yield ParseWarning("no_end_mark", "Nội dung không kết thúc bằng “./.”. Tệp có thể còn thiếu.", line)
        else:
            message = f"Tệp dừng giữa câu: “…{last[-60:].lstrip()}”. Hãy bổ sung phần còn thiếu."
            yield ParseWarning("ends_mid_sentence", message, line)
    if not paper.recipients:
        yield ParseWarning("no_recipients", "Tệp không có “Nơi nhận”. Hãy bổ sung nơi nhận.")
    labels = [piece for piece in paper.tail if piece.role == LineRole.RECIPIENTS_LABEL]
    electronic = next((piece for piece in labels[1:] if fold(piece.text).strip("* ").startswith("ban dien tu")), None)
    if electronic:
        message = (
            "Tệp ghi “Bản điện tử:” giữa phần nơi nhận. Cổng ghi chung một danh sách; hãy thêm “(bản điện tử)” sau nơi nhận "
            "nào không nhận bản giấy."
        )
        yield ParseWarning("electronic_recipients", message, electronic.line)
    if not paper.signature_lines:
        yield ParseWarning("no_signature", "Tệp không có phần ký. Hãy chọn thẩm quyền ký và người ký.")
    elif not paper.signer_name:
        yield ParseWarning("no_signer", "Không đọc được họ tên người ký.")


def _last_words(paper: ParsedPaper) -> str:
    if paper.closing:
        return plain(paper.closing[-1])
    if paper.sections:
        section = paper.sections[-1]
        return plain(section.paragraphs[-1]) if section.paragraphs else ""
    return plain(paper.preamble[-1]) if paper.preamble else ""


def _rest(paper: ParsedPaper) -> Iterator[ParseWarning]:
    unplaced = paper.unplaced
    if unplaced:
        named = "; ".join(f"“{_short(piece.text)}”" for piece in unplaced[:MAX_NAMED])
        more = f" và {len(unplaced) - MAX_NAMED} dòng khác" if len(unplaced) > MAX_NAMED else ""
        message = f"Chưa rõ thuộc phần nào: {named}{more}. Cổng giữ nguyên các dòng ấy để bạn xem lại."
        yield ParseWarning("unplaced", message, unplaced[0].line)
    bodies = [piece for annex in paper.annexes for piece in annex.pieces if piece.role == LineRole.UNPLACED]
    if bodies:
        words = "; ".join(dict.fromkeys(f"“{_short(piece.text)}”" for piece in bodies))
        message = f"Tên cơ quan ghi phía trên phụ lục không in lại: {words}."
        yield ParseWarning("annex_body", message, bodies[0].line, words)
    text = paper.to_text().casefold()
    if any(f"<{tag}" in text for tag in ("script", "html", "iframe", "img ", "svg")):
        yield ParseWarning("html_in_text", "Tệp có mã HTML. Cổng coi đó là chữ thường, không chạy.")


def _short(text: str) -> str:
    words = plain(text[:400])
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"
