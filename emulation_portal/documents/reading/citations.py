"""What a legal basis cites: type, number, date, issuer and title of the paper."""

import datetime as dt
import re
from dataclasses import replace

from emulation_portal.core.dates import ImpossibleDate, parse_date
from emulation_portal.core.vietnamese import squeeze

from .bases import DOCUMENT_TYPES, TYPES, behind_lead, find_lead, is_law
from .bodies import begins_organisation, goes_on
from .parsed import ParsedBasis, ParseWarning
from .text import plain

_SYMBOL_GROUP = r"[A-ZĐƯ][A-Za-zĐđƯư0-9&]*(?:\.[A-ZĐƯ]{1,6}(?!\w))?"
_SYMBOL = rf"{_SYMBOL_GROUP}(?:\s?[-–/]\s?{_SYMBOL_GROUP})*"
# “số 45/QĐ-UBND”; right behind the type “45/QĐ-UBND” alone.
_NUMBER_SYMBOL = re.compile(
    rf"(?:[Ss]ố\s?:?\s?(?P<said>\d{{1,6}}(?:\.\d)?(?:/\d{{4}})?(?:\s?[-–/]\s?{_SYMBOL})?)"
    rf"|\A(?P<bare>\d{{1,6}}(?:\.\d)?(?:/\d{{4}})?/{_SYMBOL}|\d{{1,6}}-[A-ZĐ]{{2,4}}/[A-ZĐ]{{2,8}}))(?!\w)"
)
_DATE = re.compile(
    r"ngày\s+(?P<said>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})", re.I
)
# What begins the title behind the name of the issuer.
_ISSUING = re.compile(
    r"\s+(?=(?:về|vềviệc|ban hành|quy định|hướng dẫn|phê duyệt|sửa đổi|triển khai|thực hiện|thi hành"
    r"|phát động|chi tiết|thông báo|thông qua|tổ chức|trong việc|Về|Ban hành|Quy định|Phê duyệt|Sửa đổi|Thực hiện|Thông qua)\b)"
)
_ISSUER_ENDS = re.compile(rf"{_ISSUING.pattern}|\s+(?=“)|[,;.]\s*$|[,;]\s")
_CONFERENCES = ("Hội nghị ", "Đại hội ")  # named behind the day without “của”
_STEERS = re.compile(
    r"(?:(?:tổ giúp việc|văn phòng|cơ quan thường trực|thường trực) (?:của )?)?ban chỉ đạo(?: (?:tỉnh|trung ương|quốc gia))?",
    re.IGNORECASE,
)  # its name goes on: “… về chuyển đổi số tỉnh”
# “Xét đề nghị của Chánh Văn phòng tại Tờ trình số 17/TTr-VP ngày …”, “theo hướng dẫn của Bộ tại Công văn số …”
_PROPOSAL = re.compile(
    rf"(?:đề nghị|ý kiến|hướng dẫn|chỉ đạo)(?: của (?P<by>[^;]{{2,250}}?))? (?:tại|theo)\s+(?=(?:{TYPES})\s+số\b)",
    re.IGNORECASE,
)
# “Bộ tiêu chí vườn mẫu ban hành kèm theo Quyết định số …”: it is cited by what issued it.
_ISSUED_WITH = re.compile(
    r"(?P<what>[^;]{2,200}?),?\s+(?:(?:(?:được )?ban hành )?kèm theo|(?:được )?ban hành(?P<day>\s+ngày\s[^;,]{6,30}?)?\s+theo)"
    rf"\s+(?=(?:{TYPES})\s+(?:số\s+)?\d)",
    re.IGNORECASE,
)
_AMENDED = re.compile(r"(?<![\s,(])[\s,(]+(?:đã\s+)?được\s+sửa\s+đổi\b", re.IGNORECASE)
_MISTYPED = re.compile(r"[/–-]\w[^\s,;)]*")  # what stands behind the digits of a number and is no symbol
# A body that issued the paper, between its number and its day.
_ISSUER = re.compile(r"[\s,(]*của\s")
_NO_ISSUER = re.compile(rf"\b(?:về|thực hiện|thi hành|theo|tại|(?:{TYPES})\s+số)\b|;")
_CALLED = re.compile(r"\s*\((?:sau đây )?(?:được )?(?:viết|gọi) tắt là[^()]*\)", re.IGNORECASE)
_OF_ITS_KIND = re.compile(r"hành động\Z", re.IGNORECASE)  # “Chương trình hành động số 5”
# What several papers are about, told once before them: “các Quyết định của Hội về mở lò: Quyết định số 41/QĐ-HLG …”.
_TOLD_BEFORE = re.compile(
    rf"(?:các|những)\s(?:{TYPES})\b[^:;]{{0,300}}:\s+(?=(?:{TYPES})\s+số\s*:?\s*\d)", re.IGNORECASE
)
_GROUND = re.compile(
    r",\s+(?:trên cơ sở|theo|xét)\s+(?:báo cáo|đề nghị|ý kiến|tờ trình)\b", re.IGNORECASE
)  # for this paper
_TERM = re.compile(r"(?:nhiệm kỳ|kho[áa]|khóa)\b", re.IGNORECASE)  # of those who issued it
_PURPOSE = re.compile(r";\s+(?:để|nhằm)\s")  # behind a title: for what the paper is made
_TORN_YEARS = re.compile(r"(\d{4}-) (?=\d{4})")  # at the end of a line
_OF_ANOTHER = re.compile(rf"\b(?:của|về)\b|\bvà\s+(?:{TYPES})\b", re.IGNORECASE)

_DEEPEST = 5


def parse_basis(text: str, line: int, on: dt.date | None, depth: int = 0) -> tuple[ParsedBasis, list[ParseWarning]]:
    """Read what a basis cites. What is not found stays empty, with the words whole in `text`.

    `depth`: in how many papers, each of which brings or proposes the next, this one stands.
    """
    words = plain(text)
    lead = find_lead(words)
    after_lead = _TOLD_BEFORE.sub("", behind_lead(words), count=1)
    proposed = _PROPOSAL.match(after_lead)
    found_type = re.match(rf"(?:nội dung |các |tinh thần |vào )?({TYPES})\b", after_lead, re.IGNORECASE)
    if proposed and depth < _DEEPEST:
        basis, warnings = parse_basis(f"{lead} {after_lead[proposed.end() :]}", line, on, depth + 1)
        title = "" if basis.title.startswith("và ") else basis.title  # “… và ý kiến thống nhất của …”
        return replace(basis, text=text, title=title, issuer=basis.issuer or _trim(proposed["by"] or "")), warnings
    issued_with = _ISSUED_WITH.match(after_lead)
    if issued_with and depth < _DEEPEST and not (found_type and re.search(r"\d/", issued_with["what"])):
        day = issued_with["day"] or ""
        basis, warnings = parse_basis(
            f"{lead} {after_lead[issued_with.end() :].rstrip(' .;')}{day}", line, on, depth + 1
        )
        return replace(basis, text=text, title=_trim(issued_with["what"])), warnings
    if not found_type:
        return ParsedBasis(text=text, lead=lead, title=_trim(after_lead), line=line), []
    cited = next(name for name in DOCUMENT_TYPES if name.casefold() == found_type[1].casefold())
    # Number and day of a law that was amended stand before those of the laws that amend it.
    rest = _AMENDED.split(after_lead[found_type.end() :].strip(), maxsplit=1)[0]
    number, before_number, rest = _take(_NUMBER_SYMBOL, rest, within=200)
    mistyped = _MISTYPED.match(rest) if number.isdecimal() else None
    if mistyped:
        number, rest = f"{number}{mistyped.group()}", rest[mistyped.end() :]
    amends = is_law(cited) and rest.casefold().startswith("sửa đổi")  # its day stands behind the name of what it amends
    date_text, before_date, rest = _take(_DATE, rest, within=500 if amends else 200, is_own=amends)
    issued_on, warnings = _read_date(date_text, line, on)
    if mistyped:
        message = f"Căn cứ ghi số ký hiệu “{number}”, có thể gõ sai. Hãy đối chiếu với văn bản ấy."
        warnings.append(ParseWarning("basis_number_odd", message, line))
    issuer, title = _issuer_and_title(
        _CALLED.sub("", _GROUND.split(rest, maxsplit=1)[0]), is_behind_day=bool(date_text)
    )
    before_number = _OF_ITS_KIND.sub("", before_number)
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


def _take(pattern: re.Pattern[str], text: str, within: int, *, is_own: bool = False) -> tuple[str, str, str]:
    """Return what the pattern finds near the beginning, what stands before it, and what follows.

    The issuer between number and day, “số 31/KH-X của Hội ngày …”, is given as what follows.
    """
    found = pattern.search(text[:within])
    if not found:
        return "", "", text
    said, before, after = found["said"] or found["bare"], text[: found.start()], text[found.end() :]
    if _ISSUER.match(before) and not (_NO_ISSUER.search(before) or _ISSUING.search(before)):
        return said, "", f"{before.strip()} {after.strip()}"
    # A number inside the title, after the issuer or behind a second document belongs to another one.
    if not is_own and _OF_ANOTHER.search(before):
        return "", "", text
    return said, before.strip(" ,("), after


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


def _issuer_and_title(text: str, *, is_behind_day: bool) -> tuple[str, str]:
    text = text.lstrip(" ,);")
    if is_behind_day and text.startswith(_CONFERENCES):
        text = f"của {text}"
    if not text.casefold().startswith("của "):
        return "", text
    text = text[4:]
    ends = list(_ISSUER_ENDS.finditer(text))
    for end, after in zip(ends, [*(each.start() for each in ends[1:]), len(text)], strict=False):
        following = text[end.end() : after]
        if following.startswith("về ") and _STEERS.fullmatch(text[: end.start()]) and end is not ends[-1]:
            continue
        is_more = begins_organisation(following) or goes_on(following) or bool(_TERM.match(following))
        if text[end.start()] != "," or not is_more:
            return _trim(text[: end.start()]), text[end.start() :].strip(" ,;")
    return _trim(text), ""


def _trim(text: str) -> str:
    text = _PURPOSE.split(_TORN_YEARS.sub(r"\1", squeeze(text)), maxsplit=1)[0]
    return text.strip(" ,;").removesuffix("./.").rstrip(" .,;")
