"""Books full of lines, each with its paper, file and job, for measuring: rows in bulk, as the database lets them be."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from msgspec.structs import replace

from emulation_portal.accounts.models import User
from emulation_portal.audit.crowd import tell
from emulation_portal.core.crowds import CrowdSize, Visit, first_middle_last, insert, visits_of_list
from emulation_portal.core.dates import today
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from emulation_portal.rights.enums import Role
from units.crowd import CrowdAlliance, CrowdUnits
from units.models import Unit

from .codes import new_code, printed_code
from .enums import DocumentType
from .models import Document, DocumentFile, Issuer, Register, RegisterEntry
from .paper import Basis, Check, Header, Heading, Paper, Paragraph, Signature
from .papers import unit_paper
from .queries import UnitFacts, facts_of

_SENTENCE = (
    "Các đơn vị thành viên phát huy tinh thần đoàn kết, sáng tạo, thi đua hoàn thành vượt mức chỉ tiêu phát triển "
    "kinh tế tập thể, hợp tác xã, nâng cao thu nhập của thành viên và người lao động."
)

MOST_UNITS = 100  # whose papers are there


@dataclass(frozen=True)
class CrowdPaper:
    """A paper of the crowd: its title, of whom it speaks, and who may read it."""

    summary: str
    subject: models.Model
    document_type: str = DocumentType.CV
    is_public: bool = True


@dataclass(frozen=True)
class CrowdPapers:
    """The issuers of both alliances, and the number of lines in the book of the first."""

    first: Issuer
    second: Issuer
    lines: int


def fill_books(size: CrowdSize, so_far: dict[type, Any]) -> CrowdPapers:
    """Fill the book of this year of either alliance with papers that hang on nothing; beside it stand papers of units."""
    crowds: CrowdUnits = so_far[CrowdUnits]
    first, second = (_issuer(crowd) for crowd in (crowds.first, crowds.second))
    lines = 400 + size.units // 8
    for issuer, crowd, number in ((first, crowds.first, lines), (second, crowds.second, 40)):
        wanted = [CrowdPaper(f"Về việc báo cáo kết quả thi đua đợt {at}", issuer) for at in range(1, number + 1)]
        issue_in_bulk(issuer, wanted, by=crowd.officers[Role.CLERK], paragraphs=4)
        _keep_papers_of_units(crowd.members[:MOST_UNITS], by=crowd.officers[Role.OFFICER])
    return CrowdPapers(first, second, lines)


def _issuer(crowd: CrowdAlliance) -> Issuer:
    return Issuer.objects.create(
        unit=crowd.unit,
        superior_lines="LIÊN MINH HỢP TÁC XÃ VIỆT NAM",
        name_lines=f"LIÊN MINH HTX\nTỈNH MẪU {crowd.unit.code}",
        full_name=crowd.unit.name,
        place_name="Tỉnh Mẫu",
        symbol=f"LM{crowd.unit.code}",
    )


def issue_in_bulk(issuer: Issuer, wanted: Sequence[CrowdPaper], *, by: User, paragraphs: int) -> list[Document]:
    """Write a line, a paper, a file and a finished job for each, in the issuer's book of this year."""
    on = today()
    book, _ = Register.objects.get_or_create(issuer=issuer, series="", year=on.year)
    numbers = range(book.last_number + 1, book.last_number + len(wanted) + 1)
    book.last_number += len(wanted)
    book.save()
    lines = insert(_line(book, number, each, on) for number, each in zip(numbers, wanted, strict=True))
    papers = insert(_paper(line, each, paragraphs, by) for line, each in zip(lines, wanted, strict=True))
    insert(_file(paper) for paper in papers)
    insert(_job(paper, by) for paper in papers)
    tell("document.issued", ((paper, issuer.unit.path, issuer.unit_id) for paper in papers), by=by)
    return papers


def _keep_papers_of_units(units: Sequence[Unit], *, by: User) -> None:
    """Write a báo cáo of each unit, its file and its finished job; no book has it."""
    papers = insert(_report(unit, facts_of(unit, on=today()), by) for unit in units)
    insert(_file(paper) for paper in papers)
    insert(_job(paper, by) for paper in papers)
    tell("document.issued_by_unit", ((paper, paper.place.path, paper.place.pk) for paper in papers), by=by)


def _report(unit: Unit, facts: UnitFacts, by: User) -> Document:
    summary, code = f"Kết quả phong trào thi đua của {facts.name}", new_code()
    paper = unit_paper(facts, DocumentType.BC, summary=[summary], body=[Paragraph(_SENTENCE)])
    return Document(
        unit=unit,
        document_type=paper.type,
        symbol=paper.symbol,
        issued_on=today(),
        summary=summary,
        signer_name=paper.signer_name,
        is_public=False,
        check_code=code,
        payload=replace(paper, issued_on=today(), is_draft=False).to_json(),
        subject_type=unit._meta.label_lower,
        subject_id=unit.pk,
        frozen_by=by,
    )


def _line(book: Register, number: int, wanted: CrowdPaper, on: dt.date) -> RegisterEntry:
    return RegisterEntry(
        register=book,
        number=number,
        document_type=wanted.document_type,
        symbol=book.issuer.symbol_of(wanted.document_type),
        issued_on=on,
        summary=wanted.summary,
        signer_name="Lê Văn Mẫu",
        recipients="Các đơn vị thành viên",
        forwarded_on=on if number % 50 else None,
    )


def _paper(line: RegisterEntry, wanted: CrowdPaper, paragraphs: int, by: User) -> Document:
    issuer, code = line.register.issuer, new_code()
    check = Check(printed_code(code), f"https://thidua.example.vn{reverse('documents:check', args=[code])}")
    return Document(
        entry=line,
        issuer=issuer,
        document_type=line.document_type,
        number=line.number,
        symbol=line.symbol,
        issued_on=line.issued_on,
        summary=line.summary,
        signer_name=line.signer_name,
        is_public=wanted.is_public,
        check_code=code,
        payload=replace(sample_paper(issuer, line, paragraphs), check=check).to_json(),
        subject_type=wanted.subject._meta.label_lower,
        subject_id=wanted.subject.pk,
        frozen_by=by,
    )


def sample_paper(issuer: Issuer, line: RegisterEntry, paragraphs: int) -> Paper:
    """Return a paper of running text: 4 paragraphs fill one page."""
    body = [Paragraph(f"{_SENTENCE} {_SENTENCE}", label=f"1.{at}.") for at in range(1, paragraphs + 1)]
    basis = Basis("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;")
    kind = DocumentType(line.document_type)
    return Paper(
        type=kind,
        type_name="" if kind == DocumentType.CV else str(kind.label).upper(),
        header=Header(tuple(issuer.name_lines.splitlines()), tuple(issuer.superior_lines.splitlines())),
        symbol=line.symbol,
        number=line.number,
        issued_on=line.issued_on,
        place=issuer.place_name,
        summary=(line.summary,),
        body=(basis, Heading(level=1, label="I.", text="Mục đích, yêu cầu"), *body),
        recipients=("Các đơn vị thành viên", "Lưu: VT, VP"),
        signatures=(Signature(("CHỦ TỊCH",), line.signer_name),),
        author=issuer.full_name,
    )


def _file(paper: Document) -> DocumentFile:
    sha256 = hashlib.sha256(str(paper.pk).encode()).hexdigest()
    return DocumentFile(document=paper, storage_name=f"{sha256}.pdf", sha256=sha256, size_bytes=1, pages=1)


def _job(paper: Document, by: User) -> Job:
    return Job(
        kind="documents.render",
        queue="documents",
        key=paper.job_key,
        args={"document_id": paper.pk},
        label=f"Tạo tệp PDF của {paper}",
        subject_type=paper._meta.label_lower,
        subject_id=str(paper.pk),
        subject_url=paper.get_absolute_url(),
        requested_by=by,
        place=paper.place.path,
        state=JobState.DONE,
        progress_percent=100,
        finished_at=timezone.now(),
    )


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    """Yield the book's pages, a line, a paper, and what its code answers to a passer-by."""
    crowd: CrowdPapers = crowds[CrowdPapers]
    book = Register.objects.get(issuer=crowd.first)
    pages = first_middle_last(book.last_number)
    url = reverse("documents:register")
    yield from visits_of_list("register", url, by=Role.CLERK, pages=pages, finds="q=bao+cao", misses="q=khong+co")
    yield from visits_of_list("issuers", reverse("documents:issuers"), by=Role.ADMIN, pages=first_middle_last(1))
    paper = crowd.first.documents.order_by("pk")[0]
    yield Visit("documents:detail", reverse("documents:detail", args=[paper.pk]), Role.CLERK)
    yield Visit("documents:entry", reverse("documents:entry", args=[paper.entry_id]), Role.CLERK)
    yield Visit("check", reverse("documents:check", args=[paper.check_code]))
    yield Visit("check: field", reverse("documents:check-home"))
