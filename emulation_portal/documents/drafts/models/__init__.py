from .draft import Draft
from .parts import DraftAnnex, DraftBasis, DraftRecipient, DraftSection, DraftTable, PaperImport

__all__ = [
    "Draft",
    "DraftAnnex",
    "DraftBasis",
    "DraftRecipient",
    "DraftSection",
    "DraftTable",
    "PaperImport",
]
