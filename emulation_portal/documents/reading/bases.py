"""The legal bases at the head of a paper: where they stand, and what each cites."""

import datetime as dt
import re
from dataclasses import replace

from emulation_portal.core.dates import ImpossibleDate, parse_date
from emulation_portal.core.vietnamese import fold, squeeze

from .parsed import ParsedBasis, ParseWarning
from .text import plain, unwrap

DOCUMENT_TYPES = (
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Lệnh",
    "Nghị định",
    "Nghị quyết",
    "Quyết định",
    "Chỉ thị",
    "Thông tư liên tịch",
    "Thông tư",
    "Thông tri",
    "Kế hoạch",
    "Hướng dẫn",
    "Công văn",
    "Công điện",
    "Chương trình",
    "Điều lệ",
    "Quy chế",
    "Quy định",
    "Kết luận",
    "Thông báo",
    "Đề án",
    "Báo cáo",
    "Biên bản",
    "Tờ trình",
    "Văn bản",
)
LEADS = ("Căn cứ", "Thực hiện", "Thi hành", "Theo", "Xét")
_TYPES = "|".join(sorted(DOCUMENT_TYPES, key=len, reverse=True))
# “Căn cứ” always opens a basis; the other leads only before a document, an order or a request.
_LEAD = re.compile(
    rf"(?:[-–+•]\s+)?\*{{0,3}}(?:(?P<certain>Căn cứ)\b|(?:(?:Tiếp tục|Để|Nhằm|Triển khai)\s+)?"
    rf"(?P<likely>{'|'.join(LEADS[1:])})\s+\*{{0,3}}"
    rf"(?:(?:nội dung|các|tinh thần)\s+)?(?:{_TYPES}|(?:sự )?chỉ đạo|ý kiến|đề nghị)\b)",
    re.IGNORECASE,
)
_SYMBOL_GROUP = r"[A-ZĐƯ][A-Za-zĐđƯư0-9&]*"
_SYMBOL = rf"{_SYMBOL_GROUP}(?:\s?[-–/]\s?{_SYMBOL_GROUP})*"
# “số 45/QĐ-UBND”; right behind the type “45/QĐ-UBND” alone.
NUMBER_SYMBOL = re.compile(
    rf"(?:[Ss]ố\s?:?\s?(?P<said>\d{{1,6}}(?:/\d{{4}})?(?:\s?[-–/]\s?{_SYMBOL})?)"
    rf"|\A(?P<bare>\d{{1,6}}(?:/\d{{4}})?/{_SYMBOL}))(?!\w)"
)
_DATE = re.compile(
    r"ngày\s+(?P<said>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})", re.I
)
_ISSUER_ENDS = re.compile(
    r"\s+(?=(?:về|ban hành|quy định|hướng dẫn|phê duyệt|sửa đổi|triển khai|phát động|thông qua|tổ chức|trong việc)\b)"
    r"|[,;.]\s*$|[,;]\s"
)
# What a body does when it issues: “… xây dựng Kế hoạch”, “… phát động phong trào thi đua”.
ISSUES = re.compile(
    rf"\s(?:(?:ban hành|xây dựng|triển khai|đề ra|lập)\s+(?:{_TYPES})|phát động\s+(?:phong trào|đợt))\b", re.IGNORECASE
)
_NUMBERED_DOCUMENT = re.compile(rf"\*{{0,3}}(?:{_TYPES})\s+(?:số\s+)?\d")
# “Xét đề nghị của Chánh Văn phòng tại Tờ trình số 17/TTr-VP ngày …”
_PROPOSAL = re.compile(
    rf"(?:đề nghị|ý kiến) của (?P<by>[^,;]{{2,150}}?) (?:tại|theo)\s+(?=(?:{_TYPES})\s+số\b)", re.IGNORECASE
)
_LIST_NUMBER = re.compile(r"^\*{0,3}\d{1,2}[.)]\s+(?=\S)")
_OF_ANOTHER = re.compile(rf"\b(?:của|về)\b|\bvà\s+(?:{_TYPES})\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"\.[*”\")]*(?=\s)")


def find_lead(text: str) -> str:
    """Return the words that make the paragraph a basis, “Căn cứ” say; empty when it is none."""
    found = _LEAD.match(text)
    if not found:
        return ""
    said = (found["certain"] or found["likely"]).casefold()
    return next(lead for lead in LEADS if lead.casefold() == said)


def cites_document(text: str) -> bool:
    """Whether a numbered document is named right at the head, behind dash and lead: “- Quyết định số 45/QĐ-UBND”."""
    words = plain(text).lstrip("-–—+• ")
    lead = find_lead(words)
    return bool(_NUMBERED_DOCUMENT.match(words[len(lead) :].lstrip() if words.startswith(lead) else words))


def without_list_number(text: str) -> tuple[str, str]:
    """Return the number by which an office listed the basis, “1. ” say, and the basis."""
    found = _LIST_NUMBER.match(text)
    return (found.group(), text[found.end() :]) if found else ("", text)


def part_bases(text: str) -> tuple[list[str], str]:
    """Part a paragraph that opens with a basis: its bases, and what follows the first finished sentence."""
    if unwrap(text)[0]:  # parting would tear its emphasis
        return [text], ""
    end = opening_sentence_at(text) or _end_of_sentence(text)
    cited, rest = (text[:end].strip(), text[end:].strip()) if end else (text, "")
    bases = []
    start = 0
    for found in re.finditer(r";\*{0,3}\s+", cited):
        following = cited[found.end() : found.end() + 80]
        if find_lead(following) or _NUMBERED_DOCUMENT.match(following):
            bases.append(cited[start : found.end()].strip())
            start = found.end()
    return [*bases, cited[start:].strip()], rest


def opening_sentence_at(text: str) -> int:
    """Return where “…, Hội Làm vườn tỉnh ban hành Kế hoạch … như sau:” begins in a paragraph that cites before it, else 0.

    It is the last phrase before the verb, and begins as the name of a body does.
    """
    if not text.rstrip("* ").endswith(":"):
        return 0
    issues = [found.start() for found in ISSUES.finditer(text)]
    before = text[: issues[-1]] if issues else ""
    parted = [found.end() for found in re.finditer(r"[,;]\*{0,3}\s+", before)]
    end = _end_of_sentence(before)
    if end and parted and end > parted[-1]:
        return end
    return parted[-1] if parted and text[parted[-1] :].lstrip("*")[:1].isupper() else 0


def _end_of_sentence(text: str) -> int:
    """Return where the first sentence ends, 0 when the paragraph is one. “TP. Hạ Long” ends none."""
    for found in _SENTENCE_END.finditer(text):
        word = text[max(0, found.start() - 6) : found.start()].split()[-1:]
        following = text[found.end() : found.end() + 8].lstrip(' \n\t*“"(')[:1]
        if following.isupper() and not (word and len(word[0]) <= 3 and word[0].isupper()):
            return found.end()
    return 0


def parse_basis(text: str, line: int, on: dt.date | None) -> tuple[ParsedBasis, list[ParseWarning]]:
    """Read what a basis cites. What is not found stays empty, with the words whole in `text`."""
    words = plain(text)
    lead = find_lead(words)
    after_lead = words[words.casefold().find(lead.casefold()) + len(lead) :].strip() if lead else words.lstrip("-–+• ")
    found_type = re.match(rf"(?:nội dung |các |tinh thần |vào )?({_TYPES})\b", after_lead, re.IGNORECASE)
    proposed = None if found_type else _PROPOSAL.match(after_lead)
    if proposed:
        basis, warnings = parse_basis(f"{lead} {after_lead[proposed.end() :]}", line, on)
        return replace(basis, text=text, issuer=basis.issuer or _trim(proposed["by"])), warnings
    if not found_type:
        return ParsedBasis(text=text, lead=lead, title=_trim(after_lead), line=line), []
    cited = next(name for name in DOCUMENT_TYPES if name.casefold() == found_type[1].casefold())
    rest = after_lead[found_type.end() :].strip()
    number, before_number, rest = _take(NUMBER_SYMBOL, rest, within=200)
    date_text, before_date, rest = _take(_DATE, rest, within=200)
    issued_on, warnings = _read_date(date_text, line, on)
    issuer, title = _issuer_and_title(rest)
    # A law is cited by its name: “Luật Thi đua, khen thưởng ngày …”.
    name = _trim(f"{before_number} {before_date}")
    basis = ParsedBasis(
        text=text,
        lead=lead,
        document_type=cited,
        number_symbol=re.sub(r"(?<=\S)([-–/]) ", r"\1", squeeze(number)),
        issued_on=issued_on,
        issuer=issuer,
        title=_trim(f"{name} {title}"),
        line=line,
    )
    return basis, warnings


def _take(pattern: re.Pattern[str], text: str, within: int) -> tuple[str, str, str]:
    """Return what the pattern finds near the beginning, what stands before it, and what follows."""
    found = pattern.search(text[:within])
    # A number inside the title, after the issuer or behind a second document belongs to another one.
    if not found or _OF_ANOTHER.search(text[: found.start()]):
        return "", "", text
    return found["said"] or found["bare"], text[: found.start()].strip(" ,("), text[found.end() :]


def _read_date(text: str, line: int, on: dt.date | None) -> tuple[dt.date | None, list[ParseWarning]]:
    if not text:
        return None, []
    try:
        day = parse_date(text if "/" in text or "-" in text or "." in text else f"ngày {text}")
    except ImpossibleDate as error:
        return None, [ParseWarning("impossible_date", f"Ngày của căn cứ: {error}", line)]
    if on and day > on:
        message = f"Căn cứ ghi ngày {day:%d/%m/%Y}, muộn hơn hôm nay. Hãy kiểm tra lại ngày."
        return day, [ParseWarning("future_date", message, line)]
    return day, []


def _issuer_and_title(text: str) -> tuple[str, str]:
    text = text.lstrip(" ,);")
    if not text.casefold().startswith("của "):
        return "", text
    text = text[4:]
    end = _ISSUER_ENDS.search(text)
    if not end:
        return _trim(text), ""
    return _trim(text[: end.start()]), text[end.start() :].strip(" ,;")


def _trim(text: str) -> str:
    return squeeze(text).strip(" ,;").removesuffix("./.").rstrip(" .,;")


def is_law(document_type: str) -> bool:
    """Whether such a document is cited by name and date, as a rule without number. NĐ 30/2020, Phụ lục I, II.6."""
    return fold(document_type) in {"hien phap", "bo luat", "luat", "phap lenh", "dieu le", "quy che"}
