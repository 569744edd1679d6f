"""What there is still to say on a draft's page of the file that it was read from."""

from typing import Any

from emulation_portal.documents.reading import ParseWarning, is_of_issued_paper, section_facts, still_open


def reading_warnings(draft: Any) -> list[ParseWarning]:
    """Return the warnings of the reading that nobody has settled since; none once the draft has gone its way."""
    source = getattr(draft, "source", None) if draft.is_editable else None
    if source is None:
        return []
    warnings = (ParseWarning(**warning) for warning in source.parsed["warnings"])
    found = still_open(warnings, has=_what_it_has(draft), own=draft.kind_of.settled_by)
    return found if draft.is_transcription else [warning for warning in found if not is_of_issued_paper(warning)]


def _what_it_has(draft: Any) -> set[str]:
    """Return what the draft has, in the words of `reading.settling`."""
    fields = ("summary", "place_name", "paper_number", "paper_symbol", "paper_issued_on", "paper_signer_name")
    has = {"issuer", *(name for name in fields if getattr(draft, name))}
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
