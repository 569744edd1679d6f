"""A paragraph of Word: a style, its runs, and what of its look is its own."""

from dataclasses import dataclass

from .measures import twips


@dataclass
class WordParagraph:
    """Lengths are twips; None leaves to the style what it says."""

    style: str
    runs: str = ""
    is_kept: bool = False  # with what follows
    before: int | None = None
    after: int | None = None
    left: int | None = None
    right: int | None = None
    align: str = ""
    frame: str = ""  # w:framePr
    section: str = ""  # w:sectPr of the section that ends here

    def xml(self) -> str:
        """Return w:p, its properties in the order of the schema."""
        kept = "<w:keepNext/>" if self.is_kept else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{self.style}"/>{kept}{self.frame}'
            f"{_spacing(self.before, self.after)}{_indents(self.left, self.right)}"
            f"{_align(self.align)}{self.section}</w:pPr>{self.runs}</w:p>"
        )


def _spacing(before: int | None, after: int | None) -> str:
    told = [f' w:{name}="{value}"' for name, value in (("before", before), ("after", after)) if value is not None]
    return f"<w:spacing{''.join(told)}/>" if told else ""


def _indents(left: int | None, right: int | None) -> str:
    told = [f' w:{name}="{value}"' for name, value in (("left", left), ("right", right)) if value is not None]
    return f"<w:ind{''.join(told)}/>" if told else ""


def _align(align: str) -> str:
    return f'<w:jc w:val="{align}"/>' if align else ""


def rule(width_mm: float, room: int) -> WordParagraph:
    """Return a line of that length in the middle of a room of so many twips: the upper border of an empty paragraph."""
    side = max((room - twips(width_mm)) // 2, 0)
    return WordParagraph("DuongKe", left=side, right=side)
