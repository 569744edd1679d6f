"""The units and blocks that a draft names as those it is meant for: offered to be chosen, so that nobody looks them up."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from emulation_portal.core.folding import Folded
from emulation_portal.core.short_names import spellings
from emulation_portal.core.vietnamese import fold, nfc
from emulation_portal.documents.reading import plain
from units.enums import MEMBER_KINDS
from units.models import EmulationBlock, Unit

MOST_NAMES = 400
MOST_PARTS = 4  # of one name that has commas or “và” in it
MOST_LETTERS = 20_000  # looked through: a scope is a paragraph, not a book
_SCOPE = re.compile(r"\b(?:doi tuong|pham vi|thanh phan tham gia)\b")
# Where all are meant nobody is picked out. With their accents: “mọi đơn vị” is not “đơn vị kiểu mới”.
_EVERYONE = re.compile(
    r"\b(?:tất cả|toàn thể|mọi)\b[^.;\n]{0,60}?\b(?:đơn vị|htx|hợp tác xã)\b"
    r"|\bcác (?:đơn vị|htx|hợp tác xã) (?:thành viên|trực thuộc)\b",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"[;:\n]")
_WITHIN = re.compile(r"\s+(?:và|cùng)\s+|,\s*")


class Addressees(NamedTuple):
    blocks: list[EmulationBlock]
    units: list[Unit]

    def all(self) -> list[EmulationBlock | Unit]:
        return [*self.blocks, *self.units]


def named_addressees(draft: Any) -> Addressees:
    """Return whom the recipients and the section on the scope name: an item by itself, or parts of it between commas
    and “và”; a name that has such a word in it is found as a whole.

    Nobody where they say that all take part, or where somebody has chosen already.
    """
    texts = [*(row.text for row in draft.recipients.all()), *_on_the_scope(draft)]
    texts = [text[:MOST_LETTERS] for text in texts]
    if not draft.addresses_everyone or any(_EVERYONE.search(nfc(text)) for text in texts):
        return Addressees([], [])
    names = list(dict.fromkeys(name for text in texts for name in _names_in(text)))[:MOST_NAMES]
    if not names:
        return Addressees([], [])
    root = draft.place.root_id
    blocks = EmulationBlock.objects.filter(alliance=root)
    spelled = {form for name in names for form in spellings(name)}
    units = Unit.objects.filter(root_id=root, closed_on__isnull=True, kind__in=MEMBER_KINDS)
    return Addressees(
        [block for block in blocks if fold(block.name) in spelled],
        list(units.alias(folded_name=Folded("name")).filter(folded_name__in=spelled).order_by("name", "pk")),
    )


def _on_the_scope(draft: Any) -> Iterator[str]:
    for section in draft.sections.all():
        if _SCOPE.search(fold(section.title)):
            yield section.body


def _names_in(text: str) -> Iterator[str]:
    """Yield what may be names, folded: each item, and every run of its parts between commas and “và”."""
    for item in _ITEMS.split(text):
        words = plain(item)
        cuts = [0, *(end for cut in _WITHIN.finditer(words) for end in cut.span()), len(words)]
        starts, ends = cuts[::2], cuts[1::2]
        for at, start in enumerate(starts):
            for end in ends[at : at + MOST_PARTS]:
                name = fold(words[start:end]).strip(" -–+•.()")
                if len(name.split()) > 1:
                    yield name.removeprefix("cac ")
