from .document import Document, DocumentFile, FrozenForEver, LooseCopy
from .effect import PaperEffect
from .register import Issuer, Register, RegisterEntry

__all__ = [
    "Document",
    "DocumentFile",
    "FrozenForEver",
    "Issuer",
    "LooseCopy",
    "PaperEffect",
    "Register",
    "RegisterEntry",
]
