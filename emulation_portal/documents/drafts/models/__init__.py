from .draft import PARTS, Draft
from .parts import DraftAnnex, DraftBasis, DraftRecipient, DraftSection, DraftTable, PaperImport
from .readable import ANY_READER, of_alliances_of, readable, reader_of
from .readings import PaperReading
from .receipts import PaperReceipt
from .submissions import DraftSubmission

__all__ = [
    "ANY_READER",
    "PARTS",
    "Draft",
    "DraftAnnex",
    "DraftBasis",
    "DraftRecipient",
    "DraftSection",
    "DraftSubmission",
    "DraftTable",
    "PaperImport",
    "PaperReading",
    "PaperReceipt",
    "of_alliances_of",
    "readable",
    "reader_of",
]
