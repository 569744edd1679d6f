"""Which template prints a paper: that of its kind where the kind has one of its own, else that of its type.

A template extends the variable `frame`: the printed page of NĐ 30/2020/NĐ-CP (`documents/_nd30.html`) or the sheet on
the screen (`documents/_desk.html`). Both have the same blocks, so what a kind changes is changed on both.
"""

from emulation_portal.core.errors import DomainError

from .enums import DocumentType
from .paper import Paper


class NoTemplate(DomainError):
    """Nothing here knows how papers of this type are laid out."""


_TEMPLATES: dict[tuple[str, str], str] = {
    (DocumentType.KH, ""): "documents/kh.html",
    (DocumentType.QD, ""): "documents/qd.html",
    (DocumentType.TTR, ""): "documents/ttr.html",
    (DocumentType.BC, ""): "documents/bc.html",
    (DocumentType.BB, ""): "documents/bb.html",
    (DocumentType.TB, ""): "documents/tb.html",
    (DocumentType.GM, ""): "documents/gm.html",
    (DocumentType.CV, ""): "documents/cv.html",
    (DocumentType.BTT, ""): "documents/btt.html",
}


def register_template(template: str, *, type: str, kind: str = "") -> None:
    """Let papers of a type, or of one kind of it, be printed with this template. Called in `AppConfig.ready`."""
    _TEMPLATES[type, kind] = template


def template_of(paper: Paper) -> str:
    """Return the name of the paper's template. Raises NoTemplate; asked before a number is taken."""
    template = _TEMPLATES.get((paper.type, paper.kind)) or _TEMPLATES.get((paper.type, ""))
    if template is None:
        raise NoTemplate(
            f"Cổng chưa có mẫu trình bày cho loại “{_label(paper)}” nên chưa cấp số được. "
            "Hãy chọn loại văn bản khác, hoặc báo quản trị hệ thống bổ sung mẫu."
        )
    return template


def _label(paper: Paper) -> str:
    return str(DocumentType(paper.type).label) if paper.type in DocumentType.values else paper.type_name or paper.type
