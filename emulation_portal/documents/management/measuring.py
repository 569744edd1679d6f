"""How long an issued paper takes, from the action to the stored file, beside a bare call of the layout engine.

Everything happens in a scratch database and folder, so that no number of a real register is used.
"""

import dataclasses
import datetime as dt
import statistics
import time
from collections.abc import Iterator
from itertools import count

import msgspec
from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.jobs.actions import run
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.enums import UnitKind
from units.models import Unit

from ..actions import Order, issue
from ..enums import DocumentType
from ..models import Document, Issuer
from ..paper import Basis, Block, Header, Heading, Paper, Paragraph, Signature
from .bench import Comparison, compare

ON = dt.date(2026, 3, 5)
_SENTENCE = (
    "Các đơn vị thành viên phát huy tinh thần đoàn kết, sáng tạo, thi đua hoàn thành vượt mức chỉ tiêu phát triển "
    "kinh tế tập thể, hợp tác xã, nâng cao thu nhập của thành viên và người lao động. "
)


def sample_paper(paragraphs: int) -> Paper:
    """Return a plan: 4 paragraphs fill one page, 22 three."""
    body: list[Block] = [Basis("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;")]
    body.append(Heading(level=1, label="I.", text="Mục đích, yêu cầu"))
    body += [Paragraph(_SENTENCE * 2, label=f"1.{at}.") for at in range(1, paragraphs + 1)]
    return Paper(
        type="KH",
        type_name="KẾ HOẠCH",
        header=Header(issuer=("LIÊN MINH HTX", "TỈNH MẪU"), superior=("LIÊN MINH HỢP TÁC XÃ VIỆT NAM",)),
        symbol="KH-LMHTX",
        place="Tỉnh Mẫu",
        summary=("Tổ chức phong trào thi đua",),
        body=tuple(body),
        recipients=("Các đơn vị thành viên", "Lưu: VT, VP"),
        signatures=(Signature(lines=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), name="Nguyễn Văn Mẫu"),),
    )


@dataclasses.dataclass
class Bench:
    """A clerk and an issuer of the scratch database."""

    clerk: User
    issuer: Issuer
    counter: Iterator[int] = dataclasses.field(default_factory=lambda: count(1))

    def issue(self, paper: Paper) -> tuple[Document, Job]:
        """Issue the paper with other words each time, as a clerk's click does."""
        paper = msgspec.structs.replace(paper, subject=f"Lần {next(self.counter)}")
        order = Order(self.issuer, DocumentType.KH, paper, ON, subject=self.issuer)
        with transaction.atomic():
            document = issue(order, by=self.clerk, today=ON)
        return document, Job.objects.get(key=document.job_key)


def new_bench() -> Bench:
    alliance = Unit.objects.create(kind=UnitKind.ALLIANCE, name="Liên minh", code="LM")
    clerk = User.objects.create_user("bench", "Người Đo")
    Appointment.objects.create(user=clerk, unit=alliance, role=Role.CLERK, effective_from=dt.date(2020, 1, 1))
    issuer = Issuer.objects.create(
        unit=alliance, name_lines="LIÊN MINH HTX\nTỈNH QUẢNG NINH", full_name="Liên minh", symbol="LMHTX"
    )
    return Bench(clerk, issuer)


def compare_issue(bench: Bench, rounds: int) -> Comparison:
    """Measure action and task of a one-page paper in this warm process against the bare engine, turn by turn."""
    paper = sample_paper(4)
    first, job = bench.issue(paper)
    run(job.pk, "bench")

    def action_and_task() -> None:
        _, job = bench.issue(paper)
        if run(job.pk, "bench") != JobState.DONE:
            raise RuntimeError(f"job {job.pk} did not end well")

    return compare(Paper.from_json(first.payload), rounds, ours=action_and_task)


def seconds_until_ready(bench: Bench, rounds: int, *, give_up_after: float = 30) -> float:
    """Return the median time from the issuing click to the stored file of a three-page plan, by a worker that runs."""
    paper = sample_paper(22)
    return statistics.median(_wait_for(bench, paper, give_up_after) for _ in range(rounds))


def _wait_for(bench: Bench, paper: Paper, give_up_after: float) -> float:
    start = time.perf_counter()
    _, job = bench.issue(paper)
    while time.perf_counter() - start < give_up_after:
        if Job.objects.filter(pk=job.pk, state=JobState.DONE).exists():
            return time.perf_counter() - start
        time.sleep(0.01)
    raise RuntimeError("no worker made the file in time")
