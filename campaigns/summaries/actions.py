"""Beginning the alliance's own report with what is known, and taking its figures anew."""

import datetime as dt
from collections.abc import Iterator
from math import ceil
from typing import Any

from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.documents.drafts.actions import edit_draft
from emulation_portal.documents.drafts.models import DraftRecipient, DraftSection
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.drafts.queries import rights_to_sign
from emulation_portal.documents.paper_limits import MAX_ROWS, PaperTooLarge, check_sizes
from units.enums import SigningForm

from .comparing import FigureChange, differences
from .enums import PieceKind
from .figures import Snapshot
from .first_text import on_behalf, sections_of
from .marks import as_text
from .models import SummaryPiece, SummaryReport
from .papers import MOST_FIGURES
from .policies import check_can_see_figures
from .queries import hold, selection_of, snapshot_of

MOST_ROWS = MAX_ROWS * 3 // 4  # of the annexes that are printed unasked; a paper has other tables too
ABOVE = ("Liên minh Hợp tác xã Việt Nam", "Sở Nội vụ (Ban Thi đua - Khen thưởng tỉnh)")
RECIPIENTS = ("Như trên", "Thường trực Liên minh")  # not the units: it tells each what the others said
_FIRST = ("figures", "addressed_to", "addresses_everyone", "is_public", "preamble", "closing", "signing")


def write_first_text(report: SummaryReport) -> None:
    """Fill a new draft in the transaction that opened it: its figures as they are now, its outline, what is printed of them.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.4; the office's outline of D7.
    """
    selection = selection_of(report)
    hold(selection)
    snapshot = snapshot_of(selection, at=report.created_at)
    report.figures = snapshot.to_json()
    report.addressed_to = "\n".join(ABOVE)
    report.addresses_everyone = report.is_public = False  # it tells figures unit by unit
    report.preamble = f"{on_behalf(report)} báo cáo kết quả {{kỳ báo cáo}} như sau:"
    report.closing = f"Trên đây là báo cáo của {as_text(report.issuer.full_name)}, trân trọng báo cáo."
    rights = rights_to_sign(report.kind_of, unit_id=report.issuer.unit_id, on=timezone.localdate(report.created_at))
    report.signing = next((each for each in rights if each.form == SigningForm.TM), next(iter(rights), None))
    report.save(update_fields=_FIRST)
    DraftSection.objects.bulk_create(
        DraftSection(draft=report, position=at, level=level, topic=topic, title=title, body=body)
        for at, (level, topic, title, body) in enumerate(sections_of(report, selection.demand, snapshot), 1)
    )
    SummaryPiece.objects.bulk_create(
        SummaryPiece(report=report, position=at, kind=kind, code=code, is_printed=is_printed)
        for at, (kind, code, is_printed) in enumerate(_pieces(snapshot), 1)
    )
    DraftRecipient.objects.bulk_create(
        DraftRecipient(draft=report, position=at, text=text) for at, text in enumerate(RECIPIENTS, 1)
    )
    _leave_out_what_is_too_much(report)


def _leave_out_what_is_too_much(report: SummaryReport) -> None:
    """Let annexes be ticked only as far as the whole paper can be printed."""
    for kind in (PieceKind.UNITS, PieceKind.LATE):
        try:
            check_sizes(draft_paper(SummaryReport.objects.get(pk=report.pk)))
        except PaperTooLarge:
            report.pieces.filter(kind=kind).update(is_printed=False)


def take_new_figures(*, report_id: int, revision: int, by: User, now: dt.datetime) -> list[FigureChange]:
    """Lấy số liệu mới: the draft tells what the reports come to now. Returns what became another; the log keeps it.

    Raises PermissionDenied (not theirs, or no draft any more), EditedMeanwhile, PaperTooLarge.
    """
    found: list[FigureChange] = []

    def write(report: SummaryReport) -> dict[str, Any]:
        check_can_see_figures(by, report)
        was, selection = report.snapshot, selection_of(report)
        hold(selection)
        taken = snapshot_of(selection, at=now)
        found.extend(differences(was, taken) if was else ())
        report.figures = taken.to_json()
        report.__dict__.pop("snapshot", None)
        return {"figures": {"changed": [{"row": each.what[:80], "fields": {"figure": _pair(each)}} for each in found]}}

    edit_draft(draft_id=report_id, revision=revision, by=by, part="figures", change=write)
    return found


def _pair(difference: FigureChange) -> list[str]:
    return [difference.was, difference.now]


def _pieces(snapshot: Snapshot) -> Iterator[tuple[PieceKind, str, bool]]:
    """Yield what may be printed, with what is printed unasked."""
    planned = next((each.code for each in snapshot.figures if each.is_done_in_percent), "")
    shown = planned or next((each.code for each in snapshot.figures), "")
    yield PieceKind.TOTALS, "", bool(snapshot.figures)
    yield PieceKind.PROGRESS, "", bool(planned)
    if shown:
        yield PieceKind.BLOCKS, shown, False
        yield PieceKind.BLOCK_CHART, shown, False
    tables = ceil(len(snapshot.figures) / MOST_FIGURES)
    rows = tables * (len(snapshot.units) + len({unit.block for unit in snapshot.units}))
    has_units = 0 < rows <= MOST_ROWS
    yield PieceKind.UNITS, "", has_units
    yield PieceKind.LATE, "", 0 < len(snapshot.late) <= MOST_ROWS - (rows if has_units else 0)
