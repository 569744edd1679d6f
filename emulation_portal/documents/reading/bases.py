"""The legal bases at the head of a paper: where they stand, and where each ends."""

import re
from collections.abc import Sequence

from emulation_portal.core.vietnamese import fold

from .bodies import begins_organisation, goes_on
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
    "Phương án",
    "Báo cáo",
    "Biên bản",
    "Tờ trình",
    "Văn bản hợp nhất",
    "Văn bản",
)
LEADS = ("Căn cứ", "Thực hiện", "Thi hành", "Theo", "Xét", "Triển khai")
TYPES = "|".join(sorted(DOCUMENT_TYPES, key=len, reverse=True)).replace(" ", r"\s")  # a line may end within
# “Căn cứ” always opens a basis; the other leads only before a document, an order or a request, “Triển khai” only before
# a numbered document.
_LEAD = re.compile(
    rf"(?:[-–+•]\s+)?\*{{0,3}}(?:(?P<certain>Căn cứ)\b"
    rf"|(?:(?:Tiếp tục|Để|Nhằm|Triển khai)\s+){{0,3}}(?P<likely>{'|'.join(LEADS[1:-1])})\s+\*{{0,3}}"
    rf"(?=(?:(?:có )?(?:tốt|hiệu quả|nghiêm túc|nghiêm|thắng lợi|đồng bộ)\s+)?(?:(?:nội dung|các|tinh thần)\s+)?"
    rf"(?:{TYPES}|(?:sự )?chỉ đạo|ý kiến|đề nghị)\b)"
    rf"|(?:(?:Tiếp tục|Để|Nhằm)\s+){{0,2}}(?P<numbered>Triển khai)\s+\*{{0,3}}(?=(?:{TYPES})(?:\s(?:phối\shợp|hành\sđộng|liên\sngành))?\s+(?:số\s?)?\d))",
    re.IGNORECASE,
)
# “Thực hiện Chỉ”, where the line ends before the type of the paper does.
_TORN_LEAD = re.compile(
    rf"\*{{0,3}}(?:{'|'.join(LEADS[:4])})\s+(?:{'|'.join(sorted({name.split()[0] for name in DOCUMENT_TYPES if ' ' in name}))})"
)
_DONE_WELL = re.compile(r"\A\*{0,3}(?:có )?(?:tốt|hiệu quả|nghiêm túc|nghiêm|thắng lợi|đồng bộ)\s+", re.IGNORECASE)
# What a body does when it issues: “… xây dựng Kế hoạch”, “… phát động phong trào thi đua”.
ISSUES = re.compile(
    rf"\s(?:(?:ban hành|xây dựng|triển khai|đề ra|lập)\s+(?:{TYPES})|phát động\s+(?:phong trào|đợt))\b", re.IGNORECASE
)
NUMBERED = rf"(?:{TYPES})(?:\s(?:phối\shợp|hành\sđộng|liên\sngành))?\s+(?:số\s*:?\s*)?\d"
_NUMBERED_DOCUMENT = re.compile(rf"\*{{0,3}}{NUMBERED}", re.IGNORECASE)
# Numbers of several papers behind their type: “Các Công điện: số 07/CĐ-UBND …, số 08/CĐ-UBND”.
SEVERAL = rf"(?:các|những)\s+(?P<type>{TYPES})\s*:?\s+(?=số\s*:?\s*\d)"
_SEVERAL = re.compile(SEVERAL, re.IGNORECASE)
# Its number behind its name: “Kế hoạch ươm cây (số 64/KH-TWH ngày 11/02/2026)”.
_NUMBER_BEHIND = re.compile(r"\(số\s*:?\s*\d{1,6}/")
# “…; Luật sửa đổi, bổ sung một số điều của Luật Đất đai ngày 29/11/2024”, “…; các Quyết định của … (số 31/QĐ-BG …)”
_LAW_WITH_DAY = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh)\s[^;]{2,200}?\bngày\s+\d")
IN_BRACKETS = rf"(?:các|những)\s+(?P<type>{TYPES})\b(?P<said>[^():;]{{2,400}}?)\s*\((?=số\s*:?\s*\d)"
_BEGIN_ONE_MORE = (_NUMBERED_DOCUMENT, _SEVERAL, _LAW_WITH_DAY, re.compile(IN_BRACKETS, re.IGNORECASE))
_TYPE = re.compile(rf"({TYPES})\b", re.IGNORECASE)
# What a body says it does: only of one that is named right before.
_SAYS = re.compile(
    r"\s(?:hướng dẫn|triển khai|tổ chức|phát động|thông báo|đề nghị|yêu cầu|xây dựng|ban hành|thực hiện|báo cáo)\s",
    re.IGNORECASE,
)
_NO_PAPER = re.compile(
    r"(?:vào )?(?:tình hình|thực tế|thực trạng|điều kiện|kết quả|nhu cầu|yêu cầu|nhiệm vụ|chức năng|khả năng|nguồn lực|đặc điểm"
    r"|(?:sự )?chỉ đạo|ý kiến|đề nghị)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\bsố\s?:?\s?\d|\d/[A-ZĐ\d]", re.IGNORECASE)
_OF_CONGRESS = re.compile(r"(?:của )?(?:các )?Đại hội\b", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"^\*{0,3}\d{1,2}[.)]\s+(?=\S)")
_PHRASE_END = re.compile(r"[,;]\*{0,3}\s+")
MAX_HEAD = 40  # letters at the head of a name that say it is one of a body
_SENTENCE_END = re.compile(r"\.[*”\")]*(?=\s)")


def find_lead(text: str) -> str:
    """Return the words that make the paragraph a basis, “Căn cứ” say; empty when it is none."""
    found = _LEAD.match(text)
    if not found:
        return ""
    said = (found["certain"] or found["likely"] or found["numbered"]).casefold()
    return next(lead for lead in LEADS if lead.casefold() == said)


def is_torn_lead(text: str) -> bool:
    """Whether a basis begins with the line and its type goes on below: “Thực hiện Chỉ”."""
    return bool(_TORN_LEAD.fullmatch(text))


def behind_lead(text: str) -> str:
    """Return what stands behind dash and lead: “Nhằm thực hiện tốt Kế hoạch số …” gives “Kế hoạch số …”."""
    words = text.lstrip("-–—+• ")
    found = _LEAD.match(words)
    return _DONE_WELL.sub("", words[found.end() :].lstrip(), count=1) if found else words


def heads_document(text: str) -> bool:
    """Whether a numbered document is named right at the head, behind dash and lead: “- Quyết định số 45/QĐ-UBND”."""
    return bool(_NUMBERED_DOCUMENT.match(behind_lead(plain(text))))


def cites_document(text: str) -> bool:
    """Whether the paragraph cites a numbered document, or a law by its name, before it says what is issued."""
    cited = text[: opening_sentence_at(text) or None]
    found = _TYPE.match(behind_lead(plain(cited)))
    if _NUMBERED_DOCUMENT.search(cited):
        return True
    return found is not None and (is_law(found[1]) or bool(_NUMBER_BEHIND.search(cited)))


def names_no_paper(text: str) -> bool:
    """Whether a state of things or somebody's wish is the basis: “Căn cứ tình hình thực tế của các chi hội”."""
    words = plain(text)
    return bool(_NO_PAPER.match(behind_lead(words))) and not _NUMBER.search(words)


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
        following = cited[found.end() : found.end() + 500]
        if find_lead(following) or any(begins.match(following) for begins in _BEGIN_ONE_MORE):
            bases.append(cited[start : found.end()].strip())
            start = found.end()
    return [*bases, cited[start:].strip()], rest


def opening_sentence_at(text: str) -> int:
    """Return where “…, Hội Làm vườn tỉnh ban hành Kế hoạch … như sau:” begins in a paragraph that cites before it, else 0.

    It is the last phrase before the verb, and begins as the name of a body does; it may end as a sentence.
    """
    issues = [found.start() for found in ISSUES.finditer(text)]
    before = text[: issues[-1]] if issues else ""
    parted = [found.end() for found in _PHRASE_END.finditer(before)]
    if not text.rstrip("* ").endswith(":"):
        at = parted[-1] if parted and text.rstrip("* ").endswith(".") else 0
        return at if at and begins_organisation(text[at : at + MAX_HEAD].lstrip("*")) else 0
    end = _end_of_sentence(before)
    if end and parted and end > parted[-1]:
        return end
    if parted and text[parted[-1] :].lstrip("*")[:1].isupper():
        return _whole_name_at(text, parted, issues[-1])
    return _saying_at(text)


def _whole_name_at(text: str, phrases: Sequence[int], verb: int) -> int:
    """Return where the last phrase before the verb begins, or the one before it when both are one name with a comma."""
    *_, before, last = (0, *phrases)
    is_torn = begins_organisation(text[before:last]) and not begins_organisation(text[last : last + MAX_HEAD])
    return before if before and is_torn and goes_on(text[last:verb]) else last


def _saying_at(text: str) -> int:
    """Return where the last phrase begins in which a named body says what it does; 0 when none does."""
    phrases = [found.end() for found in _PHRASE_END.finditer(text)]
    for at, end in reversed(list(zip(phrases, [*phrases[1:], len(text)], strict=False))):
        if begins_organisation(text[at : at + MAX_HEAD].lstrip("*")) and _SAYS.search(text, at, end):
            return at
    return 0


def _end_of_sentence(text: str) -> int:
    """Return where the first sentence ends, 0 when the paragraph is one. “TP. Hạ Long” ends none."""
    for found in _SENTENCE_END.finditer(text):
        word = text[max(0, found.start() - 6) : found.start()].split()[-1:]
        following = text[found.end() : found.end() + 8].lstrip(' \n\t*“"(')[:1]
        if following.isupper() and not (word and len(word[0]) <= 3 and word[0].isupper()):
            return found.end()
    return 0


def is_cited_by_name(document_type: str, title: str) -> bool:
    """Whether such a paper bears no number where it is cited: a law, or the resolution of a congress."""
    return is_law(document_type) or bool(_OF_CONGRESS.match(title))


def is_law(document_type: str) -> bool:
    """Whether such a document is cited by name and date, as a rule without number. NĐ 30/2020, Phụ lục I, II.6."""
    return fold(document_type) in {"hien phap", "bo luat", "luat", "phap lenh", "dieu le", "quy che"}
