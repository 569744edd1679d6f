from .closings import Closing
from .imports import SheetImport
from .organisation import BlockMembership, EmulationBlock, Unit
from .people import NAME_PARTS, Person, Position, SigningAuthority
from .standings import FormerStanding
from .successions import Inheritance, Succession

__all__ = [
    "NAME_PARTS",
    "BlockMembership",
    "Closing",
    "EmulationBlock",
    "FormerStanding",
    "Inheritance",
    "Person",
    "Position",
    "SheetImport",
    "SigningAuthority",
    "Succession",
    "Unit",
]
