from .document import Document, DocumentFile, FrozenForEver, LooseCopy
from .register import Issuer, Register, RegisterEntry

__all__ = ["Document", "DocumentFile", "FrozenForEver", "Issuer", "LooseCopy", "Register", "RegisterEntry"]
