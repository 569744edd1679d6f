"""The units and blocks that a draft names as those it is meant for: offered to be chosen, so that nobody looks them up."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from emulation_portal.core.folding import Folded
from emulation_portal.core.short_names import is_same_name, spellings
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.reading import plain
from units.enums import MEMBER_KINDS
from units.models import EmulationBlock, Unit

MOST_NAMES = 200
_SCOPE = re.compile(r"\b(?:doi tuong|pham vi|thanh phan tham gia)\b")
# Where all are meant nobody is picked out.
_EVERYONE = re.compile(
    r"\b(?:tat ca|toan the|moi)\b[^.;]*\b(?:don vi|htx|hop tac xa)\b|\bcac (?:don vi|htx|hop tac xa) (?:thanh vien|truc thuoc)\b"
)
_BETWEEN = re.compile(r"[,;:\n]|\s+và\s+")


class Addressees(NamedTuple):
    blocks: list[EmulationBlock]
    units: list[Unit]

    def all(self) -> list[EmulationBlock | Unit]:
        return [*self.blocks, *self.units]


def named_addressees(draft: Any) -> Addressees:
    """Return whom the recipients and the section on the scope name, each by its whole name between commas.

    Nobody where they say that all take part, or where somebody has chosen already.
    """
    texts = [*(row.text for row in draft.recipients.all()), *_on_the_scope(draft)]
    if not draft.addresses_everyone or any(_EVERYONE.search(fold(text)) for text in texts):
        return Addressees([], [])
    names = list(dict.fromkeys(name for text in texts for name in _names_in(text)))[:MOST_NAMES]
    if not names:
        return Addressees([], [])
    root = draft.place.root_id
    blocks = EmulationBlock.objects.filter(alliance=root)
    spelled = [form for name in names for form in spellings(name)]
    units = Unit.objects.filter(root_id=root, closed_on__isnull=True, kind__in=MEMBER_KINDS)
    return Addressees(
        [block for block in blocks if any(is_same_name(name, fold(block.name)) for name in names if "khoi" in name)],
        list(units.alias(folded_name=Folded("name")).filter(folded_name__in=spelled).order_by("name", "pk")),
    )


def _on_the_scope(draft: Any) -> Iterator[str]:
    for section in draft.sections.all():
        if _SCOPE.search(fold(section.title)):
            yield section.body


def _names_in(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for part in _BETWEEN.split(plain(line)):
            name = fold(part).strip(" -–+•.()")
            if len(name.split()) > 1:
                yield name.removeprefix("cac ")
