"""Giao ước thi đua as a paper (D5): header of the khối, preamble, articles, targets, and a row for each unit to sign.

It is none of the types of NĐ 30/2020/NĐ-CP Phụ lục III; of those a bản thỏa thuận comes nearest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from emulation_portal.core.dates import short_date
from emulation_portal.core.vietnamese import upper
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.paper import Block, Header, Paper, PaperColumn, PaperTable, Paragraph, written_arrow
from emulation_portal.documents.regulations import abbreviation_of
from emulation_portal.documents.typed import as_typed

from .content import Pledged, blocks_of, said_of
from .models import Pledge, PledgeParty, PledgeSignature, PledgeVersion
from .queries import with_signatures

KIND = "pledge"
_TARGETS = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Chỉ tiêu", 9),
    PaperColumn("Mức phấn đấu", 5),
)
_SIGNING = (
    PaperColumn("TT", 2, "center"),
    PaperColumn("Đơn vị", 10),
    PaperColumn("Đại diện ký (họ tên, chức vụ)", 9),
    PaperColumn("Ký tên, đóng dấu", 9, "center"),
)


@dataclass(frozen=True)
class SigningRow:
    """A party as the paper has it; without a signature there is room for one, or it is told that none was given."""

    name: str
    signer: str = ""
    words: str = ""


def signed_paper(pledge: Pledge, *, is_final: bool) -> Paper:
    """Return the version that is signed, or was, with who has signed. Only what is to be signed by hand has room for it."""
    version = pledge.last_version()
    assert version is not None  # opening the signing wrote it
    parties = with_signatures(PledgeParty.objects.standing().filter(pledge=pledge).order_by("name", "pk"))
    rows = tuple(_row(party.name, party.signature, is_final=is_final) for party in parties)
    return pledge_paper(pledge, said_of(version.content), rows, version=version, has_room=not is_final)


def _row(name: str, signature: PledgeSignature | None, *, is_final: bool) -> SigningRow:
    if signature is None:
        return SigningRow(name, words="Chưa ký" if is_final else "")
    day = short_date(signature.signed_on)
    how = f"Đã ký trên bản giấy ngày {day}" if signature.is_on_paper else f"Đã ký trên Cổng ngày {day}"
    return SigningRow(name, ", ".join(filter(None, (signature.signer_name, signature.signer_title))), how)


def pledge_paper(
    pledge: Pledge, said: Pledged, rows: Sequence[SigningRow], *, version: PledgeVersion | None, has_room: bool = True
) -> Paper:
    """Return the giao ước; without a version it is what is being written, which is marked DỰ THẢO.

    `has_room`: rows are high enough to be signed and sealed by hand.
    """
    block = pledge.block
    name = version.content["block"] if version else block.name  # the khối may bear another since
    issuer = Issuer.objects.filter(unit=block.alliance_id).values_list("place_name", flat=True).first()
    paper = Paper(
        type=DocumentType.BTT,
        kind=KIND,
        type_name="GIAO ƯỚC THI ĐUA",
        header=Header(issuer=(upper(name),), superior=(upper(block.alliance.name),)),
        symbol=f"GƯ-{abbreviation_of('', name, code=str(block.pk))}",
        place=issuer or "",
        summary=(f"Năm {pledge.year}",),
        body=tuple(_body(said, rows, version, has_room=has_room)),
        is_draft=version is None,
        has_end_mark=False,
        title=f"Giao ước thi đua năm {pledge.year} của {name}",
        author=name,
    )
    return as_typed(paper)


def _body(
    said: Pledged, rows: Sequence[SigningRow], version: PledgeVersion | None, *, has_room: bool
) -> Iterator[Block]:
    yield from blocks_of(said.preamble, is_preamble=True)
    yield from blocks_of(said.content)
    if said.targets:
        told = tuple(
            (str(at), written_arrow(each.words), written_arrow(each.aim)) for at, each in enumerate(said.targets, 1)
        )
        yield PaperTable(columns=_TARGETS, rows=told, title="Chỉ tiêu thi đua chung của khối")
    if version is not None:
        yield Paragraph(
            f"Các đơn vị trong khối ký giao ước này (bản thứ {version.number}, mã đối chiếu {version.short_digest}):"
        )
    if rows:
        cells = tuple((str(at), row.name, row.signer, row.words) for at, row in enumerate(rows, 1))
        yield PaperTable(columns=_SIGNING, rows=cells, title="Chữ ký của các đơn vị", is_signed=has_room)
