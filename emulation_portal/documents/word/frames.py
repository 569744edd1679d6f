"""Tables without rules, by which the head of a paper and its end stand in two columns."""

from dataclasses import dataclass

from .measures import twips
from .paragraphs import WordParagraph

HEADER_GAP = twips(4)  # beside the quốc hiệu, as in nd30.css


@dataclass
class TwoColumns:
    """Rows of two cells that no page tears apart; each cell has its paragraphs."""

    widths: tuple[int, int]
    rows: list[list[list[WordParagraph]]]
    gap: int = 0  # at the right of the left column

    def xml(self) -> str:
        """Return w:tbl. Every cell ends with a paragraph, as Word asks."""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Khung"/>'
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(map(self._row, self.rows))}</w:tbl>"
        )

    def _row(self, cells: list[list[WordParagraph]]) -> str:
        gaps = (f'<w:tcMar><w:right w:w="{self.gap}" w:type="dxa"/></w:tcMar>' if self.gap else "", "")
        return "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>".format(
            "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{gap}</w:tcPr>'
                f"{''.join(paragraph.xml() for paragraph in cell or [WordParagraph('Normal')])}</w:tc>"
                for width, gap, cell in zip(self.widths, gaps, cells, strict=True)
            )
        )
