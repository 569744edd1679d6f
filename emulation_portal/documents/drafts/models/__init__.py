from .draft import PARTS, Draft
from .parts import DraftAnnex, DraftBasis, DraftRecipient, DraftSection, DraftTable, PaperImport
from .readings import PaperReading

__all__ = [
    "PARTS",
    "Draft",
    "DraftAnnex",
    "DraftBasis",
    "DraftRecipient",
    "DraftSection",
    "DraftTable",
    "PaperImport",
    "PaperReading",
]
