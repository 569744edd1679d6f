"""What a worker prints once at its start, so that every child finds fonts, letters and templates in memory."""

from functools import cache

from ..paper import Basis, Check, Header, Heading, Paper, Paragraph, Signature
from .html import paper_html
from .press import print_pdf

_LETTERS = "aàáảãạ ăằắẳẵặ âầấẩẫậ bcd đ eèéẻẽẹ êềếểễệ ghiìíỉĩị klmn oòóỏõọ ôồốổỗộ ơờớởỡợ pqrst uùúủũụ ưừứửữự vxyỳýỷỹỵ 0123456789 .,;:“”/-%()"


@cache
def warm_press() -> None:
    """Print one paper that has every letter in every style. Raises FontsMissing."""
    print_pdf(paper_html(_warming_paper()), "nd30")


def _warming_paper() -> Paper:
    text = f"{_LETTERS} {_LETTERS.upper()}"
    return Paper(
        kind="KH",
        type_name="KẾ HOẠCH",
        header=Header(issuer=(_LETTERS[:30],), superior=(_LETTERS[:30],)),
        symbol="KH-LMHTX",
        place="Quảng Ninh",
        summary=(text[:200],),
        body=(
            Basis(text),
            *(Heading(level=level, label=f"{level}.", text=text) for level in (1, 2, 3)),
            Paragraph(f"{text} *{text}* **{text}**", label="1.1."),
        ),
        recipients=(text[:150], "Lưu: VT, VP"),
        signatures=(Signature(lines=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), name=text[:40]),),
        check=Check("0000-0000-0000", "https://localhost/kiem-tra/000000000000/"),
    )
