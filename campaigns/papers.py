"""The paper of a plan: what is shown on the desk while it is drafted, and frozen when it is issued."""

import datetime as dt
from collections.abc import Iterable

from emulation_portal.core.dates import short_date
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import Basis, Block, Header, Heading, Paper, Paragraph, Signature

from .enums import QuotaMode, Topic
from .models import CampaignPlan, PlanSection, RewardSpec
from .numbering import section_markers

END_MARK = "./."


def plan_paper(plan: CampaignPlan) -> Paper:
    """Return the plan as an official paper without number; the day only for a transcription.

    Rows of targets, rewards and milestones are printed at the end of the section on their topic. A transcription is
    printed as its source has it, with nothing added.
    """
    body = [*_opening(plan), *_sections(plan), *_paragraphs(plan.closing)]
    if not plan.is_transcription:
        body = _without_end_mark(body)
    issuer = plan.issuer
    return Paper(
        type=DocumentType.KH,
        type_name="KẾ HOẠCH",
        header=Header(issuer=tuple(_lines(issuer.name_lines)), superior=tuple(_lines(issuer.superior_lines))),
        symbol=plan.paper_symbol if plan.is_transcription and plan.paper_symbol else issuer.symbol_of(DocumentType.KH),
        number=plan.paper_number if plan.is_transcription else None,
        issued_on=plan.paper_issued_on if plan.is_transcription else None,
        place=plan.place_name or issuer.place_name,
        summary=tuple(_lines(plan.summary)),
        body=tuple(body),
        recipients=_recipients(plan),
        signatures=_signatures(plan),
        is_draft=True,
        is_transcription=plan.is_transcription,
        has_end_mark=not plan.is_transcription and _is_finished(body),
        author=issuer.full_name,
        subject=plan.campaign.name,
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text field: they are parted by blank lines, and single breaks stay inside."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return [part.strip() for part in parts if part.strip()]


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(part) for part in split_paragraphs(text)]


def _opening(plan: CampaignPlan) -> list[Block]:
    bases: list[Block] = [Basis(basis.text) for basis in plan.bases.all()]
    return [*bases, *_paragraphs(plan.preamble)]


def _sections(plan: CampaignPlan) -> list[Block]:
    sections = list(plan.sections.all())
    markers = section_markers((section.level for section in sections), plan.numbering_style)
    ends = _ends_of_topics(sections)
    blocks: list[Block] = []
    for at, (section, marker) in enumerate(zip(sections, markers, strict=True)):
        paragraphs = split_paragraphs(section.body)
        if section.title.strip():
            blocks.append(Heading(level=section.level, label=marker, text=" ".join(section.title.split())))
        elif paragraphs:
            blocks.append(Paragraph(paragraphs.pop(0), label=marker))
        else:
            blocks.append(Paragraph("", label=marker))
        blocks += [Paragraph(part) for part in paragraphs]
        if not plan.is_transcription and at in ends:
            blocks += _rows_of(plan, ends[at])
    return blocks


def _ends_of_topics(sections: list[PlanSection]) -> dict[int, str]:
    """Return, for each main section, the index of its last part and its topic; a topic counts once."""
    ends: dict[int, str] = {}
    seen: set[str] = set()
    for at, section in enumerate(sections):
        if section.level != 1 or section.topic in seen:
            continue
        last = at
        while last + 1 < len(sections) and sections[last + 1].level > 1:
            last += 1
        ends[last] = section.topic
        seen.add(section.topic)
    return ends


def _rows_of(plan: CampaignPlan, topic: str) -> Iterable[Block]:
    if topic in (Topic.CRITERIA, Topic.CONTENT_CRITERIA):
        rows = [_target_text(t.indicator, t.unit_scope, t.value, t.due_on) for t in plan.targets.all()]
    elif topic == Topic.REWARDS:
        rows = [_reward_text(reward) for reward in plan.rewards.all()]
    elif topic == Topic.SCHEDULE:
        rows = [
            f"{m.get_kind_display()}{f' ({m.note})' if m.note else ''}: ngày {short_date(m.due_on)}"
            for m in plan.milestones.all()
        ]
    else:
        rows = []
    marks = [";"] * (len(rows) - 1) + ["."]
    return [Paragraph(row + mark, label="-") for row, mark in zip(rows, marks, strict=False)]


def _target_text(indicator: str, scope: str, value: str, due_on: dt.date | None) -> str:
    due = f", hoàn thành trước ngày {short_date(due_on)}" if due_on else ""
    return f"{indicator}{f' ({scope})' if scope else ''}: {value}{due}"


def _reward_text(reward: RewardSpec) -> str:
    quota = {
        QuotaMode.NONE: "",
        QuotaMode.FIXED: f", số lượng {reward.quota}",
        QuotaMode.PERCENT: f", không quá {reward.quota}%",
    }[QuotaMode(reward.quota_mode)]
    standard = f"; tiêu chuẩn: {' '.join(reward.standard_text.split()).rstrip('.;')}" if reward.standard_text else ""
    last_day = reward.dossier_deadline_on
    deadline = f"; hạn nộp hồ sơ: hết ngày {short_date(last_day)}" if last_day else ""
    subject = reward.get_subject_kind_display().lower()
    return f"{reward.get_award_form_display()} cho {subject}{quota}{standard}{deadline}"


def _without_end_mark(body: list[Block]) -> list[Block]:
    """Drop a typed `./.`: the paper prints its own."""
    last = body[-1] if body else None
    if isinstance(last, Paragraph) and last.text.rstrip().endswith(END_MARK):
        return [*body[:-1], Paragraph(last.text.rstrip().removesuffix(END_MARK) + ".", label=last.label)]
    return body


def _is_finished(body: list[Block]) -> bool:
    """Return whether the last words end as a sentence does; a draft cut off in mid-text bears no `./.`."""
    last = body[-1] if body else None
    text = getattr(last, "text", "").rstrip(' *”"')
    return text.endswith((".", "!", "?", ")"))


def _recipients(plan: CampaignPlan) -> tuple[str, ...]:
    lines = [recipient.text for recipient in plan.recipients.all()]
    if plan.is_transcription:
        return tuple(lines)
    # A file read from Word brings its own line `Lưu:`; the issuer's stands for it.
    return (*(line for line in lines if not fold(line).startswith("luu:")), plan.issuer.archive_line)


def _signatures(plan: CampaignPlan) -> tuple[Signature, ...]:
    if plan.is_transcription:
        lines = _lines(plan.paper_signature_lines)
        return (Signature(lines=tuple(lines), name=plan.paper_signer_name),) if lines or plan.paper_signer_name else ()
    signing = plan.signing
    if signing is None:
        return ()
    return (
        Signature(lines=tuple(signing.lines), name=signing.person.full_name, post_above_name=signing.post_above_name),
    )
