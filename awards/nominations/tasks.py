"""Workers learn here how the book of a dossier is printed: the job is the one that prints all copies."""

from .book.printing import BOOK

__all__ = ["BOOK"]
