"""The paper of a unit: its head and its signature come from what the unit is on the day, and no setting is kept for it."""

from collections.abc import Sequence

from emulation_portal.core.vietnamese import upper

from .enums import DocumentType
from .paper import Appendix, Block, Header, Paper, Signature
from .queries import UnitFacts
from .regulations import abbreviation_of, place_of_commune

HEAD_OF_UNIT = "Thủ trưởng đơn vị"  # signs where nobody is known to head the unit


def unit_paper(
    facts: UnitFacts,
    document_type: DocumentType,
    *,
    summary: Sequence[str],
    body: Sequence[Block],
    kind: str = "",
    addressees: Sequence[str] = (),
    recipients: Sequence[str] = (),
    appendices: Sequence[Appendix] = (),
) -> Paper:
    """Return a paper of the unit as a draft, without number and day, signed by its head.

    A member of the alliance is nobody's body, so nothing stands above its name; above that of a department or another
    body of the alliance stands whose it is. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.2, II.4, II.7.
    """
    return Paper(
        type=document_type,
        kind=kind,
        type_name="" if document_type == DocumentType.CV else upper(document_type.label),
        header=Header(
            issuer=(upper(facts.name),),
            superior=(upper(facts.above),) if facts.above and not facts.is_member else (),
        ),
        symbol=unit_symbol(facts, document_type),
        place=(place_of_commune(facts.commune) if facts.is_member else "") or facts.province,
        summary=tuple(summary),
        body=tuple(body),
        addressees=tuple(addressees),
        recipients=tuple(recipients),
        signatures=(_signature(facts),),
        appendices=tuple(appendices),
        is_draft=True,
        author=facts.name,
    )


def _signature(facts: UnitFacts) -> Signature:
    """Source: NĐ 30/2020/NĐ-CP Điều 13 khoản 1, Phụ lục I, II.7: a deputy signs KT. the head, below whom their post stands."""
    head = upper(facts.head_title or HEAD_OF_UNIT)
    if not facts.deputy_name:
        return Signature(lines=(head,), name=facts.head_name)
    return Signature(lines=(f"KT. {head}", upper(facts.deputy_title)), name=facts.deputy_name)


def unit_symbol(facts: UnitFacts, document_type: DocumentType) -> str:
    """Return ký hiệu without its number: BC-HTXĐT; of a công văn the unit alone."""
    unit = abbreviation_of(facts.short_name, facts.name, code=facts.code)
    return unit if document_type == DocumentType.CV else f"{document_type}-{unit}"
