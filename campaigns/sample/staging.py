"""Sample papers: text files read by the same door as everybody's, then completed or sent part of their way."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulation_portal.accounts.models import User
from emulation_portal.documents.actions.bookkeeping import ClerkColumns, edit_line
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.actions import ReadAs
from emulation_portal.documents.enums import EntryKind
from emulation_portal.documents.models import Issuer, RegisterEntry
from emulation_portal.documents.reading import ParsedPaper
from emulation_portal.procedure.acting import carry_out
from units.models import SigningAuthority

from ..enums import AwardForm, CampaignKind, MilestoneKind, QuotaMode, SubjectKind
from ..models import CampaignPlan, Milestone, RewardSpec, Target

FOLDER = Path(__file__).parent / "plans"
TARGETS = (
    ("Đơn vị đăng ký tham gia phong trào", "đơn vị thành viên", "từ 90% trở lên"),
    ("Doanh thu bình quân tăng so với năm trước", "hợp tác xã", "từ 8% trở lên"),
    ("Đơn vị ứng dụng phần mềm kế toán, bán hàng", "đơn vị thành viên", "từ 60% trở lên"),
)


@dataclass(frozen=True)
class Cast:
    """Who acts in the sample."""

    officer: User
    chief: User
    leader: User
    clerk: User
    issuer: Issuer
    signing: SigningAuthority
    by_order: SigningAuthority  # of the Chief of Office, TL.


@dataclass(frozen=True)
class SamplePlan:
    """A sample plan: its file with what is put into it, and the facts its text does not hold."""

    file: str
    name: str
    kind: CampaignKind
    period_from: dt.date
    period_to: dt.date
    launch_on: dt.date
    dossiers: tuple[dt.date, dt.date] | None = None
    year: int = 0

    def campaign(self, **more: Any) -> dict[str, Any]:
        """Return the new campaign as the preview of an import would have it."""
        new = {"name": self.name, "kind": self.kind, "period_from": self.period_from, "period_to": self.period_to}
        return {"campaign": None, "new_campaign": {**new, **more}}


LAWS = (  # from the year on; Luật Thi đua, khen thưởng 06/2022/QH15 is in force since 01/01/2024
    (2024, "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"),
    (0, "Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003 và các Luật sửa đổi, bổ sung một số điều"),
)


def words_of(wanted: SamplePlan, cast: Cast, *, is_past: bool) -> dict[str, object]:
    """Return what is put into the plan's file. A paper of the past says in its text what a draft has in rows."""
    law = next(law for year, law in LAWS if (wanted.year or wanted.period_from.year) >= year)
    words = {"year": wanted.year, "name": wanted.name, "law": law, "targets": "", "rewards": "", "dates": ""}
    if not is_past:
        return {**words, "signature": ""}
    year = wanted.year
    signature = [*cast.signing.lines, cast.signing.person.full_name]
    return {
        **words,
        "targets": _items(f"{what} ({whom}): {value}" for what, whom, value in TARGETS),
        "rewards": _items(
            [
                "Giấy khen của Chủ tịch Liên minh HTX tỉnh cho tập thể: số lượng 10",
                "Giấy khen của Chủ tịch Liên minh HTX tỉnh cho cá nhân: số lượng 20",
                "Hồ sơ đề nghị gửi về Văn phòng Liên minh trước ngày 15 tháng 12",
            ]
        ),
        "dates": _items(
            [f"Phát động: tháng 02 năm {year}", f"Sơ kết: tháng 7 năm {year}", f"Tổng kết: tháng 12 năm {year}"]
        ),
        "signature": "\n\n".join(signature),
    }


def _items(lines: Iterable[str]) -> str:
    return "\n\n".join(f"- {line};" for line in lines).removesuffix(";") + "."


def read_text(file: str, **words: object) -> bytes:
    text = (FOLDER / file).read_text("utf-8")
    return (text.format(**words) if words else text).encode()


def read(wanted: SamplePlan, cast: Cast, by: User, *, on: dt.date, is_past: bool = False) -> tuple[int, ReadAs]:
    """Read the plan's file; return the import and what was read, with the facts put in."""
    content = read_text(wanted.file, **words_of(wanted, cast, is_past=is_past))
    source = actions.read_paper_file("plan", f"{wanted.name[:60]}.md", content, by=by, on=on)
    found = actions.as_read(ParsedPaper.from_json(source.parsed), "plan", issuer=cast.issuer, on=on)
    theme = found.own["new_campaign"]["theme"]
    return source.pk, dataclasses.replace(found, own=wanted.campaign(theme=theme))


def draft(wanted: SamplePlan, cast: Cast, *, on: dt.date) -> CampaignPlan:
    """Open a complete draft, ready to be submitted."""
    import_id, found = read(wanted, cast, cast.officer, on=on)
    plan: CampaignPlan = actions.confirm_import(import_id=import_id, confirmed=found, by=cast.officer)
    campaign = plan.campaign
    if wanted.dossiers:
        campaign.dossiers_from, campaign.dossiers_to = wanted.dossiers
        campaign.save()
    plan.signing = cast.signing
    plan.save()
    _add_rows(plan, wanted)
    return plan


def _add_rows(plan: CampaignPlan, wanted: SamplePlan) -> None:
    Target.objects.bulk_create(
        Target(plan=plan, position=at, indicator=indicator, unit_scope=scope, value=value, due_on=wanted.period_to)
        for at, (indicator, scope, value) in enumerate(TARGETS, start=1)
    )
    deadline = wanted.dossiers[1] if wanted.dossiers else None
    for at, subject, quota, standard in (
        (1, SubjectKind.COLLECTIVE, 10, "Hoàn thành mọi chỉ tiêu đã đăng ký, báo cáo đúng hạn"),
        (2, SubjectKind.INDIVIDUAL, 20, "Có sáng kiến hoặc thành tích nổi bật, được đơn vị bình xét"),
    ):
        RewardSpec.objects.create(
            plan=plan,
            position=at,
            award_form=AwardForm.GK,
            subject_kind=subject,
            quota_mode=QuotaMode.FIXED,
            quota=quota,
            dossier_deadline_on=deadline,
            standard_text=standard,
        )
    half_way = wanted.period_from + (wanted.period_to - wanted.period_from) / 2
    dates: Sequence[tuple[MilestoneKind, dt.date]] = [
        (MilestoneKind.LAUNCH, wanted.launch_on),
        (MilestoneKind.MIDTERM_REVIEW, half_way),
        *([(MilestoneKind.DOSSIERS, deadline)] if deadline else []),
        (MilestoneKind.FINAL_REVIEW, wanted.period_to),
    ]
    Milestone.objects.bulk_create(Milestone(plan=plan, kind=kind, due_on=due_on) for kind, due_on in dates)


def submitted(wanted: SamplePlan, cast: Cast, *, on: dt.date) -> CampaignPlan:
    plan: CampaignPlan = actions.submit_draft(draft_id=draft(wanted, cast, on=on).pk, by=cast.officer, on=on)
    return plan


def passed_on(wanted: SamplePlan, cast: Cast, *, on: dt.date) -> CampaignPlan:
    plan: CampaignPlan = carry_out(submitted(wanted, cast, on=on), "passed_on", by=cast.chief, on=on)
    return plan


def approved(wanted: SamplePlan, cast: Cast, *, on: dt.date) -> CampaignPlan:
    plan: CampaignPlan = actions.approve_draft(draft_id=passed_on(wanted, cast, on=on).pk, by=cast.leader, on=on)
    return plan


def issued(wanted: SamplePlan, cast: Cast, *, on: dt.date) -> CampaignPlan:
    pk = approved(wanted, cast, on=on).pk
    plan: CampaignPlan = actions.issue_draft(draft_id=pk, by=cast.clerk, issued_on=on, today=on)
    return plan


def sent_out(cast: Cast, *, on: dt.date) -> None:
    """Write into the book when the papers were sent, but for the newest."""
    waiting = RegisterEntry.objects.filter(
        register__issuer=cast.issuer, kind=EntryKind.ISSUED, voided_at=None, forwarded_on=None
    )
    for entry in waiting.order_by("issued_on", "pk")[: max(waiting.count() - 1, 0)]:
        columns = ClerkColumns(
            archive_holder="Văn thư", copies=3, forwarded_on=entry.issued_on, received_by="", note=""
        )
        edit_line(entry_id=entry.pk, columns=columns, by=cast.clerk, today=on)


def returned(wanted: SamplePlan, cast: Cast, reason: str, parts: Sequence[str] = (), *, on: dt.date) -> CampaignPlan:
    """Send a plan back to its drafter; `parts` are the names of those that the reviewer marked."""
    sent = submitted(wanted, cast, on=on)
    plan: CampaignPlan = carry_out(sent, "returned", by=cast.chief, on=on, reason=reason, parts=parts)
    return plan


def submitted_again(wanted: SamplePlan, cast: Cast, reason: str, *, on: dt.date) -> CampaignPlan:
    """Send a plan back for its first target, and hand it on again with a higher one."""
    plan = returned(wanted, cast, reason, ["targets"], on=on)

    def raise_target(draft: Any) -> None:
        draft.targets.filter(position=1).update(value="từ 95% trở lên")

    actions.edit_draft(draft_id=plan.pk, revision=plan.revision, by=cast.officer, part="targets", change=raise_target)
    again: CampaignPlan = actions.submit_draft(draft_id=plan.pk, by=cast.officer, on=on)
    return again


def transcribed(wanted: SamplePlan, cast: Cast, number: int, issued_on: dt.date, *, today: dt.date) -> CampaignPlan:
    """Enter a plan of the past under the number it had on paper."""
    import_id, found = read(wanted, cast, cast.clerk, on=today, is_past=True)
    confirmed = dataclasses.replace(
        found,
        is_transcription=True,
        paper_number=number,
        paper_symbol=cast.issuer.symbol_of("KH"),
        paper_issued_on=issued_on,
    )
    opened = actions.confirm_import(import_id=import_id, confirmed=confirmed, by=cast.clerk)
    plan: CampaignPlan = actions.register_transcription(draft_id=opened.pk, by=cast.clerk, today=today)
    return plan


def as_read(
    file: str, cast: Cast, by: User, *, on: dt.date, period: tuple[dt.date, dt.date], **changes: Any
) -> CampaignPlan:
    """Open one of the office's own files as a draft, exactly as it was read but for the named changes."""
    source = actions.read_paper_file("plan", file, read_text(file), by=by, on=on)
    found = actions.as_read(ParsedPaper.from_json(source.parsed), "plan", issuer=cast.issuer, on=on)
    new = {**found.own["new_campaign"], "period_from": period[0], "period_to": period[1]}
    confirmed = dataclasses.replace(found, own={"campaign": None, "new_campaign": new}, **changes)
    plan: CampaignPlan = actions.confirm_import(import_id=source.pk, confirmed=confirmed, by=by)
    return plan
