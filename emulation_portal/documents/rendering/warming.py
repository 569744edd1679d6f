"""What a worker does once at its start, so that its first paper is as quick as the next."""

from ..paper import Basis, Check, Header, Heading, Paper, Paragraph, Signature
from .html import paper_html


def warm_html() -> None:
    """Read templates and widths of letters by writing one paper. Raises FontsMissing."""
    paper_html(_warming_paper())


def _warming_paper() -> Paper:
    return Paper(
        type="KH",
        type_name="KẾ HOẠCH",
        header=Header(issuer=("LIÊN MINH",), superior=("LIÊN MINH",)),
        symbol="KH-LMHTX",
        place="Tỉnh Mẫu",
        summary=("Về việc thi đua",),
        body=(
            Basis("Căn cứ Luật;"),
            Heading(level=1, label="I.", text="Mục đích"),
            Paragraph("Nội dung *nghiêng* **đậm**", label="1."),
        ),
        recipients=("Như trên", "Lưu: VT"),
        signatures=(Signature(lines=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), name="Họ và tên"),),
        check=Check("0000-0000-0000", "https://localhost/kiem-tra/000000000000/"),
    )
