"""A Paper as HTML: Vietnamese rules of writing are applied here, places and sizes in `_nd30.html` and `nd30.css`."""

import re
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from emulation_portal.core.dates import written_date
from emulation_portal.core.numbering import roman, two_digits
from emulation_portal.core.vietnamese import ascii_slug, squeeze, upper

from ..paper import Article, Basis, Block, Heading, ItemList, Paper, Paragraph, Signature, Table
from . import qr
from .typography import (
    HEADER_GAP_MM,
    ISSUER_WIDTH_MM,
    NATIONAL_WIDTH_MM,
    TEXT_WIDTH_MM,
    break_lines,
    break_organisation_name,
    rule_mm,
    width_mm,
)

BLANK = "\u00a0" * 6
BODY_PT, HEADER_PT, MARK_PT = 14.0, 12.0, 13.0
INDENT_MM = 12.7
SUMMARY_WIDTH_MM = 140.0
SIGNATURE_WIDTH_MM = 80.0
DRAFT_MARK = "DỰ THẢO"
TRANSCRIPTION_MARK = "Bản nhập từ tệp, không thay bản gốc"

_TOKENS = re.compile(r"\\[*\\]|\*\*|\*|[^*\\]+|\\")


def inline(text: str) -> SafeString:
    """Return the text escaped, with `*…*` as italic and `**…**` as bold. A star without its partner stays a star."""
    parts: list[str] = []
    opened: list[tuple[str, int]] = []
    tokens = _TOKENS.findall(squeeze_breaks(text))
    for at, token in enumerate(tokens):
        if token not in {"*", "**"}:
            parts.append(escape(token[1:] if len(token) == 2 and token[0] == "\\" else token))
            continue
        follows_text = bool(parts) and not parts[-1][-1:].isspace()
        precedes_text = at + 1 < len(tokens) and not tokens[at + 1][:1].isspace()
        if opened and opened[-1][0] == token and follows_text:
            _, start = opened.pop()
            tag = "b" if token == "**" else "i"
            parts[start] = f"<{tag}>"
            parts.append(f"</{tag}>")
        elif precedes_text and all(mark != token for mark, _ in opened):
            opened.append((token, len(parts)))
            parts.append(token)
        else:
            parts.append(token)
    return mark_safe("".join(parts))  # every piece is escaped above or is one of our two tags


def squeeze_breaks(text: str) -> str:
    """Return the text on one line; its inner spaces stay as the author wrote them."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def plain(text: str) -> str:
    """Return the text without its marks, for bookmarks and for measuring."""
    return re.sub(r"<[^>]+>", "", inline(text)).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


@dataclass(frozen=True)
class Line:
    """A block as the template prints it."""

    kind: str
    html: SafeString
    label: str = ""
    level: int = 0
    bookmark: str = ""
    is_kept: bool = False
    table: Any = None


def number_line(paper: Paper) -> str:
    """Return `Số: 644/KH-LMHTX`, with a leading zero below 10 and a blank where no number is given yet."""
    number = BLANK if paper.number is None else two_digits(paper.number)
    return f"Số: {number}/{paper.symbol}"


def place_line(paper: Paper) -> str:
    """Return `Quảng Ninh, ngày 26 tháng 11 năm 2021`, or the same with blanks for a draft."""
    day = written_date(paper.issued_on) if paper.issued_on else f"ngày {BLANK} tháng {BLANK} năm 20{BLANK[:3]}"
    return f"{paper.place}, {day}"


def paper_context(paper: Paper) -> dict[str, Any]:
    """Return what the template of this paper prints. Pure: the same paper gives the same context."""
    lines = body_lines(paper)
    bases = [line for line in lines if line.kind == "basis"] if lines and lines[0].kind == "basis" else []
    first = next((at for at, line in enumerate(lines) if line.kind != "basis"), len(lines)) if bases else 0
    return {
        "paper": paper,
        "title": paper.title or squeeze(f"{paper.type_name} {' '.join(paper.summary)}"),
        "created": paper.issued_on.isoformat() if paper.issued_on else "",
        **_header(paper),
        **_summary(paper),
        "authority": [line for text in paper.authority for line in break_lines(upper(text), BODY_PT, "bold", 150)],
        "addressees": _closed(paper.addressees, ";", "."),
        "bases": lines[:first],
        "content": lines[first:],
        **_ending(paper),
        "appendices": _appendices(paper),
        "check": paper.check and {"code": paper.check.code, "address": _address(paper), "svg": qr.svg(paper.check.url)},
        "mark": " – ".join([DRAFT_MARK] * paper.is_draft + [TRANSCRIPTION_MARK] * paper.is_transcription),
    }


def paper_html(paper: Paper) -> str:
    """Return the whole HTML of the paper. Raises TemplateDoesNotExist for a kind without a template."""
    return render_to_string(f"documents/{ascii_slug(paper.kind)}.html", paper_context(paper))


def _header(paper: Paper) -> dict[str, Any]:
    place = place_line(paper)
    # A long place name takes what it needs from the left column; its date must stay on one line.
    right = max(NATIONAL_WIDTH_MM, width_mm(place, MARK_PT, "italic") + 1)
    limit = TEXT_WIDTH_MM - right - HEADER_GAP_MM / 2
    issuer = _fit(paper.header.issuer, "bold", limit)
    return {
        "right_mm": f"{right:.2f}",
        "left_mm": f"{TEXT_WIDTH_MM - right:.2f}",
        "superior": _fit(paper.header.superior, "regular", limit),
        "issuer": issuer,
        "issuer_rule_mm": _rule(issuer, HEADER_PT),
        "number": number_line(paper),
        "place": place,
    }


def _fit(lines: tuple[str, ...], style: str, limit: float) -> list[str]:
    """Return the office's own lines; break only those that do not fit."""
    fitted: list[str] = []
    for line in map(upper, lines):
        if width_mm(line, HEADER_PT, style) <= limit or limit < ISSUER_WIDTH_MM - 25:
            fitted.append(line)
        else:
            fitted += break_organisation_name(line, HEADER_PT, style, limit)
    return fitted


def _rule(lines: list[str], size_pt: float) -> str:
    return f"{rule_mm([width_mm(line, size_pt, 'bold') for line in lines]):.2f}" if lines else ""


def _summary(paper: Paper) -> dict[str, Any]:
    if not paper.type_name:  # công văn: V/v under the number
        return {"summary": [plain(" ".join(paper.summary))], "summary_rule_mm": ""}
    lines = [
        line for text in paper.summary for line in break_lines(squeeze_breaks(text), BODY_PT, "bold", SUMMARY_WIDTH_MM)
    ]
    return {"type_name": upper(paper.type_name), "summary": lines, "summary_rule_mm": _rule(lines, BODY_PT)}


def _ending(paper: Paper) -> dict[str, Any]:
    return {
        "recipients": _closed(paper.recipients, ";", "."),
        "signature": _signature(paper.signatures[-1]) if paper.signatures else None,
        "left_signature": _signature(paper.signatures[0]) if len(paper.signatures) > 1 else None,
    }


def _signature(signature: Signature) -> dict[str, Any]:
    def fit(text: str, size_pt: float) -> list[str]:
        return break_lines(squeeze(text), size_pt, "bold", SIGNATURE_WIDTH_MM)

    return {
        "lines": [line for text in signature.lines for line in fit(upper(text), BODY_PT)],
        "post": fit(upper(signature.post_above_name), MARK_PT),
        "name": fit(signature.name, BODY_PT),
    }


def _closed(items: tuple[str, ...], mark: str, last_mark: str) -> list[str]:
    """Return the items with their closing marks, whatever marks they came with."""
    bare = [squeeze(item).rstrip(" ;.") for item in items]
    return [f"{item}{mark}" for item in bare[:-1]] + [f"{item}{last_mark}" for item in bare[-1:]]


def _address(paper: Paper) -> str:
    return re.sub(r"^https?://", "", paper.check.url) if paper.check else ""


def _appendices(paper: Paper) -> list[dict[str, Any]]:
    many = len(paper.appendices) > 1
    return [
        {
            "name": f"Phụ lục {roman(at)}" if many else "Phụ lục",
            "title": break_lines(upper(appendix.title), BODY_PT, "bold", SUMMARY_WIDTH_MM),
            "caption": appendix.caption,
            # Neighbours need different names, or the engine would count them as one group of pages.
            "page": f"appendix-{'landscape' if appendix.is_landscape else 'portrait'}-{at % 2}",
            "lines": [_line(block) for block in appendix.body],
        }
        for at, appendix in enumerate(paper.appendices, start=1)
    ]


def body_lines(paper: Paper) -> list[Line]:
    """Return the body with closing marks, and with the last lines held to the signature block."""
    blocks = _with_end_mark(list(paper.body)) if paper.has_end_mark else list(paper.body)
    last_basis = max((at for at, block in enumerate(blocks) if isinstance(block, Basis)), default=-1)
    lines: list[Line] = []
    for at, block in enumerate(blocks):
        if isinstance(block, ItemList):
            lines += [Line("paragraph", inline(item), "-") for item in block.items]
        else:
            lines.append(_line(block, "." if at == last_basis else ";"))
    return _hold_the_end(lines)


def _line(block: Block, basis_mark: str = ";") -> Line:
    match block:
        case Basis(text=text):
            return Line(block.kind, inline(text if text.rstrip()[-1:] in ".;,:" else text.rstrip() + basis_mark))
        case Heading(level=level, text=text, label=label):
            title = upper(text) if level == 1 else text
            return Line(block.kind, inline(title), label, level, f"{label} {plain(title)}".strip(), True)
        case Article(number=number, title=title, text=text):
            html = mark_safe(f"<b>{inline(title)}</b> {inline(text)}")  # both are escaped
            return Line(block.kind, html, f"Điều {number}.", 2, f"Điều {number}. {plain(title)}".strip(), not text)
        case Table(columns=columns, rows=rows):
            total = sum(column.width for column in columns)
            shares = [{"column": column, "percent": f"{column.width * 100 / total:.3f}"} for column in columns]
            cells = [[(inline(cell), column.align) for cell, column in zip(row, columns, strict=True)] for row in rows]
            return Line(block.kind, mark_safe(""), table={"columns": shares, "rows": cells})
        case Paragraph(text=text, label=label):
            return Line(block.kind, inline(text), label)
        case _:
            return Line(block.kind, inline(getattr(block, "text", "")), is_kept=True)


def _with_end_mark(blocks: list[Block]) -> list[Block]:
    """Put `./.` right after the last word. Source: NĐ 30/2020/NĐ-CP, Phụ lục III, the forms."""
    if not blocks:
        return blocks
    match blocks[-1]:
        case Paragraph(text=text, label=label):
            blocks[-1] = Paragraph(end(text), label)
        case Article(number=number, title=title, text=text):
            blocks[-1] = Article(number, title, end(text)) if text else Article(number, end(title))
        case ItemList(items=items) if items:
            blocks[-1] = ItemList((*items[:-1], end(items[-1])))
    return blocks


def end(text: str) -> str:
    """Return the text ending with `./.`, in place of the mark it ended with."""
    text = text.rstrip()
    return text if text.endswith("./.") else f"{text.rstrip('.;,/ ')}./."


def _hold_the_end(lines: list[Line]) -> list[Line]:
    """Hold the last two printed lines together, so that two of them go with the signature to a new page."""
    if len(lines) > 1 and _is_one_line(lines[-1]):
        before = lines[-2]
        lines[-2] = Line(**{**vars(before), "is_kept": True})
    return lines


def _is_one_line(line: Line) -> bool:
    """Say whether the block may be set on one line; near the edge it counts as one."""
    if line.table:
        return False
    text = f"{line.label} {re.sub(r'<[^>]+>', '', line.html)}"
    style = "italic" if line.kind == "basis" else "regular"
    return width_mm(text, BODY_PT, style) < (TEXT_WIDTH_MM - INDENT_MM) * 1.04
