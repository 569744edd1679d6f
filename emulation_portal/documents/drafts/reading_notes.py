"""What there is still to say on a draft's page of the file that it was read from."""

from typing import Any

from emulation_portal.documents.reading import (
    ParsedPaper,
    ParseWarning,
    is_of_issued_paper,
    plain,
    section_facts,
    still_open,
    summary_facts,
)


def reading_warnings(draft: Any) -> list[ParseWarning]:
    """Return the warnings of the reading that nobody has settled since; none once the draft has gone its way."""
    source = _source_of(draft)
    if source is None:
        return []
    warnings = (ParseWarning(**warning) for warning in source.parsed["warnings"])
    found = still_open(warnings, has=_what_it_has(draft), own=draft.kind_of.settled_by)
    return found if draft.is_transcription else [warning for warning in found if not is_of_issued_paper(warning)]


def unplaced_lines(draft: Any) -> list[str]:
    """Return the lines of its file that stand in no part of the draft, as long as it is written."""
    source = _source_of(draft)
    return [plain(piece.text) for piece in ParsedPaper.from_json(source.parsed).unplaced] if source else []


def signature_of_file(draft: Any) -> str:
    """Return what stands below the paper in its file, while nobody is chosen to sign: “TM. BAN THƯỜNG VỤ, CHỦ TỊCH, …”."""
    source = None if draft.signing_id or draft.is_transcription else _source_of(draft)
    if source is None:
        return ""
    parsed = ParsedPaper.from_json(source.parsed)
    return ", ".join(filter(None, [*parsed.signature_lines, parsed.signer_name]))


# What a source may lack that its paper certainly has, by the codes of the warnings.
_LACKS = {
    "only_first_section": "chỉ có mục I",
    "no_recipients": "không có nơi nhận",
    "no_signature": "không có phần ký",
    "ends_mid_sentence": "dừng giữa câu",
}


def lacking_in_source(draft: Any) -> str:
    """Return what the file of a transcription lacks, for whoever reads it: “chỉ có mục I, không có phần ký”."""
    source = getattr(draft, "source", None) if draft.is_transcription else None
    codes = {warning["code"] for warning in source.parsed["warnings"]} if source else set()
    return ", ".join(words for code, words in _LACKS.items() if code in codes)


def _source_of(draft: Any) -> Any:
    return getattr(draft, "source", None) if draft.is_editable else None


def _what_it_has(draft: Any) -> set[str]:
    """Return what the draft has, in the words of `reading.settling`."""
    fields = ("summary", "place_name", "paper_number", "paper_symbol", "paper_issued_on", "paper_signer_name")
    has = {"issuer", *(name for name in fields if getattr(draft, name))}
    if not draft.is_transcription:
        has.add("end_mark")  # the portal prints it, and the issuer's place
        has |= {"place_name"} if draft.issuer.place_name else set()
    has |= summary_facts(draft.summary)
    has |= {name for name, value in draft.kind_of.general_initial(draft).items() if value}
    printed = draft.kind_of.topics_with_rows(draft)
    has |= section_facts(
        (section.level, bool(section.body.strip()) or not section.title.strip() or section.topic in printed)
        for section in draft.sections.all()
    )
    has |= {name for name in ("bases", "recipients") if getattr(draft, name).all()}
    if draft.paper_signature_lines if draft.is_transcription else draft.signing_id:
        has.add("signature")
    return has
